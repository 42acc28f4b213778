package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// undo undoes a request, and is the act that did.
func (w *world) undo(request string) (store.Act, store.Undone) {
	w.t.Helper()
	act := w.act()
	act.Way, act.User = store.ByUndo, ben
	undone, err := w.Undo(w.ctx(), act, request)
	must(w.t, err)
	return act, undone
}

// takenBack brings these people into a campaign as selected, and undoes that.
func (w *world) takenBack(c store.Campaign, who ...string) []store.Row {
	w.t.Helper()
	selections := make([]store.Selection, len(who))
	for n, text := range who {
		selections[n].Handle = handle(w.t, text)
	}
	act := w.act()
	_, err := w.Select(w.ctx(), act, c.ID, selections)
	must(w.t, err)
	_, undone := w.undo(act.Request)
	rows := make([]store.Row, len(undone.Rows))
	for n, change := range undone.Rows {
		rows[n] = change.After
		if rows[n].State != store.TakenBack {
			w.t.Fatalf("@%s is %s", rows[n].Influencer.Handle, rows[n].State)
		}
	}
	return rows
}

func isNotThere(err error) bool {
	_, ok := errors.AsType[*store.NotThere](err)
	return ok
}

// people are all who are in a campaign, each as "maya applied MAYA15".
func (w *world) people(c store.Campaign) []string {
	w.t.Helper()
	page, err := w.Rows(w.ctx(), team, store.Filter{CampaignID: c.ID, Archived: true})
	must(w.t, err)
	all := []string{}
	for _, row := range page.Rows {
		all = append(all, fmt.Sprintf("%s %s %s", row.Influencer.Handle, row.State, row.Code))
	}
	if page.Total != len(all) {
		w.t.Errorf("%d of %d", len(all), page.Total)
	}
	return all
}

// An import of the wrong file is undone: who was new in it is nowhere, who was
// there is as they were.
func TestWhoWasTakenBackIsNowhere(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	w.applicant(c, "leo")
	lines := []store.ImportLine{
		line(t, 1, "maya", "https://shop.example/m", "MAYA15"), as(line(t, 2, "zoe", "", "ZOE15"), store.Selected),
		as(line(t, 3, "kim", "", ""), store.Withdrawn), line(t, 4, "leo", "", "LEO15"),
	}
	lines[0].Name, lines[0].Note = "Maya", "moves in May"
	done := w.applied(w.importOf(c, lines...))
	same(t, "imported", w.people(c), []string{"kim withdrawn TBD", "leo applied LEO15", "maya applied MAYA15", "zoe selected ZOE15"})
	zoe := w.rowOf(c, "zoe")
	_, undone := w.undo(done.Request())
	if len(undone.Rows) != 4 || len(undone.Moved)+len(undone.Taken) != 0 {
		t.Fatalf("%+v", undone)
	}
	same(t, "people", w.people(c), []string{"leo applied TBD"})
	for _, state := range []store.State{store.Selected, store.Declined, store.Withdrawn, store.TakenBack} {
		for _, order := range []store.Order{store.ByHandle, store.ByLaunch, store.BySending} {
			page, err := w.Rows(t.Context(), team, store.Filter{State: state, Order: order})
			must(t, err)
			if len(page.Rows)+page.Total != 0 {
				t.Errorf("%s: %d", state, page.Total)
			}
		}
	}
	counts, err := w.Counts(t.Context(), team, []int64{c.ID})
	must(t, err)
	same(t, "counts", counts[c.ID], store.CampaignCounts{CampaignID: c.ID, Applied: 1})
	shown, err := w.Shown(t.Context(), team, store.Filter{}, day.AddDate(1, 0, 0), 9)
	must(t, err)
	if shown.Count() != 1 {
		t.Errorf("%d are shown", shown.Count())
	}
	w.nowhere(c, zoe)

	again := w.importOf(c, lines...)
	w.wantLines(again, "1 @maya new", "2 @zoe new", "3 @kim new", "4 @leo changed")
	w.applied(again)
	same(t, "imported again", w.people(c), []string{"kim withdrawn TBD", "leo applied LEO15", "maya applied MAYA15", "zoe selected ZOE15"})
	if now := w.rowOf(c, "zoe"); now.ID != zoe.ID || now.Version != 3 {
		t.Errorf("zoe's history is not one: %+v", now.Application)
	}
}

