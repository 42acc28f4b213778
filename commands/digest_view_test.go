package commands

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// digestFor is what a digest has to say of these rows.
func digestFor(rows []store.Row) digestNow {
	return digestOver(rows, store.DateOf(monday), manyAlike, digestRows)
}

func shownOf(d digestNow) bot.Message {
	m, _ := digestView(d, monday)
	return m
}

func TestDigestView(t *testing.T) {
	r := rowsOf{t: t}
	summer, winter := campaignOf(1, "Summer Glow", "2026-06-02", "U1", "U2"), campaignOf(2, "Spring: <Best> Of", "2026-05-20", "U2", "U3")
	program := campaignOf(3, "Program", "", "U4")
	shared := campaignOf(4, "One For All", "", "U1")
	shared.CodeMode = store.Shared
	r.add(summer, "maya.glow", 3, 3, func(row *store.Row) { row.Influencer.Name = "Maya <!channel>" })
	r.add(summer, "leo.moves", 2, 2)
	r.add(summer, "kim", -1, 1)
	r.add(summer, "lia", 1, -1)
	r.add(winter, "zoe", -1, 12)
	r.add(program, "waits", 50, -1)
	r.add(shared, "ada", -1, 4)
	r.add(shared, "bob", -1, 4)
	m := shownOf(digestFor(r.rows))
	golden(t, "digest", m)
	if !strings.Contains(text(m.Blocks), "Summer Glow, launches Tue: 4 TBD, 3 wait for us") {
		t.Error("no headline of Summer Glow")
	}
	for user, want := range map[string]int{"U1": 1, "U2": 1, "U3": 1, "U4": 0} {
		if got := strings.Count(text(m.Blocks), "<@"+user+">"); got != want {
			t.Errorf("%s is mentioned %d times, want %d", user, got, want)
		}
	}
}

// text is all that blocks say.
func text(blocks []slack.Block) string {
	encoded, _ := json.Marshal(blocks) //nolint:errchkjson // blocks of our own
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(encoded))
}

func TestDigestCountsTheRest(t *testing.T) {
	r := rowsOf{t: t}
	for n := range 40 {
		r.add(campaignOf(int64(n%5+1), "Campaign "+string(rune('A'+n%5)), "2026-06-20", "U1"), "h"+string(rune('a'+n%26))+string(rune('a'+n/26)), -1, n)
	}
	m := shownOf(digestFor(r.rows))
	rows := strings.Count(text(m.Blocks), routeEditDigest)
	if rows != digestRows || !strings.Contains(text(m.Blocks), "And 28 more.") || !strings.Contains(text(m.Blocks), copySeeAll) {
		t.Errorf("%d rows in %s", rows, text(m.Blocks))
	}
	if !strings.Contains(text(m.Blocks), "8 TBD") {
		t.Error("a headline does not count what is below the twelfth row")
	}
}

// Ten or more who wait for the same thing are one row; who waits for
// something else keeps their own.
func TestDigestPutsManyTogether(t *testing.T) {
	for _, test := range []struct{ alike, rows int }{{9, 10}, {10, 2}, {15, 2}} {
		r := rowsOf{t: t}
		c := campaignOf(1, "Summer Glow", "2026-06-20", "U1")
		for n := range test.alike {
			r.add(c, "link"+string(rune('a'+n)), n, -1)
		}
		r.add(c, "odd", -1, 2)
		m := shownOf(digestFor(r.rows))
		said := text(m.Blocks)
		buttons := strings.Count(said, routeEditDigest) + strings.Count(said, copySeeAll)
		if buttons != test.rows || strings.Contains(said, " more.") {
			t.Errorf("%d alike: %d rows in %s", test.alike, buttons, said)
		}
		if many := "*" + count(test.alike, "influencer") + "* · *link TBD*"; test.alike >= manyAlike && !strings.Contains(said, many) {
			t.Errorf("%d alike: no %q in %s", test.alike, many, said)
		}
		if !strings.Contains(said, "*@odd*") || !strings.Contains(said, fmt.Sprintf(": %d TBD", test.alike+1)) {
			t.Errorf("%d alike: somebody is lost in %s", test.alike, said)
		}
	}
}

func TestDigestFits(t *testing.T) {
	for _, campaigns := range []int{1, 4, 12, 40} {
		d := digestFor(hostileRows(t, campaigns, manyAlike-1))
		m := shownOf(d)
		if got := weight(m.Blocks); got > maxMessageText-maxSmallPrint || len(m.Blocks) > 50 || len(m.Text) > maxSection {
			t.Errorf("%d campaigns: %d characters in %d blocks", campaigns, got, len(m.Blocks))
		}
		if d.open[partTBD].tallies.rows() > digestRows && !strings.Contains(text(m.Blocks), " more.") {
			t.Errorf("%d campaigns: the rest is not counted", campaigns)
		}
	}
}

func TestDigestWithNothingLeft(t *testing.T) {
	golden(t, "digest_nothing", shownOf(digestNow{}))
}

func TestTargets(t *testing.T) {
	own, other := campaignOf(1, "A", "", "U1"), campaignOf(2, "B", "", "U1", "U2")
	own.ChannelID = "C1"
	got := func(fallback string) string {
		var all []string
		for _, target := range targetsOf([]store.Campaign{own, other, campaignOf(3, "C", "", "U2")}, fallback) {
			all = append(all, target.id+":"+strings.Join(slugs(target.campaigns), "+"))
		}
		return strings.Join(all, " ")
	}
	for fallback, want := range map[string]string{
		"":   "C1:a U1:b U2:b+c",
		"C9": "C1:a C9:b+c",
		"C1": "C1:a+b+c",
	} {
		if got := got(fallback); got != want {
			t.Errorf("default %q: got %s, want %s", fallback, got, want)
		}
	}
}
