package commands

import (
	"testing"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// A request that comes again says again also of whom nothing was left to do.
func TestSentRepeatedWithSomebodyMarkedBefore(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.selected(summer, "@leo", "TBD", "LEO15")
	maya := w.marked("ben", w.selected(summer, "@maya", "TBD", "MAYA15"))
	w.says(w.ana, "/influencer sent @leo @maya summer-glow", "Marked as sent: *@leo*", "Nothing to do for *@maya* in Summer Glow: marked as sent Mon 1 Jun by @ben.")
	first := w.acknowledged()
	must(t, w.sim.Redeliver())
	if diff := cmp.Diff(first, w.acknowledged()); diff != "" {
		t.Error(diff)
	}
	// Where that can't be told any more, it is what was done.
	w.change("ben", maya, func(e *store.Edit) { e.State = store.Withdrawn })
	must(t, w.sim.Redeliver())
	w.reads("later", w.acknowledged(), "Marked as sent: *@leo*")
}
