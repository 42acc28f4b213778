package commands

import (
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

const (
	// digestRows is how many rows one digest shows.
	digestRows = 12
	// mostMentioned is how many owners a campaign's headline mentions.
	mostMentioned = 10
)

// digestBlock is the block id by which the digest of a day is found again.
func digestBlock(day store.Date) string { return "digest:" + string(day) }

// digestView is the day's message: what is TBD, most urgent first, grouped by
// campaign. now is in the team's zone. Where names are so long that Slack
// would refuse twelve rows, there are fewer.
func digestView(items []item, now time.Time) bot.Message {
	for rows := min(digestRows, len(items)); ; rows-- {
		if m := digestOf(items, rows, now); rows <= 1 || weight(m.Blocks) <= maxMessageText-maxSmallPrint {
			return m
		}
	}
}

// maxSmallPrint is kept free for a sentence below the digest.
const maxSmallPrint = 600

// digestOf is the digest with so many rows.
func digestOf(items []item, rows int, now time.Time) bot.Message {
	today := store.DateOf(now)
	head := slack.NewSectionBlock(mrkdwn("*Daily digest* · "+now.Format("Mon 2 Jan")), nil, nil)
	head.BlockID = digestBlock(today)
	if len(items) == 0 {
		return bot.Message{Text: "Daily digest: nothing is TBD.", Blocks: []slack.Block{head, section("Nothing is TBD any more.")}}
	}
	all := map[int64][]item{}
	for _, group := range byCampaign(items) {
		all[group[0].campaign.ID] = group
	}
	blocks := []slack.Block{head}
	mentioned := map[string]bool{}
	for _, group := range byCampaign(items[:rows]) {
		blocks = append(blocks, section(groupHead(all[group[0].campaign.ID], today, mentioned)))
		for _, i := range group {
			blocks = append(blocks, i.block(now, routeEditDigest, false))
		}
	}
	if more := len(items) - rows; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer tbd`", more)))
	}
	return bot.Message{Text: clip("Daily digest: "+tbdSentence(items, today), maxSection), Blocks: blocks}
}

// groupHead is a campaign's headline. Its owners are mentioned only when
// something waits for them, and each once in a message.
func groupHead(group []item, today store.Date, mentioned map[string]bool) string {
	var text strings.Builder
	text.WriteString("*" + headline(group, today) + "*")
	ours, n := false, 0
	for _, i := range group {
		ours = ours || i.waitsForUs()
	}
	for _, owner := range group[0].campaign.Owners {
		if ours && !mentioned[owner] && n < mostMentioned {
			mentioned[owner] = true
			text.WriteString(" <@" + owner + ">")
			n++
		}
	}
	return text.String()
}
