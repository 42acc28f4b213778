package store

import (
	"context"
	"fmt"
)

// Forgetting locks the influencer as if they were to be deleted: an application
// that is made for them at the same moment then waits, or is waited for. Each
// statement sees what was committed before it, so that what is emptied last,
// the history, holds all that others wrote before the rows were locked.
const (
	sqlLockInfluencer = `SELECT ` + influencerColumns + ` FROM influencers i WHERE i.team_id = $1 AND i.id = $2 FOR UPDATE`

	// sqlForget empties the influencer.
	// Lines of an import are emptied, so that it counts them still; those of one
	// that isn't done are ignored from then on, so that it brings nobody back. A
	// line names them also where its handle couldn't be read, and lines about others where
	// they have or had what those want. Pasted lines that wait for their columns
	// are dropped.
	sqlForget = `WITH changed AS (
		UPDATE influencers i SET version = i.version + 1, handle = '', name = '', email = '', note = '',
			forgotten_at = $3, changed_at = $3, changed_by = $5
		WHERE i.team_id = $1 AND i.id = $6
		RETURNING i.*
	), freed AS (
		DELETE FROM handles h USING changed n WHERE h.team_id = n.team_id AND h.influencer_id = n.id
	), names AS (
		SELECT DISTINCT h.handle AS name FROM influencer_history h WHERE h.team_id = $1 AND h.influencer_id = $6 AND h.handle <> ''
	), named AS (
		SELECT r.team_id, r.import_id, r.number, m.state = 'done' AS done, r.handle_key IS NULL AND r.handle IS NOT NULL AS unread
		FROM changed n
		JOIN import_rows r ON r.team_id = n.team_id AND (r.influencer_id = n.id
			OR r.handle_key IN (SELECT h.key FROM handles h WHERE h.team_id = n.team_id AND h.influencer_id = n.id)
			OR r.handle_key IS NULL AND EXISTS (SELECT FROM names WHERE strpos(lower(r.handle), lower(names.name)) > 0))
		JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
	), unstaged AS (
		UPDATE import_rows r SET handle = NULL, handle_key = NULL, name = NULL, email = NULL, about = NULL, note = NULL, new_note = NULL,
			influencer_id = NULL, influencer_version = NULL, application_id = NULL, version = NULL, paired = false, fresh = false, outcome = '', doubts = '[]',
			verdict = 'ignored', problems = '[{"what": "forgotten"}]'
		FROM named n
		WHERE r.team_id = n.team_id AND r.import_id = n.import_id AND r.number = n.number AND NOT n.done
	), imported AS (
		UPDATE import_rows r SET handle = NULL, handle_key = NULL, name = NULL, email = NULL, about = NULL, note = NULL, new_note = NULL,
			problems = CASE WHEN n.unread THEN '[]' ELSE r.problems END
		FROM named n
		WHERE r.team_id = n.team_id AND r.import_id = n.import_id AND r.number = n.number AND n.done
	), unsaid AS (
		UPDATE import_rows r SET problems = ` + withoutNames + `r.problems` + withoutNamesEnd + `, doubts = ` + withoutNames + `r.doubts` + withoutNamesEnd + `
		FROM changed n
		WHERE r.team_id = n.team_id AND EXISTS (SELECT FROM jsonb_array_elements(r.problems || r.doubts) p JOIN names ON names.name = p ->> 'handle')
			AND NOT EXISTS (SELECT FROM named n WHERE n.import_id = r.import_id AND n.number = r.number)
	), unread AS (
		DELETE FROM imports m USING changed n
		WHERE m.team_id = n.team_id AND m.state = 'reading' AND EXISTS (SELECT FROM names WHERE strpos(lower(m.pasted), lower(names.name)) > 0)
	), recorded AS (` + recordInfluencer + `
		SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), handle, name, platform, email, note
		FROM changed
	), asked AS (
		INSERT INTO requests (team_id, id, at, by) SELECT team_id, $2, changed_at, changed_by FROM changed
	)
	SELECT ` + influencerColumns + ` FROM changed i`

	// What is said of a line without the names: who looks like them needs no
	// mention any more.
	withoutNames = `(SELECT COALESCE(jsonb_agg(CASE WHEN names.name IS NULL THEN p ELSE p - 'handle' END ORDER BY e.n), '[]')
			FROM jsonb_array_elements(`
	withoutNamesEnd = `) WITH ORDINALITY AS e (p, n)
			LEFT JOIN names ON names.name = p ->> 'handle'
			WHERE names.name IS NULL OR p ->> 'what' <> 'alike')`

	// Every application moves on a version, also one without a note: a form
	// that was opened before then says what happened. One that was taken back has
	// nothing left but its history.
	sqlForgetApplications = `WITH changed AS (
		UPDATE applications a SET version = a.version + 1, note = '', changed_at = $3, changed_by = $5
		WHERE a.team_id = $1 AND a.influencer_id = $6 AND ` + isThere + `
		RETURNING a.*
	)` + recordApplication + `
	SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), '', ` + snapshot + `
	FROM changed`

	// The triggers allow exactly this, of somebody who is forgotten. What a digest
	// shows of them names them, and is shown anew, also by who is at it now.
	sqlForgetHistory = `WITH profile AS (
		UPDATE influencer_history h SET handle = '', name = '', email = '', note = ''
		WHERE h.team_id = $1 AND h.influencer_id = $2 AND (h.handle, h.name, h.email, h.note) <> ('', '', '', '')
	), shown AS (
		UPDATE digest_rows d SET text = '' FROM applications a
		WHERE a.team_id = $1 AND a.influencer_id = $2 AND d.team_id = a.team_id AND d.application_id = a.id
		RETURNING d.team_id, d.target, d.day
	), written AS (
		UPDATE digests g SET version = g.version + 1 FROM (SELECT DISTINCT team_id, target, day FROM shown) s
		WHERE g.team_id = s.team_id AND g.target = s.target AND g.day = s.day
	)
	UPDATE application_history h SET note = '', reason = ''
	FROM applications a
	WHERE a.team_id = $1 AND a.influencer_id = $2 AND h.team_id = a.team_id AND h.application_id = a.id
		AND (h.note, h.reason) <> ('', '')`
)

