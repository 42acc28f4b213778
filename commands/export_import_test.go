package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/commands/sheet"
	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// filled puts into a campaign all that an export holds, and what a
// spreadsheet would run among it.
func (w *world) filled(c store.Campaign) {
	w.t.Helper()
	maya := w.selected(c, "@maya.glow", "https://shop.example/Maya?a=1,2;3&b=%20", "MAYA-20")
	w.profiled(maya, "=cmd|'/c calc'!A1", "'=about; \"quoted\"")
	w.change("ana", maya, func(e *store.Edit) { e.Told = &store.Told{Link: e.Link, Code: e.Code} })
	w.change("ana", maya, func(e *store.Edit) {
		e.GoesLive, e.Note = "2026-06-20", "Bring, please:\n- two shirts\n-20%;=1+1\n\n'@three"
	})
	leo := w.selected(c, "@-leo-", "TBD", "TBD")
	w.profiled(leo, "Zoë “Leo” Łukasz 李", "+49 is how it begins")
	w.change("ana", w.selected(c, "@kim", "https://shop.example/kim", "KIM20"), func(e *store.Edit) { e.State = store.Withdrawn })
	w.change("ana", w.applicant(c, "@zoe"), func(e *store.Edit) { e.Link, e.Note = linkOf(w.t, "https://shop.example/zoe"), "\"" })
	w.change("ana", w.applicant(c, "@tom"), func(e *store.Edit) { e.State = store.Declined })
	w.applicant(c, "@_ann")
}

// profiled gives an influencer a whole profile.
func (w *world) profiled(r store.Row, name, about string) {
	w.t.Helper()
	i := w.row(r).Influencer
	_, err := w.store.SaveProfile(w.t.Context(), w.act(), i.ID, i.Version, store.Profile{
		Handle: i.Handle, Name: name, Platform: "TikTok", Email: "them@shop.example", Note: about,
	})
	must(w.t, err)
}

// exports has ana export a campaign.
func (w *world) exports(slug string) string {
	w.t.Helper()
	w.says(w.ana, "/influencer export "+slug, slug+"-2026-06-01.csv")
	return string(w.sent("ana").Content)
}

// What was exported is imported again: nothing changes. What was changed
// meanwhile is then as it was exported.
func TestExportImportExport(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", launching("2026-06-25"))
	winter := w.campaign("Winter Warm", modes(store.Shared, store.Shared), func(t *store.Terms) { t.SharedCode = codeOf(w.t, "WARM10") })
	w.filled(summer)
	w.selected(winter, "@kim", "TBD", "TBD")
	w.applicant(winter, "@zoe")
	first := map[string]string{}
	for slug, rows := range map[string]int{"summer-glow": 6, "winter-warm": 2} {
		first[slug] = w.exports(slug)
		before := w.writes()
		form := w.importForm(w.ana, "/influencer import "+slug)
		form.Attach("File", slug+".csv", []byte(first[slug])).Submit()
		w.dry(form, "read as Codekeeper's export", fmt.Sprintf("%d unchanged", rows), "There is nothing to apply.")
		lacks(t, form.Text(), "error", "warning", "ignored")
		form.Close()
		if w.writes() != before {
			t.Errorf("%s: something was stored", slug)
		}
		if diff := cmp.Diff(first[slug], w.exports(slug)); diff != "" {
			t.Errorf("%s: %s", slug, diff)
		}
	}

	maya := w.rowOf("@maya.glow", summer)
	w.change("ben", maya, func(e *store.Edit) {
		e.Code, e.Link, e.Note, e.GoesLive = codeOf(t, "OTHER"), linkOf(t, "https://shop.example/other"), "other", "2026-07-01"
	})
	w.profiled(maya, "Somebody", "something else")
	w.change("ben", w.rowOf("@zoe", summer), func(e *store.Edit) { e.Link = linkOf(t, "https://shop.example/else") })
	if first["summer-glow"] == w.exports("summer-glow") {
		t.Fatal("nothing was changed")
	}
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", "summer.csv", []byte(first["summer-glow"])).Submit()
	w.dry(form, "2 changed · 4 unchanged").Submit()
	w.ana.Sees("is imported into *Summer Glow*: 2 changed")
	form.CloseAll()
	if diff := cmp.Diff(first["summer-glow"], w.exports("summer-glow")); diff != "" {
		t.Error(diff)
	}
}

