package commands

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"codekeeper/store"
)

// told are rows whose influencer was told these.
func told(t testing.TB, link, code string) func(*store.Row) {
	return func(r *store.Row) {
		r.SentLink, r.SentCode, r.SentAt, r.SentBy = linkOf(t, link), codeOf(t, code), new(ago(9)), "U1"
	}
}

func TestDigestHasThreeParts(t *testing.T) {
	r := rowsOf{t: t}
	summer, winter := campaignOf(1, "Summer Glow", "2026-06-02", "U1", "U2"), campaignOf(2, "Winter", "2026-07-20", "U2")
	r.add(summer, "maya.glow", -1, -1, told(t, "https://shop.example/maya.glow", "MAYA10"))
	r.add(summer, "leo.moves", -1, -1, told(t, "https://shop.example/old", "LEO10"))
	r.add(summer, "later", -1, -1, told(t, "TBD", "CODE3"))
	r.add(summer, "half", -1, 2, told(t, "https://shop.example/before", "HALF10")) // the code is TBD again
	r.add(summer, "kim", -1, -1)
	r.add(winter, "ada", -1, -1)
	r.add(winter, "zoe", 4, -1)
	r.add(winter, "asleep", 4, -1, func(row *store.Row) { row.SnoozedUntil, row.SnoozedBy = "2026-06-05", "U2" })
	r.add(winter, "sent", -1, -1, told(t, "https://shop.example/sent", "CODE9"))
	r.add(winter, "not.in.shop", -1, -1, func(row *store.Row) { row.NotInShop = true })
	d := digestFor(r.rows)
	d.ended = []store.Campaign{campaignOf(3, "Spring <Best>", "2026-03-01", "U1")}
	d.ended[0].Ends = "2026-05-30"
	d.done = []doneRow{{store.DigestRow{Key: "tbd:99", CampaignID: 1, Text: "*@done* · Summer Glow · *code TBD* ~", Ended: store.EndedDone, DoneBy: "U2"}, "Summer Glow"}}
	golden(t, "digest_parts", shownOf(d))
}

func TestShareOfADigest(t *testing.T) {
	for _, test := range []struct {
		counts, want []int
	}{
		{[]int{0, 0, 0}, []int{0, 0, 0}},
		{[]int{0, 30, 0}, []int{0, 12, 0}},
		{[]int{30, 30, 30}, []int{4, 4, 4}},
		{[]int{1, 30, 2}, []int{1, 9, 2}},
		{[]int{30, 1, 30}, []int{7, 1, 4}},
		{[]int{2, 2, 2}, []int{2, 2, 2}},
	} {
		if got := share(digestRows, test.counts); !slices.Equal(got, test.want) {
			t.Errorf("%v: got %v, want %v", test.counts, got, test.want)
		}
	}
}

func TestTenWhoUseAnOldCodeAreOneRow(t *testing.T) {
	r := rowsOf{t: t}
	c := campaignOf(1, "Summer Glow", "2026-06-20", "U1")
	c.CodeMode, c.SharedCode = store.Shared, codeOf(t, "GLOW20")
	for n := range 11 {
		r.add(c, fmt.Sprintf("h%02d", n), -1, 3, told(t, fmt.Sprintf("https://shop.example/h%02d", n), "GLOW10"))
	}
	m := shownOf(digestFor(r.rows))
	said := text(m.Blocks)
	for _, want := range []string{"11 use an old one", "*11 influencers* · *old* code", "[See all]"} {
		if !strings.Contains(strings.ReplaceAll(said, `"text":"See all"`, "[See all]"), want) {
			t.Errorf("no %q in %s", want, said)
		}
	}
	if strings.Contains(said, "GLOW10") {
		t.Error("one row of many names one code")
	}
}

// until waits for a digest in #influencers to say something: it is written
// anew after the answer to who changed something.
func (w *world) until(want string) string {
	w.t.Helper()
	return w.ana.Sees(want).Text()
}

func TestWhatIsDoneIsStruckThrough(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-02"))
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.selected(summer, "@leo.moves", "TBD", "TBD")
	other := w.campaign("Elsewhere", digestIn(""))
	w.selected(other, "@kim", "TBD", "TBD")
	w.sweeps(2)
	w.says(w.ben, "/influencer code @maya.glow MAYA20", "Saved")
	digest := w.until("done by @ben")
	w.reads("digest", digest, "~*@maya.glow* · Summer Glow · *code TBD* since today", "1 TBD", "*@leo.moves*", "*Ready, not sent*")

	w.says(w.ana, "/influencer decline @leo.moves summer-glow", "withdrawn")
	w.reads("digest", w.until("withdrawn by @ana"), "~*@leo.moves*", "~*@maya.glow*", "done by @ben")

	// What is open again is not done.
	w.says(w.ana, "/influencer code @maya.glow TBD", "Saved")
	lacks(t, w.until("1 TBD"), "~*@maya.glow* · Summer Glow · *code TBD*")
	w.inChannel("influencers", 1)
	w.holds(maya, store.Selected, "TBD", "TBD")
}

