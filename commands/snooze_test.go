package commands

import (
	"testing"
	"time"

	"codekeeper/store"
)

// Who is snoozed is left out of each of a digest's parts, and counted once, until
// their day or until they go live.
func TestSnoozedInEachPart(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.UniqueOurs, store.UniqueOurs), launching("2026-06-20"))
	sleeps := func(row store.Row) { w.change("ana", row, func(e *store.Edit) { e.SnoozedUntil = "2026-06-04" }) }
	newly := w.selected(summer, "@newly", "https://shop.example/newly", "NEWLY15")
	sleeps(newly)
	w.says(w.ana, "/influencer list unsent", "*@newly*", "snoozed until Thu 4 Jun by @ana")
	w.says(w.ana, "/campaign digest now", "Nothing to post in #influencers: 1 is snoozed. `/influencer list unsent` says until when.")

	old := w.marked("ben", w.selected(summer, "@old", "https://shop.example/old", "OLD1"))
	w.change("ana", old, func(e *store.Edit) { e.Code, e.Link = codeOf(t, "OLD2"), linkOf(t, "TBD") }) // in two parts
	sleeps(old)
	w.says(w.ana, "/campaign digest now", "Nothing to post in #influencers: 2 are snoozed. `/influencer tbd` and `/influencer list unsent` say until when.")
	live := w.selected(summer, "@live", "https://shop.example/live", "LIVE15")
	sleeps(live)
	w.change("ana", live, func(e *store.Edit) { e.GoesLive = "2026-06-02" })
	w.selected(summer, "@awake", "https://shop.example/awake", "AWAKE15")
	w.says(w.ana, "/campaign digest now", "Posted")
	first := w.inChannel("influencers", 1)
	w.reads("digest", first, "1 ready, not sent", "*@awake*", "3 snoozed: `/influencer tbd` and `/influencer list unsent` say until when.")
	lacks(t, first, "*@newly*", "*@old*", "*@live*")

	// What is snoozed after it was shown is struck through.
	w.ana.Types("/influencer edit @awake summer-glow")
	w.ana.Form().Fill("Snooze until", "2026-06-04").Submit()
	w.reads("digest", w.until("~*@awake*"), "snoozed by @ana", "4 snoozed")

	w.sim.Clock().Advance(24 * time.Hour)
	w.sweeps(1) // Tuesday: one goes live
	second := w.inChannel("influencers", 2)
	w.reads("digest", second, "1 ready, not sent", "*@live*", "3 snoozed")
	lacks(t, second, "*@newly*", "*@old*", "*@awake*")
	w.marked("ben", w.row(live))
	w.sim.Clock().Advance(24 * time.Hour)
	w.sweeps(0)
	w.sim.Clock().Advance(24 * time.Hour)
	w.sweeps(1) // Thursday: all are back
	w.reads("digest", w.inChannel("influencers", 3), "1 uses an old one", "1 TBD", "2 ready, not sent", "*@newly*", "*@old*", "*@awake*")
}
