package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"codekeeper/store"
)

func TestOneOfManyGetsTheCode(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	rows := make([]store.Row, 20)
	for n := range rows {
		rows[n] = w.selected(c, fmt.Sprintf("h%d", n), "", "")
	}
	var mu sync.Mutex
	var winners []int64
	named := map[int64]int{}
	var wg sync.WaitGroup
	for n, row := range rows {
		wg.Go(func() {
			after, err := w.edit(row, func(e *store.Edit) {
				e.Code = aCode(t, []string{"GLOW15", "glow15"}[n%2])
			})
			mu.Lock()
			defer mu.Unlock()
			taken, ok := errors.AsType[*store.Taken](err)
			switch {
			case err == nil:
				winners = append(winners, after.ID)
			case ok && taken.What == "code" && taken.By != nil:
				named[taken.By.ID]++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(winners) != 1 || named[winners[0]] != 19 {
		t.Errorf("winners %v, named %v", winners, named)
	}
}

func TestOneOfManySelectionsGetsTheLink(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	var mu sync.Mutex
	won, refused := 0, 0
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			_, err := w.Select(t.Context(), w.act(), c.ID, []store.Selection{{
				Handle: handle(t, fmt.Sprintf("h%d", n)), Link: aLink(t, "https://shop.example/one"),
			}})
			mu.Lock()
			defer mu.Unlock()
			taken, ok := errors.AsType[*store.Taken](err)
			switch {
			case err == nil:
				won++
			case ok && taken.What == "link" && taken.By != nil:
				refused++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 || refused != 19 {
		t.Errorf("%d won, %d refused", won, refused)
	}
}

func TestOneOfManyEditsOfAVersionIsMade(t *testing.T) {
	w := newWorld(t)
	row := w.selected(w.campaign("c", store.UniqueOurs, store.UniqueOurs), "maya", "", "")
	var mu sync.Mutex
	made, stale := 0, 0
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			_, err := w.edit(row, func(e *store.Edit) { e.Note = fmt.Sprint(n) })
			mu.Lock()
			defer mu.Unlock()
			current, ok := errors.AsType[*store.Stale[store.Row]](err)
			switch {
			case err == nil:
				made++
			case ok && current.Current.Version == 2:
				stale++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made != 1 || stale != 19 {
		t.Errorf("%d made, %d stale", made, stale)
	}
}

func TestManyAddTheSamePeople(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	var profiles []store.Profile
	for n := range 10 {
		profiles = append(profiles, store.Profile{Handle: handle(t, fmt.Sprintf("h%d", n))})
	}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			mine := append(profiles[n:len(profiles):len(profiles)], profiles[:n]...)
			added, err := w.AddInfluencers(t.Context(), w.act(), c.ID, mine)
			if err != nil || len(added.Rows) != 10 {
				t.Errorf("added %d: %v", len(added.Rows), err)
			}
		})
	}
	wg.Wait()
	counts, err := w.Counts(t.Context(), team, []int64{c.ID})
	must(t, err)
	if n := w.count(`SELECT count(*) FROM influencers`); n != 10 || counts[c.ID].Applied != 10 {
		t.Errorf("%d influencers, %d applied", n, counts[c.ID].Applied)
	}
}

// Whoever is selected while a mode becomes needed ends with it needed.
func TestModeChangeMeetsSelections(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	rows := make([]store.Row, 10)
	for n := range rows {
		rows[n] = w.applicant(c, fmt.Sprintf("h%d", n))
	}
	var wg sync.WaitGroup
	for n, row := range rows {
		wg.Go(func() {
			if n%2 == 0 {
				_, err := w.Select(t.Context(), w.act(), c.ID, []store.Selection{{InfluencerID: row.InfluencerID, Version: 1}})
				if err != nil {
					t.Error(err)
				}
				return
			}
			if _, err := w.edit(row, func(e *store.Edit) { e.State = store.Selected }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Go(func() {
		terms := c.Terms
		terms.LinkMode = store.UniqueOurs
		if _, err := w.EditCampaign(t.Context(), w.act(), c.ID, 1, terms); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	page, err := w.Rows(t.Context(), team, store.Filter{TBDLink: true})
	must(t, err)
	if page.Total != len(rows) {
		t.Errorf("%d of %d have their link TBD", page.Total, len(rows))
	}
}

// Nothing is selected once a campaign is archived.
func TestArchivingMeetsSelections(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	var wg sync.WaitGroup
	for n := range 10 {
		row := w.applicant(c, fmt.Sprintf("h%d", n))
		wg.Go(func() {
			if _, err := w.edit(row, func(e *store.Edit) { e.State = store.Selected }); err != nil && !isArchived(err) {
				t.Error(err)
			}
		})
	}
	wg.Go(func() {
		if _, err := w.ArchiveCampaign(t.Context(), w.act(), c.ID, 1, true); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	page, err := w.Rows(t.Context(), team, store.Filter{State: store.Selected, Archived: true})
	must(t, err)
	for _, row := range page.Rows {
		if _, err := w.edit(row, func(e *store.Edit) { e.Note = "late" }); !isArchived(err) {
			t.Errorf("changed in an archived campaign: %v", err)
		}
	}
}

// Requests that want each other's rows, in the opposite order, are all made.
func TestManyEditsAtOnceDontDeadlock(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	a, b := w.selected(c, "a", "", ""), w.selected(c, "b", "", "")
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			for {
				x, err := w.Application(t.Context(), team, a.ID)
				if err != nil {
					t.Error(err)
					return
				}
				y, err := w.Application(t.Context(), team, b.ID)
				if err != nil {
					t.Error(err)
					return
				}
				edits := []store.Edit{store.EditOf(x.Application), store.EditOf(y.Application)}
				edits[n%2].Note = fmt.Sprint("first", n)
				edits[1-n%2].Note = fmt.Sprint("second", n)
				_, err = w.Change(t.Context(), w.act(), edits[n%2], edits[1-n%2])
				if err == nil {
					return
				}
				if !isStale(err) {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	now, err := w.Application(t.Context(), team, a.ID)
	must(t, err)
	if now.Version != 21 {
		t.Errorf("version %d, want 21", now.Version)
	}
}
