package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/store"

	"github.com/slack-go/slack"
)

// copyStayKnown is about those who are in a campaign no more, as what brought
// them in was undone.
const copyStayKnown = "Their profiles stay, and history tells what was."

// undoneRows say what went back of applications: who is as before, who is back
// in a campaign, and who is out of it.
func undoneRows(rows []store.Change, now time.Time) []string {
	var as, again, out []store.Change
	for _, c := range rows {
		switch {
		case c.After.State == store.TakenBack:
			out = append(out, c)
		case c.Before.ID == 0:
			again = append(again, c)
		default:
			as = append(as, c)
		}
	}
	var said []string
	switch {
	case len(as) == 1:
		row := as[0].After
		said = append(said, fmt.Sprintf("Undone for %s in %s: %s.", who(row.Influencer), esc(row.Campaign.Name), strings.Join(differences(as[0], now), ", ")))
	case len(as) > 1:
		said = append(said, fmt.Sprintf("Undone for %s.", countIn(as)))
	}
	for _, of := range grouped(afterOf(again), func(row store.Row) int64 { return row.CampaignID }) {
		details := ""
		if len(again) == 1 {
			details = ": " + strings.Join(differences(again[0], now), ", ")
		}
		said = append(said, fmt.Sprintf("%s in %s again%s.", areOf(of, "is", "are"), esc(of[0].Campaign.Name), details))
	}
	for _, of := range grouped(afterOf(out), func(row store.Row) int64 { return row.CampaignID }) {
		said = append(said, outOf(of)+".")
	}
	if len(as) == 0 && len(said) > 0 {
		said[0] = "Undone: " + said[0]
	}
	return said
}

// outOf is "*@leo* isn't in Summer Glow any more"; all rows are of one campaign.
func outOf(rows []store.Row) string {
	return fmt.Sprintf("%s in %s any more", areOf(rows, "isn't", "aren't"), esc(rows[0].Campaign.Name))
}

// areOf is "*@leo* is", "30 influencers are".
func areOf(rows []store.Row, one, many string) string {
	if len(rows) == 1 {
		return who(rows[0].Influencer) + " " + one
	}
	return count(len(rows), "influencer") + " " + many
}

// apart are the rows that are in a campaign, and those that were taken back.
func apart(rows []store.Row) (in, out []store.Row) {
	for _, row := range rows {
		if row.State == store.TakenBack {
			out = append(out, row)
		} else {
			in = append(in, row)
		}
	}
	return in, out
}

// takenOut are those whom Undo took out of a campaign.
func takenOut(u store.Undone) []store.Row {
	_, out := apart(afterOf(u.Rows))
	return out
}

// goneWords say of whom an earlier Undo took out, and by whom that was.
func goneWords(rows []store.Row, now time.Time) []string {
	var said []string
	for _, of := range grouped(rows, func(row store.Row) int64 { return row.CampaignID }) {
		by := fmt.Sprintf("<@%s> undid that before, %s", of[0].ChangedBy, momentWords(of[0].ChangedAt, now))
		if slices.ContainsFunc(of, func(row store.Row) bool { return !row.ChangedAt.Equal(of[0].ChangedAt) }) {
			by = "that was undone before"
		}
		said = append(said, fmt.Sprintf("%s: %s.", outOf(of), by))
	}
	return said
}

// outBlocks name those who are out; alone says that there is nothing else to
// show, so that one of them has buttons.
func outBlocks(out []store.Row, alone bool) []slack.Block {
	switch {
	case len(out) == 0:
		return nil
	case len(out) > 1:
		return []slack.Block{fine(fmt.Sprintf("No longer in it: %s. %s", andMore(namesOf(out), pageRows), copyStayKnown))}
	case !alone:
		return []slack.Block{fine(copyStayKnown)}
	}
	i := out[0].Influencer
	buttons := []slack.BlockElement{historyButton(i, rowID(out[0].Application))}
	if !i.Forgotten() {
		buttons = append([]slack.BlockElement{selectThem(i)}, buttons...)
	}
	return []slack.Block{fine(copyStayKnown), actions(buttons...)}
}
