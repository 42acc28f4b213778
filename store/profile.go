package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/lib/pq"
)

const (
	// A handle the influencer had before is theirs still, and is not added again.
	sqlSaveProfile = `WITH old AS (
		SELECT i.* FROM influencers i WHERE i.team_id = $1 AND i.id = $6 AND i.forgotten_at IS NULL
	), judged AS (
		SELECT CASE WHEN version <> $7 THEN 'stale'
			WHEN (handle, name, platform, email, note) = ($8, $10, $11, $12, $13) THEN 'same'
			ELSE 'ok' END AS verdict
		FROM old
	), changed AS (
		UPDATE influencers i SET version = i.version + 1, handle = $8, name = $10, platform = $11, email = $12, note = $13,
			changed_at = $3, changed_by = $5
		FROM judged
		WHERE i.team_id = $1 AND i.id = $6 AND i.version = $7 AND verdict = 'ok'
		RETURNING i.*
	), found AS (
		INSERT INTO handles (team_id, key, influencer_id)
		SELECT n.team_id, $9, n.id FROM changed n
		WHERE NOT EXISTS (SELECT FROM handles h WHERE h.team_id = n.team_id AND h.key = $9 AND h.influencer_id = n.id)
	), recorded AS (` + recordInfluencer + `
		SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), handle, name, platform, email, note
		FROM changed
	), asked AS (
		INSERT INTO requests (team_id, id, at, by) SELECT team_id, $2, changed_at, changed_by FROM changed
	)
	SELECT verdict, ` + influencerColumns + `
	FROM judged, (SELECT * FROM old UNION ALL SELECT * FROM changed) i
	ORDER BY i.version`

	sqlRequestProfiles = `SELECT ` + pastInfluencer + `
	FROM influencer_history r
	JOIN influencer_history h ON h.team_id = r.team_id AND h.influencer_id = r.influencer_id AND h.version IN (r.version - 1, r.version)
	JOIN influencers i ON i.team_id = r.team_id AND i.id = r.influencer_id
	WHERE r.team_id = $1 AND r.request_id = $2
	ORDER BY h.version`
)

type judgedInfluencer struct {
	judgment
	Influencer
}

func (j judgedInfluencer) stale() error { return staleProfile(j.Influencer) }

func staleProfile(current Influencer) error {
	return &Stale[Influencer]{Current: current, By: current.ChangedBy, At: current.ChangedAt}
}

// SaveProfile sets an influencer's profile. A new handle is added, and the old
// one keeps working. A profile that is so already changes nothing. Errors:
// ErrNotFound (also of somebody forgotten), *Taken{What: "handle", With}, *Stale[Influencer].
func (s *Store) SaveProfile(ctx context.Context, act Act, id, version int64, profile Profile) (ProfileChange, error) {
	act = act.stored()
	if profile.Handle.IsZero() {
		return ProfileChange{}, errors.New("save profile: a profile without a handle")
	}
	var change ProfileChange
	err := s.write(ctx, func(c session) error {
		before, after, err := judge(many[judgedInfluencer](ctx, c, sqlSaveProfile, act.Team, act.Request, act.At, act.Way, act.User, id, version,
			profile.Handle, profile.Handle.Key(), profile.Name, profile.Platform, profile.Email, profile.Note))
		change = ProfileChange{Before: before.Influencer, After: after.Influencer}
		return err
	})
	if violates(err, handleTaken) {
		err = s.handleTaken(ctx, act.Team, profile.Handle)
	}
	repeat, err := s.repeated(ctx, act, err)
	if repeat {
		change, err = s.profileChangeOf(ctx, act)
		if err == nil && change.After.ID != id {
			err = errOtherRequest
		}
	}
	if err != nil {
		return ProfileChange{}, fmt.Errorf("save profile %d: %w", id, err)
	}
	return change, nil
}

func (s *Store) handleTaken(ctx context.Context, team string, h Handle) error {
	taken := &Taken{What: "handle", Text: h.String()}
	with, err := readOne[keyedInfluencer](ctx, s, sqlInfluencersByKey, team, pq.Array([]string{h.Key()}))
	if err != nil {
		return fmt.Errorf("find who has the handle: %w", err)
	}
	taken.With = &with.Influencer
	return taken
}

// profileChangeOf is what a request did to an influencer.
func (s *Store) profileChangeOf(ctx context.Context, act Act) (ProfileChange, error) {
	rows, err := read[Influencer](ctx, s, sqlRequestProfiles, act.Team, act.Request)
	if err != nil {
		return ProfileChange{}, fmt.Errorf("read what the request did: %w", err)
	}
	if len(rows) == 0 {
		return ProfileChange{}, errOtherRequest
	}
	change := ProfileChange{After: rows[len(rows)-1], Repeat: true}
	if len(rows) > 1 {
		change.Before = rows[0]
	}
	return change, nil
}
