package main

import "testing"

// What a team does after the selection, by keyboard alone: importing, many at
// once and undone, telling, history, the digest's settings, patterns, snoozing,
// exporting.
func TestBrowserTeamByKeyboardAlone(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	importByKeys(ana)
	manyByKeys(ana)
	toldByKeys(ana)
	historyByKeys(ana)
	digestSettingsByKeys(ana)
	patternByKeys(ana)
	snoozeByKeys(ana)
	profileByKeys(ana)
	exportByKeys(ana)
}

func importByKeys(ana *client) {
	ana.says("/influencer import house-ambassadors")
	ana.form("Import")
	ana.tabsTo("Paste lines")
	ana.writes("@new.nettle NETTLE20\n@sage.step SAGE20\n@fern.fables FERN20")
	ana.tabsTo("File") // the browser's own dialog for files comes next, which is not the page's
	ana.tabsTo("Continue")
	ana.hits("Enter")
	ana.sees("Nothing is changed yet.")
	ana.sees("2 new")
	ana.tabsTo("Apply")
	ana.hits("Enter")
	ana.sees("imported into House Ambassadors")
	ana.tabsTo("Close")
	ana.hits("Enter")
	ana.noForm()
	ana.isAt("Message or command")
}

func manyByKeys(ana *client) {
	ana.says("/influencer list house-ambassadors applied")
	ana.sees("@new.nettle")
	ana.tabsBack("Select all")
	ana.hits("Enter")
	ana.form("Select all")
	ana.tabsTo("Select 4")
	ana.hits("Enter")
	ana.noForm()
	ana.sees("Selected 4 influencers in House Ambassadors.")
	ana.tabsTo("Message or command")
	ana.tabsBack("Undo")
	ana.hits("Enter")
	ana.sees("Undone for 4 influencers in House Ambassadors.")
	ana.tabsTo("Message or command")
}

func toldByKeys(ana *client) {
	ana.says("/influencer list autumn-denim unsent")
	ana.sees("Copy each of them their message")
	ana.tabsBackBeside("", "Message")
	ana.hits("Enter")
	ana.sees("Please use exactly these everywhere")
	ana.tabsTo("Message or command")
	ana.tabsBack("Mark as sent")
	ana.hits("Enter")
	ana.sees("Marked as sent")
	ana.tabsTo("Message or command")
}

func historyByKeys(ana *client) {
	ana.says("/influencer history LUNAR20")
	ana.sees("Codekeeper can't know")
	ana.tabsBack("Post in this channel")
	ana.hits("Enter")
	ana.sees("Posted by @Ana")
	ana.tabsTo("Message or command")
}

func digestSettingsByKeys(ana *client) {
	ana.says("/campaign digest")
	ana.form("Daily digest")
	ana.isAt("Time")
	ana.tabsTo("Time zone")
	ana.writes("lisbon")
	ana.offers("Lisbon")
	ana.hits("Enter")
	ana.has("Lisbon")
	ana.tabsTo("Saturday")
	ana.hits(" ")
	ana.tabsTo("Save")
	ana.hits("Enter")
	ana.noForm()
	ana.sees("Lisbon")
	ana.isAt("Message or command")
}

func patternByKeys(ana *client) {
	ana.says("/campaign edit house-ambassadors")
	ana.form("Edit campaign")
	ana.tabsTo("Code pattern")
	ana.writes("{HANDLE}20")
	ana.tabsTo("Save")
	ana.hits("Enter")
	ana.noForm()
	ana.says("/influencer select @sunday.sprout house-ambassadors")
	ana.form("Select influencer")
	ana.tabsTo("Coupon code: {HANDLE}20")
	ana.hits(" ")
	ana.tabsTo("Save")
	ana.hits("Enter")
	ana.noForm()
	ana.sees("isn't in the shop yet")
	ana.tabsBack("Created in the shop")
	ana.hits("Enter")
	ana.sees("They can be told.")
	ana.tabsTo("Message or command")
}

func snoozeByKeys(ana *client) {
	ana.says("/influencer edit @rivet.and.rue")
	ana.form("Edit link and code")
	ana.tabsTo("Snooze until")
	ana.writesDay("Snooze until", ana.sim.Clock().Now())
	ana.hits("Enter")
	ana.noForm()
	ana.sees("Saved for @rivet.and.rue")
}

func profileByKeys(ana *client) {
	ana.says("/influencer profile @paper.parsnip")
	ana.form("Profile")
	ana.tabsTo("Name")
	ana.writes("Pat Parsnip")
	ana.hits("Enter")
	ana.noForm()
	ana.sees("Pat Parsnip")
}

func exportByKeys(ana *client) {
	ana.says("/influencer export autumn-denim")
	ana.sees("direct message")
	ana.tabsBack("Codekeeper")
	ana.hits("Enter")
	ana.sees(".csv")
}
