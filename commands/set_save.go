package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// maxAsked is how many campaigns a question offers.
const maxAsked = 20

// chooseRow finds the application that is meant; several where the person
// has to say which. Without a campaign it is where they are selected and have
// one of their own, else where they apply.
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
	var others []store.Row
	for _, state := range []store.State{store.Selected, store.Applied} {
		var fitting []store.Row
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
		}
	}
	if len(others) > 0 {
		return others[0], nil, nil // refused with the reason
	}
	return store.Row{}, nil, nowhere(k, i, rows)
}

// nowhere says why no application can take a link or code.
func nowhere(k kind, i store.Influencer, rows []store.Row) error {
	for _, row := range rows {
		if !row.Campaign.Archived() {
			return userError(&store.NotSelected{Row: row})
		}
	}
	if len(rows) > 0 {
		return archivedError(rows[0].Campaign)
	}
	return &bot.UserError{
		Problem: fmt.Sprintf("%s is in no campaign yet, so there is nothing that needs their %s.", at(i), k.lower()),
		Try:     fmt.Sprintf("/influencer select %s", at(i)),
	}
}

// askWhich offers one button for each campaign, showing the change.
func askWhich(k kind, i store.Influencer, rows []store.Row, text string) bot.Message {
	var blocks []slack.Block
	for _, row := range rows[:min(len(rows), maxAsked)] {
		label := fmt.Sprintf("%s: %s → %s", clip(row.Campaign.Name, 30), brief(k.text(row.Application), 20), brief(text, 20))
		blocks = append(blocks, actions(button(label, k.route("in"), rowID(row.Application), text)))
	}
	first := fmt.Sprintf("%s has their own %s in %s. For which one is %s?", who(i), k.lower(), count(len(rows), "campaign"), copyable(text))
	if more := len(rows) - maxAsked; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %s more: name it in the command, as in %s",
			count(more, "campaign"), copyable(k.command(at(i), rows[0].Campaign.Slug, brief(text, 300))))))
	}
	return message(first, blocks...)
}

// route is the action id of a button that sets this kind.
func (k kind) route(what string) string { return string(k) + "." + what }

// clickSet is *Summer Glow: ANNA15 → ANNA20*. Its value is the link or code,
// its suffix the row as shown.
func (a *App) clickSet(k kind) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		return a.clickedSet(ctx, r, k, r.Suffix, "")
	}
}

// clickSetAnyway is *Save anyway*. Its suffix holds also the seal of the
// warnings shown.
func (a *App) clickSetAnyway(k kind) bot.Handler {
	return func(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
		id, seal, ok := strings.Cut(r.Suffix, ":")
		if !ok {
			return nil, errForged
		}
		return a.clickedSet(ctx, r, k, id, seal)
	}
}

func (a *App) clickedSet(ctx context.Context, r *bot.Request, k kind, id, seal string) (*bot.Reply, error) {
	row, version, err := a.clicked(ctx, r, id)
	if err != nil {
		return nil, err
	}
	text, err := k.parse(r.Value)
	if err != nil {
		return nil, err
	}
	row.Version = version // of what the person saw
	reply, err := a.setOne(ctx, r, k, row, text, seal)
	return inPlace(reply), err
}

// setOne saves one link or code, or warns. seal is of the warnings that the
// person agreed to.
func (a *App) setOne(ctx context.Context, r *bot.Request, k kind, row store.Row, text string, seal string) (*bot.Reply, error) {
	if err := k.refused(row); err != nil {
		return nil, err
	}
	edit := store.EditOf(row.Application)
	if err := k.set(&edit, text); err != nil {
		return nil, err
	}
	warned, err := a.warnings(ctx, r.TeamID, row.Application, edit)
	if err != nil {
		return nil, err
	}
	if warned.any() && warned.seal() != seal {
		return bot.Say(askAnyway(k.route("anyway"), row, text, warned)), nil
	}
	changes, err := a.store.Change(ctx, act(r), edit)
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
		if r.Kind == bot.KindCommand { // it names what it wants, whatever was there
			return a.setOne(ctx, r, k, stale.Current, text, seal)
		}
		if err := k.refused(stale.Current); err != nil {
			return nil, err
		}
		return bot.Say(askAgain(k, stale, text)), nil
	}
	if err != nil {
		return nil, userError(err)
	}
	return bot.Say(undoable(r, changedAny(changes.Rows), setAnswer(k, changes.Rows[0], text, local(r)))), nil
}

// refused says why this row takes no link or code of its own, nil when it does.
func (k kind) refused(row store.Row) error {
	if err := editable(row); err != nil {
		return err
	}
	if !k.mode(row).Unique() {
		return k.notTheirOwn(row)
	}
	return nil
}

// notTheirOwn says that in this row nobody has a link or code of their own.
func (k kind) notTheirOwn(row store.Row) error {
	e := &bot.UserError{
		Problem: fmt.Sprintf("%s needs no %s. To change that, edit the campaign.", row.Campaign.Name, k.lower()),
		Try:     "/campaign edit " + row.Campaign.Slug,
	}
	switch {
	case k.mode(row) != store.Shared:
	case k.of(row.Campaign.Terms) == store.Shared:
		e.Problem = fmt.Sprintf("In %s everyone shares one %s, so it is changed for the whole campaign.", row.Campaign.Name, k.lower())
	default: // the campaign's mode changed since
		e.Problem = fmt.Sprintf("%s was selected while everyone in %s shared one %s, and shares it still. It is changed for all of them.",
			at(row.Influencer), row.Campaign.Name, k.lower())
		e.Hint = "For one of their own, withdraw them and select them again."
	}
	return e
}

// askAnyway warns, with *Save anyway*; route is where that leads.
func askAnyway(route string, row store.Row, text string, w warnings) bot.Message {
	return message("Not saved yet. "+w.text(),
		actions(button(copySaveAnyway, route, rowID(row.Application)+":"+w.seal(), text)))
}

func askAgain(k kind, stale *store.Stale[store.Row], text string) bot.Message {
	now := stale.Current
	label := fmt.Sprintf("%s → %s", brief(k.text(now.Application), 30), brief(text, 30))
	return message(fmt.Sprintf("Nothing was saved: <@%s> changed this meanwhile. The %s of %s in %s is %s now.",
		stale.By, k.lower(), who(now.Influencer), esc(now.Campaign.Name), copyable(k.text(now.Application))),
		actions(button(label, k.route("in"), rowID(now.Application), text)))
}

// setAnswer says what happened, and shows the resulting state.
func setAnswer(k kind, c store.Change, text string, now time.Time) bot.Message {
	row := c.After
	before := k.text(c.Before)
	first := fmt.Sprintf("Saved. The %s of %s in %s is %s now; it was %s.",
		k.lower(), who(row.Influencer), esc(row.Campaign.Name), copyable(text), copyable(brief(before, 300)))
	if before == text {
		first = fmt.Sprintf("Nothing to change: the %s of %s in %s is %s already.",
			k.lower(), who(row.Influencer), esc(row.Campaign.Name), copyable(text))
	}
	first = withPublished(first, c, now)
	blocks := answerCard(row, now)
	if row.State == store.Applied && text != tracking.TBD { // with TBD, *Select* is the same
		first += " They are an applicant: it counts once they are selected."
		blocks = append(blocks, actions(button("Select with "+brief(text, 60), routeSelectWith, rowID(row.Application), "")))
	}
	return message(first, blocks...)
}
