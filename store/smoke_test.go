package store_test

import (
	"testing"

	"codekeeper/store"
)

func TestSmoke(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("summer", store.UniqueOurs, store.UniqueProgram)
	row := w.applicant(c, "@Maya.Glow")
	row = w.mustEdit(row, func(e *store.Edit) { e.State = store.Selected })
	t.Logf("%+v", row)
	row = w.mustEdit(row, func(e *store.Edit) { e.Code = aCode(t, "MAYA15") })
	t.Logf("%+v", row)
	r2 := w.selected(c, "ben", "https://shop.example/b", "")
	_, err := w.edit(r2, func(e *store.Edit) { e.Code = aCode(t, "maya15") })
	t.Log(err)
	p, err := w.Rows(t.Context(), team, store.Filter{TBD: true, Order: store.ByLaunch})
	t.Logf("%+v %v", p, err)
	l, cs, err := w.Holders(t.Context(), team, r2.Link, row.Code, 0, 0)
	t.Log(l, cs, err)
}
