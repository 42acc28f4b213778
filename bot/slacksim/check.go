package slacksim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// A refusal is what Slack answers to a payload that breaks its rules.
type refusal struct {
	Error    string   // Slack's code: "invalid_blocks", "invalid_arguments", "msg_too_long"
	Messages []string // response_metadata.messages: "[ERROR] … [json-pointer:/blocks/0/text/text]"
}

// A rule checks one decoded JSON value; at is its JSON pointer. What is wrong
// with it goes to c.
type rule func(c *checker, v any, at string)

// memberRules are the rules of an object's members. A member without a rule is
// refused, as Slack does.
type memberRules map[string]rule

// A checker collects what is wrong with one payload. Slack validates with a
// JSON schema, and the sentences here are those of its validator.
type checker struct {
	surface  string // "message", "modal" or "home"
	messages []string
	blockIDs map[string]bool
	focused  bool // an element asked for focus_on_load
}

func newChecker(surface string) *checker {
	return &checker{surface: surface, blockIDs: map[string]bool{}}
}

// fail notes what is wrong at a JSON pointer.
func (c *checker) fail(at, format string, args ...any) {
	c.messages = append(c.messages, fmt.Sprintf("[ERROR] "+format+" [json-pointer:%s]", append(args, at)...))
}

// refusal is the answer with that code, nil when nothing is wrong.
func (c *checker) refusal(code string) *refusal {
	if len(c.messages) == 0 {
		return nil
	}
	return &refusal{Error: code, Messages: c.messages}
}

// object checks that v is an object with the required members and no others
// than the allowed ones, and checks each of these by its rule. It returns nil
// when v is no object.
func (c *checker) object(v any, at string, allowed memberRules, required ...string) map[string]any {
	o, ok := v.(map[string]any)
	if !ok {
		c.fail(at, "must provide an object")
		return nil
	}
	for _, name := range required {
		if _, ok := o[name]; !ok {
			c.fail(at, "missing required field: %s", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		check, ok := allowed[name]
		if !ok {
			c.fail(at, "invalid additional property: %s", name)
			continue
		}
		check(c, o[name], at+"/"+name)
	}
	return o
}

// textRule is a string of low to high characters. Slack counts code points (its
// validator calls mb_strlen): an emoji of one code point is one character.
func textRule(low, high int) rule {
	return func(c *checker, v any, at string) {
		s, ok := v.(string)
		if !ok {
			c.fail(at, "must provide a string")
			return
		}
		n := utf8.RuneCountInString(s)
		if n < low {
			c.fail(at, "must be more than %d characters", low-1)
		}
		if n > high {
			c.fail(at, "must be less than %d characters", high+1)
		}
	}
}

// enumRule is one of the words.
func enumRule(words ...string) rule {
	return func(c *checker, v any, at string) {
		s, ok := v.(string)
		switch {
		case !ok:
			c.fail(at, "must provide a string")
		case !slices.Contains(words, s):
			c.fail(at, "must be a valid enum value")
		}
	}
}

// boolRule is true or false.
func boolRule(c *checker, v any, at string) {
	if _, ok := v.(bool); !ok {
		c.fail(at, "must be a boolean")
	}
}

// intRule is a whole number from low to high.
func intRule(low, high int64) rule {
	return func(c *checker, v any, at string) {
		n, ok := wholeNumber(v)
		switch {
		case !ok:
			c.fail(at, "must provide an integer")
		case n < low:
			c.fail(at, "must be greater than %d", low-1)
		case n > high:
			c.fail(at, "must be less than %d", high+1)
		}
	}
}

func wholeNumber(v any) (int64, bool) {
	number, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(number.String(), 10, 64)
	return n, err == nil
}

// listRule is an array of low to high items, each checked by item.
func listRule(low, high int, item rule) rule {
	return func(c *checker, v any, at string) {
		items, ok := v.([]any)
		if !ok {
			c.fail(at, "must provide an array")
			return
		}
		if len(items) < low {
			c.fail(at, "must provide at least %d items", low)
		}
		if len(items) > high {
			c.fail(at, "no more than %d items allowed", high)
		}
		for i, v := range items {
			item(c, v, at+"/"+strconv.Itoa(i))
		}
	}
}

// formatRule is a string for which ok holds; what names the format.
func formatRule(what string, high int, ok func(string) bool) rule {
	return func(c *checker, v any, at string) {
		textRule(1, high)(c, v, at)
		if s, is := v.(string); is && !ok(s) {
			c.fail(at, "input must be a valid: %s", what)
		}
	}
}

// anyRule is accepted unread.
func anyRule(*checker, any, string) {}

// decodeJSON reads one JSON value, numbers as json.Number.
func decodeJSON(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read JSON: more than one value")
	}
	return v, nil
}

// absent tells whether a payload says nothing: empty, null.
func absent(raw []byte) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) == 0 || string(raw) == "null"
}

// stringMember is an object's string member, "" when it is missing or no string.
func stringMember(v any, name string) string {
	o, _ := v.(map[string]any)
	s, _ := o[name].(string)
	return s
}
