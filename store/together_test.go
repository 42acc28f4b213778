package store_test

import (
	"errors"
	"fmt"
	"testing"

	"codekeeper/store"
)

// However many are changed at once, it takes the same few statements: each is
// a way to the server and back.
func TestManyAtOnceAreFewStatements(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	var profiles []store.Profile
	for n := range 50 {
		profiles = append(profiles, store.Profile{Handle: handle(t, fmt.Sprintf("applies%d", n))})
	}
	added, err := w.AddInfluencers(t.Context(), w.act(), c.ID, profiles)
	must(t, err)
	var selections []store.Selection
	for n, row := range added.Rows {
		selections = append(selections,
			store.Selection{Handle: handle(t, fmt.Sprintf("new%d", n)), Code: aCode(t, fmt.Sprintf("NEW%d", n))},
			store.Selection{InfluencerID: row.Influencer.ID, Version: 1, GoesLive: "2025-06-01"})
	}
	before := w.executed()
	selected, err := w.Select(t.Context(), w.act(), c.ID, selections)
	must(t, err)
	if n := w.executed() - before; n > 8 {
		t.Errorf("selecting 100 takes %d statements", n)
	}
	var ids []int64
	var edits []store.Edit
	for n, change := range selected.Rows {
		row := change.After
		if want := fmt.Sprintf("new%d", n/2); n%2 == 0 && (row.Influencer.Handle.String() != want || change.Before.ID != 0) {
			t.Errorf("change %d is of @%s, want @%s", n, row.Influencer.Handle, want)
		}
		if n%2 == 1 && (row.InfluencerID != selections[n].InfluencerID || change.Before.State != store.Applied || row.GoesLive != "2025-06-01") {
			t.Errorf("change %d is %+v", n, change)
		}
		edit := store.EditOf(row.Application)
		edit.State, edit.Reason = store.Withdrawn, "no time"
		edits, ids = append(edits, edit), append(ids, row.InfluencerID)
	}
	before = w.executed()
	withdrawn, err := w.Change(t.Context(), w.act(), edits...)
	must(t, err)
	if n := w.executed() - before; n > 2 {
		t.Errorf("withdrawing 100 takes %d statements", n)
	}
	before = w.executed()
	found, err := w.ApplicationsOf(t.Context(), team, c.ID, append(ids, 999))
	must(t, err)
	if n := w.executed() - before; n != 1 {
		t.Errorf("reading 100 takes %d statements", n)
	}
	for n, change := range withdrawn.Rows {
		same(t, "before", change.Before, selected.Rows[n].After.Application)
		same(t, "read", found[change.After.InfluencerID], change.After)
	}
	if len(found) != 100 || len(withdrawn.Rows) != 100 {
		t.Errorf("%d found, %d withdrawn", len(found), len(withdrawn.Rows))
	}
	if n := w.count(`SELECT count(*) FROM application_history WHERE reason = 'no time' AND version = 2 + (application_id <= 50)::int`); n != 100 {
		t.Errorf("%d history rows, want 100", n)
	}
}

// Of many that are refused who is refused is named as if it had been alone.
func TestManyAtOnceAreRefusedByName(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya, leo, zoe := w.selected(c, "maya", "", "MAYA15"), w.selected(c, "leo", "", ""), w.applicant(c, "zoe")
	before := w.dump(team)
	x, y := store.EditOf(leo.Application), store.EditOf(zoe.Application)
	x.Note, y.Code, y.State = "noted", aCode(t, "maya15"), store.Selected
	taken := func(what string, err error) {
		t.Helper()
		if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.What != "code" || taken.By == nil || taken.By.ID != maya.ID {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := w.Change(t.Context(), w.act(), x, y)
	taken("two edits", err)
	_, err = w.Select(t.Context(), w.act(), c.ID, []store.Selection{
		{Handle: handle(t, "a"), Code: aCode(t, "A")}, {Handle: handle(t, "b"), Code: aCode(t, "maya15")},
	})
	taken("two new ones", err)
	_, err = w.Select(t.Context(), w.act(), c.ID, []store.Selection{
		{Handle: handle(t, "a"), Code: aCode(t, "SAME")}, {InfluencerID: zoe.InfluencerID, Version: 1, Code: aCode(t, "same")},
	})
	if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.By == nil || taken.By.ID != zoe.ID {
		t.Errorf("a new one and an applicant: %v", err)
	}
	_, err = w.Change(t.Context(), w.act(), x, store.Edit{ID: 999, Version: 1, State: store.Applied})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("one is unknown: %v", err)
	}
	_, err = w.Select(t.Context(), w.act(), c.ID, []store.Selection{{Handle: handle(t, "a")}, {InfluencerID: 999}})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("one selected is unknown: %v", err)
	}
	same(t, "what is stored", w.dump(team), before)
}

// Who edits a campaign locks it and then its applications. Who changes those
// locks in the same order, or both would wait for each other until the server
// breaks it up after a second.
func TestTheCampaignIsLockedBeforeItsApplications(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya, leo := w.selected(c, "maya", "", ""), w.selected(c, "leo", "", "")
	for name, edits := range map[string][]store.Edit{"one": {noted(maya)}, "many": {noted(leo), noted(maya)}} {
		tx, err := w.sql().BeginTx(t.Context(), nil)
		must(t, err)
		_, err = tx.ExecContext(t.Context(), `SELECT FROM campaigns FOR NO KEY UPDATE`)
		must(t, err)
		done := make(chan error)
		go func() {
			_, err := w.Change(t.Context(), w.act(), edits...)
			done <- err
		}()
		for waiting := 0; waiting == 0; {
			must(t, tx.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_stat_activity
				WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting))
		}
		if _, err := tx.ExecContext(t.Context(), `SELECT FROM applications FOR UPDATE NOWAIT`); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		must(t, tx.Rollback())
		if err := <-done; err != nil && !isStale(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
