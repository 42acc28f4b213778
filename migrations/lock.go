package migrations

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// lockKey is the advisory lock that everybody who migrates a database holds:
// an arbitrary number, the bytes of "cdkp migr".
const lockKey int64 = 0x63646b706d696772

// unlockWithin bounds the unlocking, which goes on after its caller gave up.
const unlockWithin = 5 * time.Second

// locked runs do while one connection of db holds the lock, waiting for it as
// long as ctx allows. goose's own locker gives up after 15 seconds, and without
// a lock programs that start together fail on each other's tables.
//
// Those who wait are inside a statement, so no migration may use CREATE INDEX
// CONCURRENTLY: it would wait for them, and they for it.
func locked(ctx context.Context, db *sql.DB, do func() error) (err error) {
	if db.Stats().MaxOpenConnections == 1 {
		return errors.New("migrating needs two connections, and the pool allows one")
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock($1)", lockKey); err != nil {
		forget(conn)
		return fmt.Errorf("wait for the migration lock: %w", err)
	}
	defer unlock(ctx, conn)
	return do()
}

// unlock gives the lock back. A connection that can't is closed for good, which
// gives it back too; what was migrated stays done, so this is no error.
func unlock(ctx context.Context, conn *sql.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unlockWithin)
	defer cancel()
	if _, err := conn.ExecContext(ctx, "select pg_advisory_unlock($1)", lockKey); err != nil {
		forget(conn)
	}
}

// forget keeps conn from going back to the pool, where it might still hold the
// lock.
func forget(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
}
