package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A request's row is written in the statement, or the transaction, that does
// what it asks. So a request that comes twice, from Slack or because a
// connection was lost, finds its row and is answered from the history rows
// that bear its id.
const (
	sqlRequest = `SELECT at FROM requests WHERE team_id = $1 AND id = $2`

	sqlAsk = `INSERT INTO requests (team_id, id, at, by) VALUES ($1, $2, $3, $4)`

	sqlRequestAfter = `SELECT ` + pastApplication + `,
		` + rowCampaign + ", " + rowInfluencer + `
	FROM application_history h
	JOIN ` + everTables + ` ON a.team_id = h.team_id AND a.id = h.application_id
	WHERE h.team_id = $1 AND h.request_id = $2
	ORDER BY a.id`

	sqlRequestBefore = `SELECT ` + pastApplication + `
	FROM application_history r
	JOIN application_history h ON h.team_id = r.team_id AND h.application_id = r.application_id AND h.version = r.version - 1
	JOIN applications a ON a.team_id = r.team_id AND a.id = r.application_id
	WHERE r.team_id = $1 AND r.request_id = $2 AND h.state <> 'undone'`

	sqlSweep = `DELETE FROM requests WHERE at < $1`

	// One that is being applied stays until it is done.
	sqlSweepImports = `DELETE FROM imports m WHERE m.started_at < $1 AND m.state <> 'applying'`
)

// errOtherRequest says that a request's id was used before for something else.
var errOtherRequest = errors.New("this request was already used for something else")

// ask writes the request's row.
func ask(ctx context.Context, c session, act Act) error {
	_, err := run(ctx, c, sqlAsk, act.Team, act.Request, act.At, act.User)
	return err
}

// repeated says whether err, with which a change failed, only means that its
// request had been done before. When it does not, it answers err.
func (s *Store) repeated(ctx context.Context, act Act, err error) (bool, error) {
	if err == nil || !refused(err) && !violates(err, requestOnce) {
		return false, err
	}
	repeat, failed := s.requested(ctx, act)
	if repeat || failed != nil {
		err = failed
	}
	return repeat, err
}

// requested says whether the request's row is there. When that can't be read
// the error wraps ErrOutcomeUnknown, for what the request asks may be done.
func (s *Store) requested(ctx context.Context, act Act) (bool, error) {
	found, err := read[time.Time](ctx, s, sqlRequest, act.Team, act.Request)
	if err != nil {
		return false, fmt.Errorf("%w: read whether the request was done before: %w", ErrOutcomeUnknown, err)
	}
	return len(found) > 0, nil
}

// Requested says whether the request has changed anything.
func (s *Store) Requested(ctx context.Context, team, request string) (bool, error) {
	return s.requested(ctx, Act{Team: team, Request: request})
}

// refused says whether err is an answer of the store's, and not a fault.
func refused(err error) bool {
	return is[*Taken](err) || is[*Stale[Row]](err) || is[*Stale[Campaign]](err) || is[*Stale[Influencer]](err) || is[*Stale[Settings]](err) || is[*Archived](err) || is[*NotSelected](err) ||
		is[*NotUnique](err) || is[*NotReady](err) || is[*AlreadySelected](err) || is[*NotThere](err) || errors.Is(err, ErrForgottenSince)
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// ChangesDone is what act's request did to applications, and false when it did
// nothing to any: it tells a request that came before from one that would now
// be refused.
func (s *Store) ChangesDone(ctx context.Context, act Act) (Changes, bool, error) {
	changes, err := s.changesOf(ctx, act)
	return changes, len(changes.Rows) > 0, err
}

// changesOf are what a request did to applications.
func (s *Store) changesOf(ctx context.Context, act Act) (Changes, error) {
	after, err := read[Row](ctx, s, sqlRequestAfter, act.Team, act.Request)
	if err != nil {
		return Changes{}, fmt.Errorf("read what the request did: %w", err)
	}
	before, err := read[Application](ctx, s, sqlRequestBefore, act.Team, act.Request)
	if err != nil {
		return Changes{}, fmt.Errorf("read what was before the request: %w", err)
	}
	changes, was := Changes{Repeat: true}, byID(before)
	for _, row := range after {
		changes.Rows = append(changes.Rows, Change{Before: was[row.ID], After: row})
	}
	return changes, nil
}

// byID are applications by their ids.
func byID(applications []Application) map[int64]Application {
	of := make(map[int64]Application, len(applications))
	for _, application := range applications {
		of[application.ID] = application
	}
	return of
}

// Sweep forgets the requests and imports of all teams older than before. What
// they did stays in the history.
func (s *Store) Sweep(ctx context.Context, before time.Time) error {
	err := s.write(ctx, func(c session) error {
		if _, err := run(ctx, c, sqlSweep, before); err != nil {
			return err
		}
		_, err := run(ctx, c, sqlSweepImports, before)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget old requests and imports: %w", err)
	}
	return nil
}
