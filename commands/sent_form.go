package commands

import (
	"context"
	"fmt"
	"strconv"
	"unicode/utf8"

	"codekeeper/bot"
	"codekeeper/store"
)

// The form Mark as sent, which /influencer sent opens alone, or with nothing but
// a campaign. Each choice shows what an influencer shares, and carries it: that
// is what is marked.

const (
	formSent          = "sent"
	routeSentCampaign = "sent.campaign"
	routeSentPeople   = "sent.influencers"
)

func (a *App) openSent(ctx context.Context, r *bot.Request, campaign word) (*bot.Reply, error) {
	form, err := a.newWhoForm(ctx, r, campaign, "/influencer sent %s")
	if err != nil {
		return nil, err
	}
	if err := a.nobodyToTell(ctx, r, form.campaign); err != nil {
		return nil, err
	}
	blocks := form.blocks(routeSentCampaign, routeSentPeople, "Those who are ready and weren't told yet what is shown here.", false)
	return &bot.Reply{Open: modal(formSent, copyMarkSent, copyMarkSent, encoded(openedBy{form.way}), blocks)}, nil
}

// nobodyToTell is a UserError while nobody is unsent in the campaign, or with nil
// in any: the form would have nobody to offer.
func (a *App) nobodyToTell(ctx context.Context, r *bot.Request, c *store.Campaign) error {
	filter, where, try := store.Filter{Unsent: true, Limit: 1}, "", "/influencer tbd"
	if c != nil {
		filter.CampaignID, where, try = c.ID, " in "+c.Name, "/influencer tbd "+c.Slug
	}
	page, err := a.store.Rows(ctx, r.TeamID, filter)
	if err != nil || page.Total > 0 {
		return err
	}
	return &bot.UserError{
		Problem: fmt.Sprintf("Nobody is unsent%s, so there is nothing to mark as sent.", where), Try: try, Hint: "That lists what is TBD, which can't be sent.",
	}
}

// sentOptions are who is unsent in the form's campaign, or while none is chosen
// in any.
func (a *App) sentOptions(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	reply := &bot.Reply{}
	if r.Form == nil {
		return reply, nil
	}
	campaign, _ := strconv.ParseInt(r.Form.Text(fieldCampaign), 10, 64)
	page, err := a.store.Rows(ctx, r.TeamID, store.Filter{
		CampaignID: campaign, Unsent: true, Words: queryWords(r.Text), Limit: maxOptions, Order: store.ByHandle,
	})
	if err != nil {
		return nil, err
	}
	for _, row := range page.Rows {
		carries, err := marksOf(row).MarshalText()
		if err != nil {
			return nil, err
		}
		label := clip(at(row.Influencer), 25)
		if campaign == 0 {
			label += " · " + clip(row.Campaign.Name, 15)
		}
		label += " · "
		label += briefTold(row, maxOptionText-utf8.RuneCountInString(label))
		reply.Options = append(reply.Options, option(string(carries), label))
	}
	return reply, nil
}

func (a *App) saveSent(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	chosen, err := sentChosen(r.Form)
	if err != nil {
		return nil, err
	}
	// What this very request did before stands, whatever others did since.
	_, before, err := a.store.ChangesDone(ctx, act(r))
	if err == nil && !before {
		err = a.sentThere(ctx, r, chosen)
	}
	if err != nil {
		return nil, err
	}
	m, err := a.markSent(ctx, r, chosen)
	if err != nil {
		return nil, err
	}
	return bot.Say(markingAnswer(r, m)), nil
}

// sentChosen are those chosen in the form, with what it showed of each.
func sentChosen(form *bot.Form) (marks, error) {
	values := form.Many(fieldPeople)
	switch {
	case len(values) == 0:
		return nil, bot.FieldErrors{fieldPeople: "Pick at least one influencer."}
	case len(values) > maxPicked:
		return nil, bot.FieldErrors{fieldPeople: tooMany().Error()}
	}
	var all marks
	seen := map[int64]bool{}
	for _, value := range values {
		var one marks
		if err := one.UnmarshalText([]byte(value)); err != nil || len(one) != 1 || seen[one[0].id] {
			return nil, errOldForm
		}
		all, seen[one[0].id] = append(all, one[0]), true
	}
	return all, nil
}

// sentThere checks that those chosen are of the campaign chosen.
func (a *App) sentThere(ctx context.Context, r *bot.Request, chosen marks) error {
	campaign, err := a.campaignIn(ctx, r)
	if err != nil {
		return err
	}
	rows, err := a.store.Applications(ctx, r.TeamID, chosen.ids())
	if err != nil {
		return err
	}
	if len(rows) != len(chosen) {
		return errOldForm
	}
	var elsewhere []string
	for _, row := range rows {
		if row.CampaignID != campaign.ID {
			elsewhere = append(elsewhere, fmt.Sprintf("%s (%s)", at(row.Influencer), row.Campaign.Name))
		}
	}
	if len(elsewhere) > 0 {
		return bot.FieldErrors{fieldPeople: fmt.Sprintf("Chosen in another campaign than %s: %s. Nothing was marked as sent.", campaign.Name, andMore(elsewhere, 10))}
	}
	return nil
}
