package slacksim

import (
	"fmt"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// clientErrors is what a person's client finds wrong before it sends a form, by block id. Nothing is sent then.
func clientErrors(v *view) map[string]string {
	found := map[string]string{}
	for _, c := range controls(v.blocks()) {
		if !c.input() {
			continue
		}
		field, _, _, ok := shape(c.kind())
		if !ok {
			continue
		}
		value := v.state.get(c.blockID(), c.actionID())[field]
		if empty(value) {
			if !yes(c.block, "optional") {
				found[c.blockID()] = "Please complete this required field."
			}
			continue
		}
		if typed, ok := value.(string); ok {
			if wrong := wrongText(c, typed); wrong != "" {
				found[c.blockID()] = wrong
			}
		}
	}
	return found
}

func empty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}

// wrongText is what the client says of a typed text, "" when it is fine.
func wrongText(c control, typed string) string {
	switch c.kind() {
	case "plain_text_input":
		length := utf8.RuneCountInString(typed)
		if low, ok := num(c.element, "min_length"); ok && length < int(low) {
			return fmt.Sprintf("Must be at least %v characters.", low)
		}
		high, ok := num(c.element, "max_length")
		if !ok {
			high = 3000
		}
		if length > int(high) {
			return fmt.Sprintf("Must be at most %v characters.", high)
		}
	case "email_text_input":
		if a, err := mail.ParseAddress(typed); err != nil || a.Address != typed || !strings.Contains(typed, ".") {
			return "Please enter a valid email address."
		}
	case "url_text_input":
		if u, err := url.Parse(typed); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return "Please enter a valid URL."
		}
	case "number_input":
		return wrongNumber(c.element, typed)
	}
	return ""
}

func wrongNumber(element doc, typed string) string {
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil {
		return "Please enter a number."
	}
	if !yes(element, "is_decimal_allowed") && strings.ContainsAny(typed, ".eE") {
		return "Please enter a whole number."
	}
	if low, err := strconv.ParseFloat(str(element, "min_value"), 64); err == nil && n < low {
		return "Must be at least " + str(element, "min_value") + "."
	}
	if high, err := strconv.ParseFloat(str(element, "max_value"), 64); err == nil && n > high {
		return "Must be at most " + str(element, "max_value") + "."
	}
	return ""
}
