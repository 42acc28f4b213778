package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer list [campaign] [tbd|ready|unsent|applied|selected|declined|withdrawn] [words…]
//
// Rows with buttons; the words are searched in handle, name, code and link.

const routeListNext = "list.next"

// pageRows is how many rows one answer shows.
const pageRows = 10

func (a *App) list() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "list",
		Usage:   "list [campaign] [tbd|ready|applied|selected|declined|withdrawn] [words…]",
		Summary: "List influencers, by campaign, by state, or by what you search for.",
		Who:     bot.Members,
		Examples: []string{
			"/influencer list",
			"/influencer list summer-glow",
			"/influencer list summer-glow ready",
			"/influencer list maya",
		},
		Parse:  func(text string) error { _, err := parseList(text); return err },
		Run:    a.runList,
		Clicks: []bot.Route{{ID: routeListNext, Who: bot.Members, Run: a.nextList}},
	}
}

// A listing is what is listed, and from where on.
type listing struct {
	Campaign int64    `json:"c,omitempty"`
	Filter   string   `json:"f,omitempty"`
	Words    []string `json:"w,omitempty"`
	After    string   `json:"a,omitempty"`
}

var listFilters = []string{"tbd", "ready", "unsent", "applied", "selected", "declined", "withdrawn"}

// parseList reads the words; which of them is a campaign is found out later.
func parseList(text string) ([]word, error) {
	w := words{text}
	var found []word
	for !w.empty() {
		next, err := w.next()
		if err != nil {
			return nil, err
		}
		if len(found) == 20 {
			return nil, &bot.UserError{Problem: "That is more than 20 words to search for.", Try: "/influencer list maya"}
		}
		found = append(found, next)
	}
	return found, nil
}

// listingOf tells the campaign and the filter from the words searched for.
// The first word is a campaign when it names a live one.
func listingOf(campaigns []store.Campaign, words []word) (listing, *store.Campaign, error) {
	var l listing
	var campaign *store.Campaign
	for i, w := range words {
		filter := !w.quoted && slices.Contains(listFilters, fold(w.text))
		switch {
		case filter && fold(w.text) == "unsent":
			return l, nil, &bot.UserError{Problem: "What was sent is not kept yet.", Try: "/influencer list ready"}
		case filter && l.Filter != "":
			return l, nil, &bot.UserError{Problem: "One filter at a time.", Try: "/influencer list " + l.Filter}
		case filter:
			l.Filter = fold(w.text)
		case i == 0 && len(named(live(campaigns), w.text)) > 1:
			_, err := pickCampaign(campaigns, w.text, "/influencer list %s")
			return l, nil, err
		case i == 0 && len(named(live(campaigns), w.text)) == 1:
			campaign = &named(live(campaigns), w.text)[0]
			l.Campaign = campaign.ID
		case i == 0 && len(words) > 1 && resembles(campaigns, w.text):
			return l, nil, unknownCampaign(campaigns, w.text, "/influencer list %s")
		case strings.TrimPrefix(w.text, "@") != "":
			l.Words = append(l.Words, strings.TrimPrefix(clip(w.text, 100), "@"))
		}
	}
	return l, campaign, nil
}

// filter is the listing as the store reads it.
func (l listing) filter() store.Filter {
	f := store.Filter{CampaignID: l.Campaign, Words: l.Words, After: l.After, Limit: pageRows, Order: store.ByHandle}
	switch l.Filter {
	case "tbd":
		f.TBD = true
	case "ready":
		f.Ready = true
	default:
		f.State = store.State(l.Filter)
	}
	return f
}

