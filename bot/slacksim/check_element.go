package slacksim

import (
	"strconv"
	"strings"
	"time"
)

// The limits of Slack's elements, in characters and items.
const (
	maxButtonText      = 75 // also its accessibility_label
	maxButtonValue     = 2000
	maxPlaceholder     = 150
	maxOverflow        = 5
	maxChoices         = 10 // checkboxes and radio buttons
	maxInputText       = 3000
	maxEpochTenDigits  = 9_999_999_999
	minEpochTenDigits  = 1_000_000_000
	maxInitialEntities = 100
)

// elementHolder says which block holds an element.
type elementHolder int

const (
	inSection elementHolder = 1 << iota // as its accessory
	inActions
	inContext
	inInput
)

// An elementKind is what Slack knows of a type of element.
type elementKind struct {
	in       elementHolder // the blocks that may hold it
	modal    bool          // only modals may
	fields   memberRules
	required []string
	more     func(c *checker, o map[string]any, at string) // what no single member tells
}

// elementRule is an element that this kind of block may hold. Slack's
// rich_text_input, workflow_button, icon_button and feedback_buttons are
// refused: Codekeeper has no use for them.
func elementRule(in elementHolder) rule {
	return func(c *checker, v any, at string) {
		o, ok := v.(map[string]any)
		if !ok {
			c.fail(at, "must provide an object")
			return
		}
		name, ok := o["type"].(string)
		if !ok {
			c.fail(at, "missing required field: type")
			return
		}
		kind, ok := kindOf(name)
		if !ok || kind.in&in == 0 || kind.modal && c.surface != "modal" {
			c.fail(at+"/type", "unsupported type: %s", name)
			return
		}
		if name == "image" {
			c.image(o, at, memberRules{"type": enumRule("image")})
			return
		}
		kind.fields["type"] = enumRule(name)
		kind.fields["action_id"] = idRule
		c.object(o, at, kind.fields, append(kind.required, "type")...)
		if kind.more != nil {
			kind.more(c, o, at)
		}
	}
}

func kindOf(name string) (elementKind, bool) {
	switch name {
	case "image":
		return elementKind{in: inSection | inContext}, true
	case "button":
		return buttonKind(), true
	case "overflow":
		return elementKind{in: inSection | inActions, required: []string{"options"}, fields: memberRules{
			"options": optionsRule(1, maxOverflow, overflowOptionRule),
			"confirm": confirmRule,
		}}, true
	case "checkboxes", "radio_buttons":
		return choicesKind(name), true
	case "datepicker", "timepicker", "datetimepicker":
		return momentKind(name), true
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return inputKind(name), true
	case "file_input":
		return fileKind(), true
	}
	return selectKind(name)
}

func buttonKind() elementKind {
	return elementKind{in: inSection | inActions, required: []string{"text"}, fields: memberRules{
		"text":                plainRule(maxButtonText),
		"value":               textRule(0, maxButtonValue),
		"url":                 addressRule,
		"style":               enumRule("primary", "danger"),
		"confirm":             confirmRule,
		"accessibility_label": textRule(1, maxButtonText),
	}}
}

func choicesKind(name string) elementKind {
	kind := elementKind{in: inSection | inActions | inInput, required: []string{"options"}, fields: memberRules{
		"options":       optionsRule(1, maxChoices, choiceRule),
		"confirm":       confirmRule,
		"focus_on_load": focusRule,
	}}
	if name == "radio_buttons" {
		kind.fields["initial_option"] = choiceRule
	} else {
		kind.fields["initial_options"] = optionsRule(1, maxChoices, choiceRule)
	}
	kind.more = initialAmong
	return kind
}

// initialAmong checks that what is chosen at first is among what is offered.
func initialAmong(c *checker, o map[string]any, at string) {
	all := offers(o)
	if first, ok := o["initial_option"]; ok {
		c.among(first, all, at+"/initial_option")
	}
	chosen, _ := o["initial_options"].([]any)
	for i, first := range chosen {
		c.among(first, all, at+"/initial_options/"+strconv.Itoa(i))
	}
}

