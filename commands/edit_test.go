package commands

import (
	"strings"
	"testing"
	"time"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

func TestParseOne(t *testing.T) {
	for _, tt := range []struct{ text, handle, campaign, problem string }{
		{"@maya", "maya", "", ""},
		{"maya summer-glow", "maya", "summer-glow", ""},
		{`@maya “Summer Glow”`, "maya", "Summer Glow", ""},
		{"", "", "", ""},
		{`""`, "", "", "Say which influencer, by their handle. Try /influencer edit @maya.glow"},
		{"@maya Summer Glow", "", "", `There is more here than this command takes: Glow. Try /influencer edit @maya "Summer Glow"`},
		{`@maya "Summer Glow" x`, "", "", "There is more here than this command takes: x. Try /influencer edit @maya summer-glow"},
		{`@maya "Summer`, "", "", "There is a quote without its partner."},
		{"@ma/ya", "", "", "A handle can't contain"},
	} {
		in, err := parseOne("edit", tt.text)
		if tt.problem != "" {
			if err == nil || !strings.HasPrefix(err.Error(), tt.problem) {
				t.Errorf("%q: %v", tt.text, err)
			}
			continue
		}
		if err != nil || in.handle.String() != tt.handle || in.campaign != tt.campaign {
			t.Errorf("%q: %+v, %v", tt.text, in, err)
		}
	}
}

func TestEditForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", launching("2026-06-20"), func(terms *store.Terms) {
		terms.Fee, terms.Commission, terms.HowTo = "300 EUR per reel", "10 % of sales", "Apply at https://program.example & wait"
	})
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	w.ana.Types("/influencer edit @maya.glow")
	form := w.ana.Form()
	if diff := cmp.Diff([]string{"Affiliate link", "Coupon code", "Goes live", "Note", "Snooze until"}, form.Labels()); diff != "" {
		t.Error(diff)
	}
	form.Shows("*@maya.glow* · *Summer Glow* · selected, link TBD").Shows("Empty: the launch date, Sat 20 Jun 2026.").
		Shows("Fee per deliverable: 300 EUR per reel").Shows("Commission: 10 % of sales · not calculated or paid here").
		Shows("How influencers get theirs: Apply at https://program.example & wait")

	form.Fill("Affiliate link", "maya15").Fill("Coupon code", "SAVE 15").Submit()
	if got := form.Error("Coupon code"); got != "A code can't contain a space. Try SAVE15" {
		t.Error(got)
	}
	if got := form.Error("Affiliate link"); !strings.Contains(got, "looks like a code") {
		t.Error(got)
	}
	form.Fill("Affiliate link", "https://shop.example/maya?a=1&b=<2").Submit()
	form.Error("Affiliate link")
	form.Fill("Affiliate link", "https://shop.example/maya?a=1&b=2").Fill("Coupon code", " “SAVE15” ").
		Fill("Goes live", "2026-06-25").Fill("Note", "Knows <!channel> & likes 🔥").Submit()
	form.Closed()
	w.ana.Sees("Saved for *@maya.glow* in Summer Glow: affiliate link `https://shop.example/maya?a=1&b=2` (was `TBD`), " +
		"coupon code `SAVE15` (was `MAYA15`), goes live Thu 25 Jun, the note.")
	w.holds(maya, store.Selected, "https://shop.example/maya?a=1&b=2", "SAVE15")
	if row := w.row(maya); row.Note != "Knows <!channel> & likes 🔥" || row.GoesLive != "2026-06-25" {
		t.Errorf("%q, %s", row.Note, row.GoesLive)
	}

	w.ana.Types("/influencer edit @maya.glow")
	form = w.ana.Form()
	form.Submit()
	form.Closed()
	w.ana.Sees("Nothing changed for *@maya.glow* in Summer Glow.")
	if n := w.history(maya); n != 2 {
		t.Errorf("%d history rows", n)
	}
}

func TestEditShowsWhatIsShared(t *testing.T) {
	t.Parallel()
	w := start(t)
	shared := w.campaign("Shared Days", modes(store.NotNeeded, store.Shared), func(terms *store.Terms) { terms.SharedCode = codeOf(t, "GLOW15") })
	w.selected(shared, "@maya.glow", "TBD", "TBD")
	w.ana.Types("/influencer edit @maya.glow")
	form := w.ana.Form()
	form.Shows("Coupon code: `GLOW15` · one shared by everyone; change it with `/campaign edit shared-days`")
	if diff := cmp.Diff([]string{"Goes live", "Note", "Snooze until"}, form.Labels()); diff != "" {
		t.Error(diff)
	}
	form.Fill("Note", "x").Submit()
	form.Closed()
	w.ana.Sees("Saved for *@maya.glow* in Shared Days: the note.")
}

