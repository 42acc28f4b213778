package store

import (
	"context"

	"github.com/lib/pq"
)

// Those whom a request changed may go back to what another one of them has
// since, as when two swapped by it. Then all who go back give up what they have
// first. Who can't go back keeps it, and whoever wants that stays too.

const (
	// What those who go back wait for: what somebody has who keeps it, or who
	// goes back, too, and so gives it up. Who is forgotten never goes back.
	sqlUndoWaits = `WITH undone AS (
		SELECT h.application_id AS id, min(h.version) AS first, max(h.version) AS last
		FROM application_history h
		WHERE h.team_id = $1 AND h.request_id = $2
		GROUP BY h.application_id
	), going AS MATERIALIZED (
		SELECT a.id, a.campaign_id, p.state, p.link, p.code
		FROM undone u
		JOIN applications a ON a.team_id = $1 AND a.id = u.id AND a.version = u.last
		JOIN influencers i ON i.team_id = $1 AND i.id = a.influencer_id AND i.forgotten_at IS NULL
		LEFT JOIN application_history p ON p.team_id = $1 AND p.application_id = u.id AND p.version = u.first - 1
	), held AS (
		SELECT g.id AS number, 'link' AS kind, h.id AS holder, h.link, h.code
		FROM going g
		JOIN applications h ON h.team_id = $1 AND h.campaign_id = g.campaign_id AND h.state = 'selected' AND h.link IS NOT NULL
			AND link_key(h.link) = link_key(g.link) AND h.id <> g.id
		WHERE g.state = 'selected'
		UNION ALL
		SELECT g.id, 'code', h.id, h.link, h.code
		FROM going g
		JOIN applications h ON h.team_id = $1 AND h.campaign_id = g.campaign_id AND h.state = 'selected' AND h.code IS NOT NULL
			AND code_key(h.code) = code_key(g.code) AND h.id <> g.id
		WHERE g.state = 'selected'
	)
	SELECT h.number, h.kind, h.holder, COALESCE(g.id, 0) AS row, g.id IS NOT NULL AS gives
	FROM held h
	LEFT JOIN going g ON g.id = h.holder AND (g.state IS DISTINCT FROM 'selected' OR h.kind = 'link' AND link_key(g.link) IS DISTINCT FROM link_key(h.link)
		OR h.kind = 'code' AND code_key(g.code) IS DISTINCT FROM code_key(h.code))
	ORDER BY h.number, h.kind, h.holder`

	// It is seen by nobody, and no change; $3 are those who stay.
	sqlUndoGiveUp = `WITH undone AS (
		SELECT h.application_id AS id, max(h.version) AS last
		FROM application_history h
		WHERE h.team_id = $1 AND h.request_id = $2
		GROUP BY h.application_id
	)
	UPDATE applications a SET link = NULL, code = NULL, not_in_shop = false
	FROM undone u
	WHERE a.team_id = $1 AND a.id = u.id AND a.version = u.last AND a.id <> ALL (CAST($3 AS bigint[]))`
)

// undoGiveUp has those who go back give up what they have, and answers who
// stays: the ids of their applications.
func undoGiveUp(ctx context.Context, c session, act Act, request string) ([]int64, error) {
	waits, err := many[wait](ctx, c, sqlUndoWaits, act.Team, request)
	if err != nil {
		return nil, err
	}
	stuck, _ := parted(waits)
	stay := make([]int64, len(stuck))
	for n, w := range stuck {
		stay[n] = int64(w.Number)
	}
	_, err = run(ctx, c, sqlUndoGiveUp, act.Team, request, pq.Array(stay))
	return stay, err
}

// hadBefore answers what was before from the history, where those who went back
// had given it up.
func hadBefore(ctx context.Context, c session, act Act, undone *Undone) error {
	before, err := many[Row](ctx, c, sqlRequestBefore, act.Team, act.Request)
	if err != nil {
		return err
	}
	of := make(map[int64]Application, len(before))
	for _, row := range before {
		of[row.ID] = row.there()
	}
	for n := range undone.Rows {
		undone.Rows[n].Before = of[undone.Rows[n].After.ID]
	}
	return nil
}
