package store

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

const (
	sqlCampaigns = `SELECT ` + campaignColumns + ` FROM campaigns c WHERE c.team_id = $1
	ORDER BY c.archived_at IS NOT NULL, c.launches NULLS LAST, lower(c.name), c.id`

	sqlCampaign = `SELECT ` + campaignColumns + ` FROM campaigns c WHERE c.team_id = $1 AND c.id = $2`

	sqlCampaignBySlug = `SELECT ` + campaignColumns + ` FROM campaigns c WHERE c.team_id = $1 AND c.slug = $2`

	// The index applications_shared answers it.
	sqlSharedEarlier = `SELECT COALESCE(bool_or(a.link_mode = 'shared'), false) AS link,
		COALESCE(bool_or(a.code_mode = 'shared'), false) AS code
	FROM applications a
	WHERE a.team_id = $1 AND a.campaign_id = $2 AND a.state = 'selected' AND (a.link_mode = 'shared' OR a.code_mode = 'shared')`

	// Nothing is made for who is forgotten. What everyone shares is one TBD,
	// however many wait for it.
	sqlCounts = `SELECT c.id AS campaign_id,
		count(*) FILTER (WHERE a.state = 'applied') AS applied,
		count(*) FILTER (WHERE a.state = 'selected') AS selected,
		count(*) FILTER (WHERE a.state = 'declined') AS declined,
		count(*) FILTER (WHERE a.state = 'withdrawn') AS withdrawn,
		count(*) FILTER (WHERE a.state = 'selected' AND (` + ownLinkTBD + ` OR ` + ownCodeTBD + `))
			+ CAST(COALESCE(bool_or(a.state = 'selected' AND (` + sharedLinkTBD + ` OR ` + sharedCodeTBD + `)), false) AS integer) AS tbd,
		count(*) FILTER (WHERE a.state = 'selected' AND NOT (` + linkTBD + ` OR ` + codeTBD + `)) AS ready,
		count(*) FILTER (WHERE a.state = 'selected' AND a.link_mode IN ` + unique + `) AS own_links,
		count(*) FILTER (WHERE a.state = 'selected' AND a.link_mode = 'shared') AS shared_links,
		count(*) FILTER (WHERE a.state = 'selected' AND a.code_mode IN ` + unique + `) AS own_codes,
		count(*) FILTER (WHERE a.state = 'selected' AND a.code_mode = 'shared') AS shared_codes,
		count(*) FILTER (WHERE a.state = 'selected' AND a.not_in_shop) AS not_in_shop,
		max(a.code_since) FILTER (WHERE a.state = 'selected' AND a.not_in_shop) AS made_at,
		min(a.code_since) FILTER (WHERE a.state = 'selected' AND a.not_in_shop) AS made_since,
		min(` + liveOn + `) FILTER (WHERE a.state = 'selected' AND a.not_in_shop) AS made_live,
		COALESCE(max(a.id) FILTER (WHERE a.state = 'selected' AND a.not_in_shop), 0) AS made_of,
		count(*) FILTER (WHERE a.state = 'selected' AND ` + ourLinkTBD + ` AND i.forgotten_at IS NULL) AS links_to_make,
		count(*) FILTER (WHERE a.state = 'selected' AND ` + ourCodeTBD + ` AND i.forgotten_at IS NULL) AS codes_to_make
	FROM campaigns c
	LEFT JOIN applications a ON a.team_id = c.team_id AND a.campaign_id = c.id
	LEFT JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
	WHERE c.team_id = $1 AND c.id = ANY (CAST($2 AS bigint[]))
	GROUP BY c.id`
)

// CampaignCounts are how many influencers a campaign has: in each state, and
// of those selected how many have everything needed (Ready), and how many have a code that was made from the
// pattern and isn't in the shop yet (NotInShop): the first of them since
// MadeSince, the last at MadeAt, one of them MadeOf's, an application; MadeLive
// is when the first of them goes live, "" when nobody knows. LinksToMake and
// CodesToMake are of how many selected influencers the link or code is TBD and
// is the team's to make, each their own. TBD is how many things are: for each
// who waits for a link or code of their own, and one for what everyone shares.
// OwnLinks and SharedLinks are of how many selected influencers the link is
// their own, and of how many the shared one, by the mode that each was selected
// under; OwnCodes and SharedCodes likewise.
type CampaignCounts struct {
	CampaignID int64 `db:"campaign_id"`
	Applied    int
	Selected   int
	Declined   int
	Withdrawn  int
	TBD        int
	Ready      int
	NotInShop  int        `db:"not_in_shop"`
	MadeAt     *time.Time `db:"made_at"`
	MadeSince  *time.Time `db:"made_since"`
	MadeLive   Date       `db:"made_live"`
	MadeOf     int64      `db:"made_of"`

	LinksToMake int `db:"links_to_make"`
	CodesToMake int `db:"codes_to_make"`

	OwnLinks    int `db:"own_links"`
	SharedLinks int `db:"shared_links"`
	OwnCodes    int `db:"own_codes"`
	SharedCodes int `db:"shared_codes"`
}

// Campaigns are all of the team's: the live ones first, by launch date and
// then by name, those without a date last; then the archived ones.
func (s *Store) Campaigns(ctx context.Context, team string) ([]Campaign, error) {
	campaigns, err := read[Campaign](ctx, s, sqlCampaigns, team)
	if err != nil {
		return nil, fmt.Errorf("read campaigns: %w", err)
	}
	return campaigns, nil
}

// Campaign is one campaign, archived or not, or ErrNotFound.
func (s *Store) Campaign(ctx context.Context, team string, id int64) (Campaign, error) {
	campaign, err := readOne[Campaign](ctx, s, sqlCampaign, team, id)
	if err != nil {
		return Campaign{}, fmt.Errorf("read campaign %d: %w", id, err)
	}
	return campaign, nil
}

// Counts are the counts of each of these campaigns, by the campaign's id.
func (s *Store) Counts(ctx context.Context, team string, campaignIDs []int64) (map[int64]CampaignCounts, error) {
	rows, err := read[CampaignCounts](ctx, s, sqlCounts, team, pq.Array(campaignIDs))
	if err != nil {
		return nil, fmt.Errorf("count applications: %w", err)
	}
	counts := make(map[int64]CampaignCounts, len(rows))
	for _, row := range rows {
		counts[row.CampaignID] = row
	}
	return counts, nil
}

// SharedEarlier says whether anybody is selected to share the campaign's link,
// and whether anybody its code. Whoever was keeps it when the campaign's mode
// changes, so that it may be shared though the mode says otherwise.
func (s *Store) SharedEarlier(ctx context.Context, team string, campaignID int64) (link, code bool, err error) {
	found, err := readOne[struct{ Link, Code bool }](ctx, s, sqlSharedEarlier, team, campaignID)
	if err != nil {
		return false, false, fmt.Errorf("read who shares the link or code of campaign %d: %w", campaignID, err)
	}
	return found.Link, found.Code, nil
}
