package store

import (
	"context"
	"fmt"
	"time"

	"codekeeper/store/tracking"
)

const (
	// A holding begins with a history row that has the link or code after one
	// that doesn't, and ends with the next that doesn't. $2 and $3 are the link
	// and the code, null for none; $4 is whose own don't count.
	sqlHeld = `WITH touched AS (
		SELECT 'link' AS what, h.application_id FROM application_history h
		WHERE h.team_id = $1 AND h.state = 'selected' AND h.link IS NOT NULL AND link_key(h.link) = link_key(CAST($2 AS text))
		UNION
		SELECT 'code', h.application_id FROM application_history h
		WHERE h.team_id = $1 AND h.state = 'selected' AND h.code IS NOT NULL AND code_key(h.code) = code_key(CAST($3 AS text))
	), steps AS (
		SELECT t.what, h.application_id, h.version, h.at, h.sent_at, h.state = 'selected' AND COALESCE(
			CASE t.what WHEN 'link' THEN link_key(h.link) = link_key(CAST($2 AS text))
				ELSE code_key(h.code) = code_key(CAST($3 AS text)) END, false) AS held,
			COALESCE(CASE t.what WHEN 'link' THEN link_key(h.sent_link) = link_key(CAST($2 AS text))
				ELSE code_key(h.sent_code) = code_key(CAST($3 AS text)) END, false) AS sent
		FROM touched t
		JOIN application_history h ON h.team_id = $1 AND h.application_id = t.application_id
	), runs AS (
		SELECT what, application_id, version, at, held, sent,
			lag(held, 1, false) OVER w AS held_before,
			CASE WHEN sent THEN CASE WHEN lag(sent) OVER w AND sent_at IS NOT DISTINCT FROM lag(sent_at) OVER w THEN sent_at ELSE at END END AS told,
			min(at) FILTER (WHERE NOT held) OVER (PARTITION BY what, application_id ORDER BY version
				ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS until
		FROM steps
		WINDOW w AS (PARTITION BY what, application_id ORDER BY version)
	)
	SELECT r.what, r.at AS "from", r.until, (SELECT min(s.told) FROM runs s
			WHERE s.what = r.what AND s.application_id = r.application_id AND s.version >= r.version AND s.held
				AND (r.until IS NULL OR s.at < r.until)) AS told, false AS shared, ` + rowCampaign + ", " + rowInfluencer + `
	FROM runs r
	JOIN applications a ON a.team_id = $1 AND a.id = r.application_id
	JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
	JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
	WHERE r.held AND NOT r.held_before AND a.influencer_id <> $4
	ORDER BY r.at DESC, a.id`

	// A shared one stays held when the mode changes: who was selected before
	// keeps it. It counts once it has been shared.
	sqlHeldShared = `WITH touched AS (
		SELECT 'link' AS what, h.campaign_id FROM campaign_history h
		WHERE h.team_id = $1 AND h.shared_link IS NOT NULL AND link_key(h.shared_link) = link_key(CAST($2 AS text))
		UNION
		SELECT 'code', h.campaign_id FROM campaign_history h
		WHERE h.team_id = $1 AND h.shared_code IS NOT NULL AND code_key(h.shared_code) = code_key(CAST($3 AS text))
	), steps AS (
		SELECT t.what, h.campaign_id, h.version, h.at,
			bool_or(CASE t.what WHEN 'link' THEN h.link_mode ELSE h.code_mode END = 'shared')
				OVER (PARTITION BY t.what, h.campaign_id ORDER BY h.version) AND COALESCE(
			CASE t.what WHEN 'link' THEN link_key(h.shared_link) = link_key(CAST($2 AS text))
				ELSE code_key(h.shared_code) = code_key(CAST($3 AS text)) END, false) AS held
		FROM touched t
		JOIN campaign_history h ON h.team_id = $1 AND h.campaign_id = t.campaign_id
	), runs AS (
		SELECT what, campaign_id, version, at, held,
			lag(held, 1, false) OVER (PARTITION BY what, campaign_id ORDER BY version) AS held_before,
			min(at) FILTER (WHERE NOT held) OVER (PARTITION BY what, campaign_id ORDER BY version
				ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS until
		FROM steps
	)
	SELECT r.what, r.at AS "from", r.until, true AS shared, ` + rowCampaign + `
	FROM runs r
	JOIN campaigns c ON c.team_id = $1 AND c.id = r.campaign_id
	WHERE r.held AND NOT r.held_before AND c.id <> $4
	ORDER BY r.at DESC, c.id`
)

type heldRow struct {
	What       string
	From       time.Time
	Until      *time.Time
	Told       *time.Time
	Shared     bool
	Campaign   Campaign
	Influencer Influencer
}

// Holders are who else holds or ever held the link and the code, in any
// campaign, live or archived, the newest first: influencers but except, and
// campaigns whose shared one it is or was but exceptCampaign; 0 is nobody. A
// TBD is held by nobody.
func (s *Store) Holders(ctx context.Context, team string, link tracking.Link, code tracking.Code, except, exceptCampaign int64) (links, codes []Holding, err error) {
	if link.TBD() && code.TBD() {
		return nil, nil, nil
	}
	own, err := read[heldRow](ctx, s, sqlHeld, team, link, code, except)
	if err != nil {
		return nil, nil, fmt.Errorf("find who held it: %w", err)
	}
	shared, err := read[heldRow](ctx, s, sqlHeldShared, team, link, code, exceptCampaign)
	if err != nil {
		return nil, nil, fmt.Errorf("find where it was shared: %w", err)
	}
	for _, row := range newestFirst(own, shared) {
		holding := Holding{Influencer: row.Influencer, Campaign: row.Campaign, From: row.From, Until: row.Until, Told: row.Told, Shared: row.Shared}
		if row.What == "link" {
			links = append(links, holding)
		} else {
			codes = append(codes, holding)
		}
	}
	return links, codes, nil
}

// newestFirst merges two lists that are so each.
func newestFirst(a, b []heldRow) []heldRow {
	merged := make([]heldRow, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].From.Before(b[0].From) {
			merged, b = append(merged, b[0]), b[1:]
		} else {
			merged, a = append(merged, a[0]), a[1:]
		}
	}
	return append(append(merged, a...), b...)
}
