package commands

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones are read also where the machine has none

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

func TestDigestDefaultsInWords(t *testing.T) {
	for want, d := range map[string]DigestDefaults{
		"at 09:00 on mon-fri, in the zone of who made the first campaign": {},
		"at 07:30 on mon-wed,fri, in Europe/Lisbon":                       {At: "07:30", TZ: "Europe/Lisbon", Days: "mon-wed,fri", Channel: "C1"},
	} {
		if got := d.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestParseDigestDefaults(t *testing.T) {
	for _, test := range []struct {
		name                  string
		at, tz, days, channel string
		wrong                 []string // nil: it is right
	}{
		{name: "nothing"},
		{name: "all", at: "07:30", tz: "America/St_Johns", days: "mon-wed,fri", channel: "C0123456789"},
		{name: "midnight", at: "00:00"},
		{name: "last minute", at: "23:59"},
		{name: "private channel", channel: "G0123456789"},
		{name: "names in full, any case, spaces", days: " Monday - Wednesday , FRI "},
		{name: "a dash that word processors make", days: "mon–fri"},
		{name: "an hour too many", at: "24:00", wrong: []string{"DIGEST_AT", `"24:00"`, "09:00"}},
		{name: "a minute too many", at: "09:60", wrong: []string{"DIGEST_AT", `"09:60"`}},
		{name: "no leading zero", at: "9:00", wrong: []string{"DIGEST_AT", `"9:00"`, "09:00"}},
		{name: "half past", at: "9am", wrong: []string{"DIGEST_AT", `"9am"`}},
		{name: "seconds", at: "09:00:00", wrong: []string{"DIGEST_AT"}},
		{name: "no zone", tz: "Berlin", wrong: []string{"DIGEST_TZ", `"Berlin"`, "Europe/Berlin"}},
		{name: "the machine's zone", tz: "Local", wrong: []string{"DIGEST_TZ", `"Local"`}},
		{name: "a path", tz: "../etc/passwd", wrong: []string{"DIGEST_TZ"}},
		{name: "cron's prefix", tz: "TZ=Europe/Berlin", wrong: []string{"DIGEST_TZ"}},
		{name: "no days", days: ",", wrong: []string{"DIGEST_DAYS", `","`, "mon-fri"}},
		{name: "a range without end", days: "mon-", wrong: []string{"DIGEST_DAYS", `"mon-"`}},
		{name: "three ends", days: "mon-wed-fri", wrong: []string{"DIGEST_DAYS"}},
		{name: "another language", days: "lun-ven", wrong: []string{"DIGEST_DAYS", `"lun-ven"`}},
		{name: "a channel's name", channel: "#influencers", wrong: []string{"DIGEST_CHANNEL", `"#influencers"`, "C0123456789"}},
		{name: "a user", channel: "U0123456789", wrong: []string{"DIGEST_CHANNEL"}},
		{
			name: "two at once", at: "late", days: "never",
			wrong: []string{`DIGEST_AT "late"`, `DIGEST_DAYS "never"`},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseDigestDefaults(test.at, test.tz, test.days, test.channel)
			if test.wrong == nil {
				if err != nil {
					t.Fatal(err)
				}
				want := DigestDefaults{At: test.at, TZ: test.tz, Days: test.days, Channel: test.channel}
				if got != want {
					t.Errorf("got %+v, want %+v", got, want)
				}
				return
			}
			if err == nil {
				t.Fatal("no error")
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
			for _, want := range test.wrong {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not name %s", err, want)
				}
			}
		})
	}
}

func TestParseDays(t *testing.T) {
	for text, want := range map[string]string{
		"mon-fri":                 "Monday to Friday",
		"mon-wed,fri":             "Monday to Wednesday and Friday",
		"fri-mon":                 "Monday and Friday to Sunday",
		"sat-sun":                 "Saturday and Sunday",
		"sun":                     "Sunday",
		"sun-sat":                 "every day",
		"mon-sun":                 "every day",
		"tue,tue,tue":             "Tuesday",
		"mon,tue,wed,thu,fri":     "Monday to Friday",
		"thursday-tue":            "Monday, Tuesday and Thursday to Sunday",
		"mon,wed,fri":             "Monday, Wednesday and Friday",
		"sun,mon,tue,wed,thu,fri": "Monday to Friday and Sunday",
	} {
		days, err := parseDays(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got := daysWords(days); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// scheduleOf is a schedule as it is written in the environment.
func scheduleOf(t testing.TB, at, days, zone string) schedule {
	t.Helper()
	var s schedule
	var err error
	s.minute, err = parseAt(at)
	must(t, err)
	s.days, err = parseDays(days)
	must(t, err)
	s.zone, err = loadZone(zone)
	must(t, err)
	return s
}

func TestDueAroundClockChanges(t *testing.T) {
	for _, test := range []struct {
		name, zone, at string
		when           string // UTC
		due            bool
	}{
		// New York, 8 March 2026: 02:00 becomes 03:00 at 07:00 UTC.
		{"before the time that is skipped", "America/New_York", "02:30", "2026-03-08T06:59:00Z", false},
		{"right after the time that is skipped", "America/New_York", "02:30", "2026-03-08T07:00:00Z", true},
		{"a time after the change is not early", "America/New_York", "03:30", "2026-03-08T07:29:00Z", false},
		{"a time after the change", "America/New_York", "03:30", "2026-03-08T07:30:00Z", true},
		// New York, 1 November 2026: 02:00 becomes 01:00 at 06:00 UTC.
		{"before the time that comes twice", "America/New_York", "01:30", "2026-11-01T05:29:00Z", false},
		{"the first of two", "America/New_York", "01:30", "2026-11-01T05:30:00Z", true},
		{"the second of two", "America/New_York", "01:30", "2026-11-01T06:30:00Z", true},
		// Santiago, 6 September 2026: midnight becomes 01:00 at 04:00 UTC.
		{"the day before a midnight that is skipped", "America/Santiago", "00:00", "2026-09-06T03:59:00Z", true},
		{"right after a midnight that is skipped", "America/Santiago", "00:00", "2026-09-06T04:00:00Z", true},
		{"half past a midnight that is skipped", "America/Santiago", "00:30", "2026-09-06T04:00:00Z", true},
		// Santiago, 5 April 2026: midnight becomes 23:00 of the day before at 03:00 UTC.
		{"the last hour comes twice, first", "America/Santiago", "23:30", "2026-04-05T02:30:00Z", true},
		{"the last hour comes twice, between", "America/Santiago", "23:30", "2026-04-05T03:29:00Z", false},
		{"the last hour comes twice, second", "America/Santiago", "23:30", "2026-04-05T03:30:00Z", true},
		// Lord Howe, 4 October 2026: 02:00 becomes 02:30 at 15:30 UTC of the 3rd.
		{"before the half hour that is skipped", "Australia/Lord_Howe", "02:15", "2026-10-03T15:29:00Z", false},
		{"right after the half hour that is skipped", "Australia/Lord_Howe", "02:15", "2026-10-03T15:30:00Z", true},
		// A weekend.
		{"Saturday in Auckland, Friday in UTC", "Pacific/Auckland", "09:00", "2026-06-05T22:00:00Z", false},
		{"Monday in Auckland, Sunday in UTC", "Pacific/Auckland", "09:00", "2026-06-07T21:00:00Z", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			days := "mon-sun"
			if test.zone == "Pacific/Auckland" {
				days = "mon-fri"
			}
			when, err := time.Parse(time.RFC3339, test.when)
			must(t, err)
			s := scheduleOf(t, test.at, days, test.zone)
			if got := s.due(when); got != test.due {
				t.Errorf("due at %s: %v, want %v", when.In(s.zone), got, test.due)
			}
		})
	}
}

// TestEveryDayOfAYear sweeps minute by minute through a year, and claims as
// the database does: each local day once.
func TestEveryDayOfAYear(t *testing.T) {
	t.Parallel()
	times := []string{"00:00", "01:30", "02:30", "09:00", "23:59"}
	for _, zone := range []string{"America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			var all []*claiming
			for _, at := range times {
				all = append(all, &claiming{schedule: scheduleOf(t, at, "mon-fri,sun", zone), claims: map[store.Date]time.Time{}})
			}
			from := time.Date(2026, time.January, 1, 0, 0, 0, 0, all[0].zone)
			for now := from; now.Year() == 2026; now = now.Add(time.Minute) {
				for _, c := range all {
					c.sweep(t, now)
				}
			}
			for n, c := range all {
				c.check(t, times[n], from)
			}
		})
	}
}

// claiming is a schedule with what was claimed by it.
type claiming struct {
	schedule
	claims map[store.Date]time.Time
	last   time.Time // claim
}

func (c *claiming) sweep(t *testing.T, now time.Time) {
	if !c.due(now) || now.Day() == c.last.Day() && now.Sub(c.last) < 24*time.Hour {
		return
	}
	day := store.DateOf(now)
	if _, again := c.claims[day]; again {
		return
	}
	c.claims[day], c.last = now, now
	if minute := now.Hour()*60 + now.Minute(); minute < c.minute || minute > c.minute+60 {
		t.Errorf("at %02d:%02d, claimed at %s", c.minute/60, c.minute%60, now)
	}
}

// check wants exactly one claim on each due day of the year.
func (c *claiming) check(t *testing.T, at string, from time.Time) {
	var want []store.Date
	for d := time.Date(from.Year(), time.January, 1, 12, 0, 0, 0, time.UTC); d.Year() == from.Year(); d = d.AddDate(0, 0, 1) {
		if c.days[d.Weekday()] {
			want = append(want, store.DateOf(d))
		}
	}
	got := slices.Sorted(maps.Keys(c.claims))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: days claimed (-want +got):\n%s", at, diff)
	}
}

