package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// claimLasts is how long a claim keeps others off. Posting takes seconds: one
// that old was made by a process that is gone.
const claimLasts = 5 * time.Minute

const (
	digestColumns = `d.target, d.day, d.claim, d.done_at IS NOT NULL AS done, COALESCE(d.channel_id, '') AS channel_id,
	COALESCE(d.message_ts, '') AS message_ts, d.again, d.version`

	sqlDigestDay = `SELECT ` + digestColumns + ` FROM digests d WHERE d.team_id = $1 AND d.target = $2 AND d.day = $3`

	sqlDigestsDone = `SELECT ` + digestColumns + ` FROM digests d
	WHERE d.team_id = $1 AND d.target = ANY (CAST($2 AS text[])) AND d.day = $3 AND d.done_at IS NOT NULL`

	// The row is locked by whoever comes first, and who comes after judges
	// what that one left.
	sqlClaimDigest = `INSERT INTO digests AS d (team_id, target, day, claim, claimed_at) VALUES ($1, $2, $3, $4, $5)
	ON CONFLICT (team_id, target, day) DO UPDATE
		SET claim = $4, claimed_at = $5, again = d.done_at IS NULL, done_at = NULL, channel_id = NULL
		WHERE d.done_at IS NULL AND d.claimed_at <= $6
			OR CAST($7 AS boolean) AND d.done_at IS NOT NULL AND d.message_ts IS NULL
	RETURNING ` + digestColumns

	// A second time it changes nothing: the first may have been stored without
	// our knowing.
	sqlFinishDigest = `UPDATE digests d SET done_at = COALESCE(d.done_at, $5), channel_id = NULLIF($6, ''), message_ts = NULLIF($7, '')
	WHERE d.team_id = $1 AND d.target = $2 AND d.day = $3 AND d.claim = $4
		AND (d.done_at IS NULL OR COALESCE(d.channel_id, '') = $6 AND COALESCE(d.message_ts, '') = $7)`

	sqlReleaseDigest = `DELETE FROM digests d
	WHERE d.team_id = $1 AND d.target = $2 AND d.day = $3 AND d.claim = $4 AND d.done_at IS NULL`
)

// A DigestDay is one target's digest of one local day: claimed by who posts
// it, and Done once it is posted or there was nothing to say. Target is a
// channel, or an owner for a direct message.
type DigestDay struct {
	Target    string
	Day       Date
	Claim     string // of who claimed it last
	Done      bool
	ChannelID string `db:"channel_id"` // where it was posted, "" when nowhere
	MessageTS string `db:"message_ts"` // Slack's id of the message, "" when there was nothing to say
	Again     bool   // an earlier claim was never finished: it may have been posted
	Version   int64  // of what the message shows, 0 before it is known
}

// DigestDay is the target's day, or ErrNotFound when nobody claimed it.
func (s *Store) DigestDay(ctx context.Context, team, target string, day Date) (DigestDay, error) {
	found, err := readOne[DigestDay](ctx, s, sqlDigestDay, team, target, day)
	if err != nil {
		return DigestDay{}, fmt.Errorf("read digest of %s: %w", day, err)
	}
	return found, nil
}

// DigestsDone are the targets' days that are done, by target.
func (s *Store) DigestsDone(ctx context.Context, team string, targets []string, day Date) (map[string]DigestDay, error) {
	done := make(map[string]DigestDay, len(targets))
	rows, err := read[DigestDay](ctx, s, sqlDigestsDone, team, pq.Array(targets), day)
	if err != nil {
		return nil, fmt.Errorf("read digests of %s: %w", day, err)
	}
	for _, row := range rows {
		done[row.Target] = row
	}
	return done, nil
}

// ClaimDigest says whether the target's day is ours to post now; exactly one
// of many callers is told so. claim is a text of our own, made anew for each
// post: who asks again with a claim that still stands is told so again, so
// that no day is lost with a lost answer. A claim that at is five minutes past
// and that was never finished is taken over (Again), and with reopen also a day
// done with nothing to say. When it isn't ours, the day is answered as it
// stands.
func (s *Store) ClaimDigest(ctx context.Context, team, target string, day Date, claim string, at time.Time, reopen bool) (DigestDay, bool, error) {
	var found DigestDay
	var ours bool
	err := s.write(ctx, func(c session) (err error) {
		found, err = one[DigestDay](ctx, c, sqlClaimDigest, team, target, day, claim, at, at.Add(-claimLasts), reopen)
		if ours = err == nil; ours || !errors.Is(err, ErrNotFound) {
			return err
		}
		found, err = one[DigestDay](ctx, c, sqlDigestDay, team, target, day)
		if errors.Is(err, ErrNotFound) {
			return errAgain // released between the two
		}
		return harmless(err)
	})
	if err != nil {
		return DigestDay{}, false, fmt.Errorf("claim digest of %s: %w", day, err)
	}
	return found, ours || found.Claim == claim && !found.Done, nil
}

// FinishDigest says that the day is done: posted as messageTS in channelID, or
// both "" when there was nothing to say. It answers ErrClaimLost when the
// claim is no longer ours.
func (s *Store) FinishDigest(ctx context.Context, team, target string, day Date, claim, channelID, messageTS string, at time.Time) error {
	err := s.write(ctx, func(c session) error {
		finished, err := run(ctx, c, sqlFinishDigest, team, target, day, claim, at, channelID, messageTS)
		if err == nil && finished == 0 {
			err = ErrClaimLost
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("finish digest of %s: %w", day, err)
	}
	return nil
}

// ReleaseDigest gives a claim back after posting has failed for sure, so that
// the day can be claimed again. It does nothing when the claim is no longer
// ours, or the day is done.
func (s *Store) ReleaseDigest(ctx context.Context, team, target string, day Date, claim string) error {
	if err := s.giveBack(ctx, sqlReleaseDigest, team, target, day, claim); err != nil {
		return fmt.Errorf("release digest of %s: %w", day, err)
	}
	return nil
}
