package commands

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// A dayText is a day, a month or a year's month as somebody wrote it. What
// wasn't said is zero; the zero dayText is no day at all.
type dayText struct {
	year, month, day int
	ago              int  // days before today
	near             bool // ago counts
}

// A dayRange is from a day through another, both "" for none.
type dayRange struct{ from, to store.Date }

// parseDay reads "2026-05-15", "15 May", "May 15th 2026", "in May", "15.5.2026",
// "yesterday".
func parseDay(text string) (dayText, error) {
	wrong := &bot.UserError{Problem: fmt.Sprintf("%s is no day that can be read.", clip(strings.Join(strings.Fields(visible(text)), " "), 60))}
	fields := strings.FieldsFunc(fold(visible(text)), func(r rune) bool { return r == ',' || blank(r) })
	if len(fields) > 0 && (fields[0] == "on" || fields[0] == "in") {
		fields = fields[1:]
	}
	if len(fields) > 1 && namesWeekday(fields[0]) {
		fields = fields[1:]
	}
	if len(fields) == 1 {
		return parseDayWord(fields[0], wrong)
	}
	var d dayText
	for _, field := range fields {
		if !d.take(field) {
			return dayText{}, wrong
		}
	}
	if d.month == 0 {
		return dayText{}, wrong
	}
	return d, d.check(wrong)
}

// parseDayWord reads a day that is one word.
func parseDayWord(word string, wrong error) (dayText, error) {
	switch word {
	case "today":
		return dayText{near: true}, nil
	case "yesterday":
		return dayText{near: true, ago: 1}, nil
	}
	if month := monthNamed(word); month != 0 {
		return dayText{month: month}, nil
	}
	for _, separator := range []string{"-", ".", "/"} {
		if parts := strings.Split(strings.TrimSuffix(word, "."), separator); len(parts) > 1 {
			return parseDayParts(parts, separator, wrong)
		}
	}
	return dayText{}, wrong
}

// parseDayParts reads 2026-05-15, 2026-05, 15.5.2026, 15.5. and, where only one
// reading is possible, 15/5/2026 or 5/15/2026.
func parseDayParts(parts []string, separator string, wrong error) (dayText, error) {
	var n [3]int
	if len(parts) > len(n) {
		return dayText{}, wrong
	}
	for i, part := range parts {
		number, err := strconv.Atoi(part)
		if err != nil || number < 1 || len(part) > 4 {
			return dayText{}, wrong
		}
		n[i] = number
	}
	var d dayText
	switch {
	case len(parts[0]) == 4:
		d = dayText{n[0], n[1], n[2], 0, false}
	case separator == "/" && n[0] <= 12 && n[1] <= 12 && n[0] != n[1]:
		return d, &bot.UserError{Problem: fmt.Sprintf("%s can be two days. Write the month as a word, like %d %s, or the year first.",
			strings.Join(parts, separator), n[0], time.Month(n[1]))}
	case separator == "/" && n[1] > 12:
		d = dayText{n[2], n[0], n[1], 0, false}
	case separator == "-" && len(parts) < 3:
		return d, wrong
	default:
		d = dayText{n[2], n[1], n[0], 0, false}
	}
	if d.year != 0 && d.year < 100 {
		d.year += 2000
	}
	return d, d.check(wrong)
}

// take reads one word of several: a month, a day or a year, each once.
func (d *dayText) take(field string) bool {
	if month := monthNamed(strings.TrimSuffix(field, ".")); month != 0 && d.month == 0 {
		d.month = month
		return true
	}
	for _, end := range []string{"st", "nd", "rd", "th", "."} {
		field = strings.TrimSuffix(field, end)
	}
	number, err := strconv.Atoi(field)
	switch {
	case err != nil || number < 1:
		return false
	case len(field) == 4 && d.year == 0:
		d.year = number
		return true
	case len(field) <= 2 && d.day == 0:
		d.day = number
		return true
	}
	return false
}

// check says whether there is such a day; one without a year may be the 29th of
// February.
func (d dayText) check(wrong error) error {
	year := d.year
	if year == 0 {
		year = 2004
	}
	if _, err := store.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, d.month, max(d.day, 1))); err != nil {
		return wrong
	}
	return nil
}

func monthNamed(word string) int {
	for m := time.January; m <= time.December; m++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(m.String()), word) || word == "sept" && m == time.September {
			return int(m)
		}
	}
	return 0
}

func namesWeekday(word string) bool {
	word = strings.TrimSuffix(word, ".")
	for d := time.Sunday; d <= time.Saturday; d++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(d.String()), word) {
			return true
		}
	}
	return false
}

// resolve finds the days that are meant: without a year the last such before
// today or today. Days to come are a UserError.
func (d dayText) resolve(today store.Date) (dayRange, error) {
	if d == (dayText{}) {
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
	if days.from > today {
		return dayRange{}, &bot.UserError{
			Problem: fmt.Sprintf("%s is still to come. Name a day that was, or leave it out.", dayWords(days.from)),
			Hint:    "Like this: /influencer history MAYA15 yesterday",
		}
	}
	return days, nil
}

// in are the days meant in a year, none where that has no such day.
func (d dayText) in(year int) dayRange {
	first := time.Date(year, time.Month(d.month), max(d.day, 1), 0, 0, 0, 0, time.UTC)
	if d.day == 0 {
		return dayRange{store.DateOf(first), store.DateOf(first.AddDate(0, 1, -1))}
	}
	if first.Day() != d.day {
		return dayRange{}
	}
	return dayRange{store.DateOf(first), store.DateOf(first)}
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
