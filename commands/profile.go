package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer profile @handle
//
// The form of add, prefilled: handle (the old one keeps working), name,
// platform, email, note. Cards have a button for it. Alone it asks for the
// influencer first.

const (
	routeProfileOpen = "profile.open" // value: the influencer's id
	copyProfile      = "Profile"
)

func (a *App) profile() bot.Command {
	return bot.Command{
		Slash:    slashInfluencer,
		Name:     "profile",
		Usage:    "profile @handle",
		Summary:  "Change handle, name, platform, email or note." + copyAlone,
		Who:      bot.Editors,
		Examples: []string{"/influencer profile", "/influencer profile @maya.glow"},
		Parse:    func(text string) error { _, err := parseShow("profile", text); return err },
		Run:      a.runProfile,
		Clicks:   []bot.Route{{ID: routeProfileOpen, Who: bot.Editors, Run: a.openProfile}},
		Forms: []bot.Route{
			{ID: formProfile, Who: bot.Editors, Run: a.saveProfile},
			a.asksPerson(toProfile(), bot.Editors),
		},
	}
}

// toProfile leads to the form.
func toProfile() pickLed {
	return pickLed{"profile.pick", copyProfile, "Next", func(_ context.Context, r *bot.Request, i store.Influencer, _ []store.Row) (*bot.Reply, error) {
		form := profileFormOf(i)
		form.meta.Way = wayOf(r)
		return &bot.Reply{Update: form.view()}, nil
	}}
}

func (a *App) runProfile(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	h, err := parseShow("profile", r.Text)
	if err != nil {
		return nil, err
	}
	if h == (store.Handle{}) {
		return a.openPerson(ctx, r, toProfile())
	}
	i, _, err := a.find(ctx, r, h)
	if err != nil {
		return nil, err
	}
	return &bot.Reply{Open: profileFormOf(i).view()}, nil
}

// profileButton opens somebody's profile.
func profileButton(i store.Influencer) *slack.ButtonBlockElement {
	return button(copyProfile, routeProfileOpen, "", strconv.FormatInt(i.ID, 10))
}

// openProfile is *Profile*.
func (a *App) openProfile(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	id, err := strconv.ParseInt(r.Value, 10, 64)
	if err != nil {
		return nil, errForged
	}
	i, err := a.store.Influencer(ctx, r.TeamID, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, errForged
	case err != nil:
		return nil, err
	case i.Forgotten():
		return nil, errForgotten
	}
	form := profileFormOf(i)
	form.meta.Way = wayOf(r)
	return &bot.Reply{Open: form.view()}, nil
}

// saveProfile saves the form Profile.
func (a *App) saveProfile(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	form, err := typedProfile(r.Form)
	if err != nil || form.meta.ID == 0 {
		return nil, errOldForm
	}
	profile, wrong := form.read()
	if len(wrong) > 0 {
		return nil, wrong
	}
	change, err := a.store.SaveProfile(ctx, act(r), form.meta.ID, form.meta.Version, profile)
	if stale, ok := errors.AsType[*store.Stale[store.Influencer]](err); ok {
		return &bot.Reply{Update: form.moved(stale).view()}, nil
	}
	if errors.Is(err, store.ErrNotFound) { // nobody is ever deleted
		return nil, errForgotten
	}
	if err != nil {
		return nil, userError(err)
	}
	first := fmt.Sprintf("Saved the profile of %s.", who(change.After))
	if old := change.Before.Handle; old.Key() != change.After.Handle.Key() {
		first += fmt.Sprintf(" @%s keeps working in commands.", esc(old.String()))
	}
	var blocks []slack.Block
	if details := profileWords(change.After); details != "" {
		blocks = append(blocks, fine(details))
	}
	return bot.Say(undoable(r, change.Before.Version != change.After.Version, message(first, blocks...))), nil
}

// knownAlready says that there was nobody to add.
func knownAlready(row store.AddedRow) error {
	where := "is known already"
	if row.Application != nil {
		where = "is in " + row.Application.Campaign.Name + " already"
	}
	return bot.FieldErrors{fieldHandle: fmt.Sprintf("%s %s. To change what is known of them: /influencer profile %s",
		at(row.Influencer), where, at(row.Influencer))}
}

// saveAdd saves the form Add influencer.
func (a *App) saveAdd(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	form, err := typedProfile(r.Form)
	if err != nil {
		return nil, err
	}
	profile, wrong := form.read()
	if len(wrong) > 0 {
		return nil, wrong
	}
	var campaign int64
	if form.campaign != "" {
		campaigns, err := a.store.Campaigns(ctx, r.TeamID)
		if err != nil {
			return nil, err
		}
		c, err := campaignByID(campaigns, form.campaign)
		if err != nil {
			return nil, bot.FieldErrors{fieldCampaign: sayLiveCampaign}
		}
		campaign = c.ID
	}
	added, err := a.store.AddInfluencers(ctx, act(r), campaign, []store.Profile{profile})
	if err != nil {
		return nil, userError(err)
	}
	if row := added.Rows[0]; !row.New && !row.Applied {
		return nil, knownAlready(row)
	}
	return bot.Say(undoable(r, appliedAny(added.Rows), addAnswer(added.Rows, local(r)))), nil
}
