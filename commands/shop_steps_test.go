package commands

import (
	"testing"

	"codekeeper/store"
)

// Whatever makes codes leads on to the shop: of one, of many, and of a list.
func TestWhatMakesCodesLeadsToTheShop(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	for handle, name := range map[string]string{"@maya": "Maya", "@leo": "Leo", "@kim": "Kim", "@ada": "Ada", "@zoe": "Zoe"} {
		w.influencer(handle, name)
	}
	fill := func(command string) {
		t.Helper()
		w.ana.Types(command)
		form := w.ana.Form()
		form.Check("Fill in from the pattern", "Coupon code: {FIRST}15").Submit()
		form.Closed()
	}
	fill("/influencer select @maya summer-glow")
	one := w.ana.Sees("`MAYA15` isn't in the shop yet. Its message is offered once it is created there.")
	w.reads("one", one.Text(), "[Download for the shop] [Created in the shop] [Undo]")
	one.Press("Download for the shop")
	w.ana.Sees("1 code of Summer Glow to create in the shop")

	fill("/influencer select @leo @kim summer-glow") // three wait now, the one before too
	w.ana.Sees("Saved. 2 influencers selected for Summer Glow.")
	many := w.ana.Sees("*3 codes not yet in the shop* since today · Summer Glow. Nobody is told a code before it is there.")
	w.reads("many", many.Text(), "[Download for the shop] [Created in the shop] [Undo]")
	many.Press("Created in the shop")
	w.ana.Sees("Noted: 3 codes of Summer Glow")

	w.says(w.ana, "/influencer select @ada summer-glow code TBD", "Saved.")
	fill("/influencer edit @ada")
	w.reads("edit", w.ana.Sees("`ADA15` isn't in the shop yet.").Text(), "[Download for the shop] [Created in the shop] [Undo]")
	w.ana.Answer().Press("Created in the shop")
	w.ana.Sees("Noted: the coupon code `ADA15` of *@ada* (Ada) in Summer Glow is in the shop.")

	w.applicant(summer, "@zoe")
	w.applicant(summer, "@yan")
	w.says(w.ana, "/influencer list summer applied").Press("Select all")
	form := w.ana.Form()
	form.Check("Fill in from the pattern", "Coupon code: {FIRST}15").Submit()
	form.Closed()
	all := w.ana.Sees("Selected 2 influencers in Summer Glow.")
	w.reads("all", all.Text(), "*1 code not yet in the shop* since today · Summer Glow", "[Download for the shop] [Created in the shop]",
		"There is nothing for {FIRST}: the influencer's name is not known. Fill it in: `/influencer profile @yan`")
}

// Whose code isn't in the shop can't be marked as sent; the refusal leads to
// the shop, and says that nobody else was marked either.
func TestSentLeadsToTheShop(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.made(summer, "@maya", "MAYA15"), w.made(summer, "@leo", "LEO15")
	ready := w.selected(summer, "@ready", "TBD", "READY1")
	refused := w.refuses(w.ana, "/influencer sent @maya",
		"The coupon code of @maya in Summer Glow isn't in the shop yet, so it can't be sent. Create it in the shop first, then press Created in the shop.",
		"[Download for the shop] [Created in the shop]")
	refused.Press("Download for the shop")
	w.ana.Sees("2 codes of Summer Glow to create in the shop")

	several := w.refuses(w.ana, "/influencer sent @ready @maya @leo", "Nothing was marked as sent.", "@maya in Summer Glow isn't in the shop yet", "@leo in Summer Glow isn't in the shop yet",
		"Try /influencer sent @ready. That marks the others you named.", "[Download for the shop]")
	lacks(t, several.Text(), "[Created in the shop]", "[Download for the shop] [")
	w.refuses(w.ana, "/influencer sent @maya @leo summer", "Nothing was marked as sent.", "Try /influencer list summer-glow unsent")
	refused.Press("Created in the shop")
	w.ana.Sees("Noted: the coupon code `MAYA15` of *@maya* in Summer Glow is in the shop.")

	two := w.refuses(w.ana, "/influencer sent @maya @leo @ready", "Nothing was marked as sent. The coupon code of @leo in Summer Glow isn't in the shop yet",
		"Try /influencer sent @maya @ready", "[Download for the shop] [Created in the shop]")
	two.Press("Created in the shop")
	w.ana.Sees("Noted: the coupon code `LEO15`")
	w.says(w.ana, "/influencer sent @maya @leo @ready", "Marked 3 messages as sent.")
	for row, code := range map[*store.Row]string{&maya: "MAYA15", &leo: "LEO15", &ready: "READY1"} {
		w.knows(*row, "TBD", code)
	}
}

