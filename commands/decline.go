package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer decline @handle… campaign [reason]
//
// An applicant becomes declined, a selected influencer withdrawn. The reason
// is the rest of the line. Alone, or with nothing but a campaign: the form.

const routeDecline = "decline"

func (a *App) decline() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "decline",
		Usage:   "decline @handle… campaign [reason]",
		Summary: "Decline an applicant, or withdraw somebody selected." + copyAlone,
		Who:     bot.Editors,
		Examples: []string{
			"/influencer decline",
			"/influencer decline summer-glow",
			"/influencer decline @maya.glow summer-glow",
			"/influencer decline @maya.glow @leo.moves summer-glow no time this summer",
		},
		Parse:  func(text string) error { _, err := parseDecline(text); return err },
		Run:    a.runDecline,
		Clicks: []bot.Route{{ID: routeDecline, Who: bot.Editors, Run: a.clickDecline}},
		Forms:  []bot.Route{{ID: formDecline, Who: bot.Editors, Run: a.saveDecline}},
		Options: []bot.Route{
			{ID: routeDeclineCampaign, Who: bot.Members, Run: a.campaignOptions},
			{ID: routeDeclinePeople, Who: bot.Members, Run: a.declineOptions},
		},
	}
}

// declineArgs is what follows /influencer decline. Without a campaign the person
// is asked for it, when it is known where they are; without people the form
// opens.
type declineArgs struct {
	people   []person
	campaign word
	reason   string
}

func parseDecline(text string) (declineArgs, error) {
	if campaign, only := quotedAlone(text); only {
		return declineArgs{campaign: campaign}, nil
	}
	w := words{text}
	found, err := takePeople(&w)
	if err != nil {
		return declineArgs{}, err
	}
	campaign, err := w.next()
	if err != nil {
		return declineArgs{}, err
	}
	in := declineArgs{found, campaign, w.all()}
	if problem := textProblem(in.reason, store.MaxReason); problem != "" {
		return in, &bot.UserError{
			Problem: "The reason can't be kept. " + problem,
			Try:     fmt.Sprintf("/influencer decline %s %s no time this summer", handleList(found), clip(campaign.text, 60)),
		}
	}
	return in, nil
}

