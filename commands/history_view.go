package commands

import (
	"fmt"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
	"codekeeper/store/tracking"

	"github.com/slack-go/slack"
)

// maxHoldings is how many holdings one answer lists.
const maxHoldings = 10

// view is one sentence, then who had it from when to when, then the changes,
// the newest first, and at the end what nobody here can know.
func (p past) view(now time.Time) bot.Message {
	var blocks []slack.Block
	first := ""
	if p.of.ID != 0 {
		first = p.influencerWords(now)
		for _, row := range p.rows[:min(len(p.rows), maxHoldings)] {
			blocks = append(blocks, section(pastRow(row, now)))
		}
		if more := len(p.rows) - maxHoldings; more > 0 {
			blocks = append(blocks, fine(fmt.Sprintf("And %s more.", count(more, "campaign"))))
		}
	} else {
		first = p.heldWords(now)
		blocks = append(blocks, p.holdingBlocks(now)...)
	}
	blocks = append(blocks, p.changeBlocks(now)...)
	return message(first, append(blocks, fine(copyCantKnow))...)
}

// changeBlocks are a page of changes with the buttons that turn it.
func (p past) changeBlocks(now time.Time) []slack.Block {
	blocks := []slack.Block{slack.NewDividerBlock()}
	head := "*Changes*, the newest first"
	if p.page.From != "" {
		head += ", until the end of " + dayWords(p.page.To)
	}
	if len(p.events.List) == 0 {
		none := "There is no change yet."
		if p.page.From != "" {
			none = "There is no change before that."
		}
		return append(append(blocks, section(none)), p.buttons(nil)...)
	}
	blocks = append(blocks, section(head))
	for _, e := range p.events.List {
		blocks = append(blocks, section(eventWords(e, p.of, now)))
	}
	var turns []slack.BlockElement
	if value := p.page.newer().value(); p.page.After != "" && value != "" {
		turns = append(turns, button("Newer", routeHistoryTurn, "newer", value))
	}
	if p.events.Next != "" {
		value := p.page.older(p.events.Next).value()
		if value == "" {
			blocks = append(blocks, fine("There are older changes. To see them, name a day after the link, like 2026-05-15."))
			return append(blocks, p.buttons(turns)...)
		}
		turns = append(turns, button("Older", routeHistoryTurn, "older", value))
	}
	return append(blocks, p.buttons(turns)...)
}

// buttons are a line of the buttons that turn pages, of the one that asks for
// another day, and of the one that posts this one.
func (p past) buttons(turns []slack.BlockElement) []slack.Block {
	value := p.page.value()
	if value != "" && !p.of.Forgotten() { // no form could name who is forgotten
		turns = append(turns, button(copyOtherDay, routeHistoryAsk, "", value))
	}
	if value != "" && p.post {
		turns = append(turns, postButton(postPast, value))
	}
	if len(turns) == 0 {
		return nil
	}
	return []slack.Block{actions(turns...)}
}

// eventWords say who changed what when, from what to what, and by which way.
// What is of the influencer whose history it is needs no handle.
func eventWords(e store.Event, of store.Influencer, now time.Time) string {
	what := ""
	switch {
	case e.Application != nil:
		row := e.Application.After
		what = esc(row.Campaign.Name)
		if row.InfluencerID != of.ID {
			what = exact(at(row.Influencer)) + " in " + what
		}
		differs := differences(*e.Application, now)
		switch {
		case forgottenAt(row.Influencer, e):
			differs = []string{"forgotten, the note with them"}
		case len(differs) == 0:
			differs = []string{"saved without a change"}
		}
		what += ": " + strings.Join(differs, ", ")
	case e.Profile != nil:
		if what = profileEvent(*e.Profile); forgottenAt(e.Profile.After, e) {
			what = "Forgotten: handle, name, email and notes are empty for good"
		}
	default:
		what = sharedEvent(*e.Terms)
	}
	if e.Reason != "" {
		what += " · reason: " + quoted(e.Reason)
	}
	return fmt.Sprintf("%s · <@%s>, %s\n%s", fullMoment(e.At, now), e.By, wayWords(e.Way), what)
}

// forgottenAt says whether an event is what forgot the influencer.
func forgottenAt(i store.Influencer, e store.Event) bool {
	return i.ForgottenAt != nil && i.ForgottenAt.Equal(e.At)
}

func profileEvent(c store.ProfileChange) string {
	if c.Before.ID == 0 {
		return "Added"
	}
	if differs := profileChanges(c.Before, c.After); len(differs) > 0 {
		return "Profile: " + strings.Join(differs, ", ")
	}
	return "Profile saved without a change that is still known"
}

func sharedEvent(c store.CampaignChange) string {
	var differs []string
	for _, k := range kinds {
		was, is := k.sharedOf(c.Before.Terms), k.sharedOf(c.After.Terms)
		if was != is && (c.Before.ID != 0 || is != tracking.TBD) {
			differs = append(differs, fmt.Sprintf("shared %s %s → %s", k.lower(), shortly(was), shortly(is)))
		}
		if before, after := k.of(c.Before.Terms), k.of(c.After.Terms); c.Before.ID != 0 && before != after {
			differs = append(differs, fmt.Sprintf("%s: %s → %s", k.lower(), modeLabel(before), modeLabel(after)))
		}
	}
	return esc(c.After.Name) + ", for everyone who shares it: " + strings.Join(differs, ", ")
}

// wayWords say by which way a change came.
func wayWords(way store.Way) string {
	switch way {
	case store.ByCommand:
		return "by command"
	case store.ByForm:
		return "in a form"
	case store.ByButton:
		return "by a button"
	case store.ByShortcut:
		return "by a shortcut"
	case store.ByHome:
		return "from Home"
	case store.ByDigest:
		return "from the digest"
	case store.ByImport:
		return "by import"
	case store.ByUndo:
		return "by Undo"
	}
	return string(way)
}
