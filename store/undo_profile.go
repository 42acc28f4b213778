package store

import (
	"context"
	"fmt"
)

// What each influencer whose profile request $6 changed was before that, unless
// somebody changed it since. All their handles stay theirs.
var sqlUndoProfiles = `WITH undone AS (
		SELECT h.influencer_id AS id, min(h.version) AS first, max(h.version) AS last
		FROM influencer_history h
		WHERE h.team_id = $1 AND h.request_id = $6
		GROUP BY h.influencer_id
		HAVING min(h.version) > 1
	), old AS (
		SELECT i.* FROM undone u
		JOIN influencers i ON i.team_id = $1 AND i.id = u.id
		ORDER BY i.id
		FOR NO KEY UPDATE OF i
	), judged AS (
		SELECT i.id, i.version, u.first, CASE WHEN i.forgotten_at IS NULL AND ` + standsAs("influencer", "i.id", "i.version", "u.last") + ` THEN 'ok' ELSE 'moved' END AS verdict
		FROM undone u
		JOIN old i ON i.id = u.id
	), changed AS (
		UPDATE influencers i SET version = i.version + 1, handle = p.handle, name = p.name, platform = p.platform, email = p.email,
			note = p.note, changed_at = $3, changed_by = $5
		FROM judged j
		JOIN influencer_history p ON p.team_id = $1 AND p.influencer_id = j.id AND p.version = j.first - 1
		WHERE i.team_id = $1 AND i.id = j.id AND i.version = j.version AND j.verdict = 'ok'
		RETURNING i.*
	), recorded AS (` + recordInfluencer + `
		SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), handle, name, platform, email, note
		FROM changed
	)
	SELECT verdict, ` + influencerColumns + `
	FROM judged
	JOIN (SELECT * FROM old UNION ALL SELECT * FROM changed) i ON i.id = judged.id
	ORDER BY i.id, i.version`

// undoProfiles undoes what the request changed in profiles, and counts those
// it changed.
func undoProfiles(ctx context.Context, c session, act Act, request string, undone *Undone) (int, error) {
	rows, err := many[judgedInfluencer](ctx, c, sqlUndoProfiles, act.Team, act.Request, act.At, act.Way, act.User, request)
	if err != nil {
		return 0, err
	}
	for n, row := range rows {
		switch {
		case row.Verdict == undoMoved:
			undone.MovedProfiles = append(undone.MovedProfiles, row.Influencer)
		case n > 0 && rows[n-1].ID == row.ID:
			undone.Profiles = append(undone.Profiles, ProfileChange{Before: rows[n-1].Influencer, After: row.Influencer})
		}
	}
	return len(rows), nil
}

// profilesChangedBy are the profiles that a request changed, not those it made.
func (s *Store) profilesChangedBy(ctx context.Context, act Act) ([]ProfileChange, error) {
	rows, err := read[Influencer](ctx, s, sqlRequestProfiles, act.Team, act.Request)
	if err != nil {
		return nil, fmt.Errorf("read what the request did to profiles: %w", err)
	}
	first := map[int64]Influencer{}
	var changes []ProfileChange
	for _, row := range rows {
		before, known := first[row.ID]
		if !known {
			first[row.ID] = row
			continue
		}
		changes = append(changes, ProfileChange{Before: before, After: row})
	}
	return changes, nil
}
