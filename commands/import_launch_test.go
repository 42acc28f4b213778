package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/store"
)

// A launch: 120 applicants are pasted, 30 of them selected, and two days later
// the shop's file of codes comes, without a name in it.
func TestALaunch(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-12"))
	var pasted, chosen []string
	var codes []string
	for n := range 120 {
		who := "@" + sixLetters(n) + ".glow"
		pasted = append(pasted, who)
		if n < 30 {
			chosen = append(chosen, who)
			codes = append(codes, strings.ToUpper(sixLetters(n))+"15")
		}
	}
	w.dry(w.importForm(w.ana, "/influencer import summer-glow\n"+strings.Join(pasted, "\n")), "120 rows", "120 new").Submit()
	w.ana.Sees("Pasted lines are imported into *Summer Glow*: 120 new.")
	w.says(w.ana, "/influencer list summer-glow applied", "120")
	w.ana.Types("/influencer select " + strings.Join(chosen, " ") + " summer-glow")
	w.ana.Form().Submit()
	w.ana.Sees("Saved. 30 influencers selected for Summer Glow.")
	w.says(w.ana, "/influencer tbd summer-glow", "30")

	w.sim.Clock().Advance(48 * time.Hour)
	codes[29] = "LASTONE15"
	form := w.importForm(w.ana, "/influencer import summer")
	form.Attach("File", "discounts_export_1.csv", shopify(codes...)).Submit()
	w.dry(form, "29 changed · 1 waiting for a person")
	form.Choose("LASTONE15", chosen[29]).Submit()
	w.ana.Sees("*discounts_export_1.csv* is imported into *Summer Glow*: 30 changed.").Press("What is unsent")
	w.ana.Sees("30 unsent in Summer Glow.").Press("Mark all as sent")
	w.ana.Sees("Marked 30 messages as sent.")
	for n, who := range chosen {
		w.holds(w.rowOf(who, summer), store.Selected, "TBD", codes[n])
	}
	w.says(w.ana, "/influencer tbd summer-glow", "Nothing")
	w.says(w.ana, fmt.Sprintf("/influencer list %s unsent", summer.Slug), "Nothing in Summer Glow is unsent.")
}