// Of several of whom one can't be marked, nobody is: whatever is wrong, it is
// said.
func TestSentMarksAllOrNone(t *testing.T) {
	t.Parallel()
	w := start(t)
	code := modes(store.NotNeeded, store.UniqueOurs)
	summer, winter := w.campaign("Summer Glow", code), w.campaign("Winter Warm", code)
	ready := w.selected(summer, "@ready", "TBD", "READY1")
	w.selected(summer, "@both", "TBD", "BOTH1")
	w.selected(winter, "@both", "TBD", "BOTH2")
	w.selected(summer, "@tbd", "TBD", "TBD")
	w.applicant(summer, "@noor")
	w.influencer("@nobody", "")
	for line, says := range map[string]string{
		"@ready @zzz":           "Nothing was marked as sent. There is no influencer @zzz",
		"@ready @zzz @yyy":      "There are no influencers @zzz and @yyy, so nothing was done.",
		"@ready @tbd":           "Nothing was marked as sent. The coupon code of @tbd in Summer Glow is TBD, and a TBD can't be sent. Try /influencer sent @ready. That marks the others you named.",
		"@ready @nobody":        "Nothing was marked as sent. @nobody is selected in no live campaign",
		"@ready @noor summer":   "Nothing was marked as sent. @noor is applied in Summer Glow",
		"@ready @both winter":   "Nothing was marked as sent. @ready is not in Winter Warm. Try /influencer sent @both winter-warm",
		"@nobody @tbd":          "Nothing was marked as sent. @nobody is selected in no live campaign, so there is nothing to send to them. The coupon code of @tbd in Summer Glow is TBD",
		"@both @tbd":            "Nothing was marked as sent. The coupon code of @tbd",
		"@tbd @tbd":             "The coupon code of @tbd in Summer Glow is TBD, and a TBD can't be sent. Try /influencer edit @tbd",
		"@ready @both @tbd zzz": "There is no campaign zzz.",
	} {
		w.refuses(w.ana, "/influencer sent "+line, says)
	}
	w.knows(ready, "TBD", "TBD")
	w.says(w.ana, "/influencer sent @ready @both", "Marked 2 messages as sent.")
}

// Where there is no channel to answer in, the buttons work in the view.
func TestShopInViews(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.made(summer, "@maya", "MAYA15"), w.made(summer, "@leo", "LEO15")
	w.ana.Shortcut(shortcutTBD)
	view := w.ana.Form()
	w.reads("view", view.Text(), "Nothing is TBD, but 2 codes are not yet in the shop.")
	view.Press("Download for the shop")
	w.ana.In("@codekeeper").Sees("2 codes of Summer Glow to create in the shop")
	view.Press("Created in the shop")
	w.reads("done", w.ana.Form().Text(), "Noted: 2 codes of Summer Glow")
	w.ana.Form().CloseAll()
	for _, row := range []store.Row{maya, leo} {
		if w.row(row).NotInShop {
			t.Errorf("%s isn't in the shop", row.Code)
		}
	}
	w.made(summer, "@kim", "KIM15")
	w.ana.OpensHome().Press("What is unsent")
	view = w.ana.Form()
	w.reads("unsent", view.Text(), "2 unsent.", "*1 code not yet in the shop*", "[Download for the shop] [Created in the shop]")
	view.CloseAll()
}
