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
	if undone.Rows[0].After.State != store.TakenBack || len(w.people(c)) != 0 {
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

// All of a campaign goes back, to since when its shared code stands, and with
// it what became needed.
func TestUndoOfTermsRestoresAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.campaignOf("c", store.Terms{
		Name: "c", LinkMode: store.NotNeeded, CodeMode: store.Shared, SharedCode: aCode(t, "GLOW"), HowTo: "how", Message: "{CODE}",
		CodePattern: "{FIRST}15", LinkPattern: "https://shop.example/{FIRST}", Fee: "1", Commission: "2", Owners: []string{ana},
		ChannelID: "C1", Launches: "2025-04-01", Ends: "2025-05-01",
	})
	maya := w.selected(before, "maya", "", "")
	act := w.act()
	change, err := w.EditCampaign(t.Context(), act, before.ID, 1, store.Terms{
		Name: "d", LinkMode: store.UniqueOurs, CodeMode: store.UniqueProgram, SharedCode: aCode(t, "SHINE"), HowTo: "other", Owners: []string{ben},
	})
	must(t, err)
	undone, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if len(undone.Terms) != 1 || len(undone.Rows) != 1 || undone.Terms[0].Affected != 1 {
		t.Fatalf("%+v", undone)
	}
	same(t, "what it was when undone", undone.Terms[0].Before, change.After)
	after := undone.Terms[0].After
	after.Version, after.ChangedAt = 1, before.ChangedAt
	same(t, "restored", after, before)
	if row := undone.Rows[0].After; row.LinkMode != store.NotNeeded || row.ID != maya.ID || !row.LinkSince.Equal(maya.LinkSince) {
		t.Errorf("%+v", row.Application)
	}
}

func TestUndoOfTermsIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.NotNeeded)
	maya := w.selected(c, "maya", "", "")
	w.selected(c, "ben", "", "")
	act := w.act()
	terms := c.Terms
	terms.CodeMode = store.UniqueOurs
	_, err := w.EditCampaign(t.Context(), act, c.ID, 1, terms)
	must(t, err)
	maya, err = w.Application(t.Context(), team, maya.ID)
	must(t, err)
	w.mustEdit(maya, func(e *store.Edit) { e.Code = aCode(t, "MAYA15") })
	before := w.dump(team)
	undone, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if !undone.Nothing() || len(undone.Moved) != 1 || undone.Moved[0].ID != maya.ID {
		t.Errorf("%+v", undone)
	}
	same(t, "what is there", w.dump(team), before)
}

// A request in which one got what another one gave up goes back, in whatever
// order the rows lie.
func TestUndoOfWhatWasPassedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	first, second := w.selected(c, "ben", "", "BEN15"), w.selected(c, "maya", "", "")
	act := w.act()
	give, take := store.EditOf(first.Application), store.EditOf(second.Application)
	give.Code, take.Code = aCode(t, ""), first.Code
	_, err := w.Change(t.Context(), act, give, take)
	must(t, err)
	undone, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if len(undone.Rows) != 2 {
		t.Fatalf("%+v", undone)
	}
	for n, want := range []string{"BEN15", "TBD"} {
		was := []string{"TBD", "BEN15"}[n]
		if row := undone.Rows[n]; row.After.Code.String() != want || row.Before.Code.String() != was {
			t.Errorf("%d: %s, before %s", n, row.After.Code, row.Before.Code)
		}
	}
}

func TestUndoOfAProfile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	added, err := w.AddInfluencers(t.Context(), w.act(), 0, []store.Profile{{Handle: handle(t, "anna.cooks"), Name: "Anna"}})
	must(t, err)
	anna := added.Rows[0].Influencer
	act := w.act()
	_, err = w.SaveProfile(t.Context(), act, anna.ID, 1, store.Profile{Handle: handle(t, "anna.fit"), Email: "anna@mail.example"})
	must(t, err)
	undone, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if len(undone.Profiles) != 1 || undone.Profiles[0].After.Profile != anna.Profile || undone.Profiles[0].After.Version != 3 {
		t.Errorf("%+v", undone.Profiles)
	}
	again, err := w.Undo(t.Context(), w.act(), act.Request)
	must(t, err)
	if !again.Nothing() || len(again.MovedProfiles) != 1 {
		t.Errorf("%+v", again)
	}
	if _, err := w.Undo(t.Context(), w.act(), "r1"); err == nil { // by which she was added
		t.Error("an influencer was undone")
	}
}

// What somebody was forgotten with is gone, and stays so.
func TestForgettingIsNeverUndone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maya := w.selected(w.campaign("c", store.NotNeeded, store.UniqueOurs), "maya", "", "MAYA15")
	save, forget := w.act(), w.act()
	saved, err := w.SaveProfile(t.Context(), save, maya.InfluencerID, 1, store.Profile{Handle: handle(t, "maya"), Email: "maya@mail.example"})
	must(t, err)
	_, err = w.Forget(t.Context(), forget, maya.InfluencerID, saved.After.Version)
	must(t, err)
	before := w.dump(team)
	for _, act := range []store.Act{save, forget} {
		undone, err := w.Undo(t.Context(), w.act(), act.Request)
		must(t, err)
		if !undone.Nothing() || len(undone.MovedProfiles) != 1 {
			t.Errorf("%+v", undone)
		}
	}
	same(t, "what is there", w.dump(team), before)
}
