package store_test

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"

	"codekeeper/store"
)

// holding runs a statement in a transaction that stays open, so that what wants
// the same rows waits, until it is let go.
func (w *world) holding(query string, args ...any) (tx *sql.Tx) {
	w.t.Helper()
	tx, err := w.sql().BeginTx(w.ctx(), nil)
	must(w.t, err)
	_, err = tx.ExecContext(w.ctx(), query, args...)
	must(w.t, err)
	return tx
}

// waiting returns when so many statements wait for a lock, or something is done
// already.
func (w *world) waiting(n int, done ...<-chan struct{}) {
	w.t.Helper()
	for {
		for _, d := range done {
			select {
			case <-d:
				return
			default:
			}
		}
		if w.count(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) >= n {
			return
		}
	}
}

// going does something beside, and says when it is done.
func going(do func()) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	return done
}

// mayaIn is somebody selected for a campaign.
func mayaIn(w *world) (store.Campaign, store.Row) {
	w.t.Helper()
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	return c, w.selected(c, "maya.glow", "", "")
}

// pastedMaya are lines about maya and somebody else.
const pastedMaya = "@maya.glow GLOW15\n@leo LEO15"

// stageMaya stages what was read of an import before somebody was forgotten.
func (w *world) stageMaya(m store.Import) error {
	lines := []store.ImportLine{line(w.t, 1, "maya.glow", "", "GLOW15"), line(w.t, 2, "leo", "", "LEO15")}
	_, err := w.StageImport(w.ctx(), team, m.ID, store.Staging{Lines: slices.Values(lines), Today: today})
	return err
}

// nobodyIsBack checks that nothing names somebody who was forgotten.
func (w *world) nobodyIsBack() {
	w.t.Helper()
	if left := w.namedIn("maya"); len(left) > 0 {
		w.t.Errorf("they are named in\n%s", strings.Join(left, "\n"))
	}
	if _, _, err := w.FindInfluencer(w.ctx(), team, handle(w.t, "maya.glow")); !errors.Is(err, store.ErrNotFound) {
		w.t.Errorf("they are back: %v", err)
	}
}

// Pasted lines that are being stored while somebody in them is forgotten are
// waited for, and dropped.
func TestForgettingWaitsForWhatIsPasted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, maya := mayaIn(w)
	tx := w.holding(`SELECT FROM campaigns FOR UPDATE`)
	paste, forget := w.act(), w.act()
	var m store.Import
	started := going(func() {
		var err error
		if m, err = w.StartImport(w.ctx(), paste, store.ImportSource{CampaignID: c.ID, Pasted: pastedMaya}); err != nil {
			t.Error(err)
		}
	})
	w.waiting(1)
	forgotten := going(func() {
		if _, err := w.Forget(w.ctx(), forget, maya.InfluencerID, 1); err != nil {
			t.Error(err)
		}
	})
	w.waiting(2, forgotten)
	must(t, tx.Rollback())
	<-started
	<-forgotten
	if err := w.stageMaya(m); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("staged: %v", err)
	}
	w.nobodyIsBack()
}

// What was typed before somebody was forgotten, and comes after, may name them,
// and is not taken; what is typed after is somebody's wish.
func TestWhatIsPastedWaitsForForgetting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, maya := mayaIn(w)
	tx := w.holding(`SELECT FROM applications FOR UPDATE`)
	before, forget, after := w.act(), w.act(), w.act()
	forgotten := going(func() {
		if _, err := w.Forget(w.ctx(), forget, maya.InfluencerID, 1); err != nil {
			t.Error(err)
		}
	})
	w.waiting(1)
	started := going(func() {
		if m, err := w.StartImport(w.ctx(), before, store.ImportSource{CampaignID: c.ID, Pasted: pastedMaya}); !errors.Is(err, store.ErrForgottenSince) {
			t.Errorf("started: %+v, %v", m, err)
		}
	})
	w.waiting(2, started)
	must(t, tx.Rollback())
	<-started
	<-forgotten
	w.nobodyIsBack()
	m, err := w.StartImport(t.Context(), after, store.ImportSource{CampaignID: c.ID, Pasted: pastedMaya})
	must(t, err)
	must(t, w.stageMaya(m))
}

