package commands

import (
	"fmt"
	"testing"
	"time"

	"codekeeper/store"
)

// Where every owner has left and there is no channel, nobody gets the digest. The
// campaign's card says it, and Home of who may change it, and the digest asked
// for; until somebody is chosen who gets it.
func TestNobodyGetsTheDigest(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals() // Slack opens no direct messages with who has left
	direct := digestIn("")
	left := w.campaign("Summer Glow", direct, ownedBy(w.userID("ben")))
	w.campaign("Winter Warm", direct, ownedBy(w.userID("ben"), w.userID("ana")))
	w.campaign("Spring Fresh", ownedBy(w.userID("ben"))) // in a channel
	w.selected(left, "@maya.glow", "TBD", "TBD")
	lacks(t, w.says(w.ana, "/campaign show summer-glow").Text(), "Nobody gets")
	lacks(t, w.ana.OpensHome().Text(), "Nobody gets")

	w.leaves("ben")
	w.sim.Clock().Advance(6 * time.Minute) // who somebody is, is remembered for five minutes
	w.says(w.ana, "/campaign show summer-glow", "*Nobody gets the digest of Summer Glow*: it goes to no channel, and @ben is not in this workspace any more.", "[Edit]")
	for _, other := range []string{"winter-warm", "spring-fresh"} {
		lacks(t, w.says(w.ana, "/campaign show "+other).Text(), "Nobody gets")
	}
	w.says(w.ana, "/campaign digest now", "Not sent to @ben, who can't be written to: they are no longer in this workspace.",
		"*Nobody gets the digest of Summer Glow*", "`/campaign edit summer-glow`")
	home := w.ana.OpensHome()
	w.reads("home", home.Text(), "*Nobody gets the digest of Summer Glow*", "Choose a channel or another owner. [Edit]")
	home.PressRow("Nobody gets", "Edit")
	form := w.ana.Form()
	form.Choose("Owners", "ana").Submit()
	w.ana.Form().CloseAll()
	lacks(t, w.ana.OpensHome().Text(), "Nobody gets")
	lacks(t, w.says(w.ana, "/campaign show summer-glow").Text(), "Nobody gets")
}

// Who covers for somebody who left gets it; who may change nothing need not know;
// a default channel is for all.
func TestSomebodyGetsTheDigest(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	for n := range 5 {
		w.campaign(fmt.Sprintf("Summer %c", 'A'+n), digestIn(""), ownedBy(w.userID("gus")))
	}
	gone := w.campaign("Winter Warm", digestIn(""), ownedBy(w.userID("ben"))) // before they leave
	_, err := w.store.Handover(t.Context(), w.actBy("ben"), w.userID("ana"), gone.ID, "")
	must(t, err)
	w.leaves("ben")
	w.leaves("gus")
	w.reads("home", w.ana.OpensHome().Text(), "*Nobody gets the digest of Summer A*", "*Nobody gets the digest of Summer C*",
		"Nor of 2 more campaigns. A default channel is for all of them: `/campaign digest`")
	lacks(t, w.ana.OpensHome().Text(), "digest of Winter Warm", "digest of Summer D")
	u, _ := w.sim.User("ben")
	u.Deleted = false
	w.sim.SetUser(u)
	w.sim.Clock().Advance(6 * time.Minute)
	lacks(t, w.ben.OpensHome().Text(), "Nobody gets")

	w.ana.Types("/campaign digest")
	w.ana.Form().Choose("Default channel", "influencers").Submit()
	lacks(t, w.ana.OpensHome().Text(), "Nobody gets")
	if said := w.says(w.ana, "/campaign digest now").Text(); len(said) == 0 {
		t.Error("nothing is said")
	}
	lacks(t, w.ana.Answer().Text(), "Nobody gets")
	archived := w.archived(gone)
	if unread := w.app.unread(t.Context(), []store.Campaign{archived}, nil, ""); len(unread) > 0 {
		t.Error("an archived campaign has a digest")
	}
}
