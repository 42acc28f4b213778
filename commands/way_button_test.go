package commands

import (
	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// deedsInDigest are done with the buttons of today's digest.
func (w *world) deedsInDigest(digest *slacksim.Message) []deed {
	return []deed{
		{"digest: Update", "digest", func() { digest.Row("@open").Press("Update"); w.saves("Coupon code", "OPEN1") }},
		{"digest: Update of everyone's", "digest", func() { digest.Row("Everyone").Press("Update"); w.saves("Shared code", "EVERY1") }},
		{"digest: Archive", "digest", func() { digest.Row("Spring Fresh").Press("Archive"); w.ana.Sees("Archived Spring Fresh.") }},
	}
}

// deedsByButton are done with the buttons of an answer or of a post.
func (w *world) deedsByButton(summer, other store.Campaign) []deed {
	w.t.Helper()
	for _, name := range []string{"Link One", "Link Two"} {
		w.selected(w.campaign(name, modes(store.UniqueOurs, store.NotNeeded)), "@both", "TBD", "TBD")
	}
	w.selected(summer, "@two", "TBD", "TWO1")
	w.selected(other, "@two", "TBD", "TWO2")
	w.marked("ana", w.selected(other, "@sent", "TBD", "SENT1"))
	w.applicant(other, "@app")
	w.applicant(other, "@may")
	w.made(summer, "@made", "MADE15")
	press := func(line, button, says string) func() {
		return func() { w.t.Helper(); w.says(w.ana, line).Press(button); w.ana.Sees(says) }
	}
	form := func(line, button, field, text string) func() {
		return func() { w.t.Helper(); w.says(w.ana, line).Press(button); w.saves(field, text) }
	}
	return []deed{
		{"menu: Add influencer", "button", form("/influencer", "Add influencer", "Handle", "@gus")},
		{"menu: Select influencer", "button", func() {
			w.says(w.ana, "/influencer").Press("Select influencer")
			w.ana.Form().Choose("Campaign", "Winter Warm")
			w.saves("Or paste handles", "@gus")
		}},
		{"menu: Update link or code", "button", func() {
			w.says(w.ana, "/influencer").Press("Update link or code")
			w.ana.Form().Choose("Influencer", "@gus · Winter Warm").Submit()
			w.saves("Coupon code", "GUS1")
		}},
		{"a code prepared", "command", func() { w.says(w.ana, "/influencer code @app APP15", "Select with APP15") }},
		{"Select with", "button", func() { w.ana.Answer().Press("Select with APP15"); w.ana.Sees("is selected") }},
		{"a campaign's code", "button", press("/influencer code @two TWO20", "Winter Warm: TWO2 → TWO20", "Saved")},
		{"a code anyway", "button", press("/influencer code @app TWO1", "Save anyway", "Saved")},
		{"a campaign's link", "button", press("/influencer link @both https://shop.example/both", "Link One: TBD → shop.example/both", "Saved")},
		{"a link anyway", "button", press("/influencer link @both link-two https://shop.example/", "Save anyway", "Saved")},
		{"card: Update", "button", form("/influencer show @app", "Update", "Coupon code", "APP25")},
		{"card: Withdraw", "button", press("/influencer show @app", "Withdraw", "is withdrawn")},
		{"card: Select again", "button", form("/influencer show @app", "Select again", "", "")},
		{"card: Profile", "button", form("/influencer show @app", "Profile", "Name", "App")},
		{"card: Forget", "button", press("/influencer forget @app", "Forget", "Done:")},
		{"card: Created in the shop", "button", press("/influencer show @made", "Created in the shop", "is in the shop")},
		{"message: Mark as sent", "button", func() {
			w.says(w.ana, "/influencer list summer-glow unsent").Press("Message")
			w.ana.Sees("Copy this to them").Press("Mark as sent")
			w.ana.Sees("Marked as sent")
		}},
		{"list: Mark as sent", "button", press("/influencer list winter-warm unsent", "Mark as sent", "Marked as sent")},
		{"a change to what was sent", "command", func() { w.says(w.ana, "/influencer code @sent SENT2", "Saved") }},
		{"post: Mark as sent", "button", func() {
			w.ana.Sees("changed what *@sent* was told").Press("Mark as sent")
			w.ana.Sees("Marked as sent: *@sent*")
		}},
		{"Undo", "undo", func() { w.ana.Answer().Press("Undo"); w.ana.Sees("Undone") }},
	}
}

// deedsOfMany are done with the buttons of a list or of a campaign.
func (w *world) deedsOfMany() []deed {
	press := func(line, button, says string) func() {
		return func() { w.t.Helper(); w.says(w.ana, line).Press(button); w.ana.Sees(says) }
	}
	form := func(line, button, field, text string) func() {
		return func() { w.t.Helper(); w.says(w.ana, line).Press(button); w.saves(field, text) }
	}
	many := w.campaign("Many Made", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	w.profiled(w.selected(many, "@ada", "TBD", "TBD"), "Ada", "")
	for _, name := range []string{"Of One", "Of Three"} {
		c := w.campaign(name)
		w.applicant(c, "@may")
		w.applicant(c, "@kim")
	}
	return []deed{
		{"campaign: Make codes", "button", press("/campaign show many-made", "Make 1 code from the pattern", "Made 1 code")},
		{"campaign: Created in the shop", "button", press("/campaign show many-made", "Created in the shop", "Noted: 1 code")},
		{"list: Select all", "button", form("/influencer list of-one applied", "Select all", "", "")},
		{"list: Decline all", "button", form("/influencer list of-three applied", "Decline all", "", "")},
		{"campaign: Edit", "button", form("/campaign show many-made", "Edit", "Fee per deliverable", "5 EUR")},
		{"campaign: Archive", "button", press("/campaign show many-made", "Archive", "Archived Many Made.")},
		{"campaign: Reopen", "button", press("/campaign show many-made", "Reopen", "Reopened Many Made.")},
		{"campaign: Hand over", "button", func() {
			w.says(w.ana, "/campaign show many-made").Press("Hand over")
			w.ends(w.ana.Form().Choose("Colleague", "ben"))
		}},
	}
}

// deedsFromHome are done with Home's buttons, and in what those open.
func (w *world) deedsFromHome() []deed {
	w.t.Helper()
	home := func(button string) *slacksim.Form {
		w.t.Helper()
		w.ana.OpensHome().Press(button)
		return w.ana.Form()
	}
	c := w.campaign("At Home", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	for _, handle := range []string{"@h1", "@h2", "@h3", "@h4"} {
		w.selected(c, handle, "TBD", "H"+handle[2:]+"CODE")
	}
	w.made(c, "@h7", "H7CODE")
	w.applicant(c, "@h6")
	return []deed{
		{"Home: New campaign", "home", func() { home("New campaign"); w.saves("Name", "From Home") }},
		{"Home: Daily digest", "home", func() { home("Daily digest"); w.saves("Time", "11:00") }},
		{"Home: Hand over", "home", func() { w.ends(home("Hand over").Choose("Colleague", "ben").Choose("Campaign", "At Home")) }},
		{"Home: Add influencer", "home", func() { home("Add influencer"); w.saves("Handle", "@h5") }},
		{"Home: Show influencer", "home", func() {
			home("Show influencer").Choose("Influencer", "@h6").Submit()
			w.ana.Form().Press("Decline")
			w.ana.Form().Shows("is declined").CloseAll()
		}},
		{"Home: What is unsent, Mark as sent", "home", func() {
			home("What is unsent").PressRow("@h1", "Mark as sent")
			w.ana.Form().Shows("Marked as sent").CloseAll()
		}},
		{"Home: What is unsent, Message, Mark as sent", "home", func() {
			home("What is unsent").PressRow("@h2", "Message")
			w.ana.Form().Shows("Copy this to them").Press("Mark as sent")
			w.ana.Form().Shows("Marked as sent").CloseAll()
		}},
		{"Home: Message, Update, of the answer", "home", func() {
			w.ana.OpensHome().PressRow("@h3", "Message")
			w.ana.Form().Press("Mark as sent")
			w.ana.Form().Shows("Marked as sent").Press("Update")
			w.saves("Coupon code", "H3NEW")
		}},
		{"Home: Created in the shop, and on", "home", func() {
			home("Created in the shop").Shows("Noted").Press("What is unsent")
			w.ana.Form().PressRow("@h7", "Mark as sent")
			w.ana.Form().Shows("Marked as sent").CloseAll()
		}},
	}
}

// deedsByShortcut are done in the forms of the shortcuts.
func (w *world) deedsByShortcut() []deed {
	return []deed{
		{"shortcut Select influencer", "shortcut", func() {
			w.ana.Shortcut(shortcutSelect)
			w.ana.Form().Choose("Campaign", "At Home")
			w.saves("Or paste handles", "@s1")
		}},
		{"shortcut Update link or code", "shortcut", func() {
			w.ana.Shortcut(shortcutUpdate)
			w.ana.Form().Choose("Influencer", "@s1 · At Home").Submit()
			w.saves("Coupon code", "S1CODE")
		}},
		{"shortcut What is TBD", "shortcut", func() {
			w.ana.Shortcut(shortcutTBD)
			w.ana.Form().PressRow("@may", "Update")
			w.saves("Affiliate link", "https://shop.example/s")
		}},
		{"what is saved by shortcut, Mark as sent", "shortcut", func() {
			w.ana.Shortcut(shortcutUpdate)
			w.ana.Form().Choose("Influencer", "@s1 · At Home").Submit()
			w.ana.Form().Fill("Coupon code", "S2CODE").Submit()
			w.ana.Form().Shows("Saved").Press("Mark as sent")
			w.ana.Form().Shows("Marked as sent").CloseAll()
		}},
	}
}
