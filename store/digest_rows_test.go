package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"codekeeper/store"
)

func TestDigestRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, other := w.campaign("c", store.NotNeeded, store.UniqueOurs), w.campaign("o", store.NotNeeded, store.UniqueOurs)
	maya, ben := w.selected(c, "maya", "", ""), w.selected(other, "ben", "", "")
	w.claims("claim", day, false, true)
	must(t, w.FinishDigest(t.Context(), team, "C1", today, "claim", "C1", "1.2", day))
	rows := []store.DigestRow{
		{Key: "tbd:2", CampaignID: c.ID, ApplicationID: maya.ID, Text: "*@maya*"}, {Key: "ended:1", CampaignID: c.ID, Text: "ended"},
	}
	w.shows(0, rows, true)
	got, err := w.DigestRows(t.Context(), team, "C1", today)
	must(t, err)
	same(t, "rows", got, rows)
	rows = []store.DigestRow{rows[1], {Key: "tbd:2", CampaignID: c.ID, ApplicationID: maya.ID, Text: "*@maya*", Ended: store.EndedDone, DoneBy: ben.ChangedBy}}
	w.shows(1, rows[1:], true)
	w.shows(1, rows, false) // somebody was first
	got, err = w.DigestRows(t.Context(), team, "C1", today)
	must(t, err)
	same(t, "rows", got, rows[1:])

	shown, err := w.DigestKeysShown(t.Context(), team, []string{"tbd:2", "ended:1"})
	must(t, err)
	same(t, "shown", shown, map[string]bool{"tbd:2": true})

	act := w.act()
	for request, edited := range map[string]store.Row{act.Request: maya, w.act().Request: ben} {
		edit, by := store.EditOf(edited.Application), act
		edit.Note, by.Request = "n", request
		_, err := w.Change(t.Context(), by, edit)
		must(t, err)
		touched, err := w.DigestsTouched(t.Context(), team, request, today)
		must(t, err)
		if (len(touched) == 1) != (edited.ID == maya.ID) {
			t.Errorf("@%s changed: %d digests touched", edited.Influencer.Handle, len(touched))
		}
	}
	if saved, err := w.SaveDigestRows(t.Context(), team, "C2", today, 0, rows); saved || err != nil {
		t.Errorf("nobody claimed it: %v, %v", saved, err)
	}

	// Who is asked instead of whom may change any of them.
	given := w.act()
	made, err := w.Handover(t.Context(), given, ben.ChangedBy+"X", other.ID, "")
	must(t, err)
	taken := w.act()
	_, err = w.EndHandover(t.Context(), taken, made.After.ID)
	must(t, err)
	for _, request := range []string{given.Request, taken.Request} {
		touched, err := w.DigestsTouched(t.Context(), team, request, today)
		must(t, err)
		if len(touched) != 1 {
			t.Errorf("handed over: %d digests touched", len(touched))
		}
	}
}

// shows says what today's digest of C1 shows, from a version.
func (w *world) shows(version int64, rows []store.DigestRow, want bool) {
	w.t.Helper()
	saved, err := w.SaveDigestRows(w.ctx(), team, "C1", today, version, rows)
	must(w.t, err)
	if saved != want {
		w.t.Errorf("saved from version %d: %v", version, saved)
	}
}

// However many write a digest's message at once, one of those who read the same
// is the first.
func TestOneOfManyWritesTheDigest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	w.claims("claim", day, false, true)
	var first atomic.Int64
	var wg sync.WaitGroup
	for n := range 10 {
		wg.Go(func() {
			saved, err := w.SaveDigestRows(t.Context(), team, "C1", today, 0, []store.DigestRow{{Key: fmt.Sprint(n), CampaignID: c.ID}})
			if err != nil {
				t.Error(err)
			}
			if saved {
				first.Add(1)
			}
		})
	}
	wg.Wait()
	rows, err := w.DigestRows(t.Context(), team, "C1", today)
	must(t, err)
	if first.Load() != 1 || len(rows) != 1 {
		t.Errorf("%d were first, and it shows %+v", first.Load(), rows)
	}
}

// Who made something what it is stays who did, whoever changes something else.
func TestWhoMadeItSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaignOf("c", store.Terms{Name: "c", LinkMode: store.UniqueOurs, CodeMode: store.Shared, Owners: []string{ana}})
	act := func(user string) store.Act {
		by := w.act()
		by.User = user
		return by
	}
	now := w.selected(c, "maya", "", "")
	change := func(user string, with func(*store.Edit)) {
		t.Helper()
		edit := store.EditOf(now.Application)
		with(&edit)
		changes, err := w.Change(t.Context(), act(user), edit)
		must(t, err)
		now = changes.Rows[0].After
	}
	change("U-link", func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/maya") })
	change("U-note", func(e *store.Edit) { e.Note = "later" })
	change("U-gone", func(e *store.Edit) { e.State = store.Withdrawn })
	change("U-back", func(e *store.Edit) { e.State = store.Selected })
	change("U-note", func(e *store.Edit) { e.Note = "even later" })
	terms := c.Terms
	terms.SharedCode = aCode(t, "ALL20")
	edited, err := w.EditCampaign(t.Context(), act("U-code"), c.ID, c.Version, terms)
	must(t, err)
	terms.Fee = "100"
	edited, err = w.EditCampaign(t.Context(), act("U-fee"), c.ID, edited.After.Version, terms)
	must(t, err)
	archived, err := w.ArchiveCampaign(t.Context(), act("U-archive"), c.ID, edited.After.Version, true)
	must(t, err)

	rows, err := w.ApplicationsBy(t.Context(), team, []int64{now.ID, now.ID + 999})
	must(t, err)
	now.Campaign = archived.After
	same(t, "application", rows, map[int64]store.RowBy{now.ID: {Row: now, LinkBy: "U-link", CodeBy: now.CreatedBy, StateBy: "U-back"}})
	campaigns, err := w.CampaignsBy(t.Context(), team, []int64{c.ID, c.ID + 999})
	must(t, err)
	same(t, "campaign", campaigns, map[int64]store.CampaignBy{c.ID: {
		Campaign: archived.After, SharedLinkBy: c.CreatedBy, SharedCodeBy: "U-code", ArchivedBy: "U-archive", LastBy: "U-note", LastState: store.Selected,
	}})
}