func (a *App) runList(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	words, err := parseList(r.Text)
	if err != nil {
		return nil, err
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	l, campaign, err := listingOf(campaigns, words)
	if err != nil {
		return nil, err
	}
	return a.showList(ctx, r, l, campaign)
}

// nextList is *Next*: its value is the listing from there on.
func (a *App) nextList(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	var l listing
	if err := json.Unmarshal([]byte(r.Value), &l); err != nil || (l.Filter != "" && !slices.Contains(listFilters, l.Filter)) {
		return nil, errForged
	}
	var campaign *store.Campaign
	if l.Campaign != 0 {
		c, err := a.store.Campaign(ctx, r.TeamID, l.Campaign)
		if err != nil {
			return nil, errForged
		}
		campaign = &c
	}
	reply, err := a.showList(ctx, r, l, campaign)
	if reply != nil {
		reply.Replace = true
	}
	return reply, err
}

func (a *App) showList(ctx context.Context, r *bot.Request, l listing, campaign *store.Campaign) (*bot.Reply, error) {
	page, err := a.store.Rows(ctx, r.TeamID, l.filter())
	if err != nil {
		return nil, err
	}
	return bot.Say(listView(l, campaign, page, r.At)), nil
}

func listView(l listing, campaign *store.Campaign, page store.Page, now time.Time) bot.Message {
	if page.Total == 0 {
		return emptyList(l, campaign)
	}
	var blocks []slack.Block
	for _, row := range page.Rows {
		blocks = append(blocks, rowBlock(row, now))
	}
	if page.Next != "" {
		l.After = page.Next
		value, _ := json.Marshal(l) //nolint:errchkjson // plain fields
		blocks = append(blocks, actions(button("Next", routeListNext, "", string(value))))
	}
	return message(fmt.Sprintf("%s%s.", count(page.Total, "influencer"), l.words(campaign)), blocks...)
}

// words say what is listed: " in Summer Glow, ready, with “maya”".
func (l listing) words(campaign *store.Campaign) string {
	text := ""
	if campaign != nil {
		text += " in " + esc(campaign.Name)
	}
	switch l.Filter {
	case "":
	case "tbd":
		text += ", TBD"
	default:
		text += ", " + l.Filter
	}
	if len(l.Words) > 0 {
		text += ", with “" + esc(strings.Join(l.Words, " ")) + "”"
	}
	return text
}

func emptyList(l listing, campaign *store.Campaign) bot.Message {
	slug := ""
	if campaign != nil {
		slug = " " + campaign.Slug
	}
	if l.Filter == "" && len(l.Words) == 0 {
		return message(fmt.Sprintf("No influencer%s yet. Add some with `/influencer add`.", l.words(campaign)))
	}
	return message(fmt.Sprintf("No influencer%s. All of them: `/influencer list%s`", l.words(campaign), slug))
}

// rowBlock is one application in one block with one button.
func rowBlock(r store.Row, now time.Time) slack.Block {
	parts := []string{who(r.Influencer), esc(r.Campaign.Name)}
	if r.State != store.Selected || r.Ready() {
		parts = append(parts, stateWords(r))
	}
	for _, k := range kinds {
		if r.State == store.Selected && k.mode(r).Needed() {
			parts = append(parts, shortShare(k, r, now))
		}
	}
	block := slack.NewSectionBlock(mrkdwn(strings.Join(parts, " · ")), nil, nil)
	id := rowID(r.Application)
	switch {
	case r.Campaign.Archived():
	case r.State == store.Selected || r.State == store.Applied:
		block.Accessory = slack.NewAccessory(button(copyUpdate, routeEditOpen, id, id))
	default:
		block.Accessory = slack.NewAccessory(button(copySelect+" again", routeSelectOpen, id, id))
	}
	return block
}

// shortShare is a link or code within a row: "code `MAYA20`" or
// "*link TBD* for 3 days, waits for us".
func shortShare(k kind, r store.Row, now time.Time) string {
	if k.tbd(r) {
		return fmt.Sprintf("*%s TBD* for %s, waits for %s", k, age(tbdSince(k, r), now), waitsFor(k, r))
	}
	return fmt.Sprintf("%s `%s`", k, clip(esc(strings.ReplaceAll(k.shares(r), "`", "'")), 200))
}
