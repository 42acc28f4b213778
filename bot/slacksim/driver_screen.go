package slacksim

import (
	"fmt"
	"slices"
	"strings"
)

// screen is what a person has in front of them in a place, for a failed test: messages, forms, and what was refused.
func (s *Slack) screen(userID, channelID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	s.screenMessages(&b, userID, channelID)
	for _, w := range s.views.windows {
		if w.user == userID {
			fmt.Fprintf(&b, "--- form\n%s\n", s.renderView(w.top()))
		}
	}
	if v := s.views.homes[userID]; v != nil {
		fmt.Fprintf(&b, "--- Home\n%s\n", s.renderView(v))
	}
	if words := s.seat(userID).trouble; words != "" {
		fmt.Fprintf(&b, "--- beside what was pressed: %s\n", words)
	}
	if n := len(s.sockets.open); n == 0 {
		b.WriteString("--- the app has no connection open\n")
	}
	for _, r := range s.record.refusals[max(0, len(s.record.refusals)-5):] {
		fmt.Fprintf(&b, "--- refused: %s %s %s\n", r.Method, r.Error, strings.Join(r.Messages, "; "))
	}
	return b.String()
}

// screenMessages writes the last messages that a person sees in a place, and those only for them elsewhere.
func (s *Slack) screenMessages(b *strings.Builder, userID, channelID string) {
	const most = 10
	var shown []*message
	for _, m := range slices.Backward(s.talk.messages) {
		if len(shown) < most && s.visible(m, userID) && (m.channel == channelID || s.fresh(m, userID) && m.only != "") {
			shown = append(shown, m)
		}
	}
	if c := s.channel(channelID); c != nil {
		fmt.Fprintf(b, "--- %s\n", s.placeName(c))
	}
	for _, m := range slices.Backward(shown) {
		notes := ""
		if m.channel != channelID {
			notes += " in " + s.placeName(s.channel(m.channel))
		}
		if m.only != "" {
			notes += " (only visible to them)"
			if !s.fresh(m, userID) {
				notes += " (from before)"
			}
		}
		if m.edited {
			notes += " (edited)"
		}
		sender := m.user
		if u := s.user(m.user); u != nil {
			sender = u.Name
		}
		fmt.Fprintf(b, "%s%s:\n    %s\n", sender, notes, strings.ReplaceAll(s.renderMessage(m, userID), "\n", "\n    "))
	}
}
