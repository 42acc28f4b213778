package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"codekeeper/store"
)

// What was undone is done again by Undo of the Undo, with all that was there,
// and what everybody selected came to need meanwhile.
func TestUndoOfTakingBack(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	done := w.applied(w.importOf(
		c, as(line(t, 1, "maya", "", "MAYA15"), store.Selected), as(line(t, 2, "leo", "", "LEO15"), store.Selected),
		line(t, 3, "kim", "", "KIM15"), line(t, 4, "zoe", "", ""),
	))
	maya := w.rowOf(c, "maya")
	act, _ := w.undo(done.Request())
	w.selected(c, "thief", "", "leo15")
	w.applicant(c, "zoe")
	terms := c.Terms
	terms.LinkMode, terms.CodeMode = store.UniqueProgram, store.Shared
	_, err := w.EditCampaign(t.Context(), w.act(), c.ID, c.Version, terms)
	must(t, err)
	redo, redone := w.undo(act.Request)
	if len(redone.Rows) != 2 || len(redone.Moved) != 1 || len(redone.Taken) != 1 {
		t.Fatalf("%+v", redone)
	}
	for _, change := range redone.Rows {
		same(t, "before", change.Before, store.Application{})
	}
	if redone.Moved[0].Influencer.Handle.String() != "zoe" || redone.Taken[0].Of.Influencer.Handle.String() != "leo" {
		t.Errorf("%+v", redone)
	}
	same(t, "people", w.people(c), []string{"kim applied KIM15", "maya selected MAYA15", "thief selected leo15", "zoe applied TBD"})
	now := w.rowNow(maya)
	if !now.LinkTBD() || now.LinkMode != store.UniqueProgram || !now.LinkSince.Equal(redo.At) || now.CodeMode != store.UniqueOurs || now.CodeSince != maya.CodeSince {
		t.Errorf("%+v", now.Application)
	}
	_, undone := w.undo(redo.Request)
	if len(undone.Rows) != 2 || len(undone.Moved) != 0 {
		t.Errorf("%+v", undone)
	}
	same(t, "undone again", w.people(c), []string{"thief selected leo15", "zoe applied TBD"})
}

// Two who undo the same import, one after the other or at once, undo it once;
// the other one is told.
func TestTakenBackOnce(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	var all []store.ImportLine
	for n := range 20 {
		all = append(all, line(t, n+1, fmt.Sprintf("h%02d", n), "", ""))
	}
	done := w.applied(w.importOf(c, all...))
	var wg sync.WaitGroup
	var mu sync.Mutex
	back, moved := 0, 0
	for range 4 {
		act := w.act()
		wg.Go(func() {
			undone, err := w.Undo(t.Context(), act, done.Request())
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			back, moved = back+len(undone.Rows), moved+len(undone.Moved)
			if slices.ContainsFunc(undone.Moved, func(r store.Row) bool { return r.State != store.TakenBack }) {
				t.Errorf("%+v", undone.Moved)
			}
		})
	}
	wg.Wait()
	if back != 20 || moved != 60 {
		t.Errorf("%d taken back, %d left alone", back, moved)
	}
	if n := w.count(`SELECT count(*) FROM application_history`); n != 40 {
		t.Errorf("%d history rows", n)
	}
}

// Those who were taken back are brought in by several at once: once each.
func TestTakenBackAndBroughtInAtOnce(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	who := []string{"maya", "leo", "zoe", "kim", "ann"}
	w.takenBack(c, who...)
	profiles := make([]store.Profile, len(who))
	for n, text := range who {
		profiles[n].Handle = handle(t, text)
	}
	m := w.importOf(c, line(t, 1, "maya", "", ""), line(t, 2, "leo", "", ""))
	press := w.act()
	_, err := w.ApplyImport(t.Context(), press, m.ID, true)
	must(t, err)
	var wg sync.WaitGroup
	var mu sync.Mutex
	applied := 0
	for n := range 6 {
		act := w.act()
		wg.Go(func() {
			if n == 5 {
				if _, _, err := w.RunImport(t.Context(), team, m.ID, "claim", press.At, nil); err != nil {
					t.Error(err)
				}
				return
			}
			added, err := w.AddInfluencers(t.Context(), act, c.ID, slices.Concat(profiles[n:], profiles[:n])) // each in another order
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, row := range added.Rows {
				if row.Applied {
					applied++
				}
			}
		})
	}
	wg.Wait()
	counts, err := w.ImportCounts(t.Context(), team, m.ID)
	must(t, err)
	if applied+counts.Made != 5 || counts.Made+counts.Refused != 2 {
		t.Errorf("%d applied, %+v", applied, counts)
	}
	same(t, "people", w.people(c), []string{"ann applied TBD", "kim applied TBD", "leo applied TBD", "maya applied TBD", "zoe applied TBD"})
	if n := w.count(`SELECT count(*) FROM application_history WHERE version = 3`); n != 5 {
		t.Errorf("%d history rows", n)
	}
}

// Somebody is selected while what brought them in is undone: whoever comes
// second finds what the first one left, and both are answered.
func TestSelectedWhileTakenBack(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	for n := range 10 {
		add, who := w.act(), fmt.Sprintf("h%d", n)
		added, err := w.AddInfluencers(t.Context(), add, c.ID, []store.Profile{{Handle: handle(t, who)}})
		must(t, err)
		undo, choose := w.act(), w.act()
		var undone store.Undone
		var changes store.Changes
		var wg sync.WaitGroup
		wg.Go(func() {
			var err error
			if undone, err = w.Undo(t.Context(), undo, add.Request); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			var err error
			if changes, err = w.Select(t.Context(), choose, c.ID, []store.Selection{{InfluencerID: added.Rows[0].Influencer.ID, Code: aCode(t, who)}}); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		now := w.rowOf(c, who)
		if now.State != store.Selected || now.Code.String() != who || len(undone.Rows)+len(undone.Moved) != 1 || len(changes.Rows) != 1 {
			t.Errorf("%+v, undone %+v", now.Application, undone)
		}
		if first := len(undone.Rows) == 1; (changes.Rows[0].Before.ID == 0) != first || (now.Version == 3) != first {
			t.Errorf("undone first: %v, %+v", first, changes.Rows[0])
		}
	}
}
