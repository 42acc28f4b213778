package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Both change applications, one and many. The campaigns are locked against
// edits, so that what is selected now is selected under the modes they have,
// and nothing changes in one that is archived meanwhile; then the
// applications, everybody in the order of their ids, so that nobody waits for
// somebody who waits for them. They answer each application as it was and, when
// it changed, as it is, with the verdict.
const (
	sqlChange = `WITH edits AS (
		SELECT CAST($7 AS bigint) AS id, CAST($8 AS bigint) AS version, CAST($9 AS text) AS state, CAST($10 AS text) AS link,
			CAST($11 AS text) AS code, CAST($12 AS date) AS goes_live, CAST($13 AS text) AS note, CAST($14 AS text) AS reason,
			CAST($15 AS date) AS snoozed_until, CAST($16 AS boolean) AS made_code, CAST($17 AS boolean) AS in_shop,
			CAST($18 AS boolean) AS told, CAST($19 AS text) AS told_link, CAST($20 AS text) AS told_code
	)` + changing

	sqlChangeMany = `WITH edits AS (
		SELECT * FROM jsonb_to_recordset(CAST($7 AS jsonb))
			AS e (id bigint, version bigint, state text, link text, code text, goes_live date, note text, reason text,
				snoozed_until date, made_code boolean, in_shop boolean, told boolean, told_link text, told_code text)
	)` + changing

	changing = judging + writing + `
	SELECT j.verdict, ` + rowColumns + `
	FROM judged j
	CROSS JOIN LATERAL (SELECT (j.application).*) a
	CROSS JOIN LATERAL (SELECT (j.campaign).*) c
	JOIN influencers i ON i.team_id = $1 AND i.id = (j.application).influencer_id
	UNION ALL
	SELECT 'ok', ` + rowColumns + `
	FROM changed a
	JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
	JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
	ORDER BY id, version`

	// judging says of each of the edits what would become of it, and writes
	// nothing. Rows are carried along and not joined again: of thousands the
	// server expects few, and would compare each with each.
	judging = `, held AS (
		SELECT e AS edit, a AS application, c AS campaign
		FROM edits e
		JOIN applications a ON a.team_id = $1 AND a.id = e.id
		JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
		ORDER BY a.id
		FOR SHARE OF c FOR NO KEY UPDATE OF a
	)` + weighing

	// weighing judges the edits in held, each with the application that it is of,
	// and the campaign. Row.Tellable says what is not untellable.
	weighing = `, old AS (
		SELECT (application).* FROM held
	), wanted AS (
		SELECT e.*, held.application, held.campaign, a.version AS old_version, a.state AS old_state, a.link AS old_link, a.code AS old_code,
			(CAST(a.state AS text), CAST(a.link AS text), CAST(a.code AS text), a.goes_live, a.note, a.snoozed_until, a.not_in_shop,
				CAST(a.sent_link AS text), CAST(a.sent_code AS text)) AS was,
			a.sent_link AS old_sent_link, a.sent_code AS old_sent_code, a.sent_at AS old_sent_at, a.not_in_shop AS old_not_in_shop,
			c.shared_link, c.shared_code, c.archived_at IS NOT NULL AS archived,
			e.state = 'selected' AND a.state <> 'selected' AS selecting,
			` + currentLinkMode + ` AS new_link_mode,
			` + currentCodeMode + ` AS new_code_mode,
			CASE WHEN a.state <> 'selected' AND e.state = 'selected' AND c.link_mode NOT IN ` + unique + `
				THEN NULL ELSE e.link END AS new_link,
			CASE WHEN a.state <> 'selected' AND e.state = 'selected' AND c.code_mode NOT IN ` + unique + `
				THEN NULL ELSE e.code END AS new_code
		FROM held
		CROSS JOIN LATERAL (SELECT (held.edit).*) e
		CROSS JOIN LATERAL (SELECT (held.application).*) a
		CROSS JOIN LATERAL (SELECT (held.campaign).*) c
	), shares AS (
		SELECT w.*,
			CASE new_link_mode WHEN 'shared' THEN shared_link WHEN 'not_needed' THEN NULL ELSE new_link END AS shares_link,
			CASE new_code_mode WHEN 'shared' THEN shared_code WHEN 'not_needed' THEN NULL ELSE new_code END AS shares_code,
			new_code IS NOT NULL AND (made_code OR old_not_in_shop AND NOT in_shop AND code_key(new_code) IS NOT DISTINCT FROM code_key(old_code)) AS new_not_in_shop,
			old_state = 'selected' AND state = 'selected' AND new_link_mode = 'program' AND old_link IS NULL AS gave_link,
			old_state = 'selected' AND state = 'selected' AND new_code_mode = 'program' AND old_code IS NULL AS gave_code
		FROM wanted w
	), telling AS (
		SELECT s.*,
			CASE WHEN told OR gave_link THEN COALESCE(shares_link, old_sent_link) ELSE old_sent_link END AS new_sent_link,
			CASE WHEN told OR gave_code THEN COALESCE(shares_code, old_sent_code) ELSE old_sent_code END AS new_sent_code,
			(new_link_mode <> 'not_needed' AND shares_link IS NULL OR new_code_mode <> 'not_needed' AND shares_code IS NULL)
				AND old_sent_link IS NULL AND old_sent_code IS NULL AND old_sent_at IS NULL
				OR shares_link IS NULL AND shares_code IS NULL OR new_not_in_shop AS untellable
		FROM shares s
	), judged AS (
		SELECT w.*, CASE
			WHEN archived THEN 'archived'
			WHEN old_state = 'undone' THEN 'gone'
			WHEN old_version <> version THEN 'stale'
			WHEN told AND state <> 'selected' THEN 'state'
			WHEN told AND (CAST(shares_link AS text), CAST(shares_code AS text)) IS DISTINCT FROM (told_link, told_code) THEN 'stale'
			WHEN told AND untellable THEN 'untellable'
			WHEN was IS NOT DISTINCT FROM (state, CAST(new_link AS text), CAST(new_code AS text), goes_live, note, snoozed_until,
				new_not_in_shop, CAST(new_sent_link AS text), CAST(new_sent_code AS text)) THEN 'same'
			WHEN old_state IN ('declined', 'withdrawn') AND state <> 'selected' THEN 'state'
			WHEN state = 'undone' OR (CAST(old_state AS text), state) IN (('applied', 'withdrawn'), ('selected', 'declined')) THEN 'step'
			WHEN new_link IS NOT NULL AND new_link IS DISTINCT FROM old_link AND new_link_mode NOT IN ` + unique + ` THEN 'link'
			WHEN new_code IS NOT NULL AND new_code IS DISTINCT FROM old_code AND new_code_mode NOT IN ` + unique + ` THEN 'code'
			ELSE 'ok' END AS verdict
		FROM telling w
	)`

	writing = `, changed AS (
		UPDATE applications a SET version = a.version + 1, state = w.state,
			link_mode = CASE WHEN w.selecting THEN w.new_link_mode ELSE a.link_mode END,
			code_mode = CASE WHEN w.selecting THEN w.new_code_mode ELSE a.code_mode END,
			link = w.new_link, code = w.new_code,
			link_since = CASE WHEN w.new_link IS DISTINCT FROM w.old_link OR w.selecting AND w.new_link_mode <> 'not_needed'
				THEN $3 ELSE a.link_since END,
			code_since = CASE WHEN w.new_code IS DISTINCT FROM w.old_code OR w.selecting AND w.new_code_mode <> 'not_needed'
				THEN $3 ELSE a.code_since END,
			goes_live = w.goes_live, note = w.note, sent_link = w.new_sent_link, sent_code = w.new_sent_code,
			sent_at = CASE WHEN w.told THEN $3 ELSE a.sent_at END, sent_by = CASE WHEN w.told THEN $5 ELSE a.sent_by END,
			snoozed_until = w.snoozed_until, snoozed_by = CASE WHEN w.snoozed_until IS NULL THEN ''
				WHEN w.snoozed_until IS DISTINCT FROM a.snoozed_until THEN $5 ELSE a.snoozed_by END,
			not_in_shop = w.new_not_in_shop, changed_at = $3, changed_by = $5
		FROM judged w
		WHERE a.team_id = $1 AND a.id = w.id AND a.version = w.version AND w.verdict = 'ok'
		RETURNING a.*, w.reason
	), recorded AS (` + recordApplication + `
		SELECT n.team_id, n.id, n.version, n.changed_at, n.changed_by, CAST($4 AS text), CAST($2 AS text), n.reason,
			` + snapshot + `
		FROM changed n
	), asked AS (
		INSERT INTO requests (team_id, id, at, by)
		SELECT team_id, $2, changed_at, changed_by FROM changed WHERE CAST($6 AS boolean)
	)`
)

