package store

import (
	"context"
	"encoding/json"
	"fmt"

	"codekeeper/store/tracking"
)

const (
	// isNear says of an application a that its link is near to that of w, which
	// isn't of w's influencer; sharedIsNear says likewise of what a campaign c
	// shares, and w's campaign. The first begins with the condition of the index.
	isNear = `a.state = 'selected' AND a.link IS NOT NULL AND link_near(a.link) = link_near(w.link)
		AND link_key(a.link) <> link_key(w.link) AND a.influencer_id <> w.influencer_id`
	sharedIsNear = `c.link_mode = 'shared' AND link_near(c.shared_link) = link_near(w.link)
		AND link_key(c.shared_link) <> link_key(w.link) AND c.id <> w.campaign_id`

	sqlNearLinks = `SELECT a.link AS near, a.link_since AS "from", false AS shared, ` + rowCampaign + ", " + rowInfluencer + `
	FROM ` + rowTables + `
	CROSS JOIN (SELECT CAST($2 AS text) AS link, CAST($3 AS bigint) AS influencer_id) w
	WHERE a.team_id = $1 AND ` + isNear + `
	ORDER BY a.link_since DESC, a.id`

	sqlNearShared = `SELECT c.shared_link AS near, c.shared_link_since AS "from", true AS shared, ` + rowCampaign + `
	FROM campaigns c
	CROSS JOIN (SELECT CAST($2 AS text) AS link, CAST($3 AS bigint) AS campaign_id) w
	WHERE c.team_id = $1 AND ` + sharedIsNear + `
	ORDER BY c.shared_link_since DESC, c.id`
)

// Which of many links and codes are worth a closer look. The conditions repeat
// those of the indexes.
var sqlKnown = `WITH asked AS (
		SELECT * FROM jsonb_to_recordset(CAST($2 AS jsonb)) AS w (n bigint, influencer_id bigint, link text, code text)
	), wanted AS (
		SELECT n, 'link' AS what, link AS text FROM asked UNION ALL SELECT n, 'code', code FROM asked
	)` + touchedOf + sharedOf + `
	SELECT t.n FROM touched t
	JOIN asked w ON w.n = t.n
	JOIN applications a ON a.team_id = $1 AND a.id = t.application_id AND a.influencer_id <> w.influencer_id
	UNION
	SELECT n FROM shared
	UNION
	SELECT w.n FROM asked w
	WHERE EXISTS (SELECT FROM applications a
			WHERE a.team_id = $1 AND a.state = 'selected' AND a.link IS NOT NULL AND link_near(a.link) = link_near(w.link)
				AND a.influencer_id <> w.influencer_id)
		OR EXISTS (SELECT FROM campaigns c WHERE c.team_id = $1 AND link_near(c.shared_link) = link_near(w.link))`

// A Near is a link that somebody holds and that is easily taken for another.
type Near struct {
	Link tracking.Link
	Holding
}

type nearRow struct {
	Near tracking.Link
	heldRow
}

// NearLinks are the links that other influencers hold now, or that a campaign
// shares now, and that differ from link only by a trailing slash, an underscore
// or the case of letters. Those of people come first, for whom one can ask, then
// those that are shared; of each the newest first. Those of the influencer except
// and the one that exceptCampaign shares don't count; 0 is nobody. Nothing is
// near to TBD.
func (s *Store) NearLinks(ctx context.Context, team string, link tracking.Link, except, exceptCampaign int64) ([]Near, error) {
	if link.TBD() {
		return nil, nil
	}
	own, err := read[nearRow](ctx, s, sqlNearLinks, team, link, except)
	if err != nil {
		return nil, fmt.Errorf("find links near to it: %w", err)
	}
	shared, err := read[nearRow](ctx, s, sqlNearShared, team, link, exceptCampaign)
	if err != nil {
		return nil, fmt.Errorf("find shared links near to it: %w", err)
	}
	var all []Near
	for _, row := range append(own, shared...) {
		all = append(all, Near{Link: row.Near, Holding: Holding{Influencer: row.Influencer, Campaign: row.Campaign, From: row.From, Shared: row.Shared}})
	}
	return all, nil
}

type knownAs struct {
	N            int           `json:"n"`
	InfluencerID int64         `json:"influencer_id"`
	Link         tracking.Link `json:"link"`
	Code         tracking.Code `json:"code"`
}

// Known says of each link and code of many whether anybody else holds or ever
// held the one or the other, or holds a link near to it: only then do Holders
// and NearLinks find anything. It is one query.
func (s *Store) Known(ctx context.Context, team string, all []Selection) ([]bool, error) {
	known := make([]bool, len(all))
	var asked []knownAs
	for n, one := range all {
		if !one.Link.TBD() || !one.Code.TBD() {
			asked = append(asked, knownAs{n, one.InfluencerID, one.Link, one.Code})
		}
	}
	if len(asked) == 0 {
		return known, nil
	}
	encoded, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	found, err := read[int](ctx, s, sqlKnown, team, string(encoded))
	if err != nil {
		return nil, fmt.Errorf("find which are known: %w", err)
	}
	for _, n := range found {
		known[n] = true
	}
	return known, nil
}
