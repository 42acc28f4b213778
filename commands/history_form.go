package commands

import (
	"context"
	"errors"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// The form History, which /influencer history opens alone; *On another day* below
// a history opens it with what that is of.

const (
	formHistory     = "history"
	routeHistoryAsk = "history.ask" // value: a historyPage, or "" for the empty form
	fieldOf         = "of"
	fieldOn         = "on"
	copyOtherDay    = "On another day"
	hintOf          = "Like @maya.glow, MAYA15, or the whole link."
	hintOn          = "Whose it was on that day. Empty: from the first day to now."
)

// askHistory opens the form, empty or as the value of a button says.
func (a *App) askHistory(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	of, on := "", store.Date("")
	if r.Kind == bot.KindClick && r.Value != "" {
		page, err := readHistoryPage(r.Value)
		if err != nil {
			return nil, err
		}
		on, of = page.From, page.Code+page.Link
		if page.Influencer != 0 {
			i, err := a.store.Influencer(ctx, r.TeamID, page.Influencer)
			switch {
			case errors.Is(err, store.ErrNotFound):
				return nil, errForged
			case err != nil:
				return nil, err
			case i.Forgotten():
				return nil, errForgotten
			}
			of = at(i)
		}
	}
	return &bot.Reply{Open: modal(formHistory, copyHistory, "Show", encoded(askingIn(r)), []slack.Block{
		input(fieldOf, "Handle, code or link", typed(fieldOf, of), hintOf, false),
		input(fieldOn, "On", day(fieldOn, string(on)), hintOn, true),
	})}, nil
}

func (a *App) showAskedHistory(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	meta, err := readAskedIn(r.Form)
	if err != nil {
		return nil, err
	}
	on, wrong := historyDay(r)
	of, err := historyOf(r.Form.Text(fieldOf))
	if err != nil {
		wrong[fieldOf] = problemOf(err)
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	page, err := a.historyPage(ctx, r, of)
	if refused, ok := errors.AsType[*bot.UserError](err); ok {
		return nil, bot.FieldErrors{fieldOf: refused.Problem}
	}
	if err != nil {
		return nil, err
	}
	page.From, page.To = on, on
	return a.showHistory(ctx, meta.from(r), page)
}

// historyOf is the one word in the form's field.
func historyOf(text string) (word, error) {
	w := words{text}
	of, err := w.next()
	switch {
	case err != nil:
		return of, err
	case of.text == "":
		return of, errWhoseHistory
	case !w.empty():
		return of, &bot.UserError{Problem: "One handle, code or link at a time."}
	}
	return of, nil
}

// historyDay is the day asked about, "" for none; wrong texts by field.
func historyDay(r *bot.Request) (store.Date, bot.FieldErrors) {
	wrong := bot.FieldErrors{}
	on, err := store.ParseDate(r.Form.Text(fieldOn))
	switch {
	case err != nil:
		wrong[fieldOn] = sayDay
	case on > store.DateOf(local(r)):
		wrong[fieldOn] = fmt.Sprintf("%s is still to come. Pick a day that was, or leave it empty.", dayWords(on))
	}
	return on, wrong
}
