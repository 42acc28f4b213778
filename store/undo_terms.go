package store

import "context"

var (
	// The campaigns that request $2 changed, not those it made.
	sqlUndoTerms = `SELECT h.campaign_id AS id, h.version FROM campaign_history h
	WHERE h.team_id = $1 AND h.request_id = $2 AND h.version > 1
	ORDER BY h.campaign_id`

	// Whether campaign $2 is still as it was in version $3; it is locked.
	sqlTermsStand = `SELECT ` + standsAs("campaign", "c.id", "c.version", "$3") + ` FROM campaigns c WHERE c.team_id = $1 AND c.id = $2`

	// A campaign as it was one version before version $7. When it was archived,
	// and since when its shared link and code stand, goes back too.
	sqlUndoCampaign = `WITH changed AS (
		UPDATE campaigns c SET version = c.version + 1, name = p.name, link_mode = p.link_mode, code_mode = p.code_mode,
			shared_link = p.shared_link, shared_code = p.shared_code,
			shared_link_since = p.shared_link_since, shared_code_since = p.shared_code_since,
			how_to = p.how_to, message = p.message, code_pattern = p.code_pattern, link_pattern = p.link_pattern,
			fee = p.fee, commission = p.commission, owners = p.owners, channel_id = p.channel_id,
			launches = p.launches, ends = p.ends, archived_at = p.archived_at, changed_at = $3, changed_by = $5
		FROM campaign_history p
		WHERE c.team_id = $1 AND c.id = $6
			AND p.team_id = c.team_id AND p.campaign_id = c.id AND p.version = $7 - 1
		RETURNING c.*
	), recorded AS (` + recordedCampaign + `)
	SELECT ` + campaignColumns + ` FROM changed c`
)

// undoTerms undoes what the request changed in a campaign, and counts the
// campaigns it changed.
func undoTerms(ctx context.Context, c session, act Act, request string, undone *Undone) (int, error) {
	changed, err := many[versioned](ctx, c, sqlUndoTerms, act.Team, request)
	if err != nil {
		return 0, err
	}
	for _, campaign := range changed {
		now, err := one[Campaign](ctx, c, sqlLockCampaign, act.Team, campaign.ID)
		if err != nil {
			return 0, err
		}
		stand, err := one[bool](ctx, c, sqlTermsStand, act.Team, campaign.ID, campaign.Version)
		if err != nil {
			return 0, err
		}
		if !stand {
			undone.MovedTerms = append(undone.MovedTerms, now)
			continue
		}
		after, err := one[Campaign](ctx, c, sqlUndoCampaign, act.Team, act.Request, act.At, act.Way, act.User, campaign.ID, campaign.Version)
		if err != nil {
			return 0, err
		}
		undone.Terms = append(undone.Terms, CampaignChange{Before: now, After: after})
	}
	return len(changed), nil
}

// versioned is the version in which a request left something.
type versioned struct{ ID, Version int64 }