// TestDowntime stops the sweep for an hour, at each minute of the days on
// which clocks change: no day is skipped.
func TestDowntime(t *testing.T) {
	s := scheduleOf(t, "02:30", "mon-sun", "America/New_York")
	for _, day := range []store.Date{"2026-03-08", "2026-11-01"} {
		midnight := time.Date(2026, day.Time().Month(), day.Time().Day(), 0, 0, 0, 0, s.zone)
		for down := midnight; store.DateOf(down) == day; down = down.Add(time.Minute) {
			claimed := false
			for now := midnight; store.DateOf(now) == day && !claimed; now = now.Add(time.Minute) {
				up := now.Before(down) || !now.Before(down.Add(time.Hour))
				claimed = up && s.due(now)
			}
			if !claimed {
				t.Fatalf("down at %s: the day is skipped", down)
			}
		}
	}
}

func TestZoneOptions(t *testing.T) {
	for query, want := range map[string]string{
		"amster": "Europe/Amsterdam", "new york": "America/New York", "São P": "America/Sao Paulo",
		"europe/ber": "Europe/Berlin", "KOLKATA": "Asia/Kolkata", "utc": "UTC",
	} {
		reply, err := zoneOptions(t.Context(), requestFor(query, ""))
		must(t, err)
		if len(reply.Options) == 0 || reply.Options[0].Text.Text != want {
			t.Errorf("%q offers %v, want %s first", query, reply.Options, want)
		}
	}
	reply, err := zoneOptions(t.Context(), requestFor("", "Pacific/Auckland"))
	must(t, err)
	if len(reply.Options) != maxOptions || reply.Options[0].Value != "Pacific/Auckland" {
		t.Errorf("%d options, first %s; want %d, first their own", len(reply.Options), reply.Options[0].Value, maxOptions)
	}
}

func TestEveryZoneCanBeRead(t *testing.T) {
	names := strings.Fields(zoneList)
	if !slices.IsSorted(names) || len(names) < 400 {
		t.Errorf("%d names, or not sorted", len(names))
	}
	for _, name := range names {
		if !readableZone(name) {
			t.Errorf("%s can't be read", name)
		}
	}
}
