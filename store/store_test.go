package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"codekeeper/store"
	"codekeeper/store/localpg/pgtest"
	"codekeeper/store/tracking"

	"github.com/google/go-cmp/cmp"
	_ "github.com/lib/pq"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(pgtest.Runner{M: m}) }

// day is when everything in these tests begins.
var day = time.Date(2025, time.March, 10, 9, 0, 0, 0, time.UTC)

const (
	team  = "T1"
	other = "T2"
	ana   = "U1"
	ben   = "U2"
)

// world is a fresh database with a store on it, and acts that come minute by
// minute, each by a request of its own.
type world struct {
	*store.Store
	t     testing.TB
	url   string
	acted atomic.Int64
}

func newWorld(t testing.TB) *world {
	t.Helper()
	url := pgtest.New(t)
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &world{Store: s, t: t, url: url}
}

// sql is a connection beside the store's.
func (w *world) sql() *sql.DB {
	w.t.Helper()
	db, err := sql.Open("postgres", w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = db.Close() })
	return db
}

func (w *world) act() store.Act {
	n := w.acted.Add(1)
	return store.Act{
		Team: team, Request: fmt.Sprintf("r%d", n), User: ana, Way: store.ByForm,
		At: day.Add(time.Duration(n) * time.Minute),
	}
}

func (w *world) ctx() context.Context { return w.t.Context() }

// campaign makes a campaign with these modes.
func (w *world) campaign(slug string, link, code store.Mode) store.Campaign {
	w.t.Helper()
	return w.campaignOf(slug, store.Terms{Name: slug, LinkMode: link, CodeMode: code, Owners: []string{ana}})
}

func (w *world) campaignOf(slug string, terms store.Terms) store.Campaign {
	w.t.Helper()
	made, err := w.CreateCampaign(w.ctx(), w.act(), slug, terms)
	must(w.t, err)
	return made.After
}

// applicant adds an applicant.
func (w *world) applicant(campaign store.Campaign, text string) store.Row {
	w.t.Helper()
	added, err := w.AddInfluencers(w.ctx(), w.act(), campaign.ID, []store.Profile{{Handle: handle(w.t, text)}})
	must(w.t, err)
	return *added.Rows[0].Application
}

// selected adds somebody selected.
func (w *world) selected(campaign store.Campaign, text, link, code string) store.Row {
	w.t.Helper()
	changes, err := w.Select(w.ctx(), w.act(), campaign.ID, []store.Selection{{
		Handle: handle(w.t, text), Link: aLink(w.t, link), Code: aCode(w.t, code),
	}})
	must(w.t, err)
	return changes.Rows[0].After
}

// edit changes what with does.
func (w *world) edit(row store.Row, with func(*store.Edit)) (store.Row, error) {
	edit := store.EditOf(row.Application)
	with(&edit)
	changes, err := w.Change(w.ctx(), w.act(), edit)
	if err != nil {
		return store.Row{}, err
	}
	return changes.Rows[0].After, nil
}

func (w *world) mustEdit(row store.Row, with func(*store.Edit)) store.Row {
	w.t.Helper()
	after, err := w.edit(row, with)
	must(w.t, err)
	return after
}

func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	must(w.t, w.sql().QueryRowContext(w.ctx(), query, args...).Scan(&n))
	return n
}

// executed counts the statements that the store has run so far, all on one
// connection from the first call on.
func (w *world) executed() int {
	w.t.Helper()
	w.DB().SetMaxOpenConns(1)
	var n int
	must(w.t, w.DB().GetContext(w.ctx(), &n, `SELECT COALESCE(sum(generic_plans + custom_plans), 0) FROM pg_prepared_statements`))
	return n
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func handle(t testing.TB, text string) store.Handle {
	t.Helper()
	h, _, err := store.ParseHandle(text)
	must(t, err)
	return h
}

func aLink(t testing.TB, text string) tracking.Link {
	t.Helper()
	if text == "" {
		return tracking.Link{}
	}
	link, err := tracking.ParseLink(text)
	must(t, err)
	return link
}

func aCode(t testing.TB, text string) tracking.Code {
	t.Helper()
	if text == "" {
		return tracking.Code{}
	}
	code, err := tracking.ParseCode(text)
	must(t, err)
	return code
}

// same compares anything of the store's, times as instants.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, unexported); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// unexported lets cmp look into handles, links and codes, which are one
// unexported text each.
var unexported = cmp.Exporter(func(t reflect.Type) bool { return strings.HasPrefix(t.PkgPath(), "codekeeper/") })
