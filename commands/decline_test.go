package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
)

func TestParseDecline(t *testing.T) {
	for _, tt := range []struct{ text, people, campaign, reason, problem string }{
		{"@maya summer-glow", "@maya", "summer-glow", "", ""},
		{"@maya @leo s no time, “really”", "@maya @leo", "s", "no time, “really”", ""},
		{`@maya "Summer Glow" it's over`, "@maya", "Summer Glow", "it's over", ""},
		{"", "", "", "", ""},
		{`"Summer Glow"`, "", "Summer Glow", "", ""},
		{`""`, "", "", "", "A handle is missing."},
		{"@maya", "@maya", "", "", ""},
		{"@maya s " + strings.Repeat("x", 501), "", "", "", "The reason can't be kept. This is 501 characters long. It can have 500 at most. Try /influencer decline @maya s"},
		{"@maya s no\x07", "", "", "", "The reason can't be kept. This text has a control character in it."},
		{`@maya "s`, "", "", "", "There is a quote without its partner."},
	} {
		in, err := parseDecline(tt.text)
		if tt.problem != "" {
			if err == nil || !strings.HasPrefix(err.Error(), tt.problem) {
				t.Errorf("%.40q: %v", tt.text, err)
			}
			continue
		}
		if err != nil || handleList(in.people) != tt.people || in.campaign.text != tt.campaign || in.reason != tt.reason {
			t.Errorf("%q: %+v, %v", tt.text, in, err)
		}
	}
}

func TestDecline(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya, leo := w.selected(summer, "@maya.glow", "TBD", "MAYA1"), w.applicant(summer, "@leo")
	w.influencer("@kim", "")
	w.refuses(w.ana, "/influencer decline maya.glow leo summer-glow", "Each of several handles begins with @. Try /influencer decline @maya.glow @leo summer-glow")
	w.refuses(w.ana, "/influencer decline maya.glow leo", "Each of several handles begins with @. Try /influencer decline @maya.glow @leo")
	w.refuses(w.ana, "/influencer decline maya.glow sumer-glow no time", "There is no campaign sumer-glow.")
	w.refuses(w.ana, "/influencer decline @maya.glow @kim summer", "@kim is not in Summer Glow, so there is nobody to decline.")
	w.refuses(w.ana, "/influencer decline @maya.glow sumer-glow", "There is no campaign sumer-glow.", "/influencer decline @maya.glow summer-glow")
	w.refuses(w.ana, "/influencer decline @lea summer", "Did you mean @leo?", "/influencer decline @leo summer")
	w.refuses(w.ana, "/influencer decline @leo Summer Glow no time", "goes in double quotes", "/influencer decline @leo summer-glow no time")

	w.says(w.ana, "/influencer decline @maya.glow @leo @LEO summer no <time> & more",
		"*@maya.glow* is withdrawn from Summer Glow now.", "*@leo* is declined for Summer Glow now.", "Reason: no <time> & more", "[Select again]")
	w.holds(maya, store.Withdrawn, "TBD", "MAYA1")
	w.holds(leo, store.Declined, "TBD", "TBD")
	if n := w.count(`SELECT count(*) FROM application_history WHERE reason = 'no <time> & more'`); n != 2 {
		t.Errorf("%d reasons", n)
	}
	w.refuses(w.ana, "/influencer decline @leo summer", "*@leo* was declined in Summer Glow already.")
	w.says(w.ana, "/influencer show @maya.glow", "Coupon code: `MAYA1` · theirs until they were withdrawn")
	w.selected(summer, "@zoe", "TBD", "MAYA1") // it is free again
	w.archived(summer)
	w.refuses(w.ana, "/influencer decline @leo summer", "Summer Glow is archived.", "/campaign reopen summer-glow")
}

func TestDeclineMany(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	handles := manyHandles(30)
	for handle := range strings.FieldsSeq(handles) {
		w.applicant(summer, handle)
	}
	w.says(w.ana, "/influencer decline "+handles+"summer", "*@handle0* is declined", "And 20 more.")
	if n := w.count(`SELECT count(*) FROM applications WHERE state = 'declined'`); n != 30 {
		t.Errorf("%d declined", n)
	}
}

// The button declines what was shown, and asks before it withdraws.
func TestDeclineButton(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA1")
	m := w.says(w.ana, "/influencer show @maya.glow", "[Withdraw]")
	if asks := m.Asks("Withdraw"); !strings.Contains(asks, "Withdraw @maya.glow?") || !strings.Contains(asks, "stay in history.") {
		t.Error(asks)
	}
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "BEN1") })
	m.Press("Withdraw")
	again := w.ana.Sees("Nothing was changed: @ben changed *@maya.glow* meanwhile. Here they are now.")
	w.holds(maya, store.Selected, "TBD", "BEN1")
	again.Press("Withdraw")
	w.ana.Sees("*@maya.glow* is withdrawn from Summer Glow now.")
	w.holds(maya, store.Withdrawn, "TBD", "BEN1")
	must(t, w.sim.Redeliver())
	if n := w.history(maya); n != 3 {
		t.Errorf("%d history rows", n)
	}

	winter := w.applicant(w.campaign("Winter Warm"), "@maya.glow")
	m = w.says(w.ana, "/influencer show @maya.glow", "is in 2 campaigns.")
	m.Press("Decline")
	w.ana.Sees("*@maya.glow* is declined for Winter Warm now.")
	w.reads("in their place", m.Text(), "is declined for Winter Warm now.", "*@maya.glow* · *Summer Glow* · withdrawn")
	lacks(t, m.Text(), "is in 2 campaigns", "[Decline]")
	w.holds(winter, store.Declined, "TBD", "TBD")

	leo := w.applicant(summer, "@leo")
	m = w.says(w.ana, "/influencer show @leo", "[Select] [Update] [Decline]")
	m.By(w.ana).Press("Decline")
	w.ana.Sees("*@leo* is declined for Summer Glow now.")
	w.holds(leo, store.Declined, "TBD", "TBD")
}

// Without a campaign it asks, naming theirs.
func TestDeclineAsksWhere(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	w.influencer("@kim", "")
	w.selected(w.campaign("Autumn Denim"), "@finch", "TBD", "TBD")
	w.refuses(w.ana, "/influencer decline @finch", "Say in which campaign. @finch is in Autumn Denim.", "/influencer decline @finch autumn-denim")
	w.applicant(w.campaign("Winter Tea"), "@finch")
	w.refuses(w.ana, "/influencer decline @finch @kim", "@finch is in Autumn Denim and Winter Tea.", "/influencer decline @finch @kim autumn-denim")
	w.refuses(w.ana, "/influencer decline @kim", "@kim applies for no live campaign and is selected in none", "/influencer show @kim")
}
