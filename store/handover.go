package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq/pqerror"
)

const (
	handoverColumns = `o.id, o.from_user, o.to_user, COALESCE(o.campaign_id, 0) AS campaign_id, o.until, o.since,
	o.ended_at, COALESCE(o.ended_by, '') AS ended_by`

	sqlCovers = `SELECT ` + handoverColumns + ` FROM handovers o
	WHERE o.team_id = $1 AND o.ended_at IS NULL AND (o.until IS NULL OR o.until >= $2)
	ORDER BY o.id`

	// The request comes first: of two that arrive at once the second then waits
	// for the first, and is found to be a repeat. One handover of the same thing
	// ends the other; only when that is done is the new one written, or their
	// unique index would refuse it.
	sqlHandover = `WITH standing AS (
		SELECT o.* FROM handovers o
		WHERE o.team_id = $1 AND o.from_user = $4 AND COALESCE(o.campaign_id, 0) = $7 AND o.ended_at IS NULL
	), wanted AS (
		SELECT 1 WHERE NOT EXISTS (SELECT FROM standing WHERE to_user = $6 AND until IS NOT DISTINCT FROM CAST($8 AS date))
	), asked AS (
		INSERT INTO requests (team_id, id, at, by) SELECT $1, $2, $3, $4 FROM wanted RETURNING team_id, id, at, by
	), replaced AS (
		UPDATE handovers o SET ended_at = asked.at, ended_by = asked.by, ended_request = asked.id
		FROM asked, standing
		WHERE o.team_id = $1 AND o.id = standing.id AND o.ended_at IS NULL
		RETURNING o.*
	), made AS (
		INSERT INTO handovers (team_id, from_user, to_user, campaign_id, until, since, way, request_id)
		SELECT asked.team_id, asked.by, $6, NULLIF(CAST($7 AS bigint), 0), $8, asked.at, $5, asked.id
		FROM asked, (SELECT count(*) FROM replaced) ended
		RETURNING *
	)
	SELECT 'ok' AS verdict, ` + handoverColumns + ` FROM made o
	UNION ALL
	SELECT 'replaced', ` + handoverColumns + ` FROM replaced o
	UNION ALL
	SELECT 'same', ` + handoverColumns + ` FROM standing o WHERE NOT EXISTS (SELECT FROM wanted)`

	sqlHandoverOf = `SELECT ` + handoverColumns + ` FROM handovers o WHERE o.team_id = $1 AND o.id = $2`

	sqlEndHandover = `WITH changed AS (
		UPDATE handovers o SET ended_at = $3, ended_by = $4, ended_request = $2
		WHERE o.team_id = $1 AND o.id = $5 AND o.ended_at IS NULL
		RETURNING o.*
	), asked AS (
		INSERT INTO requests (team_id, id, at, by) SELECT team_id, $2, $3, $4 FROM changed
	)
	SELECT ` + handoverColumns + ` FROM changed o`

	sqlRequestHandovers = `SELECT ` + handoverColumns + `, COALESCE(o.ended_request, '') = $2 AS ended FROM handovers o
	WHERE o.team_id = $1 AND (o.request_id = $2 OR o.ended_request = $2)`
)

// A Handover says who is asked instead of whom: in one campaign, or with
// CampaignID 0 in all of theirs, through the day Until, or with "" until it is
// ended.
type Handover struct {
	ID         int64
	From       string `db:"from_user"`
	To         string `db:"to_user"`
	CampaignID int64  `db:"campaign_id"`
	Until      Date
	Since      time.Time
	EndedAt    *time.Time `db:"ended_at"`
	EndedBy    string     `db:"ended_by"`
}

// A HandoverChange is a handover after a change, and the one that it took the
// place of, nil when there was none. Same: it stood so already, or had ended
// already, and nothing was done. Repeat: the request had been done already, and
// this is what it did.
type HandoverChange struct {
	After    Handover
	Replaced *Handover
	Same     bool
	Repeat   bool
}

type judgedHandover struct {
	judgment
	Handover
}

// Handover hands what act's user is asked for over to somebody else: in one
// campaign, or with campaignID 0 in all of theirs, through the day until, "" for
// no end. It takes the place of their earlier one of the same campaign, or of
// all. Errors: ErrNotFound (the campaign).
func (s *Store) Handover(ctx context.Context, act Act, to string, campaignID int64, until Date) (HandoverChange, error) {
	act = act.stored()
	if to == act.User {
		return HandoverChange{}, errors.New("hand over: to oneself")
	}
	var rows []judgedHandover
	err := s.write(ctx, func(c session) (err error) {
		rows, err = many[judgedHandover](ctx, c, sqlHandover, act.Team, act.Request, act.At, act.User, act.Way, to, campaignID, until)
		if violates(err, handoverOnce) {
			return errAgain // they handed it over to somebody else a moment ago
		}
		return err
	})
	if state(err, pqerror.ForeignKeyViolation) {
		err = fmt.Errorf("campaign %d: %w", campaignID, ErrNotFound)
	}
	var change HandoverChange
	for _, row := range rows {
		switch row.Verdict {
		case "replaced":
			change.Replaced = &row.Handover
		default:
			change.After, change.Same = row.Handover, row.Verdict == verdictSame
		}
	}
	return s.handoverChange(ctx, act, change, err, func(h HandoverChange) bool {
		return h.After.From == act.User && h.After.To == to && h.After.CampaignID == campaignID && h.After.Until == until
	})
}

