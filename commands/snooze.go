package commands

import (
	"fmt"
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

// snoozed is how many applications a digest leaves out, each counted once: those
// with something TBD, and the others.
type snoozed struct{ tbd, unsent int }

// count counts those of a part.
func (s *snoozed) count(p part, n store.DigestCount) {
	if p == partTBD {
		s.tbd += n.Snoozed
	} else {
		s.unsent += n.Snoozed - n.SnoozedTwice
	}
}

func (s snoozed) all() int { return s.tbd + s.unsent }

// where names the commands that say until when, as in "`/influencer tbd` says
// until when."
func (s snoozed) where() string {
	var lists []string
	if s.tbd > 0 {
		lists = append(lists, "`/influencer tbd`")
	}
	if s.unsent > 0 {
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
