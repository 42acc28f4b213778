package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"codekeeper/store"
)

// Those who swapped are swapped back also where a third one, who was brought in
// with them and taken back, is forgotten since, and somebody has their code.
func TestUndoOfASwapWithSomebodyForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	a, b := w.selected(c, "a", "", "A15"), w.selected(c, "b", "", "B15")
	done := w.applied(w.importOf(c, line(t, 1, "a", "", "B15"), line(t, 2, "b", "", "A15"), as(line(t, 3, "new", "", "N15"), store.Selected)))
	forgotten, act := w.rowOf(c, "new"), w.act()
	_, err := w.Undo(t.Context(), act, done.Request())
	must(t, err)
	_, err = w.Forget(t.Context(), w.act(), forgotten.InfluencerID, forgotten.Influencer.Version)
	must(t, err)
	w.selected(c, "next", "", "N15")
	undone, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if len(undone.Rows) != 2 || len(undone.Moved) != 1 || len(undone.Taken) != 0 {
		t.Errorf("%+v", undone)
	}
	same(t, "codes", w.codes(a, b), []string{"@a selected B15", "@b selected A15"})
}

// Whatever was passed on, and whoever was changed since: who goes back has what
// they had before, who stays was changed since or wants what somebody keeps, and
// nobody loses anything unseen. 40 groups of six had each other's codes.
func TestUndoOfMovesGivesBackWhatItCan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	random := rand.New(rand.NewPCG(3, 4))
	var people []store.Selection
	var lines []store.ImportLine
	for group := range 40 {
		wants := random.Perm(8)
		for n := range 6 {
			who := fmt.Sprintf("g%d.%d", group, n)
			people = append(people, store.Selection{Handle: handle(t, who), Code: aCode(t, who)})
			if random.IntN(4) > 0 {
				lines = append(lines, line(t, len(lines)+1, who, "", fmt.Sprintf("g%d.%d", group, wants[n])))
			}
		}
	}
	selected, err := w.Select(t.Context(), w.act(), c.ID, people)
	must(t, err)
	done := w.applied(w.importOf(c, lines...))
	since := map[int64]bool{}
	for _, change := range selected.Rows {
		if random.IntN(10) == 0 {
			since[w.mustEdit(w.rowNow(change.After), func(e *store.Edit) { e.Note = "noted" }).ID] = true
		}
	}
	undone, err := w.Undo(t.Context(), w.act(), done.Request())
	must(t, err)
	for _, change := range undone.Rows {
		if row := w.rowNow(change.After); since[row.ID] || row.Code.String() != row.Influencer.Handle.String() {
			t.Errorf("@%s went back to %s", row.Influencer.Handle, row.Code)
		}
	}
	for _, row := range undone.Moved {
		if !since[row.ID] {
			t.Errorf("@%s stays, and nobody changed them", row.Influencer.Handle)
		}
	}
	for _, of := range undone.Taken {
		if by := w.rowNow(*of.By); since[of.Of.ID] || of.Text != of.Of.Influencer.Handle.String() || by.Code.String() != of.Text {
			t.Errorf("@%s stays, and @%s has %s", of.Of.Influencer.Handle, by.Influencer.Handle, by.Code)
		}
	}
	if len(undone.Rows) < 30 || len(undone.Moved) < 5 || len(undone.Taken) < 5 {
		t.Errorf("%d went back, %d were changed since and %d taken: too few to tell", len(undone.Rows), len(undone.Moved), len(undone.Taken))
	}
	if n := w.count(`SELECT count(*) FROM applications a JOIN application_history h ON h.team_id = a.team_id AND h.application_id = a.id AND h.version = a.version
		WHERE a.code IS DISTINCT FROM h.code OR a.link IS DISTINCT FROM h.link`); n != 0 {
		t.Errorf("%d have something else than their history says", n)
	}
}
