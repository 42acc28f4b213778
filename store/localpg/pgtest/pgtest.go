// Package pgtest gives tests databases of their own, on a private Postgres or
// on one that CODEKEEPER_TEST_DATABASE_URL names. Only tests import it.
package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"codekeeper/store/localpg"
)

// TestServerVariable names an existing server for tests to make their databases
// on; its role must be allowed to make databases.
const TestServerVariable = "CODEKEEPER_TEST_DATABASE_URL"

// A first start may fetch and prepare Postgres; a database takes milliseconds.
const (
	openWithin     = 5 * time.Minute
	databaseWithin = time.Minute
)

// New returns the address of a fresh database with all migrations applied and no
// rows. It is dropped at the end of the test. The test fails when there is no
// Postgres to be had, and is told what to install.
//
// The first call of a process starts a server of its own, unless
// CODEKEEPER_TEST_DATABASE_URL names one. It ends with the process; a package's
// TestMain that calls Main ends it and removes its files at once, else the next
// start of any server does the latter.
func New(tb testing.TB) string {
	tb.Helper()
	return shared.database(tb, true)
}

// NewEmpty is New without the migrations.
func NewEmpty(tb testing.TB) string {
	tb.Helper()
	return shared.database(tb, false)
}

// Main runs a package's tests and then stops the server that New started:
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
func Main(m interface{ Run() int }) int {
	code := m.Run()
	if err := shared.close(); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		return max(code, 1)
	}
	return code
}

// Runner is Main as a testing.M, for a package that looks for leaks:
//
//	func TestMain(m *testing.M) { goleak.VerifyTestMain(pgtest.Runner{M: m}) }
type Runner struct{ M interface{ Run() int } }

// Run runs the tests and stops the server.
func (r Runner) Run() int { return Main(r.M) }

// shared is the one server of a test process. It is a variable because New has
// nowhere else to find it: a test is given nothing by the test before.
var shared pool

// pool makes databases on one server.
type pool struct {
	mu     sync.Mutex
	opened bool
	err    error           // why it can't be opened; asked once, not by every test
	server *localpg.Server // nil when the server is somebody else's
	admin  *sql.DB
	url    string // somebody else's server
}

func (p *pool) database(tb testing.TB, migrated bool) string {
	tb.Helper()
	// What one test opens is for those after it too, and what is dropped is
	// dropped after the test's context has ended.
	ctx := context.WithoutCancel(tb.Context())
	if err := p.open(ctx); err != nil {
		tb.Fatalf("no database for this test: %v", err)
	}
	name := "codekeeper_test_" + strings.ToLower(rand.Text()[:16])
	address, err := p.create(ctx, name, migrated)
	tb.Cleanup(func() {
		if err := p.drop(ctx, name); err != nil {
			tb.Errorf("drop the test's database: %v", err)
		}
	})
	if err != nil {
		tb.Fatalf("make a database for this test: %v", err)
	}
	return address
}

func (p *pool) open(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.opened {
		return p.err
	}
	p.opened = true
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	if p.url = os.Getenv(TestServerVariable); p.url != "" {
		p.admin, p.err = sql.Open("postgres", p.url)
		return p.err
	}
	p.err = p.start(ctx)
	return p.err
}

// start starts a server of our own.
func (p *pool) start(ctx context.Context) error {
	begin, err := seed()
	if err != nil {
		return err
	}
	if p.server, err = localpg.Start(ctx, localpg.Options{Fast: true, Seed: begin}); err != nil {
		return err
	}
	address, err := addressOf(p.server.URL(), superuser, superuser)
	if err != nil {
		return err
	}
	p.admin, err = sql.Open("postgres", address)
	return err
}

// create makes a database and returns its address.
func (p *pool) create(ctx context.Context, name string, migrated bool) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, databaseWithin)
	defer cancel()
	if p.server != nil {
		from := "template0"
		if migrated {
			from = template
		}
		_, err := p.admin.ExecContext(ctx, fmt.Sprintf("create database %s owner %s template %s strategy file_copy", name, role, from))
		if err != nil {
			return "", err
		}
		return withDatabase(p.server.URL(), name)
	}
	address, err := withDatabase(p.url, name)
	if err != nil {
		return "", err
	}
	if _, err := p.admin.ExecContext(ctx, "create database "+name+" template template0"); err != nil {
		return "", fmt.Errorf("on the server that %s names: %w", TestServerVariable, err)
	}
	if migrated {
		err = migrate(ctx, address)
	}
	return address, err
}

func (p *pool) drop(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, databaseWithin)
	defer cancel()
	_, err := p.admin.ExecContext(ctx, "drop database if exists "+name+" with (force)")
	return err
}

// close stops the server; a later New would start another.
func (p *pool) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	if p.admin != nil {
		errs = append(errs, p.admin.Close())
	}
	if p.server != nil {
		errs = append(errs, p.server.Stop())
	}
	p.opened, p.err, p.server, p.admin, p.url = false, nil, nil, nil, ""
	return errors.Join(errs...)
}

// withDatabase returns the address of another database of the same server. Of
// lib/pq's two notations, in key=value the last value counts.
func withDatabase(address, name string) (string, error) {
	if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		return address + " dbname=" + name, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		// The parser's error would print the address, password and all.
		return "", fmt.Errorf("%s is not an address that can be read", TestServerVariable)
	}
	u.Path = "/" + name
	query := u.Query()
	query.Del("dbname")
	u.RawQuery = query.Encode()
	return u.String(), nil
}
