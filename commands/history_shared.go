package commands

import (
	"context"
	"fmt"

	"codekeeper/store"
)

// What everyone in a campaign shares, or shared, each of them is told by
// themselves: of such a link or code history says how many were.

// toldShared counts that in each campaign where the page's link or code is or was
// shared.
func (a *App) toldShared(ctx context.Context, team string, held []store.Holding, page historyPage) (map[int64]store.ToldShared, error) {
	link, code, err := page.values()
	if err != nil || page.From != "" { // of a day that is over it is not known
		return nil, err
	}
	var ids []int64
	for _, h := range held[:min(len(held), maxHoldings)] {
		if h.Shared {
			ids = append(ids, h.Campaign.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return a.store.ToldShared(ctx, team, ids, link, code)
}

// toldTo says of a shared link or code how many were told it: "told to 2 of 3";
// of one that nobody shares any more, who has no newer one.
func toldTo(n store.ToldShared, h store.Holding) string {
	switch {
	case h.Until == nil:
		return fmt.Sprintf("told to %d of %d", n.Knowing, n.Sharing)
	case n.Knowing == 1:
		return "1 was told no newer one"
	case n.Knowing > 1:
		return fmt.Sprintf("%d were told no newer one", n.Knowing)
	}
	return ""
}
