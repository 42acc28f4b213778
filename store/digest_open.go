package store

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// What a digest says is counted over all that is open, and read of the few rows
// that it shows. The placeholders: $2 the campaigns, $3 today.
const (
	// An application can be open twice: something of its own is TBD, and the
	// influencer must be told something, or uses what is TBD again. alike says what
	// is TBD and who it waits for, or what must be told or replaced; us, whether
	// the team has something to do; twice, whether it is open among what is TBD.
	// snoozed is what Row.Snoozed says, and urgency is 0 for who is overdue, 1 for
	// who goes live within 7 days.
	openInDigest = `WITH told AS (
		SELECT a.id, a.campaign_id, c.slug COLLATE "C" AS slug, lower(i.handle) COLLATE "C" AS handle, ` + liveOn + ` AS live,
			COALESCE(a.snoozed_until > CAST($3 AS date) AND COALESCE(` + liveOn + ` > $3, true), false) AS snoozed,
			CASE WHEN ` + ownLinkTBD + ` THEN CASE a.link_mode WHEN 'program' THEN 'link-influencer' ELSE 'link-us' END END AS own_link,
			CASE WHEN ` + ownCodeTBD + ` THEN CASE a.code_mode WHEN 'program' THEN 'code-influencer' ELSE 'code-us' END END AS own_code,
			CASE WHEN ` + linkTBD + ` THEN CASE WHEN a.sent_link IS NOT NULL THEN 'link-tbd' END
				WHEN ` + sharesLink + ` IS NOT NULL AND ` + sharesLink + ` IS DISTINCT FROM a.sent_link THEN 'link' END AS tell_link,
			CASE WHEN ` + codeTBD + ` THEN CASE WHEN a.sent_code IS NOT NULL THEN 'code-tbd' END
				WHEN ` + sharesCode + ` IS NOT NULL AND ` + sharesCode + ` IS DISTINCT FROM a.sent_code THEN 'code' END AS tell_code,
			` + linkSince + ` AS link_since, ` + codeSince + ` AS code_since, a.changed_at,
			COALESCE(` + changedSince + `, false) AS changed, ` + unsent + ` AS unsent
		FROM ` + rowTables + `
		WHERE a.team_id = $1 AND a.campaign_id = ANY (CAST($2 AS bigint[])) AND c.archived_at IS NULL AND a.state = 'selected'
	), judged AS (
		SELECT *, changed OR COALESCE(tell_link = 'link-tbd' OR tell_code = 'code-tbd', false) AS old,
			CASE WHEN own_link IS NOT NULL THEN link_since END AS own_link_since,
			CASE WHEN own_code IS NOT NULL THEN code_since END AS own_code_since,
			CASE WHEN tell_link IS NOT NULL THEN link_since END AS tell_link_since,
			CASE WHEN tell_code IS NOT NULL THEN code_since END AS tell_code_since,
			CASE WHEN live < $3 THEN 0 WHEN live <= $3 + 7 THEN 1 ELSE 2 END AS urgency
		FROM told
	), open AS (
		SELECT 'tbd' COLLATE "C" AS part, id, campaign_id, slug, handle, live, urgency, snoozed, false AS twice,
			concat_ws('.', own_link, own_code) COLLATE "C" AS alike, COALESCE(own_link = 'link-us' OR own_code = 'code-us', false) AS us,
			own_link_since AS link_since, own_code_since AS code_since, LEAST(own_link_since, own_code_since) AS since
		FROM judged WHERE own_link IS NOT NULL OR own_code IS NOT NULL
		UNION ALL
		SELECT CASE WHEN old THEN 'changed' ELSE 'ready' END COLLATE "C", id, campaign_id, slug, handle, live, urgency, snoozed,
			own_link IS NOT NULL OR own_code IS NOT NULL, concat_ws('.', tell_link, tell_code) COLLATE "C", true, NULL, NULL,
			COALESCE(CASE WHEN old THEN LEAST(tell_link_since, tell_code_since) ELSE GREATEST(tell_link_since, tell_code_since) END, changed_at)
		FROM judged WHERE unsent OR old
	)`

	// The most urgent of each campaign in a part comes along, by its urgency, how
	// long it waits and the day it goes live.
	sqlDigestCounts = openInDigest + `, counted AS (
		SELECT part, campaign_id, alike, count(*) FILTER (WHERE NOT snoozed) AS open, count(*) FILTER (WHERE NOT snoozed AND us) AS us,
			count(*) FILTER (WHERE snoozed) AS snoozed, count(*) FILTER (WHERE snoozed AND twice) AS snoozed_twice
		FROM open
		GROUP BY part, campaign_id, alike
	), first AS (
		SELECT DISTINCT ON (part, campaign_id) part, campaign_id, live, since FROM open
		WHERE NOT snoozed
		ORDER BY part, campaign_id, urgency, since, live NULLS LAST
	)
	SELECT c.part, c.campaign_id, c.alike, c.open, c.us, c.snoozed, c.snoozed_twice, first.live, first.since
	FROM counted c
	LEFT JOIN first ON first.part = c.part AND first.campaign_id = c.campaign_id
	ORDER BY c.part, c.campaign_id, c.alike`

	// Of $4 or more who are alike the most urgent stands for all, and waits as long
	// as the first of them; who is overdue is alike only with who is.
	sqlDigestOpen = openInDigest + `, ranked AS (
		SELECT part, id, slug, handle, live, urgency, alike, since, link_since, code_since,
			count(*) OVER together AS many, min(since) OVER together AS all_since,
			min(link_since) OVER together AS all_link_since, min(code_since) OVER together AS all_code_since,
			row_number() OVER (together ORDER BY urgency, since, live NULLS LAST, slug, handle, id) AS nth
		FROM open
		WHERE NOT snoozed
		WINDOW together AS (PARTITION BY part, campaign_id, alike, urgency = 0)
	), shown AS (
		SELECT part, id, slug, handle, live, urgency, alike, 0 AS many, since, link_since, code_since
		FROM ranked WHERE many < CAST($4 AS integer)
		UNION ALL
		SELECT part, id, slug, handle, live, urgency, alike, many, all_since, all_link_since, all_code_since
		FROM ranked WHERE many >= $4 AND nth = 1
	), placed AS (
		SELECT *, row_number() OVER (PARTITION BY part ORDER BY urgency, since, live NULLS LAST, slug, handle, id) AS place FROM shown
	)
	SELECT placed.part AS open_part, placed.alike AS open_alike, placed.many AS open_many, placed.since AS open_since, placed.handle AS open_handle,
		placed.link_since AS open_link_since, placed.code_since AS open_code_since, ` + rowColumns + `
	FROM placed
	JOIN ` + rowTables + ` ON a.team_id = $1 AND a.id = placed.id
	WHERE placed.place <= CAST($5 AS integer)
	ORDER BY placed.part, placed.place`
)

