package slacksim

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// errNoForm is a form that is not open any more.
var errNoForm = errors.New("the form is not open any more")

// errNoControl is a field or button that the app has taken out of a form, or put another one in its place.
var errNoControl = errors.New("the form has no such field or button any more")

// openView finds a form or Home tab that is open for a person. The caller holds s.mu.
func (s *Slack) openView(userID, viewID string) (*User, *view, error) {
	u, v := s.user(userID), s.views.byID[viewID]
	if u == nil || v == nil || v.user != userID || !s.live(v) {
		return nil, nil, errNoForm
	}
	return u, v, nil
}

// useView types, chooses or presses in a form or Home; values are as for pick. The app is told of what is pressed or
// chosen outside inputs, and of inputs with dispatch_action.
func (s *Slack) useView(userID, viewID, blockID, actionID string, values ...string) error {
	s.mu.Lock()
	u, v, err := s.openView(userID, viewID)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	c, ok := findControl(v.blocks(), blockID, actionID)
	if !ok {
		s.mu.Unlock()
		return errNoControl
	}
	value, action, err := s.use(c, s.views.offered[offerKey(userID, v.id, c)], values)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	if value != nil {
		v.state.set(c.blockID(), c.actionID(), value)
		delete(v.errors, c.blockID())
		v.seq = s.bump()
	}
	if c.input() && !yes(c.block, "dispatch_action") {
		s.mu.Unlock()
		return nil
	}
	if value == nil {
		s.act(userID, v.window)
	}
	d := s.hand(envelopeInteractive, "block_actions "+c.actionID(), s.viewActions(u, v, action), false)
	s.mu.Unlock()
	return s.waitOrTrouble(userID, d)
}

