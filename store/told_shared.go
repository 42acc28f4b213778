package store

import (
	"context"
	"fmt"

	"codekeeper/store/tracking"

	"github.com/lib/pq"
)

const sqlToldShared = `SELECT a.campaign_id,
		count(*) FILTER (WHERE a.sent_link = CAST($3 AS text) OR code_key(a.sent_code) = code_key(CAST($4 AS text))) AS knowing,
		count(*) FILTER (WHERE a.link_mode = 'shared' AND c.shared_link = $3 OR a.code_mode = 'shared' AND code_key(c.shared_code) = code_key($4)) AS sharing
	FROM applications a
	JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
	WHERE a.team_id = $1 AND a.campaign_id = ANY (CAST($2 AS bigint[])) AND a.state = 'selected'
	GROUP BY a.campaign_id`

// A ToldShared is how many of those selected in a campaign know a link or code
// as the last they were told, and how many share it there now.
type ToldShared struct {
	CampaignID       int64 `db:"campaign_id"`
	Knowing, Sharing int
}

// ToldShared counts that of a link or a code, whichever isn't TBD, in each of
// these campaigns, by the campaign's id; one in which nobody is selected is left
// out.
func (s *Store) ToldShared(ctx context.Context, team string, campaignIDs []int64, link tracking.Link, code tracking.Code) (map[int64]ToldShared, error) {
	rows, err := read[ToldShared](ctx, s, sqlToldShared, team, pq.Array(campaignIDs), link, code)
	if err != nil {
		return nil, fmt.Errorf("count who was told what is shared: %w", err)
	}
	told := make(map[int64]ToldShared, len(rows))
	for _, row := range rows {
		told[row.CampaignID] = row
	}
	return told, nil
}
