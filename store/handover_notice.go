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

	sqlClaimHandoverNotice = `UPDATE handovers SET told_at = $3 WHERE team_id = $1 AND id = $2 AND told_at IS NULL`

	sqlReleaseHandoverNotice = `UPDATE handovers SET told_at = NULL WHERE team_id = $1 AND id = $2 AND told_at = $3`
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

// ClaimHandoverNotice says whether the colleague of a handover is ours to tell
// now: of all who ask one is told so. It answers ErrOutcomeUnknown where it may
// be ours, and is then to be given back.
func (s *Store) ClaimHandoverNotice(ctx context.Context, team string, handoverID int64, at time.Time) (bool, error) {
	ours, err := s.claim(ctx, sqlClaimHandoverNotice, team, handoverID, storedTime(at))
	if err != nil {
		return false, fmt.Errorf("claim the notice of a handover: %w", err)
	}
	return ours, nil
}

// ReleaseHandoverNotice gives back what ClaimHandoverNotice gave at that time.
func (s *Store) ReleaseHandoverNotice(ctx context.Context, team string, handoverID int64, at time.Time) error {
	if err := s.giveBack(ctx, sqlReleaseHandoverNotice, team, handoverID, storedTime(at)); err != nil {
		return fmt.Errorf("release the notice of a handover: %w", err)
	}
	return nil
}
