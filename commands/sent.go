package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer sent @handle… [campaign]
//
// Marks as sent what each of them shares now: they were told it. Without a
// campaign it is the one in which they have to be told something. Alone, or with
// nothing but a campaign: the form.

const (
	routeSent        = "sent"         // Mark as sent, of one or of many
	routeSentPosted  = "sent.posted"  // Mark as sent, below a post in a channel
	routeSentMessage = "sent.message" // Message
)

func (a *App) sent() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "sent",
		Usage:   "sent @handle… [campaign]",
		Summary: "Mark as sent: they were told the link and code they share now." + copyAlone,
		Who:     bot.Editors,
		Examples: []string{
			"/influencer sent",
			"/influencer sent summer-glow",
			"/influencer sent @maya.glow",
			"/influencer sent @maya.glow summer-glow",
			"/influencer sent @maya.glow @leo.moves summer-glow",
		},
		Parse: func(text string) error { _, err := parseSent(text); return err },
		Run:   a.runSent,
		Clicks: []bot.Route{
			{ID: routeSent, Who: bot.Editors, Run: a.clickSent},
			{ID: routeSentPosted, Who: bot.Editors, Run: a.clickSentPosted},
			{ID: routeSentMessage, Who: bot.Members, Run: a.clickMessage},
		},
		Forms: []bot.Route{{ID: formSent, Who: bot.Editors, Run: a.saveSent}},
		Options: []bot.Route{
			{ID: routeSentCampaign, Who: bot.Members, Run: a.campaignOptions},
			{ID: routeSentPeople, Who: bot.Members, Run: a.sentOptions},
		},
	}
}

// sentArgs is what follows /influencer sent. Without people the form opens.
type sentArgs struct {
	people   []person
	campaign word
	after    string // what follows that, and should not
}

func parseSent(text string) (sentArgs, error) {
	if campaign, only := quotedAlone(text); only {
		return sentArgs{campaign: campaign}, nil
	}
	w := words{text}
	found, err := takePeople(&w)
	if err != nil {
		return sentArgs{}, err
	}
	campaign, err := w.next()
	if err != nil {
		return sentArgs{}, err
	}
	in := sentArgs{found, campaign, strings.TrimSpace(w.rest)}
	return in, w.noMoreAfter(campaign, in.command(""))
}

// command is the command again; campaign may be "".
func (in sentArgs) command(campaign string) string {
	return strings.TrimSpace("/influencer sent " + handleList(in.people) + " " + campaign)
}

func (a *App) runSent(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseSent(r.Text)
	if len(in.people) == 1 {
		if several := a.sentWithoutAt(ctx, r, in); several != nil {
			return nil, several
		}
	}
	if err != nil {
		return nil, err
	}
	only, err := a.campaignAlone(ctx, r, in.people, in.campaign)
	switch {
	case err != nil:
		return nil, err
	case only.text != "":
		return a.openSent(ctx, r, only)
	case len(in.people) == 0:
		return a.openSent(ctx, r, in.campaign)
	}
	// What this very request did before stands, whatever others did since.
	done, before, err := a.store.ChangesDone(ctx, act(r))
	if err != nil {
		return nil, err
	}
	if before {
		already, err := a.sentAlready(ctx, r, in, done)
		if err != nil {
			return nil, err
		}
		return bot.Say(markingAnswer(r, marking{done: done.Rows, already: already})), nil
	}
	rows, which, err := a.sentRows(ctx, r, in)
	if err != nil {
		return nil, err
	}
	if len(which) > 0 {
		return bot.Say(askWhere(in, which)), nil
	}
	m, err := a.markSent(ctx, r, marksOf(rows...))
	if err != nil {
		return nil, err
	}
	return bot.Say(markingAnswer(r, m)), nil
}

// sentAlready are those named by a request that comes again who had been marked
// before it, as far as can still be told.
func (a *App) sentAlready(ctx context.Context, r *bot.Request, in sentArgs, done store.Changes) ([]store.Row, error) {
	rows, _, err := a.sentRows(ctx, r, in)
	if _, refused := errors.AsType[*bot.UserError](err); refused {
		return nil, nil // what was named then would be refused now, as when somebody is forgotten since
	}
	if err != nil {
		return nil, err
	}
	return markedBefore(done, rows).already, nil
}

// sentWithoutAt is a UserError when several handles were given without @, nil
// otherwise.
func (a *App) sentWithoutAt(ctx context.Context, r *bot.Request, in sentArgs) error {
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return err
	}
	return a.severalWithoutAt(ctx, r, campaigns, "/influencer sent", in.people, in.campaign.text+" "+in.after)
}

// sentRows are the applications of those named that are meant; or, for each
// campaign in which all of them can be meant, theirs there.
func (a *App) sentRows(ctx context.Context, r *bot.Request, in sentArgs) (rows []store.Row, which [][]store.Row, err error) {
	people, err := a.knownPeople(ctx, r, in.people)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(people))
	for n, i := range people {
		ids[n] = i.ID
	}
	if in.campaign.text != "" {
		rows, err = a.sentIn(ctx, r, in, people, ids)
		return rows, nil, err
	}
	all, err := a.store.SelectedOf(ctx, r.TeamID, ids)
	if err != nil {
		return nil, nil, err
	}
	return sentWhere(in, people, all)
}

