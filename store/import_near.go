package store

// sqlLinesNear warns of links that differ hardly from one that another
// influencer has, or everyone shares, or another line gives: of each the one
// that Store.NearLinks finds first.
const sqlLinesNear = `WITH lines AS (
		SELECT r.number, COALESCE(r.influencer_id, 0) AS influencer_id, 0 AS campaign_id, r.fresh, link_near(r.new_link) AS near, r.new_link AS link,
			r.new_link IS DISTINCT FROM a.link AS given
		FROM import_rows r
		LEFT JOIN applications a ON a.team_id = r.team_id AND a.id = r.application_id
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.verdict IN ('new', 'changed') AND r.new_link IS NOT NULL
	), close AS (
		SELECT w.number, 1 AS rank, a.link_since AS since, a.id,
			jsonb_build_object('handle', i.handle, 'campaign', c.name, 'try', a.link) AS whose
		FROM lines w
		JOIN applications a ON a.team_id = $1 AND ` + isNear + `
		JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
		JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id
		WHERE w.fresh AND w.given
		UNION ALL
		SELECT w.number, 2, c.shared_link_since, c.id, jsonb_build_object('campaign', c.name, 'shared', true, 'try', c.shared_link)
		FROM lines w
		JOIN campaigns c ON c.team_id = $1 AND ` + sharedIsNear + `
		WHERE w.fresh AND w.given
		UNION ALL
		SELECT w.number, 3, CAST(NULL AS timestamptz), o.number, jsonb_build_object('row', o.number, 'try', o.link)
		FROM lines w
		JOIN lines o ON o.near = w.near AND o.link <> w.link AND o.number <> w.number
		WHERE w.fresh AND w.given
	), closest AS (
		SELECT DISTINCT ON (number) number, whose FROM close ORDER BY number, rank, since DESC, id
	)
	UPDATE import_rows r SET problems = r.problems || (jsonb_build_object('what', 'near', 'kind', 'link', 'text', r.new_link) || t.whose)
	FROM closest t
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = t.number`
