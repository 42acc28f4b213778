package store

const (
	// One page of events, the newest first.
	pageOfEvents = `
	WHERE (NOT CAST($3 AS boolean) OR (at, what, id, version) < (CAST($4 AS timestamptz), CAST($5 AS text), CAST($6 AS bigint), CAST($7 AS bigint)))
		AND (NOT CAST($8 AS boolean) OR at < CAST($9 AS timestamptz))
	ORDER BY at DESC, what DESC, id DESC, version DESC
	LIMIT $10`

	eventColumns = `h.version, h.at, h.by, h.way`

	// What everyone shares is an event of those who were selected right then,
	// and shared it.
	sqlEventsOf = `SELECT what, id, version, at, by, way, reason FROM (
		SELECT 'application' AS what, h.application_id AS id, ` + eventColumns + `, h.reason
		FROM applications a
		JOIN application_history h ON h.team_id = a.team_id AND h.application_id = a.id
		WHERE a.team_id = $1 AND a.influencer_id = $2
		UNION ALL
		SELECT 'profile', h.influencer_id, ` + eventColumns + `, ''
		FROM influencer_history h
		WHERE h.team_id = $1 AND h.influencer_id = $2
		UNION ALL
		SELECT 'terms', h.campaign_id, ` + eventColumns + `, ''
		FROM applications a
		JOIN campaign_history h ON h.team_id = a.team_id AND h.campaign_id = a.campaign_id
		JOIN campaign_history p ON p.team_id = h.team_id AND p.campaign_id = h.campaign_id AND p.version = h.version - 1
		CROSS JOIN LATERAL (
			SELECT s.state, s.link_mode, s.code_mode FROM application_history s
			WHERE s.team_id = a.team_id AND s.application_id = a.id AND s.at <= h.at
			ORDER BY s.version DESC LIMIT 1
		) s
		WHERE a.team_id = $1 AND a.influencer_id = $2 AND s.state = 'selected'
			AND (s.link_mode = 'shared' AND h.shared_link IS DISTINCT FROM p.shared_link
				OR s.code_mode = 'shared' AND h.shared_code IS DISTINCT FROM p.shared_code)
	) events` + pageOfEvents

	// The events of a link, or of a code.
	eventsOfKind = `WITH wanted AS (SELECT 1 AS n, '{kind}' AS what, CAST($2 AS text) AS text), touched AS (` + touched + `
	), shared AS (` + shared + `
	)
	SELECT what, id, version, at, by, way, reason FROM (
		SELECT 'application' AS what, h.application_id AS id, ` + eventColumns + `, h.reason
		FROM touched t
		JOIN application_history h ON h.team_id = $1 AND h.application_id = t.application_id
		LEFT JOIN application_history p ON p.team_id = h.team_id AND p.application_id = h.application_id AND p.version = h.version - 1
		WHERE {kind}_key(CAST($2 AS text)) IN ({kind}_key(h.{kind}), {kind}_key(p.{kind}), {kind}_key(h.sent_{kind}), {kind}_key(p.sent_{kind}))
			AND (h.state, h.{kind}, h.sent_{kind}, h.sent_at) IS DISTINCT FROM (p.state, p.{kind}, p.sent_{kind}, p.sent_at)
		UNION ALL
		SELECT 'terms', h.campaign_id, ` + eventColumns + `, ''
		FROM shared t
		JOIN campaign_history h ON h.team_id = $1 AND h.campaign_id = t.campaign_id
		LEFT JOIN campaign_history p ON p.team_id = h.team_id AND p.campaign_id = h.campaign_id AND p.version = h.version - 1
		WHERE {kind}_key(CAST($2 AS text)) IN ({kind}_key(h.shared_{kind}), {kind}_key(p.shared_{kind}))
			AND (h.shared_{kind}, h.{kind}_mode = 'shared') IS DISTINCT FROM (p.shared_{kind}, p.{kind}_mode = 'shared')
	) events` + pageOfEvents

	// What some events are of: $2 are the ids and $3 the versions, each with the
	// version before it.
	someVersions = `(
		SELECT e.id, v.version
		FROM unnest(CAST($2 AS bigint[]), CAST($3 AS bigint[])) AS e (id, version)
		CROSS JOIN LATERAL (VALUES (e.version), (e.version - 1)) AS v (version)
		GROUP BY e.id, v.version
	) e`

	sqlPastApplications = `SELECT ` + pastApplication + `, ` + rowCampaign + ", " + rowInfluencer + `
	FROM ` + someVersions + `
	JOIN application_history h ON h.team_id = $1 AND h.application_id = e.id AND h.version = e.version
	JOIN ` + everTables + ` ON a.team_id = $1 AND a.id = e.id`

	sqlPastProfiles = `SELECT ` + pastInfluencer + `
	FROM ` + someVersions + `
	JOIN influencer_history h ON h.team_id = $1 AND h.influencer_id = e.id AND h.version = e.version
	JOIN influencers i ON i.team_id = $1 AND i.id = e.id`

	sqlPastCampaigns = `SELECT ` + pastCampaign + `
	FROM ` + someVersions + `
	JOIN campaign_history h ON h.team_id = $1 AND h.campaign_id = e.id AND h.version = e.version
	JOIN campaigns c ON c.team_id = $1 AND c.id = e.id`
)

var (
	sqlEventsOfLink = ofKind(eventsOfKind, "link")
	sqlEventsOfCode = ofKind(eventsOfKind, "code")
)
