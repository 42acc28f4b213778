package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"codekeeper/migrations"
	"codekeeper/store"
)

// databaseWithin bounds how long a database may take to answer at the start.
const databaseWithin = 10 * time.Second

// connect opens the database for migrations and checks. Its error is one line
// that names DATABASE_URL, without the password.
func connect(ctx context.Context, address string) (*sql.DB, error) {
	within, cancel := context.WithTimeout(ctx, databaseWithin)
	defer cancel()
	db, err := store.Connect(within, address)
	if err != nil {
		return nil, databaseProblem(ctx, address, err)
	}
	return db, nil
}

// databaseProblem says what is wrong with the database at an address.
func databaseProblem(ctx context.Context, address string, err error) error {
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("no answer within %v", databaseWithin)
	}
	return fmt.Errorf("%s %s: %w", databaseName, withoutPassword(address), err)
}

// migrateUp applies what isn't applied yet; replicas that start at once take turns.
func migrateUp(ctx context.Context, address string) error {
	db, err := connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := migrations.Up(ctx, db); err != nil {
		return databaseProblem(ctx, address, err)
	}
	return nil
}

// checkMigrated answers an error unless the database is exactly as new as the
// program.
func checkMigrated(ctx context.Context, db *sql.DB) error {
	version, err := migrations.Version(ctx, db)
	if err != nil {
		return err
	}
	switch latest := migrations.Latest(); {
	case version > latest:
		return &migrations.NewerError{Database: version, Program: latest}
	case version < latest:
		return fmt.Errorf("the database is at migration %d and this program needs %d: run codekeeper migrate up", version, latest)
	}
	return nil
}

// openMigrated opens the store of a database that somebody else migrates.
func openMigrated(ctx context.Context, address string) (*store.Store, error) {
	db, err := connect(ctx, address)
	if err != nil {
		return nil, err
	}
	err = checkMigrated(ctx, db)
	_ = db.Close()
	if err != nil {
		return nil, databaseProblem(ctx, address, err)
	}
	return openStore(ctx, address)
}

func openStore(ctx context.Context, address string) (*store.Store, error) {
	within, cancel := context.WithTimeout(ctx, databaseWithin)
	defer cancel()
	s, err := store.Open(within, address)
	if err != nil {
		return nil, databaseProblem(ctx, address, err)
	}
	return s, nil
}
