package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"codekeeper/store"

	"github.com/lib/pq"
)

// A wire between a store and its server. The next answer to a change can be lost
// on it: the server has done what it was asked, and the connection dies. And
// something can happen while the next answer without rows is on its way.
type wire struct {
	losing  atomic.Bool
	meeting atomic.Pointer[func()]
}

// overWire is a store of the same database at the end of such a wire.
func (w *world) overWire() (*store.Store, *wire) {
	w.t.Helper()
	to, err := pq.NewConfig(w.url)
	must(w.t, err)
	network, address := "tcp", net.JoinHostPort(to.Host, strconv.Itoa(int(to.Port)))
	if filepath.IsAbs(to.Host) {
		network, address = "unix", filepath.Join(to.Host, fmt.Sprintf(".s.PGSQL.%d", to.Port))
	}
	listener, err := new(net.ListenConfig).Listen(w.t.Context(), "tcp", "127.0.0.1:0")
	must(w.t, err)
	l := &wire{}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go l.pass(client, network, address)
		}
	}()
	through := url.URL{
		Scheme: "postgres", User: url.UserPassword(to.User, to.Password), Host: listener.Addr().String(),
		Path: "/" + to.Database, RawQuery: "sslmode=disable",
	}
	s, err := store.Open(w.t.Context(), through.String())
	must(w.t, err)
	w.t.Cleanup(func() {
		must(w.t, s.Close())
		must(w.t, listener.Close())
	})
	return s, l
}

// pass hands on what both say, until one of them hangs up or an answer is lost.
func (w *wire) pass(client net.Conn, network, address string) {
	defer client.Close()
	server, err := new(net.Dialer).Dial(network, address)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	answer := make([]byte, 64<<10)
	for {
		n, err := server.Read(answer)
		if err != nil {
			return
		}
		// The server is ready for the next, outside a transaction: it has stored
		// what it was asked.
		stored := bytes.Contains(answer[:n], []byte("COMMIT\x00")) || bytes.Contains(answer[:n], []byte("UPDATE 1\x00")) || bytes.Contains(answer[:n], []byte("DELETE 1\x00"))
		if stored && bytes.HasSuffix(answer[:n], []byte("Z\x00\x00\x00\x05I")) && w.losing.CompareAndSwap(true, false) {
			return
		}
		if meet := w.meeting.Load(); meet != nil && bytes.Contains(answer[:n], []byte("SELECT 0\x00")) && w.meeting.CompareAndSwap(meet, nil) {
			(*meet)()
		}
		if _, err := client.Write(answer[:n]); err != nil {
			return
		}
	}
}

// Of a claim whose answer is lost nobody knows whether it was made: who made it
// is told so, and can give it back, and then somebody has it.
func TestAClaimWhoseAnswerIsLost(t *testing.T) {
	w := newWorld(t)
	h := w.handsOver(ana, ben, 0, "").After
	m := w.importOf(w.campaign("c", store.UniqueOurs, store.UniqueOurs), store.ImportLine{Number: 1, Handle: handle(t, "leo")})
	_, err := w.ApplyImport(t.Context(), w.act(), m.ID, true)
	must(t, err)
	_, _, err = w.RunImport(t.Context(), team, m.ID, "claim", day, nil)
	must(t, err)
	s, l := w.overWire()
	at := day.Add(1234567 * time.Nanosecond) // more than the database keeps
	for name, notice := range map[string]struct {
		claim   func() (bool, error)
		release func(time.Time) error
	}{
		"handover": {
			func() (bool, error) { return s.ClaimHandoverNotice(t.Context(), team, h.ID, at) },
			func(at time.Time) error { return s.ReleaseHandoverNotice(t.Context(), team, h.ID, at) },
		},
		"import": {
			func() (bool, error) { return s.ClaimImportNotice(t.Context(), team, m.ID, at) },
			func(at time.Time) error { return s.ReleaseImportNotice(t.Context(), team, m.ID, at) },
		},
		"post": {
			func() (bool, error) { return s.ClaimPost(t.Context(), team, "list", ana, at) },
			func(at time.Time) error { return s.ReleasePost(t.Context(), team, "list", ana, at) },
		},
	} {
		l.losing.Store(true)
		if ours, err := notice.claim(); ours || !errors.Is(err, store.ErrOutcomeUnknown) {
			t.Errorf("%s: ours %v, %v", name, ours, err)
		}
		if l.losing.Load() {
			t.Fatalf("%s: no answer was lost", name)
		}
		// It was made: who comes now is told for sure that it is taken.
		if ours, err := notice.claim(); ours || err != nil {
			t.Errorf("%s: another's: ours %v, %v", name, ours, err)
		}
		must(t, notice.release(at.Add(time.Microsecond)))
		if ours, err := notice.claim(); ours || err != nil {
			t.Errorf("%s: another gave it back: ours %v, %v", name, ours, err)
		}
		l.losing.Store(true)
		must(t, notice.release(at))
		if l.losing.Load() {
			t.Fatalf("%s: the answer to giving back was not lost", name)
		}
		if ours, err := notice.claim(); !ours || err != nil {
			t.Errorf("%s: given back: ours %v, %v", name, ours, err)
		}
	}
}
