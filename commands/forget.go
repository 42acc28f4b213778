package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer forget @handle
//
// After a confirm, empties handle, name, email and notes, in history too; links,
// codes and who held them when stay. The form Profile has the same button. Alone
// it asks for the influencer first.

const routeForget = "forget" // value: the influencer with the version shown, "17.3"

// The words people see.
const (
	copyForget    = "Forget"
	copyForgetAsk = "Handle, name, email and every note are emptied, in history too. Nothing brings them back."
	copyIsEmptied = "*Is emptied*, in history too: handle, name, email, and every note about them, of their profile, their applications and why " +
		"they were declined. Nothing brings it back."
	copyStays = "*Stays*: links and codes, who held them when, and in which campaigns they were. Others are still warned of their codes. " +
		"A code or link that holds a name stays too: change it first. So does what was posted in Slack already."
	copyIsForgotten = "Handle, name, email and every note are gone, also from history. Links, codes and who held them when stay."
)

var errForgotten = &bot.UserError{
	Problem: "This influencer was forgotten, so nothing was done.",
	Hint:    "Their handle is free: /influencer add makes a new influencer of it.",
}

func (a *App) forget() bot.Command {
	return bot.Command{
		Slash:    slashInfluencer,
		Name:     "forget",
		Usage:    "forget @handle",
		Summary:  "Empty handle, name, email and notes for good. Links, codes and history stay." + copyAlone,
		Who:      bot.Editors,
		Examples: []string{"/influencer forget", "/influencer forget @maya.glow"},
		Parse:    func(text string) error { _, err := parseShow("forget", text); return err },
		Run:      a.runForget,
		Clicks:   []bot.Route{{ID: routeForget, Who: bot.Editors, Run: a.clickForget}},
		Forms:    []bot.Route{a.asksPerson(toForget(), bot.Editors)},
	}
}

// toForget leads to the question.
func toForget() pickLed {
	return pickLed{"forget.pick", copyForget, "Next", func(_ context.Context, r *bot.Request, i store.Influencer, rows []store.Row) (*bot.Reply, error) {
		return answerThere(r, copyForget, forgetQuestion("", i, rows)), nil
	}}
}

func (a *App) runForget(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	h, err := parseShow("forget", r.Text)
	if err != nil {
		return nil, err
	}
	if h == (store.Handle{}) {
		return a.openPerson(ctx, r, toForget())
	}
	i, rows, err := a.find(ctx, r, h)
	if err != nil {
		return nil, err
	}
	return bot.Say(forgetQuestion("", i, rows)), nil
}

// clickForget is *Forget*, in an answer or in the form Profile.
func (a *App) clickForget(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	id, version, ok := readRowID(r.Value)
	if !ok {
		return nil, errForged
	}
	done, err := a.store.Forget(ctx, act(r), id, version)
	if stale, isStale := errors.AsType[*store.Stale[store.Influencer]](err); isStale {
		first := fmt.Sprintf("Nothing was forgotten: <@%s> changed the profile meanwhile. ", stale.By)
		return answerThere(r, copyForget, forgetQuestion(first, stale.Current, nil)), nil
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, errForged
	}
	if err != nil {
		return nil, userError(err)
	}
	rows, err := a.theirs(ctx, r, done.Influencer)
	if err != nil { // it is done, whether it can be shown or not
		a.log.WarnContext(ctx, "cards not shown", "influencer", id, "err", err)
	}
	return answerThere(r, "Forgotten", forgetAnswer(done.Influencer, rows, r)), nil
}

// forgetQuestion says what is emptied and what stays, and asks. first is said
// before.
func forgetQuestion(first string, i store.Influencer, rows []store.Row) bot.Message {
	if len(rows) > 0 {
		first += fmt.Sprintf("%s is in %s. ", who(i), count(len(rows), "campaign"))
	}
	first += fmt.Sprintf("Forget %s?", who(i))
	shown := i
	shown.ForgottenAt = &i.ChangedAt
	return message(first, section(copyIsEmptied), section(copyStays+" They are shown as “"+at(shown)+"” from then on."), actions(forgetButton(i.ID, i.Version, at(i))))
}

// forgetButton forgets an influencer as they are at a version, after Slack has
// asked again.
func forgetButton(influencer, version int64, name string) *slack.ButtonBlockElement {
	id := fmt.Sprintf("%d.%d", influencer, version)
	b := confirmed(button(copyForget, routeForget, id, id), "Forget "+clip(name, 80)+"?", copyForgetAsk, copyForget, copyKeep)
	b.Style, b.Confirm.Style = slack.StyleDanger, slack.StyleDanger
	return b
}

func forgetAnswer(i store.Influencer, rows []store.Row, r *bot.Request) bot.Message {
	first := fmt.Sprintf("Done: they are %s now. %s", who(i), copyIsForgotten)
	if slices.ContainsFunc(rows, func(r store.Row) bool { return r.State == store.Selected }) {
		first += " Where they are still selected, withdraw them to free what they hold."
	}
	return message(first, cards(rows, local(r))...)
}

// theirs are somebody's applications in all campaigns, as show has them.
func (a *App) theirs(ctx context.Context, r *bot.Request, i store.Influencer) ([]store.Row, error) {
	if i.Forgotten() { // no handle leads to them
		page, err := a.store.Rows(ctx, r.TeamID, store.Filter{InfluencerID: i.ID, Archived: true})
		return page.Rows, err
	}
	_, rows, err := a.store.FindInfluencer(ctx, r.TeamID, i.Handle)
	return rows, err
}

// tryIn is a command that works on somebody in a campaign: no command names who
// is forgotten, who is found in the list.
func tryIn(subcommand string, row store.Row) string {
	if row.Influencer.Forgotten() {
		return "/influencer list " + row.Campaign.Slug
	}
	return fmt.Sprintf("/influencer %s %s %s", subcommand, at(row.Influencer), row.Campaign.Slug)
}
