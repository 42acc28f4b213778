package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeText(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "",
		"show @maya":                           "show @maya",
		"show <@U1|maya>":                      "show @maya",
		"show <@U1>":                           "show <@U1>",
		"<@W0AB|a> <@U2|b>":                    "@a @b",
		"<#C1|general>":                        "#general",
		"<#C1|>":                               "<#C1|>",
		"<#C1>":                                "<#C1>",
		"<https://shop.example/m|shop>":        "https://shop.example/m",
		"<https://shop.example/m>":             "https://shop.example/m",
		"<https://a.example/?a=1&amp;b=2|x>":   "https://a.example/?a=1&b=2",
		"<http://shop.example|shop.example>":   "http://shop.example",
		"&lt;https://a.example|x&gt;":          "<https://a.example|x>",
		"&amp;lt;":                             "&lt;",
		"&amp;amp;amp;":                        "&amp;amp;",
		"a < b > c":                            "a < b > c",
		"a <b> c":                              "a <b> c",
		"<!channel> <!subteam^S1|@team>":       "<!channel> <!subteam^S1|@team>",
		"<>|<|>":                               "<>|<|>",
		"<@>|<@U1|>":                           "<@>|<@U1|>",
		"<<@U1|maya>>":                         "<@maya>",
		"<@U1|maya":                            "<@U1|maya",
		"<javascript:alert(1)|x>":              "javascript:alert(1)",
		"<https://a b|x>":                      "<https://a b|x>",
		"&#60; &quot;":                         "&#60; &quot;",
		"“x” \u0e42\u20ac\u0153":               "“x” \u0e42\u20ac\u0153",
		"<@U1|o&lt;brien>":                     "@o<brien",
		"line one\nline <@U1|maya>\r\n\tthree": "line one\nline @maya\r\n\tthree",
	} {
		if got := decodeText(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSplitWord(t *testing.T) {
	for in, want := range map[string][2]string{
		"":                         {"", ""},
		"   \n ":                   {"", ""},
		"TBD":                      {"tbd", ""},
		"Code @maya  SAVE15 ":      {"code", "@maya  SAVE15"},
		"import\nmaya,X\nben,Y":    {"import", "maya,X\nben,Y"},
		"\u200bshow\u00a0@maya":    {"show", "@maya"},
		"\ufeff  sh\u200dow @maya": {"show", "@maya"},
		"@Maya":                    {"@maya", ""},
		// Marks that turn the direction of text, and a soft hyphen.
		"\u200eselect @maya":                {"select", "@maya"},
		"\u202aSel\u00adect\u202c  @maya\n": {"select", "@maya"},
		"\u2066\u2069":                      {"", ""},
		"ÄNDERN x":                          {"ändern", "x"},
	} {
		if word, rest := splitWord(in); word != want[0] || rest != want[1] {
			t.Errorf("%q: %q, %q", in, word, rest)
		}
	}
}

func FuzzDecodeText(f *testing.F) {
	for _, s := range []string{"<@U1|maya>", "&amp;lt;", "<https://a|b>", "a < b", "<<>>&&", strings.Repeat("<", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := decodeText(s)
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q became invalid: %q", s, got)
		}
		word, rest := splitWord(got)
		if strings.ContainsAny(word, " \n\t") || rest != strings.TrimSpace(rest) {
			t.Errorf("%q: %q, %q", s, word, rest)
		}
		if !strings.ContainsAny(s, "<>&") && got != s {
			t.Errorf("%q became %q", s, got)
		}
		if plain := decodeText(Escape(s)); plain != s {
			t.Errorf("%q escaped and decoded is %q", s, plain)
		}
	})
}

func TestEscape(t *testing.T) {
	if got := Escape(`<!channel> & "x" <@U1>`); got != `&lt;!channel&gt; &amp; "x" &lt;@U1&gt;` {
		t.Error(got)
	}
}

func TestDecodeEveryElement(t *testing.T) {
	values := `{
		"text": {"a": {"type": "plain_text_input", "value": "a <b> & c"}},
		"empty": {"a": {"type": "plain_text_input", "value": null}},
		"date": {"a": {"type": "datepicker", "selected_date": "2026-03-04"}},
		"time": {"a": {"type": "timepicker", "selected_time": "09:30"}},
		"moment": {"a": {"type": "datetimepicker", "selected_date_time": 1700000000}},
		"one": {"a": {"type": "static_select", "selected_option": {"value": "v", "text": {"type": "plain_text", "text": "V"}}}},
		"none": {"a": {"type": "external_select", "selected_option": null}},
		"radio": {"a": {"type": "radio_buttons", "selected_option": {"value": "r", "text": {"text": "R"}}}},
		"many": {"a": {"type": "multi_external_select", "selected_options": [{"value": "1", "text": {"text": "One"}}, {"value": "2", "text": {"text": "Two"}}]}},
		"check": {"a": {"type": "checkboxes", "selected_options": [{"value": "anyway", "text": {"text": "Save anyway"}}]}},
		"user": {"a": {"type": "users_select", "selected_user": "U1"}},
		"users": {"a": {"type": "multi_users_select", "selected_users": ["U1", "U2"]}},
		"place": {"a": {"type": "conversations_select", "selected_conversation": "C1"}},
		"channels": {"a": {"type": "multi_channels_select", "selected_channels": ["C1"]}},
		"files": {"a": {"type": "file_input", "files": [{"id": "F1", "name": "codes.csv", "size": 10, "files": ["?"]}, {"id": "F2", "name": "more.tsv"}]}},
		"unknown": {"a": {"type": "hologram", "value": "x", "more": {"deep": [1]}}}
	}`
	v := &view{ID: "V1", Callback: "cb"}
	v.State.Values = json.RawMessage(values)
	f, err := v.form()
	if err != nil {
		t.Fatal(err)
	}
	type read struct {
		Text         string
		Many, Labels []string
	}
	want := map[string]read{
		"text": {Text: "a <b> & c"}, "empty": {}, "date": {Text: "2026-03-04"}, "time": {Text: "09:30"}, "moment": {Text: "1700000000"},
		"one": {"v", []string{"v"}, []string{"V"}}, "none": {}, "radio": {"r", []string{"r"}, []string{"R"}},
		"many": {"", []string{"1", "2"}, []string{"One", "Two"}}, "check": {"", []string{"anyway"}, []string{"Save anyway"}},
		"user": {Text: "U1"}, "users": {Many: []string{"U1", "U2"}}, "place": {Text: "C1"}, "channels": {Many: []string{"C1"}},
		"files": {}, "unknown": {Text: "x"},
	}
	for name, w := range want {
		got := read{f.Text(name), f.Many(name), f.Labels(name)}
		if d := cmp.Diff(w, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if !f.Has(name) {
			t.Errorf("the form has no %s", name)
		}
	}
	if d := cmp.Diff([]FileRef{{"F1", "codes.csv"}, {"F2", "more.tsv"}}, f.Files("files")); d != "" || f.Files("text") != nil {
		t.Error("files", d)
	}
	if f.Has("absent") || f.Text("absent") != "" || !f.Checked("check", "anyway") || f.Checked("check", "other") {
		t.Error("absent or checked")
	}
}

func TestSubmissionIDs(t *testing.T) {
	id := func(callback, state, meta string) string {
		v := &view{ID: "V1", Callback: callback, PrivateMetadata: meta}
		v.State.Values = json.RawMessage(state)
		return submitted(v)
	}
	same := id("cb", `{"a":{"b":{"value":"x","n":12345678901234567890}},"c":{}}`, "m")
	if len(same) != 16 || same != id("cb", `{ "c": {}, "a": {"b": {"n":12345678901234567890, "value": "x"}} }`, "m") {
		t.Error("the order of keys matters")
	}
	for _, other := range []string{
		id("cb", `{"a":{"b":{"value":"y","n":12345678901234567890}},"c":{}}`, "m"),
		id("cb", `{"a":{"b":{"value":"x","n":12345678901234567891}},"c":{}}`, "m"),
		id("cb2", `{"a":{"b":{"value":"x","n":12345678901234567890}},"c":{}}`, "m"),
		id("cb", `{"a":{"b":{"value":"x","n":12345678901234567890}},"c":{}}`, "m2"),
		id("cb", `not json`, "m"), id("cb", ``, "m"),
	} {
		if other == same {
			t.Error("two submissions have one id")
		}
	}
}

// What Slack finds out about a file after it was uploaded makes no other act of
// the same press of Save.
func TestAFileIsItsIDInASubmission(t *testing.T) {
	id := func(files string) string {
		v := &view{ID: "V1", Callback: "import"}
		v.State.Values = json.RawMessage(`{"files":{"file":{"type":"file_input","files":` + files + `}}}`)
		return submitted(v)
	}
	same := id(`[{"id":"F1","name":"a.csv"}]`)
	if same != id(`[{"id":"F1","name":"a.csv","lines":3,"preview":"x"}]`) {
		t.Error("a preview makes another act")
	}
	for _, other := range []string{`[{"id":"F2","name":"a.csv"}]`, `[{"id":"F1"},{"id":"F2"}]`, `[]`, `null`, `["F2"]`} {
		if id(other) == same {
			t.Errorf("%s is the same act", other)
		}
	}
}

func TestDecodeHostilePayloads(t *testing.T) {
	for _, test := range []struct {
		kind, payload string
		ignored       bool
	}{
		{"slash_commands", `null`, false},
		{"slash_commands", `[]`, false},
		{"slash_commands", `{"text":{}}`, false},
		{"slash_commands", ``, false},
		{"interactive", `null`, true},
		{"interactive", `{}`, true},
		{"interactive", `{"type":"nonsense"}`, true},
		{"interactive", `{"type":7}`, false},
		{"interactive", `{"type":"block_actions"}`, false},
		{"interactive", `{"type":"block_actions","actions":[{"action_id":3}]}`, false},
		{"interactive", `{"type":"view_submission","view":null}`, false},
		{"interactive", `{"type":"view_submission","view":{"state":{"values":[1]}}}`, false},
		{"events_api", `{"event":{"type":"message"}}`, true},
		{"events_api", `{"event":{"type":"app_home_opened","tab":"messages"}}`, true},
		{"events_api", `7`, false},
		{"hologram", `{}`, true},
		{"", ``, true},
	} {
		a, err := decode(&envelope{ID: "E1", Type: test.kind, Payload: json.RawMessage(test.payload)}, time.Time{})
		if test.kind == "slash_commands" && test.payload == "null" {
			if err != nil || a.UserID != "" {
				t.Errorf("null command: %v", err)
			}
			continue
		}
		if err == nil || errors.Is(err, errIgnored) != test.ignored {
			t.Errorf("%s %s: %v, %v", test.kind, test.payload, a, err)
		}
	}
}

func TestDecodeClicks(t *testing.T) {
	click := func(action string, more string) *act {
		env := envelopeOf(t, "interactive", json.RawMessage(fmt.Sprintf(
			`{"type":"block_actions","trigger_id":"T.1","user":{"id":"U1","team_id":"T9"},"actions":[%s]%s}`, action, more)))
		a, err := decode(env, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := click(`{"type":"button","action_id":"edit:7:8","block_id":"b","value":"v"}`,
		`,"container":{"type":"message","channel_id":"C1","message_ts":"1.2","is_ephemeral":true},"response_url":"https://x.example"`)
	if a.route != "edit" || a.Suffix != "7:8" || a.Value != "v" || a.ID != "T.1" || a.TeamID != "" || a.Message.Timestamp != "1.2" || !a.Message.Ephemeral {
		t.Errorf("click %+v %+v", a, a.Request)
	}
	for action, want := range map[string]string{
		`{"action_id":"a","block_id":"b","selected_option":{"value":"o"}}`:                      "o",
		`{"action_id":"a","block_id":"b","selected_options":[{"value":"1"},{"value":"2"}]}`:     "1,2",
		`{"action_id":"a","block_id":"b","selected_user":"U2"}`:                                 "U2",
		`{"action_id":"a","block_id":"b","selected_users":["U2","U3"]}`:                         "U2,U3",
		`{"action_id":"a","block_id":"b","selected_date":"2026-01-02"}`:                         "2026-01-02",
		`{"action_id":"a","block_id":"b","selected_channel":"C9"}`:                              "C9",
		`{"action_id":"a","block_id":"b","type":"plain_text_input","value":"typed <x>"}`:        "typed <x>",
		`{"action_id":"a","block_id":"b","selected_conversation":"C1","unknown":{"x":[1,"2"]}}`: "C1",
	} {
		if got := click(action, `,"view":{"id":"V1","type":"modal","state":{"values":{}}}`); got.Value != want || got.Form == nil || got.Message != nil {
			t.Errorf("%s: %q", action, got.Value)
		}
	}
	if home := click(`{"action_id":"a","block_id":"b"}`, `,"view":{"id":"V1","type":"home"}`); home.Form != nil || home.Message != nil {
		t.Error("Home is no form")
	}
}
