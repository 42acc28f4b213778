package commands

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"codekeeper/store"

	"pgregory.net/rapid"
)

// Postgres reads who waits for what is TBD in the order in which items are
// shown: so of more than are looked at the last are left out.
func TestByLaunchIsTheSameToGoAndPostgres(t *testing.T) {
	t.Parallel()
	w := start(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		days := rapid.SampledFrom([]store.Date{"", "2026-06-01", "2026-06-02", "2026-12-31"})
		mode := rapid.SampledFrom(store.Modes)
		var ids []int64
		var campaigns []store.Campaign
		for c := range rapid.IntRange(1, 2).Draw(r, "campaigns") {
			link, code := mode.Draw(r, "link"), mode.Draw(r, "code")
			campaign := w.campaign(fmt.Sprintf("Glow %d %d", n, c), modes(link, code), launching(days.Draw(r, "launches")))
			ids, campaigns = append(ids, campaign.ID), append(campaigns, campaign)
			for i := range rapid.IntRange(1, 4).Draw(r, "people") {
				row := w.selected(campaign, fmt.Sprintf("@h%d.%d.%d", n, c, i), "TBD", "TBD")
				w.sim.Clock().Advance(time.Duration(rapid.IntRange(0, 2).Draw(r, "minutes")) * time.Minute)
				w.change("ana", row, func(e *store.Edit) {
					e.GoesLive = days.Draw(r, "goes live")
					if code.Unique() && rapid.Bool().Draw(r, "code is known") {
						e.Code = codeOf(w.t, fmt.Sprintf("C%d-%d-%d", n, c, i))
					}
				})
			}
		}
		for _, campaign := range campaigns {
			if rapid.Bool().Draw(r, "TBD again") { // what is shared, since a moment ago
				for _, known := range []bool{true, false} {
					terms := campaign.Terms
					if known && campaign.CodeMode == store.Shared {
						terms.SharedCode = codeOf(w.t, "ALL15")
					}
					if known && campaign.LinkMode == store.Shared {
						terms.SharedLink = linkOf(w.t, "https://shop.example/all")
					}
					w.sim.Clock().Advance(time.Minute)
					now, err := w.store.Campaign(w.t.Context(), w.team, campaign.ID)
					must(w.t, err)
					_, err = w.store.EditCampaign(w.t.Context(), w.act(), campaign.ID, now.Version, terms)
					must(w.t, err)
				}
			}
		}
		rows, err := w.app.waiting(w.t.Context(), w.team, store.Filter{CampaignIDs: ids})
		must(w.t, err)
		places := make([]place, len(rows))
		for i, row := range rows {
			places[i].Live = row.GoesLiveOn()
			for _, k := range kinds {
				if since := tbdSince(k, row); k.tbd(row) && (places[i].Since.IsZero() || since.Before(places[i].Since)) {
					places[i].Since = since
				}
			}
		}
		if !slices.IsSortedFunc(places, place.compare) {
			r.Fatalf("read as %+v", places)
		}
	})
}
