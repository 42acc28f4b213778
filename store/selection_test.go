package store_test

import (
	"errors"
	"testing"

	"codekeeper/store"
)

func TestSelectAddsWhatIsMissing(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueProgram)
	applicant := w.applicant(c, "cleo")
	known := w.selected(w.campaign("elsewhere", store.NotNeeded, store.NotNeeded), "ben", "", "").Influencer
	act := w.act()
	selections := []store.Selection{
		{InfluencerID: applicant.InfluencerID, Version: applicant.Version, Code: aCode(t, "CLEO")},
		{Handle: handle(t, "@Maya.Glow"), Platform: "TikTok", Link: aLink(t, "https://shop.example/m"), GoesLive: "2025-06-03"},
		{Handle: handle(t, "BEN")},
	}
	changes, err := w.Select(t.Context(), act, c.ID, selections)
	must(t, err)
	if len(changes.Rows) != 3 || changes.Repeat {
		t.Fatalf("changes: %+v", changes)
	}
	cleo, maya, ben := changes.Rows[0], changes.Rows[1], changes.Rows[2]
	same(t, "before an applicant", cleo.Before, applicant.Application)
	if cleo.After.Version != 2 || cleo.After.Code.String() != "CLEO" || !cleo.After.LinkTBD() || !cleo.After.LinkSince.Equal(act.At) {
		t.Errorf("applicant: %+v", cleo.After.Application)
	}
	if maya.Before.ID != 0 || maya.After.State != store.Selected || maya.After.Version != 1 || maya.After.GoesLive != "2025-06-03" ||
		maya.After.CodeMode != store.UniqueProgram || !maya.After.CodeTBD() || maya.After.Influencer.Platform != "TikTok" {
		t.Errorf("new: %+v", maya.After)
	}
	if ben.After.InfluencerID != known.ID || ben.After.Influencer.Handle.String() != "ben" {
		t.Errorf("known: %+v", ben.After)
	}
	read, err := w.Application(t.Context(), team, maya.After.ID)
	must(t, err)
	same(t, "read back", read, maya.After)

	w.mustEdit(read, func(e *store.Edit) { e.Code = aCode(t, "LATER") })
	repeat, err := w.Select(t.Context(), act, c.ID, selections)
	must(t, err)
	changes.Repeat = true
	same(t, "repeat, after a later change", repeat, changes)
}

func TestSelectRefusals(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(c, "maya", "https://shop.example/m", "MAYA15")
	applicant := w.applicant(c, "cleo")
	try := func(selections ...store.Selection) error {
		_, err := w.Select(t.Context(), w.act(), c.ID, selections)
		return err
	}
	fresh := store.Selection{Handle: handle(t, "dora")}

	err := try(fresh, store.Selection{Handle: handle(t, "maya"), Version: 1})
	if already, ok := errors.AsType[*store.AlreadySelected](err); !ok || already.Row.ID != maya.ID {
		t.Errorf("already selected: %v", err)
	}
	err = try(fresh, store.Selection{InfluencerID: applicant.InfluencerID, Version: applicant.Version + 1})
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); !ok || stale.Current.ID != applicant.ID {
		t.Errorf("applied meanwhile: %v", err)
	}
	err = try(store.Selection{Handle: handle(t, "dora"), Code: aCode(t, "maya15")})
	if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.What != "code" || taken.By.ID != maya.ID {
		t.Errorf("new with a taken code: %v", err)
	}
	err = try(store.Selection{InfluencerID: applicant.InfluencerID, Version: 1, Link: aLink(t, "https://shop.example/m")})
	if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.What != "link" || taken.By.ID != maya.ID {
		t.Errorf("applicant with a taken link: %v", err)
	}
	err = try(store.Selection{Handle: handle(t, "x"), Code: aCode(t, "SAME")}, store.Selection{Handle: handle(t, "y"), Code: aCode(t, "same")})
	if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.By == nil || taken.By.Influencer.Handle.String() != "x" {
		t.Errorf("two with one code: %v", err)
	}
	if err := try(fresh, fresh); err == nil {
		t.Error("somebody was selected twice at once")
	}
	if err := try(store.Selection{InfluencerID: 999}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown influencer: %v", err)
	}
	if _, err := w.Select(t.Context(), w.act(), 999, []store.Selection{fresh}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown campaign: %v", err)
	}
	w.archive(c)
	if _, ok := errors.AsType[*store.Archived](try(fresh)); !ok {
		t.Error("selected in an archived campaign")
	}
	if _, err := w.Influencer(t.Context(), team, maya.InfluencerID+2); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a refused selection left an influencer: %v", err)
	}
	if n := w.count(`SELECT count(*) FROM influencers`); n != 2 {
		t.Errorf("%d influencers, want 2", n)
	}
}

func TestSelectAgain(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.NotNeeded)
	maya := w.selected(c, "maya", "https://shop.example/m", "")
	withdrawn := w.mustEdit(maya, func(e *store.Edit) { e.State = store.Withdrawn })
	changes, err := w.Select(t.Context(), w.act(), c.ID, []store.Selection{{
		InfluencerID: maya.InfluencerID, Version: withdrawn.Version, Link: withdrawn.Link,
	}})
	must(t, err)
	if after := changes.Rows[0].After; after.ID != maya.ID || after.State != store.Selected || !after.Ready() {
		t.Errorf("selected again: %+v", after)
	}
}

// A selection that was based on no application keeps what was prepared, or was
// theirs before they left, and takes it from nobody.
func TestSelectKeepsWhatIsPrepared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	prepared := func(handle string) store.Row {
		return w.mustEdit(w.applicant(c, handle), func(e *store.Edit) {
			e.Code, e.GoesLive = aCode(t, handle+"15"), "2025-06-01"
		})
	}
	left := w.mustEdit(w.mustEdit(prepared("left"), func(e *store.Edit) { e.State = store.Selected }), func(e *store.Edit) { e.State = store.Withdrawn })
	declined := w.mustEdit(prepared("declined"), func(e *store.Edit) { e.State = store.Declined })
	for name, row := range map[string]store.Row{"cleo": prepared("cleo"), "left": left, "declined": declined} {
		changes, err := w.Select(t.Context(), w.act(), c.ID, []store.Selection{{
			InfluencerID: row.InfluencerID, Link: aLink(t, "https://shop.example/"+name), MadeCode: true,
		}})
		must(t, err)
		after := changes.Rows[0].After
		if after.State != store.Selected || after.Code.String() != name+"15" || after.Link.String() != "https://shop.example/"+name || after.GoesLive != "2025-06-01" {
			t.Errorf("%s: selected as %s with %s and %s on %s", name, after.State, after.Code, after.Link, after.GoesLive)
		}
		if after.NotInShop {
			t.Errorf("%s: what is prepared counts as made just now", name)
		}
	}

	gone := w.mustEdit(w.selected(c, "gone", "", "GONE15"), func(e *store.Edit) { e.State = store.Withdrawn })
	w.selected(c, "ben", "", "GONE15")
	_, err := w.Select(t.Context(), w.act(), c.ID, []store.Selection{{InfluencerID: gone.InfluencerID}})
	if taken, ok := errors.AsType[*store.Taken](err); !ok || taken.By.Influencer.Handle.String() != "ben" {
		t.Errorf("what ben has now: %v", err)
	}
}
