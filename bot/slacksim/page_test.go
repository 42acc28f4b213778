package slacksim

import (
	"bufio"
	"context"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// browser looks at the page and acts in it, as its script does.
type browser struct {
	t     *testing.T
	sim   *Slack
	http  *http.Client
	token string
	as    string
}

func browse(t *testing.T, sim *Slack, name string) *browser {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	u, ok := sim.User(name)
	if !ok {
		t.Fatalf("no person %q", name)
	}
	b := &browser{t: t, sim: sim, http: &http.Client{Transport: transport}, as: u.ID}
	b.token = b.find(b.at(""), `<meta name="simulator-token" content="([0-9a-zA-Z]+)">`)
	return b
}

// request does one request and answers its status and body.
func (b *browser) request(method, path, host string, form url.Values, header map[string]string) (int, string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.sim.URL()+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if host != "" {
		r.Host = host
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	answer, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// at is the page at a place: "#general", "home", "" for the first.
func (b *browser) at(place string) string {
	b.t.Helper()
	query := url.Values{"as": {b.as}, "at": {b.placeID(place)}}
	status, body := b.request(http.MethodGet, "?"+query.Encode(), "", nil, nil)
	if status != http.StatusOK {
		b.t.Fatalf("status %d: %s", status, body)
	}
	return body
}

func (b *browser) placeID(place string) string {
	if c, ok := b.sim.Channel(strings.TrimPrefix(place, "#")); ok {
		return c.ID
	}
	return place
}

// does does one act and answers what the page would say.
func (b *browser) does(act string, fields ...string) (int, string) {
	b.t.Helper()
	form := url.Values{"as": {b.as}}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	if !form.Has("at") {
		form.Set("at", b.placeID("#general"))
	}
	return b.request(http.MethodPost, "page/"+act, "", form, map[string]string{"X-Simulator-Token": b.token})
}

// did is does where nothing may go wrong.
func (b *browser) did(act string, fields ...string) {
	b.t.Helper()
	if status, body := b.does(act, fields...); status != http.StatusNoContent {
		b.t.Fatalf("%s: status %d: %s", act, status, body)
	}
}

// find is the first group of a pattern in a page.
func (b *browser) find(page, pattern string) string {
	b.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if m == nil {
		b.t.Fatalf("no %s in\n%s", pattern, page)
	}
	return html.UnescapeString(m[1])
}

// ids are what a control's element carries, for an act.
func (b *browser) ids(page, around string) []string {
	b.t.Helper()
	address := b.find(page, `hx-post="([^"]*)"[^>]*`+around)
	u, err := url.Parse(address)
	if err != nil {
		b.t.Fatal(err)
	}
	q := u.Query()
	return []string{"where", q.Get("where"), "block", q.Get("block"), "action", q.Get("action")}
}

func (b *browser) has(page string, all ...string) {
	b.t.Helper()
	for _, part := range all {
		if !strings.Contains(page, part) {
			b.t.Errorf("no %q in\n%s", part, page)
		}
	}
}

// The page answers only itself: its own address, its own origin, its token.
func TestPageGuarded(t *testing.T) {
	sim := workspace(t, Config{})
	b := browse(t, sim, "ana")
	general := b.placeID("#general")
	line := url.Values{"as": {b.as}, "at": {general}, "line": {"said"}}
	own := strings.TrimSuffix(sim.URL(), "/")
	token := map[string]string{"X-Simulator-Token": b.token}
	with := func(name, value string) map[string]string {
		return map[string]string{"X-Simulator-Token": b.token, name: value}
	}
	for _, row := range []struct {
		name, method, path, host string
		header                   map[string]string
		want                     int
	}{
		{"page", http.MethodGet, "", "", nil, 200},
		{"page by name", http.MethodGet, "", "localhost:80", nil, 200},
		{"rebound name", http.MethodGet, "", "evil.example", nil, 403},
		{"rebound name with port", http.MethodGet, "", "evil.example:7777", nil, 403},
		{"rebound act", http.MethodPost, "page/line", "evil.example", token, 403},
		{"rebound events", http.MethodGet, "page/events", "evil.example", nil, 403},
		{"events from elsewhere", http.MethodGet, "page/events", "", map[string]string{"Origin": "https://evil.example"}, 403},
		{"page in another site", http.MethodGet, "", "", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"no token", http.MethodPost, "page/line", "", nil, 403},
		{"old token", http.MethodPost, "page/line", "", map[string]string{"X-Simulator-Token": "old"}, 403},
		{"no token for options", http.MethodPost, "page/options", "", nil, 403},
		{"other origin", http.MethodPost, "page/line", "", with("Origin", "https://evil.example"), 403},
		{"no origin", http.MethodPost, "page/line", "", with("Origin", "null"), 403},
		{"other port", http.MethodPost, "page/line", "", with("Origin", "http://127.0.0.1:1"), 403},
		{"other site", http.MethodPost, "page/line", "", with("Sec-Fetch-Site", "cross-site"), 403},
		{"unknown act", http.MethodPost, "page/burn", "", token, 404},
		{"unknown file", http.MethodGet, "page/secret.js", "", nil, 405},
		{"style", http.MethodGet, "page/style.css", "", nil, 200},
		{"script", http.MethodGet, "page/page.js", "", nil, 200},
		{"htmx", http.MethodGet, "page/vendor/htmx.min.js", "", nil, 200},
		{"own origin", http.MethodPost, "page/line", "", with("Origin", own), 204},
	} {
		if got, body := b.request(row.method, row.path, row.host, line, row.header); got != row.want {
			t.Errorf("%s: status %d %q, want %d", row.name, got, body, row.want)
		}
	}
	for header, want := range map[string]string{"": "carries no token", "old": "was started again"} {
		if _, body := b.request(http.MethodPost, "page/line", "", line, map[string]string{"X-Simulator-Token": header}); !strings.Contains(body, want) {
			t.Errorf("with the token %q the answer is %q, want %q", header, body, want)
		}
	}
	if _, body := b.request(http.MethodGet, "", "", nil, map[string]string{"X-Simulator-Token": "of an earlier run"}); body != "" {
		t.Errorf("a page of an earlier run is given news: %s", body)
	}
	if said := sim.Messages(general); len(said) != 1 {
		t.Errorf("%d messages were said, want the one from the page itself", len(said))
	}
}

// What the client doesn't let a person do is answered with a sentence.
func TestPageRefusals(t *testing.T) {
	sim := workspace(t, Config{})
	b := browse(t, sim, "ana")
	for _, row := range [][]string{
		{"Type a command first", "line", "line", "  "},
		{"There is no channel", "line", "line", "/influencer", "at", "C0"},
		{"The message is not there any more", "press", "where", "1.2", "block", "b", "action", "a"},
		{"The form is not open any more", "submit", "where", "V0"},
		{"The form is not open any more", "use", "where", "V0", "block", "b", "action", "a"},
		{"The form is not open any more", "cancel", "where", "V0"},
		{"No shortcut", "shortcut", "shortcut", "none"},
	} {
		if status, body := b.does(row[1], row[2:]...); status != http.StatusUnprocessableEntity || !strings.Contains(body, row[0]) {
			t.Errorf("%s: status %d %q, want %q", row[1], status, body, row[0])
		}
	}
	b.as = "U0"
	if status, body := b.does("line", "line", "/influencer"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "There is no person") {
		t.Errorf("status %d %q", status, body)
	}
}

// An empty workspace has a page too.
func TestPageOfNobody(t *testing.T) {
	sim, err := Start(Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	b := &browser{t: t, sim: sim, http: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	b.has(b.at(""), "No place to be", "not Slack")
}

// The event stream says that something changed, and nothing of what.
func TestPageEvents(t *testing.T) {
	sim := workspace(t, Config{})
	b := browse(t, sim, "ana")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, sim.URL()+"page/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := b.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	lines := bufio.NewScanner(answer.Body)
	next := func(want string) {
		t.Helper()
		for lines.Scan() {
			if lines.Text() == want {
				return
			}
		}
		t.Fatalf("the stream ended before %q: %v", want, lines.Err())
	}
	next("data: hello")
	b.did("line", "line", "secret words")
	next("data: changed")
}

// A story: a command, its private answer, a button that opens a form, an
// error under a field, saving.
func TestPageStory(t *testing.T) {
	sim := workspace(t, Config{Shortcuts: []GlobalShortcut{{Name: "Select influencer", CallbackID: "pick", Description: "d"}}})
	a := connect(t, sim)
	a.onCommand(func(a *app, e socketmode.Event, c slack.SlashCommand) {
		a.ack(e, map[string]any{"text": "x", "blocks": []slack.Block{section("You typed *" + c.Text + "*"), buttons("row", "Update")}})
	})
	saved := make(chan map[string]map[string]slack.BlockAction, 1)
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		switch {
		case c.Type == slack.InteractionTypeViewSubmission && c.View.State.Values["code"]["code"].Value == "SAVE 15":
			a.ack(e, slack.NewErrorsViewSubmissionResponse(map[string]string{"code": "Try SAVE15."}))
		case c.Type == slack.InteractionTypeViewSubmission:
			a.ack(e)
			saved <- c.View.State.Values
		default:
			a.ack(e)
			if _, err := a.api.OpenView(c.TriggerID, storyForm()); err != nil {
				t.Error(err)
			}
		}
	})
	ana, ben := browse(t, sim, "ana"), browse(t, sim, "ben")
	ana.did("line", "line", "/influencer show @maya")
	page := ana.at("#general")
	ana.has(page, "Only visible to you", "You typed <strong>show @maya</strong>", ">Update</button>", "Ana Example", "not Slack")
	if strings.Contains(ben.at("#general"), "You typed") {
		t.Error("another person sees what is only visible to ana")
	}
	if status, _ := ben.does("press", ana.ids(page, ">Update<")...); status != http.StatusUnprocessableEntity {
		t.Errorf("another person's press has status %d", status)
	}

	ana.did("press", ana.ids(page, ">Update<")...)
	page = waitFor(ana, "#general", `data-view="`)
	view := ana.find(page, `data-view="(V[^"]*)"`)
	ana.has(page, ">A form</h2>", "Coupon code", "Hint &amp; help", `value="TBD"`, `type="date"`, "<textarea", `type="checkbox"`, "(optional)", ">Save</button>")
	fill := []string{"where", view, "f:code/code", "SAVE 15", "f:note/note", "one\r\ntwo", "f:live/live", "2026-07-01", "f:days/days", "", "f:days/days", "tue", "f:mode/mode", "mon"}
	ana.did("submit", fill...)
	page = ana.at("#general")
	ana.has(page, `>Try SAVE15.</p>`, `aria-invalid="true"`, `value="SAVE 15"`, "one\ntwo</textarea>", `value="tue" checked`, `value="2026-07-01"`)
	fill[3] = "SAVE15"
	ana.did("submit", fill...)
	values := <-saved
	if got := values["code"]["code"].Value + "|" + values["note"]["note"].Value + "|" + values["live"]["live"].SelectedDate + "|" +
		values["days"]["days"].SelectedOptions[0].Value + "|" + values["mode"]["mode"].SelectedOption.Value; got != "SAVE15|one\ntwo|2026-07-01|tue|mon" {
		t.Errorf("saved %q", got)
	}
	if strings.Contains(ana.at("#general"), `data-view="`) {
		t.Error("the form is still open")
	}

	ana.did("shortcut", "shortcut", "pick")
	page = waitFor(ana, "#general", `data-view="`)
	ana.did("cancel", "where", ana.find(page, `data-view="(V[^"]*)"`))
	if strings.Contains(ana.at("#general"), `data-view="`) {
		t.Error("Cancel leaves the form open")
	}
}

// waitFor looks until the page has a part.
func waitFor(b *browser, place, part string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 5*time.Second)
	defer cancel()
	for {
		b.sim.mu.Lock()
		tick := b.sim.tick
		b.sim.mu.Unlock()
		page := b.at(place)
		if strings.Contains(page, part) {
			return page
		}
		select {
		case <-tick:
		case <-ctx.Done():
			b.t.Fatalf("no %q in\n%s", part, page)
		}
	}
}

func weekdays() []*slack.OptionBlockObject {
	return []*slack.OptionBlockObject{
		slack.NewOptionBlockObject("mon", plainText("Monday"), nil), slack.NewOptionBlockObject("tue", plainText("Tuesday"), nil),
	}
}

func storyForm() slack.ModalViewRequest {
	code := typed("code", "Coupon code", "TBD")
	code.Hint = plainText("Hint & help")
	note := slack.NewPlainTextInputBlockElement(nil, "note")
	note.Multiline = true
	live := input("live", "Goes live", slack.NewDatePickerBlockElement("live"))
	live.Optional = true
	return modal("story", code, input("note", "Note", note), live,
		input("days", "Days", slack.NewCheckboxGroupsBlockElement("days", weekdays()...)),
		input("mode", "Mode", slack.NewRadioButtonsBlockElement("mode", weekdays()...)))
}
