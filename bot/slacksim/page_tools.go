package slacksim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxEntries is how many entries the wire panel shows: the newest.
const maxEntries = 100

// clockYears is how far the clock can be moved from where it began: nobody tries more, and it can't be moved back.
const clockYears = 2

// The faults that the page makes, each at one click.
const (
	limitTimes = 3
	limitAfter = 2 * time.Second
	slowCalls  = 2 * time.Second
	// slowAcks is longer than a person waits.
	slowAcks = ackWithin + time.Second
)

type (
	// toolsShown is what lies behind the client: the wire, the clock, faults.
	toolsShown struct {
		Toggle  string // address that opens or closes the panel
		Open    bool
		Now     string
		Moment  string // for a datetime-local input
		Clock   string // address of the act
		Faults  []faultShown
		Refused int
		Only    bool // only what was refused
		Filter  string
		Entries []entryShown
		Count   string // "the newest 100 of 230", "" when all are shown
		Older   string // address of those before, "" when there are none
		Newest  string // address of the newest, "" when these are
	}
	faultShown struct {
		Name, Label, Note, Post string
		On                      bool
	}
	entryShown struct {
		ID, Time, Arrow, Kind, Name string
		Note, Took, Size            string
		Refused                     bool
		Body                        string // address of what was sent
	}
	refusalShown struct{ Method, Error, Messages, Wire string }
)

// refusal is the newest thing that Slack would have refused since a person did
// something; nil when there is none.
func (p *page) refusal(g *sight) *refusalShown {
	all := p.s.record.refusals
	if len(all) == 0 || p.s.record.refusedAt <= p.s.seat(g.me.ID).mark {
		return nil
	}
	r := all[len(all)-1]
	return &refusalShown{
		Method: r.Method, Error: r.Error, Messages: strings.Join(r.Messages, " "),
		Wire: pageAddress(g.me.ID, g.at, "refused"),
	}
}

func (p *page) tools(g *sight) toolsShown {
	s := p.s
	now := g.now().In(g.zone())
	which, before, older := strings.Cut(g.tools, "-")
	t := toolsShown{
		Open: g.tools != "", Only: which == "refused", Refused: len(s.record.refusals),
		Now: now.Format("Mon 2 Jan" + g.year(now) + ", 15:04"), Moment: now.Format("2006-01-02T15:04"),
		Clock:  "/page/clock?" + url.Values{"as": {g.me.ID}}.Encode(),
		Toggle: pageAddress(g.me.ID, g.at, "wire"), Filter: pageAddress(g.me.ID, g.at, "refused"),
	}
	if !t.Open {
		return t
	}
	t.Toggle = pageAddress(g.me.ID, g.at, "")
	if t.Only {
		t.Filter = pageAddress(g.me.ID, g.at, "wire")
	}
	t.Faults = p.faults()
	if older {
		t.Newest = pageAddress(g.me.ID, g.at, which)
	}
	t.entries(g, before)
	return t
}

// entries shows the newest entries before the one of a number; "" are the newest of all.
func (t *toolsShown) entries(g *sight, before string) {
	end, err := strconv.ParseInt(before, 10, 64)
	if err != nil {
		end = math.MaxInt64
	}
	count, last := 0, int64(0)
	for _, e := range slices.Backward(g.s.record.wire) {
		if t.Only && e.Kind != kindRefusal {
			continue
		}
		count++
		switch {
		case e.number >= end:
		case len(t.Entries) < maxEntries:
			t.Entries, last = append(t.Entries, entryOf(e, g)), e.number
		case t.Older == "":
			which, _, _ := strings.Cut(g.tools, "-")
			t.Older = pageAddress(g.me.ID, g.at, which+"-"+strconv.FormatInt(last, 10))
		}
	}
	switch {
	case t.Newest != "":
		t.Count = fmt.Sprintf("%d older ones of %d", len(t.Entries), count)
	case count > len(t.Entries):
		t.Count = fmt.Sprintf("the newest %d of %d", len(t.Entries), count)
	}
}

// entryOf shows one thing that passed. Arrows point from who sent it.
func entryOf(e Entry, g *sight) entryShown {
	shown := entryShown{
		ID: "w-" + strconv.FormatInt(e.number, 10), Time: e.At.In(g.zone()).Format("15:04:05"),
		Kind: e.Kind, Name: e.Name, Note: e.Note, Size: size(len(e.Body)), Refused: e.Kind == kindRefusal,
		Arrow: map[string]string{"envelope": "to the app", "socket": "connection"}[e.Kind],
		Body:  "/page/wire/" + strconv.FormatInt(e.number, 10),
	}
	if shown.Arrow == "" {
		shown.Arrow = "from the app"
	}
	if e.Kind == "response_url" {
		shown.Name = "answer"
	}
	if e.Took > 0 {
		shown.Took = fmt.Sprintf("%d ms", e.Took.Milliseconds())
	}
	return shown
}

