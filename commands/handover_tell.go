package commands

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// The words of the direct message to a colleague, who may never have used
// Codekeeper.
const (
	copyWhatItIs = "Codekeeper keeps which affiliate link and which coupon code each influencer shares. *TBD* is one that is not known yet; it never stops anything."
	copyWhatToDo = "Three buttons are all you need:\n" +
		"• *What waits for me* lists who lacks a link or code, and who must still be told theirs, also what you cover. When you have one, press *Update* in its row; to tell somebody, *Message*.\n" +
		"• *Update link or code* finds any influencer and opens their form.\n" +
		"• *Help* says what else there is, and how it is typed."
	copyGiveBack = "To give it back or to see until when: `/campaign handover`"

	copyWaitsForMe = "What waits for me"
)

// untoldAfter is how long the answer to a handover has to tell the colleague by
// itself, before a sweep does.
const untoldAfter = time.Minute

// tellUntold tells colleagues who were not told, as when Codekeeper ended
// between a handover and its message.
func (a *App) tellUntold(ctx context.Context, now time.Time) error {
	untold, err := a.store.Untold(ctx, a.identity.TeamID, now.Add(-untoldAfter))
	if err != nil {
		return err
	}
	var failed []error
	for _, h := range untold {
		failed = append(failed, a.tellOf(ctx, h))
	}
	return errors.Join(failed...)
}

// tellOf tells a colleague once that they cover for somebody.
func (a *App) tellOf(ctx context.Context, h store.Handover) error {
	at := a.clock.Now()
	m, err := a.coverMessage(ctx, h)
	if err != nil {
		return err
	}
	_, err = a.once(ctx, claimed{
		take: func(ctx context.Context) (bool, error) {
			return a.store.ClaimHandoverNotice(ctx, a.identity.TeamID, h.ID, at)
		},
		send: func(ctx context.Context) error { return a.tellDirectly(ctx, h.To, m) },
		back: func(ctx context.Context) error {
			return a.store.ReleaseHandoverNotice(ctx, a.identity.TeamID, h.ID, at)
		},
	})
	return err
}

// coverMessage says to a colleague what they cover, what is open in it, and what
// they can do.
func (a *App) coverMessage(ctx context.Context, h store.Handover) (bot.Message, error) {
	p, err := a.plan(ctx, a.clock.Now())
	if err != nil {
		return bot.Message{}, err
	}
	campaigns, err := a.coveredBy(ctx, h, p.day())
	if err != nil {
		return bot.Message{}, err
	}
	open, err := a.openIn(ctx, campaigns, p.day(), neverAlike, maxListed)
	if err != nil {
		return bot.Message{}, err
	}
	if open.ended, err = a.ended(ctx, campaigns, p.day(), nil); err != nil {
		return bot.Message{}, err
	}
	return coverView(h, campaigns, open, p.now), nil
}

// coveredBy are the live campaigns that a handover is about: what its giver
// would be asked for without it.
func (a *App) coveredBy(ctx context.Context, h store.Handover, day store.Date) ([]store.Campaign, error) {
	all, err := a.store.Campaigns(ctx, a.identity.TeamID)
	if err != nil {
		return nil, err
	}
	covers, err := a.store.Covers(ctx, a.identity.TeamID, day)
	if err != nil {
		return nil, err
	}
	without := slices.DeleteFunc(slices.Clone(covers), func(o store.Handover) bool { return o.ID == h.ID })
	return slices.DeleteFunc(live(all), func(c store.Campaign) bool {
		by, _ := covers.Of(h.From, c.ID)
		return by.ID != h.ID || !slices.Contains(without.Owners(c), h.From)
	}), nil
}

// openWords say what is open.
func openWords(open digestNow, today store.Date) string {
	n := open.snoozed.all()
	switch {
	case open.nothing() && n > 0:
		return fmt.Sprintf("Nothing is open there right now, and %d snoozed: %s", n, open.snoozed.where())
	case open.nothing():
		return "Nothing is open there right now."
	}
	return "*Open now*: " + open.summary(today)
}

const (
	// maxListed is how many open things the message shows.
	maxListed = 5
	// neverAlike has each of them shown by itself, however many wait for the same.
	neverAlike = math.MaxInt32
)

func coverView(h store.Handover, campaigns []store.Campaign, open digestNow, now time.Time) bot.Message {
	today := store.DateOf(now)
	names := make([]string, len(campaigns))
	for n, c := range campaigns {
		names[n] = "*" + esc(clip(c.Name, maxCampaignInRow)) + "*"
	}
	what := andMore(names, 5)
	if len(names) == 0 {
		what = "their campaigns"
	}
	first := fmt.Sprintf("<@%s> handed over to you: you cover %s%s.", h.From, what, untilWords(h, today))
	ends := "That stands until one of you takes it back."
	if h.Until != "" {
		ends = fmt.Sprintf("That ends by itself after %s.", dayNear(h.Until, today))
	}
	blocks := []slack.Block{
		section("The daily digest mentions you instead of them, and what waits for them waits for you. " + ends),
		section(openWords(open, today)),
	}
	more := 0
	var items []item
	for _, p := range parts {
		items, more = append(items, open.open[p].rows...), more+open.open[p].tallies.rows()
	}
	items = items[:min(len(items), maxListed)]
	for _, i := range items {
		blocks = append(blocks, fine(i.words(now, true)))
	}
	if more -= len(items); more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more.", more)))
	}
	return message(first, append(blocks,
		section(copyWhatItIs), section(copyWhatToDo),
		actions(
			button(copyWaitsForMe, routeTBD, "mine", encoded(tbdPage{Mine: true})),
			button("Update link or code", routePickOpen, "", ""),
			button("Help", helpRoute(slashInfluencer), "", ""),
		),
		fine(copyGiveBack))...)
}
