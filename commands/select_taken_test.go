package commands

import (
	"testing"

	"codekeeper/store"
)

// lost is somebody withdrawn whose code another has now.
func (w *world) lost(c store.Campaign, who, code, to string) store.Row {
	w.t.Helper()
	row := w.selected(c, who, "TBD", code)
	w.change("ana", row, func(e *store.Edit) { e.State = store.Withdrawn })
	w.selected(c, to, "TBD", code)
	return row
}

// Of many everybody is selected; whose earlier code is somebody else's now
// begins without, and both are named.
func TestSelectManyOfWhomOneLostTheCode(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.UniqueOurs, store.UniqueOurs))
	maya, leo := w.lost(summer, "@maya", "MAYA15", "@kim"), w.selected(summer, "@leo", "https://shop.example/leo", "LEO15")
	w.change("ana", leo, func(e *store.Edit) { e.State = store.Withdrawn })
	w.selected(summer, "@zoe", "https://shop.example/leo", "ZOE15")
	w.ana.Types("/influencer select @maya @leo @new summer-glow")
	form := w.ana.Form()
	form.Submit()
	form.Closed()
	m := w.ana.Sees("Saved. 3 influencers selected for Summer Glow.")
	w.reads("answer", m.Text(),
		"The affiliate link of *@leo* stays TBD: *@zoe* has `https://shop.example/leo` in Summer Glow.",
		"The coupon code of *@maya* stays TBD: *@kim* has `MAYA15` in Summer Glow.")
	w.holds(maya, store.Selected, "TBD", "TBD")
	w.holds(leo, store.Selected, "TBD", "LEO15")
	w.holds(w.rowOf("@new", summer), store.Selected, "TBD", "TBD")
	first, before := m.Text(), w.writes()
	must(t, w.sim.Redeliver())
	if again := w.ana.Sees("Saved. 3 influencers").Text(); again != first || w.writes() != before {
		t.Errorf("first %s\nagain %s", first, again)
	}
	m.Press("Undo")
	w.ana.Sees("Undone for 2 influencers in Summer Glow")
	w.holds(maya, store.Withdrawn, "TBD", "MAYA15")
}

// One alone is refused, with who has it: there is a field to mend it in.
func TestSelectOneWhoLostTheCode(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.lost(summer, "@maya", "MAYA15", "@kim")
	w.ana.Types("/influencer select @maya summer-glow")
	form := w.ana.Form()
	form.Submit()
	if got := form.Error("Coupon code"); got != "@kim has MAYA15 in Summer Glow already. Everyone there has their own coupon code. Choose another, or TBD until you have one." {
		t.Error(got)
	}
	form.Fill("Coupon code", "TBD").Submit()
	form.Closed()
	w.holds(maya, store.Selected, "TBD", "TBD")
}

// Two who had the same code one after the other can't both have it again.
func TestSelectManyWhoHadTheSameCode(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.lost(summer, "@maya", "GLOW15", "@kim")
	kim := w.rowOf("@kim", summer)
	w.change("ana", kim, func(e *store.Edit) { e.State = store.Withdrawn })
	w.ana.Types("/influencer select @maya @kim summer-glow")
	form := w.ana.Form()
	form.Submit()
	form.Closed()
	w.reads("answer", w.ana.Sees("Saved. 2 influencers selected").Text(),
		"The coupon code of *@maya* and *@kim* stays TBD: `GLOW15` would be for *@maya* and *@kim* alike.")
	w.holds(maya, store.Selected, "TBD", "TBD")
	w.holds(kim, store.Selected, "TBD", "TBD")
}

// The pattern gives a code to who has none, and not to who lost theirs: they
// are told of.
func TestFillManyOfWhomOneLostTheCode(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes))
	for handle, name := range map[string]string{"@maya": "Maya", "@anna": "Anna"} {
		w.influencer(handle, name)
	}
	maya := w.lost(summer, "@maya", "MAYA15", "@kim")
	w.ana.Types("/influencer select @maya @anna summer-glow")
	form := w.ana.Form()
	form.Check("Fill in from the pattern", "Coupon code: {FIRST}15").Submit()
	form.Closed()
	first := w.ana.Sees("The coupon code of *@maya* (Maya) stays TBD: *@kim* has `MAYA15` in Summer Glow.").Text()
	w.holds(maya, store.Selected, "TBD", "TBD")
	w.holds(w.rowOf("@anna", summer), store.Selected, "TBD", "ANNA15")
	must(t, w.sim.Redeliver())
	if again := w.ana.Sees("Saved. 2 influencers").Text(); again != first {
		t.Errorf("first %s\nagain %s", first, again)
	}
}

// *Select all* takes everybody whom the list showed, in each campaign.
func TestSelectAllOfWhomOneLostTheCode(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer, winter := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), w.campaign("Winter Warm", modes(store.NotNeeded, store.UniqueOurs))
	prepared := func(c store.Campaign, who, code string) store.Row {
		row := w.applicant(c, who)
		w.change("ana", row, func(e *store.Edit) { e.Code = codeOf(t, code) })
		return row
	}
	maya, leo, zoe := prepared(summer, "@maya", "MAYA15"), prepared(summer, "@leo", "LEO15"), prepared(winter, "@zoe", "ZOE15")
	twin := prepared(winter, "@zoe2", "zoe15")
	w.selected(summer, "@kim", "TBD", "MAYA15")
	w.says(w.ana, "/influencer list applied", "4 applied").Press("Select all")
	form := w.ana.Form()
	form.Submit()
	form.Closed()
	m := w.ana.Sees("Selected 4 applications in several campaigns.")
	w.reads("answer", m.Text(), "The coupon code of *@maya* stays TBD: *@kim* has `MAYA15` in Summer Glow.",
		"The coupon code of *@zoe* and *@zoe2* stays TBD: `ZOE15` would be for *@zoe* and *@zoe2* alike.")
	w.holds(maya, store.Selected, "TBD", "TBD")
	w.holds(leo, store.Selected, "TBD", "LEO15")
	w.holds(zoe, store.Selected, "TBD", "TBD")
	w.holds(twin, store.Selected, "TBD", "TBD")
	first := m.Text()
	must(t, w.sim.Redeliver())
	if again := w.ana.Sees("Selected 4 applications").Text(); again != first {
		t.Errorf("first %s\nagain %s", first, again)
	}
}
