package store

import (
	"context"
	"fmt"
)

// claim runs a statement by which one of many takes something, and says whether
// it was taken here. No request's row tells a claim that is made again from
// another's: where it had to be made again and now nothing is left to take, the
// error wraps ErrOutcomeUnknown, and who claims gives back what may be theirs.
// So the statement writes down whose claim it is, and giving back matches that.
//
// It runs in a transaction, since database/sql itself runs a statement outside
// one again when its connection is lost, and says nothing of it.
func (s *Store) claim(ctx context.Context, query string, args ...any) (bool, error) {
	var attempts int
	var taken int64
	err := s.inTx(ctx, func(c session) (err error) {
		attempts++
		taken, err = run(ctx, c, query, args...)
		return err
	})
	if err == nil && taken == 0 && attempts > 1 {
		err = fmt.Errorf("%w: it is taken, maybe by an earlier attempt", ErrOutcomeUnknown)
	}
	return err == nil && taken > 0, err
}

// giveBack runs the statement that gives back what claim took. It touches
// nothing that is no longer theirs, so that it may be run again.
func (s *Store) giveBack(ctx context.Context, query string, args ...any) error {
	return s.write(ctx, func(c session) error {
		_, err := run(ctx, c, query, args...)
		return err
	})
}
