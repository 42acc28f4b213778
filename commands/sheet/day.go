package sheet

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Layouts of dates that name the month, or begin with the year, or have dots,
// which only Europe writes, the day first. What follows, a time of day or a
// zone, is cut off before.
var dayLayouts = [...]string{
	"2006-1-2", "2006/1/2", "2006.1.2",
	"2.1.2006", "2.1.06",
	"2-Jan-2006", "2-Jan-06", "2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006",
}

// timeOfDay is what may follow a day: "T00:00:00Z", " 00:00:00 -0400", " 12:00 AM UTC".
var timeOfDay = regexp.MustCompile(`(?i)[T ,]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AP]M)?\s*(Z|[+-]\d{2}:?\d{2}|[A-Z]{2,5})?(\s*[A-Z]{2,5})?$`)

var slashed = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$`)

// longestDay is more bytes than any date with its time has.
const longestDay = 200

// Day reads a date, with or without a time, as the day it says where it was
// written: YYYY-MM-DD, "" for an empty cell. 5/1/2026, which is May in one
// country and January in the next, is an *Error that says so, as is all that is
// no date; Days read it where the table tells.
func Day(cell string) (string, error) {
	if len(cell) > longestDay {
		return "", noDay(strings.TrimSpace(clipped(cell)))
	}
	text := strings.Join(strings.Fields(Plain(cell)), " ")
	if text == "" {
		return "", nil
	}
	bare := strings.TrimSpace(timeOfDay.ReplaceAllString(text, ""))
	if first, second, ok := slashedDays(bare); ok {
		return slashedDay(text, first, second)
	}
	spelled := strings.NewReplacer(",", "", "Sept ", "Sep ").Replace(bare)
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, spelled); err == nil {
			return checkedDay(text, t)
		}
	}
	return "", noDay(text)
}

// readings are the days that a cell is with the day first and with the month
// first, zero where it can't be; ok is false for other dates, and for none.
func readings(cell string) (first, second time.Time, ok bool) {
	if len(cell) > longestDay || !strings.ContainsAny(cell, "/-") {
		return first, second, false
	}
	text := strings.Join(strings.Fields(Plain(cell)), " ")
	return slashedDays(strings.TrimSpace(timeOfDay.ReplaceAllString(text, "")))
}

// slashedDays are the readings of a date without its time.
func slashedDays(text string) (first, second time.Time, ok bool) {
	m := slashed.FindStringSubmatch(text)
	if m == nil {
		return first, second, false
	}
	layout := "/2006"
	if len(m[3]) == 2 {
		layout = "/06"
	}
	date := m[1] + "/" + m[2] + "/" + m[3]
	first, err := time.Parse("2/1"+layout, date)
	if err != nil {
		first = time.Time{}
	}
	if second, err = time.Parse("1/2"+layout, date); err != nil {
		second = time.Time{}
	}
	return first, second, true
}

// slashedDay reads 13/5/2026 and 5/13/2026, which leave no doubt.
func slashedDay(text string, first, second time.Time) (string, error) {
	switch {
	case first.IsZero() && second.IsZero():
		return "", noDay(text)
	case first.IsZero():
		return checkedDay(text, second)
	case second.IsZero() || first.Equal(second):
		return checkedDay(text, first)
	}
	return "", &Error{
		Problem: fmt.Sprintf("%s can be %s or %s.", clipped(text), first.Format("2 January 2006"), second.Format("2 January 2006")),
		Try:     fmt.Sprintf("Write %s or %s.", first.Format(time.DateOnly), second.Format(time.DateOnly)),
	}
}

func checkedDay(text string, t time.Time) (string, error) {
	if t.Year() < 2000 || t.Year() > 2100 {
		return "", noDay(text)
	}
	return t.Format(time.DateOnly), nil
}

func noDay(text string) error {
	return &Error{Problem: clipped(text) + " is no date between 2000 and 2100.", Try: "Write it as 2026-05-01."}
}

// clipped is a cell as a sentence repeats it.
func clipped(text string) string {
	n := 0
	for at := range text {
		if n++; n == 60 && utf8.RuneCountInString(text[at:]) > 1 {
			return text[:at] + "…"
		}
	}
	return text
}
