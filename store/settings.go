package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	settingsColumns = `d.version, COALESCE(d.digest_at, '') AS at, COALESCE(d.digest_tz, '') AS tz,
	COALESCE(d.digest_days, '') AS days, COALESCE(d.digest_channel, '') AS channel,
	d.changed_by AS changedby, d.changed_at`

	sqlSettings = `SELECT ` + settingsColumns + ` FROM settings d WHERE d.team_id = $1`

	sqlSaveSettings = `WITH updated AS (
		UPDATE settings SET version = version + 1, digest_at = NULLIF($6, ''), digest_tz = NULLIF($7, ''),
			digest_days = NULLIF($8, ''), digest_channel = NULLIF($9, ''), changed_at = $3, changed_by = $4
		WHERE team_id = $1 AND version = $5
		RETURNING *
	), made AS (
		INSERT INTO settings (team_id, digest_at, digest_tz, digest_days, digest_channel, changed_at, changed_by)
		SELECT $1, NULLIF($6, ''), NULLIF($7, ''), NULLIF($8, ''), NULLIF($9, ''), $3, $4 WHERE $5 = 0
		ON CONFLICT (team_id) DO NOTHING
		RETURNING *
	), saved AS (
		SELECT * FROM updated UNION ALL SELECT * FROM made
	), asked AS (
		INSERT INTO requests (team_id, id, at, by) SELECT team_id, $2, changed_at, changed_by FROM saved
	)
	SELECT ` + settingsColumns + ` FROM saved d`
)

// Settings are what a team set for its digest; "" where it set nothing. At is
// HH:MM, TZ an IANA zone, Days as DIGEST_DAYS is written, Channel a Slack id.
type Settings struct {
	Version   int64
	At        string
	TZ        string
	Days      string
	Channel   string
	ChangedBy string
}

type settingsRow struct {
	Settings
	ChangedAt time.Time `db:"changed_at"`
}

// Settings are the team's, all zero when it set none.
func (s *Store) Settings(ctx context.Context, team string) (Settings, error) {
	row, err := readOne[settingsRow](ctx, s, sqlSettings, team)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Settings{}, fmt.Errorf("read settings: %w", err)
	}
	return row.Settings, nil
}

// SaveSettings sets them; version is the one it was based on, 0 when there was
// none. A repeated request answers what is set now. Error: *Stale{By, At}.
func (s *Store) SaveSettings(ctx context.Context, act Act, version int64, set Settings) (Settings, error) {
	act = act.stored()
	var saved settingsRow
	err := s.write(ctx, func(c session) (err error) {
		saved, err = one[settingsRow](ctx, c, sqlSaveSettings, act.Team, act.Request, act.At, act.User, version,
			set.At, set.TZ, set.Days, set.Channel)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		// No row of that version: somebody else's is there.
		current, failed := readOne[settingsRow](ctx, s, sqlSettings, act.Team)
		if failed != nil && !errors.Is(failed, ErrNotFound) {
			return Settings{}, fmt.Errorf("read settings: %w", failed)
		}
		err = &Stale{By: current.ChangedBy, At: current.ChangedAt}
	}
	if s.repeated(ctx, act, err) {
		return s.Settings(ctx, act.Team)
	}
	if err != nil {
		return Settings{}, fmt.Errorf("save settings: %w", err)
	}
	return saved.Settings, nil
}
