package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/lib/pq"
)

// Rows that are asked for a page at a time are found by keys that are all
// text, k1 and k2, and the id, so that every order is paged in the same way.
const (
	// Who is forgotten has no handle, and comes last.
	keysByHandle = `COALESCE(NULLIF(lower(i.handle), ''), chr(1114111)) COLLATE "C" AS k1, c.slug COLLATE "C" AS k2`

	// Who goes live first, those without a date last; then who waits longest.
	keysByLaunch = `COALESCE(to_char(` + liveOn + `, 'YYYY-MM-DD'), '9999') COLLATE "C" AS k1,
		to_char(COALESCE(LEAST(CASE WHEN ` + linkTBD + ` THEN ` + linkSince + ` END, CASE WHEN ` + codeTBD + ` THEN ` + codeSince + ` END),
			a.created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') COLLATE "C" AS k2`

	keysBySending = `CASE WHEN ` + changedSince + ` THEN '0' ELSE '1' END
		|| COALESCE(to_char(` + liveOn + `, 'YYYY-MM-DD'), '9999') COLLATE "C" AS k1,
		lower(i.handle) COLLATE "C" AS k2`

	fromAll = ` FROM ` + rowTables

	// Both parts are answered by partial indexes.
	fromTBD = ` FROM (
			SELECT w.team_id, w.id FROM applications w
			WHERE w.team_id = $1 AND w.state = 'selected'
				AND ((w.link IS NULL AND w.link_mode IN ` + unique + `) OR (w.code IS NULL AND w.code_mode IN ` + unique + `))
			UNION
			SELECT w.team_id, w.id FROM applications w
			WHERE w.team_id = $1 AND w.state = 'selected' AND (w.link_mode = 'shared' OR w.code_mode = 'shared')
		) w
		JOIN ` + rowTables + ` ON a.team_id = w.team_id AND a.id = w.id`

	// What everyone shares is of those who are selected to share it.
	shownText = `lower(concat_ws(chr(10), i.handle, i.name,
		CASE WHEN a.state = 'selected' AND a.link_mode = 'shared' THEN c.shared_link ELSE a.link END,
		CASE WHEN a.state = 'selected' AND a.code_mode = 'shared' THEN c.shared_code ELSE a.code END))`

	matching = `
		WHERE a.team_id = $1
			AND (CAST($2 AS bigint) = 0 OR a.campaign_id = $2)
			AND (CAST($20 AS bigint[]) IS NULL OR a.campaign_id = ANY ($20))
			AND (CAST($3 AS bigint) = 0 OR a.influencer_id = $3)
			AND (CAST($4 AS text) = '' OR a.state = $4)
			AND (NOT CAST($5 AS boolean) OR ` + linkTBD + ` OR ` + codeTBD + `)
			AND (NOT CAST($6 AS boolean) OR ` + linkTBD + `)
			AND (NOT CAST($7 AS boolean) OR ` + codeTBD + `)
			AND (NOT CAST($8 AS boolean) OR a.state = 'selected' AND NOT (` + linkTBD + ` OR ` + codeTBD + `))
			AND (NOT CAST($17 AS boolean) OR ` + unsent + `)
			AND (NOT CAST($18 AS boolean) OR a.state = 'selected' AND a.not_in_shop)
			AND (NOT CAST($9 AS boolean) OR ` + changedSince + `)
			AND (NOT CAST($19 AS boolean) OR ` + stillUses + ` AND NOT COALESCE(` + changedSince + `, false))
			AND (CAST($10 AS boolean) OR c.archived_at IS NULL)
			AND NOT EXISTS (SELECT FROM unnest(CAST($11 AS text[])) word WHERE strpos(` + shownText + `, lower(word)) = 0)`

	onePage = `), page AS (
		SELECT * FROM matched
		WHERE NOT CAST($12 AS boolean) OR (k1, k2, id) > ($13, $14, CAST($15 AS bigint))
		ORDER BY k1, k2, id LIMIT $16
	)
	SELECT page.k1, page.k2, (SELECT count(*) FROM matched) AS total, ` + rowColumns + `
	FROM page
	JOIN ` + rowTables + ` ON a.team_id = $1 AND a.id = page.id
	ORDER BY page.k1, page.k2, page.id`

	sqlRowsByHandle  = `WITH matched AS (SELECT a.id, ` + keysByHandle + fromAll + matching + onePage
	sqlRowsByLaunch  = `WITH matched AS (SELECT a.id, ` + keysByLaunch + fromAll + matching + onePage
	sqlRowsBySending = `WITH matched AS (SELECT a.id, ` + keysBySending + fromAll + matching + onePage
	sqlTBDByHandle   = `WITH matched AS (SELECT a.id, ` + keysByHandle + fromTBD + matching + onePage
	sqlTBDByLaunch   = `WITH matched AS (SELECT a.id, ` + keysByLaunch + fromTBD + matching + onePage
)

// An Order is how rows are sorted.
type Order int