// A Forgetting is what forgetting an influencer did. Applications counts those
// whose notes were emptied, also where there was none. Repeat: the request had
// been done already, and this is what it did.
type Forgetting struct {
	Influencer   Influencer // as they are now
	Applications int
	Repeat       bool
}

// Forget empties an influencer's handle, name, email and note, and the notes
// and reasons of all their applications, in their history too; nothing brings
// them back, and their handles are free for others. Links, codes and who held
// them when stay. Lines that name them in an import that is done are emptied,
// in any other dropped, and what imports say of lines of others names them no
// more. Somebody forgotten already is left as they are. Errors:
// ErrNotFound, *Stale[Influencer].
//
// It is a transaction because it changes many rows.
func (s *Store) Forget(ctx context.Context, act Act, influencerID, version int64) (Forgetting, error) {
	act = act.stored()
	var done Forgetting
	var earlier bool
	err := s.inTx(ctx, func(c session) (err error) {
		done, earlier, err = forget(ctx, c, act, influencerID, version)
		return err
	})
	repeat, err := s.repeated(ctx, act, err)
	if err == nil && earlier {
		repeat, err = s.requested(ctx, act)
	}
	if repeat {
		done, err = s.forgettingOf(ctx, act, influencerID)
	}
	if err != nil {
		return Forgetting{}, fmt.Errorf("forget influencer %d: %w", influencerID, err)
	}
	return done, nil
}

// forget does it, unless they were forgotten earlier.
func forget(ctx context.Context, c session, act Act, id, version int64) (done Forgetting, earlier bool, err error) {
	if _, err := run(ctx, c, sqlNothingStaged, act.Team); err != nil {
		return done, false, err
	}
	old, err := one[Influencer](ctx, c, sqlLockInfluencer, act.Team, id)
	switch {
	case err != nil:
		return done, false, err
	case old.Forgotten():
		return Forgetting{Influencer: old}, true, nil
	case old.Version != version:
		return done, false, staleProfile(old)
	}
	done.Influencer, err = one[Influencer](ctx, c, sqlForget, act.Team, act.Request, act.At, act.Way, act.User, id)
	if err != nil {
		return done, false, err
	}
	applications, err := run(ctx, c, sqlForgetApplications, act.Team, act.Request, act.At, act.Way, act.User, id)
	if err != nil {
		return done, false, err
	}
	done.Applications = int(applications)
	_, err = run(ctx, c, sqlForgetHistory, act.Team, id)
	return done, false, err
}

// forgettingOf is what a request that forgot the influencer did.
func (s *Store) forgettingOf(ctx context.Context, act Act, id int64) (Forgetting, error) {
	change, err := s.profileChangeOf(ctx, act)
	if err == nil && (change.After.ID != id || !change.After.Forgotten()) {
		err = errOtherRequest
	}
	if err != nil {
		return Forgetting{}, err
	}
	applications, err := readOne[int](ctx, s, sqlRequestAffected, act.Team, act.Request)
	if err != nil {
		return Forgetting{}, fmt.Errorf("count what the request changed: %w", err)
	}
	return Forgetting{Influencer: change.After, Applications: applications, Repeat: true}, nil
}
