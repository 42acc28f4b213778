package commands

import (
	"strings"
	"testing"
	"time"

	"codekeeper/store"
)

func TestDigestNowBeforeItsTime(t *testing.T) {
	t.Parallel()
	w := start(t, beginning(monday.Add(-time.Hour)))
	summer, winter := w.campaign("Summer Glow"), w.campaign("Winter", digestIn(""))
	w.selected(winter, "@leo", "TBD", "TBD")
	w.says(w.ana, "/campaign digest now", "Nothing is open for #influencers, so nothing was posted.", "Posted in the direct messages of @ana")
	w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.sim.Clock().Advance(time.Hour)
	w.sweeps(1) // that there was nothing to say an hour ago takes nothing from the day
	w.inChannel("influencers", 1)
	if got := w.direct("ana"); len(got) != 1 {
		t.Errorf("ana got %d digests", len(got))
	}
}

func TestDigestNowOnAnyDay(t *testing.T) {
	t.Parallel()
	w := start(t, beginning(monday.AddDate(0, 0, -1)))
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.sweeps(0)
	w.says(w.ana, "/campaign digest now", "Posted in #influencers: open it")
	w.reads("digest", w.inChannel("influencers", 1), "Sun 31 May")
}

func TestDigestNowWhenSlackRefuses(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.sim.FailWith("chat.postMessage", "team_access_not_granted", 1)
	w.says(w.ana, "/campaign digest now", "Not posted in #influencers: Slack refused it.")
	w.sim.FailWith("chat.getPermalink", "internal_error", 1)
	w.says(w.ana, "/campaign digest now", "Posted in #influencers.")
	w.inChannel("influencers", 1)
}

func TestDigestNowCannotRefresh(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.sweeps(1)
	w.sim.FailWith("chat.update", "message_not_found", 1) // somebody deleted it
	w.says(w.ana, "/campaign digest now", "was deleted", "/influencer tbd")
	w.sim.FailWith("chat.update", "cant_update_message", 1)
	w.says(w.ana, "/campaign digest now", "could not be refreshed", "open it")
	w.inChannel("influencers", 1)
}

func TestDigestWithHostileNames(t *testing.T) {
	t.Parallel()
	w := start(t)
	for n := range 14 {
		c := w.campaign(strings.Repeat("&", 85)+" "+strings.Repeat("x", n+1), launching("2026-06-02"))
		added, err := w.store.AddInfluencers(t.Context(), w.act(), c.ID, []store.Profile{{
			Handle: handleOf(t, strings.Repeat("h", 20)+string(rune('a'+n))), Name: strings.Repeat("<!here>", 14),
		}})
		must(t, err)
		w.change("ana", *added.Rows[0].Application, func(e *store.Edit) { e.State = store.Selected })
	}
	w.sweeps(1)
	digest := w.inChannel("influencers", 1)
	lacks(t, digest, "@here")
	w.reads("digest", digest, "And 2 more.")
	w.ana.Sees("And 2 more.").Press("See all")
	w.reads("all that is TBD", w.ana.Answer().Text(), "more campaigns", "[Next 4]")
	w.inChannel("influencers", 1) // the digest stays as it is
	w.says(w.ana, "/influencer tbd", "more campaigns", "[Next 4]")
	w.says(w.ana, "/campaign digest now", "Refreshed")
}

func TestDigestOfWhatEveryoneShares(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("One For All", modes(store.NotNeeded, store.Shared))
	w.sweeps(0) // nobody is selected, so nobody waits
	w.selected(c, "@maya.glow", "TBD", "TBD")
	w.selected(c, "@leo", "TBD", "TBD")
	w.says(w.ana, "/campaign digest now", "Posted")
	digest := w.ana.Sees("Daily digest")
	w.reads("digest", digest.Text(), "1 TBD", "Everyone* (2 influencers)", "code TBD")
	digest.Press("Update")
	form := w.ana.Form()
	if form.Title() != "Edit campaign" {
		t.Fatalf("Update opens %s", form.Title())
	}
	form.Fill("Shared code", "GLOW20").Submit()
	w.says(w.ana, "/influencer tbd", "Nothing is TBD.")
}

func TestDigestUpdate(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA20")
	w.sweeps(1)
	digest := w.ana.Sees("Daily digest")
	digest.Row("@maya.glow").Press("Update")
	form := w.ana.Form()
	form.Fill("Affiliate link", "https://shop.example/maya").Submit()
	form.Closed()
	w.ana.Sees("Saved for")
	w.holds(maya, store.Selected, "https://shop.example/maya", "MAYA20")
	if n := w.count(`SELECT count(*) FROM application_history WHERE application_id = $1 AND way = 'digest'`, maya.ID); n != 1 {
		t.Errorf("%d changes by the digest, want 1", n)
	}
	w.says(w.ana, "/campaign digest now", "Refreshed")
	w.reads("refreshed", w.inChannel("influencers", 1), "*Ready, not sent*", "Summer Glow: 1 ready, not sent", "~*@maya.glow*", "done by @ana")
}

func TestDigestNowWithoutPermission(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.sim.RevokeScope("chat:write")
	w.says(w.ana, "/campaign digest now", "lacks a permission", "codekeeper doctor")
}
