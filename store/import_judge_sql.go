package store

const (
	// importEdits are lines that name somebody who has an application, as the
	// edits that change it; which import follows.
	importEdits = `WITH edits AS (
		SELECT r.application_id AS id, r.version, CAST(r.new_state AS text) AS state, r.new_link AS link, r.new_code AS code,
			r.new_goes_live AS goes_live, r.new_note AS note, '' AS reason, a.snoozed_until, false AS made_code,
			m.from_shop AND COALESCE(r.code, '') <> '' AS in_shop,
			false AS told, CAST(NULL AS text) AS told_link, CAST(NULL AS text) AS told_code
		FROM import_rows r
		JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
		JOIN applications a ON a.team_id = r.team_id AND a.id = r.application_id
		WHERE r.team_id = $1 AND r.import_id = `

	// refusal is what the verdict of an edit is to the line: j is judged, and
	// old as the application was.
	refusal = `jsonb_build_array(jsonb_build_object('what', CASE j.verdict WHEN 'step' THEN 'state' WHEN 'gone' THEN 'stale' WHEN 'link' THEN 'not_own'
			WHEN 'code' THEN 'not_own' ELSE j.verdict END, 'by', old.changed_by, 'text', CAST(old.state AS text),
			'kind', CASE WHEN j.verdict IN ('link', 'code') THEN j.verdict ELSE '' END))`

	// What would become of the application is judged as it is for a form.
	sqlJudgeLines = importEdits + `$2 AND r.fresh AND r.verdict = ''
	)` + judging + `
	UPDATE import_rows r SET
		verdict = CASE WHEN j.verdict NOT IN ('ok', 'same') THEN 'error' WHEN j.verdict = 'ok' OR r.new_profile THEN 'changed' ELSE 'unchanged' END,
		problems = CASE WHEN j.verdict NOT IN ('ok', 'same') THEN ` + refusal + `
			WHEN j.verdict = 'ok' OR r.new_profile THEN r.problems ELSE '[]' END
	FROM judged j
	JOIN old ON old.id = j.id
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.application_id = j.id AND r.fresh AND r.verdict = ''`

	sqlJudgeNewLines = `UPDATE import_rows r SET verdict = 'new'
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.fresh AND r.verdict = '' AND r.application_id IS NULL
		AND (r.handle_key IS NOT NULL OR r.influencer_id IS NOT NULL)`

	// A code without a name waits for one, unless somebody has it, or it is
	// prepared for them.
	sqlJudgeNameless = `WITH nameless AS (
		SELECT r.number, NULLIF(r.code, '') AS code
		FROM import_rows r
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.fresh AND r.verdict = ''
	), held AS (
		SELECT DISTINCT ON (n.number) n.number, jsonb_build_object('what', 'held', 'kind', 'code', 'text', n.code,
			'handle', i.handle, 'campaign', c.name) AS problem
		FROM nameless n
		JOIN applications a ON a.team_id = $1 AND code_key(a.code) = code_key(n.code) AND a.state IN ('selected', 'applied')
		JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id AND c.archived_at IS NULL
		JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
		ORDER BY n.number, a.state DESC, a.id
	), shared AS (
		SELECT DISTINCT ON (n.number) n.number,
			jsonb_build_object('what', 'shared', 'kind', 'code', 'text', n.code, 'campaign', c.name) AS problem
		FROM nameless n
		JOIN campaigns c ON c.team_id = $1 AND c.archived_at IS NULL AND c.code_mode = 'shared' AND code_key(c.shared_code) = code_key(n.code)
		ORDER BY n.number, c.id
	)
	UPDATE import_rows r SET
		verdict = CASE WHEN n.code IS NULL THEN 'error' WHEN held.number IS NOT NULL OR shared.number IS NOT NULL THEN 'ignored' ELSE 'waiting' END,
		problems = CASE WHEN n.code IS NULL THEN jsonb_build_array(jsonb_build_object('what', 'nobody'))
			WHEN held.number IS NOT NULL THEN jsonb_build_array(held.problem)
			WHEN shared.number IS NOT NULL THEN jsonb_build_array(shared.problem) ELSE r.problems END
	FROM nameless n
	LEFT JOIN held ON held.number = n.number
	LEFT JOIN shared ON shared.number = n.number
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = n.number`

	sqlLinesJudged = `UPDATE import_rows r SET fresh = false WHERE r.team_id = $1 AND r.import_id = $2 AND r.fresh`
)
