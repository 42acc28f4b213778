package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/lib/pq"
)

const (
	sqlDigestRows = `SELECT d.key, d.campaign_id, COALESCE(d.application_id, 0) AS application_id, d.text, d.done_by
	FROM digest_rows d
	WHERE d.team_id = $1 AND d.target = $2 AND d.day = $3
	ORDER BY d.place`

	// The rows take the place of those that are there.
	sqlSaveDigestRows = `WITH shown AS (
		SELECT * FROM jsonb_to_recordset(CAST($4 AS jsonb))
			AS s (key text, place int, campaign_id bigint, application_id bigint, text text, done_by text)
	), gone AS (
		DELETE FROM digest_rows d
		WHERE d.team_id = $1 AND d.target = $2 AND d.day = $3 AND d.key NOT IN (SELECT key FROM shown)
	)
	INSERT INTO digest_rows AS d (team_id, target, day, key, place, campaign_id, application_id, text, done_by)
	SELECT g.team_id, g.target, g.day, s.key, s.place, s.campaign_id, s.application_id, s.text, s.done_by
	FROM shown s
	JOIN digests g ON g.team_id = $1 AND g.target = $2 AND g.day = $3
	ON CONFLICT (team_id, target, day, key) DO UPDATE
		SET place = excluded.place, campaign_id = excluded.campaign_id, application_id = excluded.application_id,
			text = excluded.text, done_by = excluded.done_by`

	sqlDigestsTouched = `SELECT ` + digestColumns + ` FROM digests d
	WHERE d.team_id = $1 AND d.day = $3 AND d.done_at IS NOT NULL AND d.message_ts IS NOT NULL AND EXISTS (
		SELECT FROM digest_rows r
		WHERE r.team_id = d.team_id AND r.target = d.target AND r.day = d.day AND r.campaign_id IN (
			SELECT a.campaign_id FROM application_history h
			JOIN applications a ON a.team_id = h.team_id AND a.id = h.application_id
			WHERE h.team_id = $1 AND h.request_id = $2
			UNION
			SELECT h.campaign_id FROM campaign_history h WHERE h.team_id = $1 AND h.request_id = $2
		)
	)`

	sqlDigestKeysShown = `SELECT DISTINCT d.key FROM digest_rows d WHERE d.team_id = $1 AND d.key = ANY (CAST($2 AS text[]))`
)

// A DigestRow is one row of a digest's message. Key names what it is about
// within the digest; ApplicationID is 0 for what is not one influencer's; Text
// is mrkdwn as shown; DoneBy is who did it, "" while it is open.
type DigestRow struct {
	Key           string
	CampaignID    int64 `db:"campaign_id"`
	ApplicationID int64 `db:"application_id"`
	Text          string
	DoneBy        string `db:"done_by"`
}

type encodedDigestRow struct {
	Key           string `json:"key"`
	Place         int    `json:"place"`
	CampaignID    int64  `json:"campaign_id"`
	ApplicationID *int64 `json:"application_id"`
	Text          string `json:"text"`
	DoneBy        string `json:"done_by"`
}

// DigestRows are what the digest of that day shows, from its top.
func (s *Store) DigestRows(ctx context.Context, team, target string, day Date) ([]DigestRow, error) {
	rows, err := read[DigestRow](ctx, s, sqlDigestRows, team, target, day)
	if err != nil {
		return nil, fmt.Errorf("read the rows of the digest of %s: %w", day, err)
	}
	return rows, nil
}

// SaveDigestRows says what the digest of that day shows now, in place of what
// it showed. It does nothing where nobody claimed the day.
func (s *Store) SaveDigestRows(ctx context.Context, team, target string, day Date, rows []DigestRow) error {
	list := make([]encodedDigestRow, len(rows))
	for n, row := range rows {
		list[n] = encodedDigestRow{Key: row.Key, Place: n, CampaignID: row.CampaignID, Text: row.Text, DoneBy: row.DoneBy}
		if row.ApplicationID != 0 {
			list[n].ApplicationID = &row.ApplicationID
		}
	}
	encoded, err := json.Marshal(list)
	if err != nil {
		return err
	}
	err = s.write(ctx, func(c session) error {
		_, err := run(ctx, c, sqlSaveDigestRows, team, target, day, string(encoded))
		return err
	})
	if err != nil {
		return fmt.Errorf("save the rows of the digest of %s: %w", day, err)
	}
	return nil
}

// DigestsTouched are the posted digests of that day which show anything of a
// campaign in which the request changed something.
func (s *Store) DigestsTouched(ctx context.Context, team, request string, day Date) ([]DigestDay, error) {
	days, err := read[DigestDay](ctx, s, sqlDigestsTouched, team, request, day)
	if err != nil {
		return nil, fmt.Errorf("find the digests of %s that show what changed: %w", day, err)
	}
	return days, nil
}

// DigestKeysShown are those of the keys that any digest ever showed.
func (s *Store) DigestKeysShown(ctx context.Context, team string, keys []string) (map[string]bool, error) {
	rows, err := read[string](ctx, s, sqlDigestKeysShown, team, pq.Array(keys))
	if err != nil {
		return nil, fmt.Errorf("read what digests showed: %w", err)
	}
	shown := make(map[string]bool, len(rows))
	for _, key := range rows {
		shown[key] = true
	}
	return shown, nil
}
