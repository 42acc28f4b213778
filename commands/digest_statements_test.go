package commands

import (
	"fmt"
	"testing"

	"codekeeper/store"
)

// However many campaigns a digest speaks of, and however many of its rows are
// done, the database is asked as often.
func TestDigestOfManyCampaignsIsReadAtOnce(t *testing.T) {
	t.Parallel()
	posted, rewritten := map[int]int64{}, map[int]int64{}
	for _, campaigns := range []int{2, 40} {
		w := start(t)
		s, counted := countStatements(t)
		own := w.store
		w.store = s
		app := New(Config{Store: s, Slack: w.app.slack, Identity: w.app.identity, Clock: w.app.clock, Log: w.app.log})
		var made []store.Campaign
		for n := range campaigns {
			c := w.campaign(fmt.Sprintf("Campaign %02d", n), modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-20"),
				func(t *store.Terms) {
					if n == 0 {
						t.Launches, t.Ends = "2026-05-01", "2026-05-30"
					}
				})
			w.selected(c, fmt.Sprintf("@tbd%02d", n), "TBD", "TBD")
			w.selected(c, fmt.Sprintf("@ready%02d", n), "TBD", fmt.Sprintf("READY%02d", n))
			old := w.marked("ana", w.selected(c, fmt.Sprintf("@old%02d", n), "TBD", fmt.Sprintf("OLD%02d", n)))
			w.change("ana", old, func(e *store.Edit) { e.Code = codeOf(t, fmt.Sprintf("NEW%02d", n)) })
			made = append(made, c)
		}
		posted[campaigns] = counted.during(func() {
			if n, err := app.Sweep(t.Context()); n != 1 || err != nil {
				t.Fatalf("%d posted, %v", n, err)
			}
		})
		w.inChannel("influencers", 1)
		act := w.act()
		for _, c := range made[1:] {
			w.archived(c)
		}
		now, err := s.Campaign(t.Context(), w.team, made[0].ID)
		must(t, err)
		_, err = s.ArchiveCampaign(t.Context(), act, now.ID, now.Version, true)
		must(t, err)
		rewritten[campaigns] = counted.during(func() { must(t, app.strikeThrough(t.Context(), act.Request)) })
		lacks(t, w.inChannel("influencers", 1), "[Update]")
		w.store = own
	}
	if posted[2] == 0 || posted[2] != posted[40] {
		t.Errorf("posted by %v statements", posted)
	}
	if rewritten[2] == 0 || rewritten[2] != rewritten[40] {
		t.Errorf("rewritten by %v statements", rewritten)
	}
}
