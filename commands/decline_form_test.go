package commands

import (
	"strings"
	"testing"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// Typed alone, or with a campaign: the form declines as the command does, at once
// and with one Undo.
func TestDeclineForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.refuses(w.ana, "/influencer decline", "There is no campaign yet.", "/campaign new")
	summer := w.campaign("Summer Glow")
	maya, leo := w.selected(summer, "@maya.glow", "TBD", "MAYA1"), w.applicant(summer, "@leo")
	zoe := w.applicant(summer, "@zoe")
	w.applicant(w.campaign("Winter Warm"), "@kim")

	w.ana.Types("/influencer decline")
	form := w.ana.Form()
	if diff := cmp.Diff([]string{"Campaign", "Influencers", "Or paste handles", "Reason"}, form.Labels()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"@kim · applied", "@leo · applied", "@zoe · applied", "@maya.glow · selected"}, form.Options("Influencers", "")); diff != "" {
		t.Error(diff)
	}
	form.Choose("Campaign", "Summer Glow")
	if diff := cmp.Diff([]string{"@leo · applied", "@zoe · applied", "@maya.glow · selected"}, form.Options("Influencers", "")); diff != "" {
		t.Error(diff)
	}
	form.Choose("Influencers", "@leo · applied", "@maya.glow · selected").Fill("Or paste handles", "@ZOE, instagram.com/maya.glow").Fill("Reason", "no <time>").Submit()
	form.Closed()
	answer := w.ana.Sees("*@maya.glow* is withdrawn from Summer Glow now.")
	w.reads("the answer", answer.Text(), "*@leo* is declined for Summer Glow now.", "*@zoe* is declined", "Reason: no <time>", "[Undo]")
	for row, state := range map[int64]store.State{maya.ID: store.Withdrawn, leo.ID: store.Declined, zoe.ID: store.Declined} {
		if now, err := w.store.Application(t.Context(), w.team, row); err != nil || now.State != state {
			t.Errorf("%d is %s, not %s: %v", row, now.State, state, err)
		}
	}
	before := w.writes()
	must(t, w.sim.Redeliver())
	if after := w.writes(); after != before {
		t.Errorf("%d rows were stored by a repeat", after-before)
	}
	answer.Press("Undo")
	w.ana.Sees("Undone")
	w.holds(maya, store.Selected, "TBD", "MAYA1")
	w.holds(leo, store.Applied, "TBD", "TBD")
}

// Somebody who is further by now than the form showed is not declined unseen, and
// nobody with them; who is declined already stays so, and keeps the reason.
func TestDeclineFormMeanwhile(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.refuses(w.ana, "/influencer decline", "There is no campaign yet.")
	summer := w.campaign("Summer Glow")
	w.refuses(w.ana, "/influencer decline", "Nobody applies or is selected in Summer Glow, so there is nobody to decline.", "/influencer add @maya.glow summer-glow")
	leo, zoe := w.applicant(summer, "@leo"), w.applicant(summer, "@zoe")
	w.ana.Types("/influencer decline")
	form := w.ana.Form()
	form.Choose("Influencers", "@leo · applied", "@zoe · applied")
	w.change("ben", leo, func(e *store.Edit) { e.State = store.Selected })
	form.Submit()
	w.reads("selected meanwhile", form.Error("Influencers"),
		"@leo is selected in Summer Glow, and was shown as applied when you picked them. Nothing was changed. Take them out, or pick them again as they are now.")
	w.holds(zoe, store.Applied, "TBD", "TBD")
	form.Choose("Influencers", "@leo · selected", "@zoe · applied").Submit()
	form.Closed()
	w.reads("the answer", w.ana.Sees("*@leo* is withdrawn from Summer Glow now.").Text(), "*@zoe* is declined for Summer Glow now.")

	w.applicant(summer, "@kim")
	w.ana.Types("/influencer decline")
	form = w.ana.Form()
	form.Choose("Influencers", "@kim · applied").Fill("Or paste handles", "@zoe").Fill("Reason", "too late")
	w.says(w.ben, "/influencer decline @kim summer-glow no time", "is declined", "Reason: no time")
	form.Submit()
	form.Closed()
	answer := w.ana.Sees("*@kim* was declined in Summer Glow already.")
	lacks(t, answer.Text(), "too late", "[Undo]")
}

