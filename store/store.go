package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

const (
	// poolSize is both the most open and the most idle connections: with
	// fewer idle ones than open ones connections are made and dropped all the
	// time, and the slowest answers take ten times as long.
	poolSize = 16

	// oldestPostgres is what server_version_num says at the least.
	oldestPostgres = 150000

	// connectWithin bounds making one connection where the address says nothing.
	connectWithin = 10 * time.Second
)

// ErrNotMigrated is wrapped by Open's error when the database lacks tables or
// columns.
var ErrNotMigrated = errors.New("the database is not migrated, run codekeeper migrate up")

const sqlServerVersion = `SELECT CAST(current_setting('server_version_num') AS int), current_setting('server_version')`

// A Store is what Codekeeper remembers. It may be used by many goroutines.
type Store struct {
	db       *sqlx.DB
	prepared map[string]*sqlx.Stmt
}

// Open connects to the migrated database at url, a postgres:// address or
// key=value pairs, and prepares every statement. It migrates nothing. The
// error wraps ErrNotMigrated when that is what is missing, and never shows the
// password.
func Open(ctx context.Context, url string) (*Store, error) {
	db, err := Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	s := &Store{db: sqlx.NewDb(db, "postgres")}
	if err := s.prepare(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return s, nil
}

// Connect opens a pool of connections to url, for those who need no store. It
// has been reached, and is Postgres 15 or newer. The error never shows the
// password.
func Connect(ctx context.Context, url string) (*sql.DB, error) {
	config, err := readAddress(url)
	if err != nil {
		return nil, err
	}
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, withoutPassword(fmt.Errorf("connect to the database: %w", err), config.Password)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(poolSize)
	db.SetMaxIdleConns(poolSize)
	if err := checkVersion(ctx, db); err != nil {
		_ = db.Close()
		return nil, withoutPassword(err, config.Password)
	}
	return db, nil
}

func checkVersion(ctx context.Context, db *sql.DB) error {
	var number int
	var version string
	if err := db.QueryRowContext(ctx, sqlServerVersion).Scan(&number, &version); err != nil {
		return fmt.Errorf("connect to the database: %w", err)
	}
	if number < oldestPostgres {
		return fmt.Errorf("the database is Postgres %s, and Codekeeper needs 15 or newer", version)
	}
	return nil
}

// Close ends all connections.
func (s *Store) Close() error { return s.db.Close() }

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.db.PingContext(ctx); err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	return nil
}
