package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

func TestHome(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.reads("home", w.ana.OpensHome().Text(), "There is no live campaign", "[New campaign]", "[Select influencer]", "[Hand over]", "[Daily digest]", "[Help]")
	summer := w.campaign("Summer <Glow>", launching("2026-06-02"))
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA20")
	w.selected(w.campaign("Winter", ownedBy(w.userID("ben"))), "@leo", "TBD", "TBD")
	home := w.ana.OpensHome()
	w.reads("home", home.Text(), "1 TBD", "@maya.glow", "summer-glow", "launches Tue")
	lacks(t, home.Text(), "@leo", "Winter")

	home.Press("Update")
	form := w.ana.Form()
	form.Fill("Affiliate link", "https://shop.example/maya").Submit()
	saved := w.ana.Form()
	if saved.Title() != "Saved" {
		t.Errorf("the form turns into %s", saved.Title())
	}
	w.reads("saved", saved.Text(), "Saved for", "https://shop.example/maya")
	saved.CloseAll()
	w.holds(maya, store.Selected, "https://shop.example/maya", "MAYA20")
	home = w.ana.OpensHome()
	w.reads("home", home.Text(), "1 influencer must still be told what to share:", "@maya.glow", "*not sent* since today")
	home.Press("Message") // what is unsent is copied from here
	told := w.ana.Form()
	w.reads("the message", told.Text(), "Your link: https://shop.example/maya")
	told.Press("Mark as sent")
	w.ana.Form().CloseAll()
	lacks(t, w.ana.OpensHome().Text(), "@maya.glow")
	w.sim.AddUser(slacksim.User{Name: "mia", RealName: "Mia New", TZ: "Europe/Berlin"})
	w.reads("a newcomer's home", w.sim.As(t, "mia").OpensHome().Text(), "You are not an owner of a live campaign and cover none", "None yet.")
}

func TestHomeButtons(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA20")
	home := w.ana.OpensHome()
	for button, title := range map[string]string{
		"Select influencer": "Select influencer", "Update link or code": "Update link or code",
		"What is TBD": "What is TBD", "Add influencer": "Add influencer", "Help": "Codekeeper", "New campaign": "New campaign",
		"Hand over": "Hand over", "Daily digest": "Daily digest",
	} {
		home.Press(button)
		form := w.ana.Form()
		if form.Title() != title {
			t.Errorf("%s opens %s", button, form.Title())
		}
		form.CloseAll()
	}
}

func TestHomeOfAGuest(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow", ownedBy(w.userID("ana"), w.userID("gus"))), "@maya.glow", "TBD", "TBD")
	home := w.gus.OpensHome()
	w.reads("home", home.Text(), "not for guests", "@ana")
	lacks(t, home.Text(), "@maya.glow", "Summer")
}

func TestHomeFits(t *testing.T) {
	rows := hostileRows(t, 40, 1)
	var mine []store.Campaign
	for _, row := range rows {
		mine = append(mine, row.Campaign)
	}
	open := openIn(rows, "").page(nil, homeRows)
	home := home{mine: mine, tbd: open, unsent: unsent{open.items[:homeUnsent], 40}, live: len(mine), now: monday}.view()
	if n := len(home.Blocks.BlockSet); n > 100 {
		t.Errorf("%d blocks", n)
	}
	all := text(home.Blocks.BlockSet)
	if !strings.Contains(all, "And 20 more: `/influencer tbd mine`") || !strings.Contains(all, "And 28 more: `/campaign list`") {
		t.Error("the rest is not counted")
	}
}

func TestMenu(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA20")
	menu := w.says(w.ana, "/influencer", "What would you like to do?")
	for button, title := range map[string]string{
		"Select influencer": "Select influencer", "Update link or code": "Update link or code", "Add influencer": "Add influencer",
	} {
		menu.Press(button)
		form := w.ana.Form()
		if form.Title() != title {
			t.Errorf("%s opens %s", button, form.Title())
		}
		form.CloseAll()
	}
	menu.Press("What is TBD")
	w.reads("tbd", w.ana.Answer().Text(), "1 TBD", "@maya.glow")
	menu.Press("Help")
	w.reads("help", w.ana.Answer().Text(), "/influencer select")
	w.says(w.ana, "/campaign", "/campaign new", "/campaign digest")
	w.refuses(w.gus, "/influencer", "guests")
}

func TestShortcuts(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	for n := range 12 {
		w.selected(summer, fmt.Sprintf("h%02d", n), "TBD", "TBD")
	}
	for _, s := range Shortcuts() {
		w.ana.Shortcut(s.CallbackID)
		form := w.ana.Form()
		if form.Title() != s.Name {
			t.Errorf("%s opens %s", s.Name, form.Title())
		}
		form.CloseAll()
	}
	w.ana.Shortcut(shortcutTBD)
	form := w.ana.Form()
	w.reads("tbd", form.Text(), "12 TBD", "@h00", "[Next 2]")
	form.Press("Next 2")
	w.reads("tbd", form.Shows("@h11").Text(), "@h10")
	form.Press("Update")
	edit := w.ana.Form()
	edit.Fill("Coupon code", "H10").Submit()
	w.reads("saved", w.ana.Form().Shows("Saved for").Text(), "`H10`")
}

func TestHelpCommand(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.says(w.ana, "/influencer help", "/influencer select", "/campaign help", "never calculates or pays commission")
	w.says(w.ana, "/campaign help", "/campaign digest [now]", "/influencer help")
	w.says(w.ana, "/influencer help TBD", "/influencer tbd [campaign|mine] [link|code]", "/influencer tbd mine")
	w.says(w.ana, "/influencer help dance", "There is no help for dance", "/influencer select")
	w.says(w.ana, "/campaign help set", "What you want is edit", "/campaign edit campaign")
	w.refuses(w.ana, "/influencer help code link", "/influencer help")
	w.refuses(w.gus, "/campaign help", "guests")
}
