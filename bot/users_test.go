package bot

import (
	"fmt"
	"maps"
	"testing"

	"codekeeper/bot/slacksim"
)

func TestNamed(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	for _, u := range []slacksim.User{
		{Name: "kim.b", RealName: "Kim Example"},
		{Name: "kim.c", RealName: "Kim Other"},
		{Name: "carla", RealName: "Carla Ben"},
		{Name: "gus", RealName: "Gus", Guest: true},
		{Name: "olga", RealName: "Olga", TeamID: "T0OTHER"},
		{Name: "robo", RealName: "Robo", Bot: true},
		{Name: "left", RealName: "Left", Deleted: true},
	} {
		sim.AddUser(u)
	}
	c := client(t, sim)
	for name, want := range map[string][]string{
		"kim": {"kim.b", "kim.c"}, "KIM.B": {"kim.b"}, "Kim Example": {"kim.b"}, "carla": {"carla"}, "ki": nil, "": nil, "Example": nil,
	} {
		found, err := c.Named(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, who := range found {
			got = append(got, who.Username)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q names %v, want %v", name, got, want)
		}
	}
	for name, want := range map[string]Standing{
		"kim.b": StandingMember, "gus": StandingGuest, "olga": StandingStranger, "robo": StandingApp, "left": StandingGone,
	} {
		u, _ := sim.User(name)
		who, err := c.Who(t.Context(), u.ID)
		if err != nil || who.Standing != want || who.Username != name {
			t.Errorf("%s is %+v, %v", name, who, err)
		}
	}
	noRefusals(t, sim)
	if who, err := c.Who(t.Context(), "U0NOBODY"); err != nil || who.Standing != StandingStranger {
		t.Errorf("nobody is %+v, %v", who, err)
	}
}

// A large workspace is read page by page.
func TestNamedInALargeWorkspace(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	for n := range usersPage + 10 {
		sim.AddUser(slacksim.User{Name: fmt.Sprintf("u%d", n), RealName: "Somebody"})
	}
	c := client(t, sim)
	found, err := c.Named(t.Context(), fmt.Sprintf("u%d", usersPage+9))
	if err != nil || len(found) != 1 {
		t.Errorf("found %d, %v", len(found), err)
	}
	noRefusals(t, sim)
}

func TestMentioned(t *testing.T) {
	for text, want := range map[string]Mentions{
		"handover <@U1|ben> summer":        {"ben": "U1"},
		"<@U1|Ben Ex> <@W2|ana>":           {"ben ex": "U1", "ana": "W2"},
		"<@U1|ben> <@U2|BEN>":              {"ben": ""},
		"<@U1|ben> <@U1|ben>":              {"ben": "U1"},
		"<@U1> <#C1|general> @ben <@u1|x>": {},
		"<@U1|o&lt;o>":                     {"o<o": "U1"},
		"":                                 {},
	} {
		if got := mentioned(text); !maps.Equal(got, want) {
			t.Errorf("%s mentions %v, want %v", text, got, want)
		}
	}
	if id := mentioned("<@U1|Ben>").ID("@BEN"); id != "U1" {
		t.Errorf("Ben is %q", id)
	}
}
