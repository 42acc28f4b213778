package commands

import (
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// sweeps sweeps once, and wants so many digests posted.
func (w *world) sweeps(want int) {
	w.t.Helper()
	posted, err := w.app.Sweep(w.t.Context())
	if err != nil || posted != want {
		w.t.Fatalf("posted %d, %v; want %d", posted, err, want)
	}
}

// digests are the digests in a channel, oldest first.
func (w *world) digests(channelID string) []slacksim.Message {
	w.t.Helper()
	return slices.DeleteFunc(w.sim.Messages(channelID), func(m slacksim.Message) bool {
		return !strings.Contains(m.Text(), "Daily digest")
	})
}

// inChannel wants so many digests in a channel, and answers the newest.
func (w *world) inChannel(name string, want int) string {
	w.t.Helper()
	found := w.digests(w.channelID(name))
	if len(found) != want {
		w.t.Fatalf("%d digests in #%s, want %d", len(found), name, want)
	}
	if want == 0 {
		return ""
	}
	return found[want-1].Text()
}

// direct are the digests in somebody's direct messages.
func (w *world) direct(name string) []slacksim.Message {
	w.t.Helper()
	channel, err := w.app.slack.DirectChannel(w.t.Context(), w.userID(name))
	must(w.t, err)
	return w.digests(channel)
}

// another is a second program on the same database.
func (w *world) another() *App {
	log := slog.New(slog.NewTextHandler(&w.log, nil))
	client := bot.NewClient(w.sim.BotToken(), w.sim.APIURL(), log)
	w.t.Cleanup(client.Close)
	return New(Config{Store: w.store, Slack: client, Identity: w.app.identity, Clock: w.sim.Clock(), Log: log, Digest: w.app.defaults})
}

// owners, in and of, for campaigns.
func ownedBy(users ...string) func(*store.Terms) {
	return func(t *store.Terms) { t.Owners = users }
}

func digestIn(channelID string) func(*store.Terms) {
	return func(t *store.Terms) { t.ChannelID = channelID }
}

func TestDigestOnceADay(t *testing.T) {
	t.Parallel()
	w := start(t, beginning(monday.Add(-time.Minute)))
	summer := w.campaign("Summer Glow", launching("2026-06-02"))
	w.selected(summer, "@maya.glow", "https://shop.example/maya", "TBD")
	w.sweeps(0)
	w.sim.Clock().Advance(time.Minute)
	w.sweeps(1)
	w.sweeps(0)
	w.reads("digest", w.inChannel("influencers", 1),
		"Daily digest* · Mon 1 Jun", "Summer Glow, launches Tue: 1 TBD, 1 waits for us", "@maya.glow", "[Update]")
	w.sim.Clock().Advance(14 * time.Hour) // until 23:00
	w.sweeps(0)
	w.sim.Clock().Advance(10 * time.Hour) // 09:00 on Tuesday
	w.sweeps(1)
	w.reads("digest", w.inChannel("influencers", 2), "Tue 2 Jun", "launches today")
	w.sim.Clock().Set(monday.AddDate(0, 0, 5)) // Saturday
	w.sweeps(0)
}

func TestDigestMissedIsNotPostedTheNextDay(t *testing.T) {
	t.Parallel()
	w := start(t, beginning(monday.Add(-2*time.Hour)), defaultsOf(DigestDefaults{At: "23:00"}))
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.sim.Clock().Set(monday.Add(14*time.Hour + 30*time.Minute)) // 23:30: half an hour of downtime
	w.sweeps(1)
	w.sim.Clock().Set(monday.Add((24+15)*time.Hour + 10*time.Minute)) // 00:10 on Wednesday: Tuesday is missed
	w.sweeps(0)
	w.inChannel("influencers", 1)
}

func TestDigestWithNothingToSayIsClaimed(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.sweeps(0)
	if n := w.count(`SELECT count(*) FROM digests WHERE done_at IS NOT NULL AND message_ts IS NULL`); n != 1 {
		t.Fatalf("%d days done without a message, want 1", n)
	}
	w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.sweeps(0)
	w.says(w.ana, "/campaign digest now", "Posted in #influencers: open it")
	w.says(w.ana, "/campaign digest now", "Refreshed")
	w.inChannel("influencers", 1)
	w.sweeps(0)
}

func TestTwoProgramsPostOne(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@maya.glow", "TBD", "TBD")
	apps := []*App{w.app, w.another()}
	var posted atomic.Int64
	var together sync.WaitGroup
	for n := range 20 {
		together.Go(func() {
			count, err := apps[n%2].Sweep(w.t.Context())
			if err != nil {
				t.Error(err)
			}
			posted.Add(int64(count))
		})
	}
	together.Wait()
	if posted.Load() != 1 {
		t.Errorf("%d posted", posted.Load())
	}
	w.inChannel("influencers", 1)
}

// claimed is a claim by a program that ended before it posted.
func (w *world) claimed(target string) {
	w.t.Helper()
	_, ours, err := w.store.ClaimDigest(w.t.Context(), w.team, target, "2026-06-01", "gone", w.sim.Clock().Now(), false)
	if err != nil || !ours {
		w.t.Fatalf("claimed: %v, %v", ours, err)
	}
}

func TestUnfinishedClaimIsTakenOver(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.claimed(w.channelID("influencers"))
	w.says(w.ana, "/campaign digest now", "is being posted right now")
	w.sim.Clock().Advance(4 * time.Minute)
	w.sweeps(0)
	w.sim.Clock().Advance(time.Minute + time.Second)
	w.sweeps(1)
	w.sweeps(0)
	w.inChannel("influencers", 1)
}

func TestPostedBeforeTheRestartIsNotPostedAgain(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	channel := w.channelID("influencers")
	w.claimed(channel)
	p, err := w.app.plan(t.Context(), w.sim.Clock().Now())
	must(t, err)
	d, err := w.app.digestState(t.Context(), p, p.targets[0], nil)
	must(t, err)
	m, _ := digestView(d, p.now)
	ref, err := w.app.slack.Post(t.Context(), channel, m)
	must(t, err)
	w.sim.Clock().Advance(6 * time.Minute)
	w.sweeps(0)
	w.inChannel("influencers", 1)
	day, err := w.store.DigestDay(t.Context(), w.team, channel, "2026-06-01")
	must(t, err)
	if !day.Done || day.MessageTS != ref.Timestamp {
		t.Errorf("the day is %+v, want it done by the message at %s", day, ref.Timestamp)
	}
	w.says(w.ana, "/campaign digest now", "Refreshed")
}

func TestLostAnswerOfSlack(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.sim.FailWith("chat.postMessage", "internal_error", 1) // it may be posted all the same
	if _, err := w.app.Sweep(t.Context()); !bot.IsSlack(err, "internal_error") {
		t.Fatal(err)
	}
	w.sweeps(0) // nobody knows: the claim stays
	w.sim.Clock().Advance(6 * time.Minute)
	w.sweeps(1)
	w.inChannel("influencers", 1)
}

func TestRefusedDigestIsPostedByTheNextSweep(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.sim.FailWith("chat.postMessage", "team_access_not_granted", 1)
	if posted, err := w.app.Sweep(t.Context()); !bot.IsSlack(err, "team_access_not_granted") || posted != 0 {
		t.Fatalf("posted %d, %v", posted, err)
	}
	w.sweeps(1)
	w.inChannel("influencers", 1)
}

func TestOneRefusedChannelStopsNoOther(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	second := w.sim.AddChannel(slacksim.Channel{Name: "second", Members: []string{w.userID("ana"), w.sim.BotUserID()}})
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.selected(w.campaign("Winter", digestIn(second.ID)), "@leo", "TBD", "TBD")
	w.sim.FailWith("chat.postMessage", "team_access_not_granted", 1)
	if posted, err := w.app.Sweep(t.Context()); err == nil || posted != 1 {
		t.Fatalf("posted %d, %v", posted, err)
	}
	w.sweeps(1)
	w.inChannel("influencers", 1)
	w.inChannel("second", 1)
}

func TestUnreadableSettings(t *testing.T) {
	t.Parallel()
	w := start(t, defaultsOf(DigestDefaults{TZ: "Nowhere/Else"}))
	w.campaign("Summer Glow")
	if _, err := w.app.Sweep(t.Context()); err == nil || !strings.Contains(err.Error(), `"Nowhere/Else"`) {
		t.Errorf("got %v", err)
	}
}

func TestZoneOfWhoMadeTheFirstCampaign(t *testing.T) {
	for zone, want := range map[string]string{"Asia/Tokyo": "Asia/Tokyo", "": "Etc/UTC", "Not/AZone": "UTC"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			ana, _ := w.sim.User("ana")
			ana.TZ = zone
			w.sim.SetUser(ana)
			w.campaign("Summer Glow")
			p, err := w.app.plan(t.Context(), w.sim.Clock().Now())
			must(t, err)
			if p.schedule.zone.String() != want {
				t.Errorf("got %s, want %s", p.schedule.zone, want)
			}
		})
	}
}

func TestSweepForgetsOldRequests(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	w.sweeps(0)
	if n := w.count(`SELECT count(*) FROM requests`); n != 1 {
		t.Fatalf("%d requests, want 1", n)
	}
	w.sim.Clock().Advance(8 * 24 * time.Hour)
	w.sweeps(0)
	if n := w.count(`SELECT count(*) FROM requests`); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}
