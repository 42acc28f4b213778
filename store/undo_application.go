package store

import (
	"context"
	"errors"
	"fmt"

	"codekeeper/store/tracking"

	"github.com/lib/pq"
)

const (
	undoMoved = "moved" // changed since
	undoTaken = "taken" // somebody has its link or code now
)

// What each application that request $6 changed was before that. One that
// wasn't there is taken back: all that is left of it is its history. Those
// changed since, and those whose link or code somebody else has now, are left
// as they are; of $7 that is known already. Who comes back as selected needs
// also what came to be needed of everybody selected meanwhile.
// Rows are carried along and not joined again: the server expects few, and
// would compare each with each.
var sqlUndo = `WITH held AS (
		SELECT a AS application, c AS campaign
		FROM applications a
		JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
		WHERE a.team_id = $1 AND a.id = ANY (ARRAY(
			SELECT h.application_id FROM application_history h WHERE h.team_id = $1 AND h.request_id = $6))
		ORDER BY a.id
		FOR SHARE OF c FOR NO KEY UPDATE OF a
	), wanted AS (
		SELECT held.application, held.campaign, a.id, a.version, a.campaign_id, u.last, a.id = ANY (CAST($7 AS bigint[])) AS stays, (held.campaign).archived_at IS NOT NULL AS archived,
			EXISTS (SELECT FROM influencers i WHERE i.team_id = $1 AND i.id = a.influencer_id AND i.forgotten_at IS NOT NULL) AS forgotten,
			COALESCE(p.state, 'undone') AS state,
			CASE WHEN needed.link THEN (held.campaign).link_mode ELSE p.link_mode END AS link_mode,
			CASE WHEN needed.code THEN (held.campaign).code_mode ELSE p.code_mode END AS code_mode,
			p.link, p.code,
			CASE WHEN needed.link THEN $3 ELSE COALESCE(p.link_since, a.link_since) END AS link_since,
			CASE WHEN needed.code THEN $3 ELSE COALESCE(p.code_since, a.code_since) END AS code_since,
			p.goes_live, COALESCE(p.note, '') AS note, p.sent_link, p.sent_code, p.sent_at, COALESCE(p.sent_by, '') AS sent_by,
			p.snoozed_until, COALESCE(p.snoozed_by, '') AS snoozed_by, COALESCE(p.not_in_shop, false) AS not_in_shop
		FROM held
		CROSS JOIN LATERAL (SELECT (held.application).*) a
		CROSS JOIN LATERAL (
			SELECT min(h.version) AS first, max(h.version) AS left FROM application_history h
			WHERE h.team_id = $1 AND h.application_id = (held.application).id AND h.request_id = $6
		) did
		CROSS JOIN LATERAL (
			SELECT did.first, CASE WHEN ` + standsAs("application", "a.id", "a.version", "did.left") + ` THEN a.version ELSE did.left END AS last
		) u
		LEFT JOIN LATERAL (
			SELECT * FROM application_history h
			WHERE h.team_id = $1 AND h.application_id = (held.application).id AND h.version = u.first - 1
		) p ON true
		CROSS JOIN LATERAL (
			SELECT comes AND p.link_mode = 'not_needed' AS link, comes AND p.code_mode = 'not_needed' AS code
			FROM (SELECT p.state = 'selected' AND a.state <> 'selected' AS comes) c
		) needed
	), judged AS (
		SELECT w.*, CASE
			WHEN archived THEN 'archived'
			WHEN version <> last OR forgotten THEN 'moved'
			WHEN stays OR state = 'selected' AND (EXISTS (SELECT FROM applications o
					WHERE o.team_id = $1 AND o.campaign_id = w.campaign_id AND o.state = 'selected' AND o.link IS NOT NULL
						AND link_key(o.link) = link_key(w.link) AND o.id NOT IN (SELECT id FROM wanted WHERE version = last AND NOT stays))
				OR EXISTS (SELECT FROM applications o
					WHERE o.team_id = $1 AND o.campaign_id = w.campaign_id AND o.state = 'selected' AND o.code IS NOT NULL
						AND code_key(o.code) = code_key(w.code) AND o.id NOT IN (SELECT id FROM wanted WHERE version = last AND NOT stays))) THEN 'taken'
			ELSE 'ok' END AS verdict
		FROM wanted w
	), changed AS (
		UPDATE applications a SET version = a.version + 1, state = w.state, link_mode = w.link_mode, code_mode = w.code_mode,
			link = w.link, code = w.code, link_since = w.link_since, code_since = w.code_since, goes_live = w.goes_live, note = w.note,
			sent_link = w.sent_link, sent_code = w.sent_code, sent_at = w.sent_at, sent_by = w.sent_by,
			snoozed_until = w.snoozed_until, snoozed_by = w.snoozed_by, not_in_shop = w.not_in_shop,
			changed_at = $3, changed_by = $5
		FROM judged w
		WHERE a.team_id = $1 AND a.id = w.id AND a.version = w.version AND w.verdict = 'ok'
		RETURNING a.*
	), recorded AS (` + recordApplication + `
		SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), '', ` + snapshot + `
		FROM changed
	)
	SELECT j.verdict, j.link AS wanted_link, j.code AS wanted_code, ` + rowColumns + `
	FROM judged j
	CROSS JOIN LATERAL (SELECT (j.application).*) a
	CROSS JOIN LATERAL (SELECT (j.campaign).*) c
	JOIN influencers i ON i.team_id = $1 AND i.id = (j.application).influencer_id
	UNION ALL
	SELECT 'ok', a.link, a.code, ` + rowColumns + `
	FROM changed a
	JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
	JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
	ORDER BY id, version`

