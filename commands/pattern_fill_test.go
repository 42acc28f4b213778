package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

const (
	codes = "{FIRST}15"
	links = "https://shop.example/?utm_campaign={CAMPAIGN}&utm_content={HANDLE}"
)

// The form begins with TBD, tells what the patterns make, and makes it when asked.
func TestFillOne(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns(links, codes))
	w.influencer("@maya.glow", "José Maya Glow")
	w.ana.Types("/influencer select @maya.glow summer-glow")
	form := w.ana.Form()
	if form.Value("Coupon code") != "TBD" || form.Value("Affiliate link") != "TBD" || form.Value("Fill in from the pattern") != "" {
		t.Error(form.Text())
	}
	form.Shows("For *@maya.glow* (José Maya Glow): affiliate link `https://shop.example/?utm_campaign=summer-glow&utm_content=maya.glow` · coupon code `JOSE15`")
	form.Check("Fill in from the pattern", "Coupon code: {FIRST}15").Submit()
	form.Closed()
	w.ana.Sees("Saved. *@maya.glow* (José Maya Glow) is selected for Summer Glow.")
	w.ana.Sees("Coupon code: `JOSE15` · *Not yet in the shop*")
	maya := w.rowOf("@maya.glow", summer)
	w.holds(maya, store.Selected, "TBD", "JOSE15")
	if !maya.NotInShop {
		t.Error("it is in the shop")
	}

	w.ana.Types("/influencer edit @maya.glow")
	form = w.ana.Form()
	if len(form.Options("Fill in from the pattern", "")) > 1 {
		t.Error("what is set is offered")
	}
	form.ShowsNot("coupon code `JOSE15`").Check("Fill in from the pattern", "Affiliate link: shop.example/?utm_campaign={CAMPAIGN}&utm_content={HANDLE}").Submit()
	form.Closed()
	w.holds(maya, store.Selected, "https://shop.example/?utm_campaign=summer-glow&utm_content=maya.glow", "JOSE15")
	w.ana.Types("/influencer edit @maya.glow")
	if w.ana.Form().Has("Fill in from the pattern") {
		t.Error("nothing is TBD, and a pattern is offered")
	}
}

// What one typed is kept, whatever is ticked.
func TestFillLeavesWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes))
	w.influencer("@maya", "Maya")
	w.ana.Types("/influencer select @maya summer-glow")
	form := w.ana.Form()
	form.Fill("Coupon code", "MAYA20").Check("Fill in from the pattern", "Coupon code: {FIRST}15").Submit()
	form.Closed()
	maya := w.rowOf("@maya", summer)
	w.holds(maya, store.Selected, "TBD", "MAYA20")
	if maya.NotInShop {
		t.Error("what was typed counts as made")
	}
}

// Picking in the form tells what would be made, and the tick stays.
func TestFillFollowsThePick(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow", patterns("", codes))
	w.campaign("Winter Warm", modes(store.UniqueProgram, store.UniqueProgram), func(t *store.Terms) { t.CodePattern = codes })
	w.influencer("@maya", "Maya")
	w.ana.Shortcut(shortcutSelect)
	form := w.ana.Form()
	if form.Has("Fill in from the pattern") {
		t.Error("a pattern before there is a campaign")
	}
	form.Choose("Campaign", "Winter Warm")
	if form.Has("Fill in from the pattern") {
		t.Error("a pattern for codes of the program")
	}
	form.Choose("Campaign", "Summer Glow").Check("Fill in from the pattern", "Coupon code: {FIRST}15")
	form.Choose("Influencers", "@maya · Maya").Shows("For *@maya* (Maya): coupon code `MAYA15`")
	if form.Value("Fill in from the pattern") != "Coupon code: {FIRST}15" {
		t.Errorf("the tick is gone: %s", form.Text())
	}
	form.Choose("Influencers", "Add @newcomer")
	form.Submit()
	form.Shows("The coupon code of *@newcomer* stays TBD: There is nothing for {FIRST}: the influencer's name is not known. Fill it in: `/influencer profile @newcomer`")
	w.holds(w.rowOf("@newcomer", w.onlyNamed("Summer Glow")), store.Selected, "TBD", "TBD")
}

