package store

import (
	"context"
)

// Lines are judged all at once, by a few statements. Each looks at the lines
// that are fresh, and a line that has its verdict keeps it: $1 is the team, $2
// the import.
const (
	// Who a line names; without a handle, who has its code in the campaign.
	sqlMatchLines = `WITH found AS (
		SELECT r.number, i.id AS influencer_id, i.version AS influencer_version, a.id AS application_id, a.version
		FROM import_rows r
		JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
		LEFT JOIN handles h ON h.team_id = r.team_id AND h.key = r.handle_key
		LEFT JOIN applications o ON o.team_id = r.team_id AND o.campaign_id = m.campaign_id AND o.state = 'selected' AND o.code IS NOT NULL
			AND code_key(o.code) = code_key(NULLIF(r.code, '')) AND r.handle_key IS NULL AND NOT r.paired
		LEFT JOIN influencers i ON i.team_id = r.team_id
			AND i.id = COALESCE(h.influencer_id, o.influencer_id, CASE WHEN r.paired THEN r.influencer_id END)
			AND (i.forgotten_at IS NULL OR NOT r.paired)
		LEFT JOIN applications a ON a.team_id = r.team_id AND a.campaign_id = m.campaign_id AND a.influencer_id = i.id AND ` + isThere + `
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.fresh AND r.verdict = ''
	)
	UPDATE import_rows r SET influencer_id = f.influencer_id, influencer_version = f.influencer_version,
		application_id = f.application_id, version = f.version, paired = r.paired AND f.influencer_id IS NOT NULL
	FROM found f
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = f.number`

	// What each application shall be, what is wrong with that, and what to
	// think of first; $3 is today. Applied is how everybody begins, and takes
	// nobody's selection back. Shops ignore case, so that a code in another
	// case is no other code.
	sqlWantLines = `WITH known AS (
		SELECT r.number, r.state AS cell_state, r.link AS cell_link, r.code AS cell_code, r.goes_live AS cell_live, r.note AS cell_note, r.starts, r.ends, r.disabled, r.doubts,
			a.id, a.state AS old_state, a.link AS old_link, a.code AS old_code, a.goes_live AS old_live, a.note AS old_note,
			c.launches, c.shared_link, c.shared_code,
			a.state = 'selected' AND a.link_mode = 'shared' AND c.link_mode <> 'shared' AS earlier_link,
			a.state = 'selected' AND a.code_mode = 'shared' AND c.code_mode <> 'shared' AS earlier_code,
			` + currentLinkMode + ` AS link_mode,
			` + currentCodeMode + ` AS code_mode,
			CASE WHEN a.id IS NULL THEN COALESCE(r.state, 'applied')
				WHEN COALESCE(r.state, 'applied') = 'applied' THEN a.state
				WHEN r.state = 'selected' THEN r.state
				WHEN a.state = 'applied' THEN 'declined'
				WHEN a.state = 'selected' THEN 'withdrawn'
				ELSE a.state END AS state,
			i.id IS NOT NULL AND (COALESCE(r.name, i.name), COALESCE(r.platform, NULLIF(i.platform, ''), r.seen_on, ''),
				COALESCE(r.email, i.email), COALESCE(r.about, i.note)) IS DISTINCT FROM (i.name, i.platform, i.email, i.note) AS new_profile
		FROM import_rows r
		JOIN imports m ON m.team_id = r.team_id AND m.id = r.import_id
		JOIN campaigns c ON c.team_id = m.team_id AND c.id = m.campaign_id
		LEFT JOIN influencers i ON i.team_id = r.team_id AND i.id = r.influencer_id
		LEFT JOIN applications a ON a.team_id = r.team_id AND a.id = r.application_id
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.fresh AND r.verdict = ''
	), wanted AS (
		SELECT k.*, id IS NOT NULL AND state IN ('declined', 'withdrawn') AND COALESCE(cell_state, 'applied') <> 'applied' AS leaves,
			state = 'selected' AND old_state IS DISTINCT FROM 'selected' AS selecting,
			link_mode IN ` + unique + ` AS own_link, code_mode IN ` + unique + ` AS own_code,
			COALESCE(cell_live, old_live, launches) AS live
		FROM known k
	), settled AS (
		SELECT w.*,
			CASE WHEN selecting AND NOT own_link THEN NULL WHEN leaves OR NOT own_link OR cell_link IS NULL THEN old_link
				ELSE NULLIF(cell_link, '') END AS link,
			CASE WHEN selecting AND NOT own_code THEN NULL WHEN leaves OR NOT own_code OR cell_code IS NULL OR code_key(cell_code) = code_key(old_code) THEN old_code
				ELSE NULLIF(cell_code, '') END AS code,
			CASE WHEN leaves OR cell_live IS NULL OR cell_live = COALESCE(old_live, launches) THEN old_live ELSE cell_live END AS goes_live,
			COALESCE(cell_note, old_note, '') AS note
		FROM wanted w
	), wrong AS (
		SELECT s.*, array_remove(ARRAY[
			CASE WHEN NOT leaves AND NOT own_link AND cell_link <> '' AND (link_mode <> 'shared' OR cell_link IS DISTINCT FROM shared_link)
				THEN jsonb_build_object('what', 'not_own', 'kind', 'link', 'text', cell_link, 'shared', COALESCE(earlier_link, false)) END,
			CASE WHEN NOT leaves AND NOT own_code AND cell_code <> '' AND (code_mode <> 'shared' OR code_key(cell_code) IS DISTINCT FROM code_key(shared_code))
				THEN jsonb_build_object('what', 'not_own', 'kind', 'code', 'text', cell_code, 'shared', COALESCE(earlier_code, false)) END
		], NULL) AS errors
		FROM settled s
	)
	UPDATE import_rows r SET new_state = w.state, new_link = w.link, new_code = w.code, new_goes_live = w.goes_live, new_note = w.note,
		new_profile = w.new_profile, verdict = CASE WHEN w.errors <> '{}' THEN 'error' ELSE '' END,
		problems = CASE WHEN w.errors <> '{}' THEN to_jsonb(w.errors) ELSE w.doubts || to_jsonb(array_remove(ARRAY[
			CASE WHEN w.old_link IS NOT NULL AND w.link IS NULL AND w.cell_link = '' THEN
				jsonb_build_object('what', 'tbd', 'kind', 'link', 'text', w.old_link) END,
			CASE WHEN w.old_code IS NOT NULL AND w.code IS NULL AND w.cell_code = '' THEN
				jsonb_build_object('what', 'tbd', 'kind', 'code', 'text', w.old_code) END,
			CASE WHEN w.old_state = 'selected' AND w.leaves THEN jsonb_build_object('what', 'withdraws') END,
			CASE WHEN w.cell_code <> '' AND NOT w.leaves AND w.ends < GREATEST(CAST($3 AS date), w.live) THEN
				jsonb_build_object('what', 'expired', 'text', w.cell_code, 'until', w.ends) END,
			CASE WHEN w.cell_code <> '' AND NOT w.leaves AND w.disabled AND NOT COALESCE(w.ends < GREATEST(CAST($3 AS date), w.live), false) THEN
				jsonb_build_object('what', 'disabled', 'text', w.cell_code) END,
			CASE WHEN w.cell_code <> '' AND NOT w.leaves AND w.starts > w.live THEN
				jsonb_build_object('what', 'starts', 'text', w.cell_code, 'from', w.starts, 'until', w.live) END
		], NULL)) END
	FROM wrong w
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = w.number`

	// Lines that name the same influencer: where they say the same the first
	// counts, and where they don't nobody can tell which is meant.
	sqlLinesTwice = `WITH named AS (
		SELECT r.number, ` + lineNames + ` AS who,
			CAST((r.new_state, r.new_link, code_key(COALESCE(r.new_code, '')), r.new_goes_live, r.new_note) AS text) AS wish
		FROM import_rows r
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.verdict NOT IN ('error', 'ignored')
	), several AS (
		SELECT number, min(wish) OVER w <> max(wish) OVER w AS differ, lag(number) OVER o AS before, lead(number) OVER o AS after
		FROM named
		WHERE who IS NOT NULL
		WINDOW w AS (PARTITION BY who), o AS (PARTITION BY who ORDER BY number)
	)
	UPDATE import_rows r SET verdict = CASE WHEN s.differ THEN 'error' ELSE 'ignored' END,
		problems = jsonb_build_array(jsonb_build_object('what', CASE WHEN s.differ THEN 'twice' ELSE 'same' END, 'row', COALESCE(s.before, s.after)))
	FROM several s
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = s.number AND (s.before IS NOT NULL OR s.after IS NOT NULL AND s.differ)`

	lineNames = `COALESCE('i' || r.influencer_id, 'h' || r.handle_key, 'c' || code_key(NULLIF(r.code, '')))`

	// Lines that give the same link, or code, to different influencers.
	sqlLinesTwinLinks = twins + `link_key(r.new_link)` + twinsOf + `r.new_link IS NOT NULL AND (r.link <> '' OR r.new_state = 'selected')` +
		twinsAre + `'link'` + twinsEnd
	sqlLinesTwinCodes = twins + `code_key(r.new_code)` + twinsOf + `r.new_code IS NOT NULL AND (r.code <> '' OR r.new_state = 'selected')` +
		twinsAre + `'code'` + twinsEnd

	twins   = `WITH given AS (SELECT r.number, ` + lineNames + ` AS who, `
	twinsOf = ` AS key
		FROM import_rows r
		WHERE r.team_id = $1 AND r.import_id = $2 AND r.verdict NOT IN ('error', 'ignored') AND `
	twinsAre = `
	), several AS (
		SELECT number, min(who) OVER w <> max(who) OVER w AS differ, COALESCE(lag(number) OVER o, lead(number) OVER o) AS other
		FROM given
		WINDOW w AS (PARTITION BY key), o AS (PARTITION BY key ORDER BY number)
	)
	UPDATE import_rows r SET verdict = 'error', problems = jsonb_build_array(jsonb_build_object('what', 'twin', 'row', s.other, 'kind', `
	twinsEnd = `))
	FROM several s
	WHERE r.team_id = $1 AND r.import_id = $2 AND r.number = s.number AND s.differ`
)

// judgeImport gives each fresh line of a staged import its verdict.
func judgeImport(ctx context.Context, c session, team string, staged Import, today Date) error {
	for _, step := range []struct {
		query string
		args  []any
	}{
		{sqlMatchLines, nil},
		{sqlWantLines, []any{today}},
		{sqlLinesTwice, nil},
		{sqlLinesTwinLinks, nil},
		{sqlLinesTwinCodes, nil},
		{sqlJudgeLines, nil},
		{sqlJudgeNewLines, nil},
		{sqlJudgeNameless, nil},
	} {
		if _, err := run(ctx, c, step.query, append([]any{team, staged.ID}, step.args...)...); err != nil {
			return err
		}
	}
	if err := judgeMoves(ctx, c, team, staged.ID); err != nil {
		return err
	}
	for _, query := range []string{sqlLinesHeld, sqlLinesNear, sqlLinesJudged} {
		if _, err := run(ctx, c, query, team, staged.ID); err != nil {
			return err
		}
	}
	return nil
}
