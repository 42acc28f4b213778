package store

import (
	"context"
	"encoding/json"
	"fmt"

	"codekeeper/store/tracking"

	"github.com/lib/pq"
)

const (
	sqlApplication = `SELECT ` + rowColumns + ` FROM ` + everTables + ` WHERE a.team_id = $1 AND a.id = $2`

	sqlRowsOf = `SELECT ` + rowColumns + ` FROM ` + rowTables + `
	WHERE a.team_id = $1 AND a.campaign_id = $2 AND a.influencer_id = ANY (CAST($3 AS bigint[]))`

	sqlApplications = `SELECT ` + rowColumns + ` FROM ` + rowTables + `
	WHERE a.team_id = $1 AND a.id = ANY (CAST($2 AS bigint[]))
	ORDER BY a.id`

	sqlSelectedOf = `SELECT ` + rowColumns + ` FROM ` + rowTables + `
	WHERE a.team_id = $1 AND a.influencer_id = ANY (CAST($2 AS bigint[])) AND a.state = 'selected' AND c.archived_at IS NULL
	ORDER BY c.slug COLLATE "C", a.id`

	// New applications, in the campaign as it is now: selected ones take its
	// modes, and a link or code only where it is unique there. Who is forgotten
	// at the same moment is waited for, and gets none. One that was taken back is
	// taken up again, as if it were new.
	sqlApply = `WITH asked AS (
		SELECT * FROM jsonb_to_recordset(CAST($7 AS jsonb))
			AS p (influencer_id bigint, state text, link text, code text, made_code boolean, goes_live date, note text)
	)` + applying + `
	SELECT ` + rowColumns + `
	FROM there a
	JOIN campaigns c ON c.team_id = a.team_id AND c.id = a.campaign_id
	JOIN influencers i ON i.team_id = a.team_id AND i.id = a.influencer_id`

	applying = `, known AS (
		SELECT i.id FROM influencers i JOIN asked p ON p.influencer_id = i.id
		WHERE i.team_id = $1 AND i.forgotten_at IS NULL
		ORDER BY i.id
		FOR KEY SHARE OF i
	), fresh AS (
		SELECT c.team_id, c.id AS campaign_id, p.influencer_id, p.state,
			CASE WHEN p.state = 'selected' THEN c.link_mode END AS link_mode, CASE WHEN p.state = 'selected' THEN c.code_mode END AS code_mode,
			CASE WHEN c.link_mode IN ` + unique + ` THEN p.link END AS link,
			CASE WHEN c.code_mode IN ` + unique + ` THEN p.code END AS code,
			p.goes_live, COALESCE(p.note, '') AS note, COALESCE(p.made_code AND c.code_mode IN ` + unique + `, false) AS not_in_shop
		FROM asked p JOIN known ON known.id = p.influencer_id, campaigns c
		WHERE c.team_id = $1 AND c.id = $6
	), taken_back AS (
		SELECT a.id FROM applications a
		WHERE a.team_id = $1 AND a.campaign_id = $6 AND a.state = 'undone' AND a.influencer_id IN (SELECT influencer_id FROM fresh)
		ORDER BY a.id
		FOR NO KEY UPDATE
	), back AS (
		UPDATE applications a SET version = a.version + 1, state = f.state, link_mode = f.link_mode, code_mode = f.code_mode,
			link = f.link, code = f.code, link_since = $3, code_since = $3, goes_live = f.goes_live, note = f.note,
			not_in_shop = f.not_in_shop, created_at = $3, created_by = $5, changed_at = $3, changed_by = $5
		FROM fresh f
		WHERE a.team_id = $1 AND a.campaign_id = $6 AND a.influencer_id = f.influencer_id AND a.id IN (SELECT id FROM taken_back)
		RETURNING a.*
	), made AS (
		INSERT INTO applications (team_id, campaign_id, influencer_id, state, link_mode, code_mode, link, code,
			link_since, code_since, goes_live, note, not_in_shop, created_at, created_by, changed_at, changed_by)
		SELECT f.team_id, f.campaign_id, f.influencer_id, f.state, f.link_mode, f.code_mode, f.link, f.code,
			$3, $3, f.goes_live, f.note, f.not_in_shop, $3, $5, $3, $5
		FROM fresh f
		WHERE NOT EXISTS (SELECT FROM back b WHERE b.influencer_id = f.influencer_id)
		ORDER BY f.influencer_id
		RETURNING *
	), there AS (
		SELECT * FROM back UNION ALL SELECT * FROM made
	), recorded AS (` + recordApplication + `
		SELECT team_id, id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text), '',
			` + snapshot + `
		FROM there
	)`
)

