package slacksim

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"
)

// ackWithin is how long a person waits for the app's acknowledgement, in real time.
const ackWithin = 3 * time.Second

// retryAfter are the times after which an unacknowledged payload comes again, by the workspace's clock.
func retryAfter() []time.Duration { return []time.Duration{time.Minute, 5 * time.Minute} }

// errNotAcknowledged is a payload that the app did not acknowledge in time.
var errNotAcknowledged = errors.New("the app did not respond")

// delivery is one payload on its way to the app, however often it is sent.
type delivery struct {
	kind    string // the envelope's type
	name    string // what it is, for the record
	payload doc
	accepts bool // an answer may come with the acknowledgement

	first   time.Time // by the workspace's clock
	sent    time.Time // in real time, the last time it was
	attempt int
	reason  string  // why it comes again
	retries int     // how many of the timed ones are over
	on      *socket // where it was sent last; nil when nowhere yet
	order   int64
	ids     []string // envelope ids
	done    chan struct{}
	over    bool // acknowledged
	late    bool // the person no longer waits
	answer  json.RawMessage
}

// hand sends a payload to the app. The caller holds s.mu.
func (s *Slack) hand(kind, name string, payload doc, accepts bool) *delivery {
	d := &delivery{
		kind: kind, name: name, payload: payload, accepts: accepts,
		first: s.clock.Now(), done: make(chan struct{}),
	}
	s.sockets.latest = d
	s.deliver(d)
	return d
}

// deliver sends a delivery, with a new envelope id, to the connection whose turn it is; without one it waits. The
// caller holds s.mu.
func (s *Slack) deliver(d *delivery) {
	k := s.nextSocket()
	if k == nil {
		d.on = nil
		s.sockets.waiting = append(s.sockets.waiting, d)
		return
	}
	id := secret(16)
	d.on, d.order, d.sent = k, s.bump(), time.Now()
	d.ids = append(d.ids, id)
	s.sockets.deliveries[id] = d
	body := encode(doc{
		"envelope_id": id, "type": d.kind, "payload": d.payload, "accepts_response_payload": d.accepts,
		"retry_attempt": d.attempt, "retry_reason": d.reason,
	})
	s.passed("envelope", d.name, string(body), d.reason)
	k.send(frame{body: body})
}

// unacknowledged are the deliveries under way, in the order in which they were sent last. The caller holds s.mu.
func (s *Slack) unacknowledged() []*delivery {
	seen := map[*delivery]bool{}
	for d := range maps.Values(s.sockets.deliveries) {
		if !d.over {
			seen[d] = true
		}
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b *delivery) int { return cmp.Compare(a.order, b.order) })
}

// forget drops all that is known of a delivery. The caller holds s.mu.
func (s *Slack) forget(d *delivery) {
	for _, id := range d.ids {
		delete(s.sockets.deliveries, id)
	}
	s.sockets.waiting = slices.DeleteFunc(s.sockets.waiting, func(other *delivery) bool { return other == d })
}

// acknowledged takes what the app wrote on a connection.
func (s *Slack) acknowledged(body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(body, &ack); err != nil || ack.EnvelopeID == "" {
		s.refused(Refusal{Method: "acknowledgement", Error: "invalid_json", Body: string(body)})
		return
	}
	d := s.sockets.deliveries[ack.EnvelopeID]
	if len(body) >= maxAck {
		s.passed("acknowledgement", ack.EnvelopeID, string(body), "dropped: too large")
		s.refused(Refusal{Method: "acknowledgement", Error: "too_large", Body: string(body)})
		return
	}
	if d == nil {
		s.passed("acknowledgement", ack.EnvelopeID, string(body), "unknown or acknowledged before")
		return
	}
	note := ""
	if d.late {
		note = "too late: the person no longer waits"
	}
	s.enter(Entry{Kind: "acknowledgement", Name: d.name, Body: string(body), Note: note, Took: time.Since(d.sent)})
	answer := ack.Payload
	if absent(answer) || bytes.Equal(bytes.TrimSpace(answer), []byte("{}")) {
		answer = nil
	}
	if answer != nil && !d.accepts {
		s.refused(Refusal{Method: "acknowledgement", Error: "payload_not_accepted", Body: string(body)})
		answer = nil
	}
	d.answer, d.over = answer, true
	s.forget(d)
	close(d.done)
	s.bump()
}

// wait waits for a delivery's acknowledgement and answers what came with it. It returns errNotAcknowledged.
func (s *Slack) wait(d *delivery) (json.RawMessage, error) {
	timer := time.NewTimer(s.ackLimit)
	defer timer.Stop()
	select {
	case <-d.done:
		return d.answer, nil
	case <-timer.C:
	case <-s.stop:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.over {
		return d.answer, nil
	}
	d.late = true
	if len(d.ids) == 0 && d.kind != "events_api" {
		s.forget(d) // nobody was there to take it, and the person was told so
	}
	return nil, errNotAcknowledged
}

// Redeliver sends the last payload again, whether it was acknowledged or not, with a new envelope id and a
// retry_attempt, and waits for the acknowledgement. What comes with that is in [Slack.Wire] only: nobody waits for it
// any more. It returns an error when nothing was sent yet, no connection is open, or the app does not acknowledge.
func (s *Slack) Redeliver() error {
	again, err := s.redeliver()
	if err != nil {
		return err
	}
	_, err = s.wait(again)
	return err
}

func (s *Slack) redeliver() (*delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.sockets.latest
	if old == nil {
		return nil, errors.New("redeliver: no payload was sent yet")
	}
	if len(s.sockets.open) == 0 {
		return nil, errors.New("redeliver: no connection is open")
	}
	old.attempt++
	again := &delivery{
		kind: old.kind, name: old.name, payload: old.payload, accepts: old.accepts, late: true,
		first: s.clock.Now(), attempt: old.attempt, reason: "timeout", done: make(chan struct{}),
	}
	s.deliver(again)
	return again, nil
}

// sweep sends unacknowledged payloads again when their time comes, and ends connections whose warning is over.
func (s *Slack) sweep() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-ticker.C:
		case <-s.clock.moved:
		}
		s.sweepOnce()
	}
}

func (s *Slack) sweepOnce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	for _, k := range s.sockets.open {
		if !k.closeAt.IsZero() && !now.Before(k.closeAt) {
			k.closeAt = time.Time{}
			k.send(frame{s.disconnectFrame("refresh_requested"), true})
		}
	}
	times := retryAfter()
	for _, d := range s.unacknowledged() {
		if d.retries == len(times) {
			continue
		}
		if now.Sub(d.first) < times[d.retries] {
			continue
		}
		for d.retries < len(times) && now.Sub(d.first) >= times[d.retries] {
			d.retries++
		}
		d.attempt++
		d.reason = "timeout"
		s.deliver(d)
	}
}