// nowhere checks that who was taken back is found by nothing but their history.
func (w *world) nowhere(c store.Campaign, was store.Row) {
	w.t.Helper()
	t, ids := w.t, []int64{was.InfluencerID}
	found, rows, err := w.FindInfluencer(t.Context(), team, was.Influencer.Handle)
	must(t, err)
	if found.ID != was.InfluencerID || len(rows) != 0 {
		t.Errorf("found %+v", rows)
	}
	of, err := w.ApplicationsOf(t.Context(), team, c.ID, ids)
	must(t, err)
	all, err := w.Applications(t.Context(), team, []int64{was.ID})
	must(t, err)
	selected, err := w.SelectedOf(t.Context(), team, ids)
	must(t, err)
	if len(of)+len(all)+len(selected) != 0 {
		t.Errorf("%v %v %v", of, all, selected)
	}
	matches, err := w.SearchInfluencers(t.Context(), team, was.Influencer.Handle.String(), c.ID, 9)
	must(t, err)
	if len(matches) != 1 || matches[0].State != "" {
		t.Errorf("%+v", matches)
	}
	_, err = w.Application(t.Context(), team, was.ID)
	gone, ok := errors.AsType[*store.NotThere](err)
	if !ok || gone.Row.ID != was.ID || gone.Row.ChangedBy != ben {
		t.Errorf("%v", err)
	}
	then, err := w.AsOf(t.Context(), team, was.InfluencerID, gone.Row.ChangedAt)
	must(t, err)
	same(t, "as of then", then, []store.Row{was})
	now, err := w.AsOf(t.Context(), team, was.InfluencerID, day.AddDate(1, 0, 0))
	must(t, err)
	if len(now) != 0 {
		t.Errorf("as of now %+v", now)
	}
	_, codes, err := w.Holders(t.Context(), team, tracking.Link{}, was.Code, 0, 0)
	must(t, err)
	if len(codes) != 1 || codes[0].Influencer.ID != was.InfluencerID || codes[0].Until == nil || !codes[0].Until.Equal(gone.Row.ChangedAt) {
		t.Errorf("held: %+v", codes)
	}
}

// History tells who came, who took them back, and who came again.
func TestHistoryOfWhoWasTakenBack(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	maya := w.takenBack(c, "maya")[0]
	w.selected(c, "maya", "", "MAYA15")
	_, undone := w.undo(fmt.Sprintf("r%d", w.acted.Load()))
	if len(undone.Rows) != 1 {
		t.Fatalf("%+v", undone)
	}
	w.applicant(c, "maya")
	events, err := w.HistoryOf(t.Context(), team, maya.InfluencerID, store.Span{})
	must(t, err)
	same(t, "events", lines(events), []string{
		"6 @maya in c:  TBD → applied TBD ", "5 @maya in c: selected MAYA15 → undone TBD ", "4 @maya in c:  TBD → selected MAYA15 ",
		"3 @maya in c: selected TBD → undone TBD ", "2 handle  → maya", "2 @maya in c:  TBD → selected TBD ",
	})
	if by := events.List[1]; by.By != ben || by.Way != store.ByUndo {
		t.Errorf("undone by %s, %s", by.By, by.Way)
	}
	events, err = w.HistoryOfCode(t.Context(), team, aCode(t, "maya15"), store.Span{})
	must(t, err)
	same(t, "of the code", lines(events), []string{"5 @maya in c: selected MAYA15 → undone TBD ", "4 @maya in c:  TBD → selected MAYA15 "})
}

