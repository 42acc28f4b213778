package store

import (
	"context"
	"errors"
	"time"
)

// applyAtOnce is how many lines one round of statements applies: few enough to
// show how it goes, many enough to be few rounds.
const applyAtOnce = 2000

// afterMany counts again what lists are planned by, when that many lines have
// come: until Postgres itself does, a minute later, a list of 10,000 takes
// seconds.
const afterMany = `ANALYZE influencers, applications, application_history`

// Lines are applied by statements over all of them: $1 is the team, $2 the
// request, $3 when and $5 by whom Apply was pressed, $4 the way, $7 the import,
// as in the statements they share their parts with. Where a line is: ready,
// now in this round, and then applied or refused.
const (
	sqlReadyLines = `UPDATE import_rows r SET outcome = CASE WHEN m.anyway OR r.problems = '[]' THEN 'ready' ELSE 'left' END
	FROM imports m
	WHERE r.team_id = $1 AND r.import_id = $2 AND m.team_id = r.team_id AND m.id = r.import_id AND r.verdict IN ('new', 'changed')`

	sqlRefuseAll = `UPDATE import_rows r SET outcome = 'refused', problems = '[{"what": "archived"}]'
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.verdict IN ('new', 'changed')`

	// Somebody may have been added meanwhile, by somebody else: they are who
	// is meant, unless they applied too, which the dry run did not show. Two lines
	// may mean one influencer by now, who has both handles: the first counts. The
	// influencers are locked, so that the profiles stay as they are judged.
	sqlMeetLines = `WITH met AS (
		SELECT r.number, COALESCE(r.influencer_id, h.influencer_id) AS influencer_id, i.version,
			r.new_profile AND i.version <> r.influencer_version AS moved, i.changed_by
		FROM import_rows r
		LEFT JOIN handles h ON h.team_id = r.team_id AND h.key = r.handle_key
		JOIN influencers i ON i.team_id = r.team_id AND i.id = COALESCE(r.influencer_id, h.influencer_id)
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.outcome = 'ready'
		ORDER BY i.id
		FOR NO KEY UPDATE OF i
	), known AS (
		SELECT e.*, a.changed_by AS stale_by, min(e.number) OVER (PARTITION BY e.influencer_id) AS first
		FROM met e
		JOIN imports m ON m.team_id = $1 AND m.id = $2
		LEFT JOIN applications a ON a.team_id = $1 AND a.campaign_id = m.campaign_id AND a.influencer_id = e.influencer_id AND ` + isThere + `
	)
	UPDATE import_rows r SET influencer_id = k.influencer_id,
		outcome = CASE WHEN k.moved OR k.number > k.first OR r.application_id IS NULL AND k.stale_by IS NOT NULL THEN 'refused' ELSE r.outcome END,
		problems = CASE WHEN r.application_id IS NULL AND k.stale_by IS NOT NULL THEN jsonb_build_array(jsonb_build_object('what', 'stale', 'by', k.stale_by))
			WHEN k.number > k.first THEN jsonb_build_array(jsonb_build_object('what', 'twice', 'row', k.first))
			WHEN k.moved THEN jsonb_build_array(jsonb_build_object('what', 'profile', 'by', k.changed_by)) ELSE r.problems END
	FROM known k
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = k.number`

	// Where links or codes are no longer everybody's own, those that were
	// meant for somebody new are refused, not dropped.
	sqlRefuseNotOwn = `UPDATE import_rows r SET outcome = 'refused',
		problems = jsonb_build_array(jsonb_build_object('what', 'not_own', 'kind', CASE WHEN x.link THEN 'link' ELSE 'code' END))
	FROM (
		SELECT r.number, r.link <> '' AND c.link_mode NOT IN ` + unique + ` AS link, r.code <> '' AND c.code_mode NOT IN ` + unique + ` AS code
		FROM import_rows r
		JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
		JOIN campaigns c ON c.team_id = m.team_id AND c.id = m.campaign_id
		LEFT JOIN applications a ON a.team_id = r.team_id AND a.id = r.application_id
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.outcome = 'ready' AND a.state IS DISTINCT FROM 'selected'
			AND (r.new_link IS NOT NULL AND c.link_mode NOT IN ` + unique + ` OR r.new_code IS NOT NULL AND c.code_mode NOT IN ` + unique + `)
	) x
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = x.number AND (x.link OR x.code)`

	readyLines = `WITH lines AS (
		SELECT r.number, r.application_id, r.new_link, r.new_code, m.campaign_id
		FROM import_rows r
		JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.outcome = 'ready' AND r.new_state = 'selected'
	)` + lineHolders

	// A line that wants what somebody has waits until they have it no more; $3 is
	// how many may go.
	sqlNextLines = readyLines + `, next AS (
		SELECT r.number FROM import_rows r
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.outcome = 'ready' AND NOT EXISTS (SELECT FROM held h WHERE h.number = r.number)
		ORDER BY r.number
		LIMIT $3
	)
	UPDATE import_rows r SET outcome = 'now' FROM next WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = next.number`

	sqlImportInfluencers = `WITH asked AS (
		SELECT r.number, r.handle_key AS key, r.handle, COALESCE(r.name, '') AS name, COALESCE(r.platform, r.seen_on, '') AS platform,
			COALESCE(r.email, '') AS email, COALESCE(r.about, '') AS note
		FROM import_rows r
		WHERE r.team_id = $1 AND r.import_id = $6 AND r.outcome = 'now' AND r.influencer_id IS NULL
	)` + creating + `
	UPDATE import_rows r SET influencer_id = made.id
	FROM asked
	JOIN made ON made.handle = asked.handle
	WHERE r.team_id = $1 AND r.import_id = $6 AND r.number = asked.number`

	sqlImportApplications = `WITH asked AS (
		SELECT r.number, r.influencer_id, CAST(r.new_state AS text) AS state, r.new_link AS link, r.new_code AS code,
			false AS made_code, r.new_goes_live AS goes_live, r.new_note AS note
		FROM import_rows r
		WHERE r.team_id = $1 AND r.import_id = $7 AND r.outcome = 'now' AND r.application_id IS NULL
	)` + applying + `
	UPDATE import_rows r SET outcome = 'applied', application_id = there.id
	FROM asked
	JOIN there ON there.influencer_id = asked.influencer_id
	WHERE r.team_id = $1 AND r.import_id = $7 AND r.number = asked.number`

	sqlImportChanges = importEdits + `$7 AND r.outcome = 'now'
	)` + judging + writing + importChanged

	importChanged = `
	UPDATE import_rows r SET outcome = CASE WHEN j.verdict IN ('ok', 'same') THEN 'applied' ELSE 'refused' END,
		problems = CASE WHEN j.verdict IN ('ok', 'same') THEN r.problems ELSE ` + refusal + ` END
	FROM judged j
	JOIN old ON old.id = j.id
	WHERE r.team_id = $1 AND r.import_id = $7 AND r.application_id = j.id AND r.outcome = 'now'`

	sqlImportProfiles = `WITH changed AS (
		UPDATE influencers i SET version = i.version + 1, name = COALESCE(r.name, i.name),
			platform = COALESCE(r.platform, NULLIF(i.platform, ''), r.seen_on, ''), email = COALESCE(r.email, i.email),
			note = COALESCE(r.about, i.note), changed_at = $3, changed_by = $5
		FROM import_rows r
		WHERE r.team_id = $1 AND r.import_id = $6 AND r.outcome = 'applied' AND r.new_profile
			AND i.team_id = $1 AND i.id = r.influencer_id AND i.version = r.influencer_version
		RETURNING i.*
	)
	` + recordInfluencer + `
	SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), handle, name, platform, email, note
	FROM changed`

	sqlFinishImport = `UPDATE imports m SET state = 'done', finished_at = $3, claim = NULL, claimed_at = NULL
	WHERE m.team_id = $1 AND m.id = $2 AND m.state = 'applying'
	RETURNING ` + importColumns
)

