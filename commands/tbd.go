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

// /influencer tbd [campaign|mine] [link|code]
//
// Opens with one sentence to pass on, then rows by launch, then longest
// waiting, each with Update.

const routeTBD = "tbd" // value: "", "mine", a link or code, or where to go on: "<from> <words>"

func (a *App) tbd() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "tbd",
		Usage:   "tbd [campaign|mine] [link|code]",
		Summary: "What is TBD, for how long, and who it waits for.",
		Who:     bot.Members,
		Examples: []string{
			"/influencer tbd",
			"/influencer tbd mine",
			"/influencer tbd summer-glow code",
		},
		Parse:     func(text string) error { _, err := parseTBD(text); return err },
		Run:       func(ctx context.Context, r *bot.Request) (*bot.Reply, error) { return a.showTBD(ctx, r, r.Text, 0) },
		Clicks:    []bot.Route{{ID: routeTBD, Who: bot.Members, Run: a.clickTBD}},
		Shortcuts: []bot.Route{{ID: shortcutTBD, Who: bot.Members, Run: a.shortcutTBD}},
	}
}

const shortcutTBD = "tbd"

type tbdArgs struct {
	campaign string
	mine     bool
	kind     kind
}

func parseTBD(text string) (tbdArgs, error) {
	var in tbdArgs
	w := words{text}
	for !w.empty() {
		next, err := w.next()
		if err != nil {
			return in, err
		}
		switch {
		case next.is("mine") && !in.mine:
			in.mine = true
		case (next.is("link") || next.is("code")) && in.kind == "":
			in.kind = kind(fold(next.text))
		case in.campaign == "":
			in.campaign = next.text
		default:
			return in, &bot.UserError{
				Problem: fmt.Sprintf("%s is one word too many.", clip(next.text, 40)),
				Try:     "/influencer tbd summer-glow code",
			}
		}
	}
	return in, nil
}

// clickTBD is the menu's *What is TBD* and *Next*.
func (a *App) clickTBD(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	first, rest, _ := strings.Cut(r.Value, " ")
	from, err := strconv.Atoi(first)
	if err != nil || from < 0 {
		return a.showTBD(ctx, r, r.Value, 0)
	}
	reply, err := a.showTBD(ctx, r, rest, from)
	if reply != nil {
		reply.Replace = true
	}
	return reply, err
}

// shortcutTBD shows the first page in a form, as there is no channel to answer in.
func (a *App) shortcutTBD(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	reply, err := a.showTBD(ctx, r, "", 0)
	if err != nil {
		return nil, err
	}
	return &bot.Reply{Open: modal("tbd", "What is TBD", "", "{}", reply.Message.Blocks)}, nil
}

func (a *App) showTBD(ctx context.Context, r *bot.Request, text string, from int) (*bot.Reply, error) {
	in, err := parseTBD(text)
	if err != nil {
		return nil, err
	}
	all, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	campaigns := live(all)
	filter := store.Filter{TBDLink: in.kind == aLink, TBDCode: in.kind == aCode}
	if in.campaign != "" {
		c, err := pickCampaign(all, in.campaign, "/influencer tbd %s")
		if err != nil {
			return nil, err
		}
		campaigns, filter.CampaignID = []store.Campaign{c}, c.ID
	}
	if in.mine {
		filter.Owner = r.UserID
		campaigns = slices.DeleteFunc(campaigns, func(c store.Campaign) bool { return !slices.Contains(c.Owners, r.UserID) })
	}
	items, err := a.open(ctx, r.TeamID, campaigns, filter)
	if err != nil {
		return nil, err
	}
	items = only(items, in.kind)
	slices.SortFunc(items, byLaunch)
	return bot.Say(tbdView(items, text, from, local(r))), nil
}

// only keeps the items in which this kind is TBD; "" keeps all.
func only(items []item, k kind) []item {
	if k == "" {
		return items
	}
	return slices.DeleteFunc(items, func(i item) bool {
		return !slices.ContainsFunc(i.missing, func(m missing) bool { return m.kind == k })
	})
}

func tbdView(items []item, text string, from int, now time.Time) bot.Message {
	if len(items) == 0 {
		return message("Nothing is TBD. Every selected influencer has what they need.")
	}
	from = min(from, len(items)-1)
	page := items[from:min(from+pageRows, len(items))]
	var blocks []slack.Block
	for _, i := range page {
		blocks = append(blocks, i.block(now, routeEditOpen, true))
	}
	if next := from + len(page); next < len(items) {
		blocks = append(blocks, actions(button(fmt.Sprintf("Next %d", min(pageRows, len(items)-next)), routeTBD, "next", strconv.Itoa(next)+" "+text)))
	}
	return message(tbdSentence(items, store.DateOf(now)), blocks...)
}

// tbdSentence is one sentence to pass on: how many, in which campaign,
// launching when, how many wait for whom.
func tbdSentence(items []item, today store.Date) string {
	var parts []string
	for len(items) > 0 {
		c := items[0].campaign
		var total, us int
		items = slices.DeleteFunc(slices.Clone(items), func(i item) bool {
			if i.campaign.ID != c.ID {
				return false
			}
			total++
			if i.waitsForUs() {
				us++
			}
			return true
		})
		parts = append(parts, headline(c, total, us, today))
	}
	const most = 5
	if len(parts) > most {
		parts = append(parts[:most], fmt.Sprintf("and %s more", count(len(parts)-most, "campaign")))
	}
	return strings.Join(parts, "; ") + "."
}

// headline is "Summer Glow, launches Tue: 4 TBD, 3 wait for us".
func headline(c store.Campaign, total, us int, today store.Date) string {
	text := esc(c.Name)
	if c.Launches != "" {
		text += ", " + launchWords(c.Launches, today)
	}
	text += fmt.Sprintf(": %d TBD", total)
	for _, part := range []struct {
		n    int
		whom string
	}{{us, "us"}, {total - us, "the influencer"}} {
		switch {
		case part.n == 1:
			text += ", 1 waits for " + part.whom
		case part.n > 1:
			text += fmt.Sprintf(", %d wait for %s", part.n, part.whom)
		}
	}
	return text
}

// launchWords are "launches today", "launches Tue" within a week, and the
// date for any other day.
func launchWords(d, today store.Date) string {
	switch days := today.Days(d); {
	case days < 0:
		return "launched " + dayWords(d)
	case days == 0:
		return "launches today"
	case days < 7:
		return "launches " + d.Time().Format("Mon")
	}
	return "launches " + dayWords(d)
}
