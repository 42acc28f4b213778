package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The whole of it by mouse alone: keys only write into fields. (The list of a
// native menu is the browser's, outside of the page, where no test can click.)
func TestBrowserByMouseAlone(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	newCampaignByMouse(ana)
	selectWithTBDByMouse(ana)
	digestByMouse(ana)
	listsByMouse(ana)
	homeByMouse(ana)
	threadByMouse(ana)
	s.uploads("influencers", "rows.csv", "handle,code\n")
	ana.presses("rows.csv")
	s.downloaded("rows.csv", "handle,code\n")
	wireByMouse(ana)
}

// sends writes a line into the message box and presses Send.
func (c *client) sends(line string) {
	c.t.Helper()
	c.clicks("go to the message box", `document.querySelector("#line")`)
	c.writes(line)
	c.answered(func() { c.clicks("press Send", `document.querySelector("#composer button[type=submit]")`) })
}

// overwrites replaces what stands in a field of one line.
func (c *client) overwrites(label, text string) {
	c.t.Helper()
	c.enters(label, chromedp.ClickCount(3))
	c.writes(text)
}

// takesOffer writes into a typeahead and clicks an offer.
func (c *client) takesOffer(label, written, offer string) {
	c.t.Helper()
	c.enters(label)
	c.writes(written)
	c.clicks("take the offer "+offer, in(`t => [...document.querySelectorAll("dialog[open] [aria-busy=false] [role=option]")].find(el => el.checkVisibility() && el.innerText.includes(t))`, offer))
	c.has(offer)
}

func newCampaignByMouse(ana *client) {
	ana.clicks("go to the message box", `document.querySelector("#line")`)
	ana.writes("/camp")
	ana.clicks("take the completion", `document.querySelector("#completions [role=option]:not([hidden])")`)
	ana.writes("new")
	ana.clicks("press Send", `document.querySelector("#composer button[type=submit]")`)
	ana.form("New campaign")
	ana.presses("Close") // the cross
	ana.noForm()
	ana.sends("/campaign new")
	ana.form("New campaign")
	ana.overwrites("Name", "Summer Glow")
	ana.chooses("Coupon code", "One shared by everyone")
	ana.overwrites("Shared code", "TBD")
	ana.chooses("Coupon code", "Unique, we make it")
	ana.presses("Save")
	ana.noForm()
	ana.sees("summer-glow")
}

func selectWithTBDByMouse(ana *client) {
	ana.sends("/influencer")
	ana.sees("Add influencer")
	ana.presses("Add influencer")
	ana.form("Add influencer")
	ana.overwrites("Handle", "@maya.glow")
	ana.takesOffer("Campaign", "summer", "Summer Glow")
	ana.presses("Save")
	ana.noForm()
	ana.sees("applies for Summer Glow")
	ana.presses("Select influencer") // in the menu, not the shortcut
	ana.form("Select influencer")
	ana.takesOffer("Campaign", "autumn", "Autumn Denim")
	ana.presses("Remove Autumn Denim")
	ana.until("the choice to be gone, and the fields to move up", `document.querySelector("dialog[open] .chips li") === null`)
	ana.takesOffer("Campaign", "summer", "Summer Glow")
	ana.takesOffer("Influencers", "maya", "@maya.glow")
	ana.holds("Coupon code", "TBD")
	ana.presses("Save")
	ana.noForm()
	ana.sees("is selected for Summer Glow")
	ana.sends("/influencer tbd summer-glow")
	ana.sees("Summer Glow: 1 TBD")
}

func digestByMouse(ana *client) {
	ana.sends("/campaign digest now")
	ana.sees("Posted in")
	ana.pressesRow("@maya.glow", "Update")
	ana.form("Edit link and code")
	ana.presses("Cancel")
	ana.noForm()
	ana.pressesRow("@maya.glow", "Update")
	ana.form("Edit link and code")
	ana.overwrites("Coupon code", "SAVE 15")
	ana.presses("Save")
	ana.errs("Coupon code", "SAVE15")
	ana.overwrites("Coupon code", "MAYA20")
	ana.presses("Save")
	ana.noForm()
	ana.sees("MAYA20")
	ana.sends("/influencer code @maya.glow MAYA25")
	ana.sees("MAYA25")
}

func listsByMouse(ana *client) {
	ana.sends("/influencer list house-ambassadors")
	ana.sees("@echo.elderflower")
	ana.presses("Next")
	ana.sees("@velvet.volt")
	ana.presses("Previous")
	ana.sees("@echo.elderflower")
	ana.sends("/influencer show @pixel.pear")
	ana.sees("@pixel.pear is in 1 campaign.")
	ana.presses("Withdraw")
	ana.sees("Withdraw @pixel.pear?")
	ana.presses("Keep")
	ana.noForm()
	ana.presses("Withdraw")
	ana.clicks("agree", `document.querySelector("#confirm button[value=yes]")`)
	ana.noForm()
	ana.sees("withdrawn")
	ana.sends("/campaign show winter-tea")
	ana.sees("TEATIME10")
	ana.presses("Archive")
	ana.clicks("agree", `document.querySelector("#confirm button[value=yes]")`)
	ana.sees("Archived Winter Tea.")
	ana.presses("Reopen")
	ana.sees("Reopened Winter Tea.")
}

func homeByMouse(ana *client) {
	ana.presses("Codekeeper, Home")
	ana.sees("What waits for me")
	ana.presses("Update")
	ana.form("Edit link and code")
	ana.presses("Cancel")
	ana.noForm()
	ana.clicks("use the shortcut", in(`t => [...document.querySelectorAll("#places button")].find(el => el.innerText === t)`, "What is TBD"))
	ana.form("What is TBD")
	ana.presses("Close")
	ana.noForm()
	ana.presses("Act as Ana (owner)")
	ana.presses("Gus (guest)")
	ana.sees("guests")
	ana.presses("Act as Gus (guest)")
	ana.clicks("look elsewhere", `document.querySelector("#here")`)
	ana.until("the menu to close", `!document.querySelector("#act-as").open`)
	ana.presses("Act as Gus (guest)")
	ana.presses("Ana (owner)")
	ana.sees("What waits for me")
	ana.clicks("go to #influencers", `document.querySelector("#places a")`)
	ana.until("be in #influencers", `document.querySelector("#here").innerText === "#influencers"`)
}

func threadByMouse(ana *client) {
	ana.sends("Who has the codes?")
	ana.sees("Who has the codes?")
	ana.presses("Reply in thread")
	ana.clicks("go to the reply", `document.querySelector("#reply-line")`)
	ana.writes("The program.")
	ana.presses("Reply")
	ana.sees("1 reply")
	ana.presses("Close the thread")
	ana.until("no thread", `!document.querySelector("#reply-line")`)
}

func wireByMouse(ana *client) {
	ana.clicks("open the wire", `document.querySelector("#wire-link")`)
	ana.presses("Tomorrow, 9:00")
	ana.sees("Daily digest")
	ana.presses("Slow calls")
	ana.sees("2 s each")
	ana.presses("Slow calls (2 s each)")
	ana.seesNot("2 s each")
	ana.presses("Ask to reconnect")
	ana.presses("Redeliver the last payload")
	ana.clicks("open an entry", `document.querySelector("details.entry summary")`)
	ana.until("what was sent", `document.querySelector("details.entry[open] pre")?.innerText.length > 2`)
	ana.presses("Close the wire")
	ana.seesNot("Redeliver")
}
