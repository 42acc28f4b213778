package commands

import (
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
)

func TestClosedChannelGoesToTheOwners(t *testing.T) {
	for name, test := range map[string]struct {
		change func(c *slacksim.Channel)
		why    string
	}{
		"archived":      {func(c *slacksim.Channel) { c.Archived = true }, "is archived."},
		"gone private":  {func(c *slacksim.Channel) { c.Private, c.Members = true, c.Members[:1] }, "is gone, or it is private"},
		"shared by now": {func(c *slacksim.Channel) { c.Shared = true }, "another organisation"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.expectRefusals()
			ben := w.userID("ben")
			w.selected(w.campaign("Summer Glow", ownedBy(w.userID("ana"), ben)), "@maya.glow", "TBD", "TBD")
			w.selected(w.campaign("Winter", ownedBy(ben)), "@leo", "TBD", "TBD")
			open, _ := w.sim.Channel("influencers")
			open.Members = []string{w.userID("ana"), w.userID("ben"), w.sim.BotUserID()}
			closed := open
			test.change(&closed)
			w.sim.SetChannel(closed)
			w.sweeps(1)
			w.sweeps(0)
			for person, winter := range map[string]bool{"ana": false, "ben": true} {
				got := w.direct(person)
				if len(got) != 1 {
					t.Fatalf("%s got %d digests", person, len(got))
				}
				w.reads(person, got[0].Text(), "This comes to you directly", test.why, "@maya.glow", "/campaign edit ")
				if strings.Contains(got[0].Text(), "@leo") != winter {
					t.Errorf("%s reads of another's campaign, or not of their own:\n%s", person, got[0].Text())
				}
			}
			general := w.ana.In("#general")
			w.says(general, "/campaign digest now", "Not posted", test.why)
			w.sweeps(0) // the owners are not told twice
			w.sim.SetChannel(open)
			w.says(general, "/campaign digest now", "Posted in")
			w.inChannel("influencers", 1)
		})
	}
}

func TestDigestAccess(t *testing.T) {
	for _, test := range []struct {
		channel bot.Channel
		want    Access
	}{
		{bot.Channel{Member: true}, Access{}},
		{bot.Channel{Member: true, Private: true}, Access{}},
		{bot.Channel{}, Access{Join: true}},
		{bot.Channel{Private: true}, Access{Closed: "is private, and Codekeeper is not in it", Invite: true}},
		{bot.Channel{Member: true, Archived: true}, Access{Closed: "is archived"}},
		{bot.Channel{Archived: true, Private: true}, Access{Closed: "is archived"}},
		{bot.Channel{Member: true, Shared: true}, Access{Closed: "is shared with another organisation, which would see links and codes"}},
		{bot.Channel{Shared: true}, Access{Closed: "is shared with another organisation, which would see links and codes"}},
	} {
		if got := DigestAccess(test.channel); got != test.want {
			t.Errorf("%+v: %+v, want %+v", test.channel, got, test.want)
		}
	}
}

// Whoever removed the bot from a public channel did not take the channel off the
// campaign.
func TestDigestJoinsItsChannelAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	channel, _ := w.sim.Channel("influencers")
	channel.Members = []string{w.userID("ana")}
	w.sim.SetChannel(channel)
	w.sweeps(1)
	w.reads("digest", w.inChannel("influencers", 1), "@maya.glow")
}

func TestDigestGoesToOwnersWithoutAChannel(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow", digestIn(""), ownedBy(w.userID("ana"), w.userID("ben"))), "@maya.glow", "TBD", "TBD")
	w.sweeps(2)
	w.sweeps(0)
	for _, person := range []string{"ana", "ben"} {
		if got := w.direct(person); len(got) != 1 {
			t.Errorf("%s got %d digests", person, len(got))
		}
	}
	w.says(w.ana, "/campaign digest now", "of @ana: open it", "of @ben.")
}

func TestOwnerWhoLeft(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.selected(w.campaign("Summer Glow", digestIn(""), ownedBy(w.userID("ben"), w.userID("ana"))), "@maya.glow", "TBD", "TBD")
	ben, _ := w.sim.User("ben")
	ben.Deleted = true
	w.sim.SetUser(ben)
	w.sweeps(1)
	w.sweeps(0)
}

func TestDefaultChannel(t *testing.T) {
	t.Parallel()
	w := start(t)
	second := w.sim.AddChannel(slacksim.Channel{Name: "second", Members: []string{w.userID("ana")}})
	w.app.defaults.Channel = second.ID // the bot is not in it, and may join
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.selected(w.campaign("Winter", digestIn("")), "@leo", "TBD", "TBD")
	w.selected(w.campaign("Spring", digestIn("")), "@kim", "TBD", "TBD")
	w.sweeps(2)
	w.reads("own", w.inChannel("influencers", 1), "@maya.glow")
	w.reads("default", w.inChannel("second", 1), "@leo", "@kim")
}

func TestDigestOfArchivedCampaigns(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.archived(summer)
	w.sweeps(0)
	w.says(w.ana, "/campaign digest now", "There is no live campaign", "/campaign new")
	w.inChannel("influencers", 0)
}
