package pgtest

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"codekeeper/migrations"
	"codekeeper/store/localpg"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(Runner{M: m}) }

func TestNewInParallel(t *testing.T) {
	for i := range 20 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			db := opened(t, New(t))
			version, err := migrations.Version(t.Context(), db)
			if err != nil || version != migrations.Latest() {
				t.Errorf("version %d, %v; want %d", version, err, migrations.Latest())
			}
			if _, err := db.ExecContext(t.Context(), "create table mine (i int)"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestNewEmptyHasNoTables(t *testing.T) {
	const tables = "select count(*) from pg_tables where schemaname = 'public'"
	if got := ask(t, NewEmpty(t), tables); got != "0" {
		t.Errorf("%s tables, want none", got)
	}
}

func TestDatabaseIsDroppedWithTheTest(t *testing.T) {
	var name string
	t.Run("test", func(t *testing.T) {
		name = ask(t, New(t), "select current_database()")
	})
	query := "select count(*) from pg_database where datname = '" + name + "'"
	if got := ask(t, NewEmpty(t), query); name == "" || got != "0" {
		t.Errorf("database %q is still there", name)
	}
}

func TestServerNamedByTheVariable(t *testing.T) {
	s, err := localpg.Start(t.Context(), localpg.Options{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	admin, err := addressOf(s.URL(), superuser, superuser)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(TestServerVariable, admin)
	var theirs pool
	t.Cleanup(func() {
		if err := theirs.close(); err != nil {
			t.Error(err)
		}
	})
	const made = "select count(*) from pg_database where datname like 'codekeeper_test_%'"
	t.Run("test", func(t *testing.T) {
		db := opened(t, theirs.database(t, true))
		version, err := migrations.Version(t.Context(), db)
		if err != nil || version != migrations.Latest() {
			t.Errorf("version %d, %v; want %d", version, err, migrations.Latest())
		}
		if got := ask(t, s.URL(), made); got != "1" {
			t.Errorf("%s databases on the named server, want 1", got)
		}
		if theirs.server != nil {
			t.Error("a private server was started too")
		}
	})
	if got := ask(t, s.URL(), made); got != "0" {
		t.Errorf("%s databases left on the named server", got)
	}
}

func TestWithDatabase(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"postgres://u:p@h:1/old?sslmode=disable", "postgres://u:p@h:1/new?sslmode=disable"},
		{"postgresql://u@h", "postgresql://u@h/new"},
		{"postgres://u@/old?host=%2Frun&dbname=older", "postgres://u@/new?host=%2Frun"},
		{"host=/run user=u dbname=old", "host=/run user=u dbname=old dbname=new"},
	} {
		if got, err := withDatabase(c.address, "new"); err != nil || got != c.want {
			t.Errorf("withDatabase(%q) = %q, %v; want %q", c.address, got, err, c.want)
		}
	}
	_, err := withDatabase("postgres://u:secret@h:port/x", "new")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("an unreadable address: %v, want an error without the password", err)
	}
}

// BenchmarkNew measures one migrated database: made, and made and dropped.
func BenchmarkNew(b *testing.B) {
	_ = New(b)
	made := func(name string) {
		if _, err := shared.create(b.Context(), name, true); err != nil {
			b.Fatal(err)
		}
	}
	dropped := func(name string) {
		if err := shared.drop(b.Context(), name); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("made", func(b *testing.B) {
		var names []string
		for b.Loop() {
			names = append(names, fmt.Sprintf("codekeeper_test_%d", len(names)))
			made(names[len(names)-1])
		}
		for _, name := range names {
			dropped(name)
		}
	})
	b.Run("made and dropped", func(b *testing.B) {
		for b.Loop() {
			made("codekeeper_test")
			dropped("codekeeper_test")
		}
	})
}

func opened(tb testing.TB, url string) *sql.DB {
	tb.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

// ask returns the one value that a query answers, as text.
func ask(tb testing.TB, url, query string) string {
	tb.Helper()
	var answer string
	if err := opened(tb, url).QueryRowContext(tb.Context(), query).Scan(&answer); err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
	return answer
}