func momentKind(name string) elementKind {
	kind := elementKind{in: inSection | inActions | inInput, fields: memberRules{
		"confirm":       confirmRule,
		"focus_on_load": focusRule,
	}}
	switch name {
	case "datepicker":
		kind.fields["placeholder"] = plainRule(maxPlaceholder)
		kind.fields["initial_date"] = formatRule("date", len(time.DateOnly), isTime(time.DateOnly))
	case "timepicker":
		kind.fields["placeholder"] = plainRule(maxPlaceholder)
		kind.fields["initial_time"] = formatRule("time", len("15:04"), isTime("15:04"))
		kind.fields["timezone"] = formatRule("timezone", maxID, func(s string) bool {
			_, err := time.LoadLocation(s)
			return err == nil && s != "Local"
		})
	default:
		kind.in = inActions | inInput
		kind.fields["initial_date_time"] = intRule(minEpochTenDigits, maxEpochTenDigits)
	}
	return kind
}

// isTime tells whether a text is a moment written exactly as the layout says.
func isTime(layout string) func(string) bool {
	return func(s string) bool {
		t, err := time.Parse(layout, s)
		return err == nil && t.Format(layout) == s
	}
}

// focusRule allows one focused element a view, and none in a message.
func focusRule(c *checker, v any, at string) {
	boolRule(c, v, at)
	if v != true {
		return
	}
	if c.focused || c.surface == "message" {
		c.fail(at, "only one element of a view can have `focus_on_load`")
	}
	c.focused = true
}

func inputKind(name string) elementKind {
	kind := elementKind{in: inInput, fields: memberRules{
		"placeholder":            plainRule(maxPlaceholder),
		"initial_value":          textRule(0, maxInputText),
		"dispatch_action_config": dispatchConfigRule,
		"focus_on_load":          focusRule,
	}}
	switch name {
	case "plain_text_input":
		kind.fields["multiline"] = boolRule
		kind.fields["min_length"] = intRule(0, maxInputText)
		kind.fields["max_length"] = intRule(1, maxInputText)
		kind.more = orderedNumbers("min_length", "max_length")
	case "url_text_input":
		kind.fields["initial_value"] = addressRule
	case "number_input":
		kind.required = []string{"is_decimal_allowed"}
		kind.fields["is_decimal_allowed"] = boolRule
		for _, name := range []string{"initial_value", "min_value", "max_value"} {
			kind.fields[name] = formatRule("number", maxInputText, isNumber)
		}
		kind.more = numbersInRange
	}
	return kind
}

// fileKind is a field for files. Slack names no limit for how many kinds of
// files can be listed; it knows some hundred.
func fileKind() elementKind {
	return elementKind{in: inInput, modal: true, fields: memberRules{
		"filetypes": listRule(1, 100, formatRule("file extension", 20, isExtension)),
		"max_files": intRule(1, maxFormFiles),
	}}
}

// isExtension tells whether a text is a file's extension, without its dot.
func isExtension(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// orderedNumbers checks that one whole number is not above another.
func orderedNumbers(low, high string) func(*checker, map[string]any, string) {
	return func(c *checker, o map[string]any, at string) {
		first, hasFirst := wholeNumber(o[low])
		second, hasSecond := wholeNumber(o[high])
		if hasFirst && hasSecond && first > second {
			c.fail(at+"/"+low, "must be less than %d", second+1)
		}
	}
}

// dispatchConfigRule says when an input tells the app of typing.
func dispatchConfigRule(c *checker, v any, at string) {
	c.object(v, at, memberRules{
		"trigger_actions_on": listRule(1, 2, enumRule("on_enter_pressed", "on_character_entered")),
	}, "trigger_actions_on")
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// numbersInRange checks a number_input's three numbers against each other and
// against is_decimal_allowed.
func numbersInRange(c *checker, o map[string]any, at string) {
	number := func(name string) (float64, bool) {
		n, err := strconv.ParseFloat(stringMember(o, name), 64)
		return n, err == nil
	}
	for _, pair := range [][2]string{{"min_value", "max_value"}, {"min_value", "initial_value"}, {"initial_value", "max_value"}} {
		low, hasLow := number(pair[0])
		high, hasHigh := number(pair[1])
		if hasLow && hasHigh && low > high {
			c.fail(at+"/"+pair[0], "must not be greater than `%s`", pair[1])
		}
	}
	if o["is_decimal_allowed"] != false {
		return
	}
	for _, name := range []string{"initial_value", "max_value", "min_value"} {
		if _, err := strconv.ParseInt(stringMember(o, name), 10, 64); o[name] != nil && err != nil {
			c.fail(at+"/"+name, "must provide an integer")
		}
	}
}
