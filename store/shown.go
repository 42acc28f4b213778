package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
)

// Those whom a filter wants and nobody changed since a moment, by their ids.
// The placeholders are those of a page: $12 and $15 say after which id, $13 is
// the moment, "" for none, $14 nothing.
const sqlShown = `SELECT a.id, a.version` + fromAll + matching + `
		AND (NOT CAST($12 AS boolean) OR a.id > CAST($15 AS bigint))
		AND (CAST($13 AS text) = '' OR a.changed_at <= CAST(NULLIF($13, '') AS timestamptz)) AND CAST($14 AS text) = ''
	ORDER BY a.id
	LIMIT $16`

// Shown are the applications that somebody was shown, each in its version, so
// that what is done with all of them is done with exactly those.
type Shown struct {
	versions map[int64]int64
	seal     string
}

// Count is how many they are.
func (s Shown) Count() int { return len(s.versions) }

// Seal names exactly these, in these versions: 16 characters.
func (s Shown) Seal() string { return s.seal }

// Has says whether the application is among them, as it was.
func (s Shown) Has(a Application) bool {
	version, ok := s.versions[a.ID]
	return ok && version == a.Version
}

// Shown are all that a filter wants, whatever the page, and that nobody changed
// after until; a zero until leaves out nobody. It reads at most limit of them,
// and no more than their ids and versions.
func (s *Store) Shown(ctx context.Context, team string, f Filter, until time.Time, limit int) (Shown, error) {
	moment := ""
	if !until.IsZero() {
		moment = storedTime(until).Format(time.RFC3339Nano)
	}
	rows, err := read[versioned](ctx, s, sqlShown, f.arguments(team, pageKey{K1: moment}, limit)...)
	if err != nil {
		return Shown{}, fmt.Errorf("read what was shown: %w", err)
	}
	shown := Shown{versions: make(map[int64]int64, len(rows))}
	var text []byte
	for _, row := range rows {
		shown.versions[row.ID] = row.Version
		text = strconv.AppendInt(append(strconv.AppendInt(text, row.ID, 10), '.'), row.Version, 10)
		text = append(text, ' ')
	}
	sum := sha256.Sum256(text)
	shown.seal = hex.EncodeToString(sum[:8])
	return shown, nil
}
