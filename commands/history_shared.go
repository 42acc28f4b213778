package commands

import (
	"context"
	"fmt"

	"codekeeper/store"
)

// What everyone in a campaign shares, or shared, each of them is told by
// themselves: of such a link or code history says how many were.

// toldTo is how many of those selected in a campaign know a link or code as the
// last they were told, of how many who share it now.
type toldTo struct{ knowing, sharing int }

// toldShared counts that in each campaign where the page's link or code is or was
// shared.
func (a *App) toldShared(ctx context.Context, team string, held []store.Holding, page historyPage) (map[int64]toldTo, error) {
	link, code, err := page.values()
	if err != nil || page.From != "" { // of a day that is over it is not known
		return nil, err
	}
	counted := map[int64]toldTo{}
	for _, h := range held[:min(len(held), maxHoldings)] {
		if _, done := counted[h.Campaign.ID]; done || !h.Shared {
			continue
		}
		var n toldTo
		for row, err := range a.eachRow(ctx, team, store.Filter{CampaignID: h.Campaign.ID, State: store.Selected, Archived: true, Limit: openPage}) {
			if err != nil {
				return nil, err
			}
			now := row.Told()
			if !link.TBD() && row.SentLink.Same(link) || !code.TBD() && row.SentCode.Same(code) {
				n.knowing++
			}
			if row.LinkMode == store.Shared && !link.TBD() && now.Link.Same(link) || row.CodeMode == store.Shared && !code.TBD() && now.Code.Same(code) {
				n.sharing++
			}
		}
		counted[h.Campaign.ID] = n
	}
	return counted, nil
}

// words say of a shared link or code how many were told it: "told to 2 of 3";
// of one that nobody shares any more, who has no newer one.
func (n toldTo) words(h store.Holding) string {
	switch {
	case h.Until == nil:
		return fmt.Sprintf("told to %d of %d", n.knowing, n.sharing)
	case n.knowing == 1:
		return "1 was told no newer one"
	case n.knowing > 1:
		return fmt.Sprintf("%d were told no newer one", n.knowing)
	}
	return ""
}
