package migrations

import (
	"context"
	"database/sql"
	"io/fs"
)

// UpFrom, DownFrom and StatusFrom do what Up, Down and Status do, with the
// migrations in files.
func UpFrom(ctx context.Context, db *sql.DB, files fs.FS) error { return set{files}.up(ctx, db) }

func DownFrom(ctx context.Context, db *sql.DB, files fs.FS) error { return set{files}.down(ctx, db) }

func StatusFrom(ctx context.Context, db *sql.DB, files fs.FS) ([]State, error) {
	return set{files}.status(ctx, db)
}

// Hold runs do under the lock.
func Hold(ctx context.Context, db *sql.DB, do func() error) error { return locked(ctx, db, do) }
