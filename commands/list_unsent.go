package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// What is unsent, from a button: the same as /influencer list unsent.

const (
	routeUnsent   = "unsent" // value: "", or a listing as JSON
	filterUnsent  = "unsent"
	unsentConfirm = "Do this when you have sent each of them their message. Who was changed since this list was shown is left out."
)

// unsentList holds its routes; it is no command by itself.
func (a *App) unsentList() bot.Command {
	return bot.Command{Clicks: []bot.Route{
		{ID: routeUnsent, Who: bot.Members, Run: a.clickUnsent},
		{ID: routeDownloadMessages, Who: bot.Members, Run: a.clickDownload},
	}}
}

// clickUnsent is *What is unsent*. Where there is no channel to answer in, the
// answer is a view.
func (a *App) clickUnsent(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	l := listing{Filter: filterUnsent}
	if r.Value != "" {
		var err error
		if l, err = readListing(r.Value); err != nil {
			return nil, err
		}
	}
	m, err := a.listed(ctx, r, l)
	if err != nil {
		return nil, err
	}
	return listReply(r, l, m, l.After != ""), nil
}

// listReply shows a list where it was asked for: in the place of the one before
// it, or in a view where there is no channel to answer in.
func listReply(r *bot.Request, l listing, m bot.Message, replace bool) *bot.Reply {
	switch {
	case r.Form != nil:
		return &bot.Reply{Update: listForm(r, l, m)}
	case r.Message == nil:
		return &bot.Reply{Open: listForm(r, l, m)}
	}
	return &bot.Reply{Message: &m, Replace: replace}
}

// listForm shows the answer in a view of its own.
func listForm(r *bot.Request, l listing, m bot.Message) *slack.ModalViewRequest {
	title := copyInfluencers
	if l.Filter == filterUnsent {
		title = copyUnsent
	}
	return modal("list", title, "", encoded(answeredBy(r)), m.Blocks)
}

// marksIn are of all that a listing lists, of the first where they are too many.
func (a *App) marksIn(ctx context.Context, r *bot.Request, l listing) (marks, error) {
	f, err := a.filterOf(ctx, r, l)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit = "", maxMarked
	page, err := a.store.Rows(ctx, r.TeamID, f)
	return marksOf(page.Rows...), err
}

// unsentView is a page of who is unsent: changed before new, each with what was
// changed and its buttons, and below one that marks all.
func unsentView(l listing, campaign *store.Campaign, page store.Page, marked marks, now time.Time) bot.Message {
	var blocks []slack.Block
	here := l
	for _, row := range page.Rows {
		id := rowID(row.Application)
		blocks = append(blocks, section(unsentWords(row, now)),
			actions(markSentButton(row, &here), button(copyMessage, routeSentMessage, id, id)))
	}
	var all []slack.BlockElement
	if len(marked) > 1 {
		all = append(all, markAllButton(marked, page.Total, "all"))
	}
	if value := l.start().value(); value != "" {
		all = append(all, button(copyDownloadMessages, routeDownloadMessages, "", value))
	}
	all = append(all, downloads(exporting{listing: l})...)
	if all = append(all, l.turns(page)...); len(all) > 0 {
		blocks = append(blocks, actions(all...))
	}
	first := l.counted(page.Total, campaign)
	if page.Total > len(page.Rows) && len(page.Rows) > 0 {
		first = span(l.From+1, min(l.From+len(page.Rows), page.Total), first)
	}
	return message(first+". Copy each of them their message, then mark it as sent.", blocks...)
}

// markAllButton is *Mark all as sent*, which asks first. total is how many there
// are; a button marks no more than fit into it.
func markAllButton(all marks, total int, id string) *slack.ButtonBlockElement {
	title := fmt.Sprintf("Mark %d as sent?", len(all))
	if total > len(all) {
		title = fmt.Sprintf("Mark the first %d of %d as sent?", len(all), total)
	}
	return confirmed(button(copyMarkAllSent, routeSent, id, sending{Marks: all}.value()), title, unsentConfirm, copyMarkAllSent, "Cancel")
}

// unsentWords are one who is unsent: what they have and what it is now, or what
// they were never told.
func unsentWords(r store.Row, now time.Time) string {
	parts := []string{who(r.Influencer), esc(clip(r.Campaign.Name, maxCampaignInRow))}
	if r.Changed() {
		parts = append(parts, "*changed*: "+changeWords(r))
	} else {
		parts = append(parts, "*new*: "+sharesWords(r))
	}
	if words := liveNear(r, store.DateOf(now)); words != "" {
		parts = append(parts, words)
	}
	if words := snoozeWords(r, store.DateOf(now)); words != "" {
		parts = append(parts, words)
	}
	return strings.Join(parts, " · ")
}

