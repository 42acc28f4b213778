package commands

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

func TestParseSelect(t *testing.T) {
	for _, tt := range []struct {
		text          string
		people        string
		campaign      string
		link, code    string
		problem, hint string
	}{
		{text: ""},
		{text: "@maya", people: "@maya"},
		{text: "maya", people: "@maya"},
		{text: "maya summer-glow", people: "@maya", campaign: "summer-glow"},
		{text: "@maya @leo @maya summer-glow", people: "@maya @leo", campaign: "summer-glow"},
		{text: `@maya "Summer Glow"`, people: "@maya", campaign: "Summer Glow"},
		{text: `"Summer Glow"`, campaign: "Summer Glow"},
		{text: "https://www.instagram.com/maya.glow/?hl=en summer", people: "@maya.glow", campaign: "summer"},
		{text: "@maya s code MAYA20", people: "@maya", campaign: "s", code: "MAYA20"},
		{text: "@maya s CODE MAYA20 link https://shop.example/m", people: "@maya", campaign: "s", code: "MAYA20", link: "https://shop.example/m"},
		{text: "@maya s link to be announced code TBD", people: "@maya", campaign: "s", code: "TBD", link: "to be announced"},
		{text: "@maya s code SAVE 15", people: "@maya", campaign: "s", code: "SAVE 15"},
		{text: `@maya s code "code"`, people: "@maya", campaign: "s", code: `"code"`},
		{text: "@maya s code", people: "@maya", campaign: "s"},
		{text: "@maya summer glow code X", problem: "After the campaign come code and link, not glow.", hint: `/influencer select @maya "summer glow"`},
		{text: "@maya code X", problem: "The campaign comes before the coupon code.", hint: "summer-glow code X"},
		{text: "@maya s code X code Y", problem: "The word code is here twice."},
		{text: "summer-glow @maya", problem: "The handles come first, and each of several begins with @."},
		{text: "maya @leo s", problem: "The handles come first, and each of several begins with @."},
		{text: `"Summer Glow`, problem: "There is a quote without its partner."},
		{text: "@may/a s", problem: "A handle can't contain"},
		{text: `"Summer Glow" @maya`, problem: "There is more here than this command takes: @maya."},
		{text: strings.Repeat("@a ", 5000) + "s", people: "@a", campaign: "s"},
		{text: manyHandles(101) + "s", problem: "That is more than 100 influencers."},
	} {
		in, err := parseSelect(tt.text)
		if tt.problem != "" {
			wrong := userErrorOf(t, err)
			if !strings.HasPrefix(wrong.Problem, tt.problem) || !strings.Contains(wrong.Error(), tt.hint) {
				t.Errorf("%.40q: %v", tt.text, wrong)
			}
			continue
		}
		if err != nil {
			t.Errorf("%.40q: %v", tt.text, err)
			continue
		}
		got := []string{handleList(in.people), in.campaign.text, in.text[aLink], in.text[aCode]}
		if diff := cmp.Diff([]string{tt.people, tt.campaign, tt.link, tt.code}, got); diff != "" {
			t.Errorf("%.40q: %s", tt.text, diff)
		}
	}
}

func manyHandles(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "@handle%d ", i)
	}
	return b.String()
}

func TestReadPasted(t *testing.T) {
	found, unread := readPasted("@maya.glow, leo.moves;\n\thttps://www.tiktok.com/@kim?x=1 “@ana”  – @@ @o/o")
	if got := handleList(found); got != "@maya.glow @leo.moves @kim @ana" {
		t.Error(got)
	}
	if found[2].platform != "TikTok" {
		t.Errorf("platform %q", found[2].platform)
	}
	if diff := cmp.Diff([]string{"–", "@@", "@o/o"}, unread); diff != "" {
		t.Error(diff)
	}
	if got := unreadable(strings.Fields("a b c d e f g")); got != "Can't read a, b, c, d, e and 2 more as a handle or profile address." {
		t.Error(got)
	}
}

func TestReadPick(t *testing.T) {
	p := pickOf(person{handle: handleOf(t, "@maya.glow"), platform: "Instagram"}, store.Influencer{})
	read, err := readPick(p.option().Value, "")
	if err != nil || read.person.handle.String() != "maya.glow" || read.person.platform != "Instagram" || read.label != "Add @maya.glow" {
		t.Errorf("%+v, %v", read, err)
	}
	for _, forged := range []string{"", "i:", "i:0", "i:-1", "i:x", "h:", "h:a b", "x", "maya", "h:maya:" + strings.Repeat("p", 41)} {
		if _, err := readPick(forged, ""); err == nil {
			t.Errorf("%q is taken", forged)
		}
	}
}

