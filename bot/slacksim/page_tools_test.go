package slacksim

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// tools is the page with the wire open beside #general.
func (b *browser) tools(which string) string {
	b.t.Helper()
	status, body := b.request(http.MethodGet, "?as="+b.as+"&at="+b.placeID("#general")+"&tools="+which, "", nil, nil)
	if status != http.StatusOK {
		b.t.Fatalf("status %d: %s", status, body)
	}
	return body
}

// What Slack would refuse is not shown: the page says that it was refused, and
// the wire has it in red, with the reason and what was sent.
func TestPageShowsRefusals(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		a.ack(e, map[string]any{"text": "x", "blocks": []slack.Block{section(strings.Repeat("long ", 700) + "never shown")}})
	})
	b := browse(t, sim, "ana")
	if strings.Contains(b.tools("refused"), `id="refusal"`) {
		t.Error("something is refused before anything was done")
	}
	b.did("line", "line", "/influencer")
	page := b.at("#general")
	b.has(page, "Slack would have refused this:", "invalid_blocks", `<span class="count" title="refused">1</span>`)
	if strings.Contains(page, "never shown") {
		t.Error("what Slack refuses is shown")
	}
	page = b.tools("refused")
	b.has(page, `class="entry refused refusal"`, "invalid_blocks")
	status, body := b.request(http.MethodGet, strings.TrimPrefix(b.find(page, `hx-get="(/page/wire/\d+)"`), "/"), "", nil, nil)
	if status != http.StatusOK || !strings.Contains(body, "never shown") || !strings.Contains(body, "\n  ") {
		t.Errorf("status %d: %s", status, body)
	}
	b.did("line", "line", "something else")
	if strings.Contains(b.at("#general"), `id="refusal"`) {
		t.Error("the refusal stays after the next act")
	}
	b.has(b.tools("wire"), "acknowledgement", "envelope", "apps.connections.open", " ms · ")
}

// The clock only moves forward, and everybody's page follows.
func TestPageClock(t *testing.T) {
	sim := workspace(t, Config{Start: time.Date(2026, 7, 1, 6, 45, 0, 0, time.UTC)})
	b := browse(t, sim, "ana") // in Berlin
	b.has(b.tools("wire"), "Clock: Wed 1 Jul, 08:45")
	b.did("clock", "by", "10m")
	b.has(b.tools("wire"), "Clock: Wed 1 Jul, 08:55")
	b.did("clock", "by", "morning")
	b.has(b.tools("wire"), "Clock: Thu 2 Jul, 09:00")
	b.did("clock", "to", "2026-07-03T12:30")
	b.has(b.tools("wire"), "Clock: Fri 3 Jul, 12:30")
	b.did("clock", "to", "2027-01-04T09:00")
	b.has(b.tools("wire"), "Clock: Mon 4 Jan 2027, 09:00")
	b.did("line", "line", "a happy new year")
	b.has(b.at("#general"), "Monday, 4 January 2027")
	for _, row := range [][]string{
		{"only be moved forward", "to", "2026-07-01T08:00"},
		{"only be moved forward", "by", "-1h"},
		{"not a time", "by", "soon"},
		{"choose a day", "to", ""},
		{"by 2 years at most: choose a day until 1 july 2028", "to", "2928-07-01T08:00"},
		{"by 2 years at most", "to", "9999-12-31T23:59"},
		{"by 2 years at most", "by", "2000000h"},
		{"no person", "by", "1h", "as", "U0"},
	} {
		me := b.as
		if len(row) > 3 {
			b.as = row[4]
		}
		status, body := b.does("clock", row[1], row[2])
		b.as = me
		if status != http.StatusUnprocessableEntity || !strings.Contains(strings.ToLower(body), row[0]) {
			t.Errorf("%v: status %d %q", row, status, body)
		}
	}
}

