package store

import (
	"context"
	"fmt"

	"github.com/lib/pq"
)

// Who made something what it is stands in its history: in the version after the
// last one in which it was something else: what that means stands between a
// Since and a By.
const (
	applicationSince = `COALESCE((SELECT h.by FROM application_history h WHERE h.team_id = a.team_id AND h.application_id = a.id
			AND h.version > COALESCE((SELECT max(o.version) FROM application_history o
				WHERE o.team_id = a.team_id AND o.application_id = a.id AND `
	applicationBy = `), 0)
			ORDER BY h.version LIMIT 1), a.changed_by)`

	campaignSince = `COALESCE((SELECT h.by FROM campaign_history h WHERE h.team_id = c.team_id AND h.campaign_id = c.id
			AND h.version > COALESCE((SELECT max(o.version) FROM campaign_history o
				WHERE o.team_id = c.team_id AND o.campaign_id = c.id AND `
	campaignBy = `), 0)
			ORDER BY h.version LIMIT 1), c.changed_by)`

	sqlApplicationsBy = `SELECT ` + rowColumns + `,
		` + applicationSince + `(o.link IS DISTINCT FROM a.link OR o.state = 'undone')` + applicationBy + ` AS link_by,
		` + applicationSince + `(o.code IS DISTINCT FROM a.code OR o.state = 'undone')` + applicationBy + ` AS code_by,
		` + applicationSince + `o.state <> a.state` + applicationBy + ` AS state_by
	FROM ` + everTables + `
	WHERE a.team_id = $1 AND a.id = ANY (CAST($2 AS bigint[]))
	ORDER BY a.id`

	sqlCampaignsBy = `SELECT ` + campaignColumns + `,
		` + campaignSince + `o.shared_link IS DISTINCT FROM c.shared_link` + campaignBy + ` AS shared_link_by,
		` + campaignSince + `o.shared_code IS DISTINCT FROM c.shared_code` + campaignBy + ` AS shared_code_by,
		COALESCE((SELECT h.by FROM campaign_history h WHERE h.team_id = c.team_id AND h.campaign_id = c.id
			AND h.archived_at = c.archived_at ORDER BY h.version LIMIT 1), '') AS archived_by,
		COALESCE(last.changed_by, '') AS last_by, COALESCE(last.state, '') AS last_state
	FROM campaigns c
	LEFT JOIN LATERAL (SELECT a.changed_by, a.state FROM applications a WHERE a.team_id = c.team_id AND a.campaign_id = c.id
		ORDER BY a.changed_at DESC, a.id DESC LIMIT 1) last ON true
	WHERE c.team_id = $1 AND c.id = ANY (CAST($2 AS bigint[]))
	ORDER BY c.id`
)

// A RowBy is a Row with who made it what it is: who set the link and the code it
// holds, or made them TBD, and who put it into its state.
type RowBy struct {
	Row
	LinkBy  string `db:"link_by"`
	CodeBy  string `db:"code_by"`
	StateBy string `db:"state_by"`
}

// A CampaignBy is a Campaign with who set what everyone shares, who archived it,
// "" while nobody has, and who was the last to change any application in it, and
// into which state; both "" where there is none.
type CampaignBy struct {
	Campaign
	SharedLinkBy string `db:"shared_link_by"`
	SharedCodeBy string `db:"shared_code_by"`
	ArchivedBy   string `db:"archived_by"`
	LastBy       string `db:"last_by"`
	LastState    State  `db:"last_state"`
}

// ApplicationsBy are those of these ids that there are, or were before they
// were taken back, by id. It is one query.
func (s *Store) ApplicationsBy(ctx context.Context, team string, ids []int64) (map[int64]RowBy, error) {
	rows, err := read[RowBy](ctx, s, sqlApplicationsBy, team, pq.Array(ids))
	if err != nil {
		return nil, fmt.Errorf("read who changed %d applications: %w", len(ids), err)
	}
	by := make(map[int64]RowBy, len(rows))
	for _, row := range rows {
		by[row.ID] = row
	}
	return by, nil
}

// CampaignsBy are those of these ids that there are, archived or not, by id. It
// is one query.
func (s *Store) CampaignsBy(ctx context.Context, team string, ids []int64) (map[int64]CampaignBy, error) {
	rows, err := read[CampaignBy](ctx, s, sqlCampaignsBy, team, pq.Array(ids))
	if err != nil {
		return nil, fmt.Errorf("read who changed %d campaigns: %w", len(ids), err)
	}
	by := make(map[int64]CampaignBy, len(rows))
	for _, row := range rows {
		by[row.ID] = row
	}
	return by, nil
}
