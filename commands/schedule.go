package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/store"
)

// DigestDefaults are the process's digest settings, which hold until the team
// sets its own. "" stands for the default of each.
type DigestDefaults struct {
	At      string // HH:MM
	TZ      string // IANA; "": the zone of who made the first campaign
	Days    string // "mon-wed,fri"
	Channel string // a channel id; "": direct messages to the owners
}

const (
	defaultAt   = "09:00"
	defaultDays = "mon-fri"
)

// String says when the digest comes: "at 09:00 on mon-fri, in Europe/Berlin".
func (d DigestDefaults) String() string {
	return fmt.Sprintf("at %s on %s, in %s", cmp.Or(d.At, defaultAt), cmp.Or(d.Days, defaultDays),
		cmp.Or(d.TZ, "the zone of who made the first campaign"))
}

// ParseDigestDefaults checks the four variables. The error names the
// variable, its text and what would work.
func ParseDigestDefaults(at, tz, days, channel string) (DigestDefaults, error) {
	var wrong []error
	if _, err := parseAt(at); at != "" && err != nil {
		wrong = append(wrong, fmt.Errorf("DIGEST_AT %q: %w", at, err))
	}
	if _, err := loadZone(tz); tz != "" && err != nil {
		wrong = append(wrong, fmt.Errorf("DIGEST_TZ %q: %w", tz, err))
	}
	if _, err := parseDays(days); days != "" && err != nil {
		wrong = append(wrong, fmt.Errorf("DIGEST_DAYS %q: %w", days, err))
	}
	if channel != "" && !postable(channel) {
		wrong = append(wrong, fmt.Errorf("DIGEST_CHANNEL %q: not a channel id such as C0123456789, which stands at the end of the channel's details in Slack", channel))
	}
	return DigestDefaults{At: at, TZ: tz, Days: days, Channel: channel}, oneLine(wrong)
}

// oneLine is all of the errors as one of one line, nil for none.
func oneLine(all []error) error {
	var joined error
	for _, err := range all {
		if joined == nil {
			joined = err
			continue
		}
		joined = fmt.Errorf("%w; %w", joined, err)
	}
	return joined
}

// parseAt reads HH:MM as minutes after midnight.
func parseAt(text string) (int, error) {
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != 5 {
		return 0, errors.New("not a time of day as HH:MM, such as 09:00")
	}
	return t.Hour()*60 + t.Minute(), nil
}

func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, errors.New("not a time zone such as Europe/Berlin")
	}
	return zone, nil
}

var weekdays = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

// parseDays reads day names and ranges, comma-separated: "mon-wed,fri". A
// range may go over the weekend: "fri-mon". A name may be written in full.
func parseDays(text string) (days [7]bool, err error) {
	wrong := errors.New("not days such as mon-fri or mon-wed,fri")
	text = strings.NewReplacer("–", "-", "—", "-").Replace(strings.ToLower(text))
	for part := range strings.SplitSeq(text, ",") {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		from, to := weekday(first), weekday(last)
		if from < 0 || to < 0 {
			return days, wrong
		}
		for d := from; ; d = (d + 1) % len(days) {
			days[d] = true
			if d == to {
				break
			}
		}
	}
	return days, nil
}

// weekday is the day of this name, Sunday being 0; -1 for none.
func weekday(name string) int {
	name = strings.TrimSpace(name)
	return slices.IndexFunc(weekdays, func(day string) bool { return name == strings.ToLower(day) || name == dayName(day) })
}

// dayName is a day's short name: "mon".
func dayName(day string) string { return strings.ToLower(day[:3]) }

// daysWords say which days, from Monday: "Monday to Friday".
func daysWords(days [7]bool) string {
	var parts []string
	for d := 1; d <= len(days); {
		end := d
		for end <= len(days) && days[end%len(days)] {
			end++
		}
		first, last := weekdays[d%len(days)], weekdays[(end-1)%len(days)]
		switch end - d {
		case 0:
			end++
		case 1:
			parts = append(parts, first)
		case 2:
			parts = append(parts, first, last)
		case len(days):
			return "every day"
		default:
			parts = append(parts, first+" to "+last)
		}
		d = end
	}
	return andList(parts)
}

// A schedule says when the digest is due.
type schedule struct {
	minute  int // after midnight, local
	days    [7]bool
	zone    *time.Location
	channel string
}

// due says whether the digest of now's day is due: on its days, from its
// time on. A time that a clock change skips is due right after it; one that
// comes twice is kept from repeating by the day's claim.
func (s schedule) due(now time.Time) bool {
	now = now.In(s.zone)
	return s.days[now.Weekday()] && now.Hour()*60+now.Minute() >= s.minute
}

// settings are the team's, filled up with the process's and their defaults.
func (a *App) settings(ctx context.Context) (store.Settings, error) {
	set, err := a.store.Settings(ctx, a.identity.TeamID)
	if err != nil {
		return set, err
	}
	set.At = cmp.Or(set.At, a.defaults.At, defaultAt)
	set.TZ = cmp.Or(set.TZ, a.defaults.TZ)
	set.Days = cmp.Or(set.Days, a.defaults.Days, defaultDays)
	set.Channel = cmp.Or(set.Channel, a.defaults.Channel)
	return set, nil
}

// schedule is when the digest is due, in the team's own zone, else in that of
// who made the first campaign.
func (a *App) schedule(ctx context.Context, campaigns []store.Campaign) (schedule, error) {
	set, err := a.settings(ctx)
	if err != nil {
		return schedule{}, err
	}
	s := schedule{channel: set.Channel, zone: time.UTC}
	if s.minute, err = parseAt(set.At); err != nil {
		return s, fmt.Errorf("digest time %q: %w", set.At, err)
	}
	if s.days, err = parseDays(set.Days); err != nil {
		return s, fmt.Errorf("digest days %q: %w", set.Days, err)
	}
	if set.TZ == "" {
		set.TZ, err = a.firstZone(ctx, campaigns)
		if err != nil || set.TZ == "" {
			return s, err
		}
	}
	if s.zone, err = loadZone(set.TZ); err != nil {
		return s, fmt.Errorf("digest time zone %q: %w", set.TZ, err)
	}
	return s, nil
}
