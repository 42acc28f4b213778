// Package migrations holds the numbered SQL files that make Codekeeper's
// tables, embedded in the program, and applies them.
//
// A file is called NNNNN_what_it_does.sql and has an Up and a Down part in
// goose's notation. What is applied is remembered in the table
// goose_db_version of the same database.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// FS holds the SQL files, at its root.
//
//go:embed *.sql
var FS embed.FS

// ErrNothingApplied is what Down answers when there is no migration left to
// take back.
var ErrNothingApplied = errors.New("no migration is applied, so there is none to take back")

// NewerError says that the database was migrated by a newer program than this
// one, which therefore must not touch it.
type NewerError struct {
	Database int64 // the highest version applied in the database
	Program  int64 // the highest version that this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the database is at migration %d, newer than this program, which knows up to %d: "+
		"run the newer program, or take the migrations back with it first", e.Database, e.Program)
}

// Up applies every migration that is not applied yet; none is no error. Callers
// in any number of processes may do so at once: they take turns.
//
// It needs two connections of db at a time. It answers a *NewerError when the
// database is ahead of this program.
func Up(ctx context.Context, db *sql.DB) error { return set{FS}.up(ctx, db) }

// Down takes back the migration that was applied last, one step. It answers
// ErrNothingApplied, or a *NewerError as Up does.
func Down(ctx context.Context, db *sql.DB) error { return set{FS}.down(ctx, db) }

// Latest returns the highest version this program knows.
func Latest() int64 { return set{FS}.latest() }

// set is a folder of migrations: the embedded one, or a test's.
type set struct{ files fs.FS }

func (s set) up(ctx context.Context, db *sql.DB) error {
	err := locked(ctx, db, func() error {
		if err := s.refuseNewer(ctx, db); err != nil {
			return err
		}
		p, err := s.provider(db)
		if err != nil {
			return err
		}
		_, err = p.Up(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("apply migrations: %w", err)
	}
	return nil
}

func (s set) down(ctx context.Context, db *sql.DB) error {
	err := locked(ctx, db, func() error {
		if err := s.refuseNewer(ctx, db); err != nil {
			return err
		}
		version, err := Version(ctx, db)
		if err != nil {
			return err
		}
		if version == 0 {
			return ErrNothingApplied
		}
		p, err := s.provider(db)
		if err != nil {
			return err
		}
		_, err = p.Down(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("take a migration back: %w", err)
	}
	return nil
}

func (s set) latest() int64 {
	names, err := fs.Glob(s.files, "*.sql")
	if err != nil {
		return 0
	}
	var latest int64
	for _, name := range names {
		if v, err := goose.NumericComponent(name); err == nil {
			latest = max(latest, v)
		}
	}
	return latest
}

func (s set) refuseNewer(ctx context.Context, db *sql.DB) error {
	version, err := Version(ctx, db)
	if err != nil {
		return err
	}
	if latest := s.latest(); version > latest {
		return &NewerError{Database: version, Program: latest}
	}
	return nil
}

func (s set) provider(db *sql.DB) (*goose.Provider, error) {
	return goose.NewProvider(goose.DialectPostgres, db, s.files,
		goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
}
