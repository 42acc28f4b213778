package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /campaign list [archived]
//
// The live campaigns by launch date, or the archived ones.

const (
	routeCampaignList = "campaign.list" // value: "live 20", "archived 20": from which on
	wordArchived      = "archived"
)

// campaignPage is how many campaigns one answer shows; each takes two of a
// message's 50 blocks.
const campaignPage = 20

func (a *App) campaignList() bot.Command {
	return bot.Command{
		Slash:    slashCampaign,
		Name:     "list",
		Usage:    "list [archived]",
		Summary:  "List the live campaigns, or the archived ones.",
		Who:      bot.Members,
		Examples: []string{"/campaign list", "/campaign list archived"},
		Parse:    func(text string) error { _, err := parseCampaignList(text); return err },
		Run: func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
			l, err := parseCampaignList(r.Text)
			if err != nil {
				return nil, err
			}
			return a.listCampaigns(ctx, r, l)
		},
		Clicks: []bot.Route{{ID: routeCampaignList, Who: bot.Members, Run: a.clickCampaignList}},
	}
}

// A campaignListing is which campaigns are listed, and from which on.
type campaignListing struct {
	archived bool
	from     int
}

func parseCampaignList(text string) (campaignListing, error) {
	w := words{text}
	first, err := w.next()
	switch {
	case err != nil:
		return campaignListing{}, err
	case first.text == "":
		return campaignListing{}, nil
	case first.is(wordArchived):
		return campaignListing{archived: true}, w.noMore("/campaign list archived")
	case first.is("live"):
		return campaignListing{}, w.noMore("/campaign list")
	}
	return campaignListing{}, &bot.UserError{
		Problem: fmt.Sprintf("List what? %s is not one of live and archived.", clip(first.text, 60)),
		Try:     "/campaign list archived",
		Hint:    "To see one campaign: /campaign show summer-glow",
	}
}

// clickCampaignList is *Next* and *Previous*.
func (a *App) clickCampaignList(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	which, number, _ := strings.Cut(r.Value, " ")
	from, err := strconv.Atoi(number)
	if err != nil || from < 0 || (which != "live" && which != wordArchived) {
		return nil, errForgedCampaign
	}
	reply, err := a.listCampaigns(ctx, r, campaignListing{which == wordArchived, from})
	return inPlace(reply), err
}

func (a *App) listCampaigns(ctx context.Context, r *bot.Request, l campaignListing) (*bot.Reply, error) {
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	shown, from, to := l.page(campaigns)
	counts, err := a.store.Counts(ctx, r.TeamID, idsOf(shown[from:to]))
	if err != nil {
		return nil, err
	}
	return bot.Say(campaignListView(campaigns, counts, l, local(r))), nil
}

// page is what is listed, of which those from the first number up to the second
// are shown.
func (l campaignListing) page(campaigns []store.Campaign) (shown []store.Campaign, from, to int) {
	shown = live(campaigns)
	if l.archived {
		shown = archived(campaigns)
	}
	from = min(l.from, max(0, len(shown)-1)/campaignPage*campaignPage)
	return shown, from, min(from+campaignPage, len(shown))
}

func campaignListView(campaigns []store.Campaign, counts map[int64]store.CampaignCounts, l campaignListing, now time.Time) bot.Message {
	alive, gone := live(campaigns), archived(campaigns)
	shown, from, to := l.page(campaigns)
	if len(shown) == 0 {
		return noCampaigns(alive, gone, l)
	}
	what := "live"
	if l.archived {
		what = wordArchived
	}
	var blocks []slack.Block
	for _, c := range shown[from:to] {
		blocks = append(blocks, campaignRow(c, new(counts[c.ID]), now)...)
	}
	var turns []slack.BlockElement
	if from > 0 {
		turns = append(turns, button("Previous", routeCampaignList, "previous", fmt.Sprintf("%s %d", what, max(0, from-campaignPage))))
	}
	if to < len(shown) {
		turns = append(turns, button("Next", routeCampaignList, "next", fmt.Sprintf("%s %d", what, to)))
	}
	if len(turns) > 0 {
		blocks = append(blocks, actions(turns...))
	}
	first := count(len(shown), what+" campaign") + "."
	if from > 0 || to < len(shown) {
		first = span(from+1, to, first)
	}
	if !l.archived && len(gone) > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("%d archived: `/campaign list archived`", len(gone))))
	}
	return message(first, blocks...)
}

// campaignRow is one campaign with its buttons.
func campaignRow(c store.Campaign, n *store.CampaignCounts, now time.Time) []slack.Block {
	id := campaignID(c)
	second := button(copyEdit, routeCampaignEdit, id, id)
	if c.Archived() {
		second = button(copyReopen, routeCampaignReopen, id, id)
	}
	text := fmt.Sprintf("%s · launch date %s\n%s", campaignHead(c), dateWords(c.Launches, now), countsWords(n))
	return []slack.Block{section(text), actions(button(copyShow, routeCampaignShow, id, id), second)}
}

// noCampaigns says what to do where there is nothing to list.
func noCampaigns(alive, gone []store.Campaign, l campaignListing) bot.Message {
	switch {
	case l.archived && len(alive) == 0:
		return message("No campaign is archived, and none is live. Make one with `/campaign new`.")
	case l.archived:
		return message(fmt.Sprintf("No campaign is archived. To archive one: `/campaign archive %s`", alive[0].Slug))
	case len(gone) > 0:
		return message(fmt.Sprintf("No campaign is live. Make one with `/campaign new`, or bring one back: `/campaign reopen %s`", gone[0].Slug))
	}
	return message("There is no campaign yet. Make one with `/campaign new`.")
}
