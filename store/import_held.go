package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// sqlLinesHeld warns of what a different influencer holds or ever held, in any
// campaign: of each line the link and the code, and of each the holding that
// lasts, or lasted longest.
var sqlLinesHeld = `WITH lines AS (
		SELECT r.number, COALESCE(r.influencer_id, 0) AS influencer_id,
			CASE WHEN r.new_link IS DISTINCT FROM a.link THEN r.new_link END AS link,
			CASE WHEN r.new_code IS DISTINCT FROM a.code THEN r.new_code END AS code
		FROM import_rows r
		LEFT JOIN applications a ON a.team_id = r.team_id AND a.id = r.application_id
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.fresh AND r.verdict IN ('new', 'changed', 'waiting')
	), wanted AS (
		SELECT number AS n, 'link' AS what, link AS text FROM lines WHERE link IS NOT NULL
		UNION ALL
		SELECT number, 'code', code FROM lines WHERE code IS NOT NULL
	)` + heldOf + heldSharedOf + `, warned AS (
		SELECT h.n, h.what, h.until, jsonb_build_object('what', 'held', 'kind', h.what, 'text', h.text, 'handle', i.handle, 'campaign', c.name) AS problem
		FROM held h
		JOIN lines l ON l.number = h.n
		JOIN applications a ON a.team_id = $1 AND a.id = h.application_id AND a.influencer_id <> l.influencer_id
		JOIN campaigns c ON c.team_id = $1 AND c.id = a.campaign_id
		JOIN influencers i ON i.team_id = $1 AND i.id = a.influencer_id
		UNION ALL
		SELECT h.n, h.what, h.until, jsonb_build_object('what', 'shared', 'kind', h.what, 'text', h.text, 'campaign', c.name)
		FROM held_shared h
		JOIN campaigns c ON c.team_id = $1 AND c.id = h.campaign_id
	), worst AS (
		SELECT DISTINCT ON (n, what) n, what,
			problem || jsonb_strip_nulls(jsonb_build_object('until', CAST(until AT TIME ZONE 'UTC' AS date))) AS problem
		FROM warned
		ORDER BY n, what, until DESC NULLS FIRST, problem
	), warnings AS (
		SELECT n, jsonb_agg(problem ORDER BY what) AS problems FROM worst GROUP BY n
	)
	UPDATE import_rows r SET problems = r.problems || w.problems
	FROM warnings w
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = w.n`

const (
	// sqlLinesNear warns of links that differ hardly from one that another
	// influencer has, or another line gives, as Store.NearLinks finds them for one.
	sqlLinesNear = `WITH lines AS (
		SELECT r.number, COALESCE(r.influencer_id, 0) AS influencer_id, m.campaign_id, r.fresh, link_near(r.new_link) AS near, r.new_link AS link,
			r.new_link IS DISTINCT FROM a.link AS given
		FROM import_rows r
		JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
		LEFT JOIN applications a ON a.team_id = r.team_id AND a.id = r.application_id
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.verdict IN ('new', 'changed') AND r.new_link IS NOT NULL
	), close AS (
		SELECT l.number, 1 AS rank, a.id, jsonb_build_object('handle', i.handle, 'campaign', c.name, 'try', a.link) AS whose
		FROM lines l
		JOIN applications a ON a.team_id = $1 AND a.state = 'selected' AND a.link IS NOT NULL AND link_near(a.link) = l.near
			AND a.link <> l.link AND a.influencer_id <> l.influencer_id
		JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
		JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
		WHERE l.fresh AND l.given
		UNION ALL
		SELECT l.number, 2, c.id, jsonb_build_object('campaign', c.name, 'shared', true, 'try', c.shared_link)
		FROM lines l
		JOIN campaigns c ON c.team_id = $1 AND c.link_mode = 'shared' AND link_near(c.shared_link) = l.near AND c.shared_link <> l.link
		WHERE l.fresh AND l.given
		UNION ALL
		SELECT l.number, 3, o.number, jsonb_build_object('row', o.number, 'try', o.link)
		FROM lines l
		JOIN lines o ON o.near = l.near AND o.link <> l.link AND o.number <> l.number
		WHERE l.fresh AND l.given
	), closest AS (
		SELECT DISTINCT ON (number) number, whose FROM close ORDER BY number, rank, id
	)
	UPDATE import_rows r SET problems = r.problems || (jsonb_build_object('what', 'near', 'kind', 'link', 'text', r.new_link) || t.whose)
	FROM closest t
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = t.number`

	// Doubts that only a closer look at a new line raises are added to it.
	sqlDoubtLines = `UPDATE import_rows r SET problems = r.problems || d.problem, doubts = r.doubts || d.problem
	FROM jsonb_to_recordset(CAST($3 AS jsonb)) AS d (number int, problem jsonb)
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = d.number AND r.verdict IN ('new', 'changed') AND r.outcome = ''
		AND NOT r.problems @> jsonb_build_array(d.problem)`
)

// DoubtImport adds what to think of first to lines of a staged import, by their
// numbers. What a line has already is not added again.
func (s *Store) DoubtImport(ctx context.Context, team string, id int64, doubts map[int]ImportProblem) error {
	type doubt struct {
		Number  int           `json:"number"`
		Problem ImportProblem `json:"problem"`
	}
	list := make([]doubt, 0, len(doubts))
	for number, problem := range doubts {
		list = append(list, doubt{number, problem})
	}
	encoded, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("encode doubts: %w", err)
	}
	err = s.write(ctx, func(c session) error {
		_, err := run(ctx, c, sqlDoubtLines, team, id, string(encoded))
		return err
	})
	if err != nil {
		return fmt.Errorf("doubt lines of import %d: %w", id, err)
	}
	return nil
}
