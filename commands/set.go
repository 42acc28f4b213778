package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"
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
			{ID: k.route("in"), Who: bot.Editors, Run: a.clickSet(k)},
			{ID: k.route("anyway"), Who: bot.Editors, Run: a.clickSetAnyway(k)},
		},
	}
}

// setArgs is what follows /influencer code or link: a handle, and the rest
// of the line, which may begin with a campaign; or nothing.
type setArgs struct {
	handle store.Handle
	rest   string
}

func parseSet(k kind, text string) (setArgs, error) {
	if alone(text) {
		return setArgs{}, nil
	}
	w := words{text}
	first, err := w.next()
	if err != nil {
		return setArgs{}, err
	}
	if err := k.misplaced(first, w); err != nil {
		return setArgs{}, err
	}
	h, err := handleWord(first, k.command("@maya.glow", "", tracking.TBD))
	return setArgs{handle: h, rest: w.all()}, err
}

// misplaced is a UserError when a second handle follows, or the only one.
func (k kind) misplaced(first word, rest words) error {
	second, ok := rest.peek()
	if !ok || !strings.HasPrefix(second.text, "@") {
		return nil
	}
	_, _ = rest.next() // it was peeked at
	if after := rest.all(); first.handle() {
		return &bot.UserError{
			Problem: fmt.Sprintf("One influencer at a time: each has their own %s.", k.lower()),
			Try:     strings.TrimSpace(fmt.Sprintf("/influencer %s %s %s", k, first.text, clip(after, 300))),
		}
	}
	return &bot.UserError{
		Problem: "The handle comes first.",
		Try:     fmt.Sprintf("/influencer %s %s %s", k, second.text, clip(first.text, 300)),
	}
}

// command sets this kind; campaign may be "".
func (k kind) command(handle, campaign, text string) string {
	if campaign != "" {
		campaign += " "
	}
	return fmt.Sprintf("/influencer %s %s %s%s", k, handle, campaign, text)
}

// splitSet tells the campaign from the link or code in the rest of the line.
// The first word is a campaign only if it names a live one; where nothing
// follows it, the person is asked. A first of several words that looks like a
// campaign and is none is answered as that.
func splitSet(k kind, campaigns []store.Campaign, in setArgs) (campaign *store.Campaign, text string, err error) {
	w := words{in.rest}
	first, err := w.next()
	if err != nil { // an odd quote belongs to the text, which is checked next
		return nil, in.rest, nil //nolint:nilerr // see above
	}
	command := fmt.Sprintf("/influencer %s @%s", k, in.handle)
	found := named(live(campaigns), first.text)
	switch {
	case first.text == "":
		return nil, "", &bot.UserError{
			Problem: fmt.Sprintf("Say which %s, or TBD if you don't have it yet.", k.lower()),
			Try:     k.command("@"+in.handle.String(), "", tracking.TBD),
		}
	case w.empty() && len(found) == 1:
		return nil, "", k.missing(found[0], first.text, in.handle)
	case w.empty():
		return nil, in.rest, nil
	case len(found) == 1:
		if err := unquotedName(found[0], first, w.rest, command); err != nil {
			return nil, "", err
		}
		return &found[0], w.all(), nil
	case len(found) > 1 || resembles(campaigns, first.text):
		_, err := pickCampaign(campaigns, first.text, command+" %s "+clip(w.all(), 300))
		return nil, "", err
	}
	return nil, in.rest, nil
}

// missing asks for the link or code when only a campaign was named. Its name
// may have been meant as the code.
func (k kind) missing(c store.Campaign, typed string, h store.Handle) error {
	e := &bot.UserError{
		Problem: fmt.Sprintf("%s is the campaign %s. Which %s shall @%s have there?", clip(typed, 60), c.Name, k.lower(), h),
		Try:     k.command("@"+h.String(), c.Slug, tracking.TBD),
	}
	if k == aCode {
		if _, err := k.parse(typed); err == nil {
			e.Hint = fmt.Sprintf("If %s is the code: %s", typed, k.command("@"+h.String(), c.Slug, typed))
		}
	}
	return e
}

// twoCampaigns is a UserError when what follows a campaign is the short form of
// another one: it was hardly meant as a code.
func (k kind) twoCampaigns(campaigns []store.Campaign, c *store.Campaign, typed string, h store.Handle) error {
	for _, other := range live(campaigns) {
		if c != nil && other.ID != c.ID && other.Slug == fold(typed) && strings.Contains(other.Slug, "-") {
			return &bot.UserError{
				Problem: fmt.Sprintf("%s is the campaign %s. One campaign at a time, then the %s.", other.Slug, other.Name, k.lower()),
				Try:     k.command("@"+h.String(), other.Slug, tracking.TBD),
				Hint:    fmt.Sprintf("If it is the %s, set it in the form: /influencer edit @%s %s", k.lower(), h, c.Slug),
			}
		}
	}
	return nil
}

// runSet sets or updates a link or code by command. One that comes again, when
// others have since changed what it names, is answered as it was at first.
func (a *App) runSet(ctx context.Context, r *bot.Request, k kind) (*bot.Reply, error) {
	reply, err := a.setByCommand(ctx, r, k)
	if _, refused := errors.AsType[*bot.UserError](err); !refused {
		return reply, err
	}
	done, before, failed := a.store.ChangesDone(ctx, act(r))
	switch {
	case failed != nil:
		return nil, failed
	case !before:
		return nil, err
	}
	c := done.Rows[0]
	return bot.Say(undoable(r, true, setAnswer(k, c, k.text(c.After.Application), local(r)))), nil
}

func (a *App) setByCommand(ctx context.Context, r *bot.Request, k kind) (*bot.Reply, error) {
	in, err := parseSet(k, r.Text)
	if err != nil {
		return nil, err
	}
	if in == (setArgs{}) {
		return a.openPick(ctx, r)
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	campaign, typed, err := splitSet(k, campaigns, in)
	if err != nil {
		return nil, err
	}
	if err := k.twoCampaigns(campaigns, campaign, typed, in.handle); err != nil {
		return nil, err
	}
	text, err := k.parseIn(typed, func(k kind, text string) string {
		slug := ""
		if campaign != nil {
			slug = campaign.Slug
		}
		return k.command("@"+in.handle.String(), slug, text)
	})
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
	return a.setOne(ctx, r, k, row, text, "")
}