// A DigestPart is one of the three things that a digest speaks of.
type DigestPart string

// The three parts.
const (
	DigestTBD     DigestPart = "tbd"     // something of an influencer's own is TBD
	DigestChanged DigestPart = "changed" // they use an old link or code, or one that is TBD again
	DigestReady   DigestPart = "ready"   // they were told nothing yet
)

// A DigestCount is how many in a campaign wait for the same thing, which Alike
// names: "link-influencer.code-us" is what is TBD and who it waits for,
// "link.code-tbd" what must be told or, being TBD again, replaced. Us is of how
// many the team has something to do. Snoozed ones are counted by themselves, and
// SnoozedTwice are those of them who are snoozed among what is TBD, too. Live and
// Since are of the most urgent in the whole part of the campaign: when they go
// live, "" when nobody knows, and since when they wait; nil where all are snoozed.
type DigestCount struct {
	Part         DigestPart
	CampaignID   int64 `db:"campaign_id"`
	Alike        string
	Open, Us     int
	Snoozed      int
	SnoozedTwice int `db:"snoozed_twice"`
	Live         Date
	Since        *time.Time
}

// A DigestOpen is a row that a digest shows of what is open: one influencer, or
// where Many isn't 0, so many who wait for the same thing and of whom this one is
// the most urgent. Since, LinkSince and CodeSince are since when the first of
// them waits; the latter two are nil but for what is TBD.
type DigestOpen struct {
	Part      DigestPart `db:"open_part"`
	Alike     string     `db:"open_alike"`
	Many      int        `db:"open_many"`
	Since     time.Time  `db:"open_since"`
	Handle    string     `db:"open_handle"` // as the database lower-cases it: who is as urgent is sorted by it
	LinkSince *time.Time `db:"open_link_since"`
	CodeSince *time.Time `db:"open_code_since"`
	Row
}

// DigestCounts count what is open today in these campaigns, but what everyone
// shares.
func (s *Store) DigestCounts(ctx context.Context, team string, campaignIDs []int64, today Date) ([]DigestCount, error) {
	counts, err := read[DigestCount](ctx, s, sqlDigestCounts, team, pq.Array(campaignIDs), today)
	if err != nil {
		return nil, fmt.Errorf("count what is open: %w", err)
	}
	return counts, nil
}

// DigestOpen are the first so many rows of each part, of what DigestCounts counts
// and is not snoozed: overdue first, then who goes live within 7 days, then who
// waits longest. So many or more who are alike are one row.
func (s *Store) DigestOpen(ctx context.Context, team string, campaignIDs []int64, today Date, alike, limit int) ([]DigestOpen, error) {
	rows, err := read[DigestOpen](ctx, s, sqlDigestOpen, team, pq.Array(campaignIDs), today, alike, limit)
	if err != nil {
		return nil, fmt.Errorf("read what a digest shows: %w", err)
	}
	return rows, nil
}
