package store

import (
	"context"
	"fmt"
	"time"
)

// A post is claimed before it is sent: of many who would send it one does. Who
// fails for sure gives the claim back.
const (
	sqlClaimPost = `INSERT INTO requests (team_id, id, at, by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`

	sqlReleasePost = `DELETE FROM requests WHERE team_id = $1 AND id = $2`
)

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
