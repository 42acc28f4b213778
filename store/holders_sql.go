package store

import "strings"

// Who holds or ever held a link or code is said once, here: for the one or two
// of a form, for the thousands of an import, and for asking which of many are
// worth a closer look. Each puts before it what is wanted:
//
//	wanted AS (SELECT … AS n, 'link' or 'code' AS what, … AS text)
//
// where n and what are unique, and a text that is null is held by nobody.
const (
	// wantedOne are a link $2 and a code $3, null for none.
	wantedOne = `WITH wanted AS (
		SELECT 1 AS n, 'link' AS what, CAST($2 AS text) AS text UNION ALL SELECT 1, 'code', CAST($3 AS text)
	)`

	// touched are the applications that ever held what is wanted. The condition
	// repeats that of the index; OFFSET 0 has it used for each that is wanted,
	// where statistics that don't know of new rows yet would have all read.
	touched = `
		SELECT DISTINCT w.n, w.what, w.text, h.application_id FROM wanted w
		CROSS JOIN LATERAL (SELECT h.application_id FROM application_history h
			WHERE h.team_id = $1 AND h.state = 'selected' AND h.{kind} IS NOT NULL AND {kind}_key(h.{kind}) = {kind}_key(w.text) OFFSET 0) h
		WHERE w.what = '{kind}'`

	// shared are the campaigns that ever had what is wanted to share.
	shared = `
		SELECT DISTINCT w.n, w.what, w.text, h.campaign_id FROM wanted w
		CROSS JOIN LATERAL (SELECT h.campaign_id FROM campaign_history h
			WHERE h.team_id = $1 AND h.shared_{kind} IS NOT NULL AND {kind}_key(h.shared_{kind}) = {kind}_key(w.text) OFFSET 0) h
		WHERE w.what = '{kind}'`

	// held: a holding begins with a history row that has the link or code after
	// one that doesn't, and ends with the next that doesn't.
	heldAfter = `, steps AS (
		SELECT t.n, t.what, t.text, t.application_id, h.version, h.at, h.sent_at, h.state = 'selected' AND COALESCE(
			CASE t.what WHEN 'link' THEN link_key(h.link) = link_key(t.text) ELSE code_key(h.code) = code_key(t.text) END, false) AS has,
			COALESCE(CASE t.what WHEN 'link' THEN link_key(h.sent_link) = link_key(t.text)
				ELSE code_key(h.sent_code) = code_key(t.text) END, false) AS sent
		FROM touched t
		CROSS JOIN LATERAL (SELECT h.version, h.at, h.state, h.link, h.code, h.sent_at, h.sent_link, h.sent_code FROM application_history h
			WHERE h.team_id = $1 AND h.application_id = t.application_id OFFSET 0) h
	), runs AS (
		SELECT n, what, text, application_id, at, has, count(*) FILTER (WHERE NOT has) OVER w AS run,
			CASE WHEN sent THEN CASE WHEN lag(sent) OVER w AND sent_at IS NOT DISTINCT FROM lag(sent_at) OVER w THEN sent_at ELSE at END END AS told,
			min(at) FILTER (WHERE NOT has) OVER (PARTITION BY n, what, application_id ORDER BY version
				ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS until
		FROM steps
		WINDOW w AS (PARTITION BY n, what, application_id ORDER BY version)
	), held AS (
		SELECT n, what, text, application_id, min(at) AS since, min(until) AS until, min(told) AS told
		FROM runs WHERE has
		GROUP BY n, what, text, application_id, run
	)`

	// held_shared: one stays held when the mode changes, as who was selected
	// before keeps it. It counts once it has been shared.
	heldSharedAfter = `, shared_steps AS (
		SELECT t.n, t.what, t.text, t.campaign_id, h.version, h.at,
			bool_or(CASE t.what WHEN 'link' THEN h.link_mode ELSE h.code_mode END = 'shared')
				OVER (PARTITION BY t.n, t.what, t.campaign_id ORDER BY h.version) AND COALESCE(
			CASE t.what WHEN 'link' THEN link_key(h.shared_link) = link_key(t.text)
				ELSE code_key(h.shared_code) = code_key(t.text) END, false) AS has
		FROM shared t
		CROSS JOIN LATERAL (SELECT h.version, h.at, h.link_mode, h.code_mode, h.shared_link, h.shared_code FROM campaign_history h
			WHERE h.team_id = $1 AND h.campaign_id = t.campaign_id OFFSET 0) h
	), shared_runs AS (
		SELECT n, what, text, campaign_id, at, has, count(*) FILTER (WHERE NOT has) OVER (PARTITION BY n, what, campaign_id ORDER BY version) AS run,
			min(at) FILTER (WHERE NOT has) OVER (PARTITION BY n, what, campaign_id ORDER BY version
				ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS until
		FROM shared_steps
	), held_shared AS (
		SELECT n, what, text, campaign_id, min(at) AS since, min(until) AS until
		FROM shared_runs WHERE has
		GROUP BY n, what, text, campaign_id, run
	)`
)

var (
	touchedOf    = `, touched AS (` + ofEach(touched) + `)`
	sharedOf     = `, shared AS (` + ofEach(shared) + `)`
	heldOf       = touchedOf + heldAfter      // held: n, what, text, application_id, since, until, told
	heldSharedOf = sharedOf + heldSharedAfter // held_shared: n, what, text, campaign_id, since, until
)

// ofKind is SQL about links, or about codes: they differ in the names of their
// columns, and of what compares them.
func ofKind(query, kind string) string { return strings.ReplaceAll(query, "{kind}", kind) }

// ofEach is what ofKind finds of both.
func ofEach(query string) string {
	return ofKind(query, "link") + "\n\t\tUNION ALL" + ofKind(query, "code") + "\n\t"
}
