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
