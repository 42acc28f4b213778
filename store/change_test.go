package store_test

import (
	"errors"
	"testing"

	"codekeeper/store"
)

func TestChangeWritesTheRowAndItsHistory(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueProgram)
	maya := w.applicant(c, "@maya.glow")
	if maya.State != store.Applied || maya.LinkMode != "" || maya.Version != 1 {
		t.Fatalf("applicant: %+v", maya.Application)
	}
	prepared := w.mustEdit(maya, func(e *store.Edit) { e.Code = aCode(t, "MAYA15") })
	edit := store.EditOf(prepared.Application)
	edit.State, edit.GoesLive, edit.Note = store.Selected, "2025-06-03", "two reels"
	act := w.act()
	changes, err := w.Change(t.Context(), act, edit)
	must(t, err)
	same(t, "before", changes.Rows[0].Before, prepared.Application)
	after := changes.Rows[0].After
	want := prepared
	want.Version, want.State, want.LinkMode, want.CodeMode = 3, store.Selected, store.UniqueOurs, store.UniqueProgram
	want.GoesLive, want.Note, want.ChangedAt = "2025-06-03", "two reels", act.At
	want.LinkSince, want.CodeSince = act.At, act.At // needed since the selection
	same(t, "after", after, want)
	read, err := w.Application(t.Context(), team, maya.ID)
	must(t, err)
	same(t, "read back", read, after)

	set := w.mustEdit(after, func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/maya") })
	if !set.LinkSince.Equal(set.ChangedAt) || !set.CodeSince.Equal(after.CodeSince) {
		t.Errorf("since: %+v", set.Application)
	}
	noted := w.mustEdit(set, func(e *store.Edit) { e.Note = "" })
	if !noted.LinkSince.Equal(set.LinkSince) || !noted.CodeSince.Equal(set.CodeSince) {
		t.Errorf("a note moved since: %+v", noted.Application)
	}
	edit = store.EditOf(noted.Application)
	edit.State, edit.Reason = store.Withdrawn, "no reels"
	_, err = w.Change(t.Context(), w.act(), edit)
	must(t, err)
	if n := w.count(`SELECT count(*) FROM application_history h JOIN requests r ON r.team_id = h.team_id AND r.id = h.request_id
		WHERE h.application_id = $1 AND h.by = $2 AND h.way = 'form'`, maya.ID, ana); n != 6 {
		t.Errorf("%d history rows with their request, want 6", n)
	}
	if n := w.count(`SELECT count(*) FROM application_history WHERE version = 6 AND reason = 'no reels' AND state = 'withdrawn' AND code = 'MAYA15'`); n != 1 {
		t.Error("the withdrawal is not in the history as it was made")
	}
}

func TestChangeOfNothingWritesNothing(t *testing.T) {
	w := newWorld(t)
	maya := w.selected(w.campaign("c", store.UniqueOurs, store.UniqueOurs), "maya", "", "MAYA15")
	changes, err := w.Change(t.Context(), w.act(), store.EditOf(maya.Application))
	must(t, err)
	same(t, "unchanged", changes, store.Changes{Rows: []store.Change{{Before: maya.Application, After: maya}}})
	withdrawn := w.mustEdit(maya, func(e *store.Edit) { e.State = store.Withdrawn })
	if again := w.mustEdit(withdrawn, func(*store.Edit) {}); again.Version != withdrawn.Version {
		t.Errorf("withdrawn twice: version %d", again.Version)
	}
	none, err := w.Change(t.Context(), w.act())
	must(t, err)
	same(t, "no edits", none, store.Changes{})
	if n := w.count(`SELECT count(*) FROM application_history`); n != 2 {
		t.Errorf("%d history rows, want 2", n)
	}
}

