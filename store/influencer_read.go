package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/lib/pq"
)

const (
	sqlInfluencer = `SELECT ` + influencerColumns + ` FROM influencers i WHERE i.team_id = $1 AND i.id = $2`

	sqlInfluencers = `SELECT ` + influencerColumns + ` FROM influencers i WHERE i.team_id = $1 AND i.id = ANY (CAST($2 AS bigint[]))`

	sqlInfluencersByKey = `SELECT h.key, ` + influencerColumns + `
	FROM handles h
	JOIN influencers i ON i.team_id = h.team_id AND i.id = h.influencer_id
	WHERE h.team_id = $1 AND h.key = ANY (CAST($2 AS text[]))`

	sqlInfluencerRows = `SELECT ` + rowColumns + `
	FROM handles h
	JOIN ` + rowTables + ` ON a.team_id = h.team_id AND a.influencer_id = h.influencer_id
	WHERE h.team_id = $1 AND h.key = $2
	ORDER BY c.archived_at IS NOT NULL, c.launches NULLS LAST, lower(c.name), a.id`

	// What begins with the text comes before what only contains it.
	sqlSearchInfluencers = `SELECT ` + influencerColumns + `, COALESCE(a.state, '') AS state
	FROM influencers i
	LEFT JOIN applications a ON a.team_id = i.team_id AND a.campaign_id = $3 AND a.influencer_id = i.id AND ` + isThere + `
	WHERE i.team_id = $1 AND i.forgotten_at IS NULL
		AND (CAST($2 AS text) = '' OR strpos(lower(i.handle), lower($2)) > 0 OR strpos(lower(i.name), lower($2)) > 0)
	ORDER BY a.state IS DISTINCT FROM 'applied', a.state IS NULL,
		NOT starts_with(lower(i.handle), lower($2)), lower(i.handle) COLLATE "C", i.id
	LIMIT $4`
)

// An InfluencerMatch is what a search found.
type InfluencerMatch struct {
	Influencer
	State State // in the campaign searched for, "" when none
}

type keyedInfluencer struct {
	Key string
	Influencer
}

// Influencer is one influencer, or ErrNotFound.
func (s *Store) Influencer(ctx context.Context, team string, id int64) (Influencer, error) {
	influencer, err := readOne[Influencer](ctx, s, sqlInfluencer, team, id)
	if err != nil {
		return Influencer{}, fmt.Errorf("read influencer %d: %w", id, err)
	}
	return influencer, nil
}

// Influencers are those with these ids, by the id; unknown ones are left out.
func (s *Store) Influencers(ctx context.Context, team string, ids []int64) (map[int64]Influencer, error) {
	found := make(map[int64]Influencer, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	all, err := read[Influencer](ctx, s, sqlInfluencers, team, pq.Array(ids))
	if err != nil {
		return nil, fmt.Errorf("read influencers: %w", err)
	}
	for _, one := range all {
		found[one.ID] = one
	}
	return found, nil
}

// FindInfluencer is who has or had the handle, with their applications in all
// campaigns, the live ones first; or ErrNotFound. It is one query, and a
// second one only for an influencer without applications.
func (s *Store) FindInfluencer(ctx context.Context, team string, h Handle) (Influencer, []Row, error) {
	rows, err := read[Row](ctx, s, sqlInfluencerRows, team, h.Key())
	if err == nil && len(rows) > 0 {
		return rows[0].Influencer, rows, nil
	}
	var found keyedInfluencer
	if err == nil {
		found, err = readOne[keyedInfluencer](ctx, s, sqlInfluencersByKey, team, pq.Array([]string{h.Key()}))
	}
	if err != nil {
		return Influencer{}, nil, fmt.Errorf("find influencer: %w", err)
	}
	return found.Influencer, nil, nil
}

// FindInfluencers are those who have or had the handles, by the handle's Key;
// unknown handles are left out.
func (s *Store) FindInfluencers(ctx context.Context, team string, hs []Handle) (map[string]Influencer, error) {
	found := make(map[string]Influencer, len(hs))
	if len(hs) == 0 {
		return found, nil
	}
	rows, err := read[keyedInfluencer](ctx, s, sqlInfluencersByKey, team, pq.Array(keys(hs)))
	if err != nil {
		return nil, fmt.Errorf("find influencers: %w", err)
	}
	for _, row := range rows {
		found[row.Key] = row.Influencer
	}
	return found, nil
}

func keys(hs []Handle) []string {
	keys := make([]string, len(hs))
	for n, h := range hs {
		keys[n] = h.Key()
	}
	return keys
}

// SearchInfluencers are those whose handle or name contains text, for typing
// ahead: the applicants of the campaign first, then others in it, then
// everybody who isn't forgotten. "" finds all of them; campaignID 0 is no campaign. At most limit.
func (s *Store) SearchInfluencers(ctx context.Context, team, text string, campaignID int64, limit int) ([]InfluencerMatch, error) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "@")
	found, err := read[InfluencerMatch](ctx, s, sqlSearchInfluencers, team, text, campaignID, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("search influencers: %w", err)
	}
	return found, nil
}
