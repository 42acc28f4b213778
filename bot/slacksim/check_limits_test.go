package slacksim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// runesJSON is a JSON string of n characters; the first is one code point of four
// bytes, so that counting bytes or UTF-16 units would be noticed.
func runesJSON(n int) string {
	if n == 0 {
		return `""`
	}
	return `"🌱` + strings.Repeat("x", n-1) + `"`
}

func plainJSON(n int) string { return `{"type":"plain_text","text":` + runesJSON(n) + `}` }
func markJSON(n int) string  { return `{"type":"mrkdwn","text":` + runesJSON(n) + `}` }

// arrayJSON is a JSON array of n items.
func arrayJSON(n int, item func(i int) string) string {
	items := make([]string, n)
	for i := range n {
		items[i] = item(i)
	}
	return "[" + strings.Join(items, ",") + "]"
}

func optionJSON(i int) string {
	return fmt.Sprintf(`{"text":{"type":"plain_text","text":"o"},"value":"v%d"}`, i)
}

func buttonJSON(i int) string {
	return fmt.Sprintf(`{"type":"button","action_id":"a%d","text":{"type":"plain_text","text":"b"}}`, i)
}

func dividerJSON(int) string { return `{"type":"divider"}` }

func actionsJSON(element string) string {
	return `[{"type":"actions","elements":[` + element + `]}]`
}

func inputJSON(element string) string {
	return `{"type":"input","block_id":"in","label":{"type":"plain_text","text":"L"},"element":` + element + `}`
}

func modalJSON(more, blocks string) string {
	return `{"type":"modal","title":{"type":"plain_text","text":"T"},"submit":{"type":"plain_text","text":"S"},` + more + `"blocks":[` + blocks + `]}`
}

func clipped(s string) string {
	if len(s) > 300 {
		return s[:300] + "…"
	}
	return s
}

// wantRefused checks the code and, when it is not "", that one message is exactly
// this one.
func wantRefused(t *testing.T, no *refusal, code, message string) {
	t.Helper()
	switch {
	case no == nil:
		t.Fatalf("accepted, want %s %s", code, message)
	case no.Error != code:
		t.Fatalf("refused with %s %q, want %s", no.Error, no.Messages, code)
	case message != "" && !slices.Contains(no.Messages, "[ERROR] "+message):
		t.Fatalf("messages %q, want %q", no.Messages, message)
	}
}

func wantFine(t *testing.T, no *refusal) {
	t.Helper()
	if no != nil {
		t.Fatalf("refused: %s %s", no.Error, clipped(strings.Join(no.Messages, "\n")))
	}
}

