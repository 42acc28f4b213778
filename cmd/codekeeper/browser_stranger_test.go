package main

import (
	"testing"
)

// The digest's channel comes to be shared, and a guest gets into it. Both press
// its buttons: they are refused, and told whom to ask.
func TestBrowserStrangersPressButtons(t *testing.T) {
	s := inBrowser(t)
	ana := s.sits("ana", "#influencers")
	ana.types("/campaign digest now")
	ana.sees("Posted in")
	place, _ := s.sim.Channel("influencers")
	for _, name := range []string{"gus", "olga"} {
		who, ok := s.sim.User(name)
		if !ok {
			t.Fatalf("no person %q", name)
		}
		place.Members = append(place.Members, who.ID)
	}
	place.Shared = true
	s.sim.SetChannel(place)

	for name, sentence := range map[string]string{
		"gus": "Codekeeper is for full members of this workspace, not for guests. Ask @Ben.", "olga": "Codekeeper is only for the people of the workspace it belongs to. Ask @Ben there.",
	} {
		who := s.sits(name, "#influencers")
		who.sees("@fern.fables") // it is everybody's to read
		who.pressesRow("@fern.fables", "Update")
		who.sees(sentence)
		who.sees("Ask @Ben")
		who.noForm()
		who.pressesRow("@fern.fables", "Update")
		who.sees("Ask @Ben")
		who.shot("pressed-by-" + name)
	}
	ana.seesNot("Ask @Ben") // only they are told
	ana.pressesRow("@fern.fables", "Update")
	ana.form("Edit link and code")
}
