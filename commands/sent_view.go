package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// markingWords say in mrkdwn what became of those to be marked as sent.
func markingWords(m marking, now time.Time) string {
	var said []string
	switch len(m.done) {
	case 0:
	case 1:
		row := m.done[0].After
		said = append(said, fmt.Sprintf("Marked as sent: %s in %s was told %s.", who(row.Influencer), esc(row.Campaign.Name), sharesWords(row)))
	default:
		said = append(said, fmt.Sprintf("Marked %s as sent.", count(len(m.done), "message")))
	}
	switch {
	case len(m.already) == 1:
		row := m.already[0]
		said = append(said, strings.TrimSpace(fmt.Sprintf("Nothing to do for %s in %s: %s.", who(row.Influencer), esc(row.Campaign.Name), alreadySent(row, now))))
	case len(m.already) > 1:
		said = append(said, fmt.Sprintf("%d were marked before: %s.", len(m.already), andMore(namesOf(m.already), 10)))
	}
	switch {
	case len(m.moved) == 1 && m.size() == 1 && m.moved[0].Campaign.Archived():
		row := m.moved[0]
		said = append(said, fmt.Sprintf("Not marked as sent: %s is archived, and nothing in it changes.", esc(row.Campaign.Name)))
	case len(m.moved) == 1 && m.size() == 1:
		row := m.moved[0]
		said = append(said, fmt.Sprintf("Not marked as sent: <@%s> changed %s in %s since this message was shown.",
			lastChangedBy(row), who(row.Influencer), esc(row.Campaign.Name)))
	case len(m.moved) > 0:
		said = append(said, fmt.Sprintf("Left out, because somebody changed them since this was shown: %s.", andMore(namesOf(m.moved), 20)))
	}
	return strings.Join(said, " ")
}

// alreadySent says when somebody was told what they share, and what is TBD.
func alreadySent(r store.Row, now time.Time) string {
	said := "what they share came from them"
	if r.SentAt != nil {
		said = "marked as sent " + sentWhen(r, now)
	}
	for _, k := range kinds {
		if k.tbd(r) {
			said += ", and their " + k.lower() + " is TBD"
		}
	}
	return said
}

// lastChangedBy is who changed last what somebody shares: their application, or
// the campaign.
func lastChangedBy(r store.Row) string {
	if r.Campaign.ChangedAt.After(r.ChangedAt) {
		return r.Campaign.ChangedBy
	}
	return r.ChangedBy
}

// sharesWords are what somebody shares, in mrkdwn: "link `https://…` and code
// `MAYA20`".
func sharesWords(r store.Row) string {
	var what []string
	for _, k := range kinds {
		if text := k.shares(r); k.mode(r).Needed() && text != tracking.TBD {
			what = append(what, fmt.Sprintf("%s %s", k, shortly(text)))
		}
	}
	return andList(what)
}

// namesOf names influencers in mrkdwn, of several campaigns with the campaign.
func namesOf(rows []store.Row) []string {
	several := slices.ContainsFunc(rows, func(row store.Row) bool { return row.CampaignID != rows[0].CampaignID })
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i] = strong(at(row.Influencer))
		if several {
			names[i] += " in " + esc(row.Campaign.Name)
		}
	}
	return names
}

// markingAnswer says what was marked, with *Undo*, and shows it: exactly what
// each was told, and the new message of one that was changed meanwhile.
func markingAnswer(r *bot.Request, m marking) bot.Message {
	return undoable(r, len(m.done) > 0, markingView(m, local(r)))
}

func markingView(m marking, now time.Time) bot.Message {
	first := markingWords(m, now)
	if m.size() == 1 {
		return message(first, answerCard(m.rows()[0], now)...)
	}
	var blocks []slack.Block
	for _, c := range m.done[:min(len(m.done), pageRows)] {
		blocks = append(blocks, section(fmt.Sprintf("%s · %s · %s", who(c.After.Influencer), esc(c.After.Campaign.Name), sharesWords(c.After))))
	}
	if more := len(m.done) - pageRows; more > 0 {
		var names []string
		for _, c := range m.done[pageRows:] {
			names = append(names, exact(at(c.After.Influencer)))
		}
		blocks = append(blocks, fine(fmt.Sprintf("And %s.", andList(names))))
	}
	for _, row := range m.moved[:min(len(m.moved), pageRows)] {
		blocks = append(blocks, rowBlock(row, now))
	}
	if len(m.moved) > 0 {
		blocks = append(blocks, actions(button(copyUnsent, routeUnsent, "marked", "")))
	}
	return message(first, blocks...)
}

// rows are all of them as they are now.
func (m marking) rows() []store.Row {
	var rows []store.Row
	for _, c := range m.done {
		rows = append(rows, c.After)
	}
	return append(append(rows, m.already...), m.moved...)
}
