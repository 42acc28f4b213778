package store_test

import (
	"fmt"
	"testing"

	"codekeeper/store"
)

// BenchmarkThousandAtOnce selects a thousand applicants by one request, and
// undoes that.
func BenchmarkThousandAtOnce(b *testing.B) {
	w := newWorld(b)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	rows := w.applicants(c, 1000)
	_, err := w.DB().ExecContext(b.Context(), `ANALYZE`) // as a server does by itself within a minute
	must(b, err)
	for b.Loop() {
		edits := make([]store.Edit, len(rows))
		for n, row := range rows {
			edits[n] = store.EditOf(row.Application)
			edits[n].State, edits[n].Code = store.Selected, aCode(b, fmt.Sprintf("MAYA%d", n))
		}
		act := w.act()
		_, err = w.Change(b.Context(), act, edits...)
		must(b, err)
		undone, err := w.Undo(b.Context(), w.act(), act.Request)
		must(b, err)
		for n, change := range undone.Rows {
			rows[n] = change.After
		}
	}
}

// applicants adds as many applicants at once.
func (w *world) applicants(c store.Campaign, n int) []store.Row {
	w.t.Helper()
	profiles := make([]store.Profile, n)
	for i := range profiles {
		profiles[i].Handle = handle(w.t, fmt.Sprintf("many%d", i))
	}
	added, err := w.AddInfluencers(w.ctx(), w.act(), c.ID, profiles)
	must(w.t, err)
	rows := make([]store.Row, n)
	for i, row := range added.Rows {
		rows[i] = *row.Application
	}
	return rows
}
