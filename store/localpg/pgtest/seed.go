package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"

	"codekeeper/migrations"
	"codekeeper/store/localpg"
)

const (
	// role owns the tests' databases, and superuser makes them.
	role, superuser = "codekeeper", "postgres"
	// template is the migrated, empty database that New copies.
	template = "codekeeper_template"
)

// seed has the template. It is another one for other migrations.
func seed() (*localpg.Seed, error) {
	id := []string{template}
	err := fs.WalkDir(migrations.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.FS, path)
		id = append(id, path, string(text))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return &localpg.Seed{ID: strings.Join(id, "\x00"), Fill: fill}, nil
}

func fill(ctx context.Context, admin string) error {
	if err := execute(ctx, admin, "create database "+template+" owner "+role); err != nil {
		return err
	}
	address, err := addressOf(admin, role, template)
	if err == nil {
		err = migrate(ctx, address)
	}
	if err != nil {
		return err
	}
	return execute(ctx, admin, "alter database "+template+" with allow_connections false is_template true")
}

func execute(ctx context.Context, address, statement string) (err error) {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, statement)
	return err
}

func migrate(ctx context.Context, address string) (err error) {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return migrations.Up(ctx, db)
}

// addressOf is the address of another database of a private server, for
// another role: it trusts everybody who reaches it.
func addressOf(address, user, database string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	u.User, u.Path = url.User(user), "/"+database
	return u.String(), nil
}
