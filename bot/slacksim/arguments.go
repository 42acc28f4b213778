package slacksim

import (
	"encoding/json"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// arguments are a call's, without the token. Forms give strings, JSON gives any value.
type arguments doc

// readArguments reads a call's arguments from the address, a form, a multipart form or a JSON object, and its token
// from the header or the token field.
func readArguments(r *http.Request) (args arguments, token string, bad *apiError) {
	args = arguments{}
	args.addForm(r.URL.Query())
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && r.Header.Get("Content-Type") != "" {
		bad = fail("invalid_post_type")
	}
	switch {
	case r.Method == http.MethodGet:
	case kind == "application/json":
		bad = args.addJSON(r)
	case kind == "multipart/form-data":
		if err := r.ParseMultipartForm(maxBody); err != nil {
			bad = fail("invalid_form_data")
		} else {
			args.addForm(r.MultipartForm.Value)
		}
	case kind == "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			bad = fail("invalid_form_data")
		} else {
			args.addForm(r.PostForm)
		}
	case r.ContentLength == 0:
	default:
		bad = fail("invalid_post_type")
	}
	token = args.str("token")
	delete(args, "token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && bearer != "" {
		token = bearer
	}
	return args, token, bad
}

func (a arguments) addForm(values url.Values) {
	for name, list := range values {
		if len(list) > 0 {
			a[name] = list[0]
		}
	}
}

func (a arguments) addJSON(r *http.Request) *apiError {
	body, err := readBody(r)
	if err != nil {
		return fail("invalid_form_data")
	}
	if len(body) == 0 {
		return nil
	}
	var v any
	if json.Unmarshal(body, &v) != nil {
		return fail("invalid_json")
	}
	d, ok := v.(doc)
	if !ok && v != nil {
		return fail("json_not_object")
	}
	maps.Copy(a, d)
	return nil
}

// has says that an argument was given and isn't empty.
func (a arguments) has(name string) bool {
	v := a[name]
	return v != nil && v != ""
}

// str is an argument as text.
func (a arguments) str(name string) string {
	switch v := a[name].(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	default:
		return string(encode(v))
	}
}

// yes is an argument's truth; given says whether there was one.
func (a arguments) yes(name string) (value, given bool) {
	if !a.has(name) {
		return false, false
	}
	switch a.str(name) {
	case "1", "true":
		return true, true
	}
	return false, true
}

// raw is a structured argument: JSON itself, or text that holds JSON. It answers text that isn't JSON as it is, so
// that a check can refuse it.
func (a arguments) raw(name string) json.RawMessage {
	switch v := a[name].(type) {
	case nil:
		return nil
	case string:
		return given(json.RawMessage(v))
	default:
		return given(encode(v))
	}
}

// number is a whole number from 1 on; absent is fallback.
func (a arguments) number(name string, fallback int) (int, *apiError) {
	if !a.has(name) {
		return fallback, nil
	}
	n, err := strconv.Atoi(a.str(name))
	if err != nil || n < 0 {
		return 0, badArgument("expecting a positive integer [json-pointer:/%s]", name)
	}
	if n == 0 {
		return fallback, nil
	}
	return n, nil
}
