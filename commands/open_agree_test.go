package commands

import (
	"fmt"
	"testing"
	"time"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// An openWorld has campaigns in which all that can be open is.
type openWorld struct {
	*world
	r     *rapid.T
	round int
	days  *rapid.Generator[store.Date]
}

func (w openWorld) chance(what string) bool { return rapid.Bool().Draw(w.r, what) }

// later moves the clock on, or doesn't.
func (w openWorld) later() {
	w.sim.Clock().Advance(time.Duration(rapid.IntRange(0, 2).Draw(w.r, "hours")) * time.Hour)
}

// fill makes a campaign with people in it of whom much is open.
func (w openWorld) fill(n int) store.Campaign {
	mode := rapid.SampledFrom(store.Modes)
	c := w.campaign(fmt.Sprintf("Glow %d-%d", w.round, 9-n), modes(mode.Draw(w.r, "link"), mode.Draw(w.r, "code")), launching(w.days.Draw(w.r, "launches")))
	w.people(c, rapid.IntRange(0, 3).Draw(w.r, "people"), "a")
	c = w.edited(c, func(t *store.Terms) { t.LinkMode, t.CodeMode = mode.Draw(w.r, "new link"), mode.Draw(w.r, "new code") })
	w.people(c, rapid.IntRange(0, 4).Draw(w.r, "people after"), "b") // who is selected later shares something else
	for range 2 {                                                    // what is shared is known, and TBD again
		if w.chance("shared") {
			c = w.edited(c, func(t *store.Terms) {
				t.SharedCode, t.SharedLink = codeOf(w.t, w.either("TBD", "ALL15")), linkOf(w.t, w.either("TBD", "https://shop.example/all"))
			})
			w.later()
		}
	}
	return c
}

// people are selected at once, and some of them changed.
func (w openWorld) people(c store.Campaign, n int, called string) {
	selections := make([]store.Selection, n)
	for p := range selections {
		i := w.influencer(fmt.Sprintf("@h%d.%d%s%d", w.round, c.ID, called, 9-p), "") // by id the other way round
		selections[p].InfluencerID, selections[p].Handle = i.ID, i.Handle
	}
	if n == 0 {
		return
	}
	changes, err := w.store.Select(w.t.Context(), w.act(), c.ID, selections)
	must(w.t, err)
	w.later()
	for _, change := range changes.Rows {
		w.person(change.After)
	}
}

func (w openWorld) either(texts ...string) string { return rapid.SampledFrom(texts).Draw(w.r, "which") }

// person sets and tells what somebody shares, and changes it again.
func (w openWorld) person(row store.Row) {
	for range rapid.IntRange(0, 3).Draw(w.r, "changes") {
		row = w.change("ana", row, func(e *store.Edit) {
			if w.chance("snoozed") {
				e.SnoozedUntil = w.days.Draw(w.r, "until")
			}
			if w.chance("of their own") {
				e.GoesLive = w.days.Draw(w.r, "goes live")
			}
			if row.CodeMode.Unique() {
				e.Code = codeOf(w.t, w.either("TBD", fmt.Sprintf("A%d", row.ID), fmt.Sprintf("B%d", row.ID)))
				e.MadeCode = e.Code != row.Code && !e.Code.TBD() && w.either("typed", "typed", "made") == "made"
			}
			if row.LinkMode.Unique() {
				e.Link = linkOf(w.t, w.either("TBD", fmt.Sprintf("https://shop.example/%d", row.ID), fmt.Sprintf("https://shop.example/%d/new", row.ID)))
			}
		})
		if row.Tellable() && w.chance("told") {
			row = w.change("ana", row, func(e *store.Edit) { e.Told = new(row.Told()) })
		}
	}
}

// What Postgres counts and reads of what is open is what the rows themselves
// say, in the same order, whatever is asked for and from wherever on.
func TestOpenIsTheSameToGoAndPostgres(t *testing.T) {
	t.Parallel()
	base := start(t)
	var shown struct{ items, parts, many, snoozed, shared, old int }
	w := openWorld{world: base, days: rapid.SampledFrom([]store.Date{"", "2026-05-20", "2026-06-02", "2026-06-09", "2026-06-10", "2026-12-31"})}
	rapid.Check(t, func(r *rapid.T) {
		w.r, w.round = r, w.round+1
		var campaigns []store.Campaign
		for n := range rapid.IntRange(1, 3).Draw(r, "campaigns") {
			campaigns = append(campaigns, w.fill(n))
		}
		var rows []store.Row
		for row, err := range w.app.eachRow(t.Context(), w.team, store.Filter{CampaignIDs: idsOf(campaigns), State: store.Selected}) {
			must(t, err)
			rows = append(rows, row)
		}
		for _, k := range []kind{"", aLink, aCode} {
			want := openIn(rows, k)
			limit := rapid.IntRange(1, 4).Draw(r, "limit")
			var after *store.Place
			for turned := 0; ; turned++ {
				got, err := w.app.open(t.Context(), w.team, campaigns, k, after, limit)
				must(t, err)
				sameOpen(r, fmt.Sprintf("%q, page %d", k, turned), want.page(after, limit), got)
				if shown.items += len(got.items); len(got.items) < limit || turned > len(want.items) {
					break
				}
				after = new(got.items[len(got.items)-1].place())
			}
		}
		for _, today := range []store.Date{"2026-06-01", "2026-06-03"} {
			alike, limit := rapid.SampledFrom([]int{2, 3, neverAlike}).Draw(r, "alike"), rapid.IntRange(1, 12).Draw(r, "rows")
			got, err := w.app.openIn(t.Context(), campaigns, today, alike, limit)
			must(t, err)
			want := digestOver(rows, today, alike, limit)
			counts, err := w.store.Counts(t.Context(), w.team, idsOf(campaigns))
			must(t, err)
			for _, s := range shopWaits(campaigns, counts) {
				want.add(partReady, s.item(), today)
			}
			want.sort(today, limit)
			if sameOpen(r, "digest of "+string(today), want, got); got.snoozed.all() > 0 {
				shown.snoozed++
			}
			for p, open := range got.open {
				shown.parts++
				for _, i := range open.rows {
					switch {
					case i.many > 0:
						shown.many++
					case i.row == nil && i.shop == nil:
						shown.shared++
					case p == partChanged:
						shown.old++
					}
				}
			}
			for _, row := range rows {
				for _, p := range parts {
					open := openAlone(aloneKey(p, row.ID), row, today, target{campaigns: campaigns})
					want := p == partTBD && len(heldIn([]store.Row{row}, "")) > 0 || p == unsentPart(row)
					if open != (want && !row.Snoozed(today)) {
						r.Fatalf("%s of %d: open %v", p, row.ID, open)
					}
				}
			}
		}
	})
	if shown.items < 100 || shown.parts < 50 || shown.many < 10 || shown.snoozed < 10 || shown.shared < 10 || shown.old < 10 {
		t.Errorf("hardly anything was open: %+v", shown)
	}
}

// sameOpen compares what is open as it is shown.
func sameOpen[T openTBD | digestNow](r *rapid.T, what string, want, got T) {
	r.Helper()
	diff := cmp.Diff(want, got,
		cmpopts.EquateEmpty(), cmp.AllowUnexported(openTBD{}, digestNow{}, openPart{}, tally{}, item{}, missing{}, snoozed{}),
		cmp.Transformer("campaign", func(c store.Campaign) string { return c.Slug }),
		cmp.Transformer("row", func(row *store.Row) int64 {
			if row == nil {
				return 0
			}
			return row.ID
		}),
		cmp.Comparer(func(a, b tracking.Code) bool { return a == b }),
		cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".first" }, cmp.Comparer(func(a, b store.Place) bool {
			a.Handle, a.ID, b.Handle, b.ID = "", 0, "", 0
			return a.Compare(b) == 0
		})))
	if diff != "" {
		r.Fatalf("%s (-rows +Postgres):\n%s", what, diff)
	}
}
