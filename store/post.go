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

	sqlReleasePost = `DELETE FROM requests WHERE team_id = $1 AND id = $2 AND at = $3 AND by = $4`
)

// postPrefix tells the claims of posts from the requests beside them, whose ids
// are Slack's.
const postPrefix = "post "

// ClaimPost says whether what key names is the user's to post now: of all who
// ask, in the week that requests are remembered, one is told so. It answers
// ErrOutcomeUnknown where it may be theirs, and is then to be given back.
func (s *Store) ClaimPost(ctx context.Context, team, key, user string, at time.Time) (bool, error) {
	ours, err := s.claim(ctx, sqlClaimPost, team, postPrefix+key, storedTime(at), user)
	if err != nil {
		return false, fmt.Errorf("claim a post: %w", err)
	}
	return ours, nil
}

// ReleasePost gives back what ClaimPost gave the user at that time, after
// posting has failed for sure.
func (s *Store) ReleasePost(ctx context.Context, team, key, user string, at time.Time) error {
	if err := s.giveBack(ctx, sqlReleasePost, team, postPrefix+key, storedTime(at), user); err != nil {
		return fmt.Errorf("release a post: %w", err)
	}
	return nil
}
