package slacksim

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatPeopleRead(t *testing.T) {
	sim := workspace(t, Config{})
	ana, _ := sim.User("ana")
	general, _ := sim.Channel("general")
	group := sim.AddGroup(Group{Handle: "editors"})
	sim.mu.Lock()
	defer sim.mu.Unlock()
	dm, _ := sim.directMessages(ana.ID)
	for words, want := range map[string]string{
		"<@" + ana.ID + "> and <@U999|zoe>":           "@ana and zoe",
		"<@U999>":                                     "@U999",
		"<#" + general.ID + "> <#" + dm.ID + ">":      "#general @codekeeper",
		"<#C999|gone>":                                "gone",
		"<!subteam^" + group.ID + "> <!subteam^S9|x>": "@editors x",
		"<!channel> <!here>":                          "@channel @here",
		"<https://a.example/?x=1&amp;y=2>":            "https://a.example/?x=1&y=2",
		"<https://a.example|the shop>":                "the shop",
		"<!date^1^{date}|Sunday>":                     "Sunday",
		"&lt;!channel&gt; &amp;amp; *bold*":           "<!channel> &amp; *bold*",
	} {
		if got := sim.readable(words); got != want {
			t.Errorf("%q reads %q, want %q", words, got, want)
		}
		if got := unescapeText(escapeText(words)); got != words {
			t.Errorf("%q is escaped and back %q", words, got)
		}
	}
}

// everyBlock is one block of each kind that messages can have.
const everyBlock = `[
 {"type":"header","text":{"type":"plain_text","text":"TBD &amp; more"}},
 {"type":"section","text":{"type":"mrkdwn","text":"*Maya*"},"fields":[{"type":"plain_text","text":"Code"},{"type":"mrkdwn","text":"TBD"}],
  "accessory":{"type":"image","image_url":"https://a.example/a.png","alt_text":"Maya"}},
 {"type":"context","elements":[{"type":"image","image_url":"https://a.example/a.png","alt_text":"icon"},{"type":"plain_text","text":"since Monday"}]},
 {"type":"divider"},
 {"type":"image","image_url":"https://a.example/a.png","alt_text":"chart","title":{"type":"plain_text","text":"Week"}},
 {"type":"actions","elements":[{"type":"radio_buttons","action_id":"r","options":[
   {"text":{"type":"plain_text","text":"A"},"value":"a"},{"text":{"type":"plain_text","text":"B"},"value":"b"}],
   "initial_option":{"text":{"type":"plain_text","text":"B"},"value":"b"}},
   {"type":"datepicker","action_id":"d","initial_date":"2026-03-01"},{"type":"datetimepicker","action_id":"m","initial_date_time":1700000000}]},
 {"type":"rich_text","elements":[
   {"type":"rich_text_section","elements":[{"type":"text","text":"Hi "},{"type":"user","user_id":"U999"},{"type":"link","url":"https://a.example"},
     {"type":"link","url":"https://a.example","text":" label "},{"type":"channel","channel_id":"C999"},{"type":"usergroup","usergroup_id":"S999"},
     {"type":"broadcast","range":"here"},{"type":"emoji","name":"wave"}]},
   {"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]}]}]},
 {"type":"markdown","text":"**bold**"},
 {"type":"video"}
]`

func TestEveryBlockIsRendered(t *testing.T) {
	sim := workspace(t, Config{})
	sim.mu.Lock()
	defer sim.mu.Unlock()
	m := sim.say(message{
		channel: "C1", user: sim.ids.botUser, text: "fallback", blocks: decodeObjects(json.RawMessage(everyBlock)), meta: doc{"event_type": "x"},
		thread: "1.1", extra: json.RawMessage(`[{"title":"Old","text":"way","fields":[{"title":"a","value":"b"}],"blocks":[{"type":"divider"}]}]`),
	})
	want := []string{
		"TBD & more", "*Maya* Code TBD [image: Maya]", "[image: icon] since Monday", "---", "[image: chart] Week",
		"( ) A (x) B [2026-03-01 v] [1700000000 v]", "Hi @U999https://a.example label #C999!subteam^S999@here:wave:", "• one",
		"**bold**", "[video]", "Old", "way", "a b", "---",
	}
	if diff := cmp.Diff(want, strings.Split(sim.renderMessage(m, ""), "\n")); diff != "" {
		t.Error(diff)
	}
	d := sim.messageDoc(m)
	if d["metadata"] == nil || d["thread_ts"] != "1.1" || d["attachments"] == nil || len(objects(anyList(m.blocks))) != len(m.blocks) {
		t.Errorf("message %v", d)
	}
	for _, b := range m.blocks {
		if str(b, "block_id") == "" {
			t.Errorf("a block without an id: %v", b)
		}
	}
}