// submitView saves a form: the client checks it, the app answers. What is wrong stands in the form then. meta, when it
// isn't nil, is sent in the place of its private_metadata, as no client would.
func (s *Slack) submitView(userID, viewID string, meta *string) error {
	s.mu.Lock()
	u, v, err := s.openView(userID, viewID)
	if err == nil && (v.kind != "modal" || v.body["submit"] == nil) {
		err = errors.New("the form has nothing to save it with")
	}
	if err == nil && v.window.top() != v {
		err = errors.New("another form lies on top of it")
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.act(userID, v.window)
	v.trouble = ""
	if v.errors = clientErrors(v); len(v.errors) > 0 {
		v.seq = s.bump()
		s.mu.Unlock()
		return nil
	}
	shown := s.viewDoc(v)
	if meta != nil {
		shown["private_metadata"] = *meta
	}
	d := s.hand(envelopeInteractive, "view_submission "+str(v.body, "callback_id"), s.viewSubmission(u, v, shown), true)
	s.mu.Unlock()

	answer, err := s.wait(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		err = s.answerSubmission(v, answer)
	}
	if err != nil {
		v.trouble = troubleText
	}
	v.seq = s.bump()
	return nil
}

// answerSubmission does what the acknowledgement of a submission says. It returns an error when that can't be done:
// the person then sees that there was trouble. The caller holds s.mu.
func (s *Slack) answerSubmission(v *view, answer json.RawMessage) error {
	d := decodeObject(answer)
	failed := no(checkSubmissionAnswer(answer, encode(s.viewDoc(v))))
	raw := encode(d["view"])
	if failed == nil && d["view"] != nil {
		failed = s.checkNewView(raw, "modal", v)
	}
	action := str(d, "response_action")
	if failed == nil && action == "push" && v.window != nil && len(v.window.stack) >= maxViews {
		failed = fail("push_limit_reached")
	}
	if failed != nil {
		s.refused(Refusal{
			Method: "acknowledgement", Error: failed.code, Messages: failed.messages, Body: string(answer),
		})
		return fmt.Errorf("the answer was refused: %s", failed.code)
	}
	if v.window == nil {
		return nil // the person closed it meanwhile
	}
	switch action {
	case "errors":
		v.errors = map[string]string{}
		for id, words := range obj(d, "errors") {
			v.errors[id], _ = words.(string)
		}
	case "update":
		s.fillView(v, raw)
	case "push":
		s.pushView(v.window, raw)
	case "clear":
		s.closeView(v.window.stack[0])
	default:
		s.closeView(v)
	}
	return nil
}

// cancelView closes a form: all closes the whole stack (the cross), otherwise the one before comes back (Cancel). Forms
// with notify_on_close tell the app.
func (s *Slack) cancelView(userID, viewID string, all bool) error {
	s.mu.Lock()
	u, v, err := s.openView(userID, viewID)
	if err == nil && v.window == nil {
		err = errNoForm
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.act(userID, v.window)
	bottom := v
	if all || yes(v.body, "clear_on_close") {
		bottom = v.window.stack[0]
	}
	i := slices.Index(v.window.stack, bottom)
	var told []*delivery
	for _, gone := range v.window.stack[i:] {
		if yes(gone.body, "notify_on_close") {
			p := s.viewClosed(u, gone, bottom != v)
			told = append(told, s.hand(envelopeInteractive, "view_closed "+str(gone.body, "callback_id"), p, false))
		}
	}
	s.closeView(bottom)
	s.mu.Unlock()
	for _, d := range told {
		_, _ = s.wait(d) // the client doesn't show whether the app took notice
	}
	return nil
}

// place says where a menu is: in a form or Home, or in a message.
type place struct {
	viewID      string
	channel, ts string
}

func offerKey(userID, where string, c control) string {
	return userID + "\n" + where + "\n" + c.blockID() + "\n" + c.actionID()
}

// suggest asks the app for the options of an external menu, for what was typed into it. It returns an error when the
// client doesn't ask (too little was typed) or nothing usable came.
func (s *Slack) suggest(userID string, at place, blockID, actionID, query string) ([]doc, error) {
	s.mu.Lock()
	p, c, key, err := s.suggestion(userID, at, blockID, actionID)
	if err == nil {
		least, limited := num(c.element, "min_query_length")
		if !limited {
			least = 3
		}
		if len([]rune(query)) < int(least) {
			err = fmt.Errorf("the menu asks for at least %v characters", least)
		}
	}
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	p["action_id"], p["block_id"], p["value"] = actionID, blockID, query
	d := s.hand(envelopeInteractive, "block_suggestion "+actionID, p, true)
	s.mu.Unlock()

	answer, err := s.wait(d)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if failed := no(checkOptions(answer)); failed != nil {
		s.refused(Refusal{
			Method: "acknowledgement", Error: failed.code, Messages: failed.messages, Body: string(answer),
		})
		return nil, fmt.Errorf("the options were refused: %s", failed.code)
	}
	found := offers(decodeObject(answer))
	s.views.offered[key] = append(s.views.offered[key], found...)
	return found, nil
}

// suggestion is the payload of an option query, but for what was typed. The caller holds s.mu.
func (s *Slack) suggestion(userID string, at place, blockID, actionID string) (doc, control, string, error) {
	var blocks []doc
	u := s.user(userID)
	if u == nil {
		return nil, control{}, "", fmt.Errorf("there is no person %q", userID)
	}
	p := s.interaction("block_suggestion", u)
	where := at.viewID
	if where != "" {
		_, v, err := s.openView(userID, where)
		if err != nil {
			return nil, control{}, "", err
		}
		p["container"], p["view"] = doc{"type": "view", "view_id": v.id}, s.viewDoc(v)
		blocks = v.blocks()
	} else {
		m, c := s.message(at.channel, at.ts), s.channel(at.channel)
		if m == nil || !s.visible(m, userID) {
			return nil, control{}, "", errors.New("the message is not there any more")
		}
		p["container"] = doc{"type": "message", "message_ts": m.ts, "channel_id": c.ID, "is_ephemeral": m.only != ""}
		p["channel"] = channelRef(c)
		if m.only == "" {
			p["message"] = s.messageDoc(m)
		}
		where, blocks = m.ts, m.blocks
	}
	c, ok := findControl(blocks, blockID, actionID)
	if !ok || c.kind() != "external_select" && c.kind() != "multi_external_select" {
		return nil, control{}, "", errors.New("there is no such menu")
	}
	return p, c, offerKey(userID, where, c), nil
}
