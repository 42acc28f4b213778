package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
)

// What is mine is what is in the campaigns that somebody owns or covers: in the
// list, on its pages, in its files and in all that its buttons do.
func TestListMine(t *testing.T) {
	t.Parallel()
	w := start(t)
	code := modes(store.NotNeeded, store.UniqueOurs)
	summer, winter := w.campaign("Summer Glow", code), w.campaign("Winter Warm", code, ownedBy(w.userID("ben")))
	spring := w.campaign("Spring Fresh", patterns("", codes), code, ownedBy(w.userID("ben")))
	w.says(w.ben, "/influencer list unsent mine", "Nothing in your campaigns is unsent.", "`/influencer tbd mine`")
	maya, leo := w.selected(summer, "@maya", "TBD", "MAYA15"), w.selected(winter, "@leo", "TBD", "LEO15")
	w.selected(winter, "@kim", "TBD", "KIM15")
	w.selected(winter, "@tbd", "TBD", "TBD")
	w.made(spring, "@ada", "ADA15")

	list := w.says(w.ben, "/influencer list unsent mine", "2 unsent in your campaigns. Copy each of them their message", "*@leo*", "*@kim*", "*1 code not yet in the shop*", "Spring Fresh")
	lacks(t, list.Text(), "@maya")
	lacks(t, w.says(w.ana, "/influencer list mine unsent", "1 unsent in your campaigns.", "*@maya*").Text(), "@leo", "Spring Fresh")
	w.says(w.ben, "/influencer list tbd mine", "1 TBD in your campaigns.", "*@tbd*")
	w.says(w.ben, "/influencer list selected mine leo", "1 selected in your campaigns, matching “leo”.")
	w.says(w.ben, "/influencer list unsent mine ada", "Nobody in your campaigns is unsent and matches “ada”.", "1 code is not yet in the shop", "`/influencer list unsent mine`")
	w.says(w.ana, "/influencer list unsent mine ada", "Nobody in your campaigns is unsent and matches “ada”. To see all: `/influencer list`")

	list.Press("Post in this channel")
	w.ana.Sees("2 unsent in the campaigns of @ben.")
	list.Press("Download CSV")
	w.ben.Sees("is in")
	if got := strings.Join(handles(t, w.sent("ben")), " "); got != "kim leo" {
		t.Errorf("the file holds %s", got)
	}
	list.Press("Download messages")
	w.ben.Sees("2 messages:")
	list.Press("Mark all as sent")
	w.ben.Sees("Marked 2 messages as sent.")
	if w.row(maya).Sent() || !w.row(leo).Sent() {
		t.Error("somebody else's was marked")
	}

	// Who covers for an owner has theirs, too, also in the file.
	_, err := w.store.Handover(t.Context(), w.act(), w.userID("ben"), 0, "")
	must(t, err)
	w.says(w.ben, "/influencer list unsent mine", "1 unsent in your campaigns.", "*@maya*").Press("Download CSV")
	w.ben.Sees("is in")
	if got := strings.Join(handles(t, w.sent("ben")), " "); got != "maya" {
		t.Errorf("the file holds %s", got)
	}
	w.selected(summer, "@zoe", "TBD", "TBD")
	w.says(w.ben, "/influencer tbd mine", "*@zoe*").Press("Download CSV")
	w.ben.Sees("is in")
	if got := strings.Join(handles(t, w.sent("ben")), " "); got != "tbd zoe" {
		t.Errorf("the file of what is TBD holds %s", got)
	}
}

// Who owns no campaign is told so, and what everybody's is; pages and Decline all
// stay with what is theirs.
func TestListMineOfMany(t *testing.T) {
	t.Parallel()
	w := away(t)
	summer := w.campaign("Summer Glow")
	w.applicants(summer, 12)
	w.applicant(w.campaign("Winter Warm", ownedBy(w.userID("ben"))), "@other")
	cleo := w.sim.As(t, "cleo").In("@codekeeper")
	w.says(cleo, "/influencer list unsent mine", "You are not an owner of a live campaign and cover none. Everybody's: `/influencer list unsent`")
	list := w.says(w.ana, "/influencer list applied mine", "1–10 of 12 applied in your campaigns.", "[Next]", "[Decline all]")
	list.Press("Next")
	w.ana.Sees("11–12 of 12 applied in your campaigns.").Press("Decline all")
	form := w.ana.Form()
	form.Shows("12 applied in your campaigns").Submit()
	w.ana.Sees("Declined 12 influencers")
	if n := w.inState(store.Applied); n != 1 {
		t.Errorf("%d still apply", n)
	}
}
