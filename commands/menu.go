package commands

import (
	"context"

	"codekeeper/bot"

	"github.com/slack-go/slack"
)

// /influencer · /campaign
//
// Alone, a menu of the daily things, as buttons.

func (a *App) menu() bot.Command {
	return bot.Command{
		Slash: slashInfluencer, Summary: "A menu of the daily things.", Who: bot.Members,
		Parse: func(string) error { return nil },
		Run: func(context.Context, *bot.Request) (*bot.Reply, error) {
			return bot.Say(message("What would you like to do?", menuButtons())), nil
		},
	}
}

func (a *App) campaignMenu() bot.Command {
	return bot.Command{
		Slash: slashCampaign, Summary: "What campaigns can do.", Who: bot.Members,
		Parse: func(string) error { return nil },
		Run: func(_ context.Context, r *bot.Request) (*bot.Reply, error) {
			return bot.Say(helpView(a.Commands(), slashCampaign, "", r.User.Editor)), nil
		},
	}
}

// menuButtons are the daily things.
func menuButtons() slack.Block {
	return actions(
		button("Select influencer", routeSelectOpen, "menu", ""),
		button("Update link or code", routePickOpen, "", ""),
		button(copyShowThem, routeShowOpen, "", ""),
		button(copyWhatIsTBD, routeTBD, "menu", ""),
		button(copyUnsent, routeUnsent, "menu", ""),
		button(copyHistory, routeHistoryAsk, "", ""),
		button("Add influencer", routeAddOpen, "", ""),
		button(copyImport, routeImportOpen, "menu", ""),
		button(copyExport, routeExport, "menu", ""),
		button("Help", helpRoute(slashInfluencer), "", ""),
	)
}
