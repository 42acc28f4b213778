package commands

import (
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// undoAnswer says what was undone, what stays as it is and why, and shows the
// resulting state. counts and covers are for the campaign it shows.
func undoAnswer(u store.Undone, counts *store.CampaignCounts, covers store.Covers, now time.Time) bot.Message {
	said, blocks := undoneWords(u, now), undoneBlocks(u, counts, covers, now)
	kept := keptWords(u, now)
	if len(said) == 0 {
		said = []string{"Nothing was undone."}
	}
	return message(strings.Join(append(said, kept...), " "), blocks...)
}

// undoneWords say what went back.
func undoneWords(u store.Undone, now time.Time) []string {
	var said []string
	for _, c := range u.Terms {
		said = append(said, undoneTerms(c))
		said = append(said, undoneEffects(c, len(u.Rows))...)
	}
	for _, p := range u.Profiles[:min(len(u.Profiles), pageRows)] {
		said = append(said, fmt.Sprintf("Undone in the profile of %s: %s.", who(p.After), strings.Join(profileChanges(p.Before, p.After), ", ")))
	}
	if more := len(u.Profiles) - pageRows; more > 0 {
		said = append(said, fmt.Sprintf("And in %s more.", count(more, "profile")))
	}
	if len(u.Terms) == 0 {
		said = append(said, undoneRows(u.Rows, now)...)
	}
	return said
}

// undoneEffects say whom it affects that a campaign's terms go back; with them
// went back what that many selected influencers need.
func undoneEffects(c store.CampaignChange, together int) []string {
	if together == 0 {
		return effects(c, nil)
	}
	needs := newlyNeeded(c)
	if needs == "" {
		needs = fmt.Sprintf("What %s there must have goes back too.", count(together, "selected influencer"))
	}
	all := []string{needs}
	for _, k := range kinds {
		all = append(all, sharedEffect(k, c, nil)...)
	}
	return all
}

// countIn is "29 influencers in Summer Glow".
func countIn(rows []store.Change) string {
	campaign, one := oneCampaign(rows)
	if !one {
		return count(len(rows), "application") + " in several campaigns"
	}
	return count(len(rows), "influencer") + " in " + esc(campaign.Name)
}

// oneCampaign is the campaign of all the changes, false when they are of
// several.
func oneCampaign(rows []store.Change) (store.Campaign, bool) {
	for _, c := range rows {
		if c.After.CampaignID != rows[0].After.CampaignID {
			return store.Campaign{}, false
		}
	}
	if len(rows) == 0 {
		return store.Campaign{}, false
	}
	return rows[0].After.Campaign, true
}

func undoneTerms(c store.CampaignChange) string {
	name := esc(c.After.Name)
	switch {
	case c.Before.Archived() && !c.After.Archived():
		return fmt.Sprintf("Undone: %s is in lists and digests again.", name)
	case !c.Before.Archived() && c.After.Archived():
		return fmt.Sprintf("Undone: %s is archived again.", name)
	}
	return fmt.Sprintf("Undone in %s: %s.", name, andList(changedTerms(c)))
}

// keptWords say what stays as it is, since when and by whom.
func keptWords(u store.Undone, now time.Time) []string {
	var said []string
	for _, c := range u.MovedTerms {
		said = append(said, fmt.Sprintf("%s stays as it is: <@%s> changed it since, %s.", esc(c.Name), c.ChangedBy, momentWords(c.ChangedAt, now)))
	}
	for _, p := range u.MovedProfiles {
		said = append(said, fmt.Sprintf("The profile of %s stays as it is: <@%s> changed it since, %s.", who(p), p.ChangedBy, momentWords(p.ChangedAt, now)))
	}
	moved, gone := apart(u.Moved)
	said = append(said, goneWords(gone, now)...)
	for _, row := range moved[:min(len(moved), pageRows)] {
		said = append(said, fmt.Sprintf("%s in %s stays as it is: <@%s> changed it since, %s.",
			who(row.Influencer), esc(row.Campaign.Name), row.ChangedBy, momentWords(row.ChangedAt, now)))
	}
	if more := len(moved) - pageRows; more > 0 {
		said = append(said, soDo(more)+", as somebody changed them since.")
	}
	for _, t := range u.Taken[:min(len(u.Taken), pageRows)] {
		stays := fmt.Sprintf("%s in %s stays as it is", who(t.Of.Influencer), esc(t.Of.Campaign.Name))
		if t.Of.State == store.TakenBack {
			stays = fmt.Sprintf("%s stays out of %s", who(t.Of.Influencer), esc(t.Of.Campaign.Name))
		}
		said = append(said, fmt.Sprintf("%s: %s has %s there now.", stays, who(t.By.Influencer), copyable(brief(t.Text, 300))))
	}
	if more := len(u.Taken) - pageRows; more > 0 {
		said = append(said, soDo(more)+" whose link or code somebody else has now.")
	}
	return said
}

// soDo is "So does 1 more", "So do 2 more": they stay as they are, too.
func soDo(n int) string {
	if n == 1 {
		return "So does 1 more"
	}
	return fmt.Sprintf("So do %d more", n)
}

// campaignsShown are the campaigns that went back, or stayed.
func campaignsShown(u store.Undone) []store.Campaign {
	var all []store.Campaign
	for _, c := range u.Terms {
		all = append(all, c.After)
	}
	return append(all, u.MovedTerms...)
}

// undoneBlocks show the resulting state: a card of one, else rows.
func undoneBlocks(u store.Undone, counts *store.CampaignCounts, covers store.Covers, now time.Time) []slack.Block {
	if campaigns := campaignsShown(u); len(campaigns) > 0 {
		return campaignCard(campaigns[0], counts, covers, now)
	}
	rows := make([]store.Row, 0, len(u.Rows)+len(u.Moved)+len(u.Taken))
	for _, c := range u.Rows {
		rows = append(rows, c.After)
	}
	rows = append(rows, u.Moved...)
	for _, t := range u.Taken {
		rows = append(rows, *t.Of)
	}
	rows, _ = apart(rows)
	out := takenOut(u)
	if len(rows) == 1 && len(out) == 0 {
		return answerCard(rows[0], now)
	}
	blocks := outBlocks(out, len(rows) == 0)
	for _, row := range rows[:min(len(rows), pageRows)] {
		blocks = append(blocks, rowBlock(row, now))
	}
	if more := len(rows) - pageRows; more > 0 {
		blocks = append(blocks, fine(fmt.Sprintf("And %d more: `/influencer list %s`", more, rows[0].Campaign.Slug)))
	}
	if len(rows) == 0 {
		for _, p := range u.Profiles[:min(len(u.Profiles), pageRows)] {
			if details := profileWords(p.After); details != "" {
				blocks = append(blocks, fine(details))
			}
		}
	}
	return blocks
}
