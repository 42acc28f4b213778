package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// What is TBD is read as it is shown: how many in each campaign, what everyone
// there shares, and one page of those who wait for a link or code of their own.
// The placeholders: $2 the campaigns, $3 and $4 whether links and whether codes
// are asked for.
const (
	// The index applications_tbd answers it.
	openOwn = ` FROM applications a
		JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
		JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
		WHERE a.team_id = $1 AND a.campaign_id = ANY (CAST($2 AS bigint[])) AND c.archived_at IS NULL
			AND a.state = 'selected' AND (` + ownLinkTBD + ` OR ` + ownCodeTBD + `)
			AND (CAST($3 AS boolean) AND ` + ownLinkTBD + ` OR CAST($4 AS boolean) AND ` + ownCodeTBD + `)`

	openOwnSince = `LEAST(CASE WHEN $3 AND ` + ownLinkTBD + ` THEN a.link_since END, CASE WHEN $4 AND ` + ownCodeTBD + ` THEN a.code_since END)`

	sqlOpenCounts = `WITH own AS (
		SELECT a.campaign_id, ` + liveOn + ` AS live, count(*) AS tbd, min(` + openOwnSince + `) AS since,
			count(*) FILTER (WHERE $3 AND ` + ourLinkTBD + ` OR $4 AND ` + ourCodeTBD + `) AS us
		` + openOwn + `
		GROUP BY 1, 2
	)
	SELECT DISTINCT ON (campaign_id) campaign_id, live, since,
		CAST(sum(tbd) OVER w AS bigint) AS tbd, CAST(sum(us) OVER w AS bigint) AS us
	FROM own
	WINDOW w AS (PARTITION BY campaign_id)
	ORDER BY campaign_id, live NULLS LAST, since`

	// The index applications_shared answers it.
	sqlOpenShared = `SELECT a.campaign_id, count(*) AS everyone, min(` + liveOn + `) AS live,
		count(*) FILTER (WHERE $3 AND ` + sharedLinkTBD + ` AND a.sent_link IS NOT NULL OR $4 AND ` + sharedCodeTBD + ` AND a.sent_code IS NOT NULL) AS still,
		min(` + linkSince + `) FILTER (WHERE $3 AND ` + sharedLinkTBD + `) AS link_since,
		min(` + codeSince + `) FILTER (WHERE $4 AND ` + sharedCodeTBD + `) AS code_since
	FROM campaigns c
	JOIN applications a ON a.team_id = c.team_id AND a.campaign_id = c.id
	WHERE c.team_id = $1 AND c.id = ANY (CAST($2 AS bigint[])) AND c.archived_at IS NULL
		AND a.state = 'selected' AND (a.link_mode = 'shared' OR a.code_mode = 'shared')
		AND (CAST($3 AS boolean) AND ` + sharedLinkTBD + ` OR CAST($4 AS boolean) AND ` + sharedCodeTBD + `)
	GROUP BY a.campaign_id`

	// Keys are compared as Place.Compare does.
	sqlOpenRows = `WITH own AS (
		SELECT a.id, COALESCE(` + liveOn + `, date '` + string(never) + `') AS live, ` + openOwnSince + ` AS since,
			c.slug COLLATE "C" AS slug, lower(i.handle) COLLATE "C" AS handle
		` + openOwn + `
	), page AS (
		SELECT * FROM own
		WHERE NOT CAST($5 AS boolean) OR (live, since, slug, handle, id) >
			(CAST($6 AS date), CAST($7 AS timestamptz), CAST($8 AS text), CAST($9 AS text), CAST($10 AS bigint))
		ORDER BY live, since, slug, handle, id
		LIMIT $11
	)
	SELECT page.since AS open_since, page.handle AS open_handle, ` + rowColumns + `
	FROM page
	JOIN ` + rowTables + ` ON a.team_id = $1 AND a.id = page.id
	ORDER BY page.live, page.since, page.slug, page.handle, page.id`
)

// never is later than the day of anybody who has one.
const never Date = "9999-12-31"

