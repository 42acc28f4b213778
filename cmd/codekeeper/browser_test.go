package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// A coordinator selects Maya with TBD, sees her in the digest, and sets her
// code from the digest's button.
func TestBrowserFromTBDToACode(t *testing.T) {
	t.Parallel()
	browser := chromium(t)
	_, sim := demoHere(t)
	ana := sits(t, browser, sim, "ana", "#influencers")
	ana.sees("not Slack")
	ana.shot("empty")

	// The message box completes commands and their words.
	ana.run("type the beginning", chromedp.Click("#line"), chromedp.KeyEvent("/ca"))
	ana.sees("Campaigns and the daily digest")
	ana.shot("completion")
	ana.hits("Tab")
	ana.run("type on", chromedp.KeyEvent("ne"))
	ana.hits("Enter")
	ana.until("the line is complete", `document.querySelector("#line").value === "/campaign new "`)
	ana.hits("Enter")
	ana.form("New campaign")
	ana.fills("Name", "Summer Glow")
	ana.chooses("Affiliate link", "Unique, from our affiliate program")
	ana.chooses("Coupon code", "Unique, we make it")
	ana.sees("How influencers get theirs")
	ana.holds("Name", "Summer Glow")
	ana.shot("campaign")
	ana.presses("Save")
	ana.noForm()
	ana.sees("summer-glow")

	ana.types("/influencer add @maya.glow summer-glow")
	ana.sees("maya.glow")
	ana.types(`/influencer select @maya.glow "Summer Glow"`) // the quotes become curly
	ana.form("Select influencer")
	ana.holds("Coupon code", "TBD")
	ana.shot("form")
	ana.presses("Save")
	ana.noForm()
	ana.sees("TBD")
	ana.shot("selected")

	ana.run("open the wire", chromedp.Click("#wire-link"), chromedp.WaitVisible("#tools"))
	ana.presses("Tomorrow, 9:00")
	ana.sees("Daily digest")
	ana.shot("wire")
	ana.goes("#influencers")
	ana.sees("Summer Glow")
	ana.shot("digest")
	ana.pressesIn("article:not(.only) .section:has(.text)", "Update")
	ana.form("Edit link and code")
}
