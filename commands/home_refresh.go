package commands

import (
	"context"

	"codekeeper/bot"
	"codekeeper/store"
)

// Slack asks for a Home tab when it is opened, and not again while somebody
// works from there: what they did would still wait for them.

// refreshHome shows somebody their Home tab anew after a change that they made
// where they may look at it: in Home, or in a form. What goes wrong is logged:
// opening Home mends it.
func (a *App) refreshHome(ctx context.Context, r *bot.Request) {
	if !besideHome(r) {
		return
	}
	reply, err := a.Home(ctx, r)
	if err == nil {
		err = a.slack.PublishHome(ctx, r.UserID, *reply.Home)
	}
	if err != nil {
		a.log.WarnContext(ctx, "Home not refreshed after a change", "user", r.UserID, "err", err)
	}
}

// besideHome says whether a request may come from somebody who has Home before
// them.
func besideHome(r *bot.Request) bool {
	way := wayOf(r)
	return way == store.ByHome || way == store.ByShortcut
}
