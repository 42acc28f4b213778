package store

import (
	"context"
	"errors"
	"fmt"
)

const (
	recordedCampaign = recordCampaign + `
		SELECT n.team_id, n.id, n.version, n.changed_at, n.changed_by, CAST($4 AS text), CAST($2 AS text),
			n.name, n.link_mode, n.code_mode, n.shared_link, n.shared_code, n.shared_link_since, n.shared_code_since,
			n.how_to, n.message, n.code_pattern, n.link_pattern, n.fee, n.commission, n.owners, n.channel_id, n.launches, n.ends, n.archived_at
		FROM changed n`

	// The request comes first: of two that arrive at once the second then waits
	// for the first, and is found to be a repeat, not a taken slug.
	sqlCreateCampaign = `WITH asked AS (
		INSERT INTO requests (team_id, id, at, by) VALUES ($1, $2, $3, $5) RETURNING team_id, at, by
	), changed AS (
		INSERT INTO campaigns (team_id, slug, name, link_mode, code_mode, shared_link, shared_code,
			shared_link_since, shared_code_since, how_to, fee, commission, owners, channel_id, launches, ends,
			message, code_pattern, link_pattern, created_at, created_by, changed_at, changed_by)
		SELECT team_id, $6, $7, $8, $9, $10, $11, at, at, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, at, by, at, by FROM asked
		RETURNING *
	), recorded AS (` + recordedCampaign + `)
	SELECT ` + campaignColumns + ` FROM changed c`

	sqlArchiveCampaign = `WITH old AS (
		SELECT c.* FROM campaigns c WHERE c.team_id = $1 AND c.id = $6
	), judged AS (
		SELECT CASE WHEN version <> $7 THEN 'stale'
			WHEN (archived_at IS NOT NULL) = CAST($8 AS boolean) THEN 'same'
			ELSE 'ok' END AS verdict
		FROM old
	), changed AS (
		UPDATE campaigns c SET version = c.version + 1,
			archived_at = CASE WHEN $8 THEN CAST($3 AS timestamptz) END, changed_at = $3, changed_by = $5
		FROM judged
		WHERE c.team_id = $1 AND c.id = $6 AND c.version = $7 AND verdict = 'ok'
		RETURNING c.*
	), recorded AS (` + recordedCampaign + `), asked AS (
		INSERT INTO requests (team_id, id, at, by) SELECT team_id, $2, changed_at, changed_by FROM changed
	)
	SELECT verdict, ` + campaignColumns + `
	FROM judged, (SELECT * FROM old UNION ALL SELECT * FROM changed) c
	ORDER BY c.version`

	sqlRequestCampaigns = `SELECT ` + pastCampaign + `
	FROM campaign_history r
	JOIN campaign_history h ON h.team_id = r.team_id AND h.campaign_id = r.campaign_id AND h.version IN (r.version - 1, r.version)
	JOIN campaigns c ON c.team_id = r.team_id AND c.id = r.campaign_id
	WHERE r.team_id = $1 AND r.request_id = $2
	ORDER BY h.version`

	sqlRequestAffected = `SELECT count(*) FROM application_history WHERE team_id = $1 AND request_id = $2`
)

type judgedCampaign struct {
	judgment
	Campaign
}

func (j judgedCampaign) stale() error { return staleCampaign(j.Campaign) }

// CreateCampaign makes a campaign, or answers *Taken{What: "slug"}.
func (s *Store) CreateCampaign(ctx context.Context, act Act, slug string, terms Terms) (CampaignChange, error) {
	act = act.stored()
	var change CampaignChange
	err := s.write(ctx, func(c session) (err error) {
		change.After, err = one[Campaign](ctx, c, sqlCreateCampaign, act.Team, act.Request, act.At, act.Way, act.User,
			slug, terms.Name, terms.LinkMode, terms.CodeMode, terms.SharedLink, terms.SharedCode, terms.HowTo, terms.Fee,
			terms.Commission, terms.Owners, terms.ChannelID, terms.Launches, terms.Ends,
			terms.Message, terms.CodePattern, terms.LinkPattern)
		return err
	})
	if violates(err, slugTaken) {
		err = s.slugTaken(ctx, act.Team, slug)
	}
	mine := func(c Campaign) bool { return c.Slug == slug && c.Version == 1 }
	return s.campaignChange(ctx, act, change, err, mine, "make campaign "+slug)
}

func (s *Store) slugTaken(ctx context.Context, team, slug string) error {
	taken := &Taken{What: "slug", Text: slug}
	if by, err := readOne[Campaign](ctx, s, sqlCampaignBySlug, team, slug); err == nil {
		taken.Campaign = &by
	}
	return taken
}

// ArchiveCampaign archives a campaign or, with archived false, reopens it.
// One that is so already is left as it is. Errors: ErrNotFound,
// *Stale[Campaign].
func (s *Store) ArchiveCampaign(ctx context.Context, act Act, id, version int64, archived bool) (CampaignChange, error) {
	act = act.stored()
	var change CampaignChange
	err := s.write(ctx, func(c session) error {
		before, after, err := judge(many[judgedCampaign](ctx, c, sqlArchiveCampaign, act.Team, act.Request, act.At, act.Way, act.User,
			id, version, archived))
		change = CampaignChange{Before: before.Campaign, After: after.Campaign}
		return err
	})
	mine := func(c Campaign) bool { return c.ID == id && c.Archived() == archived }
	return s.campaignChange(ctx, act, change, err, mine, fmt.Sprintf("archive or reopen campaign %d", id))
}

func staleCampaign(current Campaign) error {
	return &Stale[Campaign]{Current: current, By: current.ChangedBy, At: current.ChangedAt}
}

// campaignChange answers what was done, or what the request did when it was a
// repeat, or err. mine says whether what it did is what is asked now.
func (s *Store) campaignChange(ctx context.Context, act Act, change CampaignChange, err error, mine func(Campaign) bool, doing string) (CampaignChange, error) {
	repeat, err := s.repeated(ctx, act, err)
	if repeat {
		change, err = s.campaignChangeOf(ctx, act)
		if err == nil && !mine(change.After) {
			err = errOtherRequest
		}
	}
	if err != nil {
		return CampaignChange{}, fmt.Errorf("%s: %w", doing, err)
	}
	return change, nil
}

// CampaignDone is what act's request did to a campaign, and false when it did
// nothing to any: asked first, it tells a request that came before from one
// that would now be refused.
func (s *Store) CampaignDone(ctx context.Context, act Act) (CampaignChange, bool, error) {
	change, err := s.campaignChangeOf(ctx, act)
	switch {
	case errors.Is(err, errOtherRequest):
		return CampaignChange{}, false, nil
	case err != nil:
		return CampaignChange{}, false, err
	}
	return change, true, nil
}

// campaignChangeOf is what a request did to a campaign, or errOtherRequest.
func (s *Store) campaignChangeOf(ctx context.Context, act Act) (CampaignChange, error) {
	rows, err := read[Campaign](ctx, s, sqlRequestCampaigns, act.Team, act.Request)
	if err != nil {
		return CampaignChange{}, fmt.Errorf("read what the request did: %w", err)
	}
	if len(rows) == 0 {
		return CampaignChange{}, errOtherRequest
	}
	affected, err := readOne[int](ctx, s, sqlRequestAffected, act.Team, act.Request)
	if err != nil {
		return CampaignChange{}, fmt.Errorf("count what the request changed: %w", err)
	}
	change := CampaignChange{After: rows[len(rows)-1], Affected: affected, Repeat: true}
	if len(rows) > 1 {
		change.Before = rows[0]
	}
	return change, nil
}
