package commands

import (
	"fmt"
	"slices"
	"strings"

	"codekeeper/store"
)

// An influencer may be snoozed: until a day digests leave out what is TBD or
// unsent of them, and only count it. That ends by itself, at the latest on the day somebody goes live.

const (
	fieldSnooze = "snooze"
	hintSnooze  = "Digests leave them out before that day, and at the latest until they go live."
)

// snoozed says whether digests leave the item out today.
func (i item) snoozed(today store.Date) bool { return i.row != nil && i.row.Snoozed(today) }

// awake tells the items that digests speak of from those that are snoozed.
func awake(items []item, today store.Date) (awake, snoozed []item) {
	for _, i := range items {
		if i.snoozed(today) {
			snoozed = append(snoozed, i)
		} else {
			awake = append(awake, i)
		}
	}
	return awake, snoozed
}

// snoozedCount is how many applications are left out, each counted once.
func (d digestNow) snoozedCount() int {
	ids := map[int64]bool{}
	for _, i := range d.snoozed {
		ids[i.row.ID] = true
	}
	return len(ids)
}

// snoozedWhere names the commands that say until when, as in "`/influencer tbd`
// says until when."
func (d digestNow) snoozedWhere() string {
	var lists []string
	inTBD := map[int64]bool{}
	for _, i := range d.snoozed {
		if len(i.missing) > 0 {
			inTBD[i.row.ID] = true
		}
	}
	if len(inTBD) > 0 {
		lists = append(lists, "`/influencer tbd`")
	}
	if slices.ContainsFunc(d.snoozed, func(i item) bool { return !inTBD[i.row.ID] }) {
		lists = append(lists, "`/influencer list unsent`")
	}
	if len(lists) == 1 {
		return lists[0] + " says until when."
	}
	return strings.Join(lists, " and ") + " say until when."
}

// snoozeWords say in mrkdwn until when a row is snoozed and who did that, ""
// when it isn't.
func snoozeWords(r store.Row, today store.Date) string {
	if !r.Snoozed(today) {
		return ""
	}
	until := r.SnoozedUntil
	if live := r.GoesLiveOn(); live != "" && live < until {
		until = live
	}
	return fmt.Sprintf("snoozed until %s by <@%s>", dayNear(until, today), r.SnoozedBy)
}

// snoozedNow says what became of a snooze that was changed.
func snoozedNow(r store.Row, today store.Date) string {
	if words := snoozeWords(r, today); words != "" {
		return words
	}
	return "no longer snoozed"
}

// snoozeProblem says what is wrong with a day to snooze until, "" when
// nothing is. A day that is saved already may be over.
func snoozeProblem(r store.Row, until, today store.Date) string {
	switch live := r.GoesLiveOn(); {
	case until == "" || until == r.SnoozedUntil:
		return ""
	case until <= today:
		return "Pick a day after today, or none."
	case live != "" && today >= live:
		return "They should be live already, so digests keep showing it. Leave this empty."
	}
	return ""
}
