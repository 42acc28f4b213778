package commands

import (
	"context"
	"fmt"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// Who uses a link or code that is TBD again is not unsent, for there is nothing
// to tell them yet; and yet they use an old one. So the list of who is unsent
// says it, as the digest does.

// maxStillUsing is of how many of them the list does.
const maxStillUsing = 5

// alsoStillUsing is a list of who is unsent that says also who uses one that is
// TBD again; on its first page, and not of a search.
func (a *App) alsoStillUsing(ctx context.Context, r *bot.Request, m bot.Message, l listing) (bot.Message, error) {
	if l.Filter != filterUnsent || len(l.Words) > 0 || l.After != "" {
		return m, nil
	}
	f, err := a.filterOf(ctx, r, listing{Campaign: l.Campaign, Mine: l.Mine})
	if err != nil {
		return m, err
	}
	f.TBD, f.StillUsing, f.Order, f.Limit = true, true, store.ByLaunch, maxStillUsing
	page, err := a.store.Rows(ctx, r.TeamID, f)
	if err != nil || page.Total == 0 {
		return m, err
	}
	said := "1 influencer still uses one that is TBD again. There is nothing to tell them before the new one is there:"
	if page.Total > 1 {
		said = fmt.Sprintf("%d influencers still use one that is TBD again. There is nothing to tell them before the new one is there:", page.Total)
	}
	return beforeButtons(m, len(page.Rows), func(most int) []slack.Block {
		blocks := []slack.Block{section(said)}
		for _, row := range page.Rows[:most] {
			blocks = append(blocks, unsentItem(row).block(local(r)))
		}
		if more := page.Total - most; more > 0 {
			blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer tbd`", more)))
		}
		return blocks
	}), nil
}
