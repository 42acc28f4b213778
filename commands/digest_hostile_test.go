package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// What happens to the channel after it was asked about is the same as before:
// the owners get the digest, once, and learn why.
func TestChannelGoesWhileTheDigestIsPosted(t *testing.T) {
	t.Parallel()
	for code, why := range map[string]string{
		"channel_not_found": "is gone, or it is private and Codekeeper is not in it",
		"is_archived":       "is archived.",
		"not_in_channel":    "Codekeeper is not in #influencers",
		"restricted_action": "Only some people may post in #influencers",
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.expectRefusals()
			w.selected(w.campaign("Summer Glow"), "@maya", "TBD", "TBD")
			w.sim.FailWith("chat.postMessage", code, 1)
			w.sweeps(1)
			w.sweeps(0)
			if got := w.direct("ana"); len(got) != 1 {
				t.Fatalf("ana got %d digests", len(got))
			}
			w.reads("hers", w.direct("ana")[0].Text(), "@maya", "This comes to you directly", why)
			w.inChannel("influencers", 0)
			w.says(w.ana.In("#general"), "/campaign digest now", "Posted in #influencers") // it is back
			w.inChannel("influencers", 1)
		})
	}
}

// Slack's asking to wait is waited for; where that is longer than a digest may
// take, the day is given back for a later sweep.
func TestDigestThatIsAskedToWait(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.selected(w.campaign("Summer Glow"), "@maya", "TBD", "TBD")
	w.sim.RateLimit("chat.postMessage", time.Second, 1)
	w.sweeps(1)
	w.inChannel("influencers", 1)
	w.sim.Clock().Advance(24 * time.Hour)
	w.sim.RateLimit("chat.postMessage", 10*time.Minute, 1)
	if posted, err := w.app.Sweep(t.Context()); posted != 0 || !bot.IsSlack(err, "ratelimited") {
		t.Fatalf("posted %d, %v", posted, err)
	}
	if n := w.count(`SELECT count(*) FROM digests WHERE day = '2026-06-02'`); n != 0 {
		t.Errorf("%d claims are left, want none", n)
	}
	if n, err := w.another().Sweep(t.Context()); n != 1 || err != nil { // a program that was not asked to wait
		t.Errorf("posted %d, %v", n, err)
	}
	w.inChannel("influencers", 2)
}

// Somebody deleted one of two messages: the other one is struck through, and
// nobody hears of a fault.
func TestDeletedDigestStopsNoOther(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"message_not_found", "channel_not_found", "is_archived"} {
		w := start(t)
		w.expectRefusals()
		c := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), digestIn(""), ownedBy(w.userID("ana"), w.userID("ben")))
		maya := w.selected(c, "@maya", "TBD", "TBD")
		w.sweeps(2)
		edit, act := store.EditOf(maya.Application), w.act()
		edit.Code = codeOf(t, "MAYA20")
		_, err := w.store.Change(t.Context(), act, edit)
		must(t, err)
		w.sim.FailWith("chat.update", code, 1)
		must(t, w.app.strikeThrough(t.Context(), act.Request))
		struck := strings.Count(w.direct("ana")[0].Text()+w.direct("ben")[0].Text(), "~*@maya*")
		if struck != 1 {
			t.Errorf("%s: struck through in %d messages, want the one that is left", code, struck)
		}
		// Any other refusal is an error, after the rest is done.
		w.sim.FailWith("chat.update", "cant_update_message", 1)
		if err := w.app.strikeThrough(t.Context(), act.Request); !bot.IsSlack(err, "cant_update_message") {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// Whatever stands in a name, a row is struck through as a whole, and mentions
// nobody.
func TestStruckNamesAreHarmless(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("~Summer~ *Glow* <!here>", modes(store.NotNeeded, store.UniqueOurs))
	added, err := w.store.AddInfluencers(t.Context(), w.act(), c.ID, []store.Profile{{Handle: handleOf(t, "@_leo_"), Name: "~Leo~ *x* `y` <!channel>"}})
	must(t, err)
	leo := w.change("ana", *added.Rows[0].Application, func(e *store.Edit) { e.State = store.Selected })
	w.sweeps(1)
	edit, act := store.EditOf(leo.Application), w.act()
	edit.State = store.Withdrawn
	_, err = w.store.Change(t.Context(), act, edit)
	must(t, err)
	must(t, w.app.strikeThrough(t.Context(), act.Request))
	for line := range strings.Lines(w.inChannel("influencers", 1)) {
		if strings.HasPrefix(line, "~") && strings.Count(line, "~") != 2 {
			t.Errorf("not struck through as a whole: %s", line)
		}
	}
	w.reads("digest", w.inChannel("influencers", 1), "~`@_leo_` (`-Leo- *x* ˋyˋ <!channel>`)", "withdrawn by @ana")
	for _, call := range w.sim.Calls("chat.update") {
		body := fmt.Sprint(call)
		if strings.Contains(body, "<!channel>") || strings.Contains(body, "<!here>") {
			t.Errorf("it mentions everybody: %s", body)
		}
	}
}

// A thousand who wait in forty campaigns are one message that Slack takes, with
// the rest counted; when all of it is done, nothing is left open.
func TestThousandWaitInFortyCampaigns(t *testing.T) {
	t.Parallel()
	w := start(t)
	for n := range 40 {
		c := w.campaign(fmt.Sprintf("%s %02d", strings.Repeat("&", 60), n), launching("2026-06-20"), ownedBy(w.userID("ana"), w.userID("ben")))
		selections := make([]store.Selection, 25)
		for m := range selections {
			selections[m].Handle = handleOf(t, fmt.Sprintf("@h%02d.%02d", n, m))
			if m < 9 { // who has one, so that few are alike
				selections[m].Link = linkOf(t, fmt.Sprintf("https://shop.example/h%02d.%02d", n, m))
			}
		}
		_, err := w.store.Select(t.Context(), w.act(), c.ID, selections)
		must(t, err)
	}
	w.sweeps(1)
	digest := w.inChannel("influencers", 1)
	w.reads("digest", digest, "25 TBD", "*16 influencers* · *link TBD* since today, waits for the influencer")
	rows, counted := 0, 0
	for line := range strings.Lines(digest) {
		if strings.Contains(line, "*16 influencers*") {
			rows, counted = rows+1, counted+16
		} else if strings.Contains(line, "[Update]") {
			rows, counted = rows+1, counted+1
		}
	}
	if rows == 0 || rows > digestRows || !strings.Contains(digest, fmt.Sprintf("And %d more.", 1000-counted)) {
		t.Errorf("%d rows for %d of a thousand in\n%s", rows, counted, digest)
	}
	all, err := w.store.Rows(t.Context(), w.team, store.Filter{Limit: 1000})
	must(t, err)
	edits := make([]store.Edit, len(all.Rows))
	for n, row := range all.Rows {
		edits[n] = store.EditOf(row.Application)
		edits[n].State = store.Withdrawn
	}
	_, err = w.store.Change(t.Context(), w.act(), edits...)
	must(t, err)
	w.says(w.ana, "/campaign digest now", "Refreshed")
	lacks(t, w.inChannel("influencers", 1), "[Update]", "And ")
}

// A snooze ends by the day somebody goes live, however far it was to reach.
func TestSnoozeEndsInTheDigestOfTheDayTheyGoLive(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), "@maya", "TBD", "TBD")
	w.change("ana", maya, func(e *store.Edit) { e.GoesLive, e.SnoozedUntil = "2026-06-03", "2026-06-12" })
	w.sweeps(0) // Monday
	w.sim.Clock().Advance(24 * time.Hour)
	w.sweeps(0)
	w.sim.Clock().Advance(24 * time.Hour) // Wednesday
	w.sweeps(1)
	w.reads("digest", w.inChannel("influencers", 1), "*@maya* · *code TBD*", "goes live today")
	lacks(t, w.inChannel("influencers", 1), "snoozed")
}

