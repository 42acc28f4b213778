package commands

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"codekeeper/bot"
	"codekeeper/store"
)

// Everybody selected whose code is TBD gets one by one press: from the card, or
// from what is TBD. What isn't theirs alone stays TBD and names both; one Undo
// takes all back.
func TestMakeForAllSelected(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-20"))
	for handle, name := range map[string]string{"@maya": "Maya Glow", "@leo": "Leo", "@anna.a": "Anna", "@anna.b": "Änna", "@cyr": "Мая", "@gone": "Gone", "@out": "Out", "@kim": "Kim"} {
		w.influencer(handle, name)
	}
	for _, handle := range []string{"@maya", "@leo", "@anna.a", "@anna.b", "@cyr", "@nameless"} {
		w.selected(summer, handle, "TBD", "TBD")
	}
	w.selected(summer, "@holder", "TBD", "leo15")
	w.applicant(summer, "@kim")
	w.change("ben", w.selected(summer, "@out", "TBD", "TBD"), func(e *store.Edit) { e.State = store.Withdrawn })
	gone := w.selected(summer, "@gone", "TBD", "TBD")
	_, err := w.store.Forget(t.Context(), w.act(), gone.InfluencerID, gone.Influencer.Version)
	must(t, err)
	lacks(t, w.says(w.ana, "/influencer tbd summer").Text(), "from the pattern")

	// The pattern comes later, and its form's answer leads on.
	w.ana.Types("/campaign edit summer-glow")
	form := w.ana.Form()
	form.Fill("Code pattern", codes).Submit()
	form.Closed()
	w.ana.Sees("[Make 6 codes from the pattern]")
	lacks(t, w.says(w.ana, "/influencer tbd").Text(), "from the pattern")
	lacks(t, w.says(w.ana, "/influencer tbd summer link").Text(), "from the pattern")
	tbd := w.says(w.ana, "/influencer tbd summer-glow", "[Make 6 codes from the pattern]")
	card := w.says(w.ben, "/campaign show summer-glow", "[Make 6 codes from the pattern]")
	asks := tbd.Asks("Make 6 codes from the pattern")
	w.reads("asks", asks, "Make 6 codes?", "From {FIRST}15, for the selected influencers of Summer Glow whose code is TBD.", "Codes still have to be created in the shop.")

	tbd.Press("Make 6 codes from the pattern")
	made := w.ana.Sees("Made 1 code of Summer Glow from `{FIRST}15`. 5 stay TBD.")
	w.reads("made", made.Text(),
		"The coupon code of *@anna.a* (Anna) and *@anna.b* (Änna) stays TBD: `ANNA15` would be for *@anna.a* (Anna) and *@anna.b* (Änna) alike.",
		"The coupon code of *@leo* (Leo) stays TBD: *@holder* has `LEO15` in Summer Glow.",
		"The coupon code of *@nameless* stays TBD: There is nothing for {FIRST}: the influencer's name is not known. Fill it in: `/influencer profile @nameless`",
		"The coupon code of *@cyr* (Мая) stays TBD: What stands for {FIRST} contains what a code can't",
		"*@maya* (Maya Glow)", "`MAYA15` · *Not yet in the shop*", "[Download for the shop] [Created in the shop] [Undo]")
	maya := w.rowOf("@maya", summer)
	w.holds(maya, store.Selected, "TBD", "MAYA15")
	if !maya.NotInShop || maya.Unsent() {
		t.Error("it is in the shop")
	}
	for _, handle := range []string{"@leo", "@anna.a", "@anna.b", "@cyr", "@nameless", "@out", "@kim"} {
		if row := w.rowOf(handle, summer); !row.Code.TBD() || row.NotInShop {
			t.Errorf("%s has %s", handle, row.Code)
		}
	}
	first, before := w.acknowledged(), w.writes()
	must(t, w.sim.Redeliver())
	if w.acknowledged() != first || w.writes() != before {
		t.Errorf("twice is not once:\n%s\n%s", first, w.acknowledged())
	}

	// What was shown before is told, and asks again.
	card.Press("Make 6 codes from the pattern")
	w.ben.Sees("Nothing was made: in Summer Glow 5 codes can be made now, where you were shown 6. Press the button again.")
	again := w.ben.Sees("[Make 5 codes from the pattern]")
	again.Press("Make 5 codes from the pattern")
	w.ben.Sees("Nothing was made from the code pattern of Summer Glow.")
	if w.writes() != before {
		t.Error("something was stored")
	}
	made.Press("Undo")
	w.ana.Sees("Undone for *@maya* (Maya Glow) in Summer Glow")
	w.holds(maya, store.Selected, "TBD", "TBD")
}