// Of many, each gets their own; what can't be made or isn't theirs alone stays
// TBD, and the answer says why and names both.
func TestFillMany(t *testing.T) {
	t.Parallel()
	w := start(t)
	winter := w.campaign("Winter Warm")
	w.selected(winter, "@old", "TBD", "LEO15")
	w.change("ben", w.rowOf("@old", winter), func(e *store.Edit) { e.Code = codeOf(t, "LEO20") })
	summer := w.campaign("Summer Glow", patterns("https://shop.example/{HANDLE}", codes))
	taken := w.selected(summer, "@holder", "TBD", "kim15")
	for handle, name := range map[string]string{
		"@maya": "Maya Glow", "@anna.a": "Anna Able", "@anna.b": "anna Baker", "@leo": "Leo", "@kim": "Kim", "@cyr": "Мая", "@zoe_x": "Zoe", "@zoex": "Zoë X",
		"@tick": "<!channel>`15", "@pre": "Prepared",
	} {
		w.influencer(handle, name)
	}
	prepared := w.applicant(summer, "@pre")
	w.change("ben", prepared, func(e *store.Edit) { e.Code = codeOf(t, "PRE1") })
	w.ana.Types("/influencer select")
	form := w.ana.Form()
	form.Choose("Campaign", "Summer Glow")
	form.Fill("Or paste handles", "@maya @anna.a @anna.b @leo @kim @cyr @zoe_x @zoex @nobody @tick @pre @holder")
	form.Check("Fill in from the pattern", "Coupon code: {FIRST}15", "Affiliate link: https://shop.example/{HANDLE}").Submit()
	form.Closed()
	for _, words := range []string{
		"Saved. 11 influencers selected for Summer Glow. *@holder* was selected already and stays as it was.",
		"The coupon code of *@anna.a* (Anna Able) and *@anna.b* (anna Baker) stays TBD: `ANNA15` would be for *@anna.a* (Anna Able) and *@anna.b* (anna Baker) alike.",
		"`ZOE15` would be for *@zoe_x* (Zoe) and *@zoex* (Zoë X) alike.",
		"`https://shop.example/zoe_x` for *@zoe_x* (Zoe) and `https://shop.example/zoex` for *@zoex* (Zoë X) hardly differ.",
		"The coupon code of *@cyr* (Мая) stays TBD: What stands for {FIRST} contains what a code can't: the Cyrillic letter “М” (U+041C)",
		"The coupon code of *@nobody* stays TBD: There is nothing for {FIRST}: the influencer's name is not known. Fill it in: `/influencer profile @nobody`",
		"2 more stay TBD, for reasons of this kind.",
	} {
		w.ana.Sees(words)
	}
	got := map[string]string{}
	for handle := range strings.FieldsSeq("@maya @anna.a @anna.b @leo @kim @cyr @zoe_x @zoex @nobody @tick @pre") {
		row := w.rowOf(handle, summer)
		if row.NotInShop != (!row.Code.TBD() && handle != "@pre") {
			t.Errorf("%s: in the shop", handle)
		}
		got[handle] = strings.TrimPrefix(row.Link.String(), "https://shop.example/") + " " + row.Code.String()
	}
	want := map[string]string{
		"@maya": "maya MAYA15", "@anna.a": "anna.a TBD", "@anna.b": "anna.b TBD", "@leo": "leo TBD", "@kim": "kim TBD", "@cyr": "cyr TBD",
		"@zoe_x": "TBD TBD", "@zoex": "TBD TBD", "@nobody": "nobody TBD", "@tick": "tick CHANNEL1515", "@pre": "pre PRE1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.holds(taken, store.Selected, "TBD", "kim15")
}

// Somebody who holds it elsewhere or held it before is named, with where.
func TestFillNamesWhoHasIt(t *testing.T) {
	t.Parallel()
	w := start(t)
	winter := w.campaign("Winter Warm")
	w.selected(winter, "@old", "https://shop.example/LEO", "leo15")
	w.campaign("Summer Glow", patterns("https://shop.example/{HANDLE}", codes))
	w.influencer("@leo", "Leo")
	w.ana.Types("/influencer select @leo summer-glow")
	form := w.ana.Form()
	form.Check("Fill in from the pattern", "Coupon code: {FIRST}15", "Affiliate link: https://shop.example/{HANDLE}").Submit()
	form.Closed()
	w.ana.Sees("The coupon code of *@leo* (Leo) stays TBD: *@old* has `LEO15` in Winter Warm.")
	w.ana.Sees("The affiliate link of *@leo* (Leo) stays TBD: `https://shop.example/leo` hardly differs from `https://shop.example/LEO` of *@old* in Winter Warm, by letter case only.")
	first, before := w.acknowledged(), w.writes()
	must(t, w.sim.Redeliver())
	if again := w.acknowledged(); again != first || w.writes() != before {
		t.Errorf("first %s\nagain %s", first, again)
	}
}

// A repeat says of everybody what was said at first.
func TestFillTwiceIsOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes))
	for handle, name := range map[string]string{"@maya": "Maya", "@anna.a": "Anna", "@anna.b": "Anna"} {
		w.influencer(handle, name)
	}
	w.ana.Types("/influencer select @maya @anna.a @anna.b summer-glow")
	form := w.ana.Form()
	form.Check("Fill in from the pattern", "Coupon code: {FIRST}15").Submit()
	form.Closed()
	first := w.ana.Sees("`ANNA15` would be for *@anna.a* (Anna) and *@anna.b* (Anna) alike.").Text()
	before := w.writes()
	must(t, w.sim.Redeliver())
	if again := w.ana.Sees("Saved. 3 influencers").Text(); again != first || w.writes() != before {
		t.Errorf("first %s\nagain %s", first, again)
	}
	w.holds(w.rowOf("@maya", summer), store.Selected, "TBD", "MAYA15")
}