// Each fault is one act; what goes on is shown until it is ended.
func TestPageFaults(t *testing.T) {
	sim := workspace(t, Config{})
	b := browse(t, sim, "ana")
	if status, body := b.does("fault", "fault", "redeliver"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "no payload was sent yet") {
		t.Errorf("redeliver: status %d %q", status, body)
	}
	if status, _ := b.does("fault", "fault", "burn"); status != http.StatusNotFound {
		t.Errorf("an unknown fault has status %d", status)
	}
	a := connect(t, sim)
	heard := make(chan int, 4)
	a.onCommand(func(a *app, e socketmode.Event, _ slack.SlashCommand) {
		a.ack(e)
		heard <- e.Request.RetryAttempt
	})
	b.did("line", "line", "/influencer")
	b.did("fault", "fault", "redeliver")
	if first, again := <-heard, <-heard; first != 0 || again != 1 {
		t.Errorf("attempts %d and %d, want 0 and 1", first, again)
	}
	b.did("fault", "fault", "limit")
	b.has(b.tools("wire"), "(the next 3 calls)")
	for range limitTimes {
		if _, err := a.api.AuthTest(); err == nil {
			t.Error("a call is answered while 429 was asked for")
		}
	}
	b.did("fault", "fault", "calls")
	b.has(b.tools("wire"), "(2 s each)")
	b.did("fault", "fault", "calls")
	b.did("fault", "fault", "acks")
	b.has(b.tools("wire"), "too late for a person")
	sim.Slow(slowAcknowledgements, 50*time.Millisecond)
	b.did("line", "line", "/influencer")
	if e := sim.Wire()[len(sim.Wire())-1]; e.Kind != "acknowledgement" || e.Took < 50*time.Millisecond {
		t.Errorf("a slow answer took %v: %+v", e.Took, e)
	}
	b.did("fault", "fault", "acks")
	sim.FailWith("apps.connections.open", "internal_error", 1000) // it would be back before anybody looks
	b.did("fault", "fault", "cut")
	waitFor(b, "#general", "is not connected.")
	if regexp.MustCompile(`aria-pressed="true"`).MatchString(b.tools("wire")) {
		t.Error("a fault goes on")
	}
}

// Answers in a thread stand in its panel; a file is for those who see its
// message.
func TestPageThreadsAndFiles(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	b, ben := browse(t, sim, "ana"), browse(t, sim, "ben")
	b.did("line", "line", "the question")
	thread := strings.TrimPrefix(b.find(b.at("#general"), `<a [^>]*href="(/\?[^"]*thread=[^"]*)">Reply in thread`), "/")
	_, page := b.request(http.MethodGet, thread, "", nil, nil)
	u := b.find(page, `id="reply"[^>]*hx-post="/page/line\?[^"]*thread=([^"&]*)"`)
	b.did("line", "thread", u, "line", "the answer")
	b.has(b.at("#general"), ">1 reply</a>")
	if strings.Contains(b.at("#general"), "the answer") {
		t.Error("an answer in a thread stands outside it")
	}
	_, page = b.request(http.MethodGet, thread, "", nil, nil)
	b.has(page, "the answer", `aria-label="Close the thread"`)
	// A command is refused in the thread itself, and given back: the answer has no words for the banner.
	if status, said := b.does("line", "thread", u, "line", "/influencer help"); status != http.StatusUnprocessableEntity || said != "\n" {
		t.Errorf("a command in a thread: status %d %q", status, said)
	}
	_, page = b.request(http.MethodGet, thread, "", nil, nil)
	b.has(page, "not supported in threads. Type it in the message box of #general.", `class="log" role="log" aria-label="Thread"`)
	b.has(b.at("#general"), ">1 reply</a>")
	if strings.Contains(b.at("#general"), "not supported in threads") {
		t.Error("a command in a thread is refused outside of it")
	}

	influencers := b.placeID("#influencers")
	if _, err := a.api.UploadFile(slack.UploadFileParameters{
		Channel: influencers, Filename: "codes.csv", FileSize: 9, Reader: strings.NewReader("a,b\nc,d\n\n"), Title: "Codes",
	}); err != nil {
		t.Fatal(err)
	}
	address := strings.TrimPrefix(b.find(b.at("#influencers"), `<a href="(/page/files/[^"]*)" download="codes.csv">Codes`), "/")
	if status, body := b.request(http.MethodGet, address, "", nil, nil); status != http.StatusOK || body != "a,b\nc,d\n\n" {
		t.Errorf("status %d %q", status, body)
	}
	sim.SetChannel(Channel{ID: influencers, Name: "influencers", Members: []string{b.as, sim.BotUserID()}})
	if status, _ := ben.request(http.MethodGet, strings.Replace(address, b.as, ben.as, 1), "", nil, nil); status != http.StatusNotFound {
		t.Errorf("somebody who isn't there gets the file: status %d", status)
	}
}

// The socket takes no page of another site.
func TestSocketOrigin(t *testing.T) {
	sim := workspace(t, Config{})
	sim.mu.Lock()
	sim.sockets.tickets["ticket"] = true
	sim.mu.Unlock()
	b := browse(t, sim, "ana")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sim.URL()+"link/?ticket=ticket", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": "https://evil.example",
	} {
		r.Header.Set(name, value)
	}
	answer, err := b.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusForbidden {
		t.Errorf("status %d, want 403", answer.StatusCode)
	}
}