// Each limit of a message: accepted at it, refused one above it.
func TestMessageLimits(t *testing.T) {
	for _, row := range []struct {
		name    string
		limit   int
		blocks  func(n int) string
		message string // %d is limit+1 for characters, the limit for items
	}{
		{"blocks", 50, func(n int) string { return arrayJSON(n, dividerJSON) }, "no more than 50 items allowed [json-pointer:/blocks]"},
		{"section text", 3000, func(n int) string { return `[{"type":"section","text":` + markJSON(n) + `}]` }, "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		{"fields", 10, func(n int) string {
			return `[{"type":"section","fields":` + arrayJSON(n, func(int) string { return markJSON(1) }) + `}]`
		}, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
		{"field text", 2000, func(n int) string { return `[{"type":"section","fields":[` + plainJSON(n) + `]}]` }, "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"},
		{"header", 150, func(n int) string { return `[{"type":"header","text":` + plainJSON(n) + `}]` }, "must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
		{"actions", 25, func(n int) string { return `[{"type":"actions","elements":` + arrayJSON(n, buttonJSON) + `}]` }, "no more than 25 items allowed [json-pointer:/blocks/0/elements]"},
		{"context", 10, func(n int) string {
			return `[{"type":"context","elements":` + arrayJSON(n, func(int) string { return markJSON(1) }) + `}]`
		}, "no more than 10 items allowed [json-pointer:/blocks/0/elements]"},
		{"overflow", 5, func(n int) string {
			return actionsJSON(`{"type":"overflow","action_id":"a","options":` + arrayJSON(n, optionJSON) + `}`)
		}, "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		{"button text", 75, func(n int) string {
			return actionsJSON(`{"type":"button","action_id":"a","text":` + plainJSON(n) + `}`)
		}, "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
		{"button value", 2000, func(n int) string {
			return actionsJSON(`{"type":"button","action_id":"a","text":` + plainJSON(1) + `,"value":` + runesJSON(n) + `}`)
		}, "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"},
		{"button url", 3000, func(n int) string {
			return actionsJSON(`{"type":"button","action_id":"a","text":` + plainJSON(1) + `,"url":"https://shop.example/` + strings.Repeat("x", n-21) + `"}`)
		}, "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]"},
		{"option text", 75, func(n int) string {
			return actionsJSON(`{"type":"static_select","action_id":"a","options":[{"text":` + plainJSON(n) + `,"value":"v"}]}`)
		}, "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]"},
		{"option value", 150, func(n int) string {
			return actionsJSON(`{"type":"static_select","action_id":"a","options":[{"text":` + plainJSON(1) + `,"value":` + runesJSON(n) + `}]}`)
		}, "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]"},
		{"option description", 75, func(n int) string {
			return actionsJSON(`{"type":"static_select","action_id":"a","options":[{"text":` + plainJSON(1) + `,"value":"v","description":` + plainJSON(n) + `}]}`)
		}, "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/description/text]"},
		{"static select", 100, func(n int) string {
			return actionsJSON(`{"type":"static_select","action_id":"a","options":` + arrayJSON(n, optionJSON) + `}`)
		}, "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		{"checkboxes", 10, func(n int) string {
			return actionsJSON(`{"type":"checkboxes","action_id":"a","options":` + arrayJSON(n, optionJSON) + `}`)
		}, "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		{"radio buttons", 10, func(n int) string {
			return actionsJSON(`{"type":"radio_buttons","action_id":"a","options":` + arrayJSON(n, optionJSON) + `}`)
		}, "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]"},
		{"block_id", 255, func(n int) string { return `[{"type":"divider","block_id":` + runesJSON(n) + `}]` }, "must be less than 256 characters [json-pointer:/blocks/0/block_id]"},
		{"action_id", 255, func(n int) string {
			return actionsJSON(`{"type":"button","action_id":` + runesJSON(n) + `,"text":` + plainJSON(1) + `}`)
		}, "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]"},
		{"confirm title", 100, func(n int) string { return confirmJSON(n, 1, 1, 1) }, "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]"},
		{"confirm text", 300, func(n int) string { return confirmJSON(1, n, 1, 1) }, "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]"},
		{"confirm button", 30, func(n int) string { return confirmJSON(1, 1, n, 1) }, "must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]"},
		{"deny button", 30, func(n int) string { return confirmJSON(1, 1, 1, n) }, "must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			wantFine(t, checkMessage("text", json.RawMessage(row.blocks(row.limit)), nil))
			wantRefused(t, checkMessage("text", json.RawMessage(row.blocks(row.limit+1)), nil), "invalid_blocks", row.message)
		})
	}
}

func confirmJSON(title, text, yes, no int) string {
	return actionsJSON(fmt.Sprintf(`{"type":"button","action_id":"a","text":%s,"confirm":{"title":%s,"text":%s,"confirm":%s,"deny":%s}}`,
		plainJSON(1), plainJSON(title), plainJSON(text), plainJSON(yes), plainJSON(no)))
}

// Each limit of a view.
func TestViewLimits(t *testing.T) {
	area := func(more string) string { return inputJSON(`{"type":"plain_text_input","action_id":"a"` + more + `}`) }
	for _, row := range []struct {
		name    string
		limit   int
		view    func(n int) string
		message string
	}{
		{"blocks", 100, func(n int) string { return modalJSON("", strings.Trim(arrayJSON(n, dividerJSON), "[]")) }, "no more than 100 items allowed [json-pointer:/view/blocks]"},
		{"title", 24, func(n int) string {
			return `{"type":"modal","title":` + plainJSON(n) + `,"blocks":[{"type":"divider"}]}`
		}, "must be less than 25 characters [json-pointer:/view/title/text]"},
		{"close", 24, func(n int) string { return modalJSON(`"close":`+plainJSON(n)+`,`, dividerJSON(0)) }, "must be less than 25 characters [json-pointer:/view/close/text]"},
		{"submit", 24, func(n int) string {
			return `{"type":"modal","title":` + plainJSON(1) + `,"submit":` + plainJSON(n) + `,"blocks":[{"type":"divider"}]}`
		}, "must be less than 25 characters [json-pointer:/view/submit/text]"},
		{"private_metadata", 3000, func(n int) string { return modalJSON(`"private_metadata":`+runesJSON(n)+`,`, dividerJSON(0)) }, "must be less than 3001 characters [json-pointer:/view/private_metadata]"},
		{"callback_id", 255, func(n int) string { return modalJSON(`"callback_id":`+runesJSON(n)+`,`, dividerJSON(0)) }, "must be less than 256 characters [json-pointer:/view/callback_id]"},
		{"external_id", 255, func(n int) string { return modalJSON(`"external_id":`+runesJSON(n)+`,`, dividerJSON(0)) }, "must be less than 256 characters [json-pointer:/view/external_id]"},
		{"label", 2000, func(n int) string {
			return modalJSON("", `{"type":"input","label":`+plainJSON(n)+`,"element":{"type":"plain_text_input","action_id":"a"}}`)
		}, "must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]"},
		{"hint", 2000, func(n int) string {
			return modalJSON("", `{"type":"input","label":`+plainJSON(1)+`,"hint":`+plainJSON(n)+`,"element":{"type":"plain_text_input","action_id":"a"}}`)
		}, "must be less than 2001 characters [json-pointer:/view/blocks/0/hint/text]"},
		{"placeholder", 150, func(n int) string { return modalJSON("", area(`,"placeholder":`+plainJSON(n))) }, "must be less than 151 characters [json-pointer:/view/blocks/0/element/placeholder/text]"},
		{"initial_value", 3000, func(n int) string { return modalJSON("", area(`,"initial_value":`+runesJSON(n))) }, "must be less than 3001 characters [json-pointer:/view/blocks/0/element/initial_value]"},
		{"max_length", 3000, func(n int) string { return modalJSON("", area(fmt.Sprintf(`,"max_length":%d`, n))) }, "must be less than 3001 [json-pointer:/view/blocks/0/element/max_length]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			wantFine(t, checkView(json.RawMessage(row.view(row.limit)), "modal"))
			wantRefused(t, checkView(json.RawMessage(row.view(row.limit+1)), "modal"), "invalid_arguments", row.message)
		})
	}
}