// On the days on which clocks change there is one digest, whether its time comes
// twice or never; and what it shows is struck through until midnight.
func TestDigestOnTheDaysClocksChange(t *testing.T) {
	t.Parallel()
	for day, begin := range map[string]time.Time{
		"02:30 never comes": time.Date(2026, time.March, 28, 23, 0, 0, 0, time.UTC),
		"02:30 comes twice": time.Date(2026, time.October, 24, 22, 0, 0, 0, time.UTC),
	} {
		t.Run(day, func(t *testing.T) {
			t.Parallel()
			w := start(t, beginning(begin), defaultsOf(DigestDefaults{At: "02:30", Days: "sun", TZ: "Europe/Berlin"}))
			maya := w.selected(w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), "@maya", "TBD", "TBD")
			posted := 0
			for range 4 * 8 {
				n, err := w.app.Sweep(t.Context())
				must(t, err)
				posted += n
				w.sim.Clock().Advance(15 * time.Minute)
			}
			if posted != 1 {
				t.Errorf("%d digests, want one", posted)
			}
			w.sim.Clock().Set(begin.Add(22 * time.Hour)) // late the same day
			edit, act := store.EditOf(maya.Application), w.act()
			edit.State = store.Withdrawn
			_, err := w.store.Change(t.Context(), act, edit)
			must(t, err)
			must(t, w.app.strikeThrough(t.Context(), act.Request))
			w.reads("digest", w.inChannel("influencers", 1), "~*@maya*", "withdrawn by @ana")
		})
	}
}

// An owner who left Slack is no reason to leave the others out, in a channel or
// directly.
func TestDigestWithAnOwnerWhoLeft(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	code := modes(store.NotNeeded, store.UniqueOurs)
	both := ownedBy(w.userID("ben"), w.userID("ana"))
	w.selected(w.campaign("Summer Glow", code, both), "@maya", "TBD", "TBD")
	leo := w.selected(w.campaign("Winter Warm", code, both, digestIn("")), "@leo", "TBD", "TBD")
	w.leaves("ben")
	w.sweeps(2) // the channel's, and ana's
	w.sweeps(0)
	w.reads("channel", w.inChannel("influencers", 1), "*@maya*", "@ana")
	if got := w.direct("ana"); len(got) != 1 {
		t.Fatalf("ana got %d digests", len(got))
	}
	edit, act := store.EditOf(leo.Application), w.act()
	edit.Code = codeOf(t, "LEO20")
	_, err := w.store.Change(t.Context(), act, edit)
	must(t, err)
	must(t, w.app.strikeThrough(t.Context(), act.Request))
	w.reads("hers", w.direct("ana")[0].Text(), "~*@leo*", "done by @ana")
}

// leaves deactivates somebody.
func (w *world) leaves(name string) {
	w.t.Helper()
	u, ok := w.sim.User(name)
	if !ok {
		w.t.Fatalf("nobody is called %s", name)
	}
	u.Deleted = true
	w.sim.SetUser(u)
}
