package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /campaign handover @colleague [campaign|all] [until DATE]
//
// They are mentioned instead of you, and mine counts what you cover. Without a
// campaign it is all of yours; alone it opens the form, in which handovers are
// taken back, too.

const (
	routeHandoverOpen     = "handover.open"     // value: the campaign with its version, or ""
	routeHandoverEnd      = "handover.end"      // value: the handover's id
	routeHandoverCampaign = "handover.campaign" // typeahead
	formHandover          = "handover"
)

// The words people see.
const (
	copyHandover = "Hand over"
	copyTakeBack = "Take back"
	copyCovers   = "In the digest they are mentioned instead of you, and `/influencer tbd mine` counts it for them. You lose nothing: you can do all you could before."
)

func (a *App) handover() bot.Command {
	return bot.Command{
		Slash:   slashCampaign,
		Name:    "handover",
		Usage:   "handover @colleague [campaign|all] [until DATE]",
		Summary: "Have a colleague asked instead of you, as when you are on holiday.",
		Who:     bot.Editors,
		Examples: []string{
			"/campaign handover",
			"/campaign handover @ben",
			"/campaign handover @ben summer-glow until 1 Dec",
			"/campaign handover @ben all until Friday",
		},
		Parse: func(text string) error { _, err := parseHandover(text); return err },
		Run:   a.runHandover,
		Clicks: []bot.Route{
			{ID: routeHandoverOpen, Who: bot.Editors, Run: a.openHandover},
			{ID: routeHandoverEnd, Who: bot.Editors, Run: a.endHandover},
		},
		Forms:   []bot.Route{{ID: formHandover, Who: bot.Editors, Run: a.saveHandover}},
		Options: []bot.Route{{ID: routeHandoverCampaign, Who: bot.Members, Run: a.handoverOptions}},
	}
}

// handoverArgs is what follows /campaign handover; campaign is "" for all.
type handoverArgs struct {
	colleague word
	campaign  string
	until     string
}

func parseHandover(text string) (handoverArgs, error) {
	const example = "/campaign handover @ben summer-glow until Friday"
	w := words{text}
	var in handoverArgs
	var err error
	if in.colleague, err = w.next(); err != nil {
		return in, err
	}
	if in.colleague.is("until") || in.colleague.is("all") || in.colleague.text == "" && !w.empty() {
		return in, &bot.UserError{Problem: "Name the colleague first.", Try: example}
	}
	if strings.Trim(in.colleague.text, "@＠") == "" && in.colleague.text != "" {
		return in, &bot.UserError{Problem: "Name the colleague.", Try: example}
	}
	var named []string
	for !w.empty() {
		next, err := w.next()
		if err != nil {
			return in, err
		}
		if next.is("until") {
			if in.until = w.all(); in.until == "" {
				return in, &bot.UserError{Problem: "Until when? A day is missing.", Try: example}
			}
			break
		}
		named = append(named, next.text)
	}
	if in.campaign = strings.Join(named, " "); strings.EqualFold(in.campaign, wordAll) {
		in.campaign = ""
	}
	return in, nil
}

const wordAll = "all"

// command is the command again, with a day in the place of what was said.
func (in handoverArgs) command(until string) string {
	return fmt.Sprintf("/campaign handover %s %s until %s", clip(in.colleague.asTyped(), 60), clip(cmp.Or(in.campaign, wordAll), 110), until)
}

// A handing is a handover that is to be made.
type handing struct {
	to       bot.Somebody
	campaign store.Campaign // the zero one for all of theirs
	until    store.Date
	mine     []store.Campaign // live ones, of who hands over
	covers   store.Covers     // as they stand
}

// handing is one of which nothing is said yet, beside all campaigns.
func (a *App) handing(ctx context.Context, r *bot.Request) (h handing, campaigns []store.Campaign, err error) {
	if campaigns, err = a.store.Campaigns(ctx, r.TeamID); err != nil {
		return h, nil, err
	}
	if h.covers, err = a.covers(ctx, r); err != nil {
		return h, nil, err
	}
	h.mine = theirCampaigns(campaigns, h.covers, r.UserID)
	return h, campaigns, nil
}

func (a *App) runHandover(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseHandover(r.Text)
	if err != nil {
		return nil, err
	}
	h, campaigns, err := a.handing(ctx, r)
	if err != nil {
		return nil, err
	}
	if in.colleague.text == "" {
		return h.open(r, campaigns, "")
	}
	if err := h.read(r, in, campaigns); err != nil {
		return nil, err
	}
	example := strings.Replace(in.command(string(h.until)), in.colleague.asTyped(), "%s", 1)
	if h.until == "" {
		example = "/campaign handover %s " + cmp.Or(h.campaign.Slug, wordAll)
	}
	h.to, err = a.colleague(ctx, r, in.colleague, example)
	if bot.IsSlack(err) || errors.Is(err, context.DeadlineExceeded) {
		a.log.WarnContext(ctx, "colleague not looked up", "err", err)
		return h.open(r, campaigns, fmt.Sprintf("Slack could not look up %s in time. Choose them here.", esc(clip(in.colleague.text, 40))))
	}
	if err != nil {
		return nil, err
	}
	return a.handOver(ctx, r, h)
}

