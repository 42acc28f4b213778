package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"codekeeper/bot"
	"codekeeper/store"
)

// parseCampaign reads the one campaign that follows a subcommand: its slug,
// its name with or without quotes, or how one of them begins. Alone it is "".
func parseCampaign(subcommand, text string) (string, error) {
	if alone(text) {
		return "", nil
	}
	example := "/campaign " + subcommand + " summer-glow"
	w := words{text}
	first, ok := w.peek()
	if ok && !first.quoted {
		return w.all(), nil
	}
	first, err := w.next()
	if err != nil {
		return "", err
	}
	if first.text == "" {
		return "", &bot.UserError{Problem: "Say which campaign, by the short form of its name.", Try: example}
	}
	return first.text, w.noMore(example)
}

// campaignMeant is the live campaign that a command names.
func (a *App) campaignMeant(ctx context.Context, r *bot.Request, subcommand string) (store.Campaign, error) {
	campaigns, text, err := a.campaignNamed(ctx, r, subcommand)
	if err != nil {
		return store.Campaign{}, err
	}
	return pickCampaign(campaigns, text, "/campaign "+subcommand+" %s")
}

// campaignAny is the campaign that a command names, archived or not. Where a
// text could be several, those that preferred picks out count.
func (a *App) campaignAny(ctx context.Context, r *bot.Request, subcommand string, preferred func([]store.Campaign) []store.Campaign) (store.Campaign, error) {
	campaigns, text, err := a.campaignNamed(ctx, r, subcommand)
	if err != nil {
		return store.Campaign{}, err
	}
	return pickAny(campaigns, text, "/campaign "+subcommand+" %s", preferred)
}

// campaignNamed reads all campaigns and the text that names one.
func (a *App) campaignNamed(ctx context.Context, r *bot.Request, subcommand string) ([]store.Campaign, string, error) {
	text, err := parseCampaign(subcommand, r.Text)
	if err != nil {
		return nil, "", err
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	return campaigns, text, err
}

// archived are the campaigns that are not live.
func archived(campaigns []store.Campaign) []store.Campaign {
	return slices.DeleteFunc(slices.Clone(campaigns), func(c store.Campaign) bool { return !c.Archived() })
}

// pickAny is the one campaign that a text names, archived or not. try is a
// command with %s for the slug.
func pickAny(campaigns []store.Campaign, text, try string, preferred func([]store.Campaign) []store.Campaign) (store.Campaign, error) {
	found := named(campaigns, text)
	if narrowed := preferred(found); len(narrowed) > 0 {
		found = narrowed
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return store.Campaign{}, noCampaign(campaigns, preferred(campaigns), text, try)
	}
	return store.Campaign{}, severalFound(text, found, try)
}

// campaignID is a campaign with its version, as buttons carry it: "3.7".
func campaignID(c store.Campaign) string { return fmt.Sprintf("%d.%d", c.ID, c.Version) }

// clickedCampaign is the campaign that a button's value names, and the
// version that the button was made for. A button that nobody could have made,
// or of a campaign that is not there, is a UserError.
func (a *App) clickedCampaign(ctx context.Context, r *bot.Request) (store.Campaign, int64, error) {
	id, version, ok := readRowID(r.Value)
	if !ok {
		return store.Campaign{}, 0, errForgedCampaign
	}
	c, err := a.store.Campaign(ctx, r.TeamID, id)
	if errors.Is(err, store.ErrNotFound) {
		return c, 0, errForgedCampaign
	}
	return c, version, err
}

// sayLiveCampaign is for under a field.
const sayLiveCampaign = "Choose a campaign that is not archived."

// campaignByID is the live campaign that a field chose.
func campaignByID(campaigns []store.Campaign, text string) (*store.Campaign, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	i := slices.IndexFunc(campaigns, func(c store.Campaign) bool { return c.ID == id })
	if err != nil || i < 0 {
		return nil, errOldForm
	}
	if campaigns[i].Archived() {
		return nil, archivedError(campaigns[i])
	}
	return &campaigns[i], nil
}
