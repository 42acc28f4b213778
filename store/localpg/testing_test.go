package localpg

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"codekeeper/migrations"
)

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
	s := started(t, Options{Fast: true})
	t.Setenv(TestServerVariable, s.url(superuser, superuser))
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
	made := func(i int) string {
		name := fmt.Sprintf("codekeeper_test_%d", i)
		if _, err := shared.create(b.Context(), name, true); err != nil {
			b.Fatal(err)
		}
		return name
	}
	dropped := func(name string) {
		if err := shared.drop(b.Context(), name); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("made", func(b *testing.B) {
		var names []string
		spread(b, func() { names = append(names, made(len(names))) })
		for _, name := range names {
			dropped(name)
		}
	})
	b.Run("made and dropped", func(b *testing.B) {
		spread(b, func() { dropped(made(0)) })
	})
}

// BenchmarkStart measures a server, started and stopped: with a seed at hand, and
// on a machine that never started one.
func BenchmarkStart(b *testing.B) {
	cycle := func() {
		s, err := Start(b.Context(), Options{Fast: true})
		if err != nil {
			b.Fatal(err)
		}
		stopped(b, s)
	}
	b.Run("warm", func(b *testing.B) {
		cycle()
		spread(b, cycle)
	})
	b.Run("cold", func(b *testing.B) {
		spread(b, func() {
			b.Setenv("XDG_CACHE_HOME", b.TempDir())
			cycle()
		})
	})
}

// spread runs do and reports the least, median and most milliseconds it took.
func spread(b *testing.B, do func()) {
	b.Helper()
	var took []float64
	for b.Loop() {
		began := time.Now()
		do()
		took = append(took, float64(time.Since(began).Microseconds())/1000)
	}
	slices.Sort(took)
	b.ReportMetric(took[0], "min-ms")
	b.ReportMetric(took[len(took)/2], "median-ms")
	b.ReportMetric(took[len(took)-1], "max-ms")
}
