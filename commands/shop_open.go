package commands

import (
	"context"
	"fmt"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// Who has a code that isn't in the shop yet waits for nothing and must be told
// nothing, and yet somebody has to do something for them. So whatever says what
// is open says how many such codes there are, with *Download for the shop* and
// *Created in the shop*.

// maxShops is of how many campaigns one answer does.
const maxShops = 3

// A shopWait is a campaign with codes that wait for the shop.
type shopWait struct {
	campaign store.Campaign
	counts   store.CampaignCounts
}

// shopWaits are those of the campaigns that have such codes, in their order.
func shopWaits(campaigns []store.Campaign, counts map[int64]store.CampaignCounts) []shopWait {
	var waits []shopWait
	for _, c := range live(campaigns) {
		if n := counts[c.ID]; n.NotInShop > 0 {
			waits = append(waits, shopWait{c, n})
		}
	}
	return waits
}

// item is the campaign's codes as one thing that is open.
func (s shopWait) item() item {
	return item{campaign: s.campaign, shop: &s.counts, unsent: *s.counts.MadeSince, live: s.counts.MadeLive}
}

// codesInShops is how many codes wait for the shop in these campaigns.
func codesInShops(waits []shopWait) int {
	n := 0
	for _, s := range waits {
		n += s.counts.NotInShop
	}
	return n
}

// shopCount is "3 codes not yet in the shop".
func shopCount(n int) string { return count(n, "code") + " not yet in the shop" }

// shopAre is "3 codes are not yet in the shop".
func shopAre(n int) string {
	if n == 1 {
		return "1 code is not yet in the shop"
	}
	return count(n, "code") + " are not yet in the shop"
}

// shopWords say of an item how many codes there are, and since when.
func (i item) shopWords(now time.Time) string {
	return fmt.Sprintf("*%s* %s", shopCount(i.shop.NotInShop), lasting(i.unsent, now))
}

// shopBlocks say it of each campaign, of at most so many, with what one can do.
func shopBlocks(waits []shopWait, most int, now time.Time) []slack.Block {
	var blocks []slack.Block
	for _, s := range waits[:min(len(waits), most)] {
		text := fmt.Sprintf("%s. Nobody is told a code before it is there.", s.item().words(now, true))
		blocks = append(blocks, section(text), actions(shopButtons(s.campaign, &s.counts)...))
	}
	if rest := waits[min(len(waits), most):]; len(rest) > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("%s in %s: `/campaign list`", shopAre(codesInShops(rest)), count(len(rest), "more campaign"))))
	}
	return blocks
}

// withShop is an answer that says also what waits for the shop, before the
// buttons that it ends with. Where there is little room, it says it of fewer
// campaigns.
func withShop(m bot.Message, waits []shopWait, now time.Time) bot.Message {
	if len(waits) == 0 {
		return m
	}
	return beforeButtons(m, maxShops, func(most int) []slack.Block { return shopBlocks(waits, most, now) })
}

// beforeButtons is an answer with more in it, before the buttons that it ends
// with: the most of it that there is room for.
func beforeButtons(m bot.Message, most int, more func(most int) []slack.Block) bot.Message {
	end := len(m.Blocks)
	if _, ok := m.Blocks[end-1].(*slack.ActionBlock); ok {
		end--
	}
	for ; most >= 0; most-- {
		var all []slack.Block
		all = append(all, m.Blocks[:end]...)
		all = append(all, more(most)...)
		all = append(all, m.Blocks[end:]...)
		if fitting(all) == len(all) {
			m.Blocks = all
			return m
		}
	}
	return m
}

// withOffer is an answer with an offer before the buttons that it ends with, where
// there is room for it.
func withOffer(m bot.Message, offer []slack.Block) bot.Message {
	return beforeButtons(m, 1, func(most int) []slack.Block {
		if most == 0 {
			return nil
		}
		return offer
	})
}

// shopOffer leads on to the shop after an answer to what made codes; nothing
// when none was made. What is saved is saved: where the campaign can't be
// counted, nothing is offered.
func (a *App) shopOffer(ctx context.Context, r *bot.Request, changes []store.Change) []slack.Block {
	campaign, one := oneCampaign(changes)
	made := false
	for _, c := range changes {
		made = made || c.After.NotInShop
	}
	if !one || !made {
		return nil
	}
	n := a.counted(ctx, r, campaign)
	if n == nil || n.NotInShop == 0 {
		return nil
	}
	return shopBlocks([]shopWait{{campaign, *n}}, 1, local(r))
}

// shopView says that nothing else is open, and what waits for the shop. nothing
// is the sentence about the rest, without its full stop.
func shopView(nothing string, waits []shopWait, now time.Time) bot.Message {
	return message(fmt.Sprintf("%s, but %s.", nothing, shopAre(codesInShops(waits))), shopBlocks(waits, maxShops, now)...)
}