func TestWhatTheClientDoesNotOffer(t *testing.T) {
	sim := workspace(t, Config{})
	ana, _ := sim.User("ana")
	general, _ := sim.Channel("general")
	gone := sim.AddUser(User{Name: "gone"})
	archived := sim.AddChannel(Channel{Name: "archived", Archived: true, Members: []string{ana.ID}})
	empty := sim.AddChannel(Channel{Name: "empty"})
	gone.Deleted = true
	sim.SetUser(gone)
	sim.SetUser(User{ID: "U777", Name: "late"})
	if _, ok := sim.User("late"); !ok {
		t.Error("SetUser did not add")
	}
	for name, err := range map[string]error{
		"nobody":           sim.typeLine("U999", general.ID, "/influencer"),
		"deactivated":      sim.typeLine(gone.ID, general.ID, "/influencer"),
		"nowhere":          sim.typeLine(ana.ID, "C999", "/influencer"),
		"no member":        sim.typeLine(ana.ID, empty.ID, "/influencer"),
		"archived":         sim.typeLine(ana.ID, archived.ID, "/influencer"),
		"thread":           sim.typeInThread(ana.ID, empty.ID, "1.1", "x"),
		"no message":       sim.useMessage(ana.ID, general.ID, "1.1", "b", "a"),
		"no form":          sim.useView(ana.ID, "V1", "b", "a"),
		"nothing to save":  sim.submitView(ana.ID, "V1", nil),
		"nothing to close": sim.cancelView(ana.ID, "V1", true),
		"no shortcut":      sim.runShortcut(ana.ID, "x"),
		"nobody's Home":    sim.openHome("U999"),
	} {
		if err == nil {
			t.Errorf("%s: let do it", name)
		}
	}
	if _, err := sim.suggest(ana.ID, place{channel: general.ID, ts: "1.1"}, "b", "a", "x"); err == nil {
		t.Error("a menu of no message")
	}
}

func TestValuesThatNoClientSends(t *testing.T) {
	sim := workspace(t, Config{})
	archived, _ := sim.Channel("general")
	for _, c := range []struct {
		element string
		values  []string
	}{
		{`{"type":"button"}`, []string{"x"}},
		{`{"type":"static_select","options":[{"value":"a"}]}`, []string{"b"}},
		{`{"type":"static_select","options":[{"value":"a"},{"value":"b"}]}`, []string{"a", "b"}},
		{`{"type":"multi_static_select","max_selected_items":1,"options":[{"value":"a"},{"value":"b"}]}`, []string{"a", "b"}},
		{`{"type":"datepicker"}`, []string{"tomorrow"}},
		{`{"type":"timepicker"}`, []string{"25:00"}},
		{`{"type":"datetimepicker"}`, []string{"now"}},
		{`{"type":"users_select"}`, []string{"U999"}},
		{`{"type":"channels_select"}`, []string{"C999"}},
		{`{"type":"rich_text_input"}`, []string{"x"}},
	} {
		sim.mu.Lock()
		got, err := sim.pick(decodeObject(json.RawMessage(c.element)), nil, c.values)
		sim.mu.Unlock()
		if err == nil {
			t.Errorf("%s takes %q as %v", c.element, c.values, got)
		}
	}
	for element, value := range map[string]string{
		`{"type":"datetimepicker"}`: "1700000000", `{"type":"channels_select"}`: archived.ID, `{"type":"plain_text_input"}`: "two\nlines",
		`{"type":"multi_external_select","initial_options":[{"value":"kept"}]}`: "kept",
	} {
		sim.mu.Lock()
		got, err := sim.pick(decodeObject(json.RawMessage(element)), nil, []string{value})
		sim.mu.Unlock()
		if err != nil || strings.Contains(string(encode(got)), `\n`) {
			t.Errorf("%s with %q: %v, %v", element, value, got, err)
		}
	}
}