func TestEditAsksWhichCampaign(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "SUM1")
	w.selected(w.campaign("Winter Warm"), "@maya.glow", "TBD", "WIN1")
	m := w.says(w.ana, "/influencer edit @maya.glow", "*@maya.glow* is in 2 campaigns. Which one?", "[Summer Glow]", "[Winter Warm]")
	m.Press("Winter Warm")
	if form := w.ana.Form(); form.Value("Coupon code") != "WIN1" {
		t.Error(form.Text())
	}
	w.campaign("Summer Sale") // hers is meant: she is not in this one
	w.ana.Types("/influencer edit @maya.glow summer")
	if form := w.ana.Form(); form.Value("Coupon code") != "SUM1" {
		t.Error(form.Text())
	}
	w.influencer("@kim", "")
	w.refuses(w.ana, "/influencer edit @kim", "@kim is in no campaign yet", "/influencer select @kim")
	w.refuses(w.ana, "/influencer edit @kim summer-glow", "@kim is not in Summer Glow yet.", "/influencer select @kim summer-glow")
}

// What was typed stays, the new version is carried, and under the field it
// says who changed what to what. The second save works.
func TestTwoEditAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "OLD1")
	w.ana.Types("/influencer edit @maya.glow")
	w.ben.Types("/influencer edit @maya.glow")
	anas, bens := w.ana.Form(), w.ben.Form()
	bens.Fill("Coupon code", "BEN1").Fill("Note", "by <ben>").Submit()
	bens.Closed()
	anas.Fill("Coupon code", "ANA1").Fill("Affiliate link", "https://shop.example/ana").Submit()
	anas.Shows("@ben changed this meanwhile. It is `BEN1` now; Save replaces it.").
		Shows("@ben changed this meanwhile. It is “by <ben>” now.")
	if strings.Contains(anas.Text(), "It is `TBD` now") {
		t.Errorf("the link is said to be changed:\n%s", anas.Text())
	}
	if anas.Value("Coupon code") != "ANA1" || anas.Value("Affiliate link") != "https://shop.example/ana" {
		t.Error(anas.Text())
	}
	w.holds(maya, store.Selected, "TBD", "BEN1")
	if anas.Value("Note") != "by <ben>" {
		t.Errorf("what only ben changed is not taken:\n%s", anas.Text())
	}
	anas.Submit()
	anas.Closed()
	w.ana.Sees("coupon code `ANA1` (was `BEN1`)")
	w.holds(maya, store.Selected, "https://shop.example/ana", "ANA1")
	if note := w.row(maya).Note; note != "by <ben>" {
		t.Error(note)
	}
}

// A warning and somebody else's change are said in one go.
func TestEditWarnsAndHasMovedOn(t *testing.T) {
	t.Parallel()
	w := start(t)
	leo := w.selected(w.campaign("Winter Warm"), "@leo", "https://shop.example/leo", "LEO1")
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.ana.Types("/influencer edit @maya.glow")
	form := w.ana.Form()
	w.change("ben", maya, func(e *store.Edit) { e.Note = "ben was here" })
	form.Fill("Coupon code", "leo1").Fill("Affiliate link", "https://shop.example/leo").Submit()
	form.Shows("*@leo* has `leo1` in Winter Warm.").Shows("*@leo* has `https://shop.example/leo`").
		Shows("It is “ben was here” now")
	w.holds(maya, store.Selected, "TBD", "TBD")
	w.change("ben", leo, func(e *store.Edit) { e.Link = linkOf(t, "TBD") })
	form.Check("In spite of the warning", "Save anyway").Submit()
	form.Shows("*@leo* had `https://shop.example/leo` in Winter Warm until Mon 1 Jun 2026.")
	form.Submit()
	form.Closed()
	w.holds(maya, store.Selected, "https://shop.example/leo", "leo1")
}