// One word that is a campaign and nobody's handle opens its form.
func TestDeclineFormOfACampaign(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.applicant(w.campaign("Winter Warm"), "@kim")
	w.applicant(summer, "@winter")
	for line, want := range map[string]string{"summer-glow": "Summer Glow", "summer": "Summer Glow", `"Summer Glow"`: "Summer Glow", "winter-warm": "Winter Warm"} {
		w.ana.Types("/influencer decline " + line)
		form := w.ana.Form()
		if got := form.Value("Campaign"); got != want {
			t.Errorf("%s: %q", line, got)
		}
		form.CloseAll()
	}
	w.refuses(w.ana, "/influencer decline winter", "Say in which campaign. @winter is in Summer Glow.")
	w.refuses(w.ana, `/influencer decline "Spring Box"`, "There is no campaign Spring Box.", "/influencer decline summer-glow")
}

// What can't be done is said under its field, and nothing is half done.
func TestDeclineFormRefuses(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer, winter := w.campaign("Summer Glow"), w.campaign("Winter Warm")
	w.applicant(summer, "@leo")
	w.applicant(winter, "@kim")
	w.influencer("@new", "")
	for _, tt := range []struct{ picked, pasted, reason, field, want string }{
		{"", "", "", "Influencers", "Pick at least one influencer, or paste handles below."},
		{"", "@leo @nobody @none", "", "Or paste handles", "There are no influencers @nobody and @none."},
		{"", "@a1 @b1 @c1 @d1 @e1 @f1 @g1", "", "Or paste handles", "There are no influencers @a1, @b1, @c1, @d1, @e1 and 2 more."},
		{"", "@leo @nobody", "", "Or paste handles", "There is no influencer @nobody."},
		{"", "@leo <!channel>", "", "Or paste handles", "Can't read <!channel> as a handle"},
		{"@leo · applied", "@new", "", "Influencers", "@new is not in Summer Glow, so there is nobody to decline."},
		{"@leo · applied", "@new @kim", "", "Influencers", "@new and @kim are not in Summer Glow, so nobody was declined."},
		{"@leo · applied", "", strings.Repeat("x", 501), "Reason", "It can have 500 at most."},
		{"@leo · applied", manyHandles(101), "", "Or paste handles", "There are no influencers @handle0"},
	} {
		before := w.writes()
		w.ana.Types("/influencer decline summer-glow")
		form := w.ana.Form()
		if tt.picked != "" {
			form.Choose("Influencers", tt.picked)
		}
		form.Fill("Or paste handles", tt.pasted).Fill("Reason", tt.reason).Submit()
		w.reads(tt.pasted+tt.picked, form.Error(tt.field), tt.want)
		if got := form.Value("Or paste handles"); got != tt.pasted {
			t.Errorf("%q is %q now", tt.pasted, got)
		}
		if after := w.writes(); after != before {
			t.Errorf("%q: %d rows were stored", tt.pasted, after-before)
		}
		form.CloseAll()
	}

	// 101 known people, and a campaign that was archived meanwhile.
	for handle := range strings.FieldsSeq(manyHandles(101)) {
		w.applicant(winter, handle)
	}
	w.ana.Types("/influencer decline winter-warm")
	form := w.ana.Form()
	form.Fill("Or paste handles", manyHandles(101)).Submit()
	w.reads("101", form.Error("Or paste handles"), "That is more than 100 influencers.")
	w.archived(winter)
	form.Fill("Or paste handles", "@kim").Submit()
	w.reads("archived", form.Error("Campaign"), "Choose a campaign that is not archived.")
	if n := w.count(`SELECT count(*) FROM applications WHERE state <> 'applied'`); n != 0 {
		t.Errorf("%d were declined", n)
	}
}

// What nobody could have submitted changes nothing.
func TestDeclineFormForged(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	leo := w.applicant(summer, "@leo")
	mine := declinePick{leo.InfluencerID, store.Applied}.value()
	here := campaignOption(summer).Value
	for _, tt := range []struct{ campaign, person, want string }{
		{"99", mine, "Choose a campaign"}, // not there, or another team's
		{"x", mine, "Choose a campaign"},
		{"", mine, "Choose a campaign"},
		{here, "i:99:applied", "out of date"},
		{here, "i:-1:applied", "out of date"},
		{here, pickOf(person{}, leo.Influencer).option().Value, "out of date"},
		{here, mine + "x", "out of date"},
		{here, "i:1:declined", "out of date"},
		{here, "1:applied", "out of date"},
		{here, "h:new:", "out of date"},
		{here, "1", "out of date"},
		{here, strings.Repeat("i", 150), "out of date"},
	} {
		before := w.writes()
		said := w.submitted(w.app.saveDecline, map[string]string{fieldCampaign: tt.campaign}, map[string][]string{fieldPeople: {tt.person}})
		if !strings.Contains(said, tt.want) {
			t.Errorf("%+v: %s", tt, said)
		}
		if after := w.writes(); after != before {
			t.Errorf("%+v: %d rows were stored", tt, after-before)
		}
	}
}