// A file that was put in before somebody was forgotten, and is read after, is to
// be put in again: it may name them. Pasted lines don't, or they were dropped.
func TestAFileFromBeforeForgetting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, maya := mayaIn(w)
	start := func(source store.ImportSource) store.Import {
		source.CampaignID = c.ID
		m, err := w.StartImport(t.Context(), w.act(), source)
		must(t, err)
		return m
	}
	file, pasted := start(store.ImportSource{FileID: "F1", FileName: "all.csv"}), start(store.ImportSource{Pasted: "@leo LEO15"})
	_, err := w.Forget(t.Context(), w.act(), maya.InfluencerID, 1)
	must(t, err)
	if err := w.stageMaya(file); !errors.Is(err, store.ErrForgottenSince) {
		t.Errorf("staged: %v", err)
	}
	w.nobodyIsBack()
	_, err = w.StageImport(t.Context(), team, pasted.ID, store.Staging{Lines: slices.Values([]store.ImportLine{line(t, 1, "leo", "", "LEO15")}), Today: today})
	must(t, err)
	must(t, w.stageMaya(start(store.ImportSource{FileID: "F1", FileName: "all.csv"})))
}

// What is said of staged lines, and whose their codes are, is settled before
// somebody is forgotten, or after: then nothing is said of them, and they get
// nothing.
func TestForgettingMeetsWhatIsSaidOfLines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, maya := mayaIn(w)
	m := w.importOf(c, line(t, 1, "maya.glo", "", ""), line(t, 2, "", "", "SOLO15"))
	tx := w.holding(`SELECT FROM applications FOR UPDATE`)
	forgotten := going(func() {
		if _, err := w.Forget(w.ctx(), w.act(), maya.InfluencerID, 1); err != nil {
			t.Error(err)
		}
	})
	w.waiting(1)
	doubted := going(func() {
		doubts := map[int]store.ImportProblem{1: {What: store.TroubleAlike, Handle: "maya.glow"}}
		if err := w.DoubtImport(w.ctx(), team, m.ID, doubts); err != nil {
			t.Error(err)
		}
	})
	w.waiting(2, doubted)
	paired := going(func() {
		if err := w.PairImport(w.ctx(), team, m.ID, today, []store.ImportPair{{Number: 2, InfluencerID: maya.InfluencerID}}); err != nil {
			t.Error(err)
		}
	})
	w.waiting(3, doubted, paired)
	must(t, tx.Rollback())
	<-forgotten
	<-doubted
	<-paired
	w.wantLines(m, "1 @maya.glo new", "2 waiting")
	codes, err := w.NamelessCodes(t.Context(), team, m.ID)
	must(t, err)
	same(t, "codes", codes, []store.NamelessCode{{Number: 2, Code: "SOLO15"}})
}

// An import that is being applied while somebody in it is forgotten is done
// first, or goes without them.
func TestForgettingMeetsApplying(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, maya := mayaIn(w)
	m := w.importOf(c, line(t, 1, "maya.glow", "", "GLOW15"), line(t, 2, "leo", "", "LEO15"))
	act := w.act()
	_, err := w.ApplyImport(t.Context(), act, m.ID, true)
	must(t, err)
	tx := w.holding(`SELECT FROM applications FOR UPDATE`)
	forgotten := going(func() {
		if _, err := w.Forget(w.ctx(), w.act(), maya.InfluencerID, 1); err != nil {
			t.Error(err)
		}
	})
	w.waiting(1)
	applied := going(func() {
		if _, _, err := w.RunImport(w.ctx(), team, m.ID, "claim", act.At, nil); err != nil {
			t.Error(err)
		}
	})
	w.waiting(2, applied)
	must(t, tx.Rollback())
	<-forgotten
	<-applied
	w.wantLines(m, "1 ignored [forgotten]", "2 @leo new applied")
	w.nobodyIsBack()
}
