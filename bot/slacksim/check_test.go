package slacksim

import (
	"encoding/json"
	"strings"
	"testing"
)

const labelJSON = `{"type":"plain_text","text":"L"}`

// What is refused in the blocks of a message whatever its length.
func TestBlocksRefused(t *testing.T) {
	button := func(more string) string {
		return actionsJSON(`{"type":"button","action_id":"a","text":` + labelJSON + more + `}`)
	}
	menu := func(more string) string {
		return actionsJSON(`{"type":"static_select","action_id":"a"` + more + `}`)
	}
	options := `,"options":[` + optionJSON(1) + `,` + optionJSON(2) + `]`
	for _, row := range []struct{ name, blocks, message string }{
		{"unknown block", `[{"type":"teapot"}]`, "unsupported type: teapot [json-pointer:/blocks/0/type]"},
		{"block known to Slack alone", `[{"type":"video"}]`, "unsupported type: video [json-pointer:/blocks/0/type]"},
		{"no type", `[{}]`, "missing required field: type [json-pointer:/blocks/0]"},
		{"type of another kind", `[{"type":1}]`, "unsupported type: 1 [json-pointer:/blocks/0/type]"},
		{"input in a message", `[` + inputJSON(`{"type":"plain_text_input","action_id":"a"}`) + `]`, "unsupported type: input [json-pointer:/blocks/0/type]"},
		{"unknown field", `[{"type":"divider","color":"red"}]`, "invalid additional property: color [json-pointer:/blocks/0]"},
		{"unknown field of an element", button(`,"disabled":true`), "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]"},
		{"unknown field of a text", `[{"type":"section","text":{"type":"mrkdwn","text":"x","bold":true}}]`, "invalid additional property: bold [json-pointer:/blocks/0/text]"},
		{"section of nothing", `[{"type":"section"}]`, "must define either `text` or `fields` [json-pointer:/blocks/0/type]"},
		{"null", `[{"type":"section","text":null,"fields":[` + labelJSON + `]}]`, "must provide an object [json-pointer:/blocks/0/text]"},
		{"empty text", `[{"type":"section","text":{"type":"mrkdwn","text":""}}]`, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		{"blank text", `[{"type":"section","text":{"type":"mrkdwn","text":" \n"}}]`, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		{"text that is a number", `[{"type":"section","text":{"type":"mrkdwn","text":1}}]`, "must provide a string [json-pointer:/blocks/0/text/text]"},
		{"text that is a string", `[{"type":"section","text":"x"}]`, "must provide an object [json-pointer:/blocks/0/text]"},
		{"text of no kind", `[{"type":"section","text":{"text":"x"}}]`, "missing required field: type [json-pointer:/blocks/0/text]"},
		{"text of another kind", `[{"type":"section","text":{"type":"html","text":"x"}}]`, "must be a valid enum value [json-pointer:/blocks/0/text/type]"},
		{"emoji on mrkdwn", `[{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}]`, "invalid additional property: emoji [json-pointer:/blocks/0/text]"},
		{"verbatim on plain_text", `[{"type":"section","text":{"type":"plain_text","text":"x","verbatim":true}}]`, "invalid additional property: verbatim [json-pointer:/blocks/0/text]"},
		{"emoji no boolean", `[{"type":"section","text":{"type":"plain_text","text":"x","emoji":"yes"}}]`, "must be a boolean [json-pointer:/blocks/0/text/emoji]"},
		{"mrkdwn header", `[{"type":"header","text":` + markJSON(1) + `}]`, "must be a valid enum value [json-pointer:/blocks/0/text/type]"},
		{"mrkdwn button", actionsJSON(`{"type":"button","text":` + markJSON(1) + `}`), "must be a valid enum value [json-pointer:/blocks/0/elements/0/text/type]"},
		{"mrkdwn option", menu(`,"options":[{"text":` + markJSON(1) + `,"value":"v"}]`), "must be a valid enum value [json-pointer:/blocks/0/elements/0/options/0/text/type]"},
		{"no elements", `[{"type":"actions","elements":[]}]`, "must provide at least 1 items [json-pointer:/blocks/0/elements]"},
		{"elements no list", `[{"type":"actions","elements":{}}]`, "must provide an array [json-pointer:/blocks/0/elements]"},
		{"elements missing", `[{"type":"context"}]`, "missing required field: elements [json-pointer:/blocks/0]"},
		{"button in a context", `[{"type":"context","elements":[` + buttonJSON(1) + `]}]`, "unsupported type: button [json-pointer:/blocks/0/elements/0/type]"},
		{"text input in actions", actionsJSON(`{"type":"plain_text_input","action_id":"a"}`), "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]"},
		{"image in actions", actionsJSON(`{"type":"image","image_url":"https://a.example/a.png","alt_text":"x"}`), "unsupported type: image [json-pointer:/blocks/0/elements/0/type]"},
		{"multi select in actions", actionsJSON(`{"type":"multi_users_select","action_id":"a"}`), "unsupported type: multi_users_select [json-pointer:/blocks/0/elements/0/type]"},
		{"unknown element", actionsJSON(`{"type":"lever"}`), "unsupported type: lever [json-pointer:/blocks/0/elements/0/type]"},
		{"unknown menu", actionsJSON(`{"type":"fruit_select"}`), "unsupported type: fruit_select [json-pointer:/blocks/0/elements/0/type]"},
		{"element without a type", actionsJSON(`{}`), "missing required field: type [json-pointer:/blocks/0/elements/0]"},
		{"element no object", actionsJSON(`"button"`), "must provide an object [json-pointer:/blocks/0/elements/0]"},
		{"button without text", actionsJSON(`{"type":"button"}`), "missing required field: text [json-pointer:/blocks/0/elements/0]"},
		{"style", button(`,"style":"default"`), "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"},
		{"url", button(`,"url":"shop.example"`), "input must be a valid: uri [json-pointer:/blocks/0/elements/0/url]"},
		{"confirm without deny", button(`,"confirm":{"title":` + labelJSON + `,"text":` + labelJSON + `,"confirm":` + labelJSON + `}`), "missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]"},
		{"same block_id", `[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]`, "`block_id` \"a\" already exists [json-pointer:/blocks/1/block_id]"},
		{"empty block_id", `[{"type":"divider","block_id":""}]`, "must be more than 0 characters [json-pointer:/blocks/0/block_id]"},
		{"same action_id", `[{"type":"actions","elements":[` + buttonJSON(1) + `,` + buttonJSON(1) + `]}]`, "`action_id` \"a1\" already exists [json-pointer:/blocks/0/elements/1/action_id]"},
		{"same option value", menu(`,"options":[` + optionJSON(1) + `,` + optionJSON(1) + `]`), "`value` \"v1\" already exists [json-pointer:/blocks/0/elements/0/options]"},
		{"no options", menu(``), "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]"},
		{"options and groups", menu(options + `,"option_groups":[{"label":` + labelJSON + `,"options":[` + optionJSON(1) + `]}]`), "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]"},
		{"initial option not offered", menu(options + `,"initial_option":` + optionJSON(3)), "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]"},
		{"initial option null", menu(options + `,"initial_option":null`), "must provide an object [json-pointer:/blocks/0/elements/0/initial_option]"},
		{"option with url", menu(`,"options":[{"text":` + labelJSON + `,"value":"v","url":"https://a.example"}]`), "invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]"},
		{"empty overflow", actionsJSON(`{"type":"overflow","options":[]}`), "must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]"},
		{"date", actionsJSON(`{"type":"datepicker","initial_date":"2026-02-30"}`), "input must be a valid: date [json-pointer:/blocks/0/elements/0/initial_date]"},
		{"time", actionsJSON(`{"type":"timepicker","initial_time":"9:00"}`), "input must be a valid: time [json-pointer:/blocks/0/elements/0/initial_time]"},
		{"timezone", actionsJSON(`{"type":"timepicker","timezone":"Mars/Base"}`), "input must be a valid: timezone [json-pointer:/blocks/0/elements/0/timezone]"},
		{"focus in a message", actionsJSON(`{"type":"datepicker","focus_on_load":true}`), "only one element of a view can have `focus_on_load` [json-pointer:/blocks/0/elements/0/focus_on_load]"},
		{"response url in a message", actionsJSON(`{"type":"channels_select","response_url_enabled":true}`), "only works with menus in input blocks in modals [json-pointer:/blocks/0/elements/0/response_url_enabled]"},
		{"image without text", `[{"type":"image","image_url":"https://a.example/a.png"}]`, "missing required field: alt_text [json-pointer:/blocks/0]"},
		{"image of nothing", `[{"type":"image","alt_text":"x"}]`, "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			wantRefused(t, checkMessage("text", json.RawMessage(row.blocks), nil), "invalid_blocks", row.message)
		})
	}
}

// One message with everything a message may hold.
func TestMessageAccepted(t *testing.T) {
	groups := `,"option_groups":[{"label":` + labelJSON + `,"options":[` + optionJSON(1) + `]}]`
	blocks := `[
	{"type":"header","text":{"type":"plain_text","text":"H","emoji":true},"block_id":"h","level":2},
	{"type":"divider"},
	{"type":"section","text":{"type":"mrkdwn","text":"*x*","verbatim":true},"expand":true,
	 "accessory":{"type":"overflow","action_id":"o","options":[{"text":` + labelJSON + `,"value":"v","url":"https://a.example/"}]}},
	{"type":"section","fields":[` + labelJSON + `,` + markJSON(3) + `],"accessory":{"type":"image","image_url":"https://a.example/a.png","alt_text":"x"}},
	{"type":"section","text":` + labelJSON + `,"accessory":{"type":"multi_static_select","action_id":"m","max_selected_items":2,"options":[` + optionJSON(1) + `],"initial_options":[` + optionJSON(1) + `]}},
	{"type":"context","elements":[` + markJSON(2) + `,{"type":"image","slack_file":{"id":"F1"},"alt_text":"x"}]},
	{"type":"image","image_url":"https://a.example/a.png","alt_text":"x","title":` + labelJSON + `},
	{"type":"actions","block_id":"a","elements":[
	 {"type":"button","action_id":"b","text":` + labelJSON + `,"style":"danger","value":"","url":"mailto:a@b.example","accessibility_label":"x",
	  "confirm":{"title":` + labelJSON + `,"text":` + labelJSON + `,"confirm":` + labelJSON + `,"deny":` + labelJSON + `,"style":"danger"}},
	 {"type":"static_select","action_id":"s"` + groups + `,"initial_option":` + optionJSON(1) + `,"placeholder":` + labelJSON + `},
	 {"type":"external_select","action_id":"e","min_query_length":0,"initial_option":` + optionJSON(9) + `},
	 {"type":"users_select","action_id":"u","initial_user":"U1"},
	 {"type":"channels_select","action_id":"c","initial_channel":"C1"},
	 {"type":"conversations_select","action_id":"v","default_to_current_conversation":true,"filter":{"include":["private","public"],"exclude_bot_users":true}},
	 {"type":"datepicker","action_id":"d","initial_date":"2028-02-29"},
	 {"type":"timepicker","action_id":"t","initial_time":"23:59","timezone":"Europe/Berlin"},
	 {"type":"datetimepicker","action_id":"dt","initial_date_time":1628633820},
	 {"type":"checkboxes","action_id":"k","options":[{"text":` + markJSON(2) + `,"value":"1","description":` + markJSON(3) + `}]},
	 {"type":"radio_buttons","action_id":"r","options":[` + optionJSON(1) + `],"initial_option":` + optionJSON(1) + `}]},
	{"type":"rich_text","elements":[
	 {"type":"rich_text_section","elements":[{"type":"text","text":"a","style":{"bold":true}},{"type":"link","url":"https://a.example/","text":"l"},
	  {"type":"user","user_id":"U1"},{"type":"channel","channel_id":"C1"},{"type":"emoji","name":"tada"},{"type":"usergroup","usergroup_id":"S1"},
	  {"type":"date","timestamp":1720710212,"format":"{date_num}","fallback":"x"}]},
	 {"type":"rich_text_preformatted","border":0,"elements":[{"type":"text","text":"code\n"}]},
	 {"type":"rich_text_quote","elements":[{"type":"text","text":"q"}]},
	 {"type":"rich_text_list","style":"bullet","indent":0,"offset":0,"border":0,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"i"}]}]}]}]`
	wantFine(t, checkMessage("text", json.RawMessage(blocks), json.RawMessage(`[{"text":"x","blocks":null,"fields":[{"title":"a","value":"b","short":true}]}]`)))
}

func TestRichTextRefused(t *testing.T) {
	for _, row := range []struct{ name, element, message string }{
		{"kind", `{"type":"rich_text_poem","elements":[]}`, "unsupported type: rich_text_poem [json-pointer:/blocks/0/elements/0/type]"},
		{"empty", `{"type":"rich_text_section","elements":[]}`, "must provide at least 1 items [json-pointer:/blocks/0/elements/0/elements]"},
		{"empty text", `{"type":"rich_text_section","elements":[{"type":"text","text":""}]}`, "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]"},
		{"unknown inline", `{"type":"rich_text_section","elements":[{"type":"smell"}]}`, "unsupported type: smell [json-pointer:/blocks/0/elements/0/elements/0/type]"},
		{"unknown style", `{"type":"rich_text_section","elements":[{"type":"text","text":"a","style":{"blink":true}}]}`, "invalid additional property: blink [json-pointer:/blocks/0/elements/0/elements/0/style]"},
		{"user in preformatted", `{"type":"rich_text_preformatted","elements":[{"type":"user","user_id":"U1"}]}`, "must be a valid enum value [json-pointer:/blocks/0/elements/0/elements/0/type]"},
		{"list without style", `{"type":"rich_text_list","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"i"}]}]}`, "missing required field: style [json-pointer:/blocks/0/elements/0]"},
		{"text in a list", `{"type":"rich_text_list","style":"bullet","elements":[{"type":"text","text":"i"}]}`, "must be a valid enum value [json-pointer:/blocks/0/elements/0/elements/0/type]"},
		{"link without address", `{"type":"rich_text_section","elements":[{"type":"link","text":"i"}]}`, "missing required field: url [json-pointer:/blocks/0/elements/0/elements/0]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			blocks := `[{"type":"rich_text","elements":[` + row.element + `]}]`
			wantRefused(t, checkMessage("text", json.RawMessage(blocks), nil), "invalid_blocks", row.message)
		})
	}
}

