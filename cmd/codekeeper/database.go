package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"codekeeper/store"
)

// databaseWithin bounds how long a database may take to answer at the start.
const databaseWithin = 10 * time.Second

// openSchema opens the database for migrations and checks. Its error is one
// line that names DATABASE_URL, without the password.
func openSchema(ctx context.Context, address string) (*store.Schema, error) {
	within, cancel := context.WithTimeout(ctx, databaseWithin)
	defer cancel()
	schema, err := store.OpenSchema(within, address)
	if err != nil {
		return nil, databaseProblem(ctx, address, err)
	}
	return schema, nil
}

// withSchema opens the database for one thing to do, whose error is then
// about DATABASE_URL too.
func withSchema(ctx context.Context, address string, do func(*store.Schema) error) error {
	schema, err := openSchema(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = schema.Close() }()
	if err := do(schema); err != nil {
		return databaseProblem(ctx, address, err)
	}
	return nil
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
	return withSchema(ctx, address, func(s *store.Schema) error { return s.Up(ctx) })
}

// openMigrated opens the store of a database that somebody else migrates.
func openMigrated(ctx context.Context, address string) (*store.Store, error) {
	if err := withSchema(ctx, address, func(s *store.Schema) error { return s.Check(ctx) }); err != nil {
		return nil, err
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