// applyImport applies an import inside a transaction.
func applyImport(ctx context.Context, c session, act Act, m Import, at time.Time, progress func(done, of int)) (Import, error) {
	if _, err := run(ctx, c, sqlNobodyForgotten, act.Team); err != nil {
		return Import{}, err
	}
	if err := ask(ctx, c, act); err != nil {
		return Import{}, err
	}
	_, err := shareCampaign(ctx, c, act.Team, m.CampaignID)
	if is[*Archived](err) {
		_, err = run(ctx, c, sqlRefuseAll, act.Team, m.ID)
	} else if err == nil {
		err = applyLines(ctx, c, act, m, progress)
	}
	if err != nil {
		return Import{}, err
	}
	done, err := one[Import](ctx, c, sqlFinishImport, act.Team, m.ID, at)
	if errors.Is(err, ErrNotFound) {
		err = errOtherRequest // its request was not there, and yet it was done
	}
	return done, err
}

// applyLines applies the lines, round by round.
func applyLines(ctx context.Context, c session, act Act, m Import, progress func(done, of int)) error {
	ready, err := run(ctx, c, sqlReadyLines, act.Team, m.ID)
	if err != nil || ready == 0 {
		return err
	}
	if err := planFor(ctx, c, act.Team, m.ID); err != nil {
		return err
	}
	for _, query := range []string{sqlMeetLines, sqlRefuseNotOwn} {
		if _, err := run(ctx, c, query, act.Team, m.ID); err != nil {
			return err
		}
	}
	done := int64(0)
	tell := func(lines int64) {
		done += lines
		if progress != nil {
			progress(int(done), int(ready))
		}
	}
	if err := applyRounds(ctx, c, act, m, sqlImportChanges, tell); err != nil {
		return err
	}
	if err := applyMoves(ctx, c, act, m, tell); err != nil {
		return err
	}
	if _, err = run(ctx, c, sqlImportProfiles, act.Team, act.Request, act.At, act.Way, act.User, m.ID); err != nil || ready < applyAtOnce {
		return err
	}
	_, err = c.tx.ExecContext(ctx, afterMany)
	return err
}

// applyRounds applies the lines that can go, round by round; changes is the
// statement that changes those of who is in the campaign. Who wants what another
// line gave up in the last round is left to applyMoves.
func applyRounds(ctx context.Context, c session, act Act, m Import, changes string, tell func(lines int64)) error {
	for {
		next, err := run(ctx, c, sqlNextLines, act.Team, m.ID, applyAtOnce)
		if err != nil || next == 0 {
			return err
		}
		if err := applyRound(ctx, c, act, m, changes); err != nil {
			return err
		}
		tell(next)
		if next < applyAtOnce {
			return nil
		}
	}
}

// applyRound applies the lines of one round.
func applyRound(ctx context.Context, c session, act Act, m Import, changes string) error {
	if _, err := run(ctx, c, sqlImportInfluencers, act.Team, act.Request, act.At, act.Way, act.User, m.ID); err != nil {
		return err
	}
	if _, err := run(ctx, c, changes, act.Team, act.Request, act.At, act.Way, act.User, false, m.ID); err != nil {
		return err
	}
	_, err := run(ctx, c, sqlImportApplications, act.Team, act.Request, act.At, act.Way, act.User, m.CampaignID, m.ID)
	return err
}
