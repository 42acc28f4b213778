package commands

import (
	"testing"

	"codekeeper/store"
)

// Two who swap their codes in one file, and three who do it in a ring, get what
// it says; the dry run names who gives up what. One Undo gives it all back.
func TestImportSwapsCodes(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.UniqueOurs, store.UniqueOurs))
	var rows []store.Row
	for _, who := range []string{"maya", "leo", "zoe", "kim", "nia"} {
		rows = append(rows, w.selected(summer, "@"+who, "https://shop.example/"+who, who+"15"))
	}
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "handle,code,link\nmaya,leo15,https://shop.example/leo\nleo,maya15,https://shop.example/maya\nzoe,kim15,\nkim,nia15,\nnia,zoe15,\n").Submit()
	w.dry(form, "5 changed · 5 warnings", "Row 2 · *@maya*: affiliate link `https://shop.example/maya` → `https://shop.example/leo`, coupon code `maya15` → `leo15`",
		"Row 2 · *@maya*: It takes `leo15`, which @leo gives up in row 3. It takes `https://shop.example/leo`, which @leo gives up in row 3.",
		"Row 6 · *@nia*: It takes `zoe15`, which @zoe gives up in row 4.")
	form.Check("Rows with a warning", "Save anyway").Submit()
	form.Shows("imported into *Summer Glow*: 5 changed.")
	m := w.ana.Sees("Pasted lines are imported into *Summer Glow*: 5 changed.")
	for n, code := range []string{"leo15", "maya15", "kim15", "nia15", "zoe15"} {
		link := rows[n].Link.String()
		if n < 2 {
			link = rows[1-n].Link.String()
		}
		w.holds(rows[n], store.Selected, link, code)
	}
	w.says(w.ana, "/influencer history leo15", "*@maya*", "*@leo*")
	m.Press("Undo")
	w.ana.Sees("Undone for 5 influencers")
	for _, row := range rows {
		w.holds(row, store.Selected, row.Link.String(), row.Code.String())
	}
}

// When one of two who swap was changed after the dry run, both keep what they
// have, and each row says why.
func TestImportOfASwapThatOneLeft(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.selected(summer, "@maya", "TBD", "MAYA15"), w.selected(summer, "@leo", "TBD", "LEO15")
	form := w.importForm(w.ana, "/influencer import summer-glow\n@maya LEO15\n@leo MAYA15")
	w.dry(form, "Row 1 · *@maya*: It takes `LEO15`, which @leo gives up in row 2.")
	edit := store.EditOf(w.row(leo).Application)
	edit.Note = "on holiday"
	_, err := w.store.Change(w.t.Context(), w.actBy("ben"), edit)
	must(t, err)
	form.Check("Rows with a warning", "Save anyway").Submit()
	form.Shows("nothing was changed, 2 refused")
	w.reads("form", form.Text(), "Row 1 · *@maya*: @leo has `LEO15` in this campaign already. They keep it, as row 2 is not applied.",
		"Row 2 · *@leo*: @ben changed this meanwhile.")
	w.holds(maya, store.Selected, "TBD", "MAYA15")
	w.holds(leo, store.Selected, "TBD", "LEO15")
}

// Undo of a swap that somebody went on from leaves the two as they are, and says
// why; the others of the file go back.
func TestUndoOfAnImportedSwapThatOneLeft(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, leo, zoe := w.selected(summer, "@maya", "TBD", "MAYA15"), w.selected(summer, "@leo", "TBD", "LEO15"), w.selected(summer, "@zoe", "TBD", "ZOE15")
	form := w.importForm(w.ana, "/influencer import summer-glow\n@maya LEO15\n@leo MAYA15\n@zoe ZOE20")
	w.dry(form, "3 changed · 2 warnings")
	form.Check("Rows with a warning", "Save anyway").Submit()
	done := w.ana.Sees("Pasted lines are imported into *Summer Glow*: 3 changed.")
	form.CloseAll()
	w.change("ben", leo, func(e *store.Edit) { e.Note = "on holiday" })
	done.Press("Undo")
	w.ana.Sees("*@maya* in Summer Glow stays as it is: *@leo* has `MAYA15` there now.")
	w.holds(maya, store.Selected, "TBD", "LEO15")
	w.holds(leo, store.Selected, "TBD", "MAYA15")
	w.holds(zoe, store.Selected, "TBD", "ZOE15")
}