// serveEntry is what one entry of the wire held, indented.
func (p *page) serveEntry(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.ParseInt(r.PathValue("entry"), 10, 64)
	p.s.mu.Lock()
	i := slices.IndexFunc(p.s.record.wire, func(e Entry) bool { return e.number == number })
	var body string
	if i >= 0 {
		body = p.s.record.wire[i].Body
	}
	p.s.mu.Unlock()
	if err != nil || i < 0 {
		http.Error(w, "This is not kept any more.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte(indented(body)))
}

// indented is JSON values one under another; other text stays as it is.
func indented(body string) string {
	var out strings.Builder
	values := json.NewDecoder(strings.NewReader(body))
	for values.More() {
		var one json.RawMessage
		var b bytes.Buffer
		if values.Decode(&one) != nil || json.Indent(&b, one, "", "  ") != nil {
			return turnless(body)
		}
		out.WriteString(b.String() + "\n")
	}
	if out.Len() == 0 {
		return "Nothing was sent with it.\n"
	}
	return replaceTurns(out.String(), `\u%04x`)
}

// faults are the faults that the page offers, with what is on. The caller
// holds s.mu.
func (p *page) faults() []faultShown {
	f := p.s.faults
	left := f.limited[""].times
	list := []faultShown{
		{Label: "Cut the connections", Name: "cut"},
		{Label: "Ask to reconnect", Name: "refresh"},
		{Label: "Answer 429", Name: "limit", On: left > 0, Note: fmt.Sprintf("the next %d calls", left)},
		{Label: "Slow calls", Name: "calls", On: f.slow[""] > 0, Note: "2 s each"},
		{Label: "Slow answers", Name: "acks", On: f.slow[slowAcknowledgements] > 0, Note: "4 s each: too late for a person"},
		{Label: "Redeliver the last payload", Name: "redeliver"},
	}
	for i := range list {
		list[i].Post = "/page/fault?fault=" + list[i].Name
		if !list[i].On {
			list[i].Note = ""
		}
	}
	return list
}

// fault makes one fault, or ends one that goes on.
func (p *page) fault(name string) error {
	s := p.s
	toggle := func(method string, d time.Duration) {
		s.mu.Lock()
		on := s.faults.slow[method] > 0
		s.mu.Unlock()
		if on {
			d = 0
		}
		s.Slow(method, d)
	}
	switch name {
	case "cut":
		s.CutSockets()
	case "refresh":
		s.Disconnect("refresh_requested")
	case "limit":
		s.RateLimit("", limitAfter, limitTimes)
	case "calls":
		toggle("", slowCalls)
	case "acks":
		toggle(slowAcknowledgements, slowAcks)
	case "redeliver":
		if err := s.Redeliver(); err != nil {
			return err
		}
	default:
		return errUnknownAct
	}
	s.touch()
	return nil
}

// moveClock moves the workspace's clock forward: by=a duration, or to=a moment
// in the person's zone.
func (p *page) moveClock(as string, f url.Values) error {
	s := p.s
	s.mu.Lock()
	u := s.user(as)
	s.mu.Unlock()
	if u == nil {
		return fmt.Errorf("there is no person %q", as)
	}
	now := s.clock.Now()
	zone := newSight(s, u, "").zone()
	target, err := time.ParseInLocation("2006-01-02T15:04", f.Get("to"), zone)
	switch by := f.Get("by"); {
	case by == "morning":
		target = time.Date(now.In(zone).Year(), now.In(zone).Month(), now.In(zone).Day()+1, 9, 0, 0, 0, zone)
	case by != "":
		d, bad := time.ParseDuration(by)
		if bad != nil {
			return errors.New("this is not a time to move by")
		}
		target = now.Add(d)
	case err != nil:
		return errors.New("choose a day and a time")
	}
	last := s.clock.began.In(zone).AddDate(clockYears, 0, 0)
	switch {
	case !target.After(now):
		return errors.New("the clock can only be moved forward")
	case target.After(last):
		return fmt.Errorf("the clock can be moved by %d years at most: choose a day until %s", clockYears, last.Format("2 January 2006"))
	}
	s.clock.Set(target)
	s.touch()
	return nil
}
