package store

import (
	"errors"
	"fmt"
	"strings"

	"github.com/lib/pq"
)

// errUnreadable says nothing of what pq says: that may repeat a part of the
// address, and so of the password.
var errUnreadable = errors.New("the database address can't be read: " +
	"it is written postgres://user:password@host:5432/database, with special characters in the password percent-encoded")

// readAddress reads a postgres:// address or key=value pairs, and the PG…
// variables with them. The error never shows the password.
func readAddress(address string) (pq.Config, error) {
	config, err := pq.NewConfig(address)
	if err != nil {
		return pq.Config{}, addressProblem(err)
	}
	// Times come back in UTC, whatever the server's zone is.
	config.TZ = "UTC"
	if config.FallbackApplicationName == "" {
		config.FallbackApplicationName = "codekeeper"
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectWithin
	}
	return config, nil
}

// addressProblem says what pq found wrong with an address that it could take
// apart: those of its errors begin with "pq:", and it has no other mark. What
// was typed is left out, for in a port or a zone it may be a bit of a password.
func addressProblem(err error) error {
	reason, ok := strings.CutPrefix(err.Error(), "pq: ")
	if !ok {
		return errUnreadable
	}
	wrong, rest, ok := strings.Cut(reason, ": ")
	if !ok || !strings.HasPrefix(wrong, "wrong value for ") {
		return fmt.Errorf("the database address can't be used: %s", reason)
	}
	const known = "supported values are "
	if at := strings.LastIndex(rest, known); at >= 0 {
		return fmt.Errorf("the database address can't be used: %s; %s", wrong, rest[at:])
	}
	return fmt.Errorf("the database address can't be used: %s", wrong)
}

// A scrubbedError is an error whose text doesn't show the password.
type scrubbedError struct {
	error
	password string
}

func (e scrubbedError) Error() string {
	return strings.ReplaceAll(e.error.Error(), e.password, "…")
}

func (e scrubbedError) Unwrap() error { return e.error }

func withoutPassword(err error, password string) error {
	if err == nil || password == "" {
		return err
	}
	return scrubbedError{err, password}
}
