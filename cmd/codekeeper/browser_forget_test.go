package main

import "testing"

// Ana forgets somebody by mouse. Slack asks again, and Keep forgets nothing.
// Ben's list has no name any more; what was held when, history still knows. A
// guest can't.
func TestBrowserForgetByMouse(t *testing.T) {
	s := inBrowser(t)
	ben := s.sits("ben", "#influencers")
	ben.sends("/influencer list house-ambassadors")
	ben.sees("@mossy.mornings")

	gus := s.sits("gus", "#general")
	gus.sends("/influencer forget @mossy.mornings")
	gus.sees("not for guests")
	gus.seesNot("Is emptied")

	ana := s.sits("ana", "#influencers")
	ana.sends("/influencer forget @mossy.mornings")
	ana.sees("Is emptied")
	ana.presses("Forget")
	ana.sees("Nothing brings them back.")
	ana.shot("forget")
	ana.presses("Keep")
	ana.noForm()
	ana.sends("/influencer show @mossy.mornings")
	ana.sees("@mossy.mornings is in 1 campaign.")
	ana.sends("/influencer forget @mossy.mornings")
	ana.presses("Forget")
	ana.sees("Nothing brings them back.")
	ana.clicks("agree", `document.querySelector("#confirm button[value=yes]")`)
	ana.noForm()
	ana.sees("Done: they are Forgotten influencer")

	ben.pressesRow("@mossy.mornings", "Update") // in the list from before
	ben.form("Edit link and code")
	ben.sees("Forgotten influencer")
	ben.presses("Cancel")
	ben.noForm()
	ben.sends("/influencer show @mossy.mornings")
	ben.sees("There is no influencer @mossy.mornings")
	ben.sends("/influencer history MOSSY20")
	ben.sees("Forgotten influencer")
	ben.shot("forgotten")
}

// Ben forgets somebody by keyboard, from their profile. Esc of the question
// leaves the form as it is.
func TestBrowserForgetByKeyboard(t *testing.T) {
	s := inBrowser(t)
	ben := s.sits("ben", "#influencers")
	ben.says("/influencer profile @pixel.pear")
	ben.form("Profile")
	ben.tabsTo("Note")
	ben.writes("prefers email")
	ben.tabsTo("Forget")
	ben.hits("Enter")
	ben.sees("Forget this influencer?")
	ben.isAt("Keep")
	ben.hits("Escape")
	ben.form("Profile")
	ben.until("the question to be gone", `!document.querySelector("#confirm").open`)
	ben.isAt("Forget")
	ben.holds("Note", "prefers email")
	ben.hits("Enter")
	ben.isAt("Keep")
	ben.hits("Tab")
	ben.isAt("Forget")
	ben.hits("Tab") // to the browser's own bar, never to what lies under the question
	ben.hits("Tab")
	ben.isAt("Keep")
	ben.hits("Tab")
	ben.isAt("Forget")
	ben.hits("Enter")
	ben.form("Forgotten")
	ben.hits("Escape")
	ben.noForm()
	ben.isAt("Message or command")

	ana := s.sits("ana", "#influencers")
	ana.says("/influencer show @pixel.pear")
	ana.sees("There is no influencer @pixel.pear")
	ana.says("/influencer list PEAR20")
	ana.sees("Forgotten influencer")
}