// In the edit form one is told under the checkbox why nothing can be made, and
// warned as of anything typed.
func TestFillInTheEditForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	winter := w.campaign("Winter Warm")
	w.selected(winter, "@old", "TBD", "LEO15")
	summer := w.campaign("Summer Glow", patterns("", codes))
	w.influencer("@leo", "Leo")
	w.ana.Types("/influencer select @leo summer-glow")
	w.ana.Form().Submit()
	leo := w.rowOf("@leo", summer)
	w.ana.Types("/influencer edit @leo")
	form := w.ana.Form()
	form.Shows("For *@leo* (Leo): coupon code `LEO15`").Check("Fill in from the pattern", "Coupon code: {FIRST}15").Submit()
	form.Shows("*@old* has `LEO15` in Winter Warm.").Check("In spite of the warning", "Save anyway").Submit()
	form.Closed()
	w.holds(leo, store.Selected, "TBD", "LEO15")
	if !w.row(leo).NotInShop {
		t.Error("it is in the shop")
	}

	w.selected(summer, "@nameless", "TBD", "TBD")
	w.ana.Types("/influencer edit @nameless")
	form = w.ana.Form()
	form.Shows("the coupon code stays TBD. There is nothing for {FIRST}").Check("Fill in from the pattern", "Coupon code: {FIRST}15").Submit()
	if got := form.Error("Fill in from the pattern"); !strings.HasPrefix(got, "There is nothing for {FIRST}") || !strings.HasSuffix(got, " Fill it in: /influencer profile @nameless") {
		t.Error(got)
	}
}

// Nothing is made from what is forgotten.
func TestFillNothingForgotten(t *testing.T) {
	row := sampleRow(t, store.Selected, "TBD", "TBD")
	row.Campaign.CodePattern = codes
	if got := editFormOf(row).fillable(); len(got) != 1 {
		t.Error(got)
	}
	row.Influencer.ForgottenAt = &monday
	if got := editFormOf(row).fillable(); len(got) != 0 {
		t.Error(got)
	}
}

// However many are filled in, the database is asked as often.
func TestFillingManyAsksOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	s, counted := countStatements(t)
	app := New(Config{Store: s, Slack: w.app.slack, Identity: w.app.identity, Clock: w.app.clock, Log: w.app.log})
	own := w.store
	w.store = s
	summer := w.campaign("Summer Glow", patterns("https://shop.example/{HANDLE}", "{HANDLE}15"))
	w.store = own
	fill := func(prefix string, n int) int64 {
		t.Helper()
		all := make([]choice, n)
		for i := range all {
			all[i] = choice{Selection: store.Selection{Handle: handleOf(t, fmt.Sprintf("%s%02d", prefix, i))}, name: "x"}
		}
		return counted.during(func() {
			stays, err := app.fillIn(t.Context(), w.team, summer, map[kind]bool{aLink: true, aCode: true}, all)
			if err != nil || len(stays) > 0 || all[n-1].Code.TBD() || all[n-1].Link.TBD() || !all[n-1].MadeCode {
				t.Errorf("%v, %v, %+v", stays, err, all[n-1])
			}
		})
	}
	if few, many := fill("a", 4), fill("b", 80); few == 0 || few != many {
		t.Errorf("%d statements for 4, %d for 80", few, many)
	}
}

// Whoever is only added by the form has no profile to fill in yet.
func TestForetellOfSomebodyNew(t *testing.T) {
	c := campaignOf(1, "Summer Glow", "")
	c.CodePattern = codes
	got := foretell(store.Influencer{Profile: store.Profile{Handle: handleOf(t, "new")}}, c, []kind{aCode})
	if want := "For *@new*: the coupon code stays TBD. There is nothing for {FIRST}: the influencer's name is not known. Add them with their name first: `/influencer add`"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
