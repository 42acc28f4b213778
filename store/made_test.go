package store_test

import (
	"testing"
	"time"

	"codekeeper/store"
)

// A code made from the pattern isn't in the shop until somebody says so, or it
// is replaced by another.
func TestMadeCode(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	applied, prepared := w.applicant(c, "applied"), w.applicant(c, "prepared")
	w.mustEdit(prepared, func(e *store.Edit) { e.Code = aCode(t, "PREPARED") })
	changes, err := w.Select(t.Context(), w.act(), c.ID, []store.Selection{
		{Handle: handle(t, "new"), Code: aCode(t, "NEW15"), MadeCode: true},
		{InfluencerID: applied.InfluencerID, Code: aCode(t, "APPLIED15"), MadeCode: true},
		{InfluencerID: prepared.InfluencerID, MadeCode: true}, // nothing was made: what is prepared stays
		{Handle: handle(t, "typed"), Code: aCode(t, "TYPED15")},
		{Handle: handle(t, "tbd"), MadeCode: true},
	})
	must(t, err)
	var made []bool
	for _, change := range changes.Rows {
		made = append(made, change.After.NotInShop)
		if change.After.NotInShop && (change.After.Unsent() || !change.After.Ready()) {
			t.Errorf("%s can be told", change.After.Influencer.Handle)
		}
	}
	same(t, "not in the shop", made, []bool{true, true, false, false, false})

	counted := func() (int, time.Time) {
		counts, err := w.Counts(t.Context(), team, []int64{c.ID})
		must(t, err)
		n := counts[c.ID]
		if n.MadeAt == nil {
			return n.NotInShop, time.Time{}
		}
		return n.NotInShop, *n.MadeAt
	}
	if n, at := counted(); n != 2 || !at.Equal(changes.Rows[0].After.CodeSince) {
		t.Errorf("%d, the last at %v", n, at)
	}
	first, second := changes.Rows[0].After, changes.Rows[1].After
	first = w.mustEdit(first, func(e *store.Edit) { e.Note = "n" })
	if !first.NotInShop {
		t.Error("a note put the code into the shop")
	}
	first = w.mustEdit(first, func(e *store.Edit) { e.Code = aCode(t, "new15") })
	if !first.NotInShop {
		t.Error("the same code in another case is in the shop")
	}
	first = w.mustEdit(first, func(e *store.Edit) { e.Code = aCode(t, "NEW20") })
	second = w.mustEdit(second, func(e *store.Edit) { e.InShop = true })
	if first.NotInShop || second.NotInShop || !second.Unsent() {
		t.Errorf("%v %v", first.NotInShop, second.NotInShop)
	}
	if n, at := counted(); n != 0 || !at.IsZero() {
		t.Errorf("%d, the last at %v", n, at)
	}
	if third := w.mustEdit(second, func(e *store.Edit) { e.Code, e.MadeCode = aCode(t, "SECOND"), true }); !third.NotInShop {
		t.Error("a code made later is in the shop")
	}

	shared := w.campaign("shared", store.NotNeeded, store.NotNeeded)
	changes, err = w.Select(t.Context(), w.act(), shared.ID, []store.Selection{{Handle: handle(t, "new"), Code: aCode(t, "X1"), MadeCode: true}})
	must(t, err)
	if row := changes.Rows[0].After; row.NotInShop || !row.Code.TBD() {
		t.Errorf("%+v", row.Application)
	}
}

// What waits for the shop is counted with since when, when the first of them
// goes live, and whose one of them is; what can be made, without who is
// forgotten or gets theirs elsewhere.
func TestMadeCounts(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueProgram, store.UniqueOurs)
	counted := func() store.CampaignCounts {
		counts, err := w.Counts(t.Context(), team, []int64{c.ID})
		must(t, err)
		return counts[c.ID]
	}
	made := func(name string) store.Row {
		changes, err := w.Select(t.Context(), w.act(), c.ID, []store.Selection{{Handle: handle(t, name), Code: aCode(t, name+"15"), MadeCode: true}})
		must(t, err)
		return changes.Rows[0].After
	}
	w.selected(c, "tbd", "", "")
	gone := w.selected(c, "gone", "", "")
	w.mustEdit(w.selected(c, "out", "", ""), func(e *store.Edit) { e.State = store.Withdrawn })
	w.applicant(c, "applied")
	if n := counted(); n.CodesToMake != 2 || n.LinksToMake != 0 || n.NotInShop != 0 || n.MadeSince != nil || n.MadeLive != "" || n.MadeOf != 0 {
		t.Errorf("%+v", n)
	}
	_, err := w.Forget(t.Context(), w.act(), gone.InfluencerID, gone.Influencer.Version)
	must(t, err)
	first := made("a")
	second := w.mustEdit(made("b"), func(e *store.Edit) { e.GoesLive = "2026-06-12" })
	n := counted()
	if n.CodesToMake != 1 || n.NotInShop != 2 || !n.MadeSince.Equal(first.CodeSince) || !n.MadeAt.Equal(second.CodeSince) {
		t.Errorf("%+v", n)
	}
	if n.MadeLive != "2026-06-12" || n.MadeOf != second.ID {
		t.Errorf("%+v", n)
	}
}

func TestInfluencers(t *testing.T) {
	w := newWorld(t)
	maya := w.applicant(w.campaign("c", store.NotNeeded, store.UniqueOurs), "maya")
	found, err := w.Influencers(t.Context(), team, []int64{maya.InfluencerID, 0, -1, 1 << 40})
	must(t, err)
	if len(found) != 1 || found[maya.InfluencerID].Handle.String() != "maya" {
		t.Errorf("%v", found)
	}
	if found, err := w.Influencers(t.Context(), team, nil); err != nil || len(found) != 0 {
		t.Errorf("%v, %v", found, err)
	}
}
