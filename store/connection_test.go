package store_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"codekeeper/store"
	"codekeeper/store/localpg/pgtest"
)

func TestOpenWithoutTables(t *testing.T) {
	_, err := store.Open(t.Context(), pgtest.NewEmpty(t))
	if !errors.Is(err, store.ErrNotMigrated) {
		t.Errorf("not migrated: %v", err)
	}
}

func TestConnectNeverShowsThePassword(t *testing.T) {
	const password = "s3cret!pass"
	for _, address := range []string{
		"postgres://user:" + url.QueryEscape(password) + "@127.0.0.1:1/db?sslmode=disable",
		"postgres://user:" + password + "/x@127.0.0.1:1/db",
		"postgres://user:" + password + "@[::1/db",
		"postgres://user:" + password + "@h:port/db",
		"host=127.0.0.1 port=1 user=u sslmode=disable password='" + password + "'",
		"host=127.0.0.1 port=1 " + password,
		"host=127.0.0.1 port=" + password,
		"",
	} {
		_, err := store.Connect(t.Context(), address)
		if err == nil {
			t.Errorf("%q was reached", address)
			continue
		}
		if strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), url.QueryEscape(password)) {
			t.Errorf("the password is shown: %v", err)
		}
	}
}

func TestConnect(t *testing.T) {
	db, err := store.Connect(t.Context(), pgtest.NewEmpty(t))
	must(t, err)
	if most := db.Stats().MaxOpenConnections; most != 16 {
		t.Errorf("at most %d connections, want 16", most)
	}
	must(t, db.Close())
	w := newWorld(t)
	must(t, w.Ping(t.Context()))
}

// A change that waits longer than it may answers its context's error, and
// nothing of it is stored.
func TestDeadline(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	row := w.selected(c, "maya", "", "")
	before := w.dump(team)
	tx, err := w.sql().BeginTx(t.Context(), nil)
	must(t, err)
	defer func() { must(t, tx.Rollback()) }()
	_, err = tx.ExecContext(t.Context(), `SELECT FROM campaigns FOR UPDATE`)
	must(t, err)
	for name, do := range map[string]func(context.Context) error{
		"one statement": func(ctx context.Context) error {
			edit := store.EditOf(row.Application)
			edit.Note = "never"
			_, err := w.Change(ctx, w.act(), edit)
			return err
		},
		"a transaction": func(ctx context.Context) error {
			_, err := w.Select(ctx, w.act(), c.ID, []store.Selection{{Handle: handle(t, "new")}})
			return err
		},
		"archive": func(ctx context.Context) error {
			_, err := w.ArchiveCampaign(ctx, w.act(), c.ID, 1, true)
			return err
		},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if err := do(ctx); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, store.ErrOutcomeUnknown) {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
		ctx, cancel = context.WithCancel(t.Context())
		cancel()
		if err := do(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, store.ErrOutcomeUnknown) {
			t.Errorf("%s, canceled before: %v", name, err)
		}
	}
	same(t, "what is stored", w.dump(team), before)
}

const endOthers = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
	WHERE datname = current_database() AND pid <> pg_backend_pid()`

func TestConnectionsKilledWhileIdle(t *testing.T) {
	w := newWorld(t)
	row := w.selected(w.campaign("c", store.UniqueOurs, store.UniqueOurs), "maya", "", "")
	for range 3 {
		if w.count(endOthers) == 0 {
			t.Error("there was no connection to end")
		}
		row = w.mustEdit(row, func(e *store.Edit) { e.Note += "x" })
		w.count(endOthers)
		_, err := w.Select(t.Context(), w.act(), row.CampaignID, []store.Selection{{Handle: handle(t, "h"+row.Note)}})
		must(t, err)
		w.count(endOthers)
		now, err := w.Application(t.Context(), team, row.ID)
		must(t, err)
		same(t, "now", now, row)
	}
}

// A connection that is ended while a change waits is replaced, and the change
// is made once.
func TestConnectionKilledDuringAChange(t *testing.T) {
	w := newWorld(t)
	row := w.selected(w.campaign("c", store.UniqueOurs, store.UniqueOurs), "maya", "", "")
	db := w.sql()
	tx, err := db.BeginTx(t.Context(), nil)
	must(t, err)
	_, err = tx.ExecContext(t.Context(), `SELECT FROM applications FOR UPDATE`)
	must(t, err)
	done := make(chan error)
	go func() {
		_, err := w.edit(row, func(e *store.Edit) { e.Note = "once" })
		done <- err
	}()
	const waiting = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE datname = current_database() AND wait_event_type = 'Lock'`
	for ended := 0; ended == 0; {
		must(t, tx.QueryRowContext(t.Context(), waiting).Scan(&ended))
	}
	must(t, tx.Rollback())
	must(t, <-done)
	if n := w.count(`SELECT count(*) FROM application_history WHERE note = 'once'`); n != 1 {
		t.Errorf("made %d times", n)
	}
}

