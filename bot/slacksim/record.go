package slacksim

import (
	"slices"
	"strings"
	"time"
)

// keep is how many entries each record holds; the oldest are dropped.
const keep = 20_000

// Refusal is one thing that Slack would have refused.
type Refusal struct {
	// Method is a Web API method, "response_url", "acknowledgement" or "upload".
	Method string
	// Error is Slack's code.
	Error string
	// Messages name the place, as response_metadata.messages does.
	Messages []string
	// Body is what was refused.
	Body string
}

// Call is one Web API call. Tokens are left out.
type Call struct {
	Method   string
	At       time.Time // by the workspace's clock
	Duration time.Duration
	Request  string // arguments as a JSON object
	Response string
	Status   int
}

// Entry is one thing that passed between the workspace and the app.
type Entry struct {
	At   time.Time // by the workspace's clock
	Kind string    // "envelope", "acknowledgement", "call", "response_url", "socket", "refusal"
	Name string    // what it was: a payload's type, a method
	Body string    // JSON; of a call its arguments and its answer, one after the other
	Note string    // what became of it, when that isn't plain; why it was refused
	// Took is how long a call took, or the app to acknowledge; zero where nothing was waited for.
	Took time.Duration

	number int64
}

// kindRefusal is something that Slack would have refused. What it came with is an entry too.
const kindRefusal = "refusal"

type record struct {
	refusals []Refusal
	calls    []Call
	wire     []Entry
	passed   int64 // counts entries

	refusedAt int64 // the change that the newest refusal was
}

// Refusals are all things that Slack would have refused, in order; not the faults that a test asked for.
func (s *Slack) Refusals() []Refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.record.refusals)
}

// Calls are the calls of one Web API method, in the order in which they ended; "" is all of them.
func (s *Slack) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var calls []Call
	for _, c := range s.record.calls {
		if method == "" || c.Method == method {
			calls = append(calls, c)
		}
	}
	return calls
}

// Wire is all that passed between the workspace and the app, in order.
func (s *Slack) Wire() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.record.wire)
}

// refused keeps a refusal. The caller holds s.mu, here and below.
func (s *Slack) refused(r Refusal) {
	s.record.refusals = last(append(s.record.refusals, r))
	s.enter(Entry{
		Kind: kindRefusal, Name: r.Method, Body: r.Body, Note: strings.TrimSpace(r.Error + ": " + strings.Join(r.Messages, " ")),
	})
	s.record.refusedAt = s.bump()
	s.log.Warn("refused as Slack would", "method", r.Method, "err", r.Error, "messages", strings.Join(r.Messages, "; "))
}

func (s *Slack) called(c Call) {
	s.record.calls = last(append(s.record.calls, c))
	s.enter(Entry{Kind: "call", Name: c.Method, Body: c.Request + "\n" + c.Response, Took: c.Duration})
	s.bump()
}

func (s *Slack) passed(kind, name, body, note string) {
	s.enter(Entry{Kind: kind, Name: name, Body: body, Note: note})
}

func (s *Slack) enter(e Entry) {
	s.record.passed++
	e.At, e.number = s.clock.Now(), s.record.passed
	s.record.wire = last(append(s.record.wire, e))
}

// last drops the oldest entries once there are twice as many as are kept.
func last[T any](list []T) []T {
	if len(list) < 2*keep {
		return list
	}
	return slices.Clone(list[len(list)-keep:])
}
