package localpg

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"

	// The driver that this package and everybody who uses its addresses need.
	_ "github.com/lib/pq"
)

// seedFormat is part of every seed's name: it changes when what is done below
// does, so that no seed of an older kind is used.
const seedFormat = "1"

// seed is a cluster that new ones begin as a copy of. It is made once and kept.
type seed struct {
	name string
	// fill makes the cluster in data and leaves no server running on it.
	fill func(ctx context.Context, m machine, r *room, data string) error
}

// A Seed is a cluster that new data begins as a copy of. It is filled once and
// kept.
type Seed struct {
	// ID tells a Seed from others: it is another one whenever Fill does something else.
	ID string
	// Fill fills the cluster, which has the role codekeeper and its empty
	// database, on a server that runs for it. admin is the address of the
	// superuser's database; the server trusts every role.
	Fill func(ctx context.Context, admin string) error
}

// seedOf is the seed for s, nil for that with the role codekeeper and its
// empty database only.
func seedOf(m machine, s *Seed) seed {
	bare := seed{name: "bare-" + digest(m.programs.dir, m.programs.version.text), fill: fillBare}
	if s == nil {
		return bare
	}
	fill := func(ctx context.Context, m machine, r *room, data string) error {
		if err := m.plant(ctx, r, bare, data); err != nil {
			return err
		}
		return m.during(ctx, r, data, func(url urlFor) error { return s.Fill(ctx, url(superuser, superuser)) })
	}
	return seed{name: "own-" + digest(m.programs.dir, m.programs.version.text, s.ID), fill: fill}
}

// digest makes a short name of what a seed is made from.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(seedFormat + "\x00" + strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

func fillBare(ctx context.Context, m machine, r *room, data string) error {
	if err := m.initialize(ctx, r, data); err != nil {
		return err
	}
	return m.during(ctx, r, data, func(url urlFor) error {
		return execute(ctx, url(superuser, superuser),
			"create role "+role+" login",
			"create database "+database+" owner "+role)
	})
}

type urlFor func(user, database string) string

// during runs do while a server runs on data.
func (m machine) during(ctx context.Context, r *room, data string, do func(urlFor) error) error {
	p, err := m.boot(ctx, r, data, true)
	if err != nil {
		return err
	}
	err = do(func(user, database string) string { return socketURL(r.dir, user, database) })
	return errors.Join(err, p.shutDown())
}

// execute runs statements one by one: some can't share a transaction.
func execute(ctx context.Context, url string, statements ...string) (err error) {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// prepare makes data a copy of the seed if it isn't there yet, and else sees
// that the server can use it.
func (m machine) prepare(ctx context.Context, r *room, data string, s seed) error {
	entries, err := os.ReadDir(data)
	if err == nil && len(entries) > 0 {
		return checkData(data, m.programs, m.account)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	// Half a copy, after a power failure or a kill, must not pass for data.
	half := data + ".new"
	if err := errors.Join(os.RemoveAll(half), os.RemoveAll(data)); err != nil {
		return err
	}
	if err := m.plant(ctx, r, s, half); err != nil {
		return err
	}
	return os.Rename(half, data)
}
