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

// Apply in a campaign that was archived meanwhile says so above the dry run,
// not under a code.
func TestImportIntoArchived(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.selected(summer, "@zoe.moves", "TBD", "TBD")
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "Coupon code\nZOE15\nSTAR15\n").Submit()
	w.dry(form, "1 changed")
	w.archived(summer)
	before := w.writes()
	form.Submit()
	w.reads("archived", form.Text(), "Nothing was applied. Summer Glow is archived.", "/campaign reopen summer-glow")
	if w.writes() != before {
		t.Error("something was written")
	}
}

// Only the shop's own file says that a made code is in the shop; the dry run
// says which it is.
func TestImportOfMadeCodes(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	anna := w.made(summer, "@anna.a", "ANNA15")
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "Handle,Coupon code\nanna.a,ANNA15\n").Submit()
	w.dry(form, "1 unchanged", "*Not yet in the shop*: 1 code in it, and stays so. Only a file that the shop or the program exported says that a code is there.", "/campaign show summer-glow")
	form.Close()

	form = w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "Name,Status\nANNA15,Active\n").Submit()
	w.dry(form, "read as Shopify's discount export", "*@anna.a*: the code is in the shop now")
	lacks(t, form.Text(), "note")
	form.Submit()
	form.Shows("1 changed.")
	if w.row(anna).NotInShop {
		t.Error("still not in the shop")
	}
	form.Close()

	form = w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "Handle,Note\nanna.a,tall\n").Submit()
	w.dry(form, "*@anna.a*: note")
	lacks(t, form.Text(), "in the shop")
}

// An odd line among pasted ones is an error of its own.
func TestImportOddPastedLine(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	for pasted, odd := range map[string]string{
		"@maya.glow MAYA15\nMaya Glow MAYA16\n@kit KIT15":       "Row 2: “Maya Glow MAYA16” doesn't begin with a handle. Write it as @maya.glow MAYA20, or leave it out.",
		"Hi all, here they are:\n@maya.glow MAYA15\n@kit KIT15": "Row 1: “Hi all, here they are:” doesn't begin with a handle.",
		"@maya.glow MAYA15\n<!channel> X3\n@kit KIT15":          "Row 2: “<!channel> X3” doesn't begin with a handle.",
		"Maya Glow, MAYA15\n@maya.glow MAYA15\n@kit KIT15":      "Row 1: “Maya Glow, MAYA15” doesn't begin with a handle.",
	} {
		form := w.importForm(w.ana, "/influencer import summer-glow")
		form.Fill("Paste lines", pasted).Submit()
		w.dry(form, "2 new · 1 error", odd, "*@kit*: applied, coupon code `KIT15`", "*@maya.glow*: applied, coupon code `MAYA15`")
		form.Close()
	}
}
