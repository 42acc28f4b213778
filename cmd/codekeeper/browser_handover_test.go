package main

import "testing"

// Ana hands a campaign over by mouse, from its card. Ben is told, everybody
// sees who covers, and Ben takes it back from the card. A guest can't.
func TestBrowserHandoverByMouse(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ana.sends("/campaign show autumn-denim")
	ana.sees("Owners:")
	ana.presses("Hand over")
	ana.form("Hand over")
	ana.has("Autumn Denim")
	ana.presses("Hand over") // to nobody yet
	ana.errs("Colleague", "")
	ana.chooses("Colleague", "Gus (guest)")
	ana.presses("Hand over")
	ana.errs("Colleague", "is a guest, and can do nothing in Codekeeper.")
	ana.shot("handover-to-a-guest")
	ana.chooses("Colleague", "Ben")
	ana.presses("Hand over")
	ana.noForm()
	ana.sees("@Ben covers Autumn Denim for you")

	ben := s.sits("ben", "home")
	ben.sees("@Ben covers for @Ana")
	ben.opensNews()
	ben.sees("handed over to you")
	ben.presses("What waits for me")
	ben.sees("@thrifty.finch")

	gus := s.sits("gus", "#general")
	gus.sends("/campaign handover @ben autumn-denim")
	gus.sees("not for guests")
	gus.sends("/campaign handover")
	gus.sees("not for guests")
	gus.noForm()

	ben.sends("/campaign show autumn-denim")
	ben.sees("@Ben covers for @Ana")
	ben.presses("Take back")
	ben.sees("Taken back: @Ana is asked for Autumn Denim again")
	ana.opensNews()
	ana.sees("@Ben ended a handover")
}

// Ben hands all over by keyboard, until a day, and takes it back in the form.
func TestBrowserHandoverByKeyboard(t *testing.T) {
	s := inBrowser(t)
	ben := s.sits("ben", "#influencers")
	ben.says("/campaign handover")
	ben.form("Hand over")
	ben.isAt("Colleague")
	ben.hits("ArrowDown")
	ben.hits("ArrowDown") // the app is in the list, too
	ben.until("Ana to be chosen", field("Colleague")+`.selectedOptions[0].text === "Ana (owner)"`)
	ben.tabsTo("Remove All my campaigns")
	ben.tabsTo("Campaign")
	ben.writes("house")
	ben.offers("House Ambassadors")
	ben.hits("Enter")
	ben.has("House Ambassadors")
	ben.isAt("Campaign")
	ben.tabsTo("Until")
	until := ben.writesDay("Until", s.sim.Clock().Now())
	ben.tabsTo("Hand over")
	ben.hits("Enter")
	ben.noForm()
	ben.sees("@Ana covers House Ambassadors for you until " + until.Format("Mon 2 Jan"))
	ben.isAt("Message or command")

	ana := s.sits("ana", "#influencers")
	ana.tabsBack("Codekeeper")
	ana.hits("Enter")
	ana.sees("handed over to you")
	ana.tabsBack("What waits for me")
	ana.hits("Enter")
	ana.sees("@fern.fables")

	ben.says("/campaign handover")
	ben.form("Hand over")
	ben.sees("@Ana covers for @Ben until")
	ben.tabsBack("Take back")
	ben.hits("Enter")
	ben.sees("Taken back: @Ben is asked for House Ambassadors again")
	ben.hits("Escape")
	ben.noForm()
	ben.isAt("Message or command")
}
