package commands

import (
	"fmt"
	"time"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// differences say in mrkdwn what differs between an application and what it was
// before: "coupon code `ANNA15` → `ANNA20`".
func differences(c store.Change, now time.Time) []string {
	before, after := c.Before, c.After.Application
	var all []string
	switch {
	case after.State == store.TakenBack:
		return takenBackWords(before)
	case before.ID == 0:
		all = append(all, string(after.State))
	case before.State != after.State:
		all = append(all, fmt.Sprintf("%s → %s", before.State, after.State))
	}
	for _, k := range kinds {
		was, is := k.text(before), k.text(after)
		if was != is && (before.ID != 0 || is != tracking.TBD) {
			all = append(all, fmt.Sprintf("%s %s → %s", k.lower(), shortly(was), shortly(is)))
		}
	}
	all = append(all, modesChanged(before, after)...)
	if before.GoesLive != after.GoesLive {
		all = append(all, fmt.Sprintf("goes live %s → %s", liveDay(before.GoesLive, now), liveDay(after.GoesLive, now)))
	}
	if before.Note != after.Note {
		all = append(all, fmt.Sprintf("note %s → %s", quoted(before.Note), quoted(after.Note)))
	}
	return append(all, keepingChanged(before, after, now)...)
}

// takenBackWords say what was undone with what brought somebody in.
func takenBackWords(before store.Application) []string {
	all := []string{string(before.State) + " → no longer in it"}
	for _, k := range kinds {
		if was := k.text(before); was != tracking.TBD {
			all = append(all, fmt.Sprintf("%s %s dropped", k.lower(), shortly(was)))
		}
	}
	return all
}

// keepingChanged says what changed in what is kept about a selected
// influencer's link and code: told, snoozed, in the shop.
func keepingChanged(before, after store.Application, now time.Time) []string {
	var all []string
	marked := after.SentAt != nil && (before.SentAt == nil || !before.SentAt.Equal(*after.SentAt))
	switch told := toldWords(before, after, marked); {
	case told == "":
	case marked:
		all = append(all, "marked as sent: "+told)
	case after.SentLink.TBD() && after.SentCode.TBD():
		all = append(all, "no longer marked as sent")
	default:
		all = append(all, "counts as told: "+told)
	}
	if before.SnoozedUntil != after.SnoozedUntil {
		if after.SnoozedUntil == "" {
			all = append(all, "no longer snoozed")
		} else {
			all = append(all, "snoozed until "+dayNear(after.SnoozedUntil, store.DateOf(now)))
		}
	}
	switch {
	case before.NotInShop == after.NotInShop:
	case after.NotInShop:
		all = append(all, "not yet in the shop")
	case before.Code == after.Code:
		all = append(all, "created in the shop")
	}
	return all
}

// toldWords are what the influencer was told last, "" when that is as before
// and was not marked again.
func toldWords(before, after store.Application, marked bool) string {
	if !marked && before.SentLink == after.SentLink && before.SentCode == after.SentCode {
		return ""
	}
	var told []string
	if !after.SentLink.TBD() {
		told = append(told, shortly(after.SentLink.String()))
	}
	if !after.SentCode.TBD() {
		told = append(told, shortly(after.SentCode.String()))
	}
	if len(told) == 0 {
		return "nothing"
	}
	return andList(told)
}

// modesChanged say what somebody selected needs since a change of the
// campaign's.
func modesChanged(before, after store.Application) []string {
	var all []string
	for _, k := range kinds {
		was, is := before.LinkMode, after.LinkMode
		if k == aCode {
			was, is = before.CodeMode, after.CodeMode
		}
		if before.State == store.Selected && after.State == store.Selected && was != is {
			all = append(all, fmt.Sprintf("%s: %s → %s", k.lower(), modeLabel(was), modeLabel(is)))
		}
	}
	return all
}

// profileChanges say what differs between two profiles.
func profileChanges(before, after store.Influencer) []string {
	var all []string
	if was, is := before.Handle.String(), after.Handle.String(); was != is {
		all = append(all, fmt.Sprintf("handle %s → %s", exact("@"+was), exact("@"+is)))
	}
	for _, field := range []struct{ name, was, is string }{
		{"name", before.Name, after.Name},
		{"platform", before.Platform, after.Platform},
		{"email", before.Email, after.Email},
		{"note", before.Note, after.Note},
	} {
		if field.was != field.is {
			all = append(all, fmt.Sprintf("%s %s → %s", field.name, quoted(field.was), quoted(field.is)))
		}
	}
	return all
}

// quoted is a text that somebody typed, as a sentence about a change shows it.
func quoted(text string) string {
	if text == "" {
		return "empty"
	}
	return "“" + esc(clip(text, 100)) + "”"
}

func liveDay(d store.Date, now time.Time) string {
	if d == "" {
		return "the launch date"
	}
	return dayNear(d, store.DateOf(now))
}
