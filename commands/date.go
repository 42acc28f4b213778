package commands

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// A day as people type it: 2026-12-01 · 1 Dec · 1 December 2026 · Fri 4 Dec ·
// Dec 1 · 1.12. · 1.12.2026 · Friday · next Friday · today · tomorrow · in 3 days · in 2 weeks

const (
	// furthestDays is how far ahead a day makes sense; what is further is a slip.
	furthestDays = 2 * 365
	// soonDays is how far ahead a day without a year may be in the next year.
	soonDays = 182
)

var (
	writtenISO   = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	writtenDots  = regexp.MustCompile(`^(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}))?$`)
	writtenWords = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-z]+)\.?(?:,? (\d{4}))?$`)
	writtenUS    = regexp.MustCompile(`^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$`)
	writtenIn    = regexp.MustCompile(`^in (\d{1,3}|a|one|two|three|four) (day|week)s?$`)
	writtenSlash = regexp.MustCompile(`^\d{1,4}/\d{1,2}(/\d{1,4})?$`)
)

// parseDay reads a day, today or later; today is where the person is. The error
// is a *bot.UserError without what to try: that is a whole command.
func parseDay(text string, today store.Date) (store.Date, error) {
	said := clip(strings.TrimSpace(text), 40)
	words := strings.Join(strings.Fields(strings.ToLower(bot.Visible(text))), " ")
	words = strings.TrimSuffix(strings.TrimPrefix(words, "on "), ",")
	if d, ok := relativeDay(words, today); ok {
		return d, nil
	}
	weekday, rest := takeWeekday(words)
	year, month, day, ok := writtenDate(rest)
	switch {
	case writtenSlash.MatchString(words):
		return "", dayError(said+" could be two days.", today)
	case !ok:
		return "", dayError(fmt.Sprintf("Can't read %s as a day.", said), today)
	}
	d, err := certainDay(said, year, month, day, today)
	if is := d.Time().Weekday().String(); err == nil && weekday != "" && weekday != is {
		return "", dayError(fmt.Sprintf("%s is a %s, not a %s.", dayWords(d), is, weekday), today)
	}
	return d, err
}

// takeWeekday takes the day of the week off that stands before a date, "" for
// none.
func takeWeekday(words string) (weekday, rest string) {
	first, rest, more := strings.Cut(words, " ")
	for day := time.Sunday; more && day <= time.Saturday; day++ {
		if abbreviates(strings.TrimRight(first, ".,"), day.String()) {
			return day.String(), rest
		}
	}
	return "", words
}

// relativeDay is a day said from today on.
func relativeDay(words string, today store.Date) (store.Date, bool) {
	on := func(days int) store.Date { return store.DateOf(today.Time().AddDate(0, 0, days)) }
	switch words {
	case "today", "tonight":
		return today, true
	case "tomorrow":
		return on(1), true
	case "next week":
		return on(7), true
	}
	if m := writtenIn.FindStringSubmatch(words); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = max(1, slices.Index([]string{"", "one", "two", "three", "four"}, m[1]))
		}
		if m[2] == "week" {
			n *= 7
		}
		return on(n), n <= furthestDays
	}
	word := strings.TrimPrefix(strings.TrimPrefix(words, "next "), "this ")
	for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
		if abbreviates(word, weekday.String()) {
			return on((int(weekday-today.Time().Weekday())+6)%7 + 1), true // the next one, never today
		}
	}
	return "", false
}

// writtenDate takes a date apart; year is 0 where none is written.
func writtenDate(words string) (year, month, day int, ok bool) {
	number := func(text string) int { n, _ := strconv.Atoi(text); return n }
	if m := writtenISO.FindStringSubmatch(words); m != nil {
		return number(m[1]), number(m[2]), number(m[3]), true
	}
	if m := writtenDots.FindStringSubmatch(words); m != nil {
		return number(m[3]), number(m[2]), number(m[1]), true
	}
	if m := writtenWords.FindStringSubmatch(words); m != nil {
		month, ok := monthNamed(m[2])
		return number(m[3]), month, number(m[1]), ok
	}
	if m := writtenUS.FindStringSubmatch(words); m != nil {
		month, ok := monthNamed(m[1])
		return number(m[3]), month, number(m[2]), ok
	}
	return 0, 0, 0, false
}

func monthNamed(word string) (int, bool) {
	for month := time.January; month <= time.December; month++ {
		if abbreviates(word, month.String()) {
			return int(month), true
		}
	}
	return 0, false
}

// abbreviates says whether a word is a name or the first letters of it, three at
// least: "tue", "tues", "tuesday".
func abbreviates(word, name string) bool {
	return len(word) >= 3 && strings.HasPrefix(strings.ToLower(name), word)
}

// certainDay is a date that exists, today or later and not too far ahead. One
// without a year is the next such day.
func certainDay(said string, year, month, day int, today store.Date) (store.Date, error) {
	written := year != 0
	if !written {
		year = today.Time().Year()
	}
	d, exists := dateOf(year, month, day)
	if !exists && !written { // 29 Feb may be of next year
		d, exists = dateOf(year+1, month, day)
	}
	if exists && !written && d < today {
		if next, ok := dateOf(year+1, month, day); ok && today.Days(next) <= soonDays {
			d = next
		}
	}
	switch {
	case !exists:
		return "", dayError(fmt.Sprintf("There is no day %s.", said), today)
	case d < today:
		return "", dayError(fmt.Sprintf("%s is over: it was %s.", said, dayWords(d)), today)
	case today.Days(d) > furthestDays:
		return "", dayError(fmt.Sprintf("%s is more than two years ahead.", dayWords(d)), today)
	}
	return d, nil
}

func dateOf(year, month, day int) (store.Date, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return store.DateOf(t), t.Year() == year && int(t.Month()) == month && t.Day() == day
}

// dayError says what is wrong with a day, and how one is written.
func dayError(problem string, today store.Date) error {
	next := today.Time().AddDate(0, 0, 7)
	return &bot.UserError{
		Problem: problem,
		Hint:    fmt.Sprintf("Write a day like %s, %s or %s.", next.Format(time.DateOnly), next.Format("2 Jan"), next.Weekday()),
	}
}
