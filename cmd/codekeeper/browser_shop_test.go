package main

import "testing"

// Codes are made for those who are selected already, are created in the shop,
// and only then told.
func TestBrowserMadeForAllAndCreatedInTheShop(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ana.types("/campaign new")
	ana.form("New campaign")
	ana.fills("Name", "Summer Glow")
	ana.fills("Code pattern", "{HANDLE}15")
	ana.chooses("Affiliate link", "Not needed")
	ana.presses("Save")
	ana.noForm()
	ana.types("/influencer select @kim.knits @zoe.runs summer-glow code TBD")
	ana.sees("2 influencers selected")
	ana.types("/influencer tbd summer-glow")
	ana.presses("Make 2 codes from the pattern")
	ana.sees("Codes still have to be created in the shop.")
	ana.shot("make")
	ana.presses("Make 2 codes")
	ana.sees("Made 2 codes of Summer Glow")
	ana.sees("ZOERUNS15")
	ana.shot("made")

	ana.goes("home")
	ana.sees("2 codes not yet in the shop")
	ana.shot("home-shop")
	ana.goes("#influencers")
	ana.types("/influencer list unsent")
	ana.sees("codes not yet in the shop")
	ana.types("/influencer sent @kim.knits summer-glow")
	ana.sees("isn't in the shop yet, so it can't be sent.")
	ana.shot("refused-shop")
	ana.types("/influencer tbd summer-glow")
	ana.sees("Nothing is TBD in Summer Glow, but 2 codes are not yet in the shop.")
	ana.presses("Created in the shop")
	ana.sees("This says that 2 codes of Summer Glow can be used at checkout.")
	ana.clicks("agree", `document.querySelector("#confirm button[value=yes]")`)
	ana.sees("Noted: 2 codes of Summer Glow")
	ana.types("/influencer sent @kim.knits summer-glow")
	ana.sees("Marked as sent: @kim.knits in Summer Glow was told code")
}
