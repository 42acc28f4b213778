package commands

import (
	"context"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// Update link or code, from the menu, Home and the shortcut: a form that asks
// for the influencer and then becomes the edit form.

const (
	routePickOpen  = "pick.open"
	routePickRow   = "pick.application"
	formPick       = "pick"
	shortcutUpdate = "update"
	fieldRow       = "application"
)

// openPick opens the form, where there is somebody to pick.
func (a *App) openPick(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	if err := a.nobodyToPick(ctx, r); err != nil {
		return nil, err
	}
	choose := typeahead(routePickRow, "Type a handle or a name")
	blocks := []slack.Block{input(fieldRow, "Influencer", choose, "Those selected or applying in a campaign.", false)}
	return &bot.Reply{Open: modal(formPick, "Update link or code", "Next", encoded(openedBy{wayOf(r)}), blocks)}, nil
}

// nobodyToPick is a UserError while nobody applies or is selected in a live
// campaign: the form would have nobody to offer.
func (a *App) nobodyToPick(ctx context.Context, r *bot.Request) error {
	for _, state := range []store.State{store.Selected, store.Applied} {
		page, err := a.store.Rows(ctx, r.TeamID, store.Filter{State: state, Limit: 1})
		if err != nil || page.Total > 0 {
			return err
		}
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return err
	}
	if len(live(campaigns)) == 0 {
		return &bot.UserError{Problem: "There is no live campaign yet, so nobody has a link or code.", Try: "/campaign new"}
	}
	return &bot.UserError{
		Problem: "Nobody applies or is selected in a live campaign yet, so nobody has a link or code.",
		Try:     "/influencer add @maya.glow " + live(campaigns)[0].Slug, Hint: "Or select somebody at once: /influencer select",
	}
}

// rowOptions are the applications that can be edited whose handle, name,
// link or code contains what was typed.
func (a *App) rowOptions(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	reply := &bot.Reply{}
	query := strings.Fields(strings.TrimPrefix(typedName(r.Text), "@"))
	for _, state := range []store.State{store.Selected, store.Applied} {
		page, err := a.store.Rows(ctx, r.TeamID, store.Filter{State: state, Words: query, Limit: maxOptions / 2, Order: store.ByHandle})
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			if row.Influencer.Forgotten() {
				continue
			}
			reply.Options = append(reply.Options, option(strconv.FormatInt(row.ID, 10), clip(at(row.Influencer), 40)+" · "+row.Campaign.Name))
		}
	}
	return reply, nil
}

// picked turns the form into the edit form of the application chosen.
func (a *App) picked(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	id, err := strconv.ParseInt(r.Form.Text(fieldRow), 10, 64)
	if err != nil {
		return nil, errOldForm
	}
	row, err := a.there(ctx, r, id, errOldForm)
	if err != nil {
		return nil, err
	}
	form, err := editFormFor(row, wayOf(r))
	if err != nil {
		return nil, err
	}
	return &bot.Reply{Update: form.view()}, nil
}
