package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
)

// /campaign new [name]
//
// Opens the form New campaign. A name is everything that follows, with or
// without quotes. Home has a button for it.

const routeCampaignNew = "new.open"

func (a *App) campaignNew() bot.Command {
	return bot.Command{
		Slash:    slashCampaign,
		Name:     "new",
		Usage:    "new [name]",
		Summary:  "Open the form for a new campaign.",
		Who:      bot.Editors,
		Examples: []string{"/campaign new", "/campaign new Summer Glow"},
		Parse:    func(text string) error { _, err := parseNewCampaign(text); return err },
		Run:      a.openNewCampaign,
		Clicks: []bot.Route{
			{ID: routeCampaignNew, Who: bot.Editors, Run: a.openNewCampaign},
			{ID: routeCampaignMode, Who: bot.Editors, Run: a.followMode},
		},
		Forms: []bot.Route{{ID: formNewCampaign, Who: bot.Editors, Run: a.saveNewCampaign}},
	}
}

// parseNewCampaign reads the name, "" for none.
func parseNewCampaign(text string) (string, error) {
	w := words{text}
	name := strings.TrimSpace(text)
	if first, ok := w.peek(); ok && first.quoted {
		if _, err := w.next(); err != nil {
			return "", err
		}
		if err := w.noMore(`/campaign new "Summer Glow"`); err != nil {
			return "", err
		}
		name = first.text
	}
	if name == "" {
		return "", nil
	}
	if problem := nameProblem(name); problem != "" {
		return "", &bot.UserError{Problem: problem, Try: "/campaign new Summer Glow"}
	}
	return name, nil
}

// openNewCampaign opens the form.
func (a *App) openNewCampaign(_ context.Context, r *bot.Request) (*bot.Reply, error) {
	name, err := parseNewCampaign(r.Text)
	if err != nil {
		return nil, err
	}
	channel := r.ChannelID
	if !postable(channel) { // a direct message
		channel = ""
	}
	form := newCampaignForm(name, r.UserID, channel)
	form.meta.Way = wayOf(r)
	return &bot.Reply{Open: form.view()}, nil
}

func (a *App) saveNewCampaign(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	s, err := a.savingCampaign(ctx, r)
	if err != nil {
		return nil, err
	}
	if s.form.saved.ID != 0 {
		return nil, errOldForm
	}
	if s.again {
		return &bot.Reply{Update: s.form.view()}, nil
	}
	change, done, err := a.store.CampaignDone(ctx, act(r))
	if err != nil {
		return nil, err
	}
	if !done {
		if other, ok := sameName(s.campaigns, s.terms.Name, 0); ok {
			return nil, bot.FieldErrors{termName: nameTaken(other)}
		}
		if again, err := a.checkCampaign(ctx, r, &s); again || err != nil {
			return s.reply(again), err
		}
		if change, err = a.createCampaign(ctx, r, s); err != nil {
			return nil, err
		}
	}
	c := change.After
	first := fmt.Sprintf("Saved. %s is `%s` in commands.", esc(c.Name), c.Slug)
	return bot.Say(a.campaignAnswer(ctx, r, c, first, append(messagePreview(change), nextSteps(c))...)), nil
}

// createCampaign makes the campaign under the first slug of its name that is
// free. Who took one since the campaigns were read may have taken the name, too.
func (a *App) createCampaign(ctx context.Context, r *bot.Request, s saving) (store.CampaignChange, error) {
	known := slugs(s.campaigns)
	for n, tries := 1, 0; ; n++ {
		slug := slugOf(s.terms.Name, n)
		if slices.Contains(known, slug) {
			continue
		}
		change, err := a.store.CreateCampaign(ctx, act(r), slug, s.terms)
		if taken, ok := errors.AsType[*store.Taken](err); ok && taken.Campaign != nil && tries < 10 {
			if other, ok := sameName([]store.Campaign{*taken.Campaign}, s.terms.Name, 0); ok {
				return change, bot.FieldErrors{termName: nameTaken(other)}
			}
			tries++
			continue
		}
		return change, userError(err)
	}
}

// followMode shows the fields that the choice just made needs, and keeps
// what is typed.
func (a *App) followMode(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	if r.Form == nil {
		return nil, errOldForm
	}
	meta, err := readCampaignMeta(r.Form.Meta)
	if err != nil {
		return nil, err
	}
	form := newCampaignForm("", r.UserID, "")
	if meta.ID != 0 {
		c, err := a.store.Campaign(ctx, r.TeamID, meta.ID)
		if errors.Is(err, store.ErrNotFound) {
			return nil, errOldForm
		}
		if err != nil {
			return nil, err
		}
		form = campaignFormOf(c)
	}
	return &bot.Reply{Update: form.typed(r.Form, meta).view()}, nil
}
