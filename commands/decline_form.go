package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// The form Decline, which /influencer decline opens alone, or with nothing but a
// campaign.

const (
	formDecline          = "decline"
	routeDeclineCampaign = "decline.campaign"
	routeDeclinePeople   = "decline.influencers"
)

func (a *App) openDecline(ctx context.Context, r *bot.Request, campaign word) (*bot.Reply, error) {
	form, err := a.newWhoForm(ctx, r, campaign, "/influencer decline %s")
	if err != nil {
		return nil, err
	}
	blocks := form.blocks(routeDeclineCampaign, routeDeclinePeople, "An applicant becomes declined, a selected influencer withdrawn.", true)
	blocks = append(blocks,
		input(fieldPaste, "Or paste handles", lines(fieldPaste, ""), "Handles or profile addresses.", true), reasonInput(""))
	return &bot.Reply{Open: modal(formDecline, "Decline", "Decline", encoded(openedBy{form.way}), blocks)}, nil
}

// reasonInput asks why somebody is declined.
func reasonInput(typed string) slack.Block {
	return input(fieldReason, "Reason", lines(fieldReason, typed), "Kept in the history of each. They aren't told.", true)
}

// declineOptions are who is selected or applies in the form's campaign, or while
// none is chosen in any.
func (a *App) declineOptions(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	reply := &bot.Reply{}
	if r.Form == nil {
		return reply, nil
	}
	campaign, _ := strconv.ParseInt(r.Form.Text(fieldCampaign), 10, 64)
	seen := map[int64]bool{}
	for _, state := range []store.State{store.Applied, store.Selected} {
		page, err := a.store.Rows(ctx, r.TeamID, store.Filter{
			CampaignID: campaign, State: state, Words: queryWords(r.Text), Limit: maxOptions / 2, Order: store.ByHandle,
		})
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			if p := pickOf(person{}, row.Influencer); !seen[p.id] {
				p.label += " · " + string(state)
				reply.Options, seen[p.id] = append(reply.Options, p.option()), true
			}
		}
	}
	return reply, nil
}

func (a *App) saveDecline(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	reason := strings.TrimSpace(r.Form.Text(fieldReason))
	if problem := textProblem(reason, store.MaxReason); problem != "" {
		return nil, bot.FieldErrors{fieldReason: problem}
	}
	// What this very request did before stands, whatever others did since.
	done, before, err := a.store.ChangesDone(ctx, act(r))
	if err != nil {
		return nil, err
	}
	if before {
		return bot.Say(undoable(r, changedAny(done.Rows), declineAnswer(done.Rows, reason, local(r)))), nil
	}
	campaign, err := a.campaignIn(ctx, r)
	if err != nil {
		return nil, err
	}
	people, err := a.peopleIn(ctx, r)
	if err != nil {
		return nil, err
	}
	edits, err := a.declinesIn(ctx, r, people, campaign, reason)
	if wrong, ok := errors.AsType[*bot.UserError](err); ok {
		return nil, bot.FieldErrors{fieldPeople: wrong.Problem}
	}
	if err != nil {
		return nil, err
	}
	return a.declineThese(ctx, r, edits, reason)
}

// declinesIn are the edits that decline people in a campaign. Whoever isn't in it
// is named in a UserError.
func (a *App) declinesIn(ctx context.Context, r *bot.Request, people []store.Influencer, c store.Campaign, reason string) ([]store.Edit, error) {
	ids := make([]int64, len(people))
	for n, i := range people {
		ids[n] = i.ID
	}
	rows, err := a.store.ApplicationsOf(ctx, r.TeamID, c.ID, ids)
	if err != nil {
		return nil, err
	}
	var edits []store.Edit
	var others []string
	for _, i := range people {
		if row, ok := rows[i.ID]; ok {
			edits = append(edits, declined(row.Application, reason))
		} else {
			others = append(others, at(i))
		}
	}
	switch {
	case len(others) == 1:
		return nil, &bot.UserError{
			Problem: fmt.Sprintf("%s is not in %s, so there is nobody to decline.", others[0], c.Name),
			Try:     "/influencer show " + others[0],
		}
	case len(others) > 1:
		return nil, &bot.UserError{
			Problem: fmt.Sprintf("%s are not in %s, so nobody was declined.", andMore(others, 10), c.Name),
			Try:     "/influencer list " + c.Slug,
		}
	}
	return edits, nil
}
