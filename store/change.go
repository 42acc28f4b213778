package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// sqlChange changes one application. The campaign is locked against edits, so
// that what is selected now is selected under the modes it has, and nothing
// changes in one that is archived meanwhile. It answers the application as it
// was and, when it changed, as it is, each with the verdict.
const sqlChange = `WITH held AS (
		SELECT a AS application, c AS campaign
		FROM applications a
		JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
		WHERE a.team_id = $1 AND a.id = $6
		FOR SHARE OF c
	), old AS (
		SELECT (application).* FROM held
	), wanted AS (
		SELECT a.version AS old_version, a.state AS old_state, a.link AS old_link, a.code AS old_code,
			(CAST(a.state AS text), CAST(a.link AS text), CAST(a.code AS text), a.goes_live, a.note) AS was,
			(campaign).archived_at IS NOT NULL AS archived,
			CAST($8 AS text) = 'selected' AND a.state <> 'selected' AS selecting,
			CASE WHEN a.state = 'selected' THEN a.link_mode ELSE (campaign).link_mode END AS link_mode,
			CASE WHEN a.state = 'selected' THEN a.code_mode ELSE (campaign).code_mode END AS code_mode,
			CASE WHEN a.state <> 'selected' AND $8 = 'selected' AND (campaign).link_mode NOT IN ('ours', 'program')
				THEN NULL ELSE CAST($9 AS text) END AS link,
			CASE WHEN a.state <> 'selected' AND $8 = 'selected' AND (campaign).code_mode NOT IN ('ours', 'program')
				THEN NULL ELSE CAST($10 AS text) END AS code
		FROM held, old a
	), judged AS (
		SELECT w.*, CASE
			WHEN archived THEN 'archived'
			WHEN old_version <> $7 THEN 'stale'
			WHEN was IS NOT DISTINCT FROM ($8, link, code, CAST($11 AS date), CAST($12 AS text)) THEN 'same'
			WHEN old_state IN ('declined', 'withdrawn') AND $8 <> 'selected' THEN 'state'
			WHEN (CAST(old_state AS text), $8) IN (('applied', 'withdrawn'), ('selected', 'declined')) THEN 'step'
			WHEN link IS NOT NULL AND link IS DISTINCT FROM old_link AND link_mode NOT IN ('ours', 'program') THEN 'link'
			WHEN code IS NOT NULL AND code IS DISTINCT FROM old_code AND code_mode NOT IN ('ours', 'program') THEN 'code'
			ELSE 'ok' END AS verdict
		FROM wanted w
	), changed AS (
		UPDATE applications a SET version = a.version + 1, state = $8,
			link_mode = CASE WHEN w.selecting THEN w.link_mode ELSE a.link_mode END,
			code_mode = CASE WHEN w.selecting THEN w.code_mode ELSE a.code_mode END,
			link = w.link, code = w.code,
			link_since = CASE WHEN w.link IS DISTINCT FROM a.link OR w.selecting AND w.link_mode <> 'not_needed'
				THEN $3 ELSE a.link_since END,
			code_since = CASE WHEN w.code IS DISTINCT FROM a.code OR w.selecting AND w.code_mode <> 'not_needed'
				THEN $3 ELSE a.code_since END,
			goes_live = $11, note = $12, changed_at = $3, changed_by = $5
		FROM judged w
		WHERE a.team_id = $1 AND a.id = $6 AND a.version = $7 AND w.verdict = 'ok'
		RETURNING a.*
	), recorded AS (` + recordApplication + `
		SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), CAST($13 AS text),
			state, link_mode, code_mode, link, code, link_since, code_since, goes_live, note
		FROM changed
	), asked AS (
		INSERT INTO requests (team_id, id, at, by)
		SELECT team_id, $2, changed_at, changed_by FROM changed WHERE CAST($14 AS boolean)
	)
	SELECT judged.verdict, ` + rowColumns + `
	FROM judged, held, LATERAL (SELECT (held.campaign).*) c,
		(SELECT * FROM old UNION ALL SELECT * FROM changed) a
	JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
	ORDER BY a.version`

type judgedRow struct {
	judgment
	Row
}

// Change makes the edits, all or none, and answers in their order. An edit
// that changes nothing writes nothing, and is answered with Before equal to
// After. Two edits must not be of the same application.
//
// Errors: ErrNotFound, *ArchivedError, *Stale{Current}, *NotSelected,
// *ErrNotUnique, *Taken{What: "link" or "code", By}.
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
		err = s.inTx(ctx, func(c session) (err error) {
			changes.Rows, err = changeAll(ctx, c, act, edits)
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

func changeAll(ctx context.Context, c session, act Act, edits []Edit) ([]Change, error) {
	if err := ask(ctx, c, act); err != nil {
		return nil, err
	}
	order := make([]int, len(edits))
	for n := range edits {
		order[n] = n
	}
	// Everybody changes many in the order of their ids, and so nobody waits
	// for somebody who waits for them.
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(edits[a].ID, edits[b].ID) })
	changes := make([]Change, len(edits))
	for at, n := range order {
		if at > 0 && edits[order[at-1]].ID == edits[n].ID {
			return nil, fmt.Errorf("application %d is edited twice at once", edits[n].ID)
		}
		change, err := changeOne(ctx, c, act, edits[n], false)
		if err != nil {
			return nil, among(changes, err)
		}
		changes[n] = change
	}
	return changes, nil
}

// changeOne makes one edit. asks says whether this is all its request does, so
// that the request's row is written too.
func changeOne(ctx context.Context, c session, act Act, edit Edit, asks bool) (Change, error) {
	rows, err := many[judgedRow](ctx, c, sqlChange, act.Team, act.Request, act.At, act.Way, act.User, edit.ID, edit.Version,
		edit.State, edit.Link, edit.Code, edit.GoesLive, edit.Note, edit.Reason, asks)
	if violates(err, linkTaken, codeTaken) {
		return Change{}, &conflict{team: act.Team, applicationID: edit.ID, link: edit.Link, code: edit.Code, cause: err}
	}
	if err != nil {
		return Change{}, err
	}
	if len(rows) == 0 {
		return Change{}, fmt.Errorf("application %d: %w", edit.ID, ErrNotFound)
	}
	old := rows[0].Row
	switch rows[0].Verdict {
	case verdictArchived:
		return Change{}, &ArchivedError{Campaign: old.Campaign}
	case verdictStale:
		return Change{}, staleRow(old)
	case verdictState:
		return Change{}, &NotSelected{Row: old}
	case verdictStep:
		return Change{}, fmt.Errorf("application %d can't go from %s to %s", edit.ID, old.State, edit.State)
	case verdictLink:
		return Change{}, &ErrNotUnique{What: "link", Row: old}
	case verdictCode:
		return Change{}, &ErrNotUnique{What: "code", Row: old}
	case verdictOK:
		if len(rows) == 1 {
			return Change{}, errAgain
		}
	}
	return Change{Before: old.Application, After: rows[len(rows)-1].Row}, nil
}

func staleRow(current Row) *Stale {
	return &Stale{Current: current, By: current.ChangedBy, At: current.ChangedAt}
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
		row, err := s.Application(ctx, act.Team, edit.ID)
		if err != nil {
			return Changes{}, errors.Join(errOtherRequest, err)
		}
		changes.Rows = append(changes.Rows, Change{Before: row.Application, After: row})
	}
	return changes, nil
}
