package store

import (
	"context"
)

// Of lines that wait for each other none can be first, and the server checks
// row by row that no two have the same. So they first give up what they have,
// which nobody sees, and then take what they want.

const (
	sqlReadyLeft = `SELECT count(*) FROM import_rows r WHERE r.team_id = $1 AND r.import_id = $2 AND r.outcome = 'ready'`

	// Who can't change gives nothing up. The others stay as they are judged:
	// they are locked.
	sqlRefuseUnfit = importEdits + `$2 AND r.outcome = 'ready'
	)` + judging + `
	UPDATE import_rows r SET outcome = 'refused', problems = ` + refusal + `
	FROM judged j
	JOIN old ON old.id = j.id
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.application_id = j.id AND r.outcome = 'ready' AND j.verdict NOT IN ('ok', 'same')`

	sqlGiveUp = `UPDATE applications a SET link = NULL, code = NULL, not_in_shop = false
	FROM import_rows r
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.outcome = 'ready' AND a.team_id = $1 AND a.id = r.application_id AND a.state = 'selected'`

	// What they had before is read from the history, which hasn't heard of
	// their giving it up.
	sqlImportSwaps = importEdits + `$7 AND r.outcome = 'now'
	), held AS (
		SELECT e AS edit, jsonb_populate_record(a, jsonb_build_object('link', h.link, 'code', h.code, 'not_in_shop', h.not_in_shop)) AS application,
			c AS campaign
		FROM edits e
		JOIN applications a ON a.team_id = $1 AND a.id = e.id
		JOIN application_history h ON h.team_id = $1 AND h.application_id = a.id AND h.version = a.version
		JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
	)` + weighing + writing + importChanged
)

// applyMoves applies the lines that are left: they want what others have, or
// had until a moment ago.
func applyMoves(ctx context.Context, c session, act Act, m Import, tell func(lines int64)) error {
	left, err := one[int64](ctx, c, sqlReadyLeft, act.Team, m.ID)
	if err != nil || left == 0 {
		return err
	}
	if _, err := run(ctx, c, sqlRefuseUnfit, act.Team, m.ID); err != nil {
		return err
	}
	waits, err := many[wait](ctx, c, sqlReadyWaits, act.Team, m.ID)
	if err != nil {
		return err
	}
	stuck, _ := parted(waits)
	if err := runWaits(ctx, c, sqlRefuseTaken, act.Team, m.ID, stuck); err != nil {
		return err
	}
	if _, err := run(ctx, c, sqlGiveUp, act.Team, m.ID); err != nil {
		return err
	}
	if err := applyRounds(ctx, c, act, m, sqlImportSwaps, tell); err != nil {
		return err
	}
	if left, err = one[int64](ctx, c, sqlReadyLeft, act.Team, m.ID); err == nil && left > 0 {
		err = errAgain // somebody took a moment ago what one of them wants
	}
	return err
}