func TestChangeRefusals(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(c, "maya", "https://shop.example/maya", "MAYA15")
	ben := w.selected(c, "ben", "", "")
	if _, err := w.Change(t.Context(), w.act(), store.Edit{ID: 999, Version: 1, State: store.Applied}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
	_, err := w.edit(ben, func(e *store.Edit) { e.Code = aCode(t, "maya15") })
	if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.What != "code" || taken.Text != "maya15" || taken.By == nil || taken.By.ID != maya.ID {
		t.Errorf("code in another case: %v %+v", err, taken)
	}
	_, err = w.edit(ben, func(e *store.Edit) { e.Link = aLink(t, "https://SHOP.example/maya") })
	if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.What != "link" || taken.By == nil || taken.By.Influencer.Handle.String() != "maya" {
		t.Errorf("link: %v %+v", err, taken)
	}
	if _, err := w.edit(ben, func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/Maya") }); err != nil {
		t.Errorf("a link of other bytes: %v", err)
	}
	_, err = w.edit(ben, func(e *store.Edit) { e.Note = "old version" })
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); !ok || stale.Current.Version != 2 || stale.By != ana {
		t.Errorf("stale: %v", err)
	}
	withdrawn := w.mustEdit(maya, func(e *store.Edit) { e.State = store.Withdrawn })
	for _, to := range []store.State{store.Withdrawn, store.Applied, store.Declined} {
		_, err := w.edit(withdrawn, func(e *store.Edit) { e.State, e.Note = to, "too late" })
		if refused, ok := errors.AsType[*store.NotSelected](err); !ok || refused.Row.ID != maya.ID {
			t.Errorf("withdrawn to %s: %v", to, err)
		}
	}
	// What the withdrawn one had is free, and theirs again only until somebody takes it.
	now, err := w.Application(t.Context(), team, ben.ID)
	must(t, err)
	w.mustEdit(now, func(e *store.Edit) { e.Code = aCode(t, "MAYA15") })
	_, err = w.edit(withdrawn, func(e *store.Edit) { e.State = store.Selected })
	if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.By == nil || taken.By.ID != ben.ID {
		t.Errorf("selected again: %v", err)
	}
	applicant := w.applicant(c, "cleo")
	if _, err := w.edit(applicant, func(e *store.Edit) { e.State = store.Withdrawn }); err == nil {
		t.Error("an applicant was withdrawn")
	}
	w.archive(c)
	_, err = w.edit(withdrawn, func(e *store.Edit) { e.State = store.Selected })
	if archived, ok := errors.AsType[*store.Archived](err); !ok || archived.Campaign.ID != c.ID {
		t.Errorf("archived: %v", err)
	}
}

func TestChangeOfManyIsAllOrNothing(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	a, b := w.selected(c, "a", "", ""), w.selected(c, "b", "", "")
	x, y := store.EditOf(a.Application), store.EditOf(b.Application)
	x.Code, y.Code = aCode(t, "ONE"), aCode(t, "TWO")
	changes, err := w.Change(t.Context(), w.act(), y, x)
	must(t, err)
	if len(changes.Rows) != 2 || changes.Rows[0].After.ID != b.ID || changes.Rows[1].After.Code.String() != "ONE" || changes.Rows[1].Before.Version != 1 {
		t.Errorf("changes: %+v", changes)
	}
	x.Version, y.Version = 2, 2
	x.Code, y.Code = aCode(t, "THREE"), aCode(t, "three")
	_, err = w.Change(t.Context(), w.act(), x, y)
	if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.What != "code" || taken.By == nil || taken.By.ID != a.ID {
		t.Errorf("twice in one request: %v", err)
	}
	y.Version, y.Code = 1, aCode(t, "FOUR")
	if _, err = w.Change(t.Context(), w.act(), x, y); !isStale(err) {
		t.Errorf("one of two stale: %v", err)
	}
	if _, err = w.Change(t.Context(), w.act(), x, x); err == nil {
		t.Error("two edits of one application")
	}
	now, err := w.Application(t.Context(), team, a.ID)
	must(t, err)
	if now.Version != 2 || now.Code.String() != "ONE" {
		t.Errorf("half a request is stored: %+v", now.Application)
	}
	if n := w.count(`SELECT count(*) FROM application_history`); n != 4 {
		t.Errorf("%d history rows, want 4", n)
	}
}

func TestSelectingDropsWhatIsNotUnique(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya := w.mustEdit(w.applicant(c, "maya"), func(e *store.Edit) {
		e.Link, e.Code = aLink(t, "https://shop.example/maya"), aCode(t, "MAYA15")
	})
	terms := c.Terms
	terms.LinkMode, terms.CodeMode, terms.SharedCode = store.NotNeeded, store.Shared, aCode(t, "ALL")
	_, err := w.EditCampaign(t.Context(), w.act(), c.ID, 1, terms)
	must(t, err)
	if kept := w.mustEdit(maya, func(e *store.Edit) { e.Note = "prepared ones stay" }); kept.Code.String() != "MAYA15" {
		t.Errorf("kept: %+v", kept.Application)
	}
	maya.Version++
	if _, err := w.edit(maya, func(e *store.Edit) { e.Code = aCode(t, "MAYA20") }); err == nil {
		t.Error("an own code was prepared where it is shared")
	}
	selected := w.mustEdit(maya, func(e *store.Edit) { e.State = store.Selected })
	if !selected.Link.TBD() || !selected.Code.TBD() || selected.SharesCode().String() != "ALL" || !selected.Ready() {
		t.Errorf("selected: %+v", selected.Application)
	}
}
