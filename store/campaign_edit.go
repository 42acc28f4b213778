package store

import (
	"context"
	"fmt"
	"slices"
)

const (
	sqlLockCampaign = `SELECT ` + campaignColumns + ` FROM campaigns c WHERE c.team_id = $1 AND c.id = $2 FOR NO KEY UPDATE`

	sqlEditCampaign = `WITH changed AS (
		UPDATE campaigns c SET version = c.version + 1, name = $8,
			link_mode = CAST($9 AS text), code_mode = CAST($10 AS text),
			shared_link = CAST($11 AS text), shared_code = CAST($12 AS text), how_to = $13, fee = $14, commission = $15, owners = $16, channel_id = $17,
			launches = $18, ends = $19, message = $20, code_pattern = $21, link_pattern = $22,
			shared_link_since = CASE WHEN c.shared_link IS DISTINCT FROM CAST($11 AS text)
				OR CAST($9 AS text) = 'shared' AND c.link_mode <> 'shared' THEN $3 ELSE c.shared_link_since END,
			shared_code_since = CASE WHEN c.shared_code IS DISTINCT FROM CAST($12 AS text)
				OR CAST($10 AS text) = 'shared' AND c.code_mode <> 'shared' THEN $3 ELSE c.shared_code_since END,
			changed_at = $3, changed_by = $5
		WHERE c.team_id = $1 AND c.id = $6 AND c.version = $7
		RETURNING c.*
	), recorded AS (` + recordedCampaign + `), asked AS (
		INSERT INTO requests (team_id, id, at, by) SELECT team_id, $2, changed_at, changed_by FROM changed
	)
	SELECT ` + campaignColumns + ` FROM changed c`

	// What was not needed when they were selected and is needed now.
	sqlNewlyNeeded = `WITH changed AS (
		UPDATE applications a SET version = a.version + 1,
			link_mode = CASE WHEN CAST($7 AS boolean) AND a.link_mode = 'not_needed' THEN c.link_mode ELSE a.link_mode END,
			code_mode = CASE WHEN CAST($8 AS boolean) AND a.code_mode = 'not_needed' THEN c.code_mode ELSE a.code_mode END,
			link_since = CASE WHEN $7 AND a.link_mode = 'not_needed' THEN $3 ELSE a.link_since END,
			code_since = CASE WHEN $8 AND a.code_mode = 'not_needed' THEN $3 ELSE a.code_since END,
			changed_at = $3, changed_by = $5
		FROM campaigns c
		WHERE c.team_id = $1 AND c.id = $6 AND a.team_id = $1 AND a.campaign_id = $6 AND a.state = 'selected'
			AND ($7 AND a.link_mode = 'not_needed' OR $8 AND a.code_mode = 'not_needed')
		RETURNING a.*
	)
	` + recordApplication + `
	SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), '',
		` + snapshot + `
	FROM changed`
)

// EditCampaign sets the terms of a campaign. Terms as they are already change
// nothing. What was not needed and now is becomes TBD, since act.At, for
// everybody selected; any other change of mode leaves those selected as they
// are. Errors: ErrNotFound, *Stale[Campaign], *Archived.
//
// It is a transaction because it may change many rows, and because those must
// be looked for after the campaign is locked: somebody selected a moment ago,
// under the old mode, is then seen.
func (s *Store) EditCampaign(ctx context.Context, act Act, id, version int64, terms Terms) (CampaignChange, error) {
	act = act.stored()
	var change CampaignChange
	err := s.inTx(ctx, func(c session) (err error) {
		change, err = editCampaign(ctx, c, act, id, version, terms)
		return err
	})
	mine := func(c Campaign) bool { return c.ID == id }
	return s.campaignChange(ctx, act, change, err, mine, fmt.Sprintf("edit campaign %d", id))
}

func editCampaign(ctx context.Context, c session, act Act, id, version int64, terms Terms) (CampaignChange, error) {
	old, err := one[Campaign](ctx, c, sqlLockCampaign, act.Team, id)
	switch {
	case err != nil:
		return CampaignChange{}, err
	case old.Archived():
		return CampaignChange{}, &Archived{Campaign: old}
	case old.Version != version:
		return CampaignChange{}, staleCampaign(old)
	case sameTerms(old.Terms, terms):
		return CampaignChange{Before: old, After: old}, nil
	}
	change := CampaignChange{Before: old}
	change.After, err = one[Campaign](ctx, c, sqlEditCampaign, act.Team, act.Request, act.At, act.Way, act.User, id, version,
		terms.Name, terms.LinkMode, terms.CodeMode, terms.SharedLink, terms.SharedCode, terms.HowTo, terms.Fee,
		terms.Commission, terms.Owners, terms.ChannelID, terms.Launches, terms.Ends,
		terms.Message, terms.CodePattern, terms.LinkPattern)
	if err != nil {
		return CampaignChange{}, err
	}
	link := old.LinkMode == NotNeeded && terms.LinkMode.Needed()
	code := old.CodeMode == NotNeeded && terms.CodeMode.Needed()
	if link || code {
		affected, err := run(ctx, c, sqlNewlyNeeded, act.Team, act.Request, act.At, act.Way, act.User, id, link, code)
		if err != nil {
			return CampaignChange{}, err
		}
		change.Affected = int(affected)
	}
	return change, nil
}

func sameTerms(a, b Terms) bool {
	if !slices.Equal(a.Owners, b.Owners) {
		return false
	}
	return a.Name == b.Name && a.LinkMode == b.LinkMode && a.CodeMode == b.CodeMode &&
		a.SharedLink == b.SharedLink && a.SharedCode == b.SharedCode && a.HowTo == b.HowTo && a.Fee == b.Fee &&
		a.Message == b.Message && a.CodePattern == b.CodePattern && a.LinkPattern == b.LinkPattern && a.Commission == b.Commission && a.ChannelID == b.ChannelID && a.Launches == b.Launches && a.Ends == b.Ends
}