func TestEditTakenNamesTheWinner(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@leo", "https://shop.example/leo", "LEO1")
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.ana.Types("/influencer edit @maya.glow")
	form := w.ana.Form()
	form.Fill("Coupon code", "leo1").Submit()
	if got := form.Error("Coupon code"); got != "@leo has leo1 in Summer Glow already. Everyone there has their own coupon code. Choose another, or TBD until you have one." {
		t.Error(got)
	}
	form.Fill("Coupon code", "MAYA1").Fill("Affiliate link", "https://shop.example/leo").Submit()
	if got := form.Error("Affiliate link"); !strings.HasPrefix(got, "@leo has https://shop.example/leo in Summer Glow already.") {
		t.Error(got)
	}
	w.holds(maya, store.Selected, "TBD", "TBD")
}

func TestFormTwiceIsOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.ana.Types("/influencer edit @maya.glow")
	form := w.ana.Form()
	form.Fill("Coupon code", "MAYA1").Submit()
	form.Closed()
	w.ana.Sees("coupon code `MAYA1` (was `TBD`)")
	must(t, w.sim.Redeliver())
	if n := w.history(maya); n != 2 {
		t.Errorf("%d history rows", n)
	}
	if payload := w.acknowledged(); payload != "" && payload != "null" {
		t.Errorf("the form that is saved is answered with %s", payload)
	}
}

func TestEditRefuses(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	open := func() { w.ana.Types("/influencer edit @maya.glow") }

	open()
	form := w.ana.Form()
	forged := strings.Replace(form.Meta(), `"v":1`, `"v":2`, 1)
	if forged == form.Meta() {
		t.Fatalf("nothing to forge in %s", form.Meta())
	}
	form.Forge(forged)
	form.Fill("Coupon code", "X1").Submit()
	form.Shows("This form is out of date.")

	open()
	form = w.ana.Form()
	w.change("ben", maya, func(e *store.Edit) { e.State = store.Withdrawn })
	form.Fill("Coupon code", "X1").Submit()
	form.Shows("@maya.glow is withdrawn in Summer Glow, and must be selected again first.")
	w.change("ben", maya, func(e *store.Edit) { e.State = store.Selected })

	open()
	form = w.ana.Form()
	w.archived(summer)
	form.Fill("Coupon code", "X1").Submit()
	form.Shows("Summer Glow is archived.")
	w.holds(maya, store.Selected, "TBD", "TBD")
}

// What a form carries is checked even if it is signed.
func TestReadEditMeta(t *testing.T) {
	for _, text := range []string{"", "null", "[]", `{"a":0,"v":1}`, `{"a":-1,"v":1}`, `{"a":"1"}`} {
		if _, err := readEditMeta(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	for _, text := range []string{"", ".", "1", "1.", ".1", "0.1", "-1.1", "1.-1", "1.1.1", "x.y", "99999999999999999999.1", "1.1:x"} {
		if id, version, ok := readRowID(text); ok {
			t.Errorf("%q is row %d version %d", text, id, version)
		}
	}
}

// The menu's and shortcut's Update link or code asks for the influencer first.
func TestPickAndEdit(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA1")
	w.applicant(w.campaign("Winter Warm"), "@maya.glow")
	w.change("ana", w.applicant(summer, "@gone"), func(e *store.Edit) { e.State = store.Declined })

	w.ana.Shortcut(shortcutUpdate)
	form := w.ana.Form()
	if diff := cmp.Diff([]string{"@maya.glow · Summer Glow", "@maya.glow · Winter Warm"}, form.Options("Influencer", "@maya")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"@maya.glow · Summer Glow"}, form.Options("Influencer", "maya1")); diff != "" {
		t.Error(diff)
	}
	if got := form.Options("Influencer", "gone"); len(got) != 0 {
		t.Error(got)
	}
	form.Choose("Influencer", "@maya.glow · Summer Glow").Submit()
	form.Shows("Edit link and code")
	form.Fill("Coupon code", "MAYA2").Submit()
	form.Shows("coupon code `MAYA2` (was `MAYA1`)")
	w.holds(maya, store.Selected, "TBD", "MAYA2")
}

// When the place to answer in is gone, the form itself says what was saved.
func TestEditSavedAfterHalfAnHour(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.ana.Types("/influencer edit @maya.glow")
	form := w.ana.Form()
	w.sim.Clock().Advance(31 * time.Minute)
	form.Fill("Coupon code", "MAYA1").Submit()
	form.Shows("Saved for *@maya.glow* in Summer Glow: coupon code `MAYA1` (was `TBD`).")
	w.holds(maya, store.Selected, "TBD", "MAYA1")
}
