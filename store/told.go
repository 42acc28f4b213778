package store

import (
	"context"
	"fmt"
	"time"
)

// What goes out to people once is claimed before it is sent: of many who would
// send it one does. Who fails for sure gives the claim back.
const (
	sqlUntold = `SELECT ` + handoverColumns + ` FROM handovers o
	WHERE o.team_id = $1 AND o.told_at IS NULL AND o.ended_at IS NULL AND o.since <= $2
	ORDER BY o.id`

	sqlTell = `UPDATE handovers SET told_at = $3 WHERE team_id = $1 AND id = $2 AND told_at IS NULL`

	sqlUntell = `UPDATE handovers SET told_at = NULL WHERE team_id = $1 AND id = $2 AND told_at = $3`

	sqlClaimPost = `INSERT INTO requests (team_id, id, at, by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`

	sqlReleasePost = `DELETE FROM requests WHERE team_id = $1 AND id = $2`
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

// postPrefix tells the claims of posts from the requests beside them, whose ids
// are Slack's.
const postPrefix = "post "

// ClaimPost says whether what key names is the user's to post now: of all who
// ask, in the week that requests are remembered, one is told so.
func (s *Store) ClaimPost(ctx context.Context, team, key, user string, at time.Time) (bool, error) {
	var ours int64
	err := s.write(ctx, func(c session) (err error) {
		ours, err = run(ctx, c, sqlClaimPost, team, postPrefix+key, at.UTC(), user)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("claim a post: %w", err)
	}
	return ours > 0, nil
}

// ReleasePost gives a claim back after posting has failed for sure.
func (s *Store) ReleasePost(ctx context.Context, team, key string) error {
	err := s.write(ctx, func(c session) error {
		_, err := run(ctx, c, sqlReleasePost, team, postPrefix+key)
		return err
	})
	if err != nil {
		return fmt.Errorf("release a post: %w", err)
	}
	return nil
}