// A server that stays away leaves it unknown whether a change was stored.
func TestOutcomeUnknown(t *testing.T) {
	w := newWorld(t)
	row := w.selected(w.campaign("c", store.UniqueOurs, store.UniqueOurs), "maya", "", "")
	db := w.sql()
	conn, err := db.Conn(t.Context())
	must(t, err)
	defer func() { must(t, conn.Close()) }()
	// Every backend that comes to change the row ends itself.
	for _, statement := range []string{
		`CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
			'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NEW; END'`,
		`CREATE TRIGGER leaves BEFORE UPDATE ON applications FOR EACH ROW EXECUTE FUNCTION leave()`,
	} {
		_, err := conn.ExecContext(t.Context(), statement)
		must(t, err)
	}
	if _, err := w.edit(row, func(e *store.Edit) { e.Note = "x" }); !errors.Is(err, store.ErrOutcomeUnknown) {
		t.Errorf("one statement: %v", err)
	}
	// In a transaction it is known: nothing was committed.
	other := w.selected(row.Campaign, "ben", "", "")
	_, err = w.Change(t.Context(), w.act(), noted(row), noted(other))
	if err == nil || errors.Is(err, store.ErrOutcomeUnknown) {
		t.Errorf("a transaction: %v", err)
	}
	_, err = conn.ExecContext(t.Context(), `DROP TRIGGER leaves ON applications`)
	must(t, err)
	w.mustEdit(row, func(e *store.Edit) { e.Note = "x" })
}

func noted(row store.Row) store.Edit {
	edit := store.EditOf(row.Application)
	edit.Note = "noted"
	return edit
}

func TestConnectSaysWhatIsWrongWithTheAddress(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://user:s3cret@db.example/shop?sslmode=foo":       `wrong value for "sslmode"; supported values are disable, `,
		"host=db.example password=s3cret sslmode=s3cret":           `wrong value for "sslmode"; supported values are disable, `,
		"host=db.example password=s3cret port=s3cret":              `wrong value for "port"`,
		"postgres://user:s3cret@/shop?connect_timeout=soon":        `wrong value for "connect_timeout"`,
		"host=a,b port=1,2,3 password=s3cret":                      "could not match 3 port numbers to 2 hosts",
		"postgres://user:s3cret/x@db.example/shop?sslmode=disable": "it is written postgres://user:password@host:5432/database",
		"host=db.example password='s3cret":                         "it is written postgres://user:password@host:5432/database",
	} {
		_, err := store.Connect(t.Context(), address)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
		if err != nil && strings.Contains(want, "wrong value") && strings.Contains(err.Error(), "it is written") {
			t.Errorf("%s: %v", address, err)
		}
	}
	t.Setenv("PGSSLMODE", "foo")
	_, err := store.Connect(t.Context(), "postgres://user@db.example/shop")
	if err == nil || !strings.Contains(err.Error(), "wrong value for $PGSSLMODE; supported values are ") {
		t.Errorf("a variable: %v", err)
	}
}

// A password that is a common word is not shown, and what the error wraps
// can still be asked for.
func TestAnErrorWithoutThePasswordIsTheSameError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := store.Connect(ctx, "postgres://user:database@127.0.0.1:1/db?sslmode=disable")
	if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "database") {
		t.Errorf("got %v", err)
	}
}

// A cancel that was meant for an earlier statement of the same connection may
// hit a later one: what its context still allows is then done again, once.
func TestAStatementCanceledByMistakeIsDoneAgain(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	maya, leo := w.selected(c, "maya", "", ""), w.selected(c, "leo", "", "")
	for _, edits := range [][]store.Edit{{noted(maya)}, {noted(leo), store.EditOf(maya.Application)}} {
		name := fmt.Sprintf("%d edits", len(edits))
		for n := range edits {
			now, err := w.Application(t.Context(), team, edits[n].ID)
			must(t, err)
			edits[n].Version, edits[n].Note = now.Version, name
		}
		tx, err := w.sql().BeginTx(t.Context(), nil)
		must(t, err)
		_, err = tx.ExecContext(t.Context(), `SELECT FROM applications FOR UPDATE`)
		must(t, err)
		done := make(chan error)
		go func() {
			_, err := w.Change(t.Context(), w.act(), edits...)
			done <- err
		}()
		const waiting = `SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`
		for canceled := 0; canceled == 0; {
			must(t, tx.QueryRowContext(t.Context(), waiting).Scan(&canceled))
		}
		must(t, tx.Rollback())
		if err := <-done; err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := w.count(`SELECT count(*) FROM application_history WHERE note = $1`, name); n != len(edits) {
			t.Errorf("%s: made %d times", name, n)
		}
	}
}