// Links are made likewise, and who has all then can be told.
func TestMakeLinks(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("https://shop.example/{HANDLE}", ""))
	for n := range 12 {
		w.selected(summer, fmt.Sprintf("@h%02d", n), "TBD", fmt.Sprintf("CODE%d", n))
	}
	w.says(w.ana, "/campaign show summer", "[Make 12 links from the pattern]").Press("Make 12 links from the pattern")
	made := w.ana.Sees("Made 12 links of Summer Glow from `https://shop.example/{HANDLE}`.")
	w.reads("made", made.Text(), "And 2 more: `/influencer list summer-glow selected`", "12 influencers don't know yet what they share.", "[Undo]")
	lacks(t, made.Text(), "stay TBD", "for the shop")
	w.holds(w.rowOf("@h11", summer), store.Selected, "https://shop.example/h11", "CODE11")
	lacks(t, w.says(w.ana, "/campaign show summer").Text(), "from the pattern")
	made.Press("Undo")
	w.ana.Sees("Undone for 12 influencers in Summer Glow.")
	w.holds(w.rowOf("@h11", summer), store.Selected, "TBD", "CODE11")
}

// A button nobody made, or that is old, or pressed by who may not, makes nothing.
func TestMakeRefused(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	w.influencer("@maya", "Maya")
	maya := w.selected(summer, "@maya", "TBD", "TBD")
	shown := w.says(w.ana, "/campaign show summer-glow")
	w.says(w.ben, "/campaign show summer-glow").Press("Make 1 code from the pattern")
	w.ben.Sees("only editors can change it")
	for value, suffix := range map[string]string{
		"": "code", "x": "code", fmt.Sprint(summer.ID): "code", fmt.Sprintf("%d.0", summer.ID): "code", fmt.Sprintf("%d.-1", summer.ID): "code",
		fmt.Sprintf("%d.1.1", summer.ID): "code", "999999.1": "code", "-1.1": "code", "1.99999999999999999999": "code",
		fmt.Sprintf("%d.1", summer.ID): "price", fmt.Sprintf("0%d.1", summer.ID): "",
	} {
		r := w.request(value)
		r.Kind, r.Suffix = bot.KindClick, suffix
		if _, err := w.app.clickMake(t.Context(), r); err == nil {
			t.Errorf("%q of %q is taken", value, suffix)
		}
	}
	w.edited(summer, func(t *store.Terms) { t.CodePattern = "" })
	shown.Press("Make 1 code from the pattern")
	w.ana.Sees("Nothing was made: no coupon code of Summer Glow can be made from a pattern any more.")
	w.edited(summer, func(t *store.Terms) { t.CodePattern = codes })
	shown = w.says(w.ana, "/campaign show summer-glow")
	w.archived(summer)
	shown.Press("Make 1 code from the pattern")
	w.ana.Sees("Summer Glow is archived")
	w.holds(maya, store.Selected, "TBD", "TBD")
}

// Of several who press at once, one makes the codes, and the others are told.
func TestMakeAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", "{HANDLE}15"), modes(store.NotNeeded, store.UniqueOurs))
	const people, pressing = 30, 4
	for n := range people {
		w.selected(summer, fmt.Sprintf("@h%02d", n), "TBD", "TBD")
	}
	before := w.writes()
	said := make([]string, pressing)
	var all sync.WaitGroup
	for n := range pressing {
		r := w.request(makeAsk{summer.ID, people}.value())
		r.Kind, r.Suffix, r.ID = bot.KindClick, string(aCode), fmt.Sprintf("press-%d", n)
		all.Go(func() {
			reply, err := w.app.clickMake(t.Context(), r)
			if err != nil {
				t.Error(err)
				return
			}
			said[n] = reply.Message.Text
		})
	}
	all.Wait()
	slices.Sort(said)
	if !strings.HasPrefix(said[0], "Made 30 codes of Summer Glow") || !strings.HasPrefix(said[1], "Nothing was made: ") || !strings.HasPrefix(said[pressing-1], "Nothing was made: ") {
		t.Errorf("%q", said)
	}
	if made := w.writes() - before; made != people {
		t.Errorf("%d rows were stored", made)
	}
}

// However many are made, the database is asked as often.
func TestMakingManyAsksOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	app, counted := w.counting()
	run := func(name string, n int) int64 {
		t.Helper()
		c := w.campaign(name, patterns("", "{HANDLE}15"), modes(store.NotNeeded, store.UniqueOurs))
		for i := range n {
			w.selected(c, fmt.Sprintf("@%s%02d", strings.ToLower(name), i), "TBD", "TBD")
		}
		return counted.during(func() {
			r := w.request(makeAsk{c.ID, n}.value())
			r.Kind, r.Suffix = bot.KindClick, string(aCode)
			reply, err := app.clickMake(t.Context(), r)
			must(t, err)
			if want := fmt.Sprintf("Made %d codes of %s", n, name); !strings.HasPrefix(reply.Message.Text, want) {
				t.Error(reply.Message.Text)
			}
		})
	}
	if few, many := run("Few", 3), run("Many", 70); few == 0 || few != many {
		t.Errorf("%d statements for 3, %d for 70", few, many)
	}
}
