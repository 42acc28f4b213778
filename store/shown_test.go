package store_test

import (
	"testing"
	"time"

	"codekeeper/store"
)

func TestShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya, ben := w.applicant(c, "maya"), w.applicant(c, "ben")
	f := store.Filter{CampaignID: c.ID, State: store.Applied}
	then := w.act().At
	shown := func(until time.Time, limit int) store.Shown {
		t.Helper()
		shown, err := w.Shown(t.Context(), team, f, until, limit)
		must(t, err)
		return shown
	}
	first := shown(time.Time{}, 9)
	if first.Count() != 2 || !first.Has(maya.Application) || !first.Has(ben.Application) || len(first.Seal()) != 16 {
		t.Fatalf("%+v", first)
	}
	leo := w.applicant(c, "leo")
	if now := shown(time.Time{}, 9); now.Count() != 3 || now.Seal() == first.Seal() {
		t.Errorf("%+v", now)
	}
	if again := shown(then, 9); again.Seal() != first.Seal() || again.Has(leo.Application) {
		t.Errorf("who came later is among them: %+v", again)
	}
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Note = "changed" })
	if again := shown(then, 9); again.Seal() == first.Seal() || again.Has(maya.Application) || first.Has(maya.Application) {
		t.Errorf("who was changed is among them: %+v", again)
	}
	if some := shown(time.Time{}, 2); some.Count() != 2 {
		t.Errorf("%d of 2", some.Count())
	}
}