type judgedRow struct {
	judgment
	Row
}

// Change makes the edits, all or none, and answers in their order. An edit
// that changes nothing writes nothing, and is answered with Before equal to
// After. Two edits must not be of the same application.
//
// Errors: ErrNotFound, *Archived, *NotThere, *Stale[Row], *NotSelected,
// *NotUnique, *NotReady, *Taken{What: "link" or "code", By}.
func (s *Store) Change(ctx context.Context, act Act, edits ...Edit) (Changes, error) {
	act = act.stored()
	var changes Changes
	var err error
	switch len(edits) {
	case 0:
		return Changes{}, nil
	case 1:
		err = s.write(ctx, func(c session) error {
			change, err := changeOne(ctx, c, act, edits[0], true)
			changes.Rows = []Change{change}
			return err
		})
	default:
		err = s.inTxTogether(ctx, func(c session, together bool) (err error) {
			if err := ask(ctx, c, act); err != nil {
				return err
			}
			changes.Rows, err = changeAll(ctx, c, act, edits, together)
			return err
		})
	}
	repeat, err := s.repeated(ctx, act, err)
	if err == nil && len(edits) == 1 && changes.nothing() {
		repeat, err = s.requested(ctx, act)
	}
	if repeat {
		changes, err = s.repeatedEdits(ctx, act, edits)
	}
	if err != nil {
		return Changes{}, fmt.Errorf("change applications: %w", err)
	}
	return changes, nil
}

