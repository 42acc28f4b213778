package store

import (
	"context"

	"github.com/lib/pq"
)

// Those whom a request changed may go back to what another one of them has
// since, as when two swapped by it. Then all who go back give up what they have
// first. Who can't go back keeps it, and whoever wants that stays too.

var (
	// What those who go back wait for: what somebody has who keeps it, or who
	// goes back, too, and so gives it up. Who is forgotten never goes back.
	sqlUndoWaits = `WITH undone AS (
		SELECT h.application_id AS id, min(h.version) AS first, max(h.version) AS last
		FROM application_history h
		WHERE h.team_id = $1 AND h.request_id = $2
		GROUP BY h.application_id
	), givers AS MATERIALIZED (
		SELECT a.id AS number, a.id AS application_id, a.campaign_id, p.state AS new_state, p.link AS new_link, p.code AS new_code, true AS gives
		FROM undone u
		JOIN applications a ON a.team_id = $1 AND a.id = u.id AND ` + standsAs("application", "a.id", "a.version", "u.last") + `
		JOIN influencers i ON i.team_id = $1 AND i.id = a.influencer_id AND i.forgotten_at IS NULL
		LEFT JOIN application_history p ON p.team_id = $1 AND p.application_id = u.id AND p.version = u.first - 1
	), lines AS (
		SELECT * FROM givers WHERE new_state = 'selected'
	)` + lineHolders + lineWaits

	// It is seen by nobody, and no change; $3 are those who stay.
	sqlUndoGiveUp = `WITH undone AS (
		SELECT h.application_id AS id, max(h.version) AS last
		FROM application_history h
		WHERE h.team_id = $1 AND h.request_id = $2
		GROUP BY h.application_id
	)
	UPDATE applications a SET link = NULL, code = NULL, not_in_shop = false
	FROM undone u
	WHERE a.team_id = $1 AND a.id = u.id AND ` + standsAs("application", "a.id", "a.version", "u.last") + `
		AND a.id <> ALL (CAST($3 AS bigint[]))`
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
	before, err := many[Application](ctx, c, sqlRequestBefore, act.Team, act.Request)
	if err != nil {
		return err
	}
	was := byID(before)
	for n := range undone.Rows {
		undone.Rows[n].Before = was[undone.Rows[n].After.ID]
	}
	return nil
}
