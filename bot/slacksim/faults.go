package slacksim

import (
	"maps"
	"slices"
	"time"
)

// faults are what was asked to go wrong. Method names are keys; "" stands for all methods.
type faults struct {
	limited   map[string]limit
	failing   map[string]failure
	slow      map[string]time.Duration
	scopes    map[string]bool // granted
	token     string          // why the tokens are refused, "" when they are not
	escape    bool            // commands arrive with entities
	refuse    int             // sockets still to be closed at once
	lastPosts map[string][]time.Time
}

type limit struct {
	after time.Duration
	times int
}

type failure struct {
	code  string
	times int
}

func newFaults() faults {
	return faults{
		limited: map[string]limit{}, failing: map[string]failure{}, slow: map[string]time.Duration{},
		scopes: map[string]bool{}, lastPosts: map[string][]time.Time{},
	}
}

// grantScopes grants what the configuration says, or all that the methods know.
func (s *Slack) grantScopes() {
	granted := s.cfg.Scopes
	if granted == nil {
		granted = []string{"commands"}
		for _, m := range s.methods {
			granted = append(granted, m.scopes...)
		}
		granted = slices.DeleteFunc(granted, func(scope string) bool { return scope == "chat:write.public" })
	}
	for _, scope := range granted {
		s.faults.scopes[scope] = true
	}
	s.faults.scopes["connections:write"] = true
}

// RateLimit answers the next calls of a method with 429 and Retry-After. "" is every method, "response_url" the
// posts to response URLs.
func (s *Slack) RateLimit(method string, retryAfter time.Duration, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.limited[method] = limit{retryAfter, times}
}

// slowAcknowledgements names, among the methods, what the app writes on its connections.
const slowAcknowledgements = "acknowledgement"

// Slow delays each call of a method by d; 0 ends it. "" is every method, "response_url" the posts to response URLs,
// "acknowledgement" what the app writes on its connections ("" leaves that alone).
func (s *Slack) Slow(method string, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.slow[method] = d
}

// FailWith answers the next calls of a method with one of Slack's errors. "" is every method, "response_url" the
// posts to response URLs.
func (s *Slack) FailWith(method, slackError string, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.failing[method] = failure{slackError, times}
}

// RevokeScope takes a scope away from the bot, or connections:write from the app.
func (s *Slack) RevokeScope(scope string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.faults.scopes, scope)
}

// GrantScope gives a scope back, or one that was not granted at the start.
func (s *Slack) GrantScope(scope string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.scopes[scope] = true
}

// RevokeToken refuses both tokens with one of Slack's errors (token_revoked, account_inactive, invalid_auth,
// token_expired); "" takes them again.
func (s *Slack) RevokeToken(slackError string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.token = slackError
}

// EscapeCommands says whether & < > of typed commands arrive as entities.
func (s *Slack) EscapeCommands(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.escape = on
}

// ExpireTriggers ends all trigger ids given out so far, as three seconds would.
func (s *Slack) ExpireTriggers() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.views.triggers {
		t.expires = time.Time{}
	}
}

// fault is what was asked to happen to a call: how long to wait first, and what to answer instead. The caller
// holds s.mu.
func (s *Slack) fault(name string) (wait time.Duration, instead *apiError) {
	wait = max(s.faults.slow[name], s.faults.slow[""])
	for _, key := range []string{name, ""} {
		if l := s.faults.limited[key]; l.times > 0 {
			l.times--
			s.faults.limited[key] = l
			return wait, &apiError{code: "ratelimited", retryAfter: l.after}
		}
		if f := s.faults.failing[key]; f.times > 0 {
			f.times--
			s.faults.failing[key] = f
			return wait, &apiError{code: f.code}
		}
	}
	return wait, nil
}

// granted lists the bot's scopes in order. The caller holds s.mu.
func (s *Slack) granted() []string {
	scopes := slices.Sorted(maps.Keys(s.faults.scopes))
	return slices.DeleteFunc(scopes, func(scope string) bool { return scope == "connections:write" })
}

// tooFast says that a channel gets more than about one message a second, with short bursts allowed, and notes this
// message. The caller holds s.mu.
func (s *Slack) tooFast(channelID string) bool {
	const burst = 3
	now := time.Now()
	recent := slices.DeleteFunc(s.faults.lastPosts[channelID], func(t time.Time) bool {
		return now.Sub(t) > burst*time.Second
	})
	full := len(recent) >= burst
	if !full {
		recent = append(recent, now)
	}
	s.faults.lastPosts[channelID] = recent
	return full
}
