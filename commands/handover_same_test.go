package commands

import (
	"testing"

	"codekeeper/store"
)

// A handover that adds nothing to one that stands is none: nobody is told of an
// end that isn't one.
func TestAHandoverOfWhatIsCoveredAlready(t *testing.T) {
	t.Parallel()
	w := away(t)
	w.campaign("Summer Glow")
	w.campaign("Winter Warm")
	w.says(w.ana, "/campaign handover @ben all until 30 Jun", "@ben covers all your campaigns for you until Tue 30 Jun")
	w.sim.As(t, "ben").In("@codekeeper").Sees("handed over to you")
	for _, line := range []string{"until 12 Jun", "until 30 Jun"} {
		m := w.refuses(w.ana, "/campaign handover @ben winter-warm "+line,
			"Nothing to do. @ben covers all your campaigns for you already until Tue 30 Jun: *Winter Warm* is one of them.", "[Take back]")
		lacks(t, m.Text(), "12 Jun")
	}
	w.says(w.ana, "/campaign handover @ben winter-warm", "@ben covers *Winter Warm* for you.") // longer
	w.says(w.ana, "/campaign handover @cleo winter-warm until 12 Jun", "@cleo covers *Winter Warm* for you until Fri 12 Jun", "@ben no longer does.")
	w.says(w.ana, "/campaign handover @ben winter-warm until 12 Jun", "@cleo no longer does.") // from somebody else
}

// What a colleague is told is open is what their button shows: who must be told
// something, and codes that aren't in the shop, as well as what is TBD.
func TestWhatWaitsForAColleague(t *testing.T) {
	t.Parallel()
	w := away(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.selected(summer, "@maya", "TBD", "MAYA15")
	w.says(w.ana, "/campaign handover @ben")
	dm := w.sim.As(t, "ben").In("@codekeeper")
	told := dm.Sees("handed over to you")
	w.reads("told", told.Text(), "*Open now*: 1 ready, not sent", "*@maya*")
	told.Press("What waits for me")
	all := dm.Sees("Nothing is TBD in your campaigns.")
	w.reads("all", all.Text(), "1 influencer must still be told what to share:", "*@maya* · Summer Glow · *not sent* since today [Message]")
	lacks(t, all.Text(), "has what they need")
	all.Press("Message")
	dm.Sees("The message to *@maya* in Summer Glow.")

	// Beside what is TBD; at most five, and how many more.
	w.selected(summer, "@leo", "TBD", "TBD")
	for _, name := range []string{"A", "B", "C", "D", "E", "F"} {
		w.selected(summer, "@new."+name, "TBD", "NEW"+name)
	}
	m := w.says(w.ben, "/influencer tbd mine", "*@leo*", "7 influencers must still be told what to share:", "And 2 more: `/influencer list unsent mine`")
	lacks(t, w.says(w.ben, "/influencer tbd mine code").Text(), "must still be told")
	lacks(t, w.says(w.ana, "/influencer tbd").Text(), "must still be told")
	m.Press("Post in this channel")
	w.reads("posted", w.ana.Sees("Posted by").Text(), "7 influencers must still be told")
}
