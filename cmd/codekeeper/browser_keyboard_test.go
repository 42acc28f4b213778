package main

import (
	"testing"
)

// The whole of it by keyboard alone: no mouse, and no script's click or focus.
// Wherever the focus comes, it is seen; after a form closes it is where it was
// before.
func TestBrowserByKeyboardAlone(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ana.isAt("Message or command")

	newCampaignByKeys(ana)
	selectWithTBDByKeys(ana)
	digestByKeys(ana)
	listByKeys(ana)
	declineByKeys(ana)
	archiveByKeys(ana)
	homeByKeys(ana)
	threadByKeys(ana)
	s.uploads("influencers", "rows.csv", "handle,code\n")
	fileByKeys(s, ana)
	wireByKeys(ana)
}

// says writes a line where the focus is, in the message box, and sends it.
func (c *client) says(line string) {
	c.t.Helper()
	c.isAt("Message or command")
	c.writes(line)
	c.answered(func() { c.hits("Enter") })
}

func newCampaignByKeys(ana *client) {
	ana.writes("/ca")
	ana.sees("Campaigns and the daily digest")
	ana.hits("Tab")
	ana.writes("new")
	ana.hits("Escape") // the list of completions
	ana.hits("Enter")
	ana.form("New campaign")
	ana.isAt("Name")
	ana.hits("Enter") // saves nothing without a name
	ana.errs("Name", "")
	ana.isAt("Name")
	ana.writes("Summer Glow")
	ana.tabsTo("Affiliate link")
	ana.hits("ArrowDown") // from "Unique, we make it"
	ana.sees("How influencers get theirs")
	ana.isAt("Affiliate link") // though the form is another one now
	ana.tabsTo("How influencers get theirs")
	ana.writes("Join at https://program.example/acme")
	ana.hits("Enter") // begins a line
	ana.writes("and send us the link.")
	ana.tabsTo("Save")
	ana.hits("Enter")
	ana.noForm()
	ana.sees("summer-glow")

	// Esc is Cancel, and the same place has the focus again.
	ana.says("/campaign new")
	ana.form("New campaign")
	ana.hits("Escape")
	ana.noForm()
	ana.isAt("Message or command")
}

func selectWithTBDByKeys(ana *client) {
	ana.says("/influencer add @maya.glow summer-glow")
	ana.sees("applies for Summer Glow")
	ana.says("/influencer select")
	ana.form("Select influencer")
	ana.isAt("Campaign")
	ana.writes("summer")
	ana.offers("Summer Glow")
	ana.hits("Enter")
	ana.has("Summer Glow")
	ana.isAt("Campaign")
	ana.tabsTo("Influencers")
	ana.writes("glow")
	ana.offers("@maya.glow")
	ana.hits("ArrowDown")
	ana.hits("ArrowUp")
	ana.hits("Enter")
	ana.has("@maya.glow")
	ana.holds("Coupon code", "TBD")
	ana.hits("Enter") // never saves from a typeahead
	ana.form("Select influencer")
	ana.tabsTo("Coupon code")
	ana.hits("Enter")
	ana.noForm()
	ana.sees("is selected for Summer Glow")
	ana.says("/influencer tbd summer-glow")
	ana.sees("Summer Glow: 1 TBD")
}

func digestByKeys(ana *client) {
	ana.says("/campaign digest now")
	ana.sees("Posted in")
	ana.tabsBackBeside("@maya.glow", "Update")
	ana.hits("Enter")
	ana.form("Edit link and code")
	ana.sees("@maya.glow")
	ana.isAt("Affiliate link")
	ana.hits("Control+a")
	ana.writes("go.program.example/acme/maya")
	ana.hits("Enter")
	ana.errs("Affiliate link", "https://go.program.example/acme/maya")
	ana.isAt("Affiliate link")
	ana.hits("Control+a")
	ana.writes("https://go.program.example/acme/maya")
	ana.hits("Enter")
	ana.noForm()
	ana.sees("https://go.program.example/acme/maya")
	ana.isAt("Update") // the digest's button, or its neighbour
	ana.tabsTo("Message or command")
	ana.says("/influencer code @maya.glow MAYA20")
	ana.sees("MAYA20")
}

func listByKeys(ana *client) {
	ana.says("/influencer list house-ambassadors")
	ana.sees("@echo.elderflower")
	ana.tabsBack("Next")
	ana.hits(" ")
	ana.sees("@velvet.volt")
	ana.isAt("Previous") // there is no next page
	ana.hits("Enter")
	ana.sees("@echo.elderflower")
	ana.isAt("Next")
	ana.tabsTo("Message or command")
}

