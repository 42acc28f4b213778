package commands

import (
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// What needs an influencer, typed alone, asks for them: each command leads from
// there to what it does.
func TestAloneAsksForTheInfluencer(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, word := range []string{"show", "profile", "forget"} {
		w.refuses(w.ana, "/influencer "+word, "There is no influencer yet.", "/influencer add @maya.glow")
	}
	for _, word := range []string{"edit", "code", "link"} {
		w.refuses(w.ana, "/influencer "+word, "There is no live campaign yet", "/campaign new")
	}
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	w.influencer("@leo.moves", "Leo")

	for n, word := range []string{"edit", "code", "link \u200b"} {
		code := []string{"MAYA1", "MAYA2", "MAYA3"}[n]
		w.ana.Types("/influencer " + word)
		form := w.ana.Form()
		form.Choose("Influencer", "@maya.glow · Summer Glow").Submit()
		form.Shows("Edit link and code")
		form.Fill("Coupon code", code).Submit()
		form.Closed()
		w.ana.Sees("Saved for *@maya.glow* in Summer Glow")
		w.holds(maya, store.Selected, "TBD", code)
	}

	w.ana.Types("/influencer show")
	form := w.ana.Form()
	if diff := cmp.Diff([]string{"@maya.glow"}, form.Options("Influencer", "maya")); diff != "" {
		t.Error(diff)
	}
	if got := form.Options("Influencer", "@nobody.new"); len(got) != 0 {
		t.Errorf("somebody can be added here: %v", got)
	}
	form.Choose("Influencer", "@leo.moves · Leo").Submit()
	form.Closed()
	w.reads("the cards", w.ana.Sees("is in no campaign yet").Text(), "[Post in this channel]")
}

// The profile and the question of forget come in the form's place.
func TestAloneChangesTheInfluencer(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.influencer("@leo.moves", "Leo")
	w.ana.Types("/influencer profile")
	form := w.ana.Form()
	form.Choose("Influencer", "@leo.moves · Leo").Submit()
	form.Fill("Name", "Leo Moves").Submit()
	form.Closed()
	w.ana.Sees("Saved the profile of")

	w.ana.Types("/influencer forget")
	form = w.ana.Form()
	form.Choose("Influencer", "@leo.moves · Leo Moves").Submit()
	form.Shows("Forget *@leo.moves*").Shows("*Is emptied*")
	form.Press("Forget")
	form.Shows("Handle, name, email and every note are gone")
	if n := w.count(`SELECT count(*) FROM influencers WHERE forgotten_at IS NOT NULL`); n != 1 {
		t.Errorf("%d are forgotten", n)
	}
}

// A campaign's commands, typed alone, ask for the campaign: those that each can
// be about.
func TestAloneAsksForTheCampaign(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, word := range []string{"show", "edit", "archive", "reopen"} {
		w.refuses(w.ana, "/campaign "+word, "There is no campaign yet.", "/campaign new")
	}
	summer := w.campaign("Summer Glow")
	w.refuses(w.ana, "/campaign reopen", "No campaign is archived, so there is none to reopen.", "/campaign list")
	w.campaign("Winter Warm")
	w.archived(w.campaign("Old Times"))
	for word, want := range map[string][]string{
		"show": {"Summer Glow", "Winter Warm", "Old Times"}, "edit": {"Summer Glow", "Winter Warm"},
		"archive": {"Summer Glow", "Winter Warm"}, "reopen": {"Old Times"},
	} {
		w.ana.Types("/campaign " + word)
		form := w.ana.Form()
		if diff := cmp.Diff(want, form.Options("Campaign", "")); diff != "" {
			t.Errorf("%s: %s", word, diff)
		}
		form.CloseAll()
	}

	w.ana.Types("/campaign show")
	form := w.ana.Form()
	form.Choose("Campaign", "Summer Glow").Submit()
	form.Closed()
	w.ana.Sees("*Summer Glow* · `summer-glow`")

	w.ana.Types("/campaign edit")
	form = w.ana.Form()
	form.Choose("Campaign", "Summer Glow").Submit()
	form.Fill("Name", "Summer Shine").Submit()
	form.Closed()
	w.ana.Sees("Summer Shine")

	w.ana.Types("/campaign archive")
	form = w.ana.Form()
	form.Choose("Campaign", "Summer Shine").Submit()
	form.Shows("Archive *Summer Shine*? It leaves lists and digests; nothing is deleted.")
	if c, err := w.store.Campaign(t.Context(), w.team, summer.ID); err != nil || c.Archived() {
		t.Errorf("it is archived before the answer: %v", err)
	}
	form.Submit()
	form.Closed()
	w.ana.Sees("Archived Summer Shine.")
	before := w.writes()
	must(t, w.sim.Redeliver())
	if after := w.writes(); after != before {
		t.Errorf("%d rows were stored by a repeat", after-before)
	}

	w.ana.Types("/campaign reopen")
	form = w.ana.Form()
	form.Choose("Campaign", "Summer Shine").Submit()
	form.Closed()
	w.ana.Sees("Reopened Summer Shine.")
	if c, err := w.store.Campaign(t.Context(), w.team, summer.ID); err != nil || c.Archived() {
		t.Errorf("it is archived still: %v", err)
	}
}

// submitted hands a form to its handler that nobody was shown, signed all the
// same, and is what that says.
func (w *world) submitted(save bot.Handler, texts map[string]string, many map[string][]string) string {
	w.t.Helper()
	r := w.request("")
	r.Kind, r.ID, r.Form = bot.KindSubmission, w.act().Request, bot.NewForm("forged", "{}", texts, many)
	reply, err := save(w.t.Context(), r)
	switch {
	case err != nil:
		return err.Error()
	case reply.Message != nil:
		return reply.Message.Text
	}
	return ""
}

// What nobody could have chosen leads nowhere, and what was done meanwhile is said.
func TestAloneForged(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer, old := w.campaign("Summer Glow"), w.archived(w.campaign("Old Times"))
	leo := w.influencer("@leo", "")
	gone, err := w.store.Forget(t.Context(), w.act(), leo.ID, leo.Version)
	must(t, err)
	before := w.writes()
	forgotten := pickOf(person{}, gone.Influencer).option().Value
	for _, to := range []pickLed{toShow(), toProfile(), toForget()} {
		for value, want := range map[string]string{
			"": "Choose an influencer.", "i:0": "Choose", "i:99": "out of date", "h:new:": "Choose", "99": "Choose", forgotten: "was forgotten",
		} {
			if said := w.submitted(w.app.pickedPerson(to), map[string]string{fieldPerson: value}, nil); !strings.Contains(said, want) {
				t.Errorf("%s %q: %s", to.callback, value, said)
			}
		}
	}
	for _, to := range []campaignLed{w.app.toShowCampaign(), w.app.toEditCampaign(), toArchive(), w.app.toReopen()} {
		for value, want := range map[string]string{"": "Choose a campaign.", "x": "Choose", "99": "out of date", "-1": "out of date"} {
			if said := w.submitted(w.app.asksCampaign(to, bot.Editors).Run, map[string]string{fieldCampaign: value}, nil); !strings.Contains(said, want) {
				t.Errorf("%s %q: %s", to.name, value, said)
			}
		}
	}
	for _, tt := range []struct {
		to   campaignLed
		c    int64
		want string
	}{
		{w.app.toEditCampaign(), old.ID, "Old Times is archived."},
		{toArchive(), old.ID, "Old Times is archived."},
		{w.app.toReopen(), summer.ID, "Nothing to do: Summer Glow is not archived."},
	} {
		c := store.Campaign{ID: tt.c}
		if said := w.submitted(w.app.asksCampaign(tt.to, bot.Editors).Run, map[string]string{fieldCampaign: campaignOption(c).Value}, nil); !strings.Contains(said, tt.want) {
			t.Errorf("%s: %s", tt.to.name, said)
		}
	}
	if after := w.writes(); after != before {
		t.Errorf("%d rows were stored", after-before)
	}
}
