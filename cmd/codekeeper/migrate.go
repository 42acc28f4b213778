package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"codekeeper/migrations"
)

// migrateCommand changes or lists what is applied to the database.
type migrateCommand struct {
	Up     migrateUpCommand     `cmd:"" help:"Apply every migration that is not applied yet."`
	Down   migrateDownCommand   `cmd:"" help:"Take back the migration that was applied last, with what it holds."`
	Status migrateStatusCommand `cmd:"" help:"List the migrations, and which are applied."`
}

type (
	migrateUpCommand     struct{}
	migrateDownCommand   struct{}
	migrateStatusCommand struct{}
)

// Run applies migrations.
func (*migrateUpCommand) Run(ctx context.Context, p *program) error {
	return p.migrate(ctx, func(db *sql.DB) error {
		if err := migrations.Up(ctx, db); err != nil {
			return err
		}
		return p.printVersion(ctx, db)
	})
}

// Run takes the last migration back.
func (*migrateDownCommand) Run(ctx context.Context, p *program) error {
	return p.migrate(ctx, func(db *sql.DB) error {
		err := migrations.Down(ctx, db)
		if errors.Is(err, migrations.ErrNothingApplied) {
			err = migrations.ErrNothingApplied
		}
		if err != nil {
			return err
		}
		return p.printVersion(ctx, db)
	})
}

// Run lists migrations, one a line.
func (*migrateStatusCommand) Run(ctx context.Context, p *program) error {
	return p.migrate(ctx, func(db *sql.DB) error {
		states, err := migrations.Status(ctx, db)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		for _, s := range states {
			fmt.Fprintf(table, "%05d\t%s\t%s\n", s.Version, stateOf(s), s.Name)
		}
		return table.Flush()
	})
}

func stateOf(s migrations.State) string {
	switch {
	case !s.Applied:
		return "not applied"
	case s.Name == "":
		return "applied by a newer program"
	}
	return "applied " + s.AppliedAt.UTC().Format(time.RFC3339)
}

func (p *program) migrate(ctx context.Context, do func(*sql.DB) error) error {
	address, err := p.databaseURL()
	if err != nil {
		return err
	}
	db, err := connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := do(db); err != nil {
		return databaseProblem(ctx, address, err)
	}
	return nil
}

func (p *program) printVersion(ctx context.Context, db *sql.DB) error {
	version, err := migrations.Version(ctx, db)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "The database is at migration %d of %d.\n", version, migrations.Latest())
	return err
}
