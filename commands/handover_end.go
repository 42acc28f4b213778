package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"codekeeper/bot"
	"codekeeper/store"
)

// endHandover is *Take back*, of whoever may change things: nothing stays with
// somebody because the other one is away.
func (a *App) endHandover(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	id, err := strconv.ParseInt(r.Value, 10, 64)
	if err != nil {
		return nil, errForgedCampaign
	}
	change, err := a.store.EndHandover(ctx, act(r), id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errForgedCampaign
	}
	if err != nil {
		return nil, userError(err)
	}
	what := a.handedOver(ctx, change.After)
	reply := answerThere(r, copyHandover, message(endedWords(change, what)))
	if !change.Same && !change.Repeat {
		reply.After = func(ctx context.Context) error { return a.tellOfEnd(ctx, change.After, what) }
	}
	return reply, nil
}

// handedOver names in mrkdwn what a handover is of.
func (a *App) handedOver(ctx context.Context, h store.Handover) string {
	if h.CampaignID == 0 {
		return "all campaigns of <@" + h.From + ">"
	}
	c, err := a.store.Campaign(ctx, a.identity.TeamID, h.CampaignID)
	if err != nil {
		a.log.WarnContext(ctx, "campaign not read", "campaign", h.CampaignID, "err", err)
		return "a campaign of <@" + h.From + ">"
	}
	return "*" + esc(c.Name) + "*"
}

func endedWords(change store.HandoverChange, what string) string {
	h := change.After
	if change.Same {
		return fmt.Sprintf("Nothing to do: <@%s> no longer covered %s. <@%s> ended it.", h.To, what, h.EndedBy)
	}
	return fmt.Sprintf("Taken back: <@%s> is asked for %s again, and <@%s> no longer covers it.", h.From, what, h.To)
}

// tellOfEnd tells those of the two who did not end the handover themselves.
func (a *App) tellOfEnd(ctx context.Context, h store.Handover, what string) error {
	var failed []error
	text := fmt.Sprintf("<@%s> ended a handover: <@%s> is asked for %s again, and <@%s> no longer covers it.", h.EndedBy, h.From, what, h.To)
	for _, user := range []string{h.From, h.To} {
		if user != h.EndedBy {
			failed = append(failed, a.tellDirectly(ctx, user, message(text)))
		}
	}
	return errors.Join(failed...)
}
