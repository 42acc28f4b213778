package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// What became of a row is told as it was, whoever changed something else since.
func TestWhatBecameOfARow(t *testing.T) {
	t.Parallel()
	w := start(t)
	code := modes(store.NotNeeded, store.UniqueOurs)
	summer := w.campaign("Summer Glow", code, launching("2026-06-20"))
	for _, handle := range []string{"@set", "@left", "@asleep", "@open"} {
		w.selected(summer, handle, "TBD", "TBD")
	}
	told := w.selected(summer, "@told", "TBD", "TOLD")
	back := w.marked("ana", w.selected(summer, "@back", "TBD", "BACK1"))
	w.change("ana", back, func(e *store.Edit) { e.Code = codeOf(t, "BACK2") })
	again := w.selected(summer, "@again", "TBD", "AGAIN")
	tea := w.campaign("Winter Tea", modes(store.NotNeeded, store.Shared))
	w.selected(tea, "@kim", "TBD", "TBD")
	w.sweeps(1)
	w.sim.Clock().Advance(time.Minute)

	set := w.change("ben", w.rowOf("@set", summer), func(e *store.Edit) { e.Code = codeOf(t, "SET20") })
	w.change("ana", set, func(e *store.Edit) { e.Note = "Prefers mornings" }) // not what the row asked for
	left := w.change("ben", w.rowOf("@left", summer), func(e *store.Edit) { e.State = store.Withdrawn })
	w.change("ben", told, func(e *store.Edit) { e.Told = new(told.Told()) })
	w.change("ben", back, func(e *store.Edit) { e.Code = codeOf(t, "BACK1") })
	w.change("ben", again, func(e *store.Edit) { e.Code = codeOf(t, "TBD") })
	w.edited(tea, func(t *store.Terms) { t.SharedCode = codeOf(w.t, "TEA10") })
	w.edited(tea, func(t *store.Terms) { t.Fee = "100" })
	w.ana.Types("/influencer edit @asleep")
	w.ana.Form().Fill("Snooze until", "2026-06-10").Submit()
	digest := w.until("~*@asleep*")
	w.reads("digest", digest,
		"~*@asleep* · Summer Glow · *code TBD* since today, waits for us · goes live Sat 20 Jun~ · snoozed by @ana", "1 snoozed",
		"~ · done by @ben")
	for handle, want := range map[string]string{
		"~*@set*": "done by @ben", "~*@left*": "withdrawn by @ben", "~*@told*": "done by @ben", "~*@back*": "changed by @ben",
		"~*@again*": "changed by @ben", "~*Everyone*": "done by @ana", "*@open*": "[Update]",
	} {
		found := 0
		for line := range strings.Lines(digest) {
			if strings.HasPrefix(strings.TrimSpace(line), handle) {
				w.reads(handle, line, want)
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s begins %d lines of\n%s", handle, found, digest)
		}
	}

	// A snooze that ends is open again; who is forgotten is named no more.
	w.ana.Types("/influencer edit @asleep")
	w.ana.Form().Fill("Snooze until", "").Submit()
	lacks(t, w.until("3 TBD"), "snoozed")
	act := w.act()
	_, err := w.store.Forget(t.Context(), act, left.InfluencerID, left.Influencer.Version)
	must(t, err)
	must(t, w.app.strikeThrough(t.Context(), act.Request))
	lacks(t, w.inChannel("influencers", 1), "left")

	// The whole campaign is archived: what was done before stays done.
	w.says(w.ben, "/campaign archive summer-glow", "Archived")
	archived := w.until("Summer Glow was archived by @ben")
	w.reads("archived", archived, "~*@open* · Summer Glow · *code TBD* since today, waits for us · goes live Sat 20 Jun~ · Summer Glow was archived by @ben", "~*@set*")
	w.says(w.ana, "/campaign reopen summer-glow", "Reopened")
	lacks(t, w.until("Summer Glow, launches Sat 20 Jun: "), "was archived")
}

// A second program reads what is open, and is slow to write it: meanwhile more
// is done, and the first one writes that. What is read last is written last.
func TestTwoProgramsWriteOneDigest(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.selected(summer, "@maya", "TBD", "TBD"), w.selected(summer, "@leo", "TBD", "TBD")
	w.sweeps(1)
	slow, held := w.slowly("chat.update")
	set := func(row store.Row, code string) string {
		edit, act := store.EditOf(row.Application), w.act()
		edit.Code = codeOf(t, code)
		_, err := w.store.Change(t.Context(), act, edit)
		must(t, err)
		return act.Request
	}
	first := set(maya, "MAYA20")
	written := make(chan error)
	go func() { written <- slow.strikeThrough(t.Context(), first) }()
	release := <-held // it has read that leo's is TBD
	must(t, w.app.strikeThrough(t.Context(), set(leo, "LEO20")))
	w.reads("written by the first", w.inChannel("influencers", 1), "~*@maya*", "~*@leo*")
	release()
	select {
	case release := <-held: // it finds that somebody wrote, and does it again
		release()
		must(t, <-written)
	case err := <-written:
		t.Errorf("it was written last by who read first (%v)", err)
	}
	digest := w.inChannel("influencers", 1)
	w.reads("written by both", digest, "~*@maya*", "~*@leo*", "2 ready, not sent")
	lacks(t, digest, "1 TBD")
	if n := len(w.sim.Calls("chat.update")); n != 3 {
		t.Errorf("written %d times, want three", n)
	}
}

// Two programs that write the same digest as often as they can end with what is.
func TestTwoProgramsStrikeThroughAllAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	var rows []store.Row
	for n := range 8 {
		rows = append(rows, w.selected(summer, fmt.Sprintf("@h%d", n), "TBD", "TBD"))
	}
	w.sweeps(1)
	apps := []*App{w.app, w.another()}
	var together sync.WaitGroup
	for n, row := range rows {
		together.Go(func() {
			edit, act := store.EditOf(row.Application), w.act()
			edit.State = store.Withdrawn
			if _, err := w.store.Change(t.Context(), act, edit); err != nil {
				t.Error(err)
			}
			if err := apps[n%2].strikeThrough(t.Context(), act.Request); err != nil {
				t.Error(err)
			}
		})
	}
	together.Wait()
	digest := w.inChannel("influencers", 1)
	for n := range rows {
		w.reads("digest", digest, fmt.Sprintf("~*@h%d*", n))
	}
	lacks(t, digest, "[Update]")
}

