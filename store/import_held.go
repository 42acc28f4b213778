package store

// sqlLinesHeld warns of what a different influencer holds or ever held, in any
// campaign: of each line the link and the code, and of each the holding that
// lasts, or lasted longest. What another line gives up is said already.
var sqlLinesHeld = `WITH lines AS (
		SELECT r.number, COALESCE(r.influencer_id, 0) AS influencer_id, m.campaign_id, r.problems,
			CASE WHEN r.new_link IS DISTINCT FROM a.link THEN r.new_link END AS link,
			CASE WHEN r.new_code IS DISTINCT FROM a.code THEN r.new_code END AS code
		FROM import_rows r
		JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
		LEFT JOIN applications a ON a.team_id = r.team_id AND a.id = r.application_id
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.fresh AND r.verdict IN ('new', 'changed', 'waiting')
	), wanted AS (
		SELECT number AS n, 'link' AS what, link AS text FROM lines WHERE link IS NOT NULL
		UNION ALL
		SELECT number, 'code', code FROM lines WHERE code IS NOT NULL
	)` + heldOf + heldSharedOf + `, warned AS (
		SELECT h.n, h.what, h.until, jsonb_build_object('what', 'held', 'kind', h.what, 'text', h.text, 'handle', i.handle, 'campaign', c.name) AS problem
		FROM held h
		JOIN lines l ON l.number = h.n
		JOIN applications a ON a.team_id = $1 AND a.id = h.application_id AND a.influencer_id <> l.influencer_id
		JOIN campaigns c ON c.team_id = $1 AND c.id = a.campaign_id
		JOIN influencers i ON i.team_id = $1 AND i.id = a.influencer_id
		WHERE h.until IS NOT NULL OR a.campaign_id <> l.campaign_id
			OR NOT l.problems @> jsonb_build_array(jsonb_build_object('what', 'moves', 'kind', h.what))
		UNION ALL
		SELECT h.n, h.what, h.until, jsonb_build_object('what', 'shared', 'kind', h.what, 'text', h.text, 'campaign', c.name)
		FROM held_shared h
		JOIN campaigns c ON c.team_id = $1 AND c.id = h.campaign_id
	), worst AS (
		SELECT DISTINCT ON (n, what) n, what,
			problem || jsonb_strip_nulls(jsonb_build_object('until', CAST(until AT TIME ZONE 'UTC' AS date))) AS problem
		FROM warned
		ORDER BY n, what, until DESC NULLS FIRST, problem
	), warnings AS (
		SELECT n, jsonb_agg(problem ORDER BY what) AS problems FROM worst GROUP BY n
	)
	UPDATE import_rows r SET problems = r.problems || w.problems
	FROM warnings w
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = w.n`