type undoneRow struct {
	judgedRow
	WantedLink tracking.Link `db:"wanted_link"`
	WantedCode tracking.Code `db:"wanted_code"`
}

// undoApplications undoes what the request changed in applications, and counts
// those it changed.
func undoApplications(ctx context.Context, c session, act Act, request string, clash bool, undone *Undone) (int, error) {
	stay := []int64{}
	var err error
	if clash {
		if stay, err = undoGiveUp(ctx, c, act, request); err != nil {
			return 0, err
		}
	}
	rows, err := many[undoneRow](ctx, c, sqlUndo, act.Team, act.Request, act.At, act.Way, act.User, request, pq.Array(stay))
	if err != nil {
		return 0, err
	}
	for n, row := range rows {
		switch {
		case row.Verdict == verdictArchived:
			return 0, &Archived{Campaign: row.Campaign}
		case row.Verdict == undoMoved:
			undone.Moved = append(undone.Moved, row.Row)
		case row.Verdict == undoTaken:
			taken, err := holderOf(ctx, c, act.Team, row)
			if err != nil {
				return 0, err
			}
			undone.Taken = append(undone.Taken, taken)
		case n > 0 && rows[n-1].ID == row.ID:
			undone.Rows = append(undone.Rows, Change{Before: rows[n-1].there(), After: row.Row})
		}
	}
	if clash && len(undone.Taken) != len(stay) {
		return 0, errAgain // somebody came between: one of them gave up what they keep
	}
	if clash {
		err = hadBefore(ctx, c, act, undone)
	}
	return len(rows), err
}

// holderOf says who has the link or code that a row had before.
func holderOf(ctx context.Context, c session, team string, row undoneRow) (*Taken, error) {
	for _, wanted := range []struct {
		query, what, text string
		tbd               bool
	}{
		{sqlLinkHolder, "link", row.WantedLink.String(), row.WantedLink.TBD()},
		{sqlCodeHolder, "code", row.WantedCode.String(), row.WantedCode.TBD()},
	} {
		if wanted.tbd {
			continue
		}
		by, err := one[Row](ctx, c, wanted.query, team, row.CampaignID, wanted.text)
		if err == nil && by.ID != row.ID {
			return &Taken{What: wanted.what, Text: wanted.text, By: &by, Of: &row.Row}, nil
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, fmt.Errorf("find who has it: %w", err)
		}
	}
	return nil, errAgain
}