// Application is one application with its campaign and influencer. Errors:
// ErrNotFound, *NotThere.
func (s *Store) Application(ctx context.Context, team string, id int64) (Row, error) {
	row, err := readOne[Row](ctx, s, sqlApplication, team, id)
	if err == nil && row.State == TakenBack {
		err = &NotThere{Row: row}
	}
	if err != nil {
		return Row{}, fmt.Errorf("read application %d: %w", id, err)
	}
	return row, nil
}

// ApplicationsOf are the applications that these influencers have in the
// campaign, by the influencer's id; who has none is left out. It is one query.
func (s *Store) ApplicationsOf(ctx context.Context, team string, campaignID int64, influencerIDs []int64) (map[int64]Row, error) {
	rows, err := read[Row](ctx, s, sqlRowsOf, team, campaignID, pq.Array(influencerIDs))
	if err != nil {
		return nil, fmt.Errorf("read applications for campaign %d: %w", campaignID, err)
	}
	return byInfluencer(rows), nil
}

// Applications are those of these ids that there are, in the order of their
// ids. It is one query.
func (s *Store) Applications(ctx context.Context, team string, ids []int64) ([]Row, error) {
	rows, err := read[Row](ctx, s, sqlApplications, team, pq.Array(ids))
	if err != nil {
		return nil, fmt.Errorf("read %d applications: %w", len(ids), err)
	}
	return rows, nil
}

// SelectedOf are the applications in live campaigns for which these influencers
// are selected, by the campaigns' slugs. It is one query.
func (s *Store) SelectedOf(ctx context.Context, team string, influencerIDs []int64) ([]Row, error) {
	rows, err := read[Row](ctx, s, sqlSelectedOf, team, pq.Array(influencerIDs))
	if err != nil {
		return nil, fmt.Errorf("read where influencers are selected: %w", err)
	}
	return rows, nil
}

// applicationsOf are the applications these influencers have in the campaign,
// by the influencer's id.
func applicationsOf(ctx context.Context, c session, team string, campaignID int64, influencerIDs []int64) (map[int64]Row, error) {
	rows, err := many[Row](ctx, c, sqlRowsOf, team, campaignID, pq.Array(influencerIDs))
	return byInfluencer(rows), err
}

type newApplication struct {
	InfluencerID int64         `json:"influencer_id"`
	State        State         `json:"state"`
	Link         tracking.Link `json:"link"`
	Code         tracking.Code `json:"code"`
	MadeCode     bool          `json:"made_code"`
	GoesLive     *Date         `json:"goes_live"`
}

// createApplications makes applications in the campaign, by the influencer's
// id; who is not there, or forgotten, is left out.
func createApplications(ctx context.Context, c session, act Act, campaignID int64, list []newApplication) (map[int64]Row, error) {
	if len(list) == 0 {
		return map[int64]Row{}, nil
	}
	encoded, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	rows, err := many[Row](ctx, c, sqlApply, act.Team, act.Request, act.At, act.Way, act.User, campaignID, string(encoded))
	if violates(err, applicationOnce) {
		return nil, errAgain // somebody added one of them a moment ago
	}
	return byInfluencer(rows), err
}

func byInfluencer(rows []Row) map[int64]Row {
	by := make(map[int64]Row, len(rows))
	for _, row := range rows {
		by[row.InfluencerID] = row
	}
	return by
}
