package commands

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"testing"

	"codekeeper/store"
)

// fill puts so many influencers into a campaign at once, of whom each has
// something open: of five, three have something TBD, one was told nothing yet,
// and one uses an old code. One of seven is snoozed.
func (w *world) fill(db *sql.DB, c store.Campaign, n int) {
	w.t.Helper()
	_, err := db.ExecContext(w.t.Context(), `WITH known AS (
			SELECT count(*) AS people FROM influencers WHERE team_id = $1
		), people AS (
			INSERT INTO influencers (team_id, handle, created_at, created_by, changed_at, changed_by)
			SELECT $1, 'h' || known.people + n, CAST($3 AS timestamptz), $4, $3, $4 FROM known, generate_series(1, CAST($5 AS integer)) n
			RETURNING id, CAST(substr(handle, 2) AS integer) AS n
		)
		INSERT INTO applications (team_id, campaign_id, influencer_id, state, link_mode, code_mode, link, code,
			link_since, code_since, goes_live, sent_link, sent_code, sent_at, snoozed_until,
			created_at, created_by, changed_at, changed_by)
		SELECT $1, $2, p.id, 'selected', 'program', 'ours',
			CASE WHEN n % 5 > 1 THEN 'https://shop.example/' || p.id END, CASE WHEN n % 5 > 2 THEN 'CODE' || p.id END,
			$3 - n * interval '1 minute', $3 - n % 9 * interval '1 hour',
			CASE WHEN n % 3 = 0 THEN date '2026-05-20' + n % 60 END,
			CASE WHEN n % 5 = 4 THEN 'https://shop.example/' || p.id END, CASE WHEN n % 5 = 4 THEN 'OLD' || p.id END,
			CASE WHEN n % 5 = 4 THEN $3 END, CASE WHEN n % 7 = 0 THEN date '2026-06-10' END,
			$3, $4, $3, $4
		FROM people p`, w.team, c.ID, w.sim.Clock().Now(), w.userID("ana"), n)
	must(w.t, err)
}

// BenchmarkOpen is what people ask for of 10,000 in whom something is open.
func BenchmarkOpen(b *testing.B) {
	for _, campaigns := range []int{1, 20} {
		w := start(b)
		for n := range campaigns {
			w.fill(w.db, w.campaign(fmt.Sprintf("Campaign %02d", n), launching("2026-06-20")), 10_000/campaigns)
		}
		_, err := w.db.ExecContext(b.Context(), `ANALYZE`) // as a server does by itself within a minute
		must(b, err)
		asks := asksForOpen(w, w.app)
		for _, what := range slices.Sorted(maps.Keys(asks)) {
			b.Run(fmt.Sprintf("%s/campaigns=%d", what, campaigns), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					must(b, asks[what](b.Context()))
				}
			})
		}
	}
}
