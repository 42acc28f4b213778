package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// digestRows is how many rows one digest shows.
const digestRows = 12

// digestBlock is the block id by which the digest of a day is found again.
func digestBlock(day store.Date) string { return "digest:" + string(day) }

// digestView is the day's message: what is TBD, most urgent first, grouped by
// campaign. now is in the team's zone.
func digestView(items []item, now time.Time) bot.Message {
	today := store.DateOf(now)
	title := "*Daily digest* · " + now.Format("Mon 2 Jan")
	head := slack.NewSectionBlock(mrkdwn(title), nil, nil)
	head.BlockID = digestBlock(today)
	if len(items) == 0 {
		return bot.Message{Text: "Daily digest: nothing is TBD.", Blocks: []slack.Block{head, section("Nothing is TBD any more.")}}
	}
	blocks := []slack.Block{head}
	mentioned := map[string]bool{}
	shown := items[:min(len(items), digestRows)]
	for _, group := range byCampaign(shown) {
		blocks = append(blocks, section(groupHead(items, group[0].campaign, today, mentioned)))
		for _, i := range group {
			blocks = append(blocks, i.block(now, routeEditDigest, false))
		}
	}
	if more := len(items) - len(shown); more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer tbd`", more)))
	}
	return bot.Message{Text: clip("Daily digest: "+tbdSentence(items, today), maxSection), Blocks: blocks}
}

// byCampaign puts items of one campaign together, in the order of their first.
func byCampaign(items []item) [][]item {
	var groups [][]item
	for _, i := range items {
		at := slices.IndexFunc(groups, func(g []item) bool { return g[0].campaign.ID == i.campaign.ID })
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], i)
	}
	return groups
}

// groupHead is a campaign's headline. Its owners are mentioned only when
// something waits for them, and each once in a message.
func groupHead(items []item, c store.Campaign, today store.Date, mentioned map[string]bool) string {
	var total, us int
	for _, i := range items {
		if i.campaign.ID == c.ID {
			total++
			if i.waitsForUs() {
				us++
			}
		}
	}
	text := "*" + strings.Replace(headline(c, total, us, today), ": ", ":* ", 1)
	if us == 0 {
		return text
	}
	for _, owner := range c.Owners {
		if !mentioned[owner] {
			text += " <@" + owner + ">"
		}
		mentioned[owner] = true
	}
	return text
}
