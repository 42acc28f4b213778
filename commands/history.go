package commands

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// /influencer history X [day]
//
// With @ a handle, also an old one; else a code or link; else a handle. The day
// is the rest of the line: who had it then. Alone: the form.

const (
	routeHistory     = "history"      // a card's History; value: a historyPage
	routeHistoryTurn = "history.turn" // Newer and Older; likewise
)

const (
	copyHistory  = "History"
	copyCantKnow = "Codekeeper can't know whether the shop accepts a code, or who was paid."
)

// pageEvents is how many changes one answer shows.
const pageEvents = 10

func (a *App) history() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "history",
		Usage:   "history @handle|code|link [day]",
		Summary: "Who had a code or link from when to when, and every change of an influencer." + copyAlone,
		Who:     bot.Members,
		Examples: []string{
			"/influencer history",
			"/influencer history @maya.glow",
			"/influencer history MAYA15",
			"/influencer history MAYA15 2026-05-15",
			"/influencer history MAYA15 15 May",
		},
		Parse: func(text string) error { _, err := parseHistory(text); return err },
		Run:   a.runHistory,
		Clicks: []bot.Route{
			{ID: routeHistory, Who: bot.Members, Run: a.openHistory},
			{ID: routeHistoryTurn, Who: bot.Members, Run: a.turnHistory},
			{ID: routeHistoryAsk, Who: bot.Members, Run: a.askHistory},
		},
		Forms: []bot.Route{{ID: formHistory, Who: bot.Members, Run: a.showAskedHistory}},
	}
}

var errWhoseHistory = &bot.UserError{Problem: "Say whose history, or that of which code or link.", Try: "/influencer history @maya.glow"}

// historyArgs is what follows /influencer history, or nothing.
type historyArgs struct {
	of word
	on pastDay
}

func parseHistory(text string) (historyArgs, error) {
	if alone(text) {
		return historyArgs{}, nil
	}
	w := words{text}
	of, err := w.next()
	if err != nil {
		return historyArgs{}, err
	}
	if of.text == "" {
		return historyArgs{}, errWhoseHistory
	}
	in := historyArgs{of: of}
	if w.empty() {
		return in, nil
	}
	in.on, err = parsePastDay(w.all())
	if wrong, ok := errors.AsType[*bot.UserError](err); ok {
		if strings.HasSuffix(wrong.Problem, sayNoDay) {
			wrong.Problem = "History takes one handle, code or link, and after it a day. " + wrong.Problem
		}
		wrong.Try = "/influencer history " + clip(of.asTyped(), 300) + " 2026-05-15"
		if code, codeErr := tracking.ParseCode(of.text); codeErr == nil && !code.TBD() {
			wrong.Hint = "The history of all days: /influencer history " + clip(of.asTyped(), 300)
		}
	}
	return in, err
}

func (a *App) runHistory(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseHistory(r.Text)
	if err != nil {
		return nil, err
	}
	if in == (historyArgs{}) {
		return a.askHistory(ctx, r)
	}
	days, err := in.on.resolve(store.DateOf(local(r)))
	if err != nil {
		return nil, err
	}
	page, err := a.historyPage(ctx, r, in.of)
	if err != nil {
		return nil, err
	}
	page.From, page.To = days.from, days.to
	return a.showHistory(ctx, r, page)
}

// A historyPage is whose or what history is shown, of which days, and from
// where on.
type historyPage struct {
	Influencer int64      `json:"i,omitempty"`
	Link       string     `json:"l,omitempty"`
	Code       string     `json:"c,omitempty"`
	Typed      string     `json:"t,omitempty"` // an old handle by which they were found
	From       store.Date `json:"f,omitempty"` // the days asked about, "" for none
	To         store.Date `json:"o,omitempty"`
	pages
}

// older is the page after this one.
func (p historyPage) older(after string) historyPage {
	p.pages = p.on(after)
	return p
}

// newer is the page before this one; where that isn't known any more, the
// first.
func (p historyPage) newer() historyPage {
	p.pages = p.back()
	return p
}

// value is the page as a button carries it, "" when it is too long.
func (p historyPage) value() string { return carried(&p, &p.pages) }

// historyButton shows the history of an influencer.
func historyButton(i store.Influencer, id string) *slack.ButtonBlockElement {
	return button(copyHistory, routeHistory, id, historyPage{Influencer: i.ID}.value())
}

// openHistory is *History* on a card.
func (a *App) openHistory(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	page, err := readHistoryPage(r.Value)
	if err != nil {
		return nil, err
	}
	return a.showHistory(ctx, r, page)
}

// turnHistory is *Newer* and *Older*.
func (a *App) turnHistory(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	reply, err := a.openHistory(ctx, r)
	return inPlace(reply), err
}

func readHistoryPage(value string) (historyPage, error) {
	var page historyPage
	if err := json.Unmarshal([]byte(value), &page); err != nil {
		return page, errForged
	}
	subjects := 0
	for _, given := range []bool{page.Influencer > 0, page.Link != "", page.Code != ""} {
		if given {
			subjects++
		}
	}
	if subjects != 1 {
		return page, errForged
	}
	for _, d := range []store.Date{page.From, page.To} {
		if _, err := store.ParseDate(string(d)); err != nil {
			return page, errForged
		}
	}
	return page, nil
}

// pastAgain is a page of history, from a button's value.
func (a *App) pastAgain(ctx context.Context, r *bot.Request) (bot.Message, error) {
	page, err := readHistoryPage(r.Value)
	if err != nil {
		return bot.Message{}, err
	}
	reply, err := a.showHistory(ctx, r, page)
	if err != nil {
		return bot.Message{}, err
	}
	return *reply.Message, nil
}

// showHistory answers with a page.
func (a *App) showHistory(ctx context.Context, r *bot.Request, page historyPage) (*bot.Reply, error) {
	past, err := a.past(ctx, r, page)
	if errors.Is(err, store.ErrBadPage) || errors.Is(err, store.ErrNotFound) {
		return nil, errForged
	}
	if err != nil {
		return nil, err
	}
	return bot.Say(past.view(local(r))), nil
}