func TestViewRefused(t *testing.T) {
	text := `{"type":"plain_text_input","action_id":"a"}`
	for _, row := range []struct{ name, kind, view, message string }{
		{"no JSON", "modal", `{`, "must provide an object [json-pointer:/view]"},
		{"no object", "modal", `[]`, "must provide an object [json-pointer:/view]"},
		{"no type", "modal", `{"title":` + labelJSON + `,"blocks":[{"type":"divider"}]}`, "missing required field: type [json-pointer:/view]"},
		{"a home as a modal", "modal", `{"type":"home","blocks":[{"type":"divider"}]}`, "must be a valid enum value [json-pointer:/view/type]"},
		{"no title", "modal", `{"type":"modal","blocks":[{"type":"divider"}]}`, "missing required field: title [json-pointer:/view]"},
		{"no blocks", "modal", `{"type":"modal","title":` + labelJSON + `,"blocks":null}`, "must provide an array [json-pointer:/view/blocks]"},
		{"empty blocks", "modal", modalJSON("", ""), "must provide at least 1 items [json-pointer:/view/blocks]"},
		{"unknown field", "modal", modalJSON(`"submit_disabled":true,`, dividerJSON(0)), "invalid additional property: submit_disabled [json-pointer:/view]"},
		{"stored field", "modal", modalJSON(`"hash":"x",`, dividerJSON(0)), "invalid additional property: hash [json-pointer:/view]"},
		{"mrkdwn title", "modal", `{"type":"modal","title":` + markJSON(1) + `,"blocks":[{"type":"divider"}]}`, "must be a valid enum value [json-pointer:/view/title/type]"},
		{"input without submit", "modal", `{"type":"modal","title":` + labelJSON + `,"blocks":[{"type":"divider"},` + inputJSON(text) + `]}`, "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"},
		{"home with title", "home", `{"type":"home","title":` + labelJSON + `,"blocks":[{"type":"divider"}]}`, "invalid additional property: title [json-pointer:/view]"},
		{"home with submit", "home", `{"type":"home","submit":` + labelJSON + `,"blocks":[{"type":"divider"}]}`, "invalid additional property: submit [json-pointer:/view]"},
		{"home with close", "home", `{"type":"home","close":` + labelJSON + `,"blocks":[{"type":"divider"}]}`, "invalid additional property: close [json-pointer:/view]"},
		{"mrkdwn label", "modal", modalJSON("", `{"type":"input","label":`+markJSON(1)+`,"element":`+text+`}`), "must be a valid enum value [json-pointer:/view/blocks/0/label/type]"},
		{"no label", "modal", modalJSON("", `{"type":"input","element":`+text+`}`), "missing required field: label [json-pointer:/view/blocks/0]"},
		{"no element", "modal", modalJSON("", `{"type":"input","label":`+labelJSON+`}`), "missing required field: element [json-pointer:/view/blocks/0]"},
		{"button as input", "modal", modalJSON("", inputJSON(buttonJSON(1))), "unsupported type: button [json-pointer:/view/blocks/0/element/type]"},
		{"optional no boolean", "modal", modalJSON("", `{"type":"input","label":`+labelJSON+`,"optional":"yes","element":`+text+`}`), "must be a boolean [json-pointer:/view/blocks/0/optional]"},
		{"same block_id", "modal", modalJSON("", inputJSON(text)+","+inputJSON(text)), "`block_id` \"in\" already exists [json-pointer:/view/blocks/1/block_id]"},
		{"lengths turned round", "modal", modalJSON("", inputJSON(`{"type":"plain_text_input","min_length":5,"max_length":4}`)), "must be less than 5 [json-pointer:/view/blocks/0/element/min_length]"},
		{"length no number", "modal", modalJSON("", inputJSON(`{"type":"plain_text_input","max_length":"4"}`)), "must provide an integer [json-pointer:/view/blocks/0/element/max_length]"},
		{"no length", "modal", modalJSON("", inputJSON(`{"type":"plain_text_input","max_length":0}`)), "must be greater than 0 [json-pointer:/view/blocks/0/element/max_length]"},
		{"multiline email", "modal", modalJSON("", inputJSON(`{"type":"email_text_input","multiline":true}`)), "invalid additional property: multiline [json-pointer:/view/blocks/0/element]"},
		{"number without decimals said", "modal", modalJSON("", inputJSON(`{"type":"number_input"}`)), "missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]"},
		{"number that is one", "modal", modalJSON("", inputJSON(`{"type":"number_input","is_decimal_allowed":true,"min_value":1}`)), "must provide a string [json-pointer:/view/blocks/0/element/min_value]"},
		{"numbers turned round", "modal", modalJSON("", inputJSON(`{"type":"number_input","is_decimal_allowed":true,"min_value":"2","max_value":"1.5"}`)), "must not be greater than `max_value` [json-pointer:/view/blocks/0/element/min_value]"},
		{"decimal number", "modal", modalJSON("", inputJSON(`{"type":"number_input","is_decimal_allowed":false,"initial_value":"1.5"}`)), "must provide an integer [json-pointer:/view/blocks/0/element/initial_value]"},
		{"dispatch config", "modal", modalJSON("", inputJSON(`{"type":"plain_text_input","dispatch_action_config":{"trigger_actions_on":["on_blur"]}}`)), "must be a valid enum value [json-pointer:/view/blocks/0/element/dispatch_action_config/trigger_actions_on/0]"},
		{"query length", "modal", modalJSON("", inputJSON(`{"type":"external_select","min_query_length":-1}`)), "must be greater than -1 [json-pointer:/view/blocks/0/element/min_query_length]"},
		{"too many chosen", "modal", modalJSON("", inputJSON(`{"type":"multi_users_select","max_selected_items":1,"initial_users":["U1","U2"]}`)), "no more than 1 items allowed [json-pointer:/view/blocks/0/element/initial_users]"},
		{"rich text input", "modal", modalJSON("", inputJSON(`{"type":"rich_text_input"}`)), "unsupported type: rich_text_input [json-pointer:/view/blocks/0/element/type]"},
		{"two focused", "modal", modalJSON("", inputJSON(`{"type":"plain_text_input","focus_on_load":true}`)+`,`+strings.Replace(inputJSON(`{"type":"plain_text_input","focus_on_load":true}`), `"in"`, `"in2"`, 1)), "only one element of a view can have `focus_on_load` [json-pointer:/view/blocks/1/element/focus_on_load]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			wantRefused(t, checkView(json.RawMessage(row.view), row.kind), "invalid_arguments", row.message)
		})
	}
}

