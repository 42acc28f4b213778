package commands

import (
	"testing"
	"time"

	"codekeeper/store"
)

// Friday evening: what is missing, and who is it waiting for?
func TestFridayEvening(t *testing.T) {
	t.Parallel()
	w := start(t, beginning(time.Date(2026, time.June, 5, 7, 0, 0, 0, time.UTC)))
	summer := w.campaign("Summer Glow", launching("2026-06-09"), func(terms *store.Terms) {
		terms.HowTo = "Sign in at https://program.example and copy your link."
	})
	winter := w.campaign("Winter Warm", launching("2026-11-02"), ownedBy(w.userID("ben")))
	w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	w.selected(summer, "@leo.moves", "https://shop.example/leo", "TBD")
	kim := w.selected(summer, "@kim.cooks", "TBD", "TBD")
	w.selected(summer, "@ada.runs", "https://shop.example/ada", "ADA15")
	w.selected(winter, "@zoe.knits", "TBD", "ZOE15")
	w.change("ben", kim, func(e *store.Edit) { e.SnoozedUntil = "2026-06-08" })
	w.sweeps(1)
	w.sim.Clock().Advance(8 * time.Hour) // it is five in the afternoon

	// One sentence to pass on, and who waits for whom.
	said := w.says(w.ana, "/influencer tbd summer-glow", "Summer Glow, launches Tue: 3 TBD, 2 wait for us, 1 waits for the influencer.",
		"*@leo.moves* · Summer Glow · *code TBD* since today, waits for us", "*@maya.glow* · Summer Glow · *link TBD* since today, waits for the influencer",
		"snoozed until Mon 8 Jun by @ben")
	lacks(t, said.Text(), "@zoe.knits", "@ada.runs")
	said.Press("Post in this channel")
	w.ana.Sees("Posted in #influencers")
	w.ben.Sees("Summer Glow, launches Tue: 3 TBD")

	// What waits for the influencer has a message that says how to get it.
	w.says(w.ana, "/influencer show @maya.glow", "waits for the influencer").Press("Message")
	w.reads("message", w.ana.Answer().Text(), "Sign in at https://program.example and copy your link.")

	// Nobody is forgotten who is ready and doesn't know.
	w.says(w.ana, "/influencer list summer-glow unsent", "1 unsent in Summer Glow", "@ada.runs")
	w.says(w.ana, "/influencer tbd mine", "Summer Glow, launches Tue: 3 TBD")
	w.says(w.ben, "/influencer tbd mine", "Winter Warm", "1 TBD, 1 waits for the influencer")
	w.says(w.ana, "/influencer tbd summer-glow link", "2 TBD")

	// What comes in this evening is struck through in this morning's digest.
	w.says(w.ana, "/influencer code @leo.moves LEO15", "Saved")
	w.reads("digest", w.until("done by @ana"), "~*@leo.moves*", "1 snoozed")

	// On Monday the snoozed one is back.
	w.sim.Clock().Set(time.Date(2026, time.June, 8, 7, 0, 0, 0, time.UTC))
	w.sweeps(1)
	w.reads("Monday", w.inChannel("influencers", 2), "Summer Glow, launches Tue: 2 TBD, 1 waits for us", "*@kim.cooks*", "*Ready, not sent*", "*@leo.moves*")
	lacks(t, w.inChannel("influencers", 2), "snoozed:")
}