// Whichever way somebody comes again, nothing of before is left: they are new,
// and who brings them in can undo that.
func TestWhoWasTakenBackComesAsNew(t *testing.T) {
	w := newWorld(t)
	for name, bring := range map[string]func(store.Act, store.Campaign, store.Row) ([]store.Change, error){
		"add": func(act store.Act, c store.Campaign, was store.Row) ([]store.Change, error) {
			added, err := w.AddInfluencers(t.Context(), act, c.ID, []store.Profile{{Handle: was.Influencer.Handle}})
			if err == nil && (added.Rows[0].New || !added.Rows[0].Applied) {
				t.Errorf("added %+v", added.Rows[0])
			}
			return []store.Change{{After: *added.Rows[0].Application}}, err
		},
		"select": func(act store.Act, c store.Campaign, was store.Row) ([]store.Change, error) {
			changes, err := w.Select(t.Context(), act, c.ID, []store.Selection{{InfluencerID: was.InfluencerID}, {Handle: handle(t, "new.too")}})
			return changes.Rows[:1], err
		},
		"select one": func(act store.Act, c store.Campaign, was store.Row) ([]store.Change, error) {
			changes, err := w.Select(t.Context(), act, c.ID, []store.Selection{{InfluencerID: was.InfluencerID, Version: was.Version}})
			return changes.Rows, err
		},
	} {
		c := w.campaignOf(name[:3]+fmt.Sprint(len(name)), store.Terms{Name: name, LinkMode: store.UniqueOurs, CodeMode: store.UniqueOurs, Owners: []string{ana}})
		l := as(line(t, 1, "maya", "https://shop.example/m", "MAYA15"), store.Selected)
		l.GoesLive, l.Note = "2026-01-01", "noted"
		was := w.rowOfImport(c, l)
		act := w.act()
		changes, err := bring(act, c, was)
		must(t, err)
		before, now := changes[0].Before, w.rowOf(c, "maya")
		want := store.Application{
			ID: was.ID, Version: 3, CampaignID: c.ID, InfluencerID: was.InfluencerID, State: now.State, LinkMode: now.LinkMode, CodeMode: now.CodeMode,
			LinkSince: act.At, CodeSince: act.At, CreatedAt: act.At, CreatedBy: ana, ChangedAt: act.At, ChangedBy: ana,
		}
		same(t, name, now.Application, want)
		same(t, name+" before", before, store.Application{})
		same(t, name+" answered", changes[0].After, now)
		if now.State == store.Selected && (now.LinkMode != store.UniqueOurs || !now.LinkTBD() || !now.CodeTBD()) {
			t.Errorf("%s: %+v", name, now.Application)
		}
		w.undo(act.Request)
		same(t, name+" undone", w.people(c), []string{})
	}
}

// rowOfImport imports a line and undoes that; it is the row as it was meanwhile.
func (w *world) rowOfImport(c store.Campaign, l store.ImportLine) store.Row {
	w.t.Helper()
	done := w.applied(w.importOf(c, l))
	row := w.rowOf(c, l.Handle.String())
	w.undo(done.Request())
	return row
}

// No edit finds who was taken back, and none takes anybody back.
func TestTakenBackIsNoEdit(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	maya, leo := w.takenBack(c, "maya")[0], w.applicant(c, "leo")
	before := w.dump(team)
	for _, state := range append(slices.Clone(states), store.TakenBack) {
		for _, version := range []int64{maya.Version, maya.Version - 1} {
			edit := store.EditOf(maya.Application)
			edit.State, edit.Version = state, version
			if _, err := w.Change(t.Context(), w.act(), edit); !isNotThere(err) {
				t.Errorf("%s: %v", state, err)
			}
			if _, err := w.Change(t.Context(), w.act(), store.EditOf(leo.Application), edit); !isNotThere(err) {
				t.Errorf("%s of two: %v", state, err)
			}
		}
	}
	if _, err := w.edit(leo, func(e *store.Edit) { e.State = store.TakenBack }); err == nil {
		t.Error("an edit took somebody back")
	}
	same(t, "what is there", w.dump(team), before)
}

