package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/lib/pq"
)

const (
	sqlDigestRows = `SELECT d.key, d.campaign_id, COALESCE(d.application_id, 0) AS application_id, d.text, d.ended, d.done_by
	FROM digest_rows d
	WHERE d.team_id = $1 AND d.target = $2 AND d.day = $3
	ORDER BY d.place`

	// The rows take the place of those that are there, unless somebody was
	// first to do that.
	sqlSaveDigestRows = `WITH ours AS (
		UPDATE digests g SET version = g.version + 1
		WHERE g.team_id = $1 AND g.target = $2 AND g.day = $3 AND g.version = $5
		RETURNING g.team_id, g.target, g.day
	), shown AS (
		SELECT * FROM jsonb_to_recordset(CAST($4 AS jsonb))
			AS s (key text, place int, campaign_id bigint, application_id bigint, text text, ended text, done_by text)
	), gone AS (
		DELETE FROM digest_rows d USING ours o
		WHERE d.team_id = o.team_id AND d.target = o.target AND d.day = o.day AND d.key NOT IN (SELECT key FROM shown)
	), saved AS (
		INSERT INTO digest_rows AS d (team_id, target, day, key, place, campaign_id, application_id, text, ended, done_by)
		SELECT o.team_id, o.target, o.day, s.key, s.place, s.campaign_id, s.application_id, s.text, s.ended, s.done_by
		FROM shown s CROSS JOIN ours o
		ON CONFLICT (team_id, target, day, key) DO UPDATE
			SET place = excluded.place, campaign_id = excluded.campaign_id, application_id = excluded.application_id,
				text = excluded.text, ended = excluded.ended, done_by = excluded.done_by
	)
	SELECT count(*) FROM ours`

	sqlDigestsTouched = `SELECT ` + digestColumns + ` FROM digests d
	WHERE d.team_id = $1 AND d.day = $3 AND d.done_at IS NOT NULL AND d.message_ts IS NOT NULL AND (EXISTS (
		SELECT FROM handovers o WHERE o.team_id = $1 AND (o.request_id = $2 OR o.ended_request = $2)
	) OR EXISTS (
		SELECT FROM digest_rows r
		WHERE r.team_id = d.team_id AND r.target = d.target AND r.day = d.day AND r.campaign_id IN (
			SELECT a.campaign_id FROM application_history h
			JOIN applications a ON a.team_id = h.team_id AND a.id = h.application_id
			WHERE h.team_id = $1 AND h.request_id = $2
			UNION
			SELECT h.campaign_id FROM campaign_history h WHERE h.team_id = $1 AND h.request_id = $2
		)
	))`

	sqlDigestKeysShown = `SELECT DISTINCT d.key FROM digest_rows d WHERE d.team_id = $1 AND d.key = ANY (CAST($2 AS text[]))`
)

// An Ending is what became of a row of a digest.
type Ending string

// What can become of one; StillOpen is none of them yet.
const (
	StillOpen      Ending = ""
	EndedDone      Ending = "done"      // what it asked for
	EndedChanged   Ending = "changed"   // something else was changed, so that it is beside the point
	EndedWithdrawn Ending = "withdrawn" // the influencer is no longer selected
	EndedTakenBack Ending = "undone"    // what brought the influencer in was undone
	EndedUnneeded  Ending = "unneeded"  // nobody needs it any more
	EndedSnoozed   Ending = "snoozed"
	EndedArchived  Ending = "archived"  // the whole campaign is
	EndedElsewhere Ending = "elsewhere" // it is open still, and somebody else is asked
)

// A DigestRow is one row of a digest's message. Key names what it is about
// within the digest; ApplicationID is 0 for what is not one influencer's; Text
// is mrkdwn as shown, "" when it named somebody who is forgotten; DoneBy is who
// ended it, "" while it is open and where nobody did.
type DigestRow struct {
	Key           string
	CampaignID    int64 `db:"campaign_id"`
	ApplicationID int64 `db:"application_id"`
	Text          string
	Ended         Ending
	DoneBy        string `db:"done_by"`
}

type encodedDigestRow struct {
	Key           string `json:"key"`
	Place         int    `json:"place"`
	CampaignID    int64  `json:"campaign_id"`
	ApplicationID *int64 `json:"application_id"`
	Text          string `json:"text"`
	Ended         Ending `json:"ended"`
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
// it showed in this version of a DigestDay. It changes nothing and answers false
// where that is no longer the version: then somebody else wrote the message
// meanwhile, and one of the two who read more has to write it again.
func (s *Store) SaveDigestRows(ctx context.Context, team, target string, day Date, version int64, rows []DigestRow) (bool, error) {
	list := make([]encodedDigestRow, len(rows))
	for n, row := range rows {
		list[n] = encodedDigestRow{Key: row.Key, Place: n, CampaignID: row.CampaignID, Text: row.Text, Ended: row.Ended, DoneBy: row.DoneBy}
		if row.ApplicationID != 0 {
			list[n].ApplicationID = &row.ApplicationID
		}
	}
	encoded, err := json.Marshal(list)
	if err != nil {
		return false, err
	}
	var saved int
	err = s.write(ctx, func(c session) (err error) {
		saved, err = one[int](ctx, c, sqlSaveDigestRows, team, target, day, string(encoded), version)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("save the rows of the digest of %s: %w", day, err)
	}
	return saved > 0, nil
}

// DigestsTouched are the posted digests of that day which show anything of a
// campaign in which the request changed something, and all of them where it
// changed who is asked instead of whom.
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