// slowly is a second program on the same database whose calls of a method are
// held: each is let go by the function that held hands out.
func (w *world) slowly(method string) (*App, <-chan func()) {
	w.t.Helper()
	to, err := url.Parse(w.sim.URL())
	must(w.t, err)
	held := make(chan func())
	through := httputil.NewSingleHostReverseProxy(to)
	between := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if strings.HasSuffix(in.URL.Path, "/"+method) {
			let := make(chan struct{})
			held <- func() { close(let) }
			<-let
		}
		through.ServeHTTP(out, in)
	}))
	w.t.Cleanup(between.Close)
	log := slog.New(slog.NewTextHandler(&w.log, nil))
	client := bot.NewClient(w.sim.BotToken(), between.URL+"/api/", log)
	w.t.Cleanup(client.Close)
	return New(Config{Store: w.store, Slack: client, Identity: w.app.identity, Clock: w.sim.Clock(), Log: log, Digest: w.app.defaults}), held
}

// What is changed between reading what is open and knowing where it was posted
// is struck through, too.
func TestChangedWhileTheDigestIsPosted(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya", "TBD", "TBD")
	w.selected(summer, "@leo", "TBD", "TBD")
	slow, held := w.slowly("chat.postMessage")
	var posting sync.WaitGroup
	posting.Go(func() {
		if n, err := slow.Sweep(t.Context()); n != 1 || err != nil {
			t.Errorf("%d posted, %v", n, err)
		}
	})
	release := <-held
	w.says(w.ben, "/influencer code @maya MAYA20", "Saved")
	release()
	posting.Wait()
	w.reads("digest", w.inChannel("influencers", 1), "~*@maya*", "done by @ben", "1 TBD", "*@leo*")
	if !w.row(maya).Ready() {
		t.Error("not ready")
	}
}

// The digest that asks somebody asks their colleague from the handover on, and
// them again when it ends. Where it goes to people, it says that they are no
// longer asked.
func TestHandoverIsInTodaysDigest(t *testing.T) {
	t.Parallel()
	w := start(t)
	code := modes(store.NotNeeded, store.UniqueOurs)
	w.selected(w.campaign("Summer Glow", code), "@maya", "TBD", "TBD")
	w.selected(w.campaign("Winter Warm", code, digestIn("")), "@leo", "TBD", "TBD")
	w.sweeps(2)
	w.reads("before", w.inChannel("influencers", 1), "1 waits for us* @ana")
	answer := w.says(w.ana, "/campaign handover @ben", "covers all your campaigns")
	w.reads("handed over", w.until("1 waits for us* @ben"), "*@maya*")
	direct := w.ana.In("@codekeeper")
	w.reads("hers", direct.Sees("no longer asked for here").Text(), "~*@leo* · Winter Warm · *code TBD* since today, waits for us~ · still open, and no longer asked for here")
	answer.Press("Take back")
	w.until("1 waits for us* @ana")
	w.reads("hers again", direct.Sees("1 waits for us").Text(), "*@leo*", "[Update]")
	if n := len(w.sim.Calls("chat.update")); n != 4 {
		t.Errorf("written %d times, want each twice", n)
	}
}

// Where Slack lets one digest wait, the others are written, and the one that
// waits is written by one at a time.
func TestOneDigestHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := start(t)
	code := modes(store.NotNeeded, store.UniqueOurs)
	maya := w.selected(w.campaign("Summer Glow", code), "@maya", "TBD", "TBD")
	leo := w.selected(w.campaign("Winter Warm", code, digestIn("")), "@leo", "TBD", "TBD")
	w.sweeps(2)
	slow, held := w.slowly("chat.update")
	set := func(code string, row store.Row) string {
		edit, act := store.EditOf(w.row(row).Application), w.act()
		edit.Code = codeOf(t, code)
		_, err := w.store.Change(t.Context(), act, edit)
		must(t, err)
		return act.Request
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	written := make(chan error, 3)
	strike := func(request string) { go func() { written <- slow.strikeThrough(ctx, request) }() }
	next := func() func() {
		t.Helper()
		select {
		case release := <-held:
			return release
		case <-ctx.Done():
			t.Fatal("one digest waits for another")
			return nil
		}
	}
	strike(set("MAYA20", maya))
	first := next()
	strike(set("LEO20", leo))
	second := next() // while the first one waits
	waits, stop := context.WithCancel(t.Context())
	stop()
	if free, err := slow.rewriting.take(waits, w.channelID("influencers")); !errors.Is(err, context.Canceled) {
		if free != nil {
			free()
		}
		t.Errorf("two write one digest: %v", err)
	}
	first()
	second()
	must(t, <-written)
	must(t, <-written)

	// Those of one change are written side by side, too.
	handover, err := w.store.Handover(t.Context(), w.act(), w.userID("ben"), 0, "")
	must(t, err)
	end := w.act()
	_, err = w.store.EndHandover(t.Context(), end, handover.After.ID)
	must(t, err)
	strike(end.Request)
	first, second = next(), next()
	first()
	second()
	must(t, <-written)
}
