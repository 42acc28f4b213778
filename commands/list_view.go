package commands

import (
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// listView is a page of a list that isn't empty.
func listView(l listing, campaign *store.Campaign, page store.Page, now time.Time) bot.Message {
	var blocks []slack.Block
	for _, row := range page.Rows {
		blocks = append(blocks, rowBlock(row, now))
	}
	if buttons := append(l.turns(page), downloads(exporting{listing: l})...); len(buttons) > 0 {
		blocks = append(blocks, actions(buttons...))
	}
	first := l.counted(page.Total, campaign)
	if page.Total > len(page.Rows) && len(page.Rows) > 0 {
		first = span(l.From+1, min(l.From+len(page.Rows), page.Total), first)
	}
	return message(first+".", blocks...)
}

// turns are *Previous* and *Next*, where there are such pages.
func (l listing) turns(page store.Page) []slack.BlockElement {
	var turns []slack.BlockElement
	if value := l.previous().value(); l.After != "" && value != "" {
		turns = append(turns, button("Previous", routeListNext, "previous", value))
	}
	if page.Next != "" {
		if value := l.next(page.Next).value(); value != "" {
			turns = append(turns, button("Next", routeListNext, "next", value))
		}
	}
	return turns
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

// counted says what is listed, and how many: "3 influencers in Summer Glow",
// "18 ready, matching “maya”".
func (l listing) counted(n int, campaign *store.Campaign) string {
	text := fmt.Sprintf("%d %s", n, l.Filter)
	switch {
	case l.Filter == "tbd":
		text = fmt.Sprintf("%d TBD", n)
	case l.Filter == "" && campaign != nil:
		text = count(n, "influencer")
	case l.Filter == "": // somebody may be in several campaigns
		text = count(n, "application")
	}
	text += l.where(campaign)
	if len(l.Words) > 0 {
		text += ", matching " + l.searched()
	}
	return text
}

// where says in mrkdwn in what is listed: " in Summer Glow", "" for all.
func (l listing) where(campaign *store.Campaign) string {
	switch {
	case campaign != nil:
		return " in " + esc(campaign.Name)
	case l.Mine && l.of != "":
		return " in the campaigns of <@" + l.of + ">"
	case l.Mine:
		return " in your campaigns"
	}
	return ""
}

// searched are the words searched for, in mrkdwn.
func (l listing) searched() string { return "“" + esc(clip(strings.Join(l.Words, " "), 200)) + "”" }

// emptyList says that nobody was found, and what would show more.
func emptyList(l listing, campaign *store.Campaign) bot.Message {
	where, slug, whose := l.where(campaign), "", ""
	if campaign != nil {
		slug = " " + campaign.Slug
	}
	if l.Mine {
		whose = " mine"
	}
	if l.Filter == "" && len(l.Words) == 0 {
		return message(fmt.Sprintf("There is no influencer%s yet. Add one with `/influencer add @maya.glow%s`", where, slug))
	}
	if l.Filter == "tbd" && len(l.Words) == 0 {
		return message(fmt.Sprintf("Nothing%s is TBD. To see all: `/influencer list%s`", where, slug))
	}
	if l.Filter == filterUnsent && len(l.Words) == 0 {
		return message(fmt.Sprintf("Nothing%s is unsent. Who can be told was told exactly what they share. What is TBD: `/influencer tbd%s`", where, slug+whose))
	}
	var what []string
	switch store.State(l.Filter) {
	case "":
	case store.Applied:
		what = append(what, "is an applicant")
	case "tbd":
		what = append(what, "has anything TBD")
	case filterUnsent:
		what = append(what, "is unsent")
	default:
		what = append(what, "is "+l.Filter)
	}
	if len(l.Words) > 0 {
		what = append(what, "matches "+l.searched())
	}
	yet := ""
	if len(l.Words) == 0 && l.Filter != string(store.Declined) && l.Filter != string(store.Withdrawn) {
		yet = " yet"
	}
	return message(fmt.Sprintf("Nobody%s %s%s. To see all: `/influencer list%s`", where, andList(what), yet, slug))
}

// rowBlock is one application in one block with one button.
func rowBlock(r store.Row, now time.Time) slack.Block {
	parts := []string{who(r.Influencer), esc(r.Campaign.Name)}
	if r.State == store.Selected && !r.Ready() {
		parts = append(parts, string(r.State))
	} else {
		parts = append(parts, stateWords(r))
	}
	if words := sentWords(r, now); words != "" {
		parts = append(parts, words)
	}
	parts = append(parts, rowShares(r, now)...)
	block := slack.NewSectionBlock(mrkdwn(strings.Join(parts, " · ")), nil, nil)
	id := rowID(r.Application)
	switch {
	case r.Campaign.Archived():
	case r.Influencer.Forgotten() && r.State != store.Selected:
	case r.State == store.Selected:
		block.Accessory = slack.NewAccessory(button(copyUpdate, routeEditOpen, id, id))
	case r.State == store.Applied:
		block.Accessory = slack.NewAccessory(button(copySelect, routeSelectOpen, id, id))
	default:
		block.Accessory = slack.NewAccessory(button(copySelect+" again", routeSelectOpen, id, id))
	}
	return block
}

// rowShares are what is TBD in a row and what is set: "*link TBD* for 3 days,
// waits for us", "code `MAYA20`".
func rowShares(r store.Row, now time.Time) []string {
	var tbd item
	var set []string
	for _, k := range kinds {
		switch {
		case r.State != store.Selected || !k.mode(r).Needed():
		case k.tbd(r):
			tbd.missing = append(tbd.missing, missing{k, tbdSince(k, r), k.mode(r).WaitsForInfluencer()})
		default:
			set = append(set, fmt.Sprintf("%s %s%s", k, shortly(k.shares(r)), shopNote(k, r)))
		}
	}
	return append(tbd.waiting(now), set...)
}
