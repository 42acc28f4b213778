package main

import (
	"fmt"
	"strings"
	"testing"
)

// hand is somebody who does everything by mouse, or everything by keyboard.
type hand struct {
	*client
	sends func(line string)
	uses  func(label string) // a button of the newest messages
	ends  func(label string) // a button of a form
	back  func()             // to the message box
}

func byMouse(c *client) hand {
	return hand{client: c, sends: c.sends, uses: c.presses, ends: c.presses, back: func() {}}
}

func byKeyboard(c *client) hand {
	return hand{
		client: c, sends: c.says,
		uses: func(label string) {
			c.t.Helper()
			c.tabsBack(label)
			c.hits("Enter")
		},
		ends: func(label string) {
			c.t.Helper()
			c.tabsTo(label)
			c.hits("Enter")
		},
		back: func() { c.t.Helper(); c.tabsTo("Message or command") },
	}
}

// What the other stories do by neither mouse nor keyboard, by both.
func TestBrowserTheRestByMouse(t *testing.T) {
	s := inBrowser(t)
	ana := byMouse(s.sits("ana", "#influencers"))
	ana.rest()
	ana.sends("/influencer code @fern.fables FERN30")
	ana.sees("FERN30")
	ana.uses("Undo")
	ana.sees("Undone for @fern.fables")
	ana.sends("/influencer history LUNAR20")
	ana.sees("Codekeeper can't know")
	ana.uses("Post in this channel")
	ana.sees("Posted by @Ana")
	ana.sends("/influencer list autumn-denim unsent")
	ana.sees("Copy each of them their message")
	ana.uses("Message")
	ana.sees("Please use exactly these everywhere")
	ana.uses("Mark as sent")
	ana.sees("Marked as sent")
	ana.sends("/influencer")
	ana.uses("Import")
	ana.form("Import")
	ana.ends("Cancel")
	ana.noForm()
	ana.uses("Export")
	ana.sees("in your direct messages with")
	ana.sends("/campaign show winter-tea")
	ana.sees("TEATIME10")
	ana.uses("Edit")
	ana.form("Edit campaign")
	ana.overwrites("Name", "Winter Teas")
	ana.ends("Save")
	ana.noForm()
	ana.sees("Winter Teas")
}

// The same by keyboard, with what only the mouse has done.
func TestBrowserTheRestByKeyboard(t *testing.T) {
	s := inBrowser(t)
	ana := byKeyboard(s.sits("ana", "#influencers"))
	ana.rest()
	ana.sends("/influencer")
	ana.sees("Add influencer")
	ana.uses("Add influencer")
	ana.form("Add influencer")
	ana.tabsTo("Handle")
	ana.writes("@maya.glow")
	ana.ends("Save")
	ana.noForm()
	ana.sees("@maya.glow")
	ana.goes("home")
	ana.sees("What waits for me")
	ana.tabsTo("Hand over")
	ana.hits("Enter")
	ana.form("Hand over")
	ana.hits("Escape")
	ana.noForm()
	ana.isAt("Hand over")
}

func (h hand) rest() {
	h.t.Helper()
	h.sends("/campaign list")
	h.sees("House Ambassadors")
	h.sends("/influencer code @fern.fables FERN20")
	h.sees("FERN20")
	h.sends("/influencer code @fern.fables FERN25")
	h.sees("FERN25")
	h.sends("/influencer code @orbit.oats FERN20")
	h.sees("Not saved yet.")
	h.uses("Save anyway")
	h.sees("The coupon code of @orbit.oats in House Ambassadors is FERN20 now")
	h.back()
	h.sends("/influencer show @pixel.pear")
	h.sees("@pixel.pear is in 1 campaign.")
	h.uses("Withdraw")
	h.sees("Withdraw @pixel.pear?")
	h.ends("Withdraw")
	h.sees("Select again")
	h.back()
	h.uses("Select again")
	h.form("Select influencer")
	h.ends("Save")
	h.noForm()
	h.sees("is selected for")
	h.back()
	h.sends("/influencer list autumn-denim")
	h.sees("indigo.isla")
	h.uses("Download CSV")
	h.sees("in your direct messages with")
	h.back()

	h.sends("/influencer select autumn-denim")
	h.form("Select influencer")
	var handles []string
	for i := range 40 {
		handles = append(handles, fmt.Sprintf("@many.mints.%d", i))
	}
	h.tabsTo("Or paste handles")
	h.writes(strings.Join(handles, " "))
	h.ends("Save")
	h.sees("many.mints.0")
	h.noForm()
	h.sends("/campaign digest now")
	h.sees("Posted in")
	h.sees("See all")
	h.uses("See all") // more than the digest has rows for
	h.sees("@many.mints.11 · Autumn Denim · link TBD since today")
	h.back()
}
