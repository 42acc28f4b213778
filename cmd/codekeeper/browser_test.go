package main

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"codekeeper/bot/slacksim"
)

// A coordinator selects Maya with TBD, sees her in the digest, and sets her
// code from the digest's button.
func TestBrowserFromTBDToACode(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
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
	ana.run("type quotes", chromedp.Click("#line"), chromedp.KeyEvent(`/influencer select @maya.glow "Summer Glow"`))
	ana.until("the quotes to be curly", `document.querySelector("#line").value.endsWith("“Summer Glow”")`)
	ana.hits("Enter")
	ana.form("Select influencer")
	ana.holds("Coupon code", "TBD")
	ana.shot("form")
	ana.presses("Save")
	ana.noForm()
	ana.sees("TBD")
	ana.shot("selected")

	ana.clicks("open the wire", `document.querySelector("#wire-link")`)
	ana.presses("Tomorrow, 9:00")
	ana.sees("Daily digest")
	ana.shot("wire")
	ana.goes("#influencers")
	ana.sees("Summer Glow")
	ana.shot("digest")
	ana.pressesRow("@maya.glow", "Update")
	ana.form("Edit link and code")
	ana.fills("Affiliate link", "https://go.program.example/acme/maya")
	ana.fills("Coupon code", "MAYA20")
	ana.presses("Save")
	ana.noForm()
	ana.sees("MAYA20")
	ana.shot("done")
}

// A guest is refused, and somebody of another organisation isn't even offered
// commands, nor do they see what others are answered in a shared channel.
func TestBrowserGuestIsRefused(t *testing.T) {
	s := inBrowser(t)
	gus := s.sits("gus", "#general")
	gus.types("/influencer tbd")
	gus.sees("not for guests")
	gus.seesNot("thrifty.finch")
	gus.shot("guest")
	gus.goes("home")
	gus.sees("guests")

	ana := s.sits("ana", "#with-northwind")
	olga := s.sits("olga", "#with-northwind")
	olga.types("/influencer tbd")
	olga.sees("/influencer is not a valid command")
	ana.types("/influencer tbd")
	ana.sees("thrifty.finch")
	olga.seesNot("thrifty.finch")
	olga.shot("stranger")
}

// Two people edit at once, and neither loses what they typed.
func TestBrowserTwoPeopleAtOnce(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ben := s.sits("ben", "#influencers")
	for _, c := range []*client{ana, ben} {
		c.types("/influencer edit @fern.fables house-ambassadors")
		c.form("Edit link and code")
	}
	ben.fills("Coupon code", "FERN25")
	ben.fills("Note", "Ben asked her on Monday.")
	ana.fills("Coupon code", "FERN20")
	ana.presses("Save")
	ana.noForm()
	ana.sees("FERN20")

	ben.presses("Save")
	ben.sees("Ana") // who changed what, under the field
	ben.sees("FERN20")
	ben.holds("Coupon code", "FERN25")
	ben.holds("Note", "Ben asked her on Monday.")
	ben.shot("two-at-once")
	ben.presses("Save")
	ben.noForm()
	ben.sees("FERN25")
	ana.types("/influencer show @fern.fables")
	ana.sees("Ben asked her on Monday.")
}

// A bad link shows its error under the field, by keyboard alone, on a phone
// too.
func TestBrowserBadLink(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ana.types("/influencer edit @thrifty.finch")
	ana.form("Edit link and code")
	ana.fills("Affiliate link", "go.program.example/acme/finch")
	ana.hits("Enter")
	ana.errs("Affiliate link", "https://go.program.example/acme/finch")
	ana.until("the focus to be where the error is", field("Affiliate link")+" === document.activeElement")
	ana.hits("Tab")
	ana.until("the focus to be in the next field", field("Coupon code")+" === document.activeElement")
	ana.shot("bad-link")
	ana.fills("Affiliate link", "https://go.program.example/acme/finch")
	ana.hits("Enter")
	ana.noForm()
	ana.sees("https://go.program.example/acme/finch")

	// Esc is Cancel, and what people type is never markup.
	ana.types("/influencer edit @the.hem.line")
	ana.form("Edit link and code")
	ana.fills("Note", "<script>alert(1)</script> <!channel>")
	ana.hits("Escape")
	ana.noForm()
	ana.types("<b>bold</b> <!channel>")
	ana.sees("<b>bold</b> <!channel>")
}

