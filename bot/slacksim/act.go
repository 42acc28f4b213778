package slacksim

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// The acts are what a person can do in their client. Each waits for the app's acknowledgement where the client does,
// and returns an error only for what the client doesn't let a person do: then nothing was sent.

// troubleText is what a form shows when the app did not acknowledge or answered nonsense.
const troubleText = "We had some trouble connecting. Try again?"

// typeLine sends a line in a place: a slash command, or else a message. The client itself answers commands that nobody
// registered, and those whose app does not respond.
func (s *Slack) typeLine(userID, channelID, line string) error {
	s.mu.Lock()
	u, c, err := s.present(userID, channelID)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.act(userID, nil)
	if !strings.HasPrefix(line, "/") {
		s.say(message{channel: c.ID, user: u.ID, text: escapeText(line)})
		s.mu.Unlock()
		return nil
	}
	word, rest := line, ""
	if i := strings.IndexFunc(line, unicode.IsSpace); i > 0 {
		word, rest = line[:i], line[i:]
	}
	command, ok := s.command(u, word)
	if !ok {
		s.clientSays(u.ID, c.ID, word+" is not a valid command.")
		s.mu.Unlock()
		return nil
	}
	d := s.hand(envelopeCommand, command.Command, s.commandPayload(u, c, command, strings.TrimSpace(rest)), true)
	s.mu.Unlock()

	answer, err := s.wait(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.clientSays(u.ID, c.ID, word+" failed because the app did not respond (operation_timeout).")
		return nil
	}
	if answer == nil {
		return nil
	}
	if failed := s.answerTo(&responseURL{channel: c.ID, user: u.ID}, answer); failed != nil {
		s.refused(Refusal{
			Method: "acknowledgement", Error: failed.code, Messages: failed.messages, Body: string(answer),
		})
		s.clientSays(u.ID, c.ID, word+" failed because the app's answer can't be shown ("+failed.code+").")
	}
	return nil
}

// errSaid is a line that isn't sent, and of which the client has said in the place why not.
var errSaid = errors.New("")

// typeInThread is a line in a thread: slash commands don't work there, and the client says so in it. It returns
// errSaid then, for the line is the person's again.
func (s *Slack) typeInThread(userID, channelID, ts, line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, c, err := s.present(userID, channelID)
	if err != nil {
		return err
	}
	s.act(userID, nil)
	word, _, _ := strings.Cut(line, " ")
	if strings.HasPrefix(word, "/") {
		s.say(message{
			channel: c.ID, user: slackbot, only: u.ID, thread: ts,
			text: escapeText(word + " is not supported in threads. Type it in the message box of " + s.placeName(c) + "."),
		})
		return errSaid
	}
	s.say(message{channel: c.ID, user: u.ID, text: escapeText(line), thread: ts})
	return nil
}

// present finds a person in a place where they may write. The caller holds s.mu.
func (s *Slack) present(userID, channelID string) (*User, *Channel, error) {
	u, c := s.user(userID), s.channel(channelID)
	switch {
	case u == nil:
		return nil, nil, fmt.Errorf("there is no person %q", userID)
	case u.Deleted:
		return nil, nil, fmt.Errorf("%s's account is deactivated", u.Name)
	case c == nil:
		return nil, nil, fmt.Errorf("there is no channel %q", channelID)
	case !c.has(userID):
		return nil, nil, fmt.Errorf("%s is not in %s", u.Name, s.placeName(c))
	case c.Archived:
		return nil, nil, fmt.Errorf("%s is archived", s.placeName(c))
	}
	return u, c, nil
}

// command finds a registered command. Another organisation's members are not offered any. The caller holds s.mu.
func (s *Slack) command(u *User, word string) (SlashCommand, bool) {
	if s.stranger(u) {
		return SlashCommand{}, false
	}
	for _, c := range s.cfg.Commands {
		if strings.EqualFold(c.Command, word) {
			return c, true
		}
	}
	return SlashCommand{}, false
}

