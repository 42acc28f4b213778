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
	// digestRows is how many rows one digest shows of what is open, and how
	// many of what is done.
	digestRows = 12
	// leastRows is how many of them a part has for sure, when it has as many.
	leastRows = 4
	// maxEnded is how many campaigns one digest offers to archive.
	maxEnded = 3
	// maxMentioned is how many owners a campaign's headline mentions.
	maxMentioned = 10
)

// copySeeAll answers whoever presses it with all that there is.
const copySeeAll = "See all"

// digestBlock is the block id by which the digest of a day is found again.
func digestBlock(day store.Date) string { return "digest:" + string(day) }

// digestView is the day's message: what each part has, most urgent first,
// grouped by campaign, and what of it is done. It answers also the rows it
// shows. now is in the team's zone. Where names are so long that Slack would
// refuse so many rows, there are fewer.
func digestView(d digestNow, now time.Time) (bot.Message, []store.DigestRow) {
	for most := digestRows; ; most-- {
		v := digestOf(d, most, now)
		if most <= 1 || len(v.blocks) < maxBlocks && weight(v.blocks) <= maxMessageText-maxSmallPrint {
			return bot.Message{Text: clip("Daily digest: "+d.summary(store.DateOf(now)), maxSection), Blocks: v.blocks}, v.rows
		}
	}
}

// A digestMessage is a digest's message while it is put together.
type digestMessage struct {
	now       time.Time
	blocks    []slack.Block
	rows      []store.DigestRow
	mentioned map[string]bool
}

// digestOf is the digest with at most so many rows.
func digestOf(d digestNow, most int, now time.Time) digestMessage {
	today := store.DateOf(now)
	v := digestMessage{now: now, mentioned: map[string]bool{}}
	head := slack.NewSectionBlock(mrkdwn("*Daily digest* · "+now.Format("Mon 2 Jan")), nil, nil)
	head.BlockID = digestBlock(today)
	v.blocks = append(v.blocks, head)
	if d.nothing() {
		v.blocks = append(v.blocks, section("Nothing is open any more."))
	}
	counts := make([]int, len(parts))
	for n, p := range parts {
		counts[n] = len(d.open[p].rows)
	}
	room := most
	for n, rows := range share(most, counts) {
		p := parts[n]
		v.part(p, d.open[p].tallies, d.open[p].rows[:rows], d.doneOf(p, room))
		room -= len(d.doneOf(p, room))
	}
	v.offers(d, room)
	if n := d.snoozed.all(); n > 0 {
		v.blocks = append(v.blocks, fine(fmt.Sprintf("%d snoozed: %s", n, d.snoozed.where())))
	}
	return v
}

// share gives each part its rows: at least leastRows, and what is left to the
// first that have more.
func share(most int, counts []int) []int {
	rows := make([]int, len(counts))
	for n, count := range counts {
		rows[n] = min(count, leastRows, most)
		most -= rows[n]
	}
	for n, count := range counts {
		more := min(count-rows[n], most)
		rows[n] += more
		most -= more
	}
	return rows
}

// doneOf are at most so many of the part's rows that are done.
func (d digestNow) doneOf(p part, most int) []doneRow {
	done := slices.DeleteFunc(slices.Clone(d.done), func(r doneRow) bool { return partOf(r.Key) != p })
	return done[:min(len(done), max(most, 0))]
}

// part adds one part: under its title the rows to be shown, grouped by
// campaign, how many more there are, and what is done.
func (v *digestMessage) part(p part, all tallies, shown []item, done []doneRow) {
	if len(shown)+len(done) == 0 {
		return
	}
	today := store.DateOf(v.now)
	v.blocks = append(v.blocks, slack.NewDividerBlock(), section(p.title()))
	rest := all.rows()
	for _, group := range grouped(shown, item.campaignID) {
		v.blocks = append(v.blocks, section(v.groupHead(p, all.of(group[0].campaign.ID), today)))
		for _, i := range group {
			v.blocks = append(v.blocks, i.digestBlock(p, v.now))
			v.rows = append(v.rows, i.digestRow(p, v.now))
			rest -= max(1, i.many)
		}
	}
	if rest > 0 {
		v.blocks = append(v.blocks, fine(fmt.Sprintf("And %d more.", rest)), actions(p.seeAll(string(p), 0)))
	}
	v.struck(done)
}

// struck adds rows that are no longer open, with what became of them.
func (v *digestMessage) struck(done []doneRow) {
	for _, row := range done {
		v.blocks = append(v.blocks, section(fmt.Sprintf("~%s~ · %s", strings.ReplaceAll(row.Text, "~", "-"), row.words())))
		v.rows = append(v.rows, row.DigestRow)
	}
}

