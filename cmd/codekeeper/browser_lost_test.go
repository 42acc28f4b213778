package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// What somebody has written waits where they wrote it: when a thread takes no
// commands, when they look at the wire, and when they go elsewhere.
func TestBrowserWhatIsWrittenIsKept(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ana.types("Who has the codes?")
	ana.sees("Who has the codes?")
	ana.run("take a phone", screen(phone()))
	ana.presses("Reply in thread")
	ana.clicks("go to the reply", `document.querySelector("#reply-line")`)
	ana.writes("/influencer tbd")
	ana.hits("Enter")
	ana.until("be told in the thread", `document.querySelector("#thread").checkVisibility() && document.querySelector("#thread").innerText.includes("not supported in threads")`)
	ana.until("have the command back", `document.querySelector("#reply-line").value === "/influencer tbd"`)
	ana.presses("Close the thread")
	ana.run("take a desk again", screen(desktop()))

	const written = `document.querySelector("#line")?.value === "/influencer code @fern"`
	ana.clicks("go to the message box", `document.querySelector("#line")`)
	ana.writes("/influencer code @fern")
	ana.clicks("open the wire", `document.querySelector("#wire-link")`)
	ana.until("the wire", `document.querySelector("#tools")`)
	ana.until("it to be there still", written)
	ana.goes("#general")
	ana.until("nothing to be written here", `document.querySelector("#line").value === ""`)
	ana.goes("#influencers")
	ana.until("it to be there again", written)
	ana.clicks("go to the message box", `document.querySelector("#line")`)
	ana.hits("End")
	ana.writes(".fables FERN20")
	ana.hits("Enter")
	ana.sees("FERN20")
	ana.goes("#influencers")
	ana.until("what was sent to be gone", `document.querySelector("#line").value === ""`)
}

// What a form says after Save gets the focus, so that Enter doesn't save over
// it unheard; and a sentence about it stands in it, not under it.
func TestBrowserAFormsNewsAreHeard(t *testing.T) {
	s := inBrowser(t)
	ana, ben := s.sits("ana", "#influencers"), s.sits("ben", "#influencers")
	for _, c := range []*client{ana, ben} {
		c.types("/influencer edit @fern.fables house-ambassadors")
		c.form("Edit link and code")
	}
	ana.fills("Coupon code", "FERN20")
	ana.presses("Save")
	ana.noForm()
	ben.fills("Coupon code", "FERN25")
	ben.tabsTo("Save")
	ben.hits("Enter")
	ben.sees("changed this meanwhile")
	ben.until("the focus to be at what is new", `document.activeElement.innerText.includes("changed this meanwhile")`)
	ben.until("the field to be described by it", field("Coupon code")+`.getAttribute("aria-describedby").split(" ").includes(document.activeElement.id)`)
	ben.hits("Enter")
	ben.tabsTo("Save")
	ben.form("Edit link and code") // it was not saved
	ben.hits("Enter")
	ben.noForm()
	ben.sees("FERN25")

	ana.types("/campaign new")
	ana.form("New campaign")
	ana.fills("Name", "Summer Glow")
	ana.until("send no day", `(() => {
		const day = document.querySelector("dialog[open] input[type=date]").name;
		document.addEventListener("htmx:before:request", e => e.detail.ctx.request.body.set(day, "soon"), { once: true });
		return true;
	})()`)
	ana.presses("Save")
	ana.until("the form to say so", `document.querySelector("dialog[open] [data-banner]").innerText.includes("not a date written as YYYY-MM-DD")`)
	ana.holds("Name", "Summer Glow")
}

// The wire shows the newest hundred, says so, and leads to the others.
func TestBrowserOlderWire(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	for range 60 { // each is an envelope and an acknowledgement
		s.sim.As(t, "ben").In("#influencers").Types("/influencer tbd")
	}
	ana.clicks("open the wire", `document.querySelector("#wire-link")`)
	ana.until("be told how many there are", `/These are the newest 100 of \d+\./.test(document.querySelector("#entries").innerText)`)
	ana.tabsTo("Older")
	ana.hits("Enter")
	ana.sees("apps.connections.open") // the first of all
	ana.sees("older ones of")
	ana.run("look on", chromedp.WaitReady("#wire-newest"))
	ana.presses("Newest")
	ana.sees("These are the newest 100 of")
}