// useMessage presses a button, opens a menu's entry or chooses in a message. values are as for pick.
func (s *Slack) useMessage(userID, channelID, ts, blockID, actionID string, values ...string) error {
	s.mu.Lock()
	m := s.message(channelID, ts)
	if m == nil || !s.visible(m, userID) {
		s.mu.Unlock()
		return errors.New("the message is not there any more")
	}
	c, ok := findControl(m.blocks, blockID, actionID)
	s.mu.Unlock()
	if !ok {
		return errors.New("the message has no such button or menu any more")
	}
	return s.useControl(userID, m, c, values)
}

// useControl presses a control of a message, also one that the message had when the person looked at it last.
func (s *Slack) useControl(userID string, m *message, c control, values []string) error {
	s.mu.Lock()
	u, place := s.user(userID), s.channel(m.channel)
	if u == nil || place == nil {
		s.mu.Unlock()
		return errors.New("there is no such person or place")
	}
	value, action, err := s.use(c, s.views.offered[offerKey(userID, m.ts, c)], values)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	s.act(userID, nil)
	if value != nil {
		if m.state[userID] == nil {
			m.state[userID] = formState{}
		}
		m.state[userID].set(c.blockID(), c.actionID(), value)
	}
	d := s.hand(envelopeInteractive, "block_actions "+c.actionID(), s.messageActions(u, place, m, action), false)
	s.mu.Unlock()
	return s.waitOrTrouble(userID, d)
}

// waitOrTrouble waits for an acknowledgement that carries nothing; without one the client marks what was pressed.
func (s *Slack) waitOrTrouble(userID string, d *delivery) error {
	if _, err := s.wait(d); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.seat(userID).trouble = troubleText
		s.bump()
	}
	return nil
}

// runShortcut runs a global shortcut.
func (s *Slack) runShortcut(userID, callbackID string) error {
	s.mu.Lock()
	u := s.user(userID)
	known := slices.ContainsFunc(s.cfg.Shortcuts, func(g GlobalShortcut) bool { return g.CallbackID == callbackID })
	if u == nil || !known || s.stranger(u) {
		s.mu.Unlock()
		return fmt.Errorf("no shortcut %q is offered", callbackID)
	}
	s.act(userID, nil)
	p := s.interaction("shortcut", u)
	p["callback_id"], p["action_ts"] = callbackID, s.newTS()
	p["trigger_id"] = s.newTrigger(trigger{userID: u.ID})
	d := s.hand(envelopeInteractive, "shortcut "+callbackID, p, false)
	s.mu.Unlock()
	return s.waitOrTrouble(userID, d)
}

// openHome opens the app's Home tab.
func (s *Slack) openHome(userID string) error {
	s.mu.Lock()
	u := s.user(userID)
	if u == nil || s.stranger(u) {
		s.mu.Unlock()
		return errors.New("the Home tab is not offered to them")
	}
	s.act(userID, nil)
	c, _ := s.directMessages(u.ID)
	event := doc{
		"type": "app_home_opened", "user": u.ID, "channel": c.ID, "tab": "home", "event_ts": s.newTS(),
	}
	if v := s.views.homes[u.ID]; v != nil {
		event["view"] = s.viewDoc(v)
	}
	d := s.hand(envelopeEvent, "app_home_opened", doc{
		"token": s.ids.verification, "team_id": s.ids.team, "api_app_id": s.ids.app, "type": "event_callback",
		"event": event, "event_id": s.newID("Ev"), "event_time": s.clock.Now().Unix(),
		"authorizations": []doc{{
			"enterprise_id": nil, "team_id": s.ids.team, "user_id": s.ids.botUser, "is_bot": true,
			"is_enterprise_install": false,
		}},
		"is_ext_shared_channel": false,
	}, false)
	s.mu.Unlock()
	return s.waitOrTrouble(userID, d)
}