// offers adds the campaigns that are over, each with *Archive*.
func (v *digestMessage) offers(d digestNow, room int) {
	for _, c := range d.ended[:min(len(d.ended), maxEnded)] {
		text := fmt.Sprintf("*%s* ended %s. Archive it? %s", esc(clip(c.Name, maxCampaignInRow)), dayNear(c.Ends, store.DateOf(v.now)), copyLeaves)
		id := campaignID(c)
		v.blocks = append(v.blocks, slack.NewSectionBlock(mrkdwn(text), nil, slack.NewAccessory(button(copyArchive, routeArchiveDigest, id, id))))
		v.rows = append(v.rows, store.DigestRow{Key: endedKey(c), CampaignID: c.ID, Text: text})
	}
	v.struck(d.doneOf(partEnded, room))
}

// digestRow is the item as the digest shows it.
func (i item) digestRow(p part, now time.Time) store.DigestRow {
	row := store.DigestRow{Key: i.key(p), CampaignID: i.campaign.ID, Text: clip(i.words(now, true), maxSection-100)}
	switch {
	case i.shop != nil:
		row.ApplicationID = i.shop.MadeOf
	case i.row != nil && i.many == 0:
		row.ApplicationID = i.row.ID
	}
	return row
}

// digestBlock is the item with its one button, under its campaign's headline:
// what is TBD is updated, what is unsent is a message to copy, what waits for
// the shop is downloaded.
func (i item) digestBlock(p part, now time.Time) slack.Block {
	text := mrkdwn(i.words(now, false))
	if i.many > 0 {
		all := p
		if i.row != nil && !i.row.Unsent() { // nobody can be told anything yet
			all = partTBD
		}
		return slack.NewSectionBlock(text, nil, slack.NewAccessory(all.seeAll(alikeKey(p, i.campaign.ID, i.alike), i.campaign.ID)))
	}
	if i.shop != nil {
		return slack.NewSectionBlock(text, nil, slack.NewAccessory(shopDownload(i.campaign)))
	}
	if i.row == nil {
		id := campaignID(i.campaign)
		return slack.NewSectionBlock(text, nil, slack.NewAccessory(button(copyUpdate, routeCampaignDigest, id, id)))
	}
	id := rowID(i.row.Application)
	does := button(copyUpdate, routeEditDigest, id, id)
	if p != partTBD && i.row.Unsent() {
		does = button(copyMessage, routeSentMessage, id, id)
	}
	return slack.NewSectionBlock(text, nil, slack.NewAccessory(does))
}

// seeAll answers whoever presses it with all of the part, of one campaign or,
// with 0, of all.
func (p part) seeAll(id string, campaign int64) *slack.ButtonBlockElement {
	if p == partTBD {
		return button(copySeeAll, routeTBD, id, encoded(tbdPage{Campaign: campaign}))
	}
	return button(copySeeAll, routeUnsent, id, listing{Campaign: campaign, Filter: filterUnsent}.value())
}

// groupHead is a campaign's headline in a part. Its owners are mentioned only
// when something waits for them, and each once in a message.
func (v *digestMessage) groupHead(p part, t tally, today store.Date) string {
	var text strings.Builder
	text.WriteString("*" + p.headline(t, today) + "*")
	n := 0
	for _, owner := range t.campaign.Owners {
		if t.us > 0 && !v.mentioned[owner] && n < maxMentioned {
			v.mentioned[owner] = true
			text.WriteString(" <@" + owner + ">")
			n++
		}
	}
	return text.String()
}

// headline is "Summer Glow, launches Tue: 4 TBD, 3 wait for us", of all that is
// open of one campaign in a part.
func (p part) headline(t tally, today store.Date) string {
	if p == partTBD {
		return headline(t, today)
	}
	return campaignLaunch(t.campaign, today) + ": " + p.counted(tallies{t})
}

// summary is the digest in one sentence.
func (d digestNow) summary(today store.Date) string {
	var all []string
	if open := d.open[partChanged].tallies; len(open) > 0 {
		all = append(all, partChanged.counted(open))
	}
	if open := d.open[partTBD].tallies; len(open) > 0 {
		all = append(all, strings.TrimSuffix(tbdSentence(open, today), "."))
	}
	if open := d.open[partReady].tallies; len(open) > 0 {
		all = append(all, partReady.counted(open))
	}
	switch {
	case len(all) > 0:
		return strings.Join(all, "; ") + "."
	case len(d.ended) > 0:
		return fmt.Sprintf("%s ended.", esc(clip(d.ended[0].Name, maxCampaignInRow)))
	}
	return "nothing is open any more."
}
