package commands

import (
	"fmt"
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
		{text: "@maya summer glow code X", problem: "After the campaign come code and link, not glow."},
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
	w.ana.Sees("Saved. 3 influencers selected for Summer Glow. *@zoe* was selected already and stays as it was.")
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
	w.says(w.ana, "/influencer select @leo @zoe @kim summer code TBD link TBD", "Saved. 2 influencers selected", "*@zoe* was selected already and stays as it was.")
	first, before := w.acknowledged(), w.writes()
	must(t, w.sim.Redeliver())
	if again := w.acknowledged(); again != first || w.writes() != before {
		t.Errorf("first %s\nagain %s", first, again)
	}
}