// What goes wrong on the way can be tried: the connection is cut, calls are
// answered 429, a payload comes twice, and answers come too late.
func TestBrowserFaults(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	wire := s.sits("ben", "#general")
	wire.clicks("open the wire", `document.querySelector("#wire-link")`)
	ana.types("/influencer show @fern.fables")
	ana.sees("fern.fables") // who she is, is known from now on
	greeted := greetings(s.sim)
	wire.presses("Cut the connections")
	for late := time.Now().Add(comesWithin); greetings(s.sim) == greeted; time.Sleep(25 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("the bot does not come back")
		}
	}
	ana.types("/influencer code @fern.fables FERN20")
	ana.sees("FERN20")
	wire.presses("Redeliver the last payload")
	wire.until("a second acknowledgement", `[...document.querySelectorAll(".entry.acknowledgement .name")].filter(el => el.innerText === "/influencer").length === 3`)
	wire.clicks("open an entry", `document.querySelector("details.entry.envelope summary")`)
	wire.sees("envelope_id")
	wire.shot("entry")

	wire.presses("Answer 429")
	wire.sees("the next")
	ana.types("/influencer edit @orbit.oats") // no form can be opened
	ana.sees("Slack took too long to open the form")
	s.sim.RateLimit("", 0, 0)
	ana.types("/influencer edit @orbit.oats")
	ana.form("Edit link and code")
	ana.fills("Coupon code", "OATS20")
	wire.presses("Slow answers")
	wire.sees("too late for a person")
	ana.presses("Save")
	ana.sees("We had some trouble connecting")
	ana.shot("trouble")
	wire.shot("faults")
	wire.presses("Slow answers (4 s each: too late for a person)")
	ana.presses("Save")
	ana.noForm()
	ana.types("/influencer show @orbit.oats")
	ana.sees("OATS20")
}

// greetings counts the connections that were opened.
func greetings(sim *slacksim.Slack) int {
	n := 0
	for _, e := range sim.Wire() {
		if e.Kind == "socket" && e.Name == "hello" {
			n++
		}
	}
	return n
}

// The Home tab, a shortcut, typeaheads, threads and more, by mouse.
func TestBrowserHomeAndShortcuts(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "home")
	ana.sees("Autumn Denim")
	ana.shot("home")
	ana.presses("Select influencer")
	ana.form("Select influencer")
	ana.picks("Campaign", "autumn", "Autumn Denim")
	ana.picks("Influencers", "twill", "twill.seeker")
	ana.picks("Influencers", "corduroy", "corduroy.cloud")
	ana.clicks("take one out again", `document.querySelector("dialog[open] .chips button[aria-label*='corduroy']")`)
	ana.until("it to be out", `!document.querySelector("dialog[open] .chips button[aria-label*='corduroy']")`)
	ana.picks("Influencers", "corduroy", "corduroy.cloud")
	ana.shot("typeahead")
	ana.presses("Save")
	ana.sees("Saved")
	ana.shot("saved")
	ana.hits("Escape")
	ana.noForm()

	ana.goes("#influencers")
	ana.types("Who has the codes?")
	ana.sees("Who has the codes?")
	ana.presses("Reply in thread")
	ana.until("the thread", `document.querySelector("#reply-line")`)
	ana.run("reply", chromedp.Click("#reply-line"), chromedp.KeyEvent("The program."))
	ana.hits("Enter")
	ana.sees("1 reply")
	ana.shot("thread")
	ana.types("/influencer list autumn-denim")
	ana.sees("indigo.isla")
	ana.shot("list")
	ana.types("/influencer help")
	ana.sees("/influencer select")
}

// A confirm dialog asks first: Keep does nothing, Esc neither. On a phone, the
// places are behind a button.
func TestBrowserConfirmAndPhone(t *testing.T) {
	s := inBrowser(t)
	ben := s.sits("ben", "#influencers")
	ben.types("/campaign show winter-tea")
	ben.sees("TEATIME10")
	for _, dismiss := range []func(){func() { ben.presses("Keep") }, func() { ben.hits("Escape") }} {
		ben.presses("Archive")
		ben.sees("nothing is deleted")
		dismiss()
		ben.noForm()
	}
	ben.presses("Archive")
	ben.sees("nothing is deleted")
	ben.shot("confirm")
	ben.clicks("agree", `document.querySelector("#confirm button[value=yes]")`)
	ben.noForm()
	ben.sees("Archived Winter Tea.")

	ben.run("take a phone", screen(phone()))
	ben.presses("Act as Ben")
	ben.sees("Olga (another organisation)")
	ben.fits()
	ben.hits("Escape")
	ben.presses("Places")
	ben.sees("Direct messages")
	ben.clicks("go to #general", in(`t => [...document.querySelectorAll("#places a")].find(el => el.innerText.includes(t))`, "general"))
	ben.until("be in #general", `document.querySelector("#here").innerText === "#general"`)
	ben.until("see the messages", `document.querySelector("#messages").checkVisibility()`)
	ben.fits()
}
