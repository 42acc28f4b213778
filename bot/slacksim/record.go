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
	Kind string    // "envelope", "acknowledgement", "call", "response_url", "socket"
	Name string    // what it was: a payload's type, a method
	Body string
	Note string // what became of it, when that isn't plain
}

type record struct {
	refusals []Refusal
	calls    []Call
	wire     []Entry
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
	s.log.Warn("refused as Slack would", "method", r.Method, "error", r.Error, "messages", strings.Join(r.Messages, "; "))
}

func (s *Slack) called(c Call) {
	s.record.calls = last(append(s.record.calls, c))
	s.passed("call", c.Method, c.Request+"\n"+c.Response, "")
}

func (s *Slack) passed(kind, name, body, note string) {
	s.record.wire = last(append(s.record.wire, Entry{At: s.clock.Now(), Kind: kind, Name: name, Body: body, Note: note}))
}

// last drops the oldest entries once there are twice as many as are kept.
func last[T any](list []T) []T {
	if len(list) < 2*keep {
		return list
	}
	return slices.Clone(list[len(list)-keep:])
}
