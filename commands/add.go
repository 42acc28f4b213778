package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer add [@handle… [campaign]]
//
// No argument: the form. Otherwise adds them, if new, as applicants.

const routeAddOpen = "add.open"

func (a *App) add() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "add",
		Usage:   "add [@handle… [campaign]]",
		Summary: "Add influencers, as applicants of a campaign.",
		Who:     bot.Editors,
		Examples: []string{
			"/influencer add",
			"/influencer add @maya.glow summer-glow",
			"/influencer add @maya.glow @leo.moves summer-glow",
			"/influencer add https://www.instagram.com/maya.glow summer-glow",
		},
		Parse:   func(text string) error { _, err := parseAdd(text); return err },
		Run:     a.runAdd,
		Clicks:  []bot.Route{{ID: routeAddOpen, Who: bot.Editors, Run: a.openAdd}},
		Forms:   []bot.Route{{ID: formAdd, Who: bot.Editors, Run: a.saveAdd}},
		Options: []bot.Route{{ID: routeProfileCampaign, Who: bot.Members, Run: a.campaignOptions}},
	}
}

type addArgs struct {
	people   []person
	campaign string
}

func parseAdd(text string) (addArgs, error) {
	w := words{text}
	found, err := takePeople(&w)
	if err != nil {
		return addArgs{}, err
	}
	campaign, err := w.next()
	if err != nil {
		return addArgs{}, err
	}
	return addArgs{found, campaign.text}, w.noMoreAfter(campaign, "/influencer add "+handleList(found))
}

// openAdd is the menu's *Add influencer*.
func (a *App) openAdd(_ context.Context, r *bot.Request) (*bot.Reply, error) {
	return &bot.Reply{Open: profileForm{meta: profileMeta{openedBy: openedBy{wayOf(r)}}}.view()}, nil
}

func (a *App) runAdd(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseAdd(r.Text)
	if err != nil {
		return nil, err
	}
	if len(in.people) == 0 {
		return a.openAdd(ctx, r)
	}
	command := "/influencer add " + handleList(in.people)
	var campaign store.Campaign
	if in.campaign != "" {
		campaigns, err := a.store.Campaigns(ctx, r.TeamID)
		if err != nil {
			return nil, err
		}
		if campaign, err = pickCampaign(campaigns, in.campaign, command+" %s"); err != nil {
			return nil, err
		}
	}
	profiles := make([]store.Profile, len(in.people))
	for i, p := range in.people {
		profiles[i] = store.Profile{Handle: p.handle, Platform: p.platform}
	}
	added, err := a.store.AddInfluencers(ctx, act(r), campaign.ID, profiles)
	if err != nil {
		return nil, userError(err)
	}
	return bot.Say(undoable(r, appliedAny(added.Rows), addAnswer(added.Rows, local(r)))), nil
}

// appliedAny says whether one of them newly applied. Who is new stays known:
// only that can be undone.
func appliedAny(rows []store.AddedRow) bool {
	return slices.ContainsFunc(rows, func(row store.AddedRow) bool { return row.Applied })
}

// addAnswer says who is new, and shows the applications.
func addAnswer(rows []store.AddedRow, now time.Time) bot.Message {
	first := ""
	if len(rows) > pageRows {
		fresh := 0
		for _, row := range rows {
			if row.New {
				fresh++
			}
		}
		first = fmt.Sprintf("Done for %s, %d of them new. These are the first %d.", count(len(rows), "influencer"), fresh, pageRows)
	}
	var blocks []slack.Block
	for _, row := range rows[:min(len(rows), pageRows)] {
		if len(rows) <= pageRows {
			first += addedWords(row) + " "
		}
		if row.Application != nil {
			blocks = append(blocks, rowBlock(*row.Application, now))
		}
	}
	if len(rows) == 1 && rows[0].Application == nil {
		blocks = append(blocks, actions(selectThem(rows[0].Influencer)))
	}
	return message(strings.TrimSpace(first), blocks...)
}

// selectThem is the button that selects somebody who is in no campaign.
func selectThem(i store.Influencer) *slack.ButtonBlockElement {
	id := pickKnown + strconv.FormatInt(i.ID, 10)
	return button(copySelect, routeSelectOpen, id, id)
}

func addedWords(row store.AddedRow) string {
	name := who(row.Influencer)
	switch {
	case row.Applied && row.New:
		return fmt.Sprintf("%s is added, and applies for %s.", name, esc(row.Application.Campaign.Name))
	case row.Applied:
		return fmt.Sprintf("%s applies for %s now.", name, esc(row.Application.Campaign.Name))
	case row.Application != nil:
		return fmt.Sprintf("%s is in %s already: %s.", name, esc(row.Application.Campaign.Name), stateWords(*row.Application))
	case row.New:
		return fmt.Sprintf("%s is added.", name)
	}
	return fmt.Sprintf("%s is known already.", name)
}