func TestViewAccepted(t *testing.T) {
	input := func(id, element, more string) string {
		return `{"type":"input","block_id":"` + id + `","label":` + labelJSON + `,"element":` + element + more + `}`
	}
	blocks := strings.Join([]string{
		input("1", `{"type":"plain_text_input","action_id":"a","multiline":true,"min_length":0,"max_length":3000,"initial_value":"","focus_on_load":true,"dispatch_action_config":{"trigger_actions_on":["on_enter_pressed","on_character_entered"]}}`, `,"dispatch_action":true,"optional":true,"hint":`+labelJSON),
		input("2", `{"type":"email_text_input","action_id":"a","initial_value":"a@b.example"}`, ""),
		input("3", `{"type":"number_input","action_id":"a","is_decimal_allowed":false,"min_value":"0","initial_value":"3","max_value":"9"}`, ""),
		input("4", `{"type":"url_text_input","action_id":"a","initial_value":"https://a.example/"}`, ""),
		input("5", `{"type":"multi_external_select","action_id":"a","min_query_length":1,"max_selected_items":3,"initial_options":[`+optionJSON(1)+`]}`, ""),
		input("6", `{"type":"conversations_select","action_id":"a","response_url_enabled":true}`, ""),
		input("7", `{"type":"multi_channels_select","action_id":"a","initial_channels":["C1"]}`, ""),
		input("8", `{"type":"datepicker","action_id":"a"}`, ""),
		`{"type":"section","text":` + labelJSON + `}`, `{"type":"divider"}`,
	}, ",")
	wantFine(t, checkView(json.RawMessage(modalJSON(`"close":`+labelJSON+`,"private_metadata":"","callback_id":"c","clear_on_close":true,"notify_on_close":false,`, blocks)), "modal"))
	wantFine(t, checkView(json.RawMessage(`{"type":"home","private_metadata":"m","callback_id":"c","external_id":"e","blocks":[`+actionsJSON(buttonJSON(1))[1:]+`}`), "home"))
	wantFine(t, checkView(json.RawMessage(`{"type":"modal","title":`+labelJSON+`,"blocks":[{"type":"divider"}]}`), "modal"))
}