// The three orders.
const (
	ByHandle  Order = iota
	ByLaunch        // who goes live first, then who waits longest
	BySending       // who was told something else first, then who goes live first
)

const (
	defaultRows = 100
	mostRows    = 1000
)

// A Filter says which applications are wanted; its zero value wants all in
// live campaigns. TBD is a needed link or code, their own or shared, that is
// not known; TBDLink and TBDCode want just that.
type Filter struct {
	CampaignID   int64
	CampaignIDs  []int64 // of one of these; nil: of any, empty: of none
	InfluencerID int64
	State        State
	TBD          bool
	TBDLink      bool
	TBDCode      bool
	Ready        bool     // everything needed is set
	Unsent       bool     // as Row.Unsent says
	NotInShop    bool     // selected, with a code that isn't in the shop yet
	Changed      bool     // as Row.Changed says
	StillUsing   bool     // uses a link or code that is TBD again, and isn't Changed
	Words        []string // each a part of handle, name, code or link
	Archived     bool     // also those of archived campaigns
	Order        Order
	After        string // a Page's Next, of the same filter
	Limit        int    // rows of a page; 0 is 100, at most 1,000
}

// A Page is some of the rows a filter wants. Next is what the next page comes
// After, "" at the end; Total counts the rows of all pages.
type Page struct {
	Rows  []Row
	Next  string
	Total int
}

// ErrBadPage is returned for a Filter.After that no Page had as its Next.
var ErrBadPage = errors.New("not the next page of anything")

// pageKey is where a page ended.
type pageKey struct {
	Order  Order
	K1, K2 string
	ID     int64
}

type pagedRow struct {
	K1, K2 string
	Total  int
	Row
}

// Rows are a page of the applications the filter wants. Pages neither repeat
// nor skip a row that stays as it is while they are turned. It answers
// ErrBadPage for an After that is none.
func (s *Store) Rows(ctx context.Context, team string, f Filter) (Page, error) {
	after, err := f.after()
	if err != nil {
		return Page{}, fmt.Errorf("read applications: %w", err)
	}
	limit := min(f.Limit, mostRows)
	if limit <= 0 {
		limit = defaultRows
	}
	rows, err := s.page(ctx, team, f, after, limit+1)
	if err != nil {
		return Page{}, err
	}
	page := Page{}
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = pageKeyText(pageKey{Order: f.Order, K1: rows[limit-1].K1, K2: rows[limit-1].K2, ID: rows[limit-1].ID})
	}
	for _, row := range rows {
		page.Rows = append(page.Rows, row.Row)
		page.Total = row.Total
	}
	if len(rows) == 0 && f.After != "" {
		// Nothing is left to carry the total: the rows are gone meanwhile.
		first, err := s.page(ctx, team, f, pageKey{}, 1)
		if err != nil {
			return Page{}, err
		}
		for _, row := range first {
			page.Total = row.Total
		}
	}
	return page, nil
}

func (s *Store) page(ctx context.Context, team string, f Filter, after pageKey, limit int) ([]pagedRow, error) {
	rows, err := read[pagedRow](ctx, s, f.query(), f.arguments(team, after, limit)...)
	if err != nil {
		return nil, fmt.Errorf("read applications: %w", err)
	}
	return rows, nil
}

func (f Filter) arguments(team string, after pageKey, limit int) []any {
	words := make([]string, len(f.Words))
	for n, word := range f.Words {
		words[n] = strings.TrimPrefix(word, "@")
	}
	return []any{
		team, f.CampaignID, f.InfluencerID, f.State, f.TBD, f.TBDLink, f.TBDCode, f.Ready, f.Changed, f.Archived,
		pq.Array(words), after.ID != 0, after.K1, after.K2, after.ID, limit,
		f.Unsent, f.NotInShop, f.StillUsing, pq.Array(f.CampaignIDs),
	}
}

func (f Filter) query() string {
	tbd := f.TBD || f.TBDLink || f.TBDCode
	switch {
	case f.Order == BySending:
		return sqlRowsBySending
	case f.Order == ByLaunch && tbd:
		return sqlTBDByLaunch
	case f.Order == ByLaunch:
		return sqlRowsByLaunch
	case tbd:
		return sqlTBDByHandle
	}
	return sqlRowsByHandle
}

func (f Filter) after() (pageKey, error) {
	if f.After == "" {
		return pageKey{}, nil
	}
	key, ok := readPageKey[pageKey](f.After)
	if !ok || key.Order != f.Order || key.ID == 0 {
		return pageKey{}, ErrBadPage
	}
	return key, nil
}

// pageKeyText is where a page ended, as a page's Next has it.
func pageKeyText(key any) string {
	encoded, _ := json.Marshal(key) //nolint:errchkjson // a time of the database's, numbers and text always encode
	return base64.RawURLEncoding.EncodeToString(encoded)
}

// readPageKey reads what pageKeyText wrote; ok is false for anything else.
func readPageKey[K any](text string) (key K, ok bool) {
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	ok = err == nil && json.Unmarshal(decoded, &key) == nil
	return key, ok
}
