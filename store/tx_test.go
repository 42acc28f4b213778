package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"testing"

	"codekeeper/store/localpg/pgtest"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

func openForTest(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// asks writes the request named id, which must not stay when it is rolled back.
func asks(ctx context.Context, c session, id string) error {
	return ask(ctx, c, Act{Team: "T1", Request: id})
}

func (s *Store) asked(t *testing.T, id string) bool {
	t.Helper()
	_, err := readOne[struct{ At any }](t.Context(), s, sqlRequest, "T1", id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func TestInTxRollsBack(t *testing.T) {
	s := openForTest(t)
	broken := errors.New("broken")
	err := s.inTx(t.Context(), func(c session) error {
		if err := asks(t.Context(), c, "error"); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) || s.asked(t, "error") {
		t.Errorf("error: %v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = s.inTx(t.Context(), func(c session) error {
			if err := asks(t.Context(), c, "panic"); err != nil {
				return err
			}
			panic("oh")
		})
	}()
	if s.asked(t, "panic") {
		t.Error("a panic left what it wrote")
	}
	if used := s.db.Stats().InUse; used != 0 {
		t.Errorf("%d connections are still in use", used)
	}
}

func TestInTxTriesAgain(t *testing.T) {
	s := openForTest(t)
	for name, again := range map[string]error{
		"serialization": &pq.Error{Code: pqerror.TRSerializationFailure},
		"deadlock":      &pq.Error{Code: pqerror.TRDeadlockDetected},
		"raced":         errAgain,
		"lost":          driver.ErrBadConn,
		"cut":           io.ErrUnexpectedEOF,
	} {
		times := 0
		err := s.inTx(t.Context(), func(c session) error {
			if times++; times < 3 {
				return again
			}
			return asks(t.Context(), c, name)
		})
		if err != nil || times != 3 || !s.asked(t, name) {
			t.Errorf("%s: %v after %d times", name, err, times)
		}
		times = 0
		err = s.inTx(t.Context(), func(session) error {
			times++
			return again
		})
		if !errors.Is(err, again) || times != tries || errors.Is(err, ErrOutcomeUnknown) {
			t.Errorf("%s for ever: %v after %d times", name, err, times)
		}
	}
}

func TestWriteSaysWhenItDoesntKnow(t *testing.T) {
	s := openForTest(t)
	for _, lost := range []error{driver.ErrBadConn, io.EOF, &pq.Error{Code: pqerror.AdminShutdown}, &pq.Error{Code: "08006"}} {
		err := s.write(t.Context(), func(session) error { return lost })
		if !errors.Is(err, ErrOutcomeUnknown) || !errors.Is(err, lost) {
			t.Errorf("%v: %v", lost, err)
		}
	}
	if err := s.write(t.Context(), func(session) error { return harmless(io.EOF) }); errors.Is(err, ErrOutcomeUnknown) {
		t.Errorf("nothing was tried: %v", err)
	}
	refused := &Stale[Row]{}
	if err := s.write(t.Context(), func(session) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("refused: %v", err)
	}
	if _, err := many[int](t.Context(), s.pool(), "SELECT 1"); err == nil {
		t.Error("a statement ran that is not prepared")
	}
}

// What a repeat did can't be read: that it was refused now says nothing of
// the first time.
func TestARepeatThatCantBeReadIsUnknown(t *testing.T) {
	s := openForTest(t)
	act := Act{Team: "T1", Request: "r1", User: "U1", Way: ByForm}
	made, err := s.CreateCampaign(t.Context(), act, "c", Terms{Name: "c", LinkMode: NotNeeded, CodeMode: NotNeeded, Owners: []string{"U1"}})
	if err != nil {
		t.Fatal(err)
	}
	act.Request = "r2"
	added, err := s.AddInfluencers(t.Context(), act, made.After.ID, []Profile{{Handle: Handle{"maya"}}})
	if err != nil {
		t.Fatal(err)
	}
	delete(s.prepared, sqlRequest) // as if it failed
	unchanged, stale := EditOf(added.Rows[0].Application.Application), EditOf(added.Rows[0].Application.Application)
	stale.Version++
	for name, do := range map[string]func() error{
		"a repeat": func() error {
			_, err := s.CreateCampaign(t.Context(), act, "d", made.After.Terms)
			return err
		},
		"stale":          func() error { _, err := s.Change(t.Context(), act, stale); return err },
		"no change":      func() error { _, err := s.Change(t.Context(), act, unchanged); return err },
		"stale settings": func() error { _, err := s.SaveSettings(t.Context(), act, 7, Settings{}); return err },
	} {
		if err := do(); !errors.Is(err, ErrOutcomeUnknown) || is[*Stale[Row]](err) || is[*Stale[Settings]](err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Change(t.Context(), act, Edit{ID: 999}); !errors.Is(err, ErrNotFound) || errors.Is(err, ErrOutcomeUnknown) {
		t.Errorf("not found: %v", err)
	}
}
