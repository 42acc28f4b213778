package commands

import (
	"testing"

	"codekeeper/bot/slacksim"
)

// The three shortcuts, where nothing exists yet and everywhere.
func TestShortcutsWithNothingYet(t *testing.T) {
	t.Parallel()
	w := start(t)
	for callback, want := range map[string]string{
		shortcutSelect: "/campaign new", shortcutUpdate: "/campaign new", shortcutTBD: "There is no live campaign, so nothing is TBD.",
	} {
		w.ana.Shortcut(callback)
		form := w.ana.Form()
		w.reads(callback, form.Text(), want)
		form.CloseAll()
	}
	w.campaign("Summer Glow")
	for callback, want := range map[string]string{shortcutSelect: "Campaign", shortcutUpdate: "/influencer add @maya.glow summer-glow", shortcutTBD: "Nobody is selected yet"} {
		w.ana.Shortcut(callback)
		form := w.ana.Form()
		w.reads(callback, form.Text(), want)
		form.CloseAll()
	}
}

func TestShortcutsFromAnywhere(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.sim.AddChannel(slacksim.Channel{Name: "private", Private: true, Members: []string{w.userID("ana")}})
	for n, place := range []string{"#influencers", "#general", "#shared", "#private", "@codekeeper"} {
		p := w.ana.In(place)
		p.Shortcut(shortcutSelect)
		p.Form().Choose("Campaign", "Summer Glow").Fill("Or paste handles", []string{"@a1", "@a2", "@a3", "@a4", "@a5"}[n]).Submit()
		w.reads(place, p.Form().Shows("selected for Summer Glow").Text(), "TBD")
		p.Form().CloseAll()
		p.Shortcut(shortcutUpdate)
		p.Form().Choose("Influencer", "@maya.glow · Summer Glow").Submit()
		p.Form().Fill("Coupon code", []string{"M1", "M2", "M3", "M4", "M5"}[n]).Submit()
		w.reads(place, p.Form().Shows("Saved for").Text(), "*@maya.glow*")
		p.Form().CloseAll()
		p.Shortcut(shortcutTBD)
		w.reads(place, p.Form().Text(), "Summer Glow:", "TBD")
		p.Form().CloseAll()
	}
	w.holds(maya, "selected", "TBD", "M5")
	for _, p := range []*slacksim.Person{w.gus} {
		p.Shortcut(shortcutSelect)
		w.reads("a guest", p.Form().Text(), "not for guests")
		p.Form().CloseAll()
	}
}
