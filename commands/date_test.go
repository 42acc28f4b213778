package commands

import (
	"strings"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"pgregory.net/rapid"
)

func TestParseDay(t *testing.T) {
	const today = "2026-11-30" // a Monday
	for text, want := range map[string]store.Date{
		"2026-12-01": "2026-12-01", "2026-12-1": "2026-12-01", "1 Dec": "2026-12-01", "1. Dec.": "2026-12-01", "1 December": "2026-12-01",
		"1st of December": "2026-12-01", "Dec 1": "2026-12-01", "December 1st, 2026": "2026-12-01", "1 dec 2027": "2027-12-01",
		"1.12.": "2026-12-01", "01.12.2026": "2026-12-01", "24. 12. 2026": "2026-12-24", "5 Jan": "2027-01-05", "Jan 5": "2027-01-05", "28 May": "2027-05-28",
		"today": today, "Tonight": today, "tomorrow": "2026-12-01", "next week": "2026-12-07", "in 3 days": "2026-12-03", "in a week": "2026-12-07",
		"in two weeks": "2026-12-14", "Friday": "2026-12-04", "FRI": "2026-12-04", "next friday": "2026-12-04", "this fri": "2026-12-04",
		"Monday": "2026-12-07", "tues": "2026-12-01", "Sun": "2026-12-06", " \u200bFriday ": "2026-12-04", "on Friday": "2026-12-04",
		"Fri 4 Dec": "2026-12-04", "Friday, 4 December 2026": "2026-12-04", "29 Feb 2028": "2028-02-29", "30 Nov": today,
	} {
		got, err := parseDay(text, today)
		if err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"": "Can't read", "Thu 4 Dec": "Fri 4 Dec 2026 is a Friday, not a Thursday.", "Fri Fri 4 Dec": "Can't read", "soon": "Can't read soon as a day.", "yesterday": "Can't read", "Fri-day": "Can't read", "fr": "Can't read",
		"1 Nov": "1 Nov is over: it was Sun 1 Nov 2026.", "2026-11-29": "is over", "2025-12-01": "is over", "1 Dec 2020": "is over",
		"31 Feb": "There is no day 31 Feb.", "2026-02-30": "There is no day", "32 Dec": "There is no day", "0 Dec": "There is no day",
		"2026-13-01": "There is no day", "29 Feb 2027": "There is no day", "1 Dec 2999": "more than two years ahead", "in 999 weeks": "Can't read",
		"12/1": "12/1 could be two days.", "1/12/2026": "could be two days", "1 Foo": "Can't read", "<!channel>": "Can't read <!channel> as a day.",
		strings.Repeat("9", 3000): "Can't read", "1 Dec 1 Dec": "Can't read", "\x00": "Can't read", "1\u00a0000": "Can't read",
	} {
		got, err := parseDay(text, today)
		wrong, ok := err.(*bot.UserError) //nolint:errorlint // it is not wrapped: it is what the person reads
		if !ok || !strings.Contains(wrong.Problem, want) || wrong.Hint != "Write a day like 2026-12-07, 7 Dec or Monday." || len(wrong.Problem) > 200 {
			t.Errorf("%.40q is %q, %v; want %q", text, got, err, want)
		}
	}
}

// Whatever is typed, a day is never over, and how days are shown can be typed.
func TestParsedDaysAreToCome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := store.DateOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 2000).Draw(t, "today")))
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`(in )?\d{0,2}[ .-]?([A-Za-z]{3,9}|\d{1,2})[ .-]?(\d{4})?`)).Draw(t, "text")
		if d, err := parseDay(text, today); err == nil && (d < today || today.Days(d) > furthestDays) {
			t.Fatalf("%q on %s is %s", text, today, d)
		}
		ahead := store.DateOf(today.Time().AddDate(0, 0, rapid.IntRange(0, 180).Draw(t, "ahead")))
		for _, layout := range []string{time.DateOnly, "2 Jan", "January 2", "2.1.", "2 January 2006", "Mon 2 Jan"} {
			if d, err := parseDay(ahead.Time().Format(layout), today); err != nil || d != ahead {
				t.Fatalf("%s on %s is %s, %v", ahead.Time().Format(layout), today, d, err)
			}
		}
	})
}