// nothing says whether no row was changed: a repeat that comes after what it
// asked for is done finds it so.
func (c Changes) nothing() bool {
	return !slices.ContainsFunc(c.Rows, func(r Change) bool { return r.Before.Version != r.After.Version })
}

// changeOne makes one edit. asks says whether this is all its request does, so
// that the request's row is written too.
func changeOne(ctx context.Context, c session, act Act, edit Edit, asks bool) (Change, error) {
	rows, err := many[judgedRow](ctx, c, sqlChange, act.Team, act.Request, act.At, act.Way, act.User, asks, edit.ID, edit.Version,
		edit.State, edit.Link, edit.Code, edit.GoesLive, edit.Note, edit.Reason, edit.SnoozedUntil, edit.MadeCode, edit.InShop,
		edit.Told != nil, edit.told().Link, edit.told().Code)
	if violates(err, linkTaken, codeTaken) {
		return Change{}, &conflict{team: act.Team, applicationID: edit.ID, link: edit.Link, code: edit.Code, cause: err}
	}
	if err != nil {
		return Change{}, err
	}
	return changed(edit, rows)
}

// changed is what the rows answered for an edit say.
func changed(edit Edit, rows []judgedRow) (Change, error) {
	if len(rows) == 0 {
		return Change{}, fmt.Errorf("application %d: %w", edit.ID, ErrNotFound)
	}
	old := rows[0].Row
	switch rows[0].Verdict {
	case verdictArchived:
		return Change{}, &Archived{Campaign: old.Campaign}
	case verdictGone:
		return Change{}, &NotThere{Row: old}
	case verdictStale:
		return Change{}, staleRow(old)
	case verdictUntellable:
		return Change{}, &NotReady{Row: old}
	case verdictState:
		return Change{}, &NotSelected{Row: old}
	case verdictStep:
		return Change{}, fmt.Errorf("application %d can't go from %s to %s", edit.ID, old.State, edit.State)
	case verdictLink:
		return Change{}, &NotUnique{What: "link", Row: old}
	case verdictCode:
		return Change{}, &NotUnique{What: "code", Row: old}
	case verdictOK:
		if len(rows) == 1 {
			return Change{}, errAgain
		}
	}
	return Change{Before: old.Application, After: rows[len(rows)-1].Row}, nil
}

func staleRow(current Row) error {
	return &Stale[Row]{Current: current, By: current.ChangedBy, At: current.ChangedAt}
}

// repeatedEdits are what a request's edits did. One that changed nothing left
// no history, and is answered with what is there.
func (s *Store) repeatedEdits(ctx context.Context, act Act, edits []Edit) (Changes, error) {
	done, err := s.changesOf(ctx, act)
	if err != nil {
		return Changes{}, err
	}
	if len(edits) == 1 && len(done.Rows) == 0 {
		return Changes{}, errOtherRequest // a single edit that changes nothing leaves no request
	}
	changes := Changes{Repeat: true}
	for _, edit := range edits {
		n := slices.IndexFunc(done.Rows, func(c Change) bool { return c.After.ID == edit.ID })
		if n >= 0 {
			changes.Rows = append(changes.Rows, done.Rows[n])
			continue
		}
		row, err := readOne[Row](ctx, s, sqlApplication, act.Team, edit.ID)
		if err != nil {
			return Changes{}, errors.Join(errOtherRequest, err)
		}
		changes.Rows = append(changes.Rows, Change{Before: row.Application, After: row})
	}
	return changes, nil
}
