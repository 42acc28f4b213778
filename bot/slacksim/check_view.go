package slacksim

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// The limits of a view: characters, and bytes for the whole.
const (
	maxViewBytes = 250_000
	maxViewTitle = 24 // title, submit and close
	maxMetadata  = 3000

	// Slack names no limit for the message under a field; longer than a hint
	// is taken as a mistake.
	maxFieldError = 2000
)

// checkView checks a view of a kind, "modal" or "home". It refuses with
// invalid_arguments or view_too_large.
func checkView(view json.RawMessage, kind string) *refusal {
	if len(view) > maxViewBytes {
		return &refusal{Error: "view_too_large"}
	}
	v, err := decodeJSON(view)
	c := newChecker(kind)
	if err != nil {
		c.fail("/view", "must provide an object")
		return c.refusal("invalid_arguments")
	}
	allowed := memberRules{
		"type":             enumRule(kind),
		"blocks":           func(c *checker, v any, at string) { c.blocks(v, at, maxViewBlocks) },
		"private_metadata": textRule(0, maxMetadata),
		"callback_id":      textRule(0, maxID),
		"external_id":      textRule(0, maxID),
	}
	required := []string{"type", "blocks"}
	if kind == "modal" {
		allowed["title"] = plainRule(maxViewTitle)
		allowed["submit"] = plainRule(maxViewTitle)
		allowed["close"] = plainRule(maxViewTitle)
		allowed["clear_on_close"] = boolRule
		allowed["notify_on_close"] = boolRule
		required = append(required, "title")
	}
	o := c.object(v, "/view", allowed, required...)
	if kind == "modal" && o["submit"] == nil {
		c.noInputs(o)
	}
	return c.refusal("invalid_arguments")
}

// noInputs refuses the inputs of a modal that can't be submitted.
func (c *checker) noInputs(view map[string]any) {
	blocks, _ := view["blocks"].([]any)
	for i, block := range blocks {
		if stringMember(block, "type") == "input" {
			c.fail("/view/blocks/"+strconv.Itoa(i)+"/input", "must define `submit` to use an `input` block in modals")
		}
	}
}

// checkOptions checks the answer to an option query (block_suggestion):
// options, which may be none, or option_groups.
func checkOptions(answer json.RawMessage) *refusal {
	c := newChecker("options")
	var v any
	if !absent(answer) {
		decoded, err := decodeJSON(answer)
		if err != nil {
			c.fail("", "must provide an object")
			return c.refusal("invalid_arguments")
		}
		v = decoded
	}
	if v == nil {
		v = map[string]any{}
	}
	o := c.object(v, "", memberRules{
		"options":       optionsRule(0, maxOptions, optionRule),
		"option_groups": listRule(0, maxOptions, optionGroupRule),
	})
	if o != nil && (o["options"] == nil) == (o["option_groups"] == nil) {
		c.fail("", "must define either `options` or `option_groups`")
	}
	return c.refusal("invalid_arguments")
}

// checkSubmissionAnswer checks what the acknowledgement of a submission says;
// view is the submitted one. Nothing at all closes the form. Slack tells the
// person that there was trouble, and the app nothing; the refusal says what
// the trouble was.
func checkSubmissionAnswer(answer, view json.RawMessage) *refusal {
	if absent(answer) {
		return nil
	}
	c := newChecker("modal")
	v, err := decodeJSON(answer)
	if err != nil {
		c.fail("", "must provide an object")
		return c.refusal("invalid_arguments")
	}
	if o, ok := v.(map[string]any); ok && len(o) == 0 {
		return nil
	}
	allowed := memberRules{"response_action": enumRule("errors", "update", "push", "clear")}
	required := []string{"response_action"}
	switch stringMember(v, "response_action") {
	case "errors":
		allowed["errors"] = fieldErrorsRule(view)
		required = append(required, "errors")
	case "update", "push":
		allowed["view"] = anyRule
		required = append(required, "view")
	}
	o := c.object(v, "", allowed, required...)
	if no := c.refusal("invalid_arguments"); no != nil {
		return no
	}
	if o["view"] != nil {
		return checkView(rawMember(answer, "view"), "modal")
	}
	return nil
}

// fieldErrorsRule are messages under the inputs of a view, by block id.
func fieldErrorsRule(view json.RawMessage) rule {
	return func(c *checker, v any, at string) {
		o, ok := v.(map[string]any)
		if !ok {
			c.fail(at, "must provide an object")
			return
		}
		if len(o) == 0 {
			c.fail(at, "must have minimum 1 properties")
		}
		inputs := inputIDs(view)
		for _, name := range slices.Sorted(maps.Keys(o)) {
			if !inputs[name] {
				c.fail(at, "`%s` is no `block_id` of an `input` block in this view", name)
			}
			filledRule(maxFieldError)(c, o[name], at+"/"+name)
		}
	}
}

// inputIDs are the block ids of a view's inputs.
func inputIDs(view json.RawMessage) map[string]bool {
	ids := map[string]bool{}
	v, err := decodeJSON(view)
	if err != nil {
		return ids
	}
	o, _ := v.(map[string]any)
	blocks, _ := o["blocks"].([]any)
	for _, block := range blocks {
		if stringMember(block, "type") == "input" {
			ids[stringMember(block, "block_id")] = true
		}
	}
	return ids
}
