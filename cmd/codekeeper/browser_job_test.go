package main

import "testing"

// The main job, from a new campaign to nothing TBD, as somebody does it who
// has just opened the demo.
func TestBrowserTheMainJob(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")

	ana.types("/campaign new")
	ana.form("New campaign")
	ana.fills("Name", "Summer Glow")
	ana.presses("Save")
	ana.noForm()
	ana.sees("summer-glow")

	ana.types("/influencer add @maya.glow summer-glow")
	ana.sees("applies for Summer Glow")

	ana.types("/influencer select")
	ana.form("Select influencer")
	ana.picks("Campaign", "summer", "Summer Glow")
	ana.picks("Influencers", "maya", "@maya.glow")
	ana.holds("Affiliate link", "TBD")
	ana.holds("Coupon code", "TBD")
	ana.presses("Save")
	ana.noForm()
	ana.sees("is selected for Summer Glow")

	ana.types("/influencer tbd summer-glow")
	ana.sees("Summer Glow: 1 TBD, 1 waits for us")

	ana.types("/campaign digest now")
	ana.sees("Posted in")
	ana.pressesRow("@maya.glow", "Update")
	ana.form("Edit link and code")
	ana.fills("Affiliate link", "https://shop.example/maya")
	ana.presses("Save")
	ana.noForm()
	ana.sees("https://shop.example/maya")

	ana.types("/influencer code @maya.glow MAYA20")
	ana.sees("MAYA20")
	ana.types("/influencer tbd summer-glow")
	ana.sees("Nothing is TBD in Summer Glow")
}