// knownPeople are the influencers named, each once. Those who are unknown are
// all named in a UserError.
func (a *App) knownPeople(ctx context.Context, r *bot.Request, named []person) ([]store.Influencer, error) {
	known, err := a.store.FindInfluencers(ctx, r.TeamID, handlesOf(named))
	if err != nil {
		return nil, err
	}
	var people []store.Influencer
	var unknown []person
	seen := map[int64]bool{}
	for _, p := range named {
		i, ok := known[p.handle.Key()]
		switch {
		case !ok:
			unknown = append(unknown, p)
		case !seen[i.ID]: // an earlier handle of theirs names them too
			people, seen[i.ID] = append(people, i), true
		}
	}
	switch {
	case len(unknown) == 1:
		return nil, noneMarked(named, a.unknownHandle(ctx, r, unknown[0].handle))
	case len(unknown) > 1:
		return nil, &bot.UserError{
			Problem: fmt.Sprintf("There are no influencers %s, so nothing was done.", andMore(strings.Fields(handleList(unknown)), 10)),
			Try:     "/influencer list",
		}
	}
	return people, nil
}

// sentIn are their applications in the campaign named.
func (a *App) sentIn(ctx context.Context, r *bot.Request, in sentArgs, people []store.Influencer, ids []int64) ([]store.Row, error) {
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	c, err := pickCampaign(campaigns, in.campaign.text, in.command("%s"))
	if err != nil {
		return nil, err
	}
	there, err := a.store.ApplicationsOf(ctx, r.TeamID, c.ID, ids)
	if err != nil {
		return nil, err
	}
	var rows []store.Row
	var wrong []error
	for _, i := range people {
		row, ok := there[i.ID]
		switch problem := cantBeSent(row); {
		case !ok:
			wrong = append(wrong, &bot.UserError{
				Problem: fmt.Sprintf("%s is not in %s.", at(i), c.Name), Try: fmt.Sprintf("/influencer select %s %s", at(i), c.Slug),
			})
		case problem != nil:
			wrong = append(wrong, problem)
		default:
			rows = append(rows, row)
		}
	}
	return rows, allWrong(wrong, rows, len(people), c.Slug)
}

// cantBeSent says why there is nothing to mark as sent, nil when there is, or
// was.
func cantBeSent(r store.Row) error {
	switch {
	case r.State != store.Selected:
		return userError(&store.NotSelected{Row: r})
	case !r.Tellable():
		return notReadyError(r)
	}
	return nil
}

// sayNoneMarked begins what is said of several of whom one can't be marked.
const sayNoneMarked = "Nothing was marked as sent. "

// noneMarked is an error that says of several that none of them was marked.
func noneMarked[P any](named []P, err error) error {
	wrong, ok := errors.AsType[*bot.UserError](err)
	if !ok || len(named) < 2 {
		return err
	}
	e := *wrong
	e.Problem = sayNoneMarked + e.Problem
	return &e
}

// allWrong is one UserError of all that is wrong with so many people, nil when
// nothing is. Those who could be marked are named in what would work.
func allWrong(wrong []error, rows []store.Row, people int, campaign string) error {
	switch {
	case len(wrong) == 0:
		return nil
	case people == 1:
		return wrong[0]
	}
	var said []string
	for _, err := range wrong {
		said = append(said, problemOf(err))
	}
	e := &bot.UserError{
		Problem: sayNoneMarked + clip(strings.Join(said, " "), 2000), Try: strings.Join(strings.Fields("/influencer list "+campaign+" unsent"), " "), Buttons: buttonsOf(wrong),
	}
	if len(rows) > 0 {
		e.Hint = "That marks the others you named."
		e.Try = "/influencer sent"
		for _, row := range rows {
			e.Try += " " + at(row.Influencer)
		}
		e.Try = strings.TrimSpace(e.Try + " " + campaign)
	}
	return e
}

// buttonsOf are those of the one error that has any; of several that wait for
// the shop, those that download what is to be created there, each campaign's
// once.
func buttonsOf(wrong []error) []slack.BlockElement {
	var all [][]slack.BlockElement
	for _, err := range wrong {
		if e, ok := errors.AsType[*bot.UserError](err); ok && len(e.Buttons) > 0 {
			all = append(all, e.Buttons)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	var buttons []slack.BlockElement
	seen := map[string]bool{}
	for _, b := range slices.Concat(all...) {
		b, ok := b.(*slack.ButtonBlockElement)
		if ok && strings.HasPrefix(b.ActionID, routeShopDownload) && !seen[b.ActionID] && len(buttons) < maxActions {
			buttons, seen[b.ActionID] = append(buttons, b), true
		}
	}
	return buttons
}
