package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// setCommand is what /influencer code and link have in common.
func (a *App) setCommand(k kind) bot.Command {
	return bot.Command{
		Slash: slashInfluencer,
		Name:  string(k),
		Who:   bot.Editors,
		Parse: func(text string) error { _, err := parseSet(k, text); return err },
		Run: func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
			return a.runSet(ctx, r, k)
		},
		Clicks: []bot.Route{
			{ID: k.route("in"), Who: bot.Editors, Run: a.clickSet(k, false)},
			{ID: k.route("anyway"), Who: bot.Editors, Run: a.clickSet(k, true)},
		},
	}
}

// setArgs is what follows /influencer code or link: a handle, and the rest
// of the line, which may begin with a campaign.
type setArgs struct {
	handle store.Handle
	rest   string
}

func parseSet(k kind, text string) (setArgs, error) {
	w := words{text}
	first, err := w.next()
	if err != nil {
		return setArgs{}, err
	}
	h, err := handleWord(first, k.example("@maya.glow", ""))
	return setArgs{handle: h, rest: w.all()}, err
}

// example is a command that sets this kind; campaign may be "".
func (k kind) example(handle, campaign string) string {
	if campaign != "" {
		campaign += " "
	}
	text := "MAYA20"
	if k == aLink {
		text = "https://shop.example/maya"
	}
	return fmt.Sprintf("/influencer %s %s %s%s", k, handle, campaign, text)
}

// splitSet tells the campaign from the link or code in the rest of the line.
// The first word is a campaign only if it names a live one; where nothing
// follows it, the person is asked.
func splitSet(k kind, campaigns []store.Campaign, in setArgs) (campaign *store.Campaign, text string, err error) {
	w := words{in.rest}
	first, err := w.next()
	if err != nil { // an odd quote belongs to the text, which is checked next
		return nil, in.rest, nil //nolint:nilerr // see above
	}
	handle := "@" + in.handle.String()
	found := named(live(campaigns), first.text)
	switch {
	case first.text == "":
		return nil, "", &bot.UserError{
			Problem: fmt.Sprintf("Say which %s, or TBD if you don't have it yet.", k.lower()),
			Try:     k.example(handle, ""),
		}
	case w.empty() && len(found) == 1:
		return nil, "", &bot.UserError{
			Problem: fmt.Sprintf("%s is the campaign %s. Which %s shall %s have there?", first.text, found[0].Name, k.lower(), handle),
			Try:     k.example(handle, found[0].Slug),
		}
	case w.empty():
		return nil, in.rest, nil
	case len(found) == 1:
		return &found[0], w.all(), nil
	case len(found) > 1 || resembles(campaigns, first.text):
		_, err := pickCampaign(campaigns, first.text, fmt.Sprintf("/influencer %s %s %%s %s", k, handle, w.all()))
		return nil, "", err
	}
	return nil, in.rest, nil
}

// runSet sets or updates a link or code by command.
func (a *App) runSet(ctx context.Context, r *bot.Request, k kind) (*bot.Reply, error) {
	in, err := parseSet(k, r.Text)
	if err != nil {
		return nil, err
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	campaign, typed, err := splitSet(k, campaigns, in)
	if err != nil {
		return nil, err
	}
	text, err := k.parse(typed)
	if err != nil {
		return nil, err
	}
	influencer, rows, err := a.find(ctx, r, in.handle)
	if err != nil {
		return nil, err
	}
	row, several, err := chooseRow(k, influencer, rows, campaign, text)
	if err != nil {
		return nil, err
	}
	if len(several) > 0 {
		return bot.Say(askWhich(k, influencer, several, text)), nil
	}
	return a.setOne(ctx, r, k, row, text, store.ByCommand, false)
}

// chooseRow finds the application that is meant; several where the person
// has to say which.
func chooseRow(k kind, i store.Influencer, rows []store.Row, campaign *store.Campaign, text string) (store.Row, []store.Row, error) {
	if campaign != nil {
		row, ok := rowIn(rows, campaign.ID)
		if !ok {
			return row, nil, &bot.UserError{
				Problem: fmt.Sprintf("%s is not in %s yet.", at(i), campaign.Name),
				Try:     fmt.Sprintf("/influencer select %s %s %s %s", at(i), campaign.Slug, k, text),
			}
		}
		return row, nil, nil
	}
	for _, state := range []store.State{store.Selected, store.Applied} {
		var fitting, others []store.Row
		for _, row := range rows {
			switch {
			case row.Campaign.Archived() || row.State != state:
			case k.mode(row).Unique():
				fitting = append(fitting, row)
			default:
				others = append(others, row)
			}
		}
		switch {
		case len(fitting) == 1:
			return fitting[0], nil, nil
		case len(fitting) > 1:
			return store.Row{}, fitting, nil
		case len(others) > 0:
			return others[0], nil, nil // refused with the reason
		}
	}
	return store.Row{}, nil, nowhere(k, i, rows)
}

// nowhere says why no application can take a link or code.
func nowhere(k kind, i store.Influencer, rows []store.Row) error {
	for _, row := range rows {
		if row.Campaign.Archived() {
			continue
		}
		return userError(&store.NotSelected{Row: row})
	}
	for _, row := range rows {
		return archivedError(row.Campaign)
	}
	return &bot.UserError{
		Problem: fmt.Sprintf("%s is in no campaign yet, so there is nothing that needs their %s.", at(i), k.lower()),
		Try:     fmt.Sprintf("/influencer select %s", at(i)),
	}
}

// askWhich offers one button for each campaign, showing the change.
func askWhich(k kind, i store.Influencer, rows []store.Row, text string) bot.Message {
	var blocks []slack.Block
	for _, row := range rows[:min(len(rows), 20)] {
		b := button(fmt.Sprintf("%s: %s → %s", row.Campaign.Name, clip(k.text(row.Application), 20), clip(text, 20)),
			k.route("in"), rowID(row.Application), text)
		blocks = append(blocks, actions(b))
	}
	return message(fmt.Sprintf("%s is in %s. Which %s is %s?", who(i), count(len(rows), "campaign"), k.lower(), copyable(text)), blocks...)
}

// route is the action id of a button that sets this kind.
func (k kind) route(what string) string { return string(k) + "." + what }

// clickSet is *Summer Glow: ANNA15 → ANNA20* and *Save anyway*.
func (a *App) clickSet(k kind, anyway bool) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		row, version, err := a.clicked(ctx, r, r.Suffix)
		if err != nil {
			return nil, err
		}
		text, err := k.parse(r.Value)
		if err != nil {
			return nil, err
		}
		row.Version = version // of what the person saw
		reply, err := a.setOne(ctx, r, k, row, text, store.ByButton, anyway)
		if reply != nil {
			reply.Replace = true
		}
		return reply, err
	}
}

