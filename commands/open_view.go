package commands

import (
	"fmt"
	"strings"
	"time"

	"codekeeper/store"

	"github.com/slack-go/slack"
)

// Names are shortened where many stand in one message.
const (
	maxNameInRow     = 40
	maxCampaignInRow = 60
)

// words say who, what is TBD, for how long, and who it waits for. Under a
// campaign's headline its name and launch date need no repeating.
func (i item) words(now time.Time, withCampaign bool) string {
	parts, today := []string{i.name(now)}, store.DateOf(now)
	if withCampaign {
		parts = append(parts, esc(clip(i.campaign.Name, maxCampaignInRow)))
	}
	parts = append(parts, i.waiting(now)...)
	if i.snoozed(today) {
		parts = append(parts, snoozeWords(*i.row, today))
	}
	switch {
	case i.live == "":
	case i.many > 0 && i.live < today:
		parts = append(parts, "*overdue*")
	case i.many > 0:
	case withCampaign || i.live != i.campaign.Launches:
		parts = append(parts, goesLiveWords(i.live, today))
	case i.live < today:
		parts = append(parts, "*overdue*")
	}
	return strings.Join(parts, " · ")
}

func (i item) name(now time.Time) string {
	switch {
	case i.shop != nil:
		return i.shopWords(now)
	case i.many > 0:
		return "*" + count(i.many, "influencer") + "*"
	case i.row == nil:
		return fmt.Sprintf("*Everyone* (%s)", count(i.everyone, "influencer"))
	}
	influencer := i.row.Influencer
	influencer.Name = clip(influencer.Name, maxNameInRow)
	return who(influencer)
}

// waiting says what is TBD, for how long and for whom; a link and a code that
// wait alike are said together.
func (i item) waiting(now time.Time) []string {
	if len(i.missing) == 0 && i.row != nil {
		return i.unsentWords(now)
	}
	var parts []string
	for n := 0; n < len(i.missing); n++ {
		m := i.missing[n]
		what := string(m.kind)
		if n+1 < len(i.missing) && i.missing[n+1].alike(m, now) {
			n++
			what += " and " + string(i.missing[n].kind)
		}
		parts = append(parts, fmt.Sprintf("*%s TBD* %s, waits for %s", what, lasting(m.since, now), waitsFor(m.influencer)))
	}
	if i.row != nil && i.many == 0 && stillWords(*i.row) != "" {
		parts = append(parts, stillWords(*i.row))
	}
	switch {
	case i.still == 1:
		parts = append(parts, "1 still uses the old one")
	case i.still > 1:
		parts = append(parts, fmt.Sprintf("%d still use the old one", i.still))
	}
	return parts
}

func (m missing) alike(n missing, now time.Time) bool {
	return m.influencer == n.influencer && lasting(m.since, now) == lasting(n.since, now)
}

// goesLiveWords say when somebody goes live, or was to.
func goesLiveWords(d, today store.Date) string {
	switch {
	case d < today:
		return "was to go live " + dayNear(d, today) + ", *overdue*"
	case d == today:
		return "goes live today"
	}
	return "goes live " + dayNear(d, today)
}

// block is the item with its one button: what is TBD is updated, what is unsent
// is a message to copy.
func (i item) block(now time.Time) slack.Block {
	id, label, route := campaignID(i.campaign), copyUpdate, routeCampaignEdit
	if i.row != nil {
		id, route = rowID(i.row.Application), routeEditOpen
	}
	if i.row != nil && len(i.missing) == 0 && i.row.Unsent() {
		label, route = copyMessage, routeSentMessage
	}
	return slack.NewSectionBlock(mrkdwn(i.words(now, true)), nil, slack.NewAccessory(button(label, route, id, id)))
}
