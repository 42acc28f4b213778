package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"codekeeper/store"
)

// Whatever changes between the dry run and Apply is not overwritten: those
// lines are refused, and the others applied.
func TestWhatChangedMeanwhileIsRefused(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya, leo := w.selected(c, "maya", "", ""), w.selected(c, "leo", "", "")
	known := w.applicant(w.campaign("d", store.NotNeeded, store.NotNeeded), "known").Influencer
	renamed := line(t, 5, "known", "", "KNOWN15")
	renamed.Name = "From the file"
	m := w.importOf(
		c,
		line(t, 1, "maya", "", "MAYA15"), line(t, 2, "leo", "", "LEO15"), line(t, 3, "zoe", "", "ZOE15"),
		as(line(t, 4, "kim", "", "KIM15"), store.Selected), renamed, line(t, 6, "new", "", ""),
	)
	w.wantLines(m, "1 @maya changed", "2 @leo changed", "3 @zoe new", "4 @kim new", "5 @known new", "6 @new new")
	ben := w.act()
	ben.User = "U2"
	edit := store.EditOf(maya.Application)
	edit.Note = "meanwhile"
	_, err := w.Change(t.Context(), ben, edit)
	must(t, err)
	ben.Request = "zoe"
	_, err = w.AddInfluencers(t.Context(), ben, c.ID, []store.Profile{{Handle: handle(t, "zoe")}})
	must(t, err)
	w.selected(c, "thief", "", "kim15")
	ben.Request = "known"
	_, err = w.SaveProfile(t.Context(), ben, known.ID, known.Version, store.Profile{Handle: known.Handle, Name: "From the form"})
	must(t, err)
	ben.Request = "new"
	_, err = w.AddInfluencers(t.Context(), ben, 0, []store.Profile{{Handle: handle(t, "NEW"), Name: "Known now"}})
	must(t, err)
	w.applied(m)
	w.wantLines(m, "1 @maya changed refused [stale selected U2]", "2 @leo changed applied", "3 @zoe new refused [stale U2]",
		"4 @kim new refused [taken code KIM15 @thief]", "5 @known new refused [profile U2]", "6 @NEW new applied")
	if now := w.rowNow(maya); !now.Code.TBD() || now.Note != "meanwhile" {
		t.Errorf("maya: %+v", now.Application)
	}
	if now := w.rowNow(leo); now.Code.String() != "LEO15" {
		t.Errorf("leo: %+v", now.Application)
	}
	if now := w.rowOf(c, "new"); now.Influencer.Name != "Known now" {
		t.Errorf("new: %+v", now.Influencer)
	}
	if _, _, err := w.FindInfluencer(t.Context(), team, handle(t, "kim")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("somebody was added for a line that was refused: %v", err)
	}
}

// Two who were new may be one by now: somebody has changed the handle, and the
// one before is still known.
func TestTwoLinesBecomeOneInfluencer(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	m := w.importOf(c, line(t, 1, "maya", "", ""), line(t, 2, "maya.glow", "", ""), line(t, 3, "zoe", "", ""))
	act := w.act()
	_, err := w.AddInfluencers(t.Context(), act, 0, []store.Profile{{Handle: handle(t, "maya")}})
	must(t, err)
	maya, _, err := w.FindInfluencer(t.Context(), team, handle(t, "maya"))
	must(t, err)
	_, err = w.SaveProfile(t.Context(), w.act(), maya.ID, maya.Version, store.Profile{Handle: handle(t, "maya.glow")})
	must(t, err)
	w.applied(m)
	w.wantLines(m, "1 @maya.glow new applied", "2 @maya.glow new refused [twice row 1]", "3 @zoe new applied")
}

