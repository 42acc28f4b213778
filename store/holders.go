package store

import (
	"context"
	"fmt"
	"time"

	"codekeeper/store/tracking"
)

var (
	// $4 is whose own don't count.
	sqlHeld = wantedOne + heldOf + `
	SELECT h.what, h.since AS "from", h.until, h.told, false AS shared, ` + rowCampaign + ", " + rowInfluencer + `
	FROM held h
	JOIN applications a ON a.team_id = $1 AND a.id = h.application_id
	JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
	JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
	WHERE a.influencer_id <> $4
	ORDER BY h.since DESC, a.id`

	// $4 is the campaign whose own doesn't count.
	sqlHeldShared = wantedOne + heldSharedOf + `
	SELECT h.what, h.since AS "from", h.until, true AS shared, ` + rowCampaign + `
	FROM held_shared h
	JOIN campaigns c ON c.team_id = $1 AND c.id = h.campaign_id
	WHERE c.id <> $4
	ORDER BY h.since DESC, c.id`
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
