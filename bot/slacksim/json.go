package slacksim

import (
	"bytes"
	"encoding/json"
)

// doc is a JSON object as it came.
type doc = map[string]any

// str is a field's text, "" when it is absent or something else.
func str(d doc, key string) string {
	v, _ := d[key].(string)
	return v
}

// yes is a field's truth, false when it is absent or something else.
func yes(d doc, key string) bool {
	v, _ := d[key].(bool)
	return v
}

// obj is a field's object, nil when it is absent or something else.
func obj(d doc, key string) doc {
	v, _ := d[key].(doc)
	return v
}

// objs are the objects in a field's array.
func objs(d doc, key string) []doc { return objects(d[key]) }

func objects(v any) []doc {
	list, _ := v.([]any)
	out := make([]doc, 0, len(list))
	for _, item := range list {
		if d, ok := item.(doc); ok {
			out = append(out, d)
		}
	}
	return out
}

// num is a field's number.
func num(d doc, key string) (float64, bool) {
	v, ok := d[key].(float64)
	return v, ok
}

// encode is v as JSON without Slack's optional HTML escapes. Everything it is given came from JSON or is plain data,
// so that it can't fail.
func encode(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	return bytes.TrimSpace(b.Bytes())
}

// decodeObject reads one JSON object, nil when raw is something else.
func decodeObject(raw json.RawMessage) doc {
	var d doc
	if json.Unmarshal(raw, &d) != nil {
		return nil
	}
	return d
}

// decodeObjects reads an array of JSON objects, nil when raw is something else.
func decodeObjects(raw json.RawMessage) []doc {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	return objects(v)
}

// given is raw, or nil where JSON says that there is nothing: null, [] or {}.
func given(raw json.RawMessage) json.RawMessage {
	switch string(bytes.TrimSpace(raw)) {
	case "", "null", "[]", "{}", `""`:
		return nil
	}
	return raw
}

// copyDoc is a deep copy.
func copyDoc(d doc) doc { return decodeObject(encode(d)) }
