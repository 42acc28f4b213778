package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// requestFor is a request with a text, of somebody in a time zone.
func requestFor(text, zone string) *bot.Request {
	return &bot.Request{Text: text, User: bot.User{TimeZone: zone}, At: monday}
}

// days ago, from monday.
func ago(days int) time.Time { return monday.AddDate(0, 0, -days) }

// rowsOf make rows of campaigns and influencers that are only in memory.
type rowsOf struct {
	t    testing.TB
	rows []store.Row
}

// campaignOf is a campaign that is only in memory.
func campaignOf(id int64, name string, launches store.Date, owners ...string) store.Campaign {
	return store.Campaign{
		ID: id, Version: 1, Slug: slugOf(name, 1), CreatedAt: ago(40), SharedLinkSince: ago(30), SharedCodeSince: ago(30),
		Terms: store.Terms{Name: name, LinkMode: store.UniqueProgram, CodeMode: store.UniqueOurs, Launches: launches, Owners: owners},
	}
}

// add adds somebody selected who lacks a link since so many days, and a code;
// -1 for one that is there.
func (r *rowsOf) add(c store.Campaign, handle string, link, code int, change ...func(*store.Row)) {
	r.t.Helper()
	row := store.Row{
		Campaign:   c,
		Influencer: store.Influencer{ID: int64(len(r.rows) + 1), Profile: store.Profile{Handle: handleOf(r.t, handle)}},
		Application: store.Application{
			ID: int64(len(r.rows) + 1), Version: 2, CampaignID: c.ID, State: store.Selected, LinkMode: c.LinkMode, CodeMode: c.CodeMode,
			LinkSince: ago(max(link, 0)), CodeSince: ago(max(code, 0)),
		},
	}
	row.InfluencerID = row.Influencer.ID
	if link < 0 {
		row.Link = linkOf(r.t, "https://shop.example/"+handle)
	}
	if code < 0 {
		row.Code = codeOf(r.t, "CODE"+fmt.Sprint(row.ID))
	}
	for _, with := range change {
		with(&row)
	}
	r.rows = append(r.rows, row)
}

// wordsOf are the items' rows as people read them.
func wordsOf(items []item) []string {
	var all []string
	for _, i := range items {
		all = append(all, i.words(monday, true))
	}
	return all
}

