package commands

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// A pastDay is a day or a whole month that was, as somebody wrote it. What wasn't
// said is zero; the zero pastDay is no day at all.
type pastDay struct {
	year, month, day int
	weekday          string // written before it
	ago              int    // days before today
	near             bool   // ago counts
}

// A dayRange is from a day through another, both "" for none.
type dayRange struct{ from, to store.Date }

// writtenMonth is a month of a year as 2026-05 or May 2026.
var writtenMonth = regexp.MustCompile(`^(?:(\d{4})-(\d{1,2})|([a-z]+)\.? (\d{4}))$`)

const sayNoDay = " is no day that can be read."

// parsePastDay reads "2026-05-15", "15 May", "Fri, May 15th 2026", "15.5.2026",
// "in May", "May 2025", "yesterday".
func parsePastDay(text string) (pastDay, error) {
	said := clip(strings.Join(strings.Fields(bot.Visible(text)), " "), 60)
	wrong := &bot.UserError{Problem: said + sayNoDay}
	words := strings.Join(strings.Fields(fold(text)), " ")
	words = strings.TrimPrefix(strings.TrimPrefix(words, "on "), "in ")
	switch words {
	case "today":
		return pastDay{near: true}, nil
	case "yesterday":
		return pastDay{near: true, ago: 1}, nil
	}
	if writtenSlash.MatchString(words) {
		wrong.Problem = said + " could be two days."
		return pastDay{}, wrong
	}
	if d, ok := monthWritten(words); ok {
		return d, d.check(wrong)
	}
	weekday, rest := takeWeekday(words)
	year, month, day, ok := writtenDate(rest)
	if !ok || day == 0 {
		return pastDay{}, wrong
	}
	d := pastDay{year: year, month: month, day: day, weekday: weekday}
	return d, d.check(wrong)
}

// monthWritten reads a whole month.
func monthWritten(words string) (pastDay, bool) {
	if month, ok := monthNamed(words); ok {
		return pastDay{month: month}, true
	}
	m := writtenMonth.FindStringSubmatch(words)
	if m == nil {
		return pastDay{}, false
	}
	if m[1] != "" {
		year, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		return pastDay{year: year, month: month}, true
	}
	month, ok := monthNamed(m[3])
	year, _ := strconv.Atoi(m[4])
	return pastDay{year: year, month: month}, ok
}

// check says whether there is such a day; one without a year may be the 29th of
// February.
func (d pastDay) check(wrong error) error {
	year := d.year
	if year == 0 {
		year = 2004
	}
	if _, ok := dateOf(year, d.month, max(d.day, 1)); !ok || year < 2000 || year > 2100 {
		return wrong
	}
	return nil
}

// resolve finds the days that are meant: without a year the last such before
// today or today. Days to come are a UserError.
func (d pastDay) resolve(today store.Date) (dayRange, error) {
	if d == (pastDay{}) {
		return dayRange{}, nil
	}
	if d.near {
		day := store.DateOf(today.Time().AddDate(0, 0, -d.ago))
		return dayRange{day, day}, nil
	}
	year := d.year
	if year == 0 {
		year = today.Time().Year()
		for d.in(year).from > today || d.in(year) == (dayRange{}) {
			year--
		}
	}
	days := d.in(year)
	if is := days.from.Time().Weekday().String(); d.weekday != "" && d.weekday != is {
		return dayRange{}, &bot.UserError{
			Problem: fmt.Sprintf("%s is a %s, not a %s.", dayWords(days.from), is, d.weekday),
			Hint:    "Name the day without its weekday.",
		}
	}
	if days.from > today {
		return dayRange{}, &bot.UserError{
			Problem: fmt.Sprintf("%s is still to come. Name a day that was, or leave it out.", dayWords(days.from)),
			Hint:    "Like this: /influencer history MAYA15 yesterday",
		}
	}
	return days, nil
}

// in are the days meant in a year, none where that has no such day.
func (d pastDay) in(year int) dayRange {
	first, ok := dateOf(year, d.month, max(d.day, 1))
	switch {
	case !ok:
		return dayRange{}
	case d.day == 0:
		return dayRange{first, store.DateOf(first.Time().AddDate(0, 1, -1))}
	}
	return dayRange{first, first}
}

// words say it in a sentence: "On Fri 15 May 2026", "In May 2026".
func (d dayRange) words() string {
	if d.from == d.to {
		return "On " + dayWords(d.from)
	}
	return "In " + d.from.Time().Format("January 2006")
}

// bounds are the moment at which the days begin, and that at which they are
// over, where somebody is.
func (d dayRange) bounds(zone *time.Location) (begin, end time.Time) {
	from, to := d.from.Time(), d.to.Time()
	return time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, zone),
		time.Date(to.Year(), to.Month(), to.Day()+1, 0, 0, 0, 0, zone)
}