// setOne saves one link or code, or warns.
func (a *App) setOne(ctx context.Context, r *bot.Request, k kind, row store.Row, text string, way store.Way, anyway bool) (*bot.Reply, error) {
	if err := k.refused(row); err != nil {
		return nil, err
	}
	edit := store.EditOf(row.Application)
	if err := k.set(&edit, text); err != nil {
		return nil, err
	}
	if !anyway {
		warnings, err := a.warnings(ctx, r.TeamID, row.Application, edit)
		if err != nil {
			return nil, err
		}
		if warnings.any() {
			return bot.Say(askAnyway(k, row, text, warnings)), nil
		}
	}
	changes, err := a.store.Change(ctx, act(r, way), edit)
	if stale, ok := errors.AsType[*store.Stale](err); ok {
		if way == store.ByCommand { // it names what it wants, whatever was there
			return a.setOne(ctx, r, k, stale.Current, text, way, anyway)
		}
		return bot.Say(askAgain(k, stale, text)), nil
	}
	if err != nil {
		return nil, userError(err)
	}
	return bot.Say(setAnswer(k, changes.Rows[0], text, r.At)), nil
}

// refused says why this row takes no link or code of its own, nil when it does.
func (k kind) refused(row store.Row) error {
	switch mode := k.mode(row); {
	case row.Campaign.Archived():
		return archivedError(row.Campaign)
	case row.State == store.Declined || row.State == store.Withdrawn:
		return userError(&store.NotSelected{Row: row})
	case mode == store.Shared:
		return &bot.UserError{
			Problem: fmt.Sprintf("In %s everyone shares one %s, so it is changed on the campaign.", row.Campaign.Name, k.lower()),
			Try:     "/campaign edit " + row.Campaign.Slug,
		}
	case !mode.Unique():
		return &bot.UserError{
			Problem: fmt.Sprintf("%s needs no %s.", row.Campaign.Name, k.lower()),
			Hint:    "To change that: /campaign edit " + row.Campaign.Slug,
		}
	}
	return nil
}

func askAnyway(k kind, row store.Row, text string, w warnings) bot.Message {
	return message("Not saved yet. "+w.text(),
		actions(button(copySaveAnyway, k.route("anyway"), rowID(row.Application), text)))
}

func askAgain(k kind, stale *store.Stale, text string) bot.Message {
	return message(fmt.Sprintf("Nothing was saved: <@%s> changed this meanwhile. The %s of %s in %s is %s now.",
		stale.By, k.lower(), who(stale.Current.Influencer), esc(stale.Current.Campaign.Name), copyable(k.shares(stale.Current))),
		actions(button(fmt.Sprintf("%s → %s", clip(k.text(stale.Current.Application), 30), clip(text, 30)),
			k.route("in"), rowID(stale.Current.Application), text)))
}

// setAnswer says what happened, and shows the resulting state.
func setAnswer(k kind, c store.Change, text string, now time.Time) bot.Message {
	row := c.After
	before := k.text(c.Before)
	first := fmt.Sprintf("Saved. The %s of %s in %s is %s now; it was %s.",
		k.lower(), who(row.Influencer), esc(row.Campaign.Name), copyable(text), copyable(before))
	if before == text {
		first = fmt.Sprintf("Nothing to change: the %s of %s in %s is %s already.",
			k.lower(), who(row.Influencer), esc(row.Campaign.Name), copyable(text))
	}
	blocks := card(row, now)
	if row.State == store.Applied {
		first += " They are an applicant, so it counts once they are selected."
		blocks = append(blocks, actions(button(fmt.Sprintf("Select with %s", clip(text, 60)), routeSelectWith, rowID(row.Application), "")))
	}
	return message(first, blocks...)
}
