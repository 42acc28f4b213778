package main

import "testing"

// Ben has left Slack, and his campaign goes to no channel: Ana learns on its card
// and in her Home that nobody gets its digest, and takes it over from there.
func TestBrowserNobodyGetsTheDigest(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ana.sends("/campaign edit house-ambassadors")
	ana.form("Edit campaign")
	ana.chooses("Digest channel", "Choose")
	ana.presses("Save")
	ana.noForm()
	ana.sees("Saved House Ambassadors.")
	ben, _ := s.sim.User("ben")
	ben.Deleted = true
	s.sim.SetUser(ben)
	ana.sends("/campaign show house-ambassadors")
	ana.sees("Nobody gets the digest of House Ambassadors")
	ana.shot("unread-card")
	ana.goes("home")
	ana.sees("Nobody gets the digest of House Ambassadors")
	ana.shot("unread-home")
	ana.presses("Edit")
	ana.form("Edit campaign")
	ana.clicks("choose Ana as the owner", `[...document.querySelectorAll("dialog[open] label")].find(el => el.innerText.trim() === "Ana (owner)")`)
	ana.presses("Save")
	ana.sees("Saved House Ambassadors.")
	ana.presses("Done")
	ana.noForm()
	ana.seesNot("Nobody gets the digest")
}