func TestOpenItems(t *testing.T) {
	summer := campaignOf(1, "Summer Glow", "2026-06-02", "U1")
	shared := campaignOf(2, "Winter", "", "U1")
	shared.LinkMode, shared.CodeMode = store.Shared, store.Shared
	earlier := campaignOf(3, "Spring", "2026-06-20", "U1") // its code was shared by those selected earlier
	r := rowsOf{t: t}
	r.add(summer, "maya.glow", 3, 3)
	r.add(summer, "leo.moves", 3, -1)
	r.add(summer, "ready", -1, -1)
	r.add(summer, "both.ours", 2, 2, func(row *store.Row) { row.LinkMode = store.UniqueOurs })
	r.add(summer, "late", -1, 9, func(row *store.Row) { row.GoesLive = "2026-05-29" })
	r.add(shared, "one", 1, 1)
	r.add(shared, "two", 40, 40)
	r.add(earlier, "old", -1, 5, func(row *store.Row) { row.CodeMode = store.Shared })
	r.add(earlier, "new", -1, -1)
	want := []string{
		"*@late* · Summer Glow · *code TBD* for 9 days, waits for us · was to go live Fri 29 May, *overdue*",
		"*@leo.moves* · Summer Glow · *link TBD* for 3 days, waits for the influencer · goes live Tue 2 Jun",
		"*@maya.glow* · Summer Glow · *link TBD* for 3 days, waits for the influencer · *code TBD* for 3 days, waits for us · goes live Tue 2 Jun",
		"*@both.ours* · Summer Glow · *link and code TBD* for 2 days, waits for us · goes live Tue 2 Jun",
		"*Everyone* (1 influencer) · Spring · *code TBD* for 5 days, waits for us · goes live Sat 20 Jun",
		"*Everyone* (2 influencers) · Winter · *link and code TBD* for 30 days, waits for us",
	}
	if diff := cmp.Diff(want, wordsOf(openIn(r.rows, "").items)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	var codes []string
	for _, i := range openIn(r.rows, aCode).items {
		codes = append(codes, i.name(monday))
	}
	if diff := cmp.Diff([]string{"*@late*", "*@maya.glow*", "*@both.ours*", "*Everyone* (1 influencer)", "*Everyone* (2 influencers)"}, codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

func TestByUrgency(t *testing.T) {
	r := rowsOf{t: t}
	for n, test := range []struct {
		handle string
		live   store.Date
		days   int
	}{
		{"overdue.short", "2026-05-31", 1},
		{"overdue.long", "2026-05-01", 8},
		{"today", "2026-06-01", 6},
		{"in.seven.days", "2026-06-08", 7},
		{"in.eight.days", "2026-06-09", 30},
		{"no.date", "", 90},
		{"no.date.short", "", 1},
	} {
		r.add(campaignOf(int64(n+1), "C "+test.handle, test.live, "U1"), test.handle, -1, test.days)
	}
	items := openIn(r.rows, "").items
	sortItems(items, byUrgency("2026-06-01"))
	var got []string
	for _, i := range items {
		got = append(got, i.row.Influencer.Handle.String())
	}
	want := []string{"overdue.long", "overdue.short", "in.seven.days", "today", "no.date", "in.eight.days", "no.date.short"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestSentence(t *testing.T) {
	today := store.Date("2026-06-01")
	r := rowsOf{t: t}
	summer := campaignOf(1, "Summer Glow", "2026-06-02", "U1")
	for n := range 3 {
		r.add(summer, fmt.Sprintf("ours%d", n), -1, n)
	}
	r.add(summer, "theirs", 4, -1)
	want := "Summer Glow, launches Tue: 4 TBD, 3 wait for us, 1 waits for the influencer."
	if got := tbdSentence(openIn(r.rows, "").tallies, today); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for n := range 20 {
		c := campaignOf(int64(n+2), strings.Repeat("N", 95)+fmt.Sprint(n), "2026-07-01", "U1")
		r.add(c, "x"+fmt.Sprint(n), 5, 6)
		r.add(c, "y"+fmt.Sprint(n), 5, -1)
	}
	got := tbdSentence(openIn(r.rows, "").tallies, today)
	if !strings.HasSuffix(got, "; and 36 TBD in 18 more campaigns.") || len(got) > 500 {
		t.Errorf("%d characters: %s", len(got), got)
	}
}

func TestLaunchWords(t *testing.T) {
	for day, want := range map[store.Date]string{
		"2026-05-31": "launched Sun 31 May",
		"2026-06-01": "launches today",
		"2026-06-02": "launches Tue",
		"2026-06-07": "launches Sun",
		"2026-06-08": "launches Mon 8 Jun",
	} {
		if got := launchWords(day, "2026-06-01"); got != want {
			t.Errorf("%s: got %q, want %q", day, got, want)
		}
	}
}

// hostileRows are rows in which everything is as long as it can be.
func hostileRows(t testing.TB, campaigns, each int) []store.Row {
	t.Helper()
	r := rowsOf{t: t}
	owners := make([]string, 60)
	for n := range owners {
		owners[n] = fmt.Sprintf("U%010d", n)
	}
	for n := range campaigns {
		c := campaignOf(int64(n+1), strings.Repeat("&", 97)+fmt.Sprintf("%03d", n), "2026-05-01", owners...)
		c.Slug = strings.Repeat("s", 57) + fmt.Sprintf("%03d", n)
		for m := range each {
			r.add(c, strings.Repeat("h", 22)+fmt.Sprintf("%04d", n*each+m), 400, 401, func(row *store.Row) {
				row.Influencer.Name = strings.Repeat("<", 100)
			})
		}
	}
	return r.rows
}
