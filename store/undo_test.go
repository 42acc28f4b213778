package store_test

import (
	"testing"

	"codekeeper/store"
)

func TestUndoRestoresWhatWasBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(c, "maya", "https://shop.example/m", "MAYA15")
	maya = w.mustEdit(maya, told(maya))
	ben := w.selected(c, "ben", "", "BEN15")
	act := w.act()
	first, second := store.EditOf(maya.Application), store.EditOf(ben.Application)
	first.Code, first.Note, second.State = aCode(t, "MAYA20"), "noted", store.Withdrawn
	_, err := w.Change(t.Context(), act, first, second)
	must(t, err)

	undone, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if len(undone.Rows) != 2 || len(undone.Moved)+len(undone.Taken) != 0 {
		t.Fatalf("%+v", undone)
	}
	for n, before := range []store.Row{maya, ben} {
		after := undone.Rows[n].After.Application
		if after.Version != before.Version+2 {
			t.Errorf("version %d after %d", after.Version, before.Version)
		}
		after.Version, after.ChangedAt = before.Version, before.ChangedAt
		same(t, "restored", after, before.Application)
	}
	if !undone.Rows[0].After.Sent() {
		t.Error("what was sent before is not sent after")
	}
}

func TestUndoLeavesAloneWhatMovedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	maya, ben, leo := w.selected(c, "maya", "", "MAYA15"), w.selected(c, "ben", "", "BEN15"), w.selected(c, "leo", "", "LEO15")
	act := w.act()
	edits := make([]store.Edit, 3)
	for n, row := range []store.Row{maya, ben, leo} {
		edits[n] = store.EditOf(row.Application)
		edits[n].Code = aCode(t, "")
	}
	changes, err := w.Change(t.Context(), act, edits...)
	must(t, err)
	w.mustEdit(changes.Rows[1].After, func(e *store.Edit) { e.Note = "moved on" })
	w.selected(c, "zoe", "", "leo15") // takes what leo had

	undone, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if len(undone.Rows) != 1 || undone.Rows[0].After.Code.String() != "MAYA15" {
		t.Errorf("undone: %+v", undone.Rows)
	}
	if len(undone.Moved) != 1 || undone.Moved[0].ID != ben.ID {
		t.Errorf("moved: %+v", undone.Moved)
	}
	if len(undone.Taken) != 1 || undone.Taken[0].Text != "LEO15" || undone.Taken[0].By.Influencer.Handle.String() != "zoe" {
		t.Errorf("taken: %+v", undone.Taken)
	}
}

func TestUndoOfWhatWasNew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	act := w.act()
	_, err := w.Select(t.Context(), act, c.ID, []store.Selection{{Handle: handle(t, "maya"), Code: aCode(t, "MAYA15")}})
	must(t, err)
	undone, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if undone.Rows[0].After.State != store.Withdrawn {
		t.Errorf("somebody selected newly is %s after", undone.Rows[0].After.State)
	}
	back, err := w.Undo(t.Context(), w.act(), "r3") // the undoing itself
	must(t, err)
	if back.Rows[0].After.State != store.Selected || back.Rows[0].After.Code.String() != "MAYA15" {
		t.Errorf("%+v", back.Rows[0].After.Application)
	}
	if _, err := w.Undo(t.Context(), w.act(), "never"); err == nil {
		t.Error("a request that never was is undone")
	}
}
