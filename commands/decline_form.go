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
	if err := a.nobodyToDecline(ctx, r, form.campaign); err != nil {
		return nil, err
	}
	blocks := form.blocks(routeDeclineCampaign, routeDeclinePeople, "An applicant becomes declined, a selected influencer withdrawn.", true)
	blocks = append(blocks,
		input(fieldPaste, "Or paste handles", lines(fieldPaste, ""), "Handles or profile addresses.", true), reasonInput(""))
	return &bot.Reply{Open: modal(formDecline, "Decline", "Decline", encoded(openedBy{form.way}), blocks)}, nil
}

// nobodyToDecline is a UserError while nobody applies or is selected in the
// campaign, or with nil in any: the form would have nobody to offer.
func (a *App) nobodyToDecline(ctx context.Context, r *bot.Request, c *store.Campaign) error {
	filter := store.Filter{Limit: 1}
	where, try := "in any live campaign", "/influencer add @maya.glow"
	if c != nil {
		filter.CampaignID, where, try = c.ID, "in "+c.Name, "/influencer add @maya.glow "+c.Slug
	}
	for _, state := range takingPart {
		filter.State = state
		page, err := a.store.Rows(ctx, r.TeamID, filter)
		if err != nil || page.Total > 0 {
			return err
		}
	}
	return &bot.UserError{Problem: fmt.Sprintf("Nobody applies or is selected %s, so there is nobody to decline.", where), Try: try}
}

// reasonInput asks why somebody is declined.
func reasonInput(typed string) slack.Block {
	return input(fieldReason, "Reason", lines(fieldReason, typed), "Kept in the history of each. They aren't told.", true)
}

// A declinePick is somebody as the form's typeahead offered them: who, and how
// far they were. Text made of it is "i:17:applied".
type declinePick struct {
	id    int64
	state store.State
}

func (p declinePick) value() string { return fmt.Sprintf("%s%d:%s", pickKnown, p.id, p.state) }

// readDeclinePick reads what value wrote; anything else is errOldForm.
func readDeclinePick(value string) (declinePick, error) {
	known, state, _ := strings.Cut(strings.TrimPrefix(value, pickKnown), ":")
	p, err := readPick(pickKnown+known, "")
	if err != nil || !strings.HasPrefix(value, pickKnown) || !store.State(state).TakesPart() {
		return declinePick{}, errOldForm
	}
	return declinePick{p.id, store.State(state)}, nil
}

// takingPart are the states of those who can be declined or withdrawn, in the
// order in which they are offered.
var takingPart = []store.State{store.Applied, store.Selected}

// declineOptions are who applies or is selected in the form's campaign, or while
// none is chosen in any.
func (a *App) declineOptions(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	reply := &bot.Reply{}
	if r.Form == nil {
		return reply, nil
	}
	campaign, _ := strconv.ParseInt(r.Form.Text(fieldCampaign), 10, 64)
	seen := map[int64]bool{}
	for _, state := range takingPart {
		page, err := a.store.Rows(ctx, r.TeamID, store.Filter{
			CampaignID: campaign, State: state, Words: queryWords(r.Text), Limit: maxOptions / 2, Order: store.ByHandle,
		})
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			if p := (declinePick{row.InfluencerID, state}); !seen[p.id] {
				ends := " · " + string(state)
				label := clip(pickOf(person{}, row.Influencer).label, maxOptionText-len(ends)) + ends
				reply.Options, seen[p.id] = append(reply.Options, option(p.value(), label)), true
			}
		}
	}
	return reply, nil
}

// picksIn are those picked in the form, each once; shown is how far each was when
// they were.
func picksIn(form *bot.Form) (ids []int64, shown map[int64]store.State, err error) {
	shown = map[int64]store.State{}
	for _, value := range form.Many(fieldPeople) {
		p, err := readDeclinePick(value)
		if err != nil {
			return nil, nil, err
		}
		if shown[p.id] == "" {
			ids = append(ids, p.id)
		}
		shown[p.id] = p.state
	}
	return ids, shown, nil
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
		return declineReply(r, done, reason), nil
	}
	campaign, err := a.campaignIn(ctx, r)
	if err != nil {
		return nil, err
	}
	ids, shown, err := picksIn(r.Form)
	if err != nil {
		return nil, err
	}
	people, err := a.peopleIn(ctx, r, ids)
	if err != nil {
		return nil, err
	}
	return a.declineShown(ctx, r, people, campaign, reason, shown)
}

// declineShown declines those who are as far as the form showed them.
func (a *App) declineShown(ctx context.Context, r *bot.Request, people []store.Influencer, c store.Campaign, reason string, shown map[int64]store.State) (*bot.Reply, error) {
	for tries := 0; ; tries++ {
		edits, err := a.declinesIn(ctx, r, people, c, reason, shown)
		if wrong, ok := errors.AsType[*bot.UserError](err); ok {
			return nil, bot.FieldErrors{fieldPeople: wrong.Problem}
		}
		if err != nil {
			return nil, err
		}
		changes, err := a.store.Change(ctx, act(r), edits...)
		stale, changed := errors.AsType[*store.Stale[store.Row]](err)
		switch {
		case changed && tries < maxTries: // a moment ago: look again
		case changed:
			return nil, bot.FieldErrors{fieldPeople: fmt.Sprintf("Nothing was changed: somebody else is changing %s right now. Press Decline again.", at(stale.Current.Influencer))}
		case err != nil:
			return nil, userError(err)
		default:
			return declineReply(r, changes, reason), nil
		}
	}
}

// declinesIn are the edits that decline people in a campaign. Whoever isn't in it
// is named in a UserError, and so is who is further, or less far, than was shown.
func (a *App) declinesIn(ctx context.Context, r *bot.Request, people []store.Influencer, c store.Campaign, reason string, shown map[int64]store.State) ([]store.Edit, error) {
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
		row, ok := rows[i.ID]
		switch was := shown[i.ID]; {
		case !ok:
			others = append(others, at(i))
		case was != "" && row.State != was && row.State.TakesPart():
			return nil, &bot.UserError{
				Problem: fmt.Sprintf("%s is %s in %s, and was shown as %s when you picked them. Nothing was changed. Take them out, or pick them again as they are now.",
					at(i), row.State, c.Name, was),
			}
		default:
			edits = append(edits, declined(row.Application, reason))
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
