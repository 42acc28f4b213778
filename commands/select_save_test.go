package commands

import (
	"slices"
	"strings"
	"testing"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// What is prepared for an applicant is shown, and what is typed counts.
func TestSelectShowsWhatIsPrepared(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.applicant(w.campaign("Summer Glow"), "@maya.glow")
	w.change("ben", maya, func(e *store.Edit) { e.Code, e.GoesLive = codeOf(t, "MAYA1"), "2026-07-01" })
	w.says(w.ana, "/influencer show @maya.glow", "prepared for when they are selected").Press("Select")
	form := w.ana.Form()
	if form.Value("Coupon code") != "MAYA1" || form.Value("Goes live") != "2026-07-01" {
		t.Error(form.Text())
	}
	form.Fill("Coupon code", "TBD").Fill("Goes live", "").Submit()
	form.Closed()
	w.holds(maya, store.Selected, "TBD", "TBD")
	if live := w.row(maya).GoesLive; live != "" {
		t.Errorf("goes live %s", live)
	}
}

// Two people open the form for one applicant; the second finds what the first did.
func TestTwoSelectAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.applicant(w.campaign("Summer Glow"), "@maya.glow")
	w.ana.Types("/influencer select @maya.glow summer")
	w.ben.Types("/influencer select @maya.glow summer")
	anas, bens := w.ana.Form(), w.ben.Form()
	anas.Fill("Coupon code", "ANA1").Submit()
	anas.Closed()
	bens.Fill("Coupon code", "BEN1").Fill("Affiliate link", "https://shop.example/b").Submit()
	bens.Shows("*@maya.glow* is selected in Summer Glow already.").Shows("It is `ANA1` now; Save replaces it.")
	if bens.Title() != "Edit link and code" || bens.Value("Coupon code") != "BEN1" || bens.Value("Affiliate link") != "https://shop.example/b" {
		t.Error(bens.Text())
	}
	w.holds(maya, store.Selected, "TBD", "ANA1")
	bens.Submit()
	bens.Closed()
	w.ben.Sees("coupon code `BEN1` (was `ANA1`)")
	w.holds(maya, store.Selected, "https://shop.example/b", "BEN1")
}

// Somebody prepared another code while the form was open.
func TestSelectAfterAChange(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.applicant(w.campaign("Summer Glow"), "@maya.glow")
	w.ana.Types("/influencer select @maya.glow summer")
	form := w.ana.Form()
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "BEN1") })
	form.Fill("Coupon code", "ANA1").Submit()
	form.Shows("@ben changed this meanwhile. It is `BEN1` now; Save replaces it.")
	if form.Value("Coupon code") != "ANA1" {
		t.Error(form.Text())
	}
	w.holds(maya, store.Applied, "TBD", "BEN1")
	form.Submit()
	form.Closed()
	w.holds(maya, store.Selected, "TBD", "ANA1")
}

func TestSelectWarnsInTheForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	leo := w.selected(w.campaign("Winter Warm"), "@leo", "TBD", "GLOW20")
	summer := w.campaign("Summer Glow")
	w.ana.Types("/influencer select @maya.glow summer code GLOW20")
	form := w.ana.Form()
	if form.Has("In spite of the warning") {
		t.Error("warned too early")
	}
	form.Submit()
	form.Shows("*@leo* has `GLOW20` in Winter Warm.")
	form.Submit() // not checked
	form.Shows("*@leo* has `GLOW20`")
	w.change("ben", leo, func(e *store.Edit) { e.Code = codeOf(t, "LEO1") })
	form.Check("In spite of the warning", "Save anyway").Submit() // agrees to what was shown, which is so no more
	form.Shows("*@leo* had `GLOW20` in Winter Warm until Mon 1 Jun 2026.")
	form.Submit()
	form.Closed()
	w.holds(w.rowOf("@maya.glow", summer), store.Selected, "TBD", "GLOW20")

	w.refuses(w.ana, "/influencer select @kim summer code glow20 link TBD", "@maya.glow has glow20 in Summer Glow already.")
	w.ana.Types("/influencer select @kim summer code glow20")
	form = w.ana.Form()
	form.Submit()
	if got := form.Error("Coupon code"); !strings.HasPrefix(got, "@maya.glow has glow20 in Summer Glow already.") {
		t.Error(got)
	}
}

func TestSelectAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA20")
	w.change("ana", maya, func(e *store.Edit) { e.State = store.Withdrawn })
	w.edited(summer, func(terms *store.Terms) { terms.CodeMode, terms.SharedCode = store.Shared, codeOf(t, "GLOW15") })
	w.says(w.ana, "/influencer show @maya.glow", "withdrawn").Press("Select again")
	form := w.ana.Form()
	form.Shows("`GLOW15` · one shared by everyone").Submit()
	form.Closed()
	w.ana.Sees("is selected for Summer Glow")
	w.holds(maya, store.Selected, "TBD", "TBD")
}

func TestSelectRefuses(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.refuses(w.ana, "/influencer select @maya.glow summer", "There is no campaign yet.", "/campaign new")
	summer := w.campaign("Summer Glow")
	w.ana.Types("/influencer select @maya.glow summer")
	form := w.ana.Form()
	form.Forge("{}")
	form.Submit()
	form.Shows("This form is out of date. Close it and open it again.")
	w.ana.Types("/influencer select @maya.glow summer")
	form = w.ana.Form()
	w.archived(summer)
	before := w.writes()
	form.Submit()
	form.Shows("Summer Glow is archived.")
	if w.writes() != before {
		t.Error("something was stored")
	}
}

// One word names a campaign, or somebody.
func TestSelectOneWord(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	w.campaign("Winter Warm")
	for line, want := range map[string][2]string{
		"/influencer select winter":        {"Winter Warm", ""},
		`/influencer select "Summer Glow"`: {"Summer Glow", ""},
		"/influencer select @winter":       {"", "Add @winter"},
		"/influencer select kim":           {"", "Add @kim"},
	} {
		w.ana.Types(line)
		form := w.ana.Form()
		if form.Value("Campaign") != want[0] || form.Value("Influencers") != want[1] {
			t.Errorf("%s: %s", line, form.Text())
		}
		form.Close()
	}
}

func TestOldHandleIsOffered(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	maya := w.influencer("@maya", "Maya Mai")
	_, err := w.store.SaveProfile(t.Context(), w.act(), maya.ID, maya.Version, store.Profile{Handle: handleOf(t, "@shine"), Name: "Maya Mai"})
	must(t, err)
	w.ana.Types("/influencer select")
	options := w.ana.Form().Options("Influencers", "https://www.tiktok.com/@maya")
	if diff := cmp.Diff([]string{"@shine · Maya Mai · was @maya"}, options); diff != "" {
		t.Error(diff)
	}
	if options = w.ana.Form().Options("Influencers", "@maya"); !slices.Contains(options, "@shine · Maya Mai") || len(options) != 1 {
		t.Error(options)
	}
}
