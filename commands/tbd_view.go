package commands

import (
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// tbdView is one page of what is TBD, under the sentence about all of it, with
// what waits for the shop. makes are the buttons that make links and codes. now
// is where the person is.
func tbdView(open openTBD, ask tbdPage, makes []slack.BlockElement, waits []shopWait, now time.Time) bot.Message {
	page := open.items[:min(pageRows, len(open.items))]
	var blocks []slack.Block
	for _, i := range page {
		blocks = append(blocks, i.block(now))
	}
	buttons := makes
	if more := len(open.items) - len(page); more > 0 {
		ask.After = new(page[len(page)-1].place())
		buttons = append(buttons, button(fmt.Sprintf("Next %d", min(pageRows, more)), routeTBD, "next", encoded(ask)))
	}
	if buttons = append(buttons, downloads(ask.exporting())...); len(buttons) > 0 {
		blocks = append(blocks, actions(buttons...))
	}
	first := tbdSentence(open.tallies, store.DateOf(now))
	if n := codesInShops(waits); n > 0 {
		first = strings.TrimSuffix(first, ".") + "; " + shopCount(n) + "."
	}
	return withShop(message(first, blocks...), waits, now)
}

// nothingTBD says that nothing is TBD, and of what: campaigns are those asked
// about, in which so many influencers are selected.
func nothingTBD(ask tbdPage, campaigns []store.Campaign, selected int) bot.Message {
	switch {
	case len(campaigns) == 0 && ask.Mine:
		return message("You are not an owner of a live campaign and cover none, so nothing waits for you. All that is TBD: `/influencer tbd`")
	case len(campaigns) == 0:
		return message("There is no live campaign, so nothing is TBD. Make one with `/campaign new`.")
	}
	text := nothingWords(ask, campaigns)
	switch {
	case selected == 0 && ask.Campaign != 0:
		return message(fmt.Sprintf("%s Nobody is selected there yet: `/influencer select @handle %s`", text, campaigns[0].Slug))
	case selected == 0:
		return message(text + " Nobody is selected yet: `/influencer select`")
	case ask.Kind != "":
		return message(text)
	case ask.Campaign != 0 || ask.Mine:
		return message(text + " Every influencer selected there has what they need.")
	}
	return message(text + " Every influencer selected has what they need.")
}

// nothingWords are "No coupon code is TBD in Summer Glow."
func nothingWords(ask tbdPage, campaigns []store.Campaign) string {
	what, where := "Nothing", ""
	if ask.Kind != "" {
		what = "No " + ask.Kind.lower()
	}
	switch {
	case ask.Campaign != 0:
		where = " in " + esc(campaigns[0].Name)
	case ask.Mine:
		where = " in your campaigns"
	}
	return fmt.Sprintf("%s is TBD%s.", what, where)
}

// maxNamed is how many campaigns the sentence names.
const maxNamed = 3

// tbdSentence is one sentence to pass on: how many, in which campaign,
// launching when, how many wait for whom.
func tbdSentence(all tallies, today store.Date) string {
	var parts []string
	for _, t := range all[:min(maxNamed, len(all))] {
		parts = append(parts, headline(t, today))
	}
	if more := all[len(parts):]; len(more) > 0 {
		parts = append(parts, fmt.Sprintf("and %d TBD in %s", more.rows(), count(len(more), "more campaign")))
	}
	return strings.Join(parts, "; ") + "."
}

// headline is "Summer Glow, launches Tue: 4 TBD, 3 wait for us", of all that is
// TBD in one campaign.
func headline(t tally, today store.Date) string {
	text := campaignLaunch(t.campaign, today)
	text += fmt.Sprintf(": %d TBD", t.open)
	text += waitWords(t.us, "us", "us")
	text += waitWords(t.open-t.us, "the influencer", "the influencers")
	return text
}

// campaignLaunch is "Summer Glow, launches Tue".
func campaignLaunch(c store.Campaign, today store.Date) string {
	text := esc(clip(c.Name, maxCampaignInRow))
	if c.Launches != "" {
		text += ", " + launchWords(c.Launches, today)
	}
	return text
}

// waitWords are ", 3 wait for us"; nothing for none.
func waitWords(n int, one, many string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", 1 waits for " + one
	}
	return fmt.Sprintf(", %d wait for %s", n, many)
}

// launchWords are "launches today", "launches Tue" within a week, and the
// date for any other day.
func launchWords(d, today store.Date) string {
	switch days := today.Days(d); {
	case days < 0:
		return "launched " + dayNear(d, today)
	case days == 0:
		return "launches today"
	case days < 7:
		return "launches " + d.Time().Format("Mon")
	}
	return "launches " + dayNear(d, today)
}