func (a *App) runDecline(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseDecline(r.Text)
	if err != nil {
		return nil, err
	}
	only, err := a.campaignAlone(ctx, r, in.people, in.campaign)
	switch {
	case err != nil:
		return nil, err
	case only.text != "":
		return a.openDecline(ctx, r, only)
	case len(in.people) == 0:
		return a.openDecline(ctx, r, in.campaign)
	case in.campaign.text == "":
		return nil, a.declineWhere(ctx, r, in.people)
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	if err := a.severalWithoutAt(ctx, r, campaigns, "/influencer decline", in.people, in.campaign.text+" "+in.reason); err != nil {
		return nil, err
	}
	command := "/influencer decline " + handleList(in.people)
	campaign, err := pickCampaign(campaigns, in.campaign.text, command+" %s")
	if err != nil {
		return nil, err
	}
	if err := unquotedName(campaign, in.campaign, in.reason, command); err != nil {
		return nil, err
	}
	edits, err := a.declinedOf(ctx, r, in, campaign)
	if err != nil {
		return nil, err
	}
	return a.declineThese(ctx, r, edits, in.reason)
}

// declinedOf are the edits that decline those named, each once.
func (a *App) declinedOf(ctx context.Context, r *bot.Request, in declineArgs, c store.Campaign) ([]store.Edit, error) {
	known, err := a.store.FindInfluencers(ctx, r.TeamID, handlesOf(in.people))
	if err != nil {
		return nil, err
	}
	var people []store.Influencer
	for _, p := range in.people {
		i, ok := known[p.handle.Key()]
		if !ok {
			return nil, a.unknownHandle(ctx, r, p.handle)
		}
		if !slices.ContainsFunc(people, func(other store.Influencer) bool { return other.ID == i.ID }) { // an earlier handle of theirs names them too
			people = append(people, i)
		}
	}
	return a.declinesIn(ctx, r, people, c, in.reason, nil)
}

// declineWhere asks for the campaign, among those in which the first of them
// applies or is selected.
func (a *App) declineWhere(ctx context.Context, r *bot.Request, people []person) error {
	influencer, rows, err := a.find(ctx, r, people[0].handle)
	if err != nil {
		return err
	}
	var names, short []string
	for _, row := range rows {
		if !row.Campaign.Archived() && row.State.TakesPart() {
			names, short = append(names, row.Campaign.Name), append(short, row.Campaign.Slug)
		}
	}
	if len(names) == 0 {
		return &bot.UserError{
			Problem: fmt.Sprintf("%s applies for no live campaign and is selected in none, so there is nobody to decline.", at(influencer)),
			Try:     "/influencer show " + at(influencer),
		}
	}
	return &bot.UserError{
		Problem: fmt.Sprintf("Say in which campaign. %s is in %s.", at(influencer), andMore(names, 5)),
		Try:     fmt.Sprintf("/influencer decline %s %s", handleList(people), short[0]),
	}
}

// declined is the edit that declines or withdraws.
func declined(application store.Application, reason string) store.Edit {
	edit := store.EditOf(application)
	edit.Reason = reason
	switch application.State {
	case store.Applied:
		edit.State = store.Declined
	case store.Selected:
		edit.State = store.Withdrawn
	case store.Declined, store.Withdrawn: // stay
	}
	return edit
}

// clickDecline is *Decline* and *Withdraw*; its value is the row as shown.
func (a *App) clickDecline(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	row, version, err := a.clicked(ctx, r, r.Value)
	if err != nil {
		return nil, err
	}
	edit := declined(row.Application, "")
	edit.Version = version
	reply, err := a.declineThese(ctx, r, []store.Edit{edit}, "")
	if err != nil {
		return nil, err
	}
	return a.inPlaceOfCards(ctx, r, row, reply), nil
}

// inPlaceOfCards puts the answer in the place of the cards whose button was
// pressed, with the cards of the influencer's other campaigns. What was done is
// done: where those can't be read any more, the cards stay.
func (a *App) inPlaceOfCards(ctx context.Context, r *bot.Request, row store.Row, reply *bot.Reply) *bot.Reply {
	rows, err := a.theirs(ctx, r, row.Influencer)
	if err != nil {
		a.log.WarnContext(ctx, "cards not shown again", "application", row.ID, "err", err)
		return reply
	}
	rows = slices.DeleteFunc(rows, func(other store.Row) bool { return other.ID == row.ID })
	reply.Message.Blocks = append(reply.Message.Blocks, cards(rows, local(r))...)
	return inPlace(reply)
}

func (a *App) declineThese(ctx context.Context, r *bot.Request, edits []store.Edit, reason string) (*bot.Reply, error) {
	changes, err := a.store.Change(ctx, act(r), edits...)
	if stale, ok := errors.AsType[*store.Stale[store.Row]](err); ok {
		return bot.Say(message(changedMeanwhile(stale), card(stale.Current, local(r))...)), nil
	}
	if err != nil {
		return nil, userError(err)
	}
	return declineReply(r, changes, reason), nil
}

func declineReply(r *bot.Request, changes store.Changes, reason string) *bot.Reply {
	return bot.Say(undoable(r, changedAny(changes.Rows), declineAnswer(changes.Rows, reason, local(r))))
}

// declineAnswer says who is declined or withdrawn, and shows them.
func declineAnswer(changes []store.Change, reason string, now time.Time) bot.Message {
	var said []string
	var blocks []slack.Block
	for _, c := range changes[:min(len(changes), pageRows)] {
		said = append(said, declinedWords(c))
		blocks = append(blocks, rowBlock(c.After, now))
	}
	if more := len(changes) - pageRows; more > 0 {
		said = append(said, fmt.Sprintf("And %d more.", more))
	}
	if reason != "" && slices.ContainsFunc(changes, func(c store.Change) bool { return c.Before.State != c.After.State }) {
		said = append(said, "Reason: "+esc(reason))
	}
	return message(strings.Join(said, " "), blocks...)
}

func declinedWords(c store.Change) string {
	row := c.After
	name, campaign := who(row.Influencer), esc(row.Campaign.Name)
	switch {
	case c.Before.State == row.State:
		return fmt.Sprintf("%s was %s in %s already.", name, row.State, campaign)
	case row.State == store.Withdrawn:
		return fmt.Sprintf("%s is withdrawn from %s now.", name, campaign)
	}
	return fmt.Sprintf("%s is declined for %s now.", name, campaign)
}
