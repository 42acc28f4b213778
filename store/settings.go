package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	settingsColumns = `d.version, COALESCE(d.digest_at, '') AS at, COALESCE(d.digest_tz, '') AS tz,
	COALESCE(d.digest_days, '') AS days, COALESCE(d.digest_channel, '') AS channel`

	sqlSettings = `SELECT ` + settingsColumns + `, d.changed_by, d.changed_at FROM settings d WHERE d.team_id = $1`

	sqlSaveSettings = `WITH updated AS (
		UPDATE settings SET version = version + 1, digest_at = NULLIF($7, ''), digest_tz = NULLIF($8, ''),
			digest_days = NULLIF($9, ''), digest_channel = NULLIF($10, ''), changed_at = $3, changed_by = $5
		WHERE team_id = $1 AND version = $6
		RETURNING *
	), made AS (
		INSERT INTO settings (team_id, digest_at, digest_tz, digest_days, digest_channel, changed_at, changed_by)
		SELECT $1, NULLIF($7, ''), NULLIF($8, ''), NULLIF($9, ''), NULLIF($10, ''), $3, $5 WHERE $6 = 0
		ON CONFLICT (team_id) DO NOTHING
		RETURNING *
	), saved AS (
		SELECT * FROM updated UNION ALL SELECT * FROM made
	), recorded AS (
		INSERT INTO settings_history (team_id, version, at, by, way, request_id, digest_at, digest_tz, digest_days, digest_channel)
		SELECT team_id, version, changed_at, changed_by, CAST($4 AS text), CAST($2 AS text),
			digest_at, digest_tz, digest_days, digest_channel
		FROM saved
	), asked AS (
		INSERT INTO requests (team_id, id, at, by) SELECT team_id, $2, changed_at, changed_by FROM saved
	)
	SELECT ` + settingsColumns + `, d.changed_by, d.changed_at FROM saved d`

	sqlRequestSettings = `SELECT ` + settingsColumns + `, d.by AS changed_by, d.at AS changed_at
	FROM settings_history d WHERE d.team_id = $1 AND d.request_id = $2`
)

// Settings are what a team set for its digest; "" where it set nothing. At is
// HH:MM, TZ an IANA zone, Days as DIGEST_DAYS is written, Channel a Slack id.
type Settings struct {
	Version   int64
	At        string
	TZ        string
	Days      string
	Channel   string
	ChangedBy string `db:"changed_by"`
}

type settingsRow struct {
	Settings
	ChangedAt time.Time `db:"changed_at"`
}

// Settings are the team's, all zero when it set none.
func (s *Store) Settings(ctx context.Context, team string) (Settings, error) {
	row, err := s.currentSettings(ctx, team)
	return row.Settings, err
}

func (s *Store) currentSettings(ctx context.Context, team string) (settingsRow, error) {
	row, err := readOne[settingsRow](ctx, s, sqlSettings, team)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return settingsRow{}, fmt.Errorf("read settings: %w", err)
	}
	return row, nil
}

// SaveSettings sets them; version is the one it was based on, 0 when there was
// none. A repeated request answers what it set then. Error:
// *Stale[Settings].
func (s *Store) SaveSettings(ctx context.Context, act Act, version int64, set Settings) (Settings, error) {
	act = act.stored()
	var saved settingsRow
	err := s.write(ctx, func(c session) (err error) {
		saved, err = one[settingsRow](ctx, c, sqlSaveSettings, act.Team, act.Request, act.At, act.Way, act.User, version,
			set.At, set.TZ, set.Days, set.Channel)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		// No row of that version: somebody else's is there.
		current, failed := s.currentSettings(ctx, act.Team)
		if err = failed; err == nil {
			err = &Stale[Settings]{Current: current.Settings, By: current.ChangedBy, At: current.ChangedAt}
		}
	}
	repeat, err := s.repeated(ctx, act, err)
	if repeat {
		saved, err = readOne[settingsRow](ctx, s, sqlRequestSettings, act.Team, act.Request)
		if errors.Is(err, ErrNotFound) {
			err = errOtherRequest
		}
	}
	if err != nil {
		return Settings{}, fmt.Errorf("save settings: %w", err)
	}
	return saved.Settings, nil
}
