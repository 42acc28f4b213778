package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"codekeeper/store"
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
	return p.migrate(ctx, func(schema *store.Schema) error {
		if err := schema.Up(ctx); err != nil {
			return err
		}
		return p.printVersion(ctx, schema)
	})
}

// Run takes the last migration back.
func (*migrateDownCommand) Run(ctx context.Context, p *program) error {
	return p.migrate(ctx, func(schema *store.Schema) error {
		if err := schema.Down(ctx); err != nil {
			return err
		}
		return p.printVersion(ctx, schema)
	})
}

// Run lists migrations, one a line.
func (*migrateStatusCommand) Run(ctx context.Context, p *program) error {
	return p.migrate(ctx, func(schema *store.Schema) error {
		states, err := schema.Status(ctx)
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

func stateOf(s store.Migration) string {
	switch {
	case !s.Applied:
		return "not applied"
	case s.Name == "":
		return "applied by a newer program"
	}
	return "applied " + s.AppliedAt.UTC().Format(time.RFC3339)
}

func (p *program) migrate(ctx context.Context, do func(*store.Schema) error) error {
	address, err := p.databaseURL()
	if err != nil {
		return err
	}
	return withSchema(ctx, address, do)
}

func (p *program) printVersion(ctx context.Context, schema *store.Schema) error {
	applied, known, err := schema.Version(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "The database is at migration %d of %d.\n", applied, known)
	return err
}
