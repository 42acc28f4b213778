package commands

import (
	"time"

	"codekeeper/store"
)

// Days and moments as people read them.

// lasting says since when something stands, in days of the person's own: "since
// today", "for 3 days".
func lasting(since, now time.Time) string {
	switch days := store.DateOf(since.In(now.Location())).Days(store.DateOf(now)); {
	case days <= 0:
		return "since today"
	case days == 1:
		return "since yesterday"
	default:
		return "for " + count(days, "day")
	}
}

// dayNear writes a day within half a year of today without its year: "Tue 24
// Nov".
func dayNear(d, today store.Date) string {
	if days := today.Days(d); -182 < days && days < 182 {
		return d.Time().Format("Mon 2 Jan")
	}
	return dayWords(d)
}

// dayWords writes a day as people do: "Tue 24 Nov 2026".
func dayWords(d store.Date) string { return d.Time().Format("Mon 2 Jan 2006") }

// shortDay is the day of a moment, with its year where that isn't this one:
// "3 Mar", "3 Mar 2025".
func shortDay(at, now time.Time) string {
	at = at.In(now.Location())
	if at.Year() == now.Year() {
		return at.Format("2 Jan")
	}
	return at.Format("2 Jan 2006")
}

// momentWords say when something was, in the person's own time: "today at
// 10:15", "Tue 2 Jun, 10:15".
func momentWords(at, now time.Time) string {
	at = at.In(now.Location())
	day, today := store.DateOf(at), store.DateOf(now)
	if day == today {
		return "today at " + at.Format("15:04")
	}
	return dayNear(day, today) + ", " + at.Format("15:04")
}

// fullMoment is a moment with its year, in the person's own time.
func fullMoment(at, now time.Time) string {
	return at.In(now.Location()).Format("Mon 2 Jan 2006, 15:04")
}