// An OpenFilter says of which campaigns, and of what, it is asked what is TBD: of links
// or of codes; where neither or both are said, of both. Archived campaigns have
// nothing open.
type OpenFilter struct {
	CampaignIDs []int64
	Link, Code  bool
}

func (o OpenFilter) arguments(team string, more ...any) []any {
	return append([]any{team, pq.Array(o.CampaignIDs), o.Link || !o.Code, o.Code || !o.Link}, more...)
}

// An OpenCount is of how many influencers in a campaign a link or code of their
// own is TBD, and of how many of those one is the team's to make. Live is when
// the first of them goes live, "" when nobody knows, and Since how long the
// first of those who go live then waits.
type OpenCount struct {
	CampaignID int64 `db:"campaign_id"`
	TBD, Us    int
	Live       Date
	Since      time.Time
}

// An OpenShared is what everyone in a campaign shares and is TBD: how many wait
// for it, how many of those were told one before and use it still, when the
// first of them goes live ("" when nobody knows), and since when the first of
// them waits for the link, and for the code; nil for what isn't TBD.
type OpenShared struct {
	CampaignID int64 `db:"campaign_id"`
	Everyone   int
	Still      int
	Live       Date
	LinkSince  *time.Time `db:"link_since"`
	CodeSince  *time.Time `db:"code_since"`
}

// A Place is where something that is TBD stands: by the day it goes live, no
// day last, then by how long it waits, then by campaign. What everyone shares
// has no handle and stands before who waits for their own.
type Place struct {
	Live   Date      `json:"l,omitempty"`
	Since  time.Time `json:"t"`
	Slug   string    `json:"c"`
	Handle string    `json:"h,omitempty"` // as the database lower-cases it
	ID     int64     `json:"i,omitempty"` // of the application
}

// Compare says which of two stands first.
func (p Place) Compare(q Place) int {
	return cmp.Or(
		cmp.Compare(p.live(), q.live()), p.Since.Compare(q.Since), cmp.Compare(p.Slug, q.Slug),
		cmp.Compare(p.Handle, q.Handle), cmp.Compare(p.ID, q.ID))
}

func (p Place) live() Date {
	if p.Live == "" {
		return never
	}
	return p.Live
}

// An OpenRow is an application with something of its own TBD, and its place.
type OpenRow struct {
	Place Place
	Row
}

type placedRow struct {
	Since  time.Time `db:"open_since"`
	Handle string    `db:"open_handle"`
	Row
}

// OpenCounts count what is TBD and somebody's own, by campaign; a campaign with
// nothing TBD is left out.
func (s *Store) OpenCounts(ctx context.Context, team string, o OpenFilter) ([]OpenCount, error) {
	counts, err := read[OpenCount](ctx, s, sqlOpenCounts, o.arguments(team)...)
	if err != nil {
		return nil, fmt.Errorf("count what is TBD: %w", err)
	}
	return counts, nil
}

// OpenShared are what everyone shares and is TBD, by campaign; a campaign in
// which nobody waits for it is left out.
func (s *Store) OpenShared(ctx context.Context, team string, o OpenFilter) ([]OpenShared, error) {
	shared, err := read[OpenShared](ctx, s, sqlOpenShared, o.arguments(team)...)
	if err != nil {
		return nil, fmt.Errorf("read what is shared and TBD: %w", err)
	}
	return shared, nil
}

// OpenRows are the first so many of those with something of their own TBD, by
// their places, after one or, where that is nil, from the first on.
func (s *Store) OpenRows(ctx context.Context, team string, o OpenFilter, after *Place, limit int) ([]OpenRow, error) {
	from := Place{}
	if after != nil {
		from = *after
	}
	placed, err := read[placedRow](ctx, s, sqlOpenRows, o.arguments(team,
		after != nil, from.live(), from.Since, from.Slug, from.Handle, from.ID, min(limit, mostRows))...)
	if err != nil {
		return nil, fmt.Errorf("read who has something TBD: %w", err)
	}
	rows := make([]OpenRow, len(placed))
	for n, p := range placed {
		rows[n] = OpenRow{Place{p.GoesLiveOn(), p.Since, p.Campaign.Slug, p.Handle, p.ID}, p.Row}
	}
	return rows, nil
}
