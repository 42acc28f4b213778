package migrations

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
)

const (
	sqlHasTable = `select to_regclass('goose_db_version') is not null`

	sqlVersion = `select coalesce(max(version_id), 0) from goose_db_version where is_applied`

	// The column has no zone; goose fills it with the session's local time.
	sqlApplied = `select version_id, max(tstamp at time zone current_setting('TimeZone'))
		from goose_db_version where is_applied and version_id > 0 group by version_id`
)

// State is one migration, as a database stands to it.
type State struct {
	Version   int64
	Name      string // the file's name; empty when only the database knows this version
	Applied   bool
	AppliedAt time.Time // zero when not applied
}

// Status returns all migrations in order of version: those of this program, and
// those that only the database knows. It creates and changes nothing.
func Status(ctx context.Context, db *sql.DB) ([]State, error) { return set{FS}.status(ctx, db) }

// Version returns the highest version applied in the database, 0 when none is
// or it was never migrated. It creates and changes nothing.
func Version(ctx context.Context, db *sql.DB) (int64, error) {
	var version int64
	known, err := hasTable(ctx, db)
	if err == nil && known {
		err = db.QueryRowContext(ctx, sqlVersion).Scan(&version)
	}
	if err != nil {
		return 0, fmt.Errorf("read the database's migration version: %w", err)
	}
	return version, nil
}

func hasTable(ctx context.Context, db *sql.DB) (bool, error) {
	var known bool
	err := db.QueryRowContext(ctx, sqlHasTable).Scan(&known)
	return known, err
}

func (s set) status(ctx context.Context, db *sql.DB) ([]State, error) {
	applied, err := appliedAt(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("read which migrations are applied: %w", err)
	}
	names, err := fs.Glob(s.files, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	var states []State
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", name, err)
		}
		at, ok := applied[version]
		states = append(states, State{Version: version, Name: name, Applied: ok, AppliedAt: at})
		delete(applied, version)
	}
	for version, at := range applied {
		states = append(states, State{Version: version, Applied: true, AppliedAt: at})
	}
	slices.SortFunc(states, func(a, b State) int { return cmp.Compare(a.Version, b.Version) })
	return states, nil
}

// appliedAt returns when each applied version was applied.
func appliedAt(ctx context.Context, db *sql.DB) (map[int64]time.Time, error) {
	applied := map[int64]time.Time{}
	known, err := hasTable(ctx, db)
	if err != nil || !known {
		return applied, err
	}
	rows, err := db.QueryContext(ctx, sqlApplied)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var version int64
		var at time.Time
		if err := rows.Scan(&version, &at); err != nil {
			return nil, err
		}
		applied[version] = at
	}
	return applied, rows.Err()
}