// A file was looked at before what it would change was taken back: that is
// refused. One looked at before somebody new was taken back too finds them new.
func TestTakenBackBetweenDryRunAndApply(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	first := w.applied(w.importOf(c, line(t, 1, "maya", "", "")))
	m := w.importOf(c, line(t, 1, "maya", "", "MAYA15"), line(t, 2, "leo", "", "LEO15"))
	w.wantLines(m, "1 @maya changed", "2 @leo new")
	w.undo(first.Request())
	w.takenBack(c, "leo")
	w.applied(m)
	w.wantLines(m, "1 @maya changed refused [stale undone U2]", "2 @leo new applied")
	same(t, "people", w.people(c), []string{"leo applied LEO15"})
}

// Nothing is taken back in an archived campaign, nor anything that was changed
// since.
func TestTakingBackIsRefused(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	done := w.applied(w.importOf(c, line(t, 1, "maya", "", ""), as(line(t, 2, "leo", "", ""), store.Selected), as(line(t, 3, "zoe", "", "ZOE15"), store.Selected)))
	w.mustEdit(w.rowOf(c, "maya"), func(e *store.Edit) { e.Note = "since" })
	w.mustEdit(w.rowOf(c, "zoe"), func(e *store.Edit) { e.Told = &store.Told{Code: e.Code} })
	archived := w.archive(c)
	if _, err := w.Undo(t.Context(), w.act(), done.Request()); !isArchived(err) {
		t.Error(err)
	}
	_, err := w.ArchiveCampaign(t.Context(), w.act(), c.ID, archived.Version, false)
	must(t, err)
	_, undone := w.undo(done.Request())
	if len(undone.Rows) != 1 || len(undone.Moved) != 2 {
		t.Errorf("%+v", undone)
	}
	same(t, "people", w.people(c), []string{"maya applied TBD", "zoe selected ZOE15"})
}

// Who was taken back is forgotten whole, and never comes back.
func TestForgetWhoWasTakenBack(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	l := line(t, 1, secret, "", "GLOW15")
	l.Name, l.Email, l.About, l.Note = secret, secret+"@mail.example", secret, secret
	done := w.applied(w.importOf(c, l))
	maya := w.rowOf(c, secret)
	act, _ := w.undo(done.Request())
	forgetting, err := w.Forget(t.Context(), w.act(), maya.InfluencerID, maya.Influencer.Version)
	must(t, err)
	if forgetting.Applications != 0 {
		t.Errorf("%+v", forgetting)
	}
	if left := w.namedIn(secret); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	before := w.dump(team)
	_, again := w.undo(act.Request)
	if !again.Nothing() || len(again.Moved) != 1 {
		t.Errorf("%+v", again)
	}
	same(t, "what is there", w.dump(team), before)
	w.applied(w.importOf(c, l))
	if !slices.Contains(w.people(c), secret+" applied GLOW15") {
		t.Error("the handle isn't free")
	}
}

// Who made somebody what they are is who brought them in last.
func TestWhoMadeThemIsNotWhoWasTakenBack(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	row := w.takenBack(c, "maya")[0]
	by, err := w.ApplicationsBy(t.Context(), team, []int64{row.ID})
	must(t, err)
	if got := by[row.ID]; got.State != store.TakenBack || got.StateBy != ben {
		t.Errorf("%s by %s", got.State, got.StateBy)
	}
	act := w.act()
	act.User = "U3"
	_, err = w.AddInfluencers(t.Context(), act, c.ID, []store.Profile{{Handle: row.Influencer.Handle}})
	must(t, err)
	by, err = w.ApplicationsBy(t.Context(), team, []int64{row.ID})
	must(t, err)
	if got := by[row.ID]; got.StateBy != "U3" || got.CodeBy != "U3" || got.LinkBy != "U3" {
		t.Errorf("state by %s, code by %s, link by %s", got.StateBy, got.CodeBy, got.LinkBy)
	}
}