func TestACampaignThatChangedMeanwhile(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(c, "maya", "", "")
	m := w.importOf(c, line(t, 1, "maya", "", "MAYA15"), as(line(t, 2, "zoe", "", "ZOE15"), store.Selected), line(t, 3, "kim", "", ""))
	terms := c.Terms
	terms.CodeMode = store.NotNeeded
	_, err := w.EditCampaign(t.Context(), w.act(), c.ID, c.Version, terms)
	must(t, err)
	w.applied(m)
	w.wantLines(m, "1 @maya changed applied", "2 @zoe new refused [not_own code]", "3 @kim new applied")
	if now := w.rowNow(maya); now.Code.String() != "MAYA15" {
		t.Errorf("maya was selected when codes were unique: %+v", now.Application)
	}

	m = w.importOf(c, line(t, 1, "maya", "", "MAYA20"))
	act := w.act()
	_, err = w.ApplyImport(t.Context(), act, m.ID, true)
	must(t, err)
	_, err = w.ArchiveCampaign(t.Context(), w.act(), c.ID, 2, true)
	must(t, err)
	done, ours, err := w.RunImport(t.Context(), team, m.ID, "claim", act.At, nil)
	if err != nil || !ours || done.State != store.ImportDone {
		t.Errorf("%+v, %v, %v", done, ours, err)
	}
	w.wantLines(m, "1 @maya changed refused [archived]")
	for name, do := range map[string]func() error{
		"start": func() error {
			_, err := w.StartImport(t.Context(), w.act(), store.ImportSource{CampaignID: c.ID})
			return err
		},
		"apply": func() error {
			_, err := w.ApplyImport(t.Context(), w.act(), w.importReopened(c).ID, true)
			return err
		},
	} {
		if err := do(); !isArchived(err) {
			t.Errorf("%s in an archived campaign: %v", name, err)
		}
	}
	_, err = w.StartImport(t.Context(), w.act(), store.ImportSource{CampaignID: 999})
	if !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

// importReopened stages an import while an archived campaign is reopened for
// a moment.
func (w *world) importReopened(c store.Campaign) store.Import {
	w.t.Helper()
	_, err := w.ArchiveCampaign(w.ctx(), w.act(), c.ID, 3, false)
	must(w.t, err)
	m := w.importOf(c, line(w.t, 1, "maya", "", "MAYA20"))
	_, err = w.ArchiveCampaign(w.ctx(), w.act(), c.ID, 4, true)
	must(w.t, err)
	return m
}

func TestAnImportIsAppliedOnce(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	m := w.importOf(c, line(t, 1, "maya", "", "MAYA15"), line(t, 2, "leo", "", "LEO15"))
	if _, ours, err := w.RunImport(t.Context(), team, m.ID, "early", day, nil); ours || err != nil {
		t.Errorf("run before Apply: %v, %v", ours, err)
	}
	act := w.act()
	_, err := w.ApplyImport(t.Context(), act, m.ID, true)
	must(t, err)
	again, err := w.ApplyImport(t.Context(), w.act(), m.ID, false)
	if err != nil || !again.Repeat || !again.Anyway {
		t.Errorf("pressed again: %+v, %v", again, err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	ran := 0
	for n := range 10 {
		wg.Go(func() {
			at := act.At
			if n%2 == 1 {
				at = at.Add(time.Hour) // finds the claims of the others over
			}
			_, ours, err := w.RunImport(t.Context(), team, m.ID, fmt.Sprint(n), at, nil)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if ours {
				ran++
			}
		})
	}
	wg.Wait()
	if n := w.count(`SELECT count(*) FROM application_history`); n != 2 || ran == 0 {
		t.Errorf("%d history rows, %d ran", n, ran)
	}
	told := 0
	for range 3 {
		ours, err := w.ClaimImportNotice(t.Context(), team, m.ID, day)
		must(t, err)
		if ours {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	must(t, w.ReleaseImportNotice(t.Context(), team, m.ID, day))
	left, err := w.UnfinishedImports(t.Context(), team, act.At.Add(2*time.Hour))
	must(t, err)
	if len(left) != 1 || left[0].ID != m.ID {
		t.Errorf("to be told of: %+v", left)
	}
}

// What ends in the middle leaves nothing, and another takes over.
func TestAnImportThatEndsInTheMiddle(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	m := w.importOf(c, line(t, 1, "maya", "", "MAYA15"))
	act := w.act()
	_, err := w.ApplyImport(t.Context(), act, m.ID, true)
	must(t, err)
	ctx, kill := context.WithCancel(t.Context())
	_, _, err = w.RunImport(ctx, team, m.ID, "first", act.At, func(done, of int) {
		if done != 1 || of != 1 {
			t.Errorf("%d of %d", done, of)
		}
		kill()
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("it went on: %v", err)
	}
	if n := w.count(`SELECT count(*) FROM applications`); n != 0 {
		t.Fatalf("%d applications are left of it", n)
	}
	if left, err := w.UnfinishedImports(t.Context(), team, act.At.Add(5*time.Minute)); err != nil || len(left) != 0 {
		t.Errorf("its claim is over at once: %v, %v", left, err)
	}
	if _, ours, err := w.RunImport(t.Context(), team, m.ID, "second", act.At.Add(5*time.Minute), nil); ours || err != nil {
		t.Errorf("taken over at once: %v, %v", ours, err)
	}
	later := act.At.Add(6 * time.Minute)
	left, err := w.UnfinishedImports(t.Context(), team, later)
	must(t, err)
	if len(left) != 1 {
		t.Fatalf("unfinished: %+v", left)
	}
	done, ours, err := w.RunImport(t.Context(), team, left[0].ID, "second", later, nil)
	if err != nil || !ours || done.State != store.ImportDone || !done.FinishedAt.Equal(later) {
		t.Errorf("%+v, %v, %v", done, ours, err)
	}
	if got := w.rowOf(c, "maya"); got.Code.String() != "MAYA15" || !got.ChangedAt.Equal(act.At) {
		t.Errorf("%+v", got.Application)
	}
}

func TestAReleasedImportIsTakenAtOnce(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	m := w.importOf(c, line(t, 1, "maya", "", "MAYA15"))
	act := w.act()
	_, err := w.ApplyImport(t.Context(), act, m.ID, true)
	must(t, err)
	ctx, end := context.WithCancel(t.Context())
	_, _, err = w.RunImport(ctx, team, m.ID, "first", act.At, func(int, int) { end() })
	if err == nil {
		t.Fatal("it went on")
	}
	must(t, w.ReleaseImport(t.Context(), team, m.ID, "another's"))
	if left, err := w.UnfinishedImports(t.Context(), team, act.At); err != nil || len(left) != 0 {
		t.Errorf("released with another's claim: %v, %v", left, err)
	}
	must(t, w.ReleaseImport(t.Context(), team, m.ID, "first"))
	if _, ours, err := w.RunImport(t.Context(), team, m.ID, "second", act.At, nil); !ours || err != nil {
		t.Errorf("%v, %v", ours, err)
	}
}

func TestStagingTwiceStagesOnce(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	m := w.importOf(c, line(t, 1, "maya", "", "MAYA15"))
	again, err := w.StageImport(t.Context(), team, m.ID, store.Staging{Lines: func(func(store.ImportLine) bool) {}})
	must(t, err)
	same(t, "staged again", again, m)
	w.wantLines(m, "1 @maya new")
	if _, err := w.ApplyImport(t.Context(), w.act(), 999, true); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	started, err := w.StartImport(t.Context(), w.act(), store.ImportSource{CampaignID: c.ID})
	must(t, err)
	if _, err := w.ApplyImport(t.Context(), w.act(), started.ID, true); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("applied before it is staged: %v", err)
	}
}

func TestSweepForgetsOldImports(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	w.importOf(c, line(t, 1, "maya", "", "MAYA15"))
	applying := w.importOf(c, line(t, 1, "leo", "", "LEO15"))
	_, err := w.ApplyImport(t.Context(), w.act(), applying.ID, true)
	must(t, err)
	must(t, w.Sweep(t.Context(), day.AddDate(0, 0, 1)))
	if n, m := w.count(`SELECT count(*) FROM imports`), w.count(`SELECT count(*) FROM import_rows`); n != 1 || m != 1 {
		t.Errorf("%d imports and %d lines are left, want the one that is being applied", n, m)
	}
}

// After many lines Postgres knows how many rows there are: lists of them are
// planned well at once.
func TestManyLinesAreCountedForPlanning(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	for _, test := range []struct{ lines, tables int }{{10, 0}, {2000, 2}} {
		lines := make([]store.ImportLine, test.lines)
		for n := range lines {
			lines[n] = line(t, n+1, fmt.Sprintf("m%d.%d", test.lines, n), "", "")
		}
		w.applied(w.importOf(c, lines...))
		if n := w.count(`SELECT count(DISTINCT tablename) FROM pg_stats WHERE tablename IN ('applications', 'influencers')`); n != test.tables {
			t.Errorf("%d lines: %d tables are counted, want %d", test.lines, n, test.tables)
		}
	}
}

// A campaign that was archived, and is reopened before that is told, takes an
// import.
func TestAnImportMeetsACampaignThatIsReopened(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	m := w.importOf(c, line(t, 1, "maya", "", "MAYA15"))
	s, wire := w.overWire()
	archive := func(archived bool) {
		now, err := w.Campaign(t.Context(), team, c.ID)
		must(t, err)
		_, err = w.ArchiveCampaign(t.Context(), w.act(), c.ID, now.Version, archived)
		must(t, err)
	}
	for name, do := range map[string]func(act store.Act) error{
		"start": func(act store.Act) error {
			_, err := s.StartImport(t.Context(), act, store.ImportSource{CampaignID: c.ID, FileID: "F2"})
			return err
		},
		"apply": func(act store.Act) error { _, err := s.ApplyImport(t.Context(), act, m.ID, false); return err },
	} {
		archive(true)
		act := w.act()
		if archived, ok := errors.AsType[*store.Archived](do(act)); !ok || !archived.Campaign.Archived() {
			t.Errorf("%s: an archived campaign takes it", name)
		}
		wire.meeting.Store(new(func() { archive(false) }))
		if err := do(act); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if wire.meeting.Load() != nil {
			t.Fatalf("%s: the campaign was not reopened meanwhile", name)
		}
	}
}

// A request that did something else starts and applies no import, and is not
// answered as if the campaign were archived.
func TestARequestOfSomethingElseImportsNothing(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	m := w.importOf(c, line(t, 1, "maya", "", "MAYA15"))
	act := w.act()
	_, err := w.Select(t.Context(), act, c.ID, []store.Selection{{Handle: handle(t, "ben")}})
	must(t, err)
	for name, do := range map[string]func() error{
		"start": func() error {
			_, err := w.StartImport(t.Context(), act, store.ImportSource{CampaignID: c.ID, FileID: "F2"})
			return err
		},
		"apply": func() error { _, err := w.ApplyImport(t.Context(), act, m.ID, false); return err },
	} {
		_, archived := errors.AsType[*store.Archived](do())
		if err := do(); err == nil || archived || errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now, err := w.Import(t.Context(), team, m.ID); err != nil || now.State != store.ImportStaged {
		t.Errorf("%+v, %v", now, err)
	}
}
