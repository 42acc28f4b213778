package commands

import (
	"context"
	"fmt"
	"slices"
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
// somebody; f is whose.
func (a *App) unsentOfMine(ctx context.Context, r *bot.Request, ask tbdPage, f store.Filter) ([]item, error) {
	if !ask.Mine || ask.Kind != "" {
		return nil, nil
	}
	changed, ready, err := a.unsent(ctx, r.TeamID, f)
	return slices.Concat(changed, ready), err
}

// withUnsent is an answer that says also who must be told something.
func withUnsent(m bot.Message, unsent []item, now time.Time) bot.Message {
	if len(unsent) == 0 {
		return m
	}
	return beforeButtons(m, min(len(unsent), maxUnsentBeside), func(most int) []slack.Block {
		blocks := []slack.Block{section(notTold(len(unsent)))}
		for _, i := range unsent[:most] {
			blocks = append(blocks, i.block(now))
		}
		if more := len(unsent) - most; more > 0 {
			blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer list unsent mine`", more)))
		}
		return blocks
	})
}