// The form begins with TBD for what is unique, and TBD never stops it.
func TestSelectWithTBD(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", launching("2026-06-20"))
	w.applicant(summer, "@maya.glow")
	w.ana.Types("/influencer select @maya.glow summer-glow")
	form := w.ana.Form()
	want := []string{"Campaign", "Influencers", "Or paste handles", "Affiliate link", "Coupon code", "Goes live"}
	if diff := cmp.Diff(want, form.Labels()); diff != "" {
		t.Error(diff)
	}
	if form.Title() != "Select influencer" || form.Value("Campaign") != "Summer Glow" || form.Value("Influencers") != "@maya.glow" ||
		form.Value("Affiliate link") != "TBD" || form.Value("Coupon code") != "TBD" {
		t.Error(form.Text())
	}
	form.Shows("Replace it now or later. TBD never stops a selection.").Shows("Sat 20 Jun 2026")
	form.Submit()
	form.Closed()
	w.ana.Sees("Saved. *@maya.glow* is selected for Summer Glow.")
	w.ana.Sees("selected, link and code TBD")
	maya := w.rowOf("@maya.glow", summer)
	w.holds(maya, store.Selected, "TBD", "TBD")
	if n := w.history(maya); n != 2 {
		t.Errorf("%d history rows", n)
	}
}

func TestSelectAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.campaign("Winter Warm", modes(store.NotNeeded, store.Shared))
	w.says(w.ana, "/influencer select @maya.glow summer-glow code MAYA20 link https://shop.example/maya",
		"Saved. *@maya.glow* is selected for Summer Glow.", "selected, ready", "`MAYA20`", "`https://shop.example/maya`")
	maya := w.rowOf("@maya.glow", summer)
	w.holds(maya, store.Selected, "https://shop.example/maya", "MAYA20")
	first := w.acknowledged()
	must(t, w.sim.Redeliver())
	if again := w.acknowledged(); again != first || w.history(maya) != 1 {
		t.Errorf("twice: %s", again)
	}

	w.says(w.ana, "/influencer select @leo @kim summer code TBD link TBD", "Saved. 2 influencers selected for Summer Glow.")
	w.says(w.ana, "/influencer select @leo @kim winter", "Saved. 2 influencers selected for Winter Warm.")
	w.refuses(w.ana, "/influencer select @zoe summer code SAVE 15 link TBD", "A code can't contain a space. Try SAVE15")
	w.refuses(w.ana, "/influencer select @zoe @joe summer code ZOE1 link TBD", "Several at once begin as TBD")
	w.refuses(w.ana, "/influencer select @zoe winter code ZOE1", "In Winter Warm everyone shares one coupon code, so leave it out.")
	w.refuses(w.ana, "/influencer select @zoe sumer-glow", "There is no campaign sumer-glow.", "/influencer select @zoe summer-glow")
	w.refuses(w.ana, "/influencer select @zoe summer code maya20 link TBD", "@maya.glow")
}

// Somebody new who looks like somebody known is asked about, not added.
func TestSelectLooksAlike(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.applicant(summer, "@maya.glow")
	before := w.writes()
	w.ana.Types("/influencer select @maya.glw summer-glow code M1 link TBD")
	form := w.ana.Form()
	form.Shows("There is no @maya.glw yet, and @maya.glow looks alike.")
	if w.writes() != before {
		t.Error("somebody was added")
	}
	if form.Value("Influencers") != "Add @maya.glw" || form.Value("Coupon code") != "M1" {
		t.Error(form.Text())
	}
	form.Choose("Influencers", "@maya.glow").Submit()
	form.Closed()
	w.ana.Sees("*@maya.glow* is selected")
	w.holds(w.rowOf("@maya.glow", summer), store.Selected, "TBD", "M1")
}

// Whoever is selected already gets the edit form, with what was typed.
func TestSelectSomebodySelected(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "https://shop.example/maya", "MAYA15")
	w.ana.Types("/influencer select @maya.glow summer-glow")
	form := w.ana.Form()
	if form.Title() != "Edit link and code" || form.Value("Coupon code") != "MAYA15" {
		t.Error(form.Text())
	}
	form.Shows("*@maya.glow* is selected in Summer Glow already.")
	form.Close()

	w.ana.Types("/influencer select @maya.glow summer-glow code MAYA20 link TBD")
	form = w.ana.Form()
	if form.Value("Coupon code") != "MAYA20" || form.Value("Affiliate link") != "https://shop.example/maya" {
		t.Error(form.Text())
	}
	form.Shows("It is `MAYA15` now; Save replaces it.").Submit()
	form.Closed()
	w.ana.Sees("Saved for *@maya.glow* in Summer Glow: coupon code `MAYA20` (was `MAYA15`).")
	w.holds(maya, store.Selected, "https://shop.example/maya", "MAYA20")
}