// read takes campaign and day from what was typed.
func (h *handing) read(r *bot.Request, in handoverArgs, campaigns []store.Campaign) error {
	today := store.DateOf(local(r))
	if in.campaign != "" {
		again := fmt.Sprintf("/campaign handover %s %%s", clip(in.colleague.asTyped(), 60))
		c, err := pickCampaign(campaigns, in.campaign, again)
		if _, day := parseDay(in.campaign, today); err != nil && day == nil {
			return &bot.UserError{Problem: "Write until before a day.", Try: handoverArgs{colleague: in.colleague}.command(clip(in.campaign, 40))}
		}
		if err != nil {
			return err
		}
		h.campaign = c
	}
	if in.until == "" {
		return nil
	}
	var err error
	if h.until, err = parseDay(in.until, today); err != nil {
		if wrong, ok := errors.AsType[*bot.UserError](err); ok {
			wrong.Try = in.command(today.Time().AddDate(0, 0, 7).Format("2 Jan"))
		}
	}
	return err
}

// problem is a UserError where there is nothing to hand over, or it would come
// back.
func (h handing) problem(user string) error {
	if err := h.owned(); err != nil {
		return err
	}
	// The newest comes first: it takes the place of an earlier one.
	next := append(store.Covers{{From: user, To: h.to.ID, CampaignID: h.campaign.ID}}, slices.DeleteFunc(slices.Clone(h.covers), func(o store.Handover) bool {
		return o.From == user && o.CampaignID == h.campaign.ID
	})...)
	for _, c := range h.mine {
		if (h.campaign.ID == 0 || c.ID == h.campaign.ID) && next.Instead(user, c.ID) == user {
			return &bot.UserError{
				Problem: fmt.Sprintf("@%s is away too: what they are asked for in %s comes back to you.", h.to.Name, c.Name), Field: fieldColleague,
				Hint: "Choose somebody else, or take one of the two back: /campaign show " + c.Slug,
			}
		}
	}
	return nil
}

// owned is a UserError where there is nothing to hand over.
func (h handing) owned() error {
	switch {
	case h.campaign.ID == 0 && len(h.mine) == 0:
		return &bot.UserError{
			Problem: "You are not an owner of a live campaign, so there is nothing to hand over.", Try: "/campaign list", Field: fieldCampaign,
		}
	case h.campaign.ID != 0 && !slices.ContainsFunc(h.mine, func(c store.Campaign) bool { return c.ID == h.campaign.ID }):
		return &bot.UserError{
			Problem: fmt.Sprintf("You are not an owner of %s, so there is nothing to hand over. Its card says who is.", h.campaign.Name),
			Try:     "/campaign show " + h.campaign.Slug, Field: fieldCampaign,
		}
	}
	return nil
}

// handOver makes the handover, and has the colleague told.
func (a *App) handOver(ctx context.Context, r *bot.Request, h handing) (*bot.Reply, error) {
	if err := h.problem(r.UserID); err != nil {
		return nil, err
	}
	if already, ok := h.already(r.UserID); ok {
		return bot.Say(alreadyCovered(already, h.campaign, store.DateOf(local(r)))), nil
	}
	change, err := a.store.Handover(ctx, act(r), h.to.ID, h.campaign.ID, h.until)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errOldForm
	}
	if err != nil {
		return nil, userError(err)
	}
	reply := bot.Say(handoverAnswer(change, h, store.DateOf(local(r))))
	if !change.Same {
		reply.After = func(ctx context.Context) error { return a.tellOf(ctx, change.After) }
	}
	return reply, nil
}

// handoverAnswer says who covers what now, until when, and for whom it no
// longer is.
func handoverAnswer(change store.HandoverChange, h handing, today store.Date) bot.Message {
	what := "all your campaigns"
	if h.campaign.ID != 0 {
		what = "*" + esc(h.campaign.Name) + "*"
	}
	first := fmt.Sprintf("<@%s> covers %s for you%s.", change.After.To, what, untilWords(change.After, today))
	if change.After.Until != "" {
		first = strings.TrimSuffix(first, ".") + ", that day included."
	}
	switch {
	case change.Same:
		first = "Nothing to do. " + first
	default:
		first += " They are told by a direct message."
	}
	if old := change.Replaced; old != nil && old.To != change.After.To {
		first += fmt.Sprintf(" <@%s> no longer does.", old.To)
	}
	if asked := h.covers.Instead(change.After.To, h.campaign.ID); asked != change.After.To {
		first += fmt.Sprintf(" They have handed over too, so <@%s> is asked.", asked)
	}
	return message(first, fine(copyCovers), actions(takeBack(change.After)))
}

// takeBack ends a handover.
func takeBack(h store.Handover) *slack.ButtonBlockElement {
	id := fmt.Sprint(h.ID)
	return button(copyTakeBack, routeHandoverEnd, id, id)
}
