package commands

import (
	"testing"

	"codekeeper/store"
)

// The history of a shared code says how many were told it.
func TestHistoryOfASharedCode(t *testing.T) {
	t.Parallel()
	w := start(t)
	winter := w.campaign("Winter Warm", modes(store.NotNeeded, store.Shared), func(t *store.Terms) { t.SharedCode = codeOf(w.t, "ALL1") })
	for _, handle := range []string{"@ida", "@noor"} {
		w.marked("ana", w.selected(winter, handle, "TBD", "TBD"))
	}
	kim := w.selected(winter, "@kim", "TBD", "TBD")
	w.says(w.ana, "/influencer history ALL1", "; told to 2 of 3.", "now · shared, told to 2 of 3")
	terms := winter.Terms
	terms.SharedCode = codeOf(t, "ALL2")
	_, err := w.store.EditCampaign(t.Context(), w.act(), winter.ID, winter.Version, terms)
	must(t, err)
	w.marked("ana", kim)
	w.says(w.ana, "/influencer history all1", "nobody has it now", "shared, 2 were told no newer one")
	w.says(w.ana, "/influencer history ALL2", "; told to 1 of 3.")
}