func TestSubmissionAnswer(t *testing.T) {
	view := json.RawMessage(modalJSON("", inputJSON(`{"type":"plain_text_input","action_id":"a"}`)+`,{"type":"divider","block_id":"line"}`))
	for _, ok := range []string{
		``, `null`, `{}`, `{"response_action":"clear"}`, `{"response_action":"errors","errors":{"in":"No."}}`,
		`{"response_action":"update","view":` + string(view) + `}`, `{"response_action":"push","view":` + string(view) + `}`,
		`{"response_action":"errors","errors":{"in":` + runesJSON(2000) + `}}`,
	} {
		wantFine(t, checkSubmissionAnswer(json.RawMessage(ok), view))
	}
	for answer, message := range map[string]string{
		`{`:                                     "must provide an object [json-pointer:]",
		`"close"`:                               "must provide an object [json-pointer:]",
		`{"text":"x"}`:                          "missing required field: response_action [json-pointer:]",
		`{"response_action":"shut"}`:            "must be a valid enum value [json-pointer:/response_action]",
		`{"response_action":"clear","view":{}}`: "invalid additional property: view [json-pointer:]",
		`{"response_action":"update"}`:          "missing required field: view [json-pointer:]",
		`{"response_action":"update","view":{"type":"modal"}}`:                             "missing required field: title [json-pointer:/view]",
		`{"response_action":"errors"}`:                                                     "missing required field: errors [json-pointer:]",
		`{"response_action":"errors","errors":[]}`:                                         "must provide an object [json-pointer:/errors]",
		`{"response_action":"errors","errors":{}}`:                                         "must have minimum 1 properties [json-pointer:/errors]",
		`{"response_action":"errors","errors":{"in":""}}`:                                  "must be more than 0 characters [json-pointer:/errors/in]",
		`{"response_action":"errors","errors":{"in":7}}`:                                   "must provide a string [json-pointer:/errors/in]",
		`{"response_action":"errors","errors":{"line":"No."}}`:                             "`line` is no `block_id` of an `input` block in this view [json-pointer:/errors]",
		`{"response_action":"errors","errors":{"in":` + runesJSON(2001) + `}}`:             "must be less than 2001 characters [json-pointer:/errors/in]",
		`{"response_action":"errors","errors":{"in":"No."},"view":` + string(view) + `}`:   "invalid additional property: view [json-pointer:]",
		`{"response_action":"push","view":{"type":"home","blocks":[{"type":"divider"}]}}`:  "must be a valid enum value [json-pointer:/view/type]",
		`{"response_action":"update","view":` + string(view) + `,"errors":{"in":"Both."}}`: "invalid additional property: errors [json-pointer:]",
	} {
		wantRefused(t, checkSubmissionAnswer(json.RawMessage(answer), view), "invalid_arguments", message)
	}
}