// EndHandover ends a handover, whoever asks. One that has ended is left as it
// is. Errors: ErrNotFound.
func (s *Store) EndHandover(ctx context.Context, act Act, id int64) (HandoverChange, error) {
	act = act.stored()
	var change HandoverChange
	err := s.write(ctx, func(c session) (err error) {
		change = HandoverChange{}
		change.After, err = one[Handover](ctx, c, sqlEndHandover, act.Team, act.Request, act.At, act.User, id)
		if errors.Is(err, ErrNotFound) {
			change.Same = true
			change.After, err = one[Handover](ctx, c, sqlHandoverOf, act.Team, id)
		}
		return err
	})
	return s.handoverChange(ctx, act, change, err, func(h HandoverChange) bool { return h.After.ID == id })
}

// handoverChange answers what was done, or what the request did when it was a
// repeat, or err. mine says whether what it did is what is asked now.
func (s *Store) handoverChange(ctx context.Context, act Act, change HandoverChange, err error, mine func(HandoverChange) bool) (HandoverChange, error) {
	repeat, err := s.repeated(ctx, act, err)
	if err == nil && change.Same {
		repeat, err = s.requested(ctx, act)
	}
	if repeat {
		change, err = s.handoverChangeOf(ctx, act)
		if err == nil && !mine(change) {
			err = errOtherRequest
		}
	}
	if err != nil {
		return HandoverChange{}, fmt.Errorf("hand over: %w", err)
	}
	return change, nil
}

// handoverChangeOf is what a request did to handovers.
func (s *Store) handoverChangeOf(ctx context.Context, act Act) (HandoverChange, error) {
	rows, err := read[struct {
		Handover
		Ended bool
	}](ctx, s, sqlRequestHandovers, act.Team, act.Request)
	if err != nil {
		return HandoverChange{}, fmt.Errorf("read what the request did: %w", err)
	}
	change := HandoverChange{Repeat: true}
	for _, row := range rows {
		if row.Ended {
			change.Replaced = &row.Handover
			continue
		}
		change.After = row.Handover
		change.After.EndedAt, change.After.EndedBy = nil, "" // as it was then
	}
	switch {
	case len(rows) == 0:
		return HandoverChange{}, errOtherRequest
	case change.After.ID == 0: // all it did was to end one
		change.After, change.Replaced = *change.Replaced, nil
	}
	return change, nil
}

// Covers are the handovers that stand on a day, in the order in which they
// were made.
func (s *Store) Covers(ctx context.Context, team string, day Date) (Covers, error) {
	covers, err := read[Handover](ctx, s, sqlCovers, team, day)
	if err != nil {
		return nil, fmt.Errorf("read who covers for whom: %w", err)
	}
	return covers, nil
}

// Covers are the handovers that stand on one day.
type Covers []Handover

// Of is the handover by which somebody's campaign is covered, if any: that of
// the campaign counts before that of all.
func (c Covers) Of(user string, campaignID int64) (Handover, bool) {
	all := -1
	for n, h := range c {
		switch {
		case h.From != user:
		case h.CampaignID == campaignID:
			return h, true
		case h.CampaignID == 0:
			all = n
		}
	}
	if all < 0 {
		return Handover{}, false
	}
	return c[all], true
}

// Instead is who is asked instead of a campaign's owner: whoever covers for
// them, or covers for those. Where that leads back to somebody on the way,
// everybody is away, and it is the owner.
func (c Covers) Instead(owner string, campaignID int64) string {
	asked := owner
	for range len(c) + 1 {
		h, covered := c.Of(asked, campaignID)
		if !covered {
			return asked
		}
		asked = h.To
	}
	return owner
}

// Owners are those who are asked in a campaign, instead of its owners where
// these are covered, each once.
func (c Covers) Owners(campaign Campaign) Owners {
	var asked Owners
	for _, owner := range campaign.Owners {
		if user := c.Instead(owner, campaign.ID); !slices.Contains(asked, user) {
			asked = append(asked, user)
		}
	}
	return asked
}

// Covered are those of the campaigns that somebody is asked for without being
// an owner.
func (c Covers) Covered(user string, campaigns []Campaign) []Campaign {
	var covered []Campaign
	for _, campaign := range campaigns {
		if !slices.Contains(campaign.Owners, user) && slices.Contains(c.Owners(campaign), user) {
			covered = append(covered, campaign)
		}
	}
	return covered
}
