package migrations_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"codekeeper/migrations"
	"codekeeper/store/localpg/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func open(t *testing.T) *sql.DB {
	t.Helper()
	return openAt(t, pgtest.NewEmpty(t))
}

func openAt(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func up(t *testing.T, db *sql.DB) {
	t.Helper()
	if err := migrations.Up(t.Context(), db); err != nil {
		t.Fatal(err)
	}
}

func wantVersion(t *testing.T, db *sql.DB, want int64) {
	t.Helper()
	got, err := migrations.Version(t.Context(), db)
	if err != nil || got != want {
		t.Errorf("version %d, %v; want %d", got, err, want)
	}
}

// schema is everything that a migration can make in a schema, as lines.
const schema = `
	with mine as (
		select c.oid, c.relname, c.relkind from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relname not like 'goose\_db\_version%'
	)
	select format('%s %s', case relkind when 'r' then 'table' else 'relation of kind ' || relkind::text end, relname)
	from mine
	union all
	select format('column %s.%s %s not null %s default %s identity %s generated %s', m.relname, a.attname,
		format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated)
	from mine m join pg_attribute a on a.attrelid = m.oid and a.attnum > 0 and not a.attisdropped
	left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
	union all
	select format('constraint %s.%s %s', m.relname, c.conname, pg_get_constraintdef(c.oid))
	from mine m join pg_constraint c on c.conrelid = m.oid
	union all
	select format('constraint of type %s.%s %s', c.contypid::regtype, c.conname, pg_get_constraintdef(c.oid))
	from pg_constraint c where c.contypid <> 0 and c.connamespace = 'public'::regnamespace
	union all
	select format('index %s %s', m.relname, pg_get_indexdef(m.oid)) from mine m where m.relkind = 'i'
	union all
	select format('trigger %s.%s %s', m.relname, t.tgname, pg_get_triggerdef(t.oid))
	from mine m join pg_trigger t on t.tgrelid = m.oid and not t.tgisinternal
	union all
	select format('function %s %s', p.oid::regprocedure, pg_get_functiondef(p.oid)) from pg_proc p
	where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p') and not exists (
		select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
	union all
	select format('type %s %s', t.typname, array(select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder))
	from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd')
	union all
	select format('extension %s', extname) from pg_extension
	order by 1`

func dump(t *testing.T, db *sql.DB) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), schema)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestUpDownUp(t *testing.T) {
	db := open(t)
	before := dump(t, db)
	up(t, db)
	wantVersion(t, db, migrations.Latest())
	first := dump(t, db)
	if !slices.ContainsFunc(first, func(line string) bool { return strings.HasPrefix(line, "table ") }) {
		t.Fatal("no table was made")
	}
	steps := 0
	for ; ; steps++ {
		err := migrations.Down(t.Context(), db)
		if errors.Is(err, migrations.ErrNothingApplied) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if steps == 0 {
		t.Error("nothing was taken back")
	}
	wantVersion(t, db, 0)
	if diff := cmp.Diff(before, dump(t, db)); diff != "" {
		t.Errorf("taking all back left something (-before +after):\n%s", diff)
	}
	up(t, db)
	wantVersion(t, db, migrations.Latest())
	if diff := cmp.Diff(first, dump(t, db)); diff != "" {
		t.Errorf("the second time made something else (-first +second):\n%s", diff)
	}
}

func TestUpTwiceIsOnce(t *testing.T) {
	db := open(t)
	up(t, db)
	first := dump(t, db)
	up(t, db)
	if diff := cmp.Diff(first, dump(t, db)); diff != "" {
		t.Error(diff)
	}
}

// As many programs as may start at once, and more, each with its own pool.
func TestSixUpsAtOnce(t *testing.T) {
	url := pgtest.NewEmpty(t)
	var all errgroup.Group
	for range 6 {
		db := openAt(t, url)
		db.SetMaxOpenConns(2)
		all.Go(func() error { return migrations.Up(t.Context(), db) })
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	wantVersion(t, openAt(t, url), migrations.Latest())
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	db := open(t)
	up(t, db)
	ahead := migrations.Latest() + 7
	if _, err := db.ExecContext(t.Context(), "insert into goose_db_version (version_id, is_applied) values ($1, true)", ahead); err != nil {
		t.Fatal(err)
	}
	for name, do := range map[string]func(context.Context, *sql.DB) error{"Up": migrations.Up, "Down": migrations.Down} {
		err := do(t.Context(), db)
		newer, ok := errors.AsType[*migrations.NewerError](err)
		if !ok || newer.Database != ahead || newer.Program != migrations.Latest() {
			t.Errorf("%s: %v, want a NewerError", name, err)
		}
	}
	states, err := migrations.Status(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	last := states[len(states)-1]
	if last.Version != ahead || last.Name != "" || !last.Applied {
		t.Errorf("the last state is %+v, want the one that only the database knows", last)
	}
}

func TestLookingChangesNothing(t *testing.T) {
	db := open(t)
	wantVersion(t, db, 0)
	states, err := migrations.Status(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	if len(states) == 0 || states[0].Applied || !states[0].AppliedAt.IsZero() || states[0].Name == "" {
		t.Errorf("states of an empty database: %+v", states)
	}
	var tables int
	if err := db.QueryRowContext(t.Context(), "select count(*) from pg_tables where schemaname = 'public'").Scan(&tables); err != nil {
		t.Fatal(err)
	}
	if tables != 0 {
		t.Errorf("looking made %d tables", tables)
	}
}

func TestStepByStep(t *testing.T) {
	file := func(name string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("-- +goose Up\ncreate table " + name + " (i int);\n-- +goose Down\ndrop table " + name + ";\n")}
	}
	files := fstest.MapFS{"00001_one.sql": file("one"), "00002_two.sql": file("two")}
	db := openAt(t, pgtest.NewEmpty(t)+"&timezone=Asia%2FKathmandu")
	began := time.Now()
	if err := migrations.UpFrom(t.Context(), db, files); err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]bool{{true, true}, {true, false}, {false, false}} {
		states, err := migrations.StatusFrom(t.Context(), db, files)
		if err != nil {
			t.Fatal(err)
		}
		var got []bool
		for _, s := range states {
			got = append(got, s.Applied)
			if since := s.AppliedAt.Sub(began).Abs(); s.Applied && since > time.Hour {
				t.Errorf("%s: applied at %v, %v from now", s.Name, s.AppliedAt, since)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("applied: %v, want %v", got, want)
		}
		if err := migrations.DownFrom(t.Context(), db, files); err != nil && !errors.Is(err, migrations.ErrNothingApplied) {
			t.Fatal(err)
		}
	}
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	files := fstest.MapFS{"00001_one.sql": {Data: []byte("-- +goose Up\ncreate table one (i int);\ncreate table one (i int);\n-- +goose Down\nselect 1;\n")}}
	db := open(t)
	if err := migrations.UpFrom(t.Context(), db, files); err == nil {
		t.Fatal("a migration that fails was accepted")
	}
	wantVersion(t, db, 0)
	if lines := dump(t, db); slices.Contains(lines, "table one") {
		t.Error("half a migration stayed")
	}
	// The lock was given back: this would wait for ever.
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := migrations.UpFrom(ctx, openAt(t, pgtest.NewEmpty(t)), fstest.MapFS{"00001_one.sql": {Data: []byte("-- +goose Up\nselect 1;\n")}}); err != nil {
		t.Error(err)
	}
}

func TestOneConnectionIsRefusedNotAwaited(t *testing.T) {
	db := open(t)
	db.SetMaxOpenConns(1)
	if err := migrations.Up(t.Context(), db); err == nil || !strings.Contains(err.Error(), "two connections") {
		t.Errorf("got %v, want an error that asks for two connections", err)
	}
}

func TestWaitingForTheLockEndsWithTheContext(t *testing.T) {
	url := pgtest.NewEmpty(t)
	db := openAt(t, url)
	err := migrations.Hold(t.Context(), openAt(t, url), func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := migrations.Up(ctx, db); err == nil || ctx.Err() == nil {
			t.Errorf("got %v, want it to give up with its context", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	up(t, db)
}
