package main

import "testing"

// Text that would do something, wherever one can type: it is shown as it is, in
// the page and on the wire, and does nothing. A script that ran would open a
// dialog, which fails every story.
func TestBrowserHostileText(t *testing.T) {
	const evil = "<script>alert(1)</script><img src=x onerror=alert(2)> <!channel> <@U0GUS> \u202eltr\u2066 & &amp;"
	const shown = "<script>alert(1)</script><img src=x onerror=alert(2)> <!channel> <@U0GUS> [U+202E]ltr[U+2066] & &amp;"
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ben := s.sits("ben", "#influencers")

	ana.types(evil)
	ben.sees(shown)
	ana.types("/campaign new")
	ana.form("New campaign")
	ana.fills("Name", "Glow "+evil)
	ana.chooses("Affiliate link", "Unique, from our affiliate program")
	ana.fills("How influencers get theirs", evil)
	ana.fills("Fee per deliverable", evil)
	ana.fills("Commission", evil)
	ana.presses("Save")
	ana.noForm()
	ana.sees("Glow " + shown)
	ana.sees("Commission: " + shown)

	ana.types("/influencer add")
	ana.form("Add influencer")
	ana.fills("Handle", "maya.glow")
	ana.fills("Name", evil)
	ana.fills("Note", evil)
	ana.picks("Campaign", "glow", "Glow <script>alert(1)</script>")
	ana.presses("Save")
	ana.noForm()
	ana.sees("applies for Glow")
	ana.types("/influencer select @maya.glow glow")
	ana.form("Select influencer")
	ana.sees(shown)
	ana.presses("Save")
	ana.noForm()
	ana.types("/influencer edit @maya.glow")
	ana.form("Edit link and code")
	ana.fills("Coupon code", evil)
	ana.fills("Note", evil)
	ana.presses("Save")
	ana.errs("Coupon code", "can't")
	ana.fills("Coupon code", "MAYA20")
	ana.presses("Save")
	ana.noForm()
	ana.sees("MAYA20")
	for _, line := range []string{
		"/influencer show " + evil, "/influencer code @maya.glow " + evil, "/influencer link @maya.glow " + evil,
		"/influencer tbd " + evil, "/influencer list " + evil, "/campaign show " + evil, "/influencer " + evil, "/campaign digest now",
		"/influencer show @maya.glow", "/influencer decline @maya.glow glow " + evil,
	} {
		ana.types(line)
	}
	ana.sees("withdrawn")
	ana.shot("hostile")
	nothingRan(ana)
	nothingRan(ben)
	ana.goes("home")
	ana.sees("Glow " + shown)
	nothingRan(ana)

	ana.goes("#influencers")
	ana.clicks("open the wire", `document.querySelector("#wire-link")`)
	for _, name := range []string{"/influencer", "view_submission edit"} {
		ana.until("the text on the wire, in "+name, in(`(name, text) => {
			const all = [...document.querySelectorAll("details.entry.envelope")].filter(el => el.querySelector(".name").innerText === name);
			for (const el of all) el.open = true;
			return all.some(el => el.querySelector("pre").innerText.includes(text));
		}`, name, `\u202eltr\u2066`))
	}
	ana.until("nothing to turn text there", `![...document.querySelectorAll("pre")].some(el => /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/.test(el.innerText))`)
	nothingRan(ana)
}

// nothingRan fails the test where typed text has become something.
func nothingRan(c *client) {
	c.t.Helper()
	wrong := c.asks(`[...document.querySelectorAll("img, iframe, object, script:not([src^='/page/']), [onerror], .mention")]
		.filter(el => !el.matches(".mention") || /gus|channel/i.test(el.innerText)).map(el => el.outerHTML).join("\n")`)
	if wrong != "" {
		c.t.Errorf("typed text has become %s", wrong)
	}
}
