package slacksim

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Forged is something that no client of Slack's would send by itself: by somebody who is not offered it, of a button or
// form that nobody was shown. Slack hands on what it gets, so that an app must say no by itself.
type Forged struct {
	// Kind is "command", "click", "submission", "options", "shortcut" or "home".
	Kind string
	// User is who, Channel where (of commands and clicks), both by id.
	User, Channel string
	// Route is the slash command, the action id, or the callback id.
	Route string
	// Value is the rest of a command's line, a button's value, or what was typed into a typeahead.
	Value string
	// Meta is a form's private_metadata, Values its state by block id and action id.
	Meta   string
	Values map[string]map[string]any
}

// Forge hands the app a payload and answers what comes with the acknowledgement. What the app says else goes the usual
// ways. It returns an error when there is no such person or place, or the app does not acknowledge.
func (s *Slack) Forge(f Forged) (json.RawMessage, error) {
	s.mu.Lock()
	d, err := s.forged(f)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return s.wait(d)
}

// Forges forges something of this person's, where they are, and waits for what the app says to them first: with the
// acknowledgement, as JSON, else what they read in an answer, a direct message, a form or Home; "" for nothing.
func (p *Person) Forges(f Forged) string {
	p.t.Helper()
	f.User, f.Channel = p.user, p.at
	ack, err := p.s.Forge(f)
	if err != nil {
		p.fail("forge "+f.Kind+" "+f.Route, err)
		return ""
	}
	if ack != nil {
		var said any
		if err := json.Unmarshal(ack, &said); err != nil {
			p.fail("read the acknowledgement", err)
		}
		return string(encode(said))
	}
	var m *Message
	var v *view
	p.eventually(func() bool {
		m, v = p.s.saidTo(p.user)
		return m != nil || v != nil
	})
	switch {
	case m != nil:
		return m.Text()
	case v != nil:
		return (&Form{p: p, id: v.id, v: v}).Text()
	}
	return ""
}

// saidTo is a message to a person alone, a form or Home that is newer than what they did last.
func (s *Slack) saidTo(userID string) (*Message, *view) {
	mark := s.seat(userID).mark
	for _, m := range slices.Backward(s.talk.messages) {
		if c := s.channel(m.channel); m.seq > mark && (m.only == userID || c != nil && c.im == userID) {
			return new(s.snapshot(m)), nil
		}
	}
	if home := s.views.homes[userID]; home != nil && home.seq > mark {
		return nil, home
	}
	return nil, s.topForm(userID)
}

// forged builds the payload and hands it over. The caller holds s.mu, here and below.
func (s *Slack) forged(f Forged) (*delivery, error) {
	u, c := s.user(f.User), s.channel(f.Channel)
	if u == nil || c == nil && (f.Kind == "command" || f.Kind == "click") {
		return nil, fmt.Errorf("forge: there is no person %q or channel %q", f.User, f.Channel)
	}
	s.act(u.ID, nil)
	switch f.Kind {
	case "command":
		return s.hand(envelopeCommand, f.Route, s.commandPayload(u, c, SlashCommand{Command: f.Route}, f.Value), true), nil
	case "click":
		p := s.interaction("block_actions", u)
		p["container"] = doc{"type": "message", "message_ts": s.newTS(), "channel_id": c.ID, "is_ephemeral": true}
		p["channel"] = channelRef(c)
		p["response_url"] = s.newResponseURL("actions", responseURL{channel: c.ID, user: u.ID})
		p["trigger_id"] = s.newTrigger(trigger{userID: u.ID, channel: c.ID})
		p["actions"] = []doc{{"type": "button", "action_id": f.Route, "block_id": "forged", "value": f.Value}}
		return s.hand(envelopeInteractive, "block_actions "+f.Route, p, false), nil
	case "submission":
		p := s.interaction("view_submission", u)
		p["view"], p["trigger_id"] = s.forgedView(f), s.newTrigger(trigger{userID: u.ID})
		return s.hand(envelopeInteractive, "view_submission "+f.Route, p, true), nil
	case "options":
		p := s.interaction("block_suggestion", u)
		p["action_id"], p["block_id"], p["value"], p["view"] = f.Route, "forged", f.Value, s.forgedView(f)
		return s.hand(envelopeInteractive, "block_suggestion "+f.Route, p, true), nil
	case "shortcut":
		p := s.interaction("shortcut", u)
		p["callback_id"], p["trigger_id"] = f.Route, s.newTrigger(trigger{userID: u.ID})
		return s.hand(envelopeInteractive, "shortcut "+f.Route, p, false), nil
	case "home":
		event := doc{"type": "app_home_opened", "user": u.ID, "tab": "home"}
		return s.hand(envelopeEvent, "app_home_opened", doc{
			"team_id": s.ids.team, "type": "event_callback", "event": event, "event_id": s.newID("Ev"),
		}, false), nil
	}
	return nil, fmt.Errorf("forge: no kind %q", f.Kind)
}

// forgedView is a form that nobody was shown, with one field where no values are given.
func (s *Slack) forgedView(f Forged) doc {
	values, blocks := doc{}, []doc{}
	for block, elements := range f.Values {
		values[block] = elements
		blocks = append(blocks, doc{"type": "input", "block_id": block})
	}
	if len(blocks) == 0 {
		blocks = append(blocks, doc{"type": "input", "block_id": "forged"})
	}
	return doc{
		"id": s.newID("V"), "type": "modal", "callback_id": f.Route, "private_metadata": f.Meta,
		"blocks": blocks, "state": doc{"values": values},
	}
}
