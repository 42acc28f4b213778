package slacksim

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// dateText is a <!date^seconds^format^link|fallback> without its frame, in the
// reader's time zone. What can't be read is its fallback.
func dateText(spec, fallback string, n names) string {
	seconds, rest, ok := strings.Cut(spec, "^")
	format, _, _ := strings.Cut(rest, "^")
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if !ok || err != nil || format == "" {
		return fallback
	}
	return formatDate(time.Unix(unix, 0).In(n.zone()), format, n.now().In(n.zone()))
}

// formatDate fills the tokens of Slack's date formats.
func formatDate(t time.Time, format string, now time.Time) string {
	return strings.NewReplacer(
		"{date_num}", t.Format(time.DateOnly),
		"{date}", t.Format("January 2, 2006"),
		"{date_slash}", t.Format("01/02/2006"),
		"{date_short}", t.Format("Jan 2, 2006"),
		"{date_long}", t.Format("Monday, January 2, 2006"),
		"{date_pretty}", prettyDate(t, now, "January 2, 2006"),
		"{date_short_pretty}", prettyDate(t, now, "Jan 2, 2006"),
		"{date_long_pretty}", prettyDate(t, now, "Monday, January 2, 2006"),
		"{day_divider_pretty}", prettyDate(t, now, "Monday, January 2, 2006"),
		"{time}", t.Format("3:04 PM"),
		"{time_secs}", t.Format("3:04:05 PM"),
		"{ago}", ago(t, now),
	).Replace(format)
}

func prettyDate(t, now time.Time, layout string) string {
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	switch day(t) {
	case day(now):
		return "today"
	case day(now.AddDate(0, 0, -1)):
		return "yesterday"
	case day(now.AddDate(0, 0, 1)):
		return "tomorrow"
	}
	return t.Format(layout)
}

// ago says how far a moment is away, in its largest whole unit.
func ago(t, now time.Time) string {
	d := now.Sub(t)
	future := d < 0
	d = d.Abs()
	units := []struct {
		name string
		size time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}}
	for _, u := range units {
		n := int64(d / u.size)
		if n == 0 {
			continue
		}
		if n > 1 {
			u.name += "s"
		}
		if future {
			return fmt.Sprintf("in %d %s", n, u.name)
		}
		return fmt.Sprintf("%d %s ago", n, u.name)
	}
	return "just now"
}