func TestCampaignThatIsOverIsOfferedToArchiveOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	over := func(t *store.Terms) { t.Launches, t.Ends = "2026-05-01", "2026-05-31" }
	w.campaign("Spring", over)
	w.campaign("Summer Glow", func(t *store.Terms) { t.Ends = "2026-06-01" }) // its last day is today
	w.sweeps(1)
	digest := w.ana.Sees("Daily digest")
	w.reads("digest", digest.Text(), "*Spring* ended Sun 31 May. Archive it?", "[Archive]")
	lacks(t, digest.Text(), "Summer Glow")
	digest.Press("Archive")
	w.ana.Sees("Archived Spring.")
	w.reads("digest", w.until("Spring was archived by @ana"), "~*Spring* ended")
	w.says(w.ana, "/campaign reopen spring", "Reopened")
	w.sim.Clock().Advance(24 * time.Hour)
	w.sweeps(1)
	w.reads("digest", w.inChannel("influencers", 2), "*Summer Glow* ended")
	lacks(t, w.inChannel("influencers", 2), "*Spring*")
	w.edited(w.campaign("Autumn", over), func(t *store.Terms) { t.Ends = "2026-06-02" })
	w.sim.Clock().Advance(24 * time.Hour)
	w.sweeps(1) // with another end date it is offered once more
	w.reads("digest", w.inChannel("influencers", 3), "*Autumn* ended Tue 2 Jun")
}

func TestSnooze(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-20"))
	w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.ana.Types("/influencer edit @maya.glow summer-glow")
	form := w.ana.Form()
	form.Fill("Snooze until", "2026-06-01").Submit()
	w.reads("snoozed until today", form.Error("Snooze until"), "Pick a day after today")
	form.Fill("Snooze until", "2026-06-04").Submit()
	form.Closed()
	w.reads("answer", w.ana.Answer().Text(), "snoozed until Thu 4 Jun by @ana")
	w.sweeps(0) // nothing is open today
	w.says(w.ana, "/influencer tbd", "*@maya.glow*", "snoozed until Thu 4 Jun by @ana")
	w.says(w.ana, "/influencer show @maya.glow", "Snoozed until Thu 4 Jun by @ana")
	w.selected(summer, "@leo.moves", "TBD", "TBD")
	w.says(w.ana, "/campaign digest now", "Posted")
	w.reads("digest", w.inChannel("influencers", 1), "1 TBD", "1 snoozed")
	w.sim.Clock().Advance(3 * 24 * time.Hour)
	w.sweeps(1) // Thursday
	w.reads("digest", w.inChannel("influencers", 2), "2 TBD", "*@maya.glow*")
	w.ana.Types("/influencer edit @maya.glow summer-glow")
	w.ana.Form().Fill("Coupon code", "MAYA20").Submit() // a day that is over is no mistake
	w.ana.Sees("Saved for")
}

func TestOldCodeInTheDigestIsToldAndStruckThrough(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA2O")
	w.change("ana", maya, func(e *store.Edit) { e.Told = new(maya.Told()) })
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "MAYA20") })
	for n := range 11 {
		w.selected(summer, fmt.Sprintf("@new%02d", n), "TBD", fmt.Sprintf("NEW%02d", n))
	}
	w.sweeps(1)
	digest := w.ana.Sees("Daily digest")
	w.reads("digest", digest.Text(), "1 uses an old one", "*old* code `MAYA2O`, now `MAYA20` since today", "*11 influencers* · *not sent* since today")
	digest.Row("*11 influencers*").Press("See all")
	w.reads("all", w.ana.Answer().Text(), "12 unsent in Summer Glow", "@new00")
	w.ana.Sees("Daily digest").Row("MAYA2O").Press("Message")
	message := w.ana.Answer()
	w.reads("message", message.Text(), "Your code is now MAYA20. Please replace MAYA2O everywhere")
	message.Press("Mark as sent")
	lacks(t, w.until("~*@maya.glow*"), "uses an old one")
	if !w.row(maya).Sent() {
		t.Error("not marked as sent")
	}
}
