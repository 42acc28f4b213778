package commands

import (
	"context"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// What waits for somebody is more than what is TBD: who must be told something
// waits for them, too, and who covers for them may know no other list. So
// /influencer tbd mine, and the button of the message to a colleague, say it.

// maxUnsentBeside is how many of those the answer shows, each with *Message*.
const maxUnsentBeside = 5

// unsentOfMine are who must be told something, where it is asked what waits for
// somebody: in their campaigns.
func (a *App) unsentOfMine(ctx context.Context, r *bot.Request, ask tbdPage, campaigns []store.Campaign) (unsent, error) {
	if !ask.Mine || ask.Kind != "" {
		return unsent{}, nil
	}
	return a.unsent(ctx, r.TeamID, campaigns, maxUnsentBeside)
}

// withUnsent is an answer that says also who must be told something.
func withUnsent(m bot.Message, u unsent, now time.Time) bot.Message {
	if u.all == 0 {
		return m
	}
	return beforeButtons(m, len(u.items), func(most int) []slack.Block { return u.blocks(most, now) })
}
