package slacksim

import (
	"encoding/json"
	"math"
	"strings"
	"unicode/utf8"
)

// The limits of a message.
const (
	// Slack cuts a message's text at 40,000 characters when it is posted; a
	// text that would be cut is refused here, with the code that chat.update
	// has for it.
	maxMessageText    = 40_000
	maxAttachments    = 100
	maxAttachmentText = maxMessageText
)

// checkMessage checks what a message is made of; blocks and attachments are
// JSON arrays, empty or null when there are none. It refuses with no_text,
// msg_too_long, invalid_blocks_format, invalid_blocks, msg_blocks_too_long,
// invalid_attachments or too_many_attachments.
func checkMessage(text string, blocks, attachments json.RawMessage) *refusal {
	has, no := checkMessageBlocks(blocks)
	if no != nil {
		return no
	}
	hasAttachments, no := checkAttachments(attachments)
	switch {
	case no != nil:
		return no
	case strings.TrimSpace(text) == "" && !has && !hasAttachments:
		return &refusal{Error: "no_text"}
	case utf8.RuneCountInString(text) > maxMessageText:
		return &refusal{Error: "msg_too_long"}
	}
	return nil
}

// checkMessageBlocks tells whether there are blocks, and what is wrong with
// them.
func checkMessageBlocks(raw json.RawMessage) (bool, *refusal) {
	if absent(raw) {
		return false, nil
	}
	v, err := decodeJSON(raw)
	blocks, ok := v.([]any)
	if err != nil || !ok {
		return false, &refusal{Error: "invalid_blocks_format"}
	}
	for _, block := range blocks {
		if _, ok := block.(map[string]any); !ok {
			return false, &refusal{Error: "invalid_blocks_format"}
		}
	}
	if len(blocks) == 0 {
		return false, nil
	}
	c := newChecker("message")
	c.blocks(v, "/blocks", maxMessageBlocks)
	if no := c.refusal("invalid_blocks"); no != nil {
		return true, no
	}
	if textIn(v)+textPerBlock*len(blocks) > maxAllText {
		return true, &refusal{Error: "msg_blocks_too_long"}
	}
	return true, nil
}

// checkAttachments checks the older secondary attachments: plain members
// only, no buttons of the old kind.
func checkAttachments(raw json.RawMessage) (bool, *refusal) {
	if absent(raw) {
		return false, nil
	}
	v, err := decodeJSON(raw)
	items, ok := v.([]any)
	if err != nil || !ok {
		return false, &refusal{Error: "invalid_attachments"}
	}
	if len(items) > maxAttachments {
		return true, &refusal{Error: "too_many_attachments"}
	}
	c := newChecker("message")
	listRule(0, maxAttachments, attachmentRule)(c, v, "/attachments")
	return len(items) > 0, c.refusal("invalid_attachments")
}

func attachmentRule(c *checker, v any, at string) {
	words := textRule(0, maxAttachmentText)
	c.object(v, at, memberRules{
		"color": words, "fallback": words, "pretext": words, "text": words,
		"title": words, "title_link": words, "footer": words,
		"author_name": words, "author_link": words,
		"mrkdwn_in": listRule(0, maxFields, words),
		"ts":        anyRule,
		"fields":    listRule(0, maxAttachments, attachmentFieldRule),
		"blocks": func(c *checker, v any, at string) {
			if v != nil {
				c.blocks(v, at, maxMessageBlocks)
			}
		},
	})
}

func attachmentFieldRule(c *checker, v any, at string) {
	words := textRule(0, maxAttachmentText)
	c.object(v, at, memberRules{"title": words, "value": words, "short": boolRule})
}

// checkResponse checks a post to a response_url, or what a slash command's
// acknowledgement carries; nothing at all is an acknowledgement that says
// nothing. It refuses as checkMessage does, and with invalid_payload.
func checkResponse(body json.RawMessage) *refusal {
	if absent(body) {
		return nil
	}
	v, err := decodeJSON(body)
	if err != nil {
		return &refusal{Error: "invalid_payload"}
	}
	c := newChecker("message")
	o := c.object(v, "", memberRules{
		"text":             textRule(0, math.MaxInt32),
		"blocks":           anyRule,
		"attachments":      anyRule,
		"response_type":    enumRule("in_channel", "ephemeral"),
		"replace_original": boolRule,
		"delete_original":  boolRule,
		"thread_ts":        textRule(1, maxID),
		"metadata":         anyRule,
		"mrkdwn":           boolRule,
		"unfurl_links":     boolRule,
		"unfurl_media":     boolRule,
	})
	if no := c.refusal("invalid_payload"); no != nil {
		return no
	}
	if o["delete_original"] == true && stringMember(o, "text") == "" && o["blocks"] == nil {
		return nil
	}
	return checkMessage(stringMember(o, "text"), rawMember(body, "blocks"), rawMember(body, "attachments"))
}

// rawMember is an object's member as it was sent, nil when it is missing.
func rawMember(object json.RawMessage, name string) json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(object, &members) != nil {
		return nil
	}
	return members[name]
}