func TestViewSize(t *testing.T) {
	view := func(size int) json.RawMessage {
		whole := modalJSON("", dividerJSON(0))
		return json.RawMessage(whole + strings.Repeat(" ", size-len(whole)))
	}
	wantFine(t, checkView(view(250_000), "modal"))
	wantRefused(t, checkView(view(250_001), "modal"), "view_too_large", "")
}

// A message's block text together: 12,000 characters, of which each block
// takes 125.
func TestMessageTextTogether(t *testing.T) {
	sections := func(last int) json.RawMessage {
		section := func(n int) string { return `{"type":"section","text":` + markJSON(n) + `}` }
		return json.RawMessage("[" + strings.Join([]string{section(3000), section(3000), section(3000), section(last)}, ",") + "]")
	}
	wantFine(t, checkMessage("text", sections(3000-4*125), nil))
	wantRefused(t, checkMessage("text", sections(3001-4*125), nil), "msg_blocks_too_long", "")
}

func TestMessageText(t *testing.T) {
	wantFine(t, checkMessage(strings.Repeat("🌱", 40_000), nil, nil))
	wantRefused(t, checkMessage(strings.Repeat("x", 40_001), nil, nil), "msg_too_long", "")
	for _, empty := range []string{"", "null", "[]"} {
		wantRefused(t, checkMessage(" ", json.RawMessage(empty), json.RawMessage(empty)), "no_text", "")
	}
	wantFine(t, checkMessage("", json.RawMessage(`[{"type":"divider"}]`), nil))
	for _, wrong := range []string{`{`, `{}`, `"[]"`, `[1]`, `[null]`, `[] []`} {
		wantRefused(t, checkMessage("text", json.RawMessage(wrong), nil), "invalid_blocks_format", "")
	}
}

func TestOptionsLimits(t *testing.T) {
	answer := func(n int) json.RawMessage { return json.RawMessage(`{"options":` + arrayJSON(n, optionJSON) + `}`) }
	wantFine(t, checkOptions(answer(0)))
	wantFine(t, checkOptions(answer(100)))
	wantRefused(t, checkOptions(answer(101)), "invalid_arguments", "no more than 100 items allowed [json-pointer:/options]")
	groups := func(n int) json.RawMessage {
		return json.RawMessage(`{"option_groups":` + arrayJSON(n, func(int) string {
			return `{"label":` + plainJSON(75) + `,"options":` + arrayJSON(100, optionJSON) + `}`
		}) + `}`)
	}
	wantFine(t, checkOptions(groups(100)))
	wantRefused(t, checkOptions(groups(101)), "invalid_arguments", "no more than 100 items allowed [json-pointer:/option_groups]")
	wantRefused(t, checkOptions(json.RawMessage(`{"option_groups":[{"label":`+plainJSON(76)+`,"options":[]}]}`)), "invalid_arguments",
		"must be less than 76 characters [json-pointer:/option_groups/0/label/text]")
	for _, wrong := range []string{``, `null`, `{}`, `[]`, `{`, `{"options":null}`, `{"options":[],"option_groups":[]}`, `{"options":[],"more":1}`} {
		wantRefused(t, checkOptions(json.RawMessage(wrong)), "invalid_arguments", "")
	}
}
