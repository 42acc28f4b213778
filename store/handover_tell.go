package store

import (
	"context"
	"fmt"
	"time"
)

// The colleague is told once: of many who would tell them one does. Who fails
// for sure gives that back.
const (
	sqlUntold = `SELECT ` + handoverColumns + ` FROM handovers o
	WHERE o.team_id = $1 AND o.told_at IS NULL AND o.ended_at IS NULL AND o.since <= $2
	ORDER BY o.id`

	sqlTell = `UPDATE handovers SET told_at = $3 WHERE team_id = $1 AND id = $2 AND told_at IS NULL`

	sqlUntell = `UPDATE handovers SET told_at = NULL WHERE team_id = $1 AND id = $2 AND told_at = $3`
)

// Untold are the handovers that stand, were made by then, and of which nobody
// has told the colleague.
func (s *Store) Untold(ctx context.Context, team string, by time.Time) ([]Handover, error) {
	untold, err := read[Handover](ctx, s, sqlUntold, team, by)
	if err != nil {
		return nil, fmt.Errorf("read who was not told: %w", err)
	}
	return untold, nil
}

// Tell says whether the colleague of a handover is ours to tell now: of all who
// ask one is told so.
func (s *Store) Tell(ctx context.Context, team string, handoverID int64, at time.Time) (bool, error) {
	var ours int64
	err := s.write(ctx, func(c session) (err error) {
		ours, err = run(ctx, c, sqlTell, team, handoverID, at.UTC().Truncate(time.Microsecond))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("tell of a handover: %w", err)
	}
	return ours > 0, nil
}

// Untell gives back what Tell gave at that time.
func (s *Store) Untell(ctx context.Context, team string, handoverID int64, at time.Time) error {
	err := s.write(ctx, func(c session) error {
		_, err := run(ctx, c, sqlUntell, team, handoverID, at.UTC().Truncate(time.Microsecond))
		return err
	})
	if err != nil {
		return fmt.Errorf("not told of a handover: %w", err)
	}
	return nil
}
