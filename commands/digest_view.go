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
	shown := together(items, store.DateOf(now))
	for rows := min(digestRows, len(shown)); ; rows-- {
		if m := digestOf(items, shown, rows, now); rows <= 1 || weight(m.Blocks) <= maxMessageText-maxSmallPrint {
			return m
		}
	}
}

// maxSmallPrint is kept free for a sentence below the digest.
const maxSmallPrint = 600

// digestOf is the digest of all items with so many of the rows to be shown.
func digestOf(items, shown []item, rows int, now time.Time) bot.Message {
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
	rest := len(items)
	for _, group := range byCampaign(shown[:rows]) {
		blocks = append(blocks, section(groupHead(all[group[0].campaign.ID], today, mentioned)))
		for _, i := range group {
			blocks = append(blocks, i.block(now, true))
			rest -= max(1, i.many)
		}
	}
	if rest > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more.", rest)), actions(button(copySeeAll, routeTBD, "all", "")))
	}
	return bot.Message{Text: clip("Daily digest: "+tbdSentence(items, today), maxSection), Blocks: blocks}
}

// manyAlike is from how many on those who wait for the same thing are one row.
const manyAlike = 10

// copySeeAll answers whoever presses it with all that is TBD.
const copySeeAll = "See all"

// together puts ten or more influencers of one campaign who wait for the same
// thing into one item, which stands where the most urgent of them stood.
func together(items []item, today store.Date) []item {
	type thing struct {
		campaign int64
		what     string
		overdue  bool
	}
	counts := map[thing]int{}
	of := func(i item) thing { return thing{i.campaign.ID, i.sameness(), i.urgency(today) == 0} }
	for _, i := range items {
		if i.row != nil {
			counts[of(i)]++
		}
	}
	var rows []item
	at := map[thing]int{}
	for _, i := range items {
		n := counts[of(i)]
		if i.row == nil || n < manyAlike {
			rows = append(rows, i)
			continue
		}
		if first, ok := at[of(i)]; ok {
			rows[first].longest(i)
			continue
		}
		at[of(i)] = len(rows)
		i.many, i.missing = n, slices.Clone(i.missing)
		rows = append(rows, i)
	}
	slices.SortStableFunc(rows, byUrgency(today))
	return rows
}

// sameness is what is TBD and who it waits for: "link-influencer.code-us".
func (i item) sameness() string {
	var parts []string
	for _, m := range i.missing {
		whom := "us"
		if m.influencer {
			whom = "influencer"
		}
		parts = append(parts, string(m.kind)+"-"+whom)
	}
	return strings.Join(parts, ".")
}

// longest makes i wait since the earlier of both.
func (i *item) longest(j item) {
	for n := range i.missing {
		if j.missing[n].since.Before(i.missing[n].since) {
			i.missing[n].since = j.missing[n].since
		}
	}
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
