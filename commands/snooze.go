package commands

import (
	"fmt"

	"codekeeper/store"
)

// What is TBD may be snoozed: until a day digests leave it out and only count
// it. That ends by itself, at the latest on the day somebody goes live.

const (
	fieldSnooze = "snooze"
	hintSnooze  = "Digests leave it out before that day, and at the latest until they go live."
)

// snoozed says whether digests leave the item out today.
func (i item) snoozed(today store.Date) bool {
	return i.row != nil && len(i.missing) > 0 && i.row.Snoozed(today)
}

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
