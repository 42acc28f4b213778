package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/lib/pq/pqerror"
)

// tries is how often a change is tried that others' changes or a lost
// connection keep from being made.
const tries = 5

// errAgain says that somebody else's change came between two steps of ours,
// so that it must be done again from what is there now.
var errAgain = errors.New("changed at the same moment")

// A harmlessError is one after which nothing of what was tried is stored.
type harmlessError struct{ error }

func (e harmlessError) Unwrap() error { return e.error }

func harmless(err error) error {
	if err == nil {
		return nil
	}
	return harmlessError{err}
}

// inTx runs do in a transaction, which is committed when do answers nil and
// rolled back when it answers an error or panics. All of it runs again, a few
// times, on a deadlock, a failed serialization, errAgain or a lost
// connection, so do must change nothing but the database and what it assigns
// anew each time.
func (s *Store) inTx(ctx context.Context, do func(session) error) error {
	return persist(ctx, func() error { return s.explain(ctx, s.once(ctx, do)) })
}

func (s *Store) once(ctx context.Context, do func(session) error) (err error) {
	c, err := s.begin(ctx)
	if err != nil {
		return harmless(err)
	}
	defer func() {
		// After a commit this does nothing; after a panic it goes on.
		if failed := c.end(); failed != nil && err == nil {
			err = failed
		}
	}()
	if err := do(c); err != nil {
		return harmless(err)
	}
	return c.tx.Commit()
}

// write runs one statement that changes something, with inTx's patience: again
// also when it may have been stored already, as database/sql does by itself. What
// makes that safe is the row of its request, the version it is based on, or the
// claim it bears and finds to be its own. What has none of these is for claim.
func (s *Store) write(ctx context.Context, do func(session) error) error {
	return persist(ctx, func() error { return s.explain(ctx, do(s.pool())) })
}

// persist calls do until it is known what became of it: until it answers nil
// or an error that trying again doesn't mend. The error wraps ctx's when ctx
// ended it, and ErrOutcomeUnknown when something may have been stored.
func persist(ctx context.Context, do func() error) error {
	var unknown bool
	var err error
	for range tries {
		if ctx.Err() != nil {
			break
		}
		err = do()
		sure := is[harmlessError](err)
		switch {
		case err == nil:
			return nil
		case lost(err):
			unknown = unknown || !sure
		case errors.Is(err, errAgain), state(err, pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected):
		case ctx.Err() == nil && state(err, pqerror.QueryCanceled): // meant for an earlier statement, and came late
		case ctx.Err() != nil && interrupted(ctx, err):
			return ended(ctx, err, unknown || !sure && !state(err, pqerror.QueryCanceled))
		default:
			return err
		}
	}
	return ended(ctx, err, unknown)
}

// ended says how trying ended: err is of the last try, nil when there was none.
func ended(ctx context.Context, err error, unknown bool) error {
	cause := ctx.Err()
	switch {
	case err == nil:
		return cause
	case cause != nil && !errors.Is(err, cause):
		err = fmt.Errorf("%w: %w", cause, err)
	case cause == nil && errors.Is(err, driver.ErrBadConn):
		err = fmt.Errorf("connection lost: %w", err)
	}
	if unknown {
		return fmt.Errorf("%w: %w", ErrOutcomeUnknown, err)
	}
	return err
}
