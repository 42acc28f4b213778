package store

import (
	"context"

	"github.com/lib/pq"
)

// What a line wants may be what another line gives up: codes move on from one
// to the next, and two may swap theirs. Such lines are applied when all those
// they wait for are.

const (
	// lineHolders are those who have what one of the lines, l, gives somebody
	// else in the campaign. They are looked for once, and not for each line that
	// asks for them.
	lineHolders = `, held AS MATERIALIZED (
		SELECT l.number, h.id, h.link, h.code, 'link' AS kind
		FROM lines l
		JOIN applications h ON h.team_id = $1 AND h.campaign_id = l.campaign_id AND h.state = 'selected' AND h.link IS NOT NULL
			AND link_key(h.link) = link_key(l.new_link) AND h.id IS DISTINCT FROM l.application_id
		UNION ALL
		SELECT l.number, h.id, h.link, h.code, 'code'
		FROM lines l
		JOIN applications h ON h.team_id = $1 AND h.campaign_id = l.campaign_id AND h.state = 'selected' AND h.code IS NOT NULL
			AND code_key(h.code) = code_key(l.new_code) AND h.id IS DISTINCT FROM l.application_id
	)`

	// lineWaits are what each of the lines waits for. A holder's own line is one
	// of the givers, if it gives that up.
	lineWaits = `
	SELECT h.number, h.kind, h.id AS holder, COALESCE(g.number, 0) AS row, COALESCE(g.gives, false) AS gives
	FROM held h
	LEFT JOIN givers g ON g.application_id = h.id AND (g.new_state IS DISTINCT FROM 'selected'
		OR h.kind = 'link' AND link_key(g.new_link) IS DISTINCT FROM link_key(h.link)
		OR h.kind = 'code' AND code_key(g.new_code) IS DISTINCT FROM code_key(h.code))
	ORDER BY h.number, h.kind, h.id`

	sqlStagedWaits = `WITH lines AS (
		SELECT r.number, r.application_id, r.new_link, r.new_code, m.campaign_id
		FROM import_rows r
		JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.verdict IN ('new', 'changed') AND r.new_state = 'selected'
	)` + lineHolders + `, givers AS (
		SELECT r.number, r.application_id, r.new_state, r.new_link, r.new_code, true AS gives
		FROM import_rows r
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.verdict = 'changed'
	)` + lineWaits

	sqlReadyWaits = readyLines + `, givers AS (
		SELECT r.number, r.application_id, r.new_state, r.new_link, r.new_code, r.outcome = 'ready' AS gives
		FROM import_rows r
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.outcome IN ('ready', 'refused')
	)` + lineWaits

	// stuckLines are lines whose numbers are $3, which want what the application
	// $4 keeps: the link or code, $5. Its own line, $6, would have given it up, 0
	// for none.
	stuckLines = `WITH stuck AS (
		SELECT s.number, jsonb_build_object('what', 'taken', 'handle', i.handle, 'kind', s.kind,
			'text', CASE s.kind WHEN 'link' THEN r.new_link ELSE r.new_code END, 'row', s.row) AS problem
		FROM unnest(CAST($3 AS int[]), CAST($4 AS bigint[]), CAST($5 AS text[]), CAST($6 AS int[])) AS s (number, holder, kind, row)
		JOIN import_rows r ON r.team_id = $1 AND r.import_id = $2 AND r.number = s.number
		JOIN applications a ON a.team_id = $1 AND a.id = s.holder
		JOIN influencers i ON i.team_id = $1 AND i.id = a.influencer_id
	)
	UPDATE import_rows r SET problems = jsonb_build_array(s.problem), `
	stuckLinesEnd = ` FROM stuck s WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = s.number`

	sqlLinesTaken  = stuckLines + `verdict = 'error'` + stuckLinesEnd
	sqlRefuseTaken = stuckLines + `outcome = 'refused'` + stuckLinesEnd

	// What a line takes that another one gives up is a warning. One that was
	// judged before has it already.
	sqlLinesMove = `WITH moves AS (
		SELECT s.number, jsonb_agg(jsonb_build_object('what', 'moves', 'handle', i.handle, 'kind', s.kind,
			'text', CASE s.kind WHEN 'link' THEN r.new_link ELSE r.new_code END, 'row', s.row) ORDER BY s.kind) AS problems
		FROM unnest(CAST($3 AS int[]), CAST($4 AS bigint[]), CAST($5 AS text[]), CAST($6 AS int[])) AS s (number, holder, kind, row)
		JOIN import_rows r ON r.team_id = $1 AND r.import_id = $2 AND r.number = s.number AND r.fresh
		JOIN applications a ON a.team_id = $1 AND a.id = s.holder
		JOIN influencers i ON i.team_id = $1 AND i.id = a.influencer_id
		GROUP BY s.number
	)
	UPDATE import_rows r SET problems = r.problems || m.problems FROM moves m WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = m.number`
)

// A wait says that a line wants what the application Holder has, the link or
// code. Row is Holder's own line where that would give it up, 0 for none;
// Gives: it is to be applied too. Undo has lines, too: those who go back, by
// the ids of their applications.
type wait struct {
	Number int
	Kind   string
	Holder int64
	Row    int
	Gives  bool
}

// parted are the waits that keep lines from being applied, one for each line,
// and those that come true. A line is kept by who keeps what it wants, and so
// are all that wait for that line. Two who swap wait for each other, and for
// nobody else.
func parted(waits []wait) (stuck, moves []wait) {
	waiting := map[int][]wait{} // for the line that gives it up
	kept := map[int]bool{}
	keep := func(w wait) {
		if !kept[w.Number] {
			kept[w.Number] = true
			stuck = append(stuck, w)
		}
	}
	for _, w := range waits {
		if w.Gives {
			waiting[w.Row] = append(waiting[w.Row], w)
		} else {
			keep(w)
		}
	}
	for n := 0; n < len(stuck); n++ {
		for _, w := range waiting[stuck[n].Number] {
			keep(w)
		}
	}
	for _, w := range waits {
		if !kept[w.Number] {
			moves = append(moves, w)
		}
	}
	return stuck, moves
}

// runWaits runs a statement over waits, if there are any.
func runWaits(ctx context.Context, c session, query, team string, id int64, waits []wait) error {
	if len(waits) == 0 {
		return nil
	}
	numbers, holders, kinds, rows := make([]int64, len(waits)), make([]int64, len(waits)), make([]string, len(waits)), make([]int64, len(waits))
	for n, w := range waits {
		numbers[n], holders[n], kinds[n], rows[n] = int64(w.Number), w.Holder, w.Kind, int64(w.Row)
	}
	_, err := run(ctx, c, query, team, id, pq.Array(numbers), pq.Array(holders), pq.Array(kinds), pq.Array(rows))
	return err
}

// judgeMoves finds the staged lines that want what others have: it is taken,
// unless another line gives it up.
func judgeMoves(ctx context.Context, c session, team string, id int64) error {
	waits, err := many[wait](ctx, c, sqlStagedWaits, team, id)
	if err != nil {
		return err
	}
	stuck, moves := parted(waits)
	if err := runWaits(ctx, c, sqlLinesTaken, team, id, stuck); err != nil {
		return err
	}
	return runWaits(ctx, c, sqlLinesMove, team, id, moves)
}