// The fields appear with the campaign that needs them.
func TestSelectFormFollowsTheCampaign(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.campaign("Winter Warm", modes(store.NotNeeded, store.Shared), func(terms *store.Terms) { terms.SharedCode = codeOf(t, "WARM10") })
	w.archived(w.campaign("Old Times"))
	w.applicant(summer, "@zoe")
	w.influencer("@amy", "Amy Able")

	w.ana.Shortcut(shortcutSelect)
	form := w.ana.Form()
	if form.Has("Affiliate link") || form.Has("Coupon code") || form.Value("Campaign") != "" {
		t.Error(form.Text())
	}
	if diff := cmp.Diff([]string{"Summer Glow", "Winter Warm"}, form.Options("Campaign", "")); diff != "" {
		t.Error(diff)
	}
	form.Choose("Campaign", "Winter Warm").Shows("Coupon code: `WARM10` · one shared by everyone")
	if form.Has("Affiliate link") || form.Has("Coupon code") {
		t.Error(form.Text())
	}
	form.Choose("Campaign", "Summer Glow").ShowsNot("WARM10").Fill("Coupon code", "ZOE1")
	if diff := cmp.Diff([]string{"@zoe · applied", "@amy · Amy Able"}, form.Options("Influencers", "")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"@amy · Amy Able", "Add @ABLE"}, form.Options("Influencers", "ABLE")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Add @newcomer"}, form.Options("Influencers", "newcomer")); diff != "" {
		t.Error(diff)
	}
	if got := form.Options("Influencers", "two words"); len(got) != 0 {
		t.Error(got)
	}
	form.Choose("Influencers", "@zoe · applied").Submit()
	form.Shows("Saved. *@zoe* is selected for Summer Glow.")
	w.holds(w.rowOf("@zoe", summer), store.Selected, "TBD", "ZOE1")
}

// A shortcut has no place to answer in, so the form turns into what was saved.
func TestSelectByShortcutShowsSaved(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	w.ana.Shortcut(shortcutSelect)
	form := w.ana.Form()
	form.Choose("Influencers", "Add @newcomer").Submit()
	form.Shows("Saved. *@newcomer* is selected for Summer Glow.")
	if form.Title() != "Saved" {
		t.Error(form.Title())
	}
	w.holds(w.rowOf("@newcomer", w.onlyCampaign()), store.Selected, "TBD", "TBD")
}

func TestPastedHandles(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.applicant(summer, "@leo")
	zoe := w.selected(summer, "@zoe", "TBD", "ZOE1")
	kim := w.applicant(summer, "@kim")
	w.change("ben", kim, func(e *store.Edit) { e.Code, e.GoesLive = codeOf(t, "KIM1"), "2026-07-01" })

	w.ana.Types("/influencer select")
	form := w.ana.Form()
	form.Fill("Or paste handles", "@leo, ??? https://www.instagram.com/maya.glow/ o/o").Submit()
	if got := form.Error("Or paste handles"); got != "Can't read ??? and o/o as a handle or profile address." {
		t.Error(got)
	}
	form.Fill("Or paste handles", "").Submit()
	if got := form.Error("Influencers"); got != "Pick at least one influencer, or paste handles below." {
		t.Error(got)
	}
	form.Fill("Or paste handles", "@leo, @LEO; https://www.instagram.com/maya.glow/\n@zoe kim").Fill("Coupon code", "ALL1").Submit()
	if got := form.Error("Coupon code"); !strings.HasPrefix(got, "Several at once begin as TBD") {
		t.Error(got)
	}
	form.Fill("Coupon code", "TBD").Submit()
	form.Closed()
	w.ana.Sees("Saved. 3 influencers selected for Summer Glow. 1 was selected already and stays as it was.")
	w.holds(w.rowOf("@leo", summer), store.Selected, "TBD", "TBD")
	w.holds(w.rowOf("@maya.glow", summer), store.Selected, "TBD", "TBD")
	w.holds(zoe, store.Selected, "TBD", "ZOE1")
	w.holds(kim, store.Selected, "TBD", "KIM1") // what was prepared is kept
	if live := w.row(kim).GoesLive; live != "2026-07-01" {
		t.Errorf("goes live %s", live)
	}
	if p := w.rowOf("@maya.glow", summer).Influencer.Platform; p != "Instagram" {
		t.Errorf("platform %q", p)
	}

	w.ana.Types("/influencer select @leo @zoe summer")
	form = w.ana.Form()
	form.Submit()
	if got := form.Error("Influencers"); !strings.HasPrefix(got, "All of them are selected in Summer Glow already.") {
		t.Error(got)
	}
}

// A repeat of a save that left some out is answered as the first.
func TestSelectTwiceIsOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@zoe", "TBD", "TBD")
	w.says(w.ana, "/influencer select @leo @zoe @kim summer code TBD link TBD", "Saved. 2 influencers selected", "1 was selected already")
	first, before := w.acknowledged(), w.writes()
	must(t, w.sim.Redeliver())
	if again := w.acknowledged(); again != first || w.writes() != before {
		t.Errorf("first %s\nagain %s", first, again)
	}
}

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
	form.Shows("@ben changed *@maya.glow* meanwhile. Save goes on from there.").Shows("It is `BEN1` now; Save replaces it.")
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
	form.Shows("`GLOW20` is held by *@leo* in Winter Warm now.")
	form.Submit() // not checked
	form.Shows("is held by *@leo*")
	w.change("ben", leo, func(e *store.Edit) { e.Code = codeOf(t, "LEO1") })
	form.Check("In spite of the warning", "Save anyway").Submit() // agrees to what was shown, which is so no more
	form.Shows("`GLOW20` was held by *@leo* in Winter Warm until Mon 1 Jun 2026.")
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
