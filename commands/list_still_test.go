package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
)

// Who uses a code that is TBD again is said to in the list of who is unsent, in
// the row of what everyone shares, and in an export.
func TestWhoUsesOneThatIsTBDAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.marked("ana", w.selected(summer, "@maya", "TBD", "MAYA15"))
	lacks(t, w.says(w.ana, "/influencer list unsent", "Nothing is unsent.").Text(), "TBD again")
	w.change("ana", maya, func(e *store.Edit) { e.Code = codeOf(t, "TBD") })
	const said = "1 influencer still uses one that is TBD again. There is nothing to tell them before the new one is there:"
	w.says(w.ana, "/influencer list unsent", "Nothing is unsent.", said, "*@maya* · Summer Glow · *old* code `MAYA15`, now TBD since today [Update]")
	w.says(w.ana, "/influencer list summer-glow unsent", said)
	lacks(t, w.says(w.ana, "/influencer list unsent leo").Text(), "TBD again")
	w.selected(summer, "@leo", "TBD", "LEO15")
	w.says(w.ana, "/influencer list unsent", "1 unsent", "*@leo*", said).Row("MAYA15").Press("Update")
	w.ana.Form().CloseAll()

	file := w.exports("summer-glow")
	for line := range strings.Lines(file) {
		if strings.Contains(line, "maya") && !strings.HasSuffix(strings.TrimSpace(line), "TBD again") {
			t.Errorf("exported %s", line)
		}
	}
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", "summer.csv", []byte(file)).Submit()
	w.dry(form, "2 unchanged", "There is nothing to apply.")
	form.Close()

	winter := w.campaign("Winter Warm", modes(store.NotNeeded, store.Shared), func(t *store.Terms) { t.SharedCode = codeOf(w.t, "ALL10") })
	for _, handle := range []string{"@ida", "@noor"} {
		w.marked("ana", w.selected(winter, handle, "TBD", "TBD"))
	}
	w.selected(winter, "@kim", "TBD", "TBD")
	terms := winter.Terms
	terms.SharedCode = codeOf(t, "TBD")
	_, err := w.store.EditCampaign(t.Context(), w.act(), winter.ID, winter.Version, terms)
	must(t, err)
	w.says(w.ana, "/influencer tbd winter-warm", "*Everyone* (3 influencers)", "2 still use the old one")
	w.says(w.ana, "/influencer list winter-warm unsent", "2 influencers still use one that is TBD again.", "*old* code `ALL10`, now TBD")
}

// A shared code is of those who are selected to share it: a search for it finds
// nobody who withdrew, or who applied.
func TestASharedCodeFindsWhoSharesIt(t *testing.T) {
	t.Parallel()
	w := start(t)
	winter := w.campaign("Winter Warm", modes(store.NotNeeded, store.Shared), func(t *store.Terms) { t.SharedCode = codeOf(w.t, "ALL2") })
	w.selected(winter, "@ida", "TBD", "TBD")
	w.change("ana", w.selected(winter, "@noor", "TBD", "TBD"), func(e *store.Edit) { e.State = store.Withdrawn })
	w.applicant(winter, "@kim")
	lacks(t, w.says(w.ana, "/influencer list ALL2", "@ida").Text(), "@noor", "@kim")
	lacks(t, w.says(w.ana, "/influencer list withdrawn ALL2", "Nobody is withdrawn and matches “ALL2”").Text(), "@noor")
	w.says(w.ana, "/influencer list applied ALL2", "Nobody is an applicant")
}
