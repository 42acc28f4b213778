package store

import (
	"context"
	"database/sql"
	"fmt"

	"codekeeper/migrations"
)

// A Schema is a database's tables, as the migrations make them: for those who
// migrate or look, and need no store.
type Schema struct{ db *sql.DB }

// A Migration is one of the migrations, as a database stands to it.
type Migration = migrations.State

// ErrNothingApplied is what Down's error wraps when there is nothing to take back.
var ErrNothingApplied = migrations.ErrNothingApplied

// OpenSchema connects to the database at url. It has been reached, and is
// Postgres 15 or newer. The error never shows the password.
func OpenSchema(ctx context.Context, url string) (*Schema, error) {
	db, err := Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	return &Schema{db}, nil
}

// Close ends the connections.
func (s *Schema) Close() error { return s.db.Close() }

// Up applies every migration that is not applied yet. Replicas that start at
// once take turns. A database that a newer Codekeeper migrated is an error.
func (s *Schema) Up(ctx context.Context) error { return migrations.Up(ctx, s.db) }

// Down takes back the migration that was applied last, with what it holds.
func (s *Schema) Down(ctx context.Context) error {
	return migrations.Down(ctx, s.db)
}

// Status lists the migrations in order. It changes nothing.
func (s *Schema) Status(ctx context.Context) ([]Migration, error) {
	return migrations.Status(ctx, s.db)
}

// Version is the highest migration applied, and the highest that this
// Codekeeper knows.
func (s *Schema) Version(ctx context.Context) (applied, known int64, err error) {
	applied, err = migrations.Version(ctx, s.db)
	return applied, migrations.Latest(), err
}

// Check is nil when the database is exactly as new as this Codekeeper. The error
// wraps ErrNotMigrated where it is older.
func (s *Schema) Check(ctx context.Context) error {
	applied, known, err := s.Version(ctx)
	switch {
	case err != nil:
		return err
	case applied > known:
		return &migrations.NewerError{Database: applied, Program: known}
	case applied < known:
		return fmt.Errorf("%w: it is at migration %d of %d", ErrNotMigrated, applied, known)
	}
	return nil
}

// Server is the server's own version, as "15.8".
func (s *Schema) Server(ctx context.Context) (string, error) {
	var number int
	var version string
	if err := s.db.QueryRowContext(ctx, sqlServerVersion).Scan(&number, &version); err != nil {
		return "", fmt.Errorf("ask the database's version: %w", err)
	}
	return version, nil
}