func TestResponse(t *testing.T) {
	for _, ok := range []string{
		``, `null`, `{"text":"x"}`, `{"text":"x","blocks":null,"metadata":{"event_type":""},"replace_original":false,"delete_original":false}`,
		`{"blocks":[{"type":"divider"}],"response_type":"in_channel","replace_original":true}`, `{"delete_original":true}`,
		`{"text":"x","response_type":"ephemeral","unfurl_links":false,"unfurl_media":false,"thread_ts":"1.2","mrkdwn":true}`,
	} {
		wantFine(t, checkResponse(json.RawMessage(ok)))
	}
	for body, code := range map[string]string{
		`{`:                                     "invalid_payload",
		`[]`:                                    "invalid_payload",
		`{}`:                                    "no_text",
		`{"text":1}`:                            "invalid_payload",
		`{"text":"x","response_type":"loud"}`:   "invalid_payload",
		`{"text":"x","replace_original":"yes"}`: "invalid_payload",
		`{"text":"x","colour":"red"}`:           "invalid_payload",
		`{"text":"x","blocks":"[]"}`:            "invalid_blocks_format",
		`{"text":"x","blocks":[{"type":"x"}]}`:  "invalid_blocks",
	} {
		wantRefused(t, checkResponse(json.RawMessage(body)), code, "")
	}
}

func TestAttachmentsRefused(t *testing.T) {
	for raw, code := range map[string]string{
		`{}`:                               "invalid_attachments",
		`[1]`:                              "invalid_attachments",
		`[{"text":"x","actions":[]}]`:      "invalid_attachments",
		`[{"blocks":[{"type":"teapot"}]}]`: "invalid_attachments",
		arrayJSON(101, func(int) string { return "{}" }): "too_many_attachments",
	} {
		wantRefused(t, checkMessage("text", nil, json.RawMessage(raw)), code, "")
	}
}