// changeWords say what changed since somebody was told: "code `MAYA2O` →
// `MAYA20`".
func changeWords(r store.Row) string {
	var what []string
	for _, k := range kinds {
		switch {
		case k.old(r) != "":
			what = append(what, fmt.Sprintf("%s %s → %s", k, shortly(k.old(r)), shortly(k.shares(r))))
		case k.neverTold(r):
			what = append(what, fmt.Sprintf("%s %s is new to them", k, shortly(k.shares(r))))
		}
	}
	return strings.Join(what, ", ")
}

// liveNear says when somebody goes live, or since when they are; "" when nobody
// knows.
func liveNear(r store.Row, today store.Date) string {
	switch live := r.GoesLiveOn(); {
	case live == "":
		return ""
	case live < today:
		return "live since " + dayNear(live, today)
	case live == today:
		return "goes live today"
	default:
		return "goes live " + dayNear(live, today)
	}
}

// clickMessage is *Message*: the message to one influencer as it is now.
func (a *App) clickMessage(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	row, _, err := a.clicked(ctx, r, r.Value)
	if err != nil {
		return nil, err
	}
	m, err := messageView(row, local(r))
	if err != nil {
		return nil, err
	}
	return bot.Say(m), nil
}

// messageView is the message to somebody, also when they were told all of it. A
// UserError says why there is none.
func messageView(r store.Row, now time.Time) (bot.Message, error) {
	blocks := messageBlocks(r)
	if r.Sent() {
		blocks = pasteable(influencerMessage(r))
	}
	switch {
	case r.Campaign.Archived():
		return bot.Message{}, archivedError(r.Campaign)
	case r.State != store.Selected:
		return bot.Message{}, userError(&store.NotSelected{Row: r})
	case len(blocks) == 0:
		return bot.Message{}, notReadyError(r)
	}
	first := fmt.Sprintf("The message to %s in %s.", who(r.Influencer), esc(r.Campaign.Name))
	if r.Sent() {
		first += " They know all of it: " + alreadySent(r, now) + "."
	}
	return message(first, blocks...), nil
}

// unsentOffer leads to the messages to those of many who are unsent now;
// nothing when none is.
func unsentOffer(c store.Campaign, rows []store.Row) []slack.Block {
	unsent := slices.DeleteFunc(slices.Clone(rows), func(row store.Row) bool { return !sendable(row) })
	return offerOf(c, marksOf(unsent...), len(unsent))
}

// offerOf is of the first so many unsent of a campaign, and of how many all are.
func offerOf(c store.Campaign, first marks, all int) []slack.Block {
	if all == 0 {
		return nil
	}
	value := listing{Campaign: c.ID, Filter: filterUnsent}.value()
	buttons := []slack.BlockElement{button(copyUnsent, routeUnsent, c.Slug, value)}
	if len(first) > 1 {
		buttons = append(buttons, markAllButton(first, all, "all."+c.Slug))
	}
	said := fmt.Sprintf("%s don't know yet what they share. Their messages are in *%s*.", count(all, "influencer"), copyUnsent)
	if all == 1 {
		said = fmt.Sprintf("1 influencer doesn't know yet what they share. Their message is in *%s*.", copyUnsent)
	}
	return []slack.Block{section(said), actions(buttons...)}
}

// sharedOffer is unsentOffer after a change of what everyone shares. What is
// saved is saved: where it can't be read who is unsent, nothing is offered.
func (a *App) sharedOffer(ctx context.Context, team string, c store.CampaignChange) []slack.Block {
	if len(sharedChange(c)) == 0 {
		return nil
	}
	page, err := a.store.Rows(ctx, team, store.Filter{CampaignID: c.After.ID, Unsent: true, Order: store.BySending, Limit: maxMarked})
	if err != nil {
		a.log.WarnContext(ctx, "who is unsent not read", "campaign", c.After.ID, "err", err)
		return nil
	}
	return offerOf(c.After, marksOf(page.Rows...), page.Total)
}

// afterOf are the rows as changes left them.
func afterOf(changes []store.Change) []store.Row {
	rows := make([]store.Row, len(changes))
	for i, c := range changes {
		rows[i] = c.After
	}
	return rows
}