func declineByKeys(ana *client) {
	ana.says("/influencer show @sunday.sprout")
	ana.sees("@sunday.sprout is in 1 campaign.")
	ana.tabsBack("Decline")
	ana.hits("Enter")
	ana.sees("declined")
	ana.tabsTo("Message or command")
	ana.says("/influencer show @pixel.pear")
	ana.sees("@pixel.pear is in 1 campaign.")
	ana.tabsBack("Withdraw")
	ana.hits("Enter")
	ana.sees("Withdraw @pixel.pear?")
	ana.isAt("Keep")
	ana.hits("Escape")
	ana.noForm()
	ana.isAt("Withdraw")
	ana.hits("Enter")
	ana.isAt("Keep")
	ana.hits("Tab")
	ana.isAt("Withdraw")
	ana.hits("Enter")
	ana.noForm()
	ana.sees("withdrawn")
	ana.tabsTo("Message or command")
}

func archiveByKeys(ana *client) {
	ana.says("/campaign show winter-tea")
	ana.sees("TEATIME10")
	ana.tabsBack("Archive")
	ana.hits("Enter")
	ana.isAt("Keep")
	ana.hits("Tab")
	ana.hits("Enter")
	ana.sees("Archived Winter Tea.")
	ana.tabsBack("Reopen")
	ana.hits("Enter")
	ana.sees("Reopened Winter Tea.")
}

func homeByKeys(ana *client) {
	ana.tabsBack("Codekeeper, Home")
	ana.hits("Enter")
	ana.sees("What waits for me")
	ana.isAt("Codekeeper") // its heading: what comes next is its first button
	ana.tabsTo("Update")
	ana.hits("Enter")
	ana.form("Edit link and code")
	ana.hits("Escape")
	ana.noForm()
	ana.isAt("Update")
	ana.tabsBack("What is TBD") // the shortcut is after Home's
	ana.tabsBack("What is TBD")
	ana.hits("Enter")
	ana.form("What is TBD")
	ana.hits("Escape")
	ana.noForm()
	ana.isAt("What is TBD")
	ana.tabsBack("Act as Ana (owner)")
	ana.hits("Enter")
	ana.hits("ArrowDown")
	ana.hits("ArrowDown")
	ana.isAt("Ben")
	ana.hits("Escape")
	ana.isAt("Act as Ana (owner)")
	ana.hits("Enter")
	ana.tabsTo("Gus")
	ana.hits("Enter")
	ana.sees("guests")
	ana.tabsBack("Act as Gus (guest)")
	ana.hits("Enter")
	ana.tabsTo("Ana")
	ana.hits("Enter")
	ana.sees("What waits for me")
	ana.tabsBack("# influencers")
	ana.hits("Enter")
}

func threadByKeys(ana *client) {
	ana.says("Who has the codes?")
	ana.sees("Who has the codes?")
	ana.tabsBack("Reply in thread")
	ana.hits("Enter")
	ana.until("the thread", `document.querySelector("#reply-line")`)
	ana.isAt("Reply in the thread")
	ana.writes("The program.")
	ana.hits("Enter")
	ana.sees("1 reply")
	ana.isAt("Reply in the thread")
	ana.tabsBack("Close the thread")
	ana.hits("Enter")
	ana.until("no thread", `!document.querySelector("#reply-line")`)
}

func fileByKeys(s *stage, ana *client) {
	ana.isAt("Message or command")
	ana.sees("rows.csv")
	ana.tabsBack("rows.csv")
	ana.hits("Enter")
	s.downloaded("rows.csv", "handle,code\n")
	ana.tabsTo("Message or command")
}

func wireByKeys(ana *client) {
	ana.tabsTo("Go to the message box") // comes first, and spares what is between
	ana.hits("Enter")
	ana.isAt("Message or command")
	ana.tabsTo("Wire")
	ana.hits("Enter")
	ana.sees("Redeliver")
	ana.isAt("Wire")
	ana.tabsTo("Tomorrow, 9:00")
	ana.hits("Enter")
	ana.sees("Daily digest")
	ana.isAt("Tomorrow, 9:00")
	ana.tabsTo("Slow answers")
	ana.hits(" ")
	ana.sees("too late for a person")
	ana.isAt("Slow answers")
	ana.hits(" ")
	ana.seesNot("too late for a person")
	ana.tabsTo("Only what Slack would have refused")
	ana.hits("Enter")
	ana.sees("Nothing was refused.")
	ana.isAt("Show all")
	ana.hits("Enter")
	ana.isAt("Only what Slack would have refused")
	ana.hits("Tab")
	ana.hits("Enter")
	ana.until("what was sent", `document.querySelector("details.entry[open] pre")?.innerText.length > 2`)
	ana.tabsBack("Close the wire")
	ana.hits("Enter")
	ana.seesNot("Redeliver")
}
