package commands

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

func listView(l listing, campaign *store.Campaign, page store.Page, now time.Time) bot.Message {
	if page.Total == 0 {
		return emptyList(l, campaign)
	}
	var blocks []slack.Block
	for _, row := range page.Rows {
		blocks = append(blocks, rowBlock(row, now))
	}
	if page.Next != "" {
		l.After = page.Next
		value, _ := json.Marshal(l) //nolint:errchkjson // plain fields
		if len(value) <= maxButtonValue {
			blocks = append(blocks, actions(button("Next", routeListNext, "", string(value))))
		} else {
			blocks = append(blocks, fine("There are more. Search for fewer words to see them."))
		}
	}
	what := "application" // somebody may be in several campaigns
	if campaign != nil {
		what = "influencer"
	}
	return message(fmt.Sprintf("%s%s.", count(page.Total, what), l.words(campaign)), blocks...)
}

// outsideView lists influencers who are in no campaign yet.
func outsideView(found []store.InfluencerMatch) bot.Message {
	var blocks []slack.Block
	for _, m := range found {
		text := who(m.Influencer) + " · in no campaign yet"
		blocks = append(blocks, slack.NewSectionBlock(mrkdwn(text), nil, slack.NewAccessory(selectThem(m.Influencer))))
	}
	if len(found) == pageRows {
		blocks = append(blocks, fine("There may be more. Search for a handle or a name: `/influencer list maya`"))
	}
	return message("Nobody in a campaign, but these are known:", blocks...)
}

// words say what is listed: " in Summer Glow, ready, matching “maya”".
func (l listing) words(campaign *store.Campaign) string {
	text := ""
	if campaign != nil {
		text += " in " + esc(campaign.Name)
	}
	switch l.Filter {
	case "":
	case "tbd":
		text += " with something TBD"
	default:
		text += ", " + l.Filter
	}
	if len(l.Words) > 0 {
		text += ", matching " + l.searched()
	}
	return text
}

// searched are the words searched for, in mrkdwn.
func (l listing) searched() string { return "“" + esc(clip(strings.Join(l.Words, " "), 200)) + "”" }

// emptyList says that nobody was found, and what would show more.
func emptyList(l listing, campaign *store.Campaign) bot.Message {
	where, slug := "", ""
	if campaign != nil {
		where, slug = " in "+esc(campaign.Name), " "+campaign.Slug
	}
	if l.Filter == "" && len(l.Words) == 0 {
		return message(fmt.Sprintf("There is no influencer%s yet. Add one with `/influencer add @maya.glow%s`", where, slug))
	}
	var what []string
	switch store.State(l.Filter) {
	case "":
	case store.Applied:
		what = append(what, "is an applicant")
	case "tbd":
		what = append(what, "has anything TBD")
	default:
		what = append(what, "is "+l.Filter)
	}
	if len(l.Words) > 0 {
		what = append(what, "matches "+l.searched())
	}
	return message(fmt.Sprintf("Nobody%s %s. To see all: `/influencer list%s`", where, andList(what), slug))
}

// rowBlock is one application in one block with one button.
func rowBlock(r store.Row, now time.Time) slack.Block {
	parts := []string{who(r.Influencer), esc(r.Campaign.Name)}
	if r.State != store.Selected || r.Ready() {
		parts = append(parts, stateWords(r))
	}
	for _, k := range kinds {
		if r.State == store.Selected && k.mode(r).Needed() {
			parts = append(parts, shortShare(k, r, now))
		}
	}
	block := slack.NewSectionBlock(mrkdwn(strings.Join(parts, " · ")), nil, nil)
	id := rowID(r.Application)
	switch {
	case r.Campaign.Archived():
	case r.State == store.Selected || r.State == store.Applied:
		block.Accessory = slack.NewAccessory(button(copyUpdate, routeEditOpen, id, id))
	default:
		block.Accessory = slack.NewAccessory(button(copySelect+" again", routeSelectOpen, id, id))
	}
	return block
}

// shortShare is a link or code within a row: "code `MAYA20`" or
// "*link TBD* for 3 days, waits for us".
func shortShare(k kind, r store.Row, now time.Time) string {
	if k.tbd(r) {
		return fmt.Sprintf("*%s TBD* for %s, waits for %s", k, age(tbdSince(k, r), now), waitsFor(k, r))
	}
	return fmt.Sprintf("%s `%s`", k, clip(esc(strings.ReplaceAll(k.shares(r), "`", "'")), 200))
}
