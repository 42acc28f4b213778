package slacksim

import (
	"net/url"
	"strings"
)

// The lengths of Slack's composition objects, in characters, and counts.
const (
	maxText         = 3000 // a text object where nothing narrower holds
	maxID           = 255  // block_id, action_id, callback_id, external_id
	maxOptionText   = 75   // also an option's description and a group's label
	maxOptionValue  = 150
	maxOptions      = 100
	maxURL          = 3000
	maxConfirmTitle = 100
	maxConfirmText  = 300
	maxConfirmLabel = 30
)

// plainRule is a plain_text object of at most high characters.
func plainRule(high int) rule { return textObjectRule(high, "plain_text") }

// markedRule is a text object of either type.
func markedRule(high int) rule { return textObjectRule(high, "plain_text", "mrkdwn") }

func textObjectRule(high int, types ...string) rule {
	return func(c *checker, v any, at string) {
		allowed := memberRules{"type": enumRule(types...), "text": filledRule(high)}
		if stringMember(v, "type") == "mrkdwn" {
			allowed["verbatim"] = boolRule
		} else {
			allowed["emoji"] = boolRule
		}
		c.object(v, at, allowed, "type", "text")
	}
}

// filledRule is a string of 1 to high characters that is not only white space:
// Slack trims before it counts.
func filledRule(high int) rule {
	return func(c *checker, v any, at string) {
		textRule(0, high)(c, v, at)
		if s, ok := v.(string); ok && strings.TrimSpace(s) == "" {
			c.fail(at, "must be more than 0 characters")
		}
	}
}

// idRule is a block_id, action_id, callback_id or external_id.
func idRule(c *checker, v any, at string) { textRule(1, maxID)(c, v, at) }

// addressRule is an absolute address.
func addressRule(c *checker, v any, at string) {
	formatRule("uri", maxURL, func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "")
	})(c, v, at)
}

// confirmRule is a confirmation dialog. Slack's reference wants all four texts,
// plain.
func confirmRule(c *checker, v any, at string) {
	c.object(v, at, memberRules{
		"title":   plainRule(maxConfirmTitle),
		"text":    plainRule(maxConfirmText),
		"confirm": plainRule(maxConfirmLabel),
		"deny":    plainRule(maxConfirmLabel),
		"style":   enumRule("primary", "danger"),
	}, "title", "text", "confirm", "deny")
}

// optionRule is an option of a menu: plain texts only.
func optionRule(c *checker, v any, at string) {
	c.object(v, at, memberRules{
		"text":        plainRule(maxOptionText),
		"value":       textRule(1, maxOptionValue),
		"description": plainRule(maxOptionText),
	}, "text", "value")
}

// overflowOptionRule is an option of an overflow menu, which may lead to an address.
func overflowOptionRule(c *checker, v any, at string) {
	c.object(v, at, memberRules{
		"text":        plainRule(maxOptionText),
		"value":       textRule(1, maxOptionValue),
		"description": plainRule(maxOptionText),
		"url":         addressRule,
	}, "text", "value")
}

// choiceRule is an option of radio buttons or checkboxes, where mrkdwn is allowed.
func choiceRule(c *checker, v any, at string) {
	c.object(v, at, memberRules{
		"text":        markedRule(maxOptionText),
		"value":       textRule(1, maxOptionValue),
		"description": markedRule(maxOptionText),
	}, "text", "value")
}

// optionGroupRule is a labelled group of options.
func optionGroupRule(c *checker, v any, at string) {
	c.object(v, at, memberRules{
		"label":   plainRule(maxOptionText),
		"options": optionsRule(1, maxOptions, optionRule),
	}, "label", "options")
}

// optionsRule is a list of options whose values differ.
func optionsRule(low, high int, item rule) rule {
	return func(c *checker, v any, at string) {
		listRule(low, high, item)(c, v, at)
		items, _ := v.([]any)
		seen := map[string]bool{}
		for _, item := range items {
			value := stringMember(item, "value")
			if value != "" && seen[value] {
				c.fail(at, "`value` %q already exists", value)
			}
			seen[value] = true
		}
	}
}

// among checks that a preselected option is one of those offered: the same
// value and the same text.
func (c *checker) among(chosen any, all []doc, at string) {
	label := func(o doc) string { return str(obj(o, "text"), "text") }
	first, _ := chosen.(doc)
	for _, o := range all {
		if str(o, "value") == str(first, "value") && label(o) == label(first) {
			return
		}
	}
	c.fail(at, "must match one of the options")
}
