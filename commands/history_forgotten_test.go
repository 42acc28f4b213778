package commands

import (
	"testing"

	"codekeeper/bot"
)

// The history of somebody forgotten says when, and who did that.
func TestHistoryOfSomebodyForgotten(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA15")
	w.sim.Clock().Advance(1)
	w.says(w.ana, "/influencer forget @maya.glow").Press("Forget")
	w.ana.Sees("they are *Forgotten influencer")
	p, err := w.app.past(t.Context(), &bot.Request{TeamID: w.team, At: w.sim.Clock().Now()}, historyPage{Influencer: maya.InfluencerID})
	must(t, err)
	said := text(p.view(w.sim.Clock().Now()).Blocks)
	w.reads("history", said, "Forgotten: handle, name, email and notes are empty for good", "Summer Glow: forgotten, the note with them")
	lacks(t, said, "saved without a change")
}
