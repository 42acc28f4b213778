package commands

import (
	"testing"

	"codekeeper/store"
)

// Dates that can be two days are read as the others of the file are; where
// nothing tells, the form says once how they were read, and what to write.
func TestImportDatesThatCanBeTwoDays(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	w.selected(summer, "@leo", "TBD", "LEO15")
	dry := func(text string, wants ...string) string {
		t.Helper()
		form := w.importForm(w.ana, "/influencer import summer-glow")
		form.Fill("Paste lines", text).Submit()
		w.dry(form, wants...)
		said := form.Text()
		form.Close()
		return said
	}
	lacks(t, dry("handle,goes live\nmaya.glow,03/07/2026\nleo,25/06/2026\n", "*@maya.glow*: goes live Fri 3 Jul 2026", "2 changed"), "*Dates*", "warning", "error")
	lacks(t, dry("handle,goes live\nmaya.glow,03/07/2026\nleo,06/25/2026\n", "*@maya.glow*: goes live Sat 7 Mar 2026"), "*Dates*")
	lacks(t, dry("handle,goes live,ends\nmaya.glow,03/07/2026,06/30/2026\n", "*@maya.glow*: goes live Sat 7 Mar 2026"), "*Dates*")
	lacks(t, dry("handle,goes live\nmaya.glow,03/07/2026\nleo,06/25/2026\nkim,25/06/2026\n",
		"Row 2 · *@maya.glow*: Goes live: 03/07/2026 can be 3 July 2026 or 7 March 2026. Write 2026-07-03 or 2026-03-07.", "1 error"), "*Dates*")

	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "handle,goes live\nmaya.glow,03/07/2026\nleo,04/07/2026\n").Submit()
	w.dry(form, "2 changed", "*Dates*: 2 are read with the day first: 03/07/2026 as Fri 3 Jul 2026. If the month comes first there, write it as 2026-03-07 and import it again.")
	lacks(t, form.Text(), "warning")
	form.Submit()
	w.ana.Sees("are imported into *Summer Glow*: 2 changed.")
	if live := w.row(maya).GoesLive; live != "2026-07-03" {
		t.Error(live)
	}
}