// Notes that begin as a formula does, with an apostrophe that somebody typed or
// without, come back as they were typed; a code that is not in the shop yet
// isn't there because it was exported; and so does an archived campaign.
func TestExportImportExportOfTheOdd(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.campaign("Winter Warm")
	notes := []string{"=1+1", "'=1", "''=1", "'", "-1", "+1", "@1", "＝1", "' =1", "\"=1\"", "a\n=1", "a;=1", "a,\"b\",c", "it's", "line\r\nline", "-", "'-", "x\t=1", "“=1”"}
	for n, note := range notes {
		row := w.change("ana", w.applicant(summer, fmt.Sprintf("@kim%d", n)), func(e *store.Edit) { e.Note = note })
		w.profiled(row, strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(note), note)
	}
	made := w.change("ana", w.selected(summer, "@maya", "TBD", "TBD"), func(e *store.Edit) { e.Code, e.MadeCode = codeOf(t, "MAYA15"), true })
	w.archived(summer)
	file := w.exports("summer-glow")
	w.refuses(w.ana, "/influencer import summer-glow", "Summer Glow is archived.")
	w.says(w.ana, "/campaign reopen summer-glow", "Summer Glow")
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", "summer.csv", []byte(file)).Submit()
	w.dry(form, fmt.Sprintf("%d unchanged", len(notes)+1), "There is nothing to apply.")
	lacks(t, form.Text(), "error", "warning", "ignored")
	form.Close()
	if again := w.exports("summer-glow"); again != file {
		t.Error(cmp.Diff(file, again))
	}
	if !w.row(made).NotInShop {
		t.Error("an export says nothing of the shop")
	}

	w.profiled(w.rowOf("@kim1", summer), "else", "else")
	for n := range notes {
		w.change("ana", w.rowOf(fmt.Sprintf("@kim%d", n), summer), func(e *store.Edit) { e.Note = "else" })
	}
	form = w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", "summer.csv", []byte(file)).Submit()
	w.dry(form, fmt.Sprintf("%d changed", len(notes))).Submit()
	w.ana.Sees("is imported into *Summer Glow*")
	form.CloseAll()
	if again := w.exports("summer-glow"); again != file {
		t.Error(cmp.Diff(file, again))
	}
}

// A workspace that knows nobody has them all after the import; only what
// influencers were told isn't known there.
func TestExportIntoAnotherWorkspace(t *testing.T) {
	t.Parallel()
	here, there := start(t), start(t)
	here.filled(here.campaign("Summer Glow", launching("2026-06-25")))
	there.campaign("Summer Glow", launching("2026-06-25"))
	file := here.exports("summer-glow")
	form := there.importForm(there.ana, "/influencer import summer-glow")
	form.Attach("File", "summer.csv", []byte(file)).Submit()
	there.dry(form, "6 new")
	form.Submit()
	there.ana.Sees("is imported into *Summer Glow*: 6 new")
	form.CloseAll()
	if diff := cmp.Diff(withoutSent(t, file), withoutSent(t, there.exports("summer-glow"))); diff != "" {
		t.Error(diff)
	}
}

// withoutSent are the cells of a file but those of Sent, a line each.
func withoutSent(t *testing.T, file string) []string {
	t.Helper()
	table, err := sheet.Read([]byte(file))
	must(t, err)
	format := sheet.Recognise(table.Header)
	var all []string
	for _, l := range table.Lines {
		var cells []string
		for _, field := range sheet.Own() {
			if field != sheet.Sent {
				cells = append(cells, format.Cell(l, field))
			}
		}
		all = append(all, strings.Join(cells, " | "))
	}
	return all
}
