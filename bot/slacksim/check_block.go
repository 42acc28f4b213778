package slacksim

import (
	"maps"
	"strconv"
	"unicode/utf8"
)

// The limits of Slack's blocks: characters, and items of a list.
const (
	maxMessageBlocks   = 50
	maxViewBlocks      = 100
	maxFieldText       = 2000
	maxFields          = 10
	maxHeader          = 150
	maxLabel           = 2000 // an input's label and its hint
	maxActions         = 25
	maxContextElements = 10
	maxAltText         = 2000

	// Slack sums the text of a message's blocks and adds something for each
	// block that holds it; over the limit it answers msg_blocks_too_long.
	maxAllText   = 12_000
	textPerBlock = 125
)

// blocks checks a list of blocks, up to high of them.
func (c *checker) blocks(v any, at string, high int) {
	listRule(1, high, blockRule)(c, v, at)
}

// blockRule checks one block. The types that Codekeeper uses are known; Slack
// knows more (video, file, markdown, table, call…), which are refused here.
// An input is also refused in a message, where nothing could submit it.
func blockRule(c *checker, v any, at string) {
	o, ok := v.(map[string]any)
	if !ok {
		c.fail(at, "must provide an object")
		return
	}
	c.uniqueBlockID(o, at)
	switch kind, _ := o["type"].(string); {
	case kind == "section":
		c.section(o, at)
	case kind == "header":
		c.object(o, at, blockFields(memberRules{"text": plainRule(maxHeader), "level": intRule(1, 4)}), "type", "text")
	case kind == "divider":
		c.object(o, at, blockFields(nil), "type")
	case kind == "context":
		c.object(o, at, blockFields(memberRules{
			"elements": listRule(1, maxContextElements, contextRule),
		}), "type", "elements")
	case kind == "actions":
		c.object(o, at, blockFields(memberRules{
			"elements": listRule(1, maxActions, elementRule(inActions)),
		}), "type", "elements")
		c.uniqueActionIDs(o, at)
	case kind == "image":
		c.image(o, at, blockFields(memberRules{"title": plainRule(maxLabel)}))
	case kind == "rich_text":
		c.object(o, at, blockFields(memberRules{
			"elements": listRule(1, maxText, richElementRule),
		}), "type", "elements")
	case kind == "input" && c.surface != "message":
		c.object(o, at, blockFields(memberRules{
			"label":           plainRule(maxLabel),
			"element":         elementRule(inInput),
			"hint":            plainRule(maxLabel),
			"optional":        boolRule,
			"dispatch_action": boolRule,
		}), "type", "label", "element")
	case o["type"] == nil:
		c.fail(at, "missing required field: type")
	default:
		c.fail(at+"/type", "unsupported type: %v", o["type"])
	}
}

// blockFields adds what every block has.
func blockFields(own memberRules) memberRules {
	all := memberRules{"type": textRule(1, maxID), "block_id": idRule}
	maps.Copy(all, own)
	return all
}

func (c *checker) section(o map[string]any, at string) {
	c.object(o, at, blockFields(memberRules{
		"text":      markedRule(maxText),
		"fields":    listRule(1, maxFields, markedRule(maxFieldText)),
		"accessory": elementRule(inSection),
		"expand":    boolRule,
	}), "type")
	if o["text"] == nil && o["fields"] == nil {
		c.fail(at+"/type", "must define either `text` or `fields`")
	}
}

// contextRule is a text or an image.
func contextRule(c *checker, v any, at string) {
	switch kind := stringMember(v, "type"); kind {
	case "image":
		elementRule(inContext)(c, v, at)
	case "plain_text", "mrkdwn":
		markedRule(maxText)(c, v, at)
	default:
		c.fail(at+"/type", "unsupported type: %s", kind)
	}
}

// image is an image block or element: an address or a file, and a text for
// who can't see it.
func (c *checker) image(o map[string]any, at string, allowed memberRules) {
	allowed["image_url"] = addressRule
	allowed["alt_text"] = textRule(1, maxAltText)
	allowed["slack_file"] = func(c *checker, v any, at string) {
		c.object(v, at, memberRules{"id": textRule(1, maxID), "url": addressRule})
	}
	c.object(o, at, allowed, "type", "alt_text")
	if (o["image_url"] == nil) == (o["slack_file"] == nil) {
		c.fail(at, "must define either `image_url` or `slack_file`")
	}
}

func (c *checker) uniqueBlockID(o map[string]any, at string) {
	name, _ := o["block_id"].(string)
	if name == "" {
		return
	}
	if c.blockIDs[name] {
		c.fail(at+"/block_id", "`block_id` %q already exists", name)
	}
	c.blockIDs[name] = true
}

func (c *checker) uniqueActionIDs(o map[string]any, at string) {
	elements, _ := o["elements"].([]any)
	seen := map[string]bool{}
	for i, element := range elements {
		name := stringMember(element, "action_id")
		if name != "" && seen[name] {
			c.fail(at+"/elements/"+strconv.Itoa(i)+"/action_id", "`action_id` %q already exists", name)
		}
		seen[name] = true
	}
}

// textIn counts the characters of every text inside blocks.
func textIn(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += textIn(item)
		}
	case map[string]any:
		for name, item := range v {
			if s, ok := item.(string); ok && name == "text" {
				n += utf8.RuneCountInString(s)
				continue
			}
			n += textIn(item)
		}
	}
	return n
}
