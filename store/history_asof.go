package store

import (
	"context"
	"fmt"
	"time"
)

// Of each application its last history row before $3, in the campaign as it was
// then; of somebody who had not applied yet, or was taken back, there is none.
const sqlAsOf = `SELECT ` + pastApplication + `, ` + rowCampaign + ", " + rowInfluencer + `
	FROM applications a
	JOIN LATERAL (
		SELECT * FROM application_history h
		WHERE h.team_id = a.team_id AND h.application_id = a.id AND h.at < $3
		ORDER BY h.version DESC LIMIT 1
	) h ON true
	JOIN LATERAL (
		SELECT ` + pastCampaign + `
		FROM campaigns c
		JOIN campaign_history h ON h.team_id = c.team_id AND h.campaign_id = c.id AND h.at < $3
		WHERE c.team_id = a.team_id AND c.id = a.campaign_id
		ORDER BY h.version DESC LIMIT 1
	) c ON true
	JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
	WHERE a.team_id = $1 AND a.influencer_id = $2 AND h.state <> 'undone'
	ORDER BY c.archived_at IS NOT NULL, c.launches NULLS LAST, lower(c.name), a.id`

// AsOf are an influencer's applications as they stood right before a moment,
// each in its campaign as that was then; their profile is the present one.
func (s *Store) AsOf(ctx context.Context, team string, influencerID int64, at time.Time) ([]Row, error) {
	rows, err := read[Row](ctx, s, sqlAsOf, team, influencerID, at.UTC())
	if err != nil {
		return nil, fmt.Errorf("read influencer %d as of %s: %w", influencerID, at.Format(time.DateOnly), err)
	}
	return rows, nil
}
