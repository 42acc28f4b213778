package commands

import (
	"strings"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// A partner organisation in the channel: their people see nothing, and can do
// nothing, whatever lies there for them to press.
func TestAPartnerOrganisationInTheChannel(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", launching("2026-06-04"))
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	w.change("ana", maya, func(e *store.Edit) { e.Note = "moves in May" })

	// Ana asks in the shared channel: the answer is hers alone, and stays so.
	ana := w.ana.In("#shared")
	answer := w.says(ana, "/influencer list summer-glow", "@maya.glow", "[Post in this channel]")
	answer.Press("Post in this channel")
	w.reads("posting", ana.Answer().Text(), "#shared is shared with another organisation, which would see links and codes.")
	// No digest goes there either.
	ana.Types("/campaign edit summer-glow")
	form := ana.Form().Choose("Digest channel", "shared")
	form.Submit()
	w.reads("digest channel", form.Error("Digest channel"), "shared with another organisation")
	form.CloseAll()
	nothing := func(when string) {
		t.Helper()
		for _, m := range w.sim.Messages(w.channelID("shared")) {
			if m.Only == "" && (strings.Contains(m.Text(), "MAYA15") || strings.Contains(m.Text(), "maya.glow")) {
				t.Errorf("%s #shared says %s", when, m.Text())
			}
		}
	}
	nothing("on Monday")

	// On Monday #influencers has its digest. In the evening it is shared with the
	// partner: Olga is in it, and finds the digest with its buttons.
	w.sweeps(1)
	channel, _ := w.sim.Channel("influencers")
	channel.Shared, channel.Members = true, append(channel.Members, w.userID("olga"))
	w.sim.SetChannel(channel)
	olga := w.sim.As(t, "olga").In("#influencers")
	before := w.everything()
	digest := olga.Sees("Daily digest")
	digest.Press("Update")
	w.reads("Olga presses Update", olga.Answer().Text(), "Codekeeper is only for the people of the workspace it belongs to. Ask @ana there.")
	olga.NoForm()
	for _, forged := range []slacksim.Forged{
		{Kind: "command", Route: slashInfluencer, Value: "list"},
		{Kind: "command", Route: slashInfluencer, Value: "code @maya.glow STOLEN"},
		{Kind: "click", Route: routeDecline, Value: rowID(maya.Application)},
		{Kind: "click", Route: routePost + ":" + postTBD, Value: "{}"},
		{Kind: "submission", Route: formEdit, Meta: `{"a":1,"v":2}`},
		{Kind: "home"},
		{Kind: "shortcut", Route: shortcutTBD},
	} {
		said := olga.Forges(forged)
		w.reads(forged.Kind, said, "only for the people of the workspace it belongs to")
		lacks(t, said, "MAYA15", "maya.glow", "Summer")
	}
	if said := olga.Forges(slacksim.Forged{Kind: "options", Route: routePickRow, Value: "maya"}); said != `{"options":[]}` {
		t.Errorf("a typeahead tells Olga %s", said)
	}
	if after := w.everything(); after != before {
		t.Errorf("Olga stored something:\n%s\nwas\n%s", after, before)
	}

	// From Tuesday on the digest comes to Ana, who learns why, and not to the channel.
	w.sim.Clock().Advance(24 * time.Hour)
	_, err := w.app.Sweep(t.Context())
	must(t, err)
	w.inChannel("influencers", 1)
	told := w.direct("ana")
	if len(told) != 1 {
		t.Fatalf("%d digests for Ana", len(told))
	}
	w.reads("Ana's digest", told[0].Text(), "@maya.glow", "is shared with another organisation", "/campaign edit summer-glow")
}

// A note about somebody and a note of an application are seen and changed by
// command, button and form, and each stands where it belongs.
func TestNotes(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer, winter := w.campaign("Summer Glow"), w.campaign("Winter Warm")
	w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	w.selected(winter, "@maya.glow", "TBD", "MAYA16")

	w.ana.Types("/influencer profile @maya.glow")
	w.ana.Form().Fill("Note", "answers in the evening").Submit()
	w.reads("profile", w.ana.Answer().Text(), "Saved the profile of *@maya.glow*", "answers in the evening")
	w.ana.Types("/influencer edit @maya.glow summer-glow")
	w.ana.Form().Fill("Note", "wants the blue one").Submit()
	w.reads("edit", w.ana.Answer().Text(), "Saved for *@maya.glow* in Summer Glow: the note.", "Note: wants the blue one")

	card := w.says(w.ben, "/influencer show @maya.glow", "answers in the evening", "Note: wants the blue one")
	if n := strings.Count(card.Text(), "wants the blue one"); n != 1 {
		t.Errorf("the note of one application is shown %d times", n)
	}
	card.Press("Profile")
	form := w.ben.Form()
	if got := form.Value("Note"); got != "answers in the evening" {
		t.Errorf("the form holds %q", got)
	}
	form.Fill("Note", "answers <!channel> & mornings").Submit()
	w.ben.Sees("answers <!channel> & mornings")
	w.says(w.ben, "/influencer list summer-glow").Press("Update")
	form = w.ben.Form()
	if got := form.Value("Note"); got != "wants the blue one" {
		t.Errorf("the form holds %q", got)
	}
	form.Fill("Note", "").Submit()
	lacks(t, w.ben.Sees("the note").Text(), "Note:")
	w.ana.Types("/influencer profile @maya.glow")
	form = w.ana.Form()
	form.Fill("Note", "\x07").Submit()
	w.reads("note", form.Error("Note"), "control character")
	form.CloseAll()
}

// Several owners: each has it as theirs, each is mentioned once, and a handover
// of one changes nothing for the other.
func TestSeveralOwners(t *testing.T) {
	t.Parallel()
	w := away(t)
	both := w.campaign("Summer Glow", ownedBy(w.userID("ana"), w.userID("ben")), modes(store.NotNeeded, store.UniqueOurs))
	w.selected(both, "@maya.glow", "TBD", "TBD")
	w.selected(w.campaign("Winter Warm", ownedBy(w.userID("ben")), modes(store.NotNeeded, store.UniqueOurs)), "@leo", "TBD", "TBD")
	for _, p := range []*slacksim.Person{w.ana, w.ben} {
		w.says(p, "/influencer tbd mine", "@maya.glow")
		w.reads("home", p.OpensHome().Text(), "@maya.glow", "summer-glow")
	}
	lacks(t, w.says(w.ana, "/influencer tbd mine").Text(), "@leo")
	w.says(w.ana, "/campaign show summer-glow", "Owners: @ana, @ben")
	w.sweeps(1)
	if said := w.inChannel("influencers", 1); strings.Count(said, "@ana") != 1 || strings.Count(said, "@ben") != 1 {
		t.Errorf("the digest says %s", said)
	}
	cleo := w.sim.As(t, "cleo").In("@codekeeper")
	w.says(w.ben, "/campaign handover @cleo summer-glow until tomorrow", "@cleo covers *Summer Glow*")
	w.says(cleo, "/influencer tbd mine", "@maya.glow")
	lacks(t, w.says(cleo, "/influencer tbd mine").Text(), "@leo")
	w.sim.Clock().Advance(24 * time.Hour)
	w.sweeps(1)
	said := w.inChannel("influencers", 2)
	w.reads("the digest", said, "@ana", "@cleo", "@ben") // ben for Winter Warm
	w.says(w.ana, "/influencer tbd mine", "@maya.glow")

	// An owner is chosen in the form; nobody who could do nothing can be one.
	w.ana.Types("/campaign edit summer-glow")
	form := w.ana.Form().Choose("Owners", "ana", "gus")
	form.Submit()
	w.reads("owners", form.Error("Owners"), "Only full members of this workspace can be owners")
	form.Choose("Owners", "ana", "cleo").Submit()
	w.ana.Sees("Owners: @ana, @cleo")
	lacks(t, w.says(w.ben, "/influencer tbd mine").Text(), "@maya.glow")
}
