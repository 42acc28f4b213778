package commands

import (
	"strings"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
)

// editorsOf makes a user group of editors, which w.group names.
func editorsOf(group *slacksim.Group, names ...string) setting {
	return func(c *worldConfig) {
		c.editors = func(w *world) string {
			*group = slacksim.Group{Handle: "editors"}
			for _, name := range names {
				group.Members = append(group.Members, w.userID(name))
			}
			*group = w.sim.AddGroup(*group)
			return group.ID
		}
	}
}

// Who may only look is asked for nothing that they couldn't do: they neither
// cover for anybody nor become an owner, in commands and in forms.
func TestWhoMayOnlyLookIsNotAsked(t *testing.T) {
	t.Parallel()
	var group slacksim.Group
	w := start(t, editorsOf(&group, "ana"))
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@maya.glow", "TBD", "TBD")
	for _, line := range []string{"@ben", "@ben all", `"Ben Example" summer-glow until 1 Dec`, "<@" + w.userID("ben") + "> summer-glow"} {
		w.refuses(w.ana, "/campaign handover "+line, "ben can look at everything in Codekeeper, but change nothing, so they can't cover for you.",
			"Nobody else may change things. An admin of this workspace adds people to the user group of those who may.")
	}

	cleo := w.sim.AddUser(slacksim.User{Name: "cleo.x", RealName: "Cleo Example", TZ: "Europe/Berlin"})
	group.Members = append(group.Members, cleo.ID)
	w.sim.SetGroup(group)
	w.sim.Clock().Advance(5 * time.Minute) // as long as the group is remembered
	w.refuses(w.ana, "/campaign handover @ben summer-glow", "Choose somebody who may, like @cleo.x.", "/campaign handover @cleo.x summer-glow")

	w.ana.Types("/campaign handover")
	form := w.ana.Form()
	form.Choose("Colleague", "ben").Submit()
	if got := form.Error("Colleague"); !strings.HasSuffix(got, "so they can't cover for you. Choose somebody who may, like @cleo.x.") {
		t.Errorf("under Colleague: %s", got)
	}
	form.Choose("Colleague", "cleo.x").Submit()
	w.ana.Sees("covers all your campaigns for you")

	w.ana.Types("/campaign edit summer-glow")
	form = w.ana.Form()
	form.Choose("Owners", "ana", "ben").Submit()
	w.reads("owners", form.Error("Owners"), "ben can look at everything in Codekeeper, but change nothing: take them out.", "like @cleo.x.")
	form.Choose("Owners", "ana", "cleo.x").Submit()
	form.Closed()

	// Where Slack doesn't tell who is in the group, nobody is taken for somebody
	// who may.
	w.ana.Types("/campaign handover")
	form = w.ana.Form()
	w.sim.Clock().Advance(4 * time.Minute)
	w.refuses(w.ben, "/campaign handover @ana", "only editors can change it")
	w.expectRefusals()
	w.expectFaults() // what is still told of the handover before may ask who somebody is, too
	w.sim.FailWith("users.info", "internal_error", 9)
	before := w.writes()
	form.Choose("Colleague", "cleo.x").Submit()
	w.reads("unreachable", form.Error("Colleague"), "Slack did not say who this is, so nothing was done.")
	if w.writes() != before {
		t.Error("something was stored")
	}
}

// Who is refused is told of somebody who can do it: never of themselves, nor of
// an owner who has lost the right.
func TestWhomToAskIsWhoCan(t *testing.T) {
	t.Parallel()
	var group slacksim.Group
	w := start(t, editorsOf(&group, "ana", "ben"))
	cleo := w.sim.AddUser(slacksim.User{Name: "cleo", TZ: "Europe/Berlin"})
	w.campaign("Summer Glow", ownedBy(w.userID("ben"), w.userID("ana")))
	_, err := w.store.Handover(t.Context(), w.act(), cleo.ID, 0, "")
	must(t, err)
	asks := w.sim.As(t, "cleo").In("@codekeeper")
	w.refuses(asks, "/campaign new Spring", "only editors can change it. Ask @ben.")
	w.sim.Clock().Advance(6 * time.Minute)
	group.Members = []string{w.userID("ana")}
	w.sim.SetGroup(group)
	w.refuses(asks, "/campaign new Spring", "only editors can change it. Ask @ana.")
	w.refuses(w.ben, "/campaign new Spring", "only editors can change it. Ask @ana.")
	w.says(w.gus, "/campaign list", "not for guests. Ask @ana.")

	// Of nobody who owns anything, an editor is named all the same.
	w.sim.Clock().Advance(6 * time.Minute)
	group.Members = []string{w.sim.AddUser(slacksim.User{Name: "dora", TZ: "Europe/Berlin"}).ID}
	w.sim.SetGroup(group)
	w.refuses(w.ben, "/campaign new Spring", "only editors can change it. Ask @dora.")
	w.sim.Clock().Advance(6 * time.Minute)
	group.Members = nil
	w.sim.SetGroup(group)
	w.refuses(w.ben, "/campaign new Spring", "only editors can change it. Ask an admin of this workspace.")
}
