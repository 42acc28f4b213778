package main

import (
	"log/slog"

	"codekeeper/bot/slacksim"
	"codekeeper/commands"
)

// otherTeam is the workspace of the organisation that shares a channel.
const otherTeam = "T0NORTHWIND"

// cast are the people and places of the demo's workspace. Their ids are fixed,
// so that data kept from an earlier run still names them.
type cast struct {
	ana, ben, gus, olga           slacksim.User
	general, influencers, partner slacksim.Channel
}

// startWorkspace opens a simulated workspace that knows exactly what the
// manifest registers: commands, shortcuts and scopes.
func startWorkspace(addr string, log *slog.Logger) (*slacksim.Slack, error) {
	config := slacksim.Config{Log: log, Addr: addr, TeamName: "Acme", AppName: appName, Scopes: botScopes()}
	for _, s := range commands.Slashes() {
		config.Commands = append(config.Commands,
			slacksim.SlashCommand{Command: s.Command, Description: s.Description, UsageHint: s.Hint})
	}
	for _, s := range commands.Shortcuts() {
		config.Shortcuts = append(config.Shortcuts,
			slacksim.GlobalShortcut{Name: s.Name, CallbackID: s.CallbackID, Description: s.Description})
	}
	return slacksim.Start(config)
}

// populate fills a workspace with somebody of each kind: an owner, a member, a
// guest, and a member of another organisation.
func populate(sim *slacksim.Slack) cast {
	var c cast
	c.ana = sim.AddUser(slacksim.User{ID: "U0ANA", Name: "ana", RealName: "Ana", TZ: teamZone, Owner: true})
	c.ben = sim.AddUser(slacksim.User{ID: "U0BEN", Name: "ben", RealName: "Ben", TZ: teamZone})
	c.gus = sim.AddUser(slacksim.User{ID: "U0GUS", Name: "gus", RealName: "Gus", TZ: teamZone, Guest: true})
	c.olga = sim.AddUser(slacksim.User{
		ID: "U0OLGA", Name: "olga", RealName: "Olga", TZ: "Europe/Lisbon", TeamID: otherTeam,
	})
	bot := sim.BotUserID()
	c.influencers = sim.AddChannel(slacksim.Channel{
		ID: "C0INFLUENCERS", Name: "influencers", Members: []string{c.ana.ID, c.ben.ID, bot},
	})
	c.general = sim.AddChannel(slacksim.Channel{
		ID: "C0GENERAL", Name: "general", Members: []string{c.ana.ID, c.ben.ID, c.gus.ID, bot},
	})
	c.partner = sim.AddChannel(slacksim.Channel{
		ID: "C0PARTNER", Name: "with-northwind", Shared: true, Members: []string{c.ana.ID, c.olga.ID, bot},
	})
	return c
}
