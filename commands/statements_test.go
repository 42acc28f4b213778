package commands

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/localpg/pgtest"

	"github.com/lib/pq"
)

// statements counts what a store asks of its database, and the rows that it is
// answered.
type statements struct {
	n, rows atomic.Int64
	url     string // of the database
}

// during is how many there are while something is done.
func (s *statements) during(do func()) int64 {
	before := s.n.Load()
	do()
	return s.n.Load() - before
}

// countStatements is a new database's store, whose statements are counted on
// their way there.
func countStatements(t testing.TB) (*store.Store, *statements) {
	t.Helper()
	counted := &statements{url: pgtest.New(t)}
	to, err := pq.NewConfig(counted.url)
	must(t, err)
	network, address := "tcp", net.JoinHostPort(to.Host, strconv.Itoa(int(to.Port)))
	if filepath.IsAbs(to.Host) {
		network, address = "unix", filepath.Join(to.Host, fmt.Sprintf(".s.PGSQL.%d", to.Port))
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go counted.pass(client, network, address)
		}
	}()
	through := url.URL{
		Scheme: "postgres", User: url.UserPassword(to.User, to.Password), Host: listener.Addr().String(),
		Path: "/" + to.Database, RawQuery: "sslmode=disable",
	}
	s, err := store.Open(t.Context(), through.String())
	must(t, err)
	t.Cleanup(func() {
		must(t, s.Close())
		must(t, listener.Close())
	})
	return s, counted
}

// counting is the app over a database of its own, in which the test's world is
// made from here on, and what it asks there.
func (w *world) counting() (*App, *statements) {
	w.t.Helper()
	s, counted := countStatements(w.t)
	own := w.store
	w.store = s
	w.t.Cleanup(func() { w.store = own })
	return New(Config{Store: s, Slack: w.app.slack, Identity: w.app.identity, Clock: w.app.clock, Log: w.app.log}), counted
}

// pass hands on what a client says and is answered, until one of both hangs up.
func (s *statements) pass(client net.Conn, network, address string) {
	defer client.Close()
	server, err := new(net.Dialer).Dial(network, address)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		hand(server, client, 5, &s.rows, 'D') // DataRow
		_ = client.Close()
	}()
	hand(client, server, 4, &s.n, 'E', 'Q') // Execute, or a simple query
}

// hand hands messages on from one to the other, and counts those of these kinds.
// The first has a head of so many bytes: who connects says no kind yet.
func hand(from io.Reader, to io.Writer, size int, count *atomic.Int64, kinds ...byte) {
	for head := make([]byte, 5); ; size = 5 {
		if _, err := io.ReadFull(from, head[:size]); err != nil {
			return
		}
		if size == 5 && slices.Contains(kinds, head[0]) {
			count.Add(1)
		}
		if _, err := to.Write(head[:size]); err != nil {
			return
		}
		rest := int64(binary.BigEndian.Uint32(head[size-4:size])) - 4
		if _, err := io.CopyN(to, from, rest); err != nil {
			return
		}
	}
}

// However many one command or form names, the database is asked as often.
func TestManyAreAskedForAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	s, counted := countStatements(t)
	app := New(Config{Store: s, Slack: w.app.slack, Identity: w.app.identity, Clock: w.app.clock, Log: w.app.log})
	own := w.store
	w.store = s
	w.campaign("Summer Glow")
	w.store = own
	run := func(handler bot.Handler, prefix string, n int, suffix string) int64 {
		t.Helper()
		handles := make([]string, n)
		for i := range handles {
			handles[i] = fmt.Sprintf("@%s%02d", prefix, i)
		}
		return counted.during(func() {
			r := w.request("")
			r.Kind, r.Text = bot.KindCommand, strings.Join(handles, " ")+suffix
			if _, err := handler(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		})
	}
	for _, test := range []struct {
		what, suffix string
		run          bot.Handler
	}{
		{"add", " summer-glow", app.runAdd},
		{"select", " summer-glow code TBD link TBD", app.runSelect},
		{"decline", " summer-glow", app.runDecline},
	} {
		few, many := run(test.run, "kaya", 4, test.suffix), run(test.run, "winterbourne", 80, test.suffix)
		if few == 0 || many != few {
			t.Errorf("%s: %d statements for 4, %d for 80", test.what, few, many)
		}
	}
	if few, many := run(app.runSelect, "quixote", 4, " summer-glow"), run(app.runSelect, "zephyrine", 80, " summer-glow"); few == 0 || many != few {
		t.Errorf("the form of new ones: %d statements for 4, %d for 80", few, many)
	}
}

// Also when each of them has had a code before: that it was theirs is no reason
// to look closer.
func TestManyWithCodesOfTheirOwnAreAskedForAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	app, counted := w.counting()
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	asked := func(prefix string, n int) int64 {
		t.Helper()
		all := make([]choice, n)
		for i := range all {
			row := w.selected(summer, fmt.Sprintf("@%s%02d", prefix, i), "TBD", fmt.Sprintf("%s%02d", prefix, i))
			row = w.change("ana", row, func(e *store.Edit) { e.State = store.Withdrawn })
			all[i] = choice{Selection: store.Selection{InfluencerID: row.InfluencerID, Code: row.Code}}
		}
		return counted.during(func() {
			must(t, app.leaveTaken(t.Context(), w.team, summer.ID, all))
			warned, err := app.heldByAny(t.Context(), w.team, summer.ID, all)
			must(t, err)
			if warned.any() || all[0].Code.TBD() {
				t.Errorf("%v, %+v", warned, all[0])
			}
		})
	}
	if few, many := asked("kaya", 4), asked("winterbourne", 60); few == 0 || many != few {
		t.Errorf("%d statements for 4, %d for 60", few, many)
	}
}
