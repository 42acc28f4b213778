package commands

import (
	"testing"

	"codekeeper/store"
)

// Who was selected while everyone shared one code gets none of their own by a
// file either: it says why, as the command does.
func TestImportForWhoSharesStill(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.Shared))
	kim := w.selected(summer, "@kim", "TBD", "TBD")
	w.edited(summer, func(t *store.Terms) { t.CodeMode = store.UniqueOurs })
	w.ana.Types("/influencer import summer-glow @kim KIM15")
	form := w.ana.Form()
	w.dry(form, "1 error", "They were selected while everyone shared one coupon code, and share it still. For one of their own, withdraw them and select them again.")
	if got := w.row(kim); got.CodeMode != store.Shared {
		t.Errorf("%+v", got)
	}
}

// Each row of an import that others overtook is told of: who was changed, who
// was withdrawn, and who was forgotten.
func TestImportOvertaken(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	leo, kim := w.selected(summer, "@leo", "TBD", "TBD"), w.selected(summer, "@kim", "TBD", "TBD")
	zoe := w.selected(summer, "@zoe", "TBD", "TBD")
	w.ana.Types("/influencer import summer-glow\n@leo LEO15\n@kim KIM15\n@zoe ZOE15")
	form := w.ana.Form()
	w.dry(form, "3 changed")
	w.change("ben", leo, func(e *store.Edit) { e.Note = "tall" })
	w.change("ben", kim, func(e *store.Edit) { e.State = store.Withdrawn })
	_, err := w.store.Forget(t.Context(), w.act(), zoe.InfluencerID, zoe.Influencer.Version)
	must(t, err)
	form.Submit()
	form.Shows("nothing was changed, 2 refused, 1 row whose influencer was forgotten meanwhile.")
	w.holds(zoe, store.Selected, "TBD", "TBD")
}

// A code that was proposed for somebody forgotten meanwhile is nobody's.
func TestImportProposedForWhoIsForgotten(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	zoe := w.selected(summer, "@zoe.moves", "TBD", "TBD")
	leo := w.selected(summer, "@leo.moves", "TBD", "TBD")
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "Coupon code\nZOE15\nLEO15\n").Submit()
	w.dry(form, "2 changed")
	_, err := w.store.Forget(t.Context(), w.act(), zoe.InfluencerID, zoe.Influencer.Version)
	must(t, err)
	form.Submit()
	form.Shows("1 changed, 1 row whose influencer was forgotten meanwhile.")
	w.holds(zoe, store.Selected, "TBD", "TBD")
	w.holds(leo, store.Selected, "TBD", "LEO15")
}
