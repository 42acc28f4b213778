package bot

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// An act is an envelope that was understood: the request, with what is needed
// to answer it.
type act struct {
	*Request
	env      *envelope
	route    string // the id that leads to a handler: callback id, action id up to ":", "" else
	view     *view  // the form or Home that it happened in, nil elsewhere
	response response
}

// errIgnored is for what Slack delivers and nobody handles: it is
// acknowledged, and that is all.
var errIgnored = errors.New("nobody handles this")

// decode understands an envelope that is taken up at a time. It returns
// errIgnored (wrapped, with what it was), or an error when the payload can't be
// read.
func decode(env *envelope, at time.Time) (*act, error) {
	understand, ok := map[string]func(*envelope, time.Time) (*act, error){
		"slash_commands": decodeCommand,
		"interactive":    decodeInteraction,
		"events_api":     decodeEvent,
	}[env.Type]
	if !ok {
		return nil, fmt.Errorf("envelope of type %q: %w", env.Type, errIgnored)
	}
	return understand(env, at)
}

func decodeCommand(env *envelope, at time.Time) (*act, error) {
	var p struct {
		Command     string `json:"command"`
		Text        string `json:"text"`
		UserID      string `json:"user_id"`
		ChannelID   string `json:"channel_id"`
		TriggerID   string `json:"trigger_id"`
		ResponseURL string `json:"response_url"`
	}
	if err := json.Unmarshal(env.Payload, &p); err != nil {
		return nil, fmt.Errorf("slash command: %w", err)
	}
	line := strings.TrimSpace(decodeText(p.Text))
	word, text := splitWord(line)
	return &act{env: env, response: newResponse(p.ResponseURL, at), Request: &Request{
		Kind: KindCommand, ID: cmp.Or(p.TriggerID, env.ID), UserID: p.UserID, ChannelID: p.ChannelID,
		Slash: strings.ToLower(p.Command), Word: word, Text: text, Line: line, Mentions: mentioned(p.Text), At: at, triggerID: p.TriggerID,
	}}, nil
}

// An interaction is the payload of everything but commands and events.
type interaction struct {
	Type        string `json:"type"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	CallbackID  string `json:"callback_id"`
	ActionID    string `json:"action_id"`
	Value       string `json:"value"`
	User        struct {
		ID string `json:"id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Message struct {
		Timestamp string `json:"ts"`
	} `json:"message"`
	Container struct {
		Type      string `json:"type"`
		ChannelID string `json:"channel_id"`
		Timestamp string `json:"message_ts"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []element `json:"actions"`
	View    *view     `json:"view"`
}

func decodeInteraction(env *envelope, at time.Time) (*act, error) {
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(env.Payload, &kind); err != nil {
		return nil, fmt.Errorf("interaction: %w", err)
	}
	understand, ok := map[string]func(*act, *interaction) error{
		"block_actions":    (*act).click,
		"view_submission":  (*act).submission,
		"block_suggestion": (*act).options,
		"shortcut":         (*act).shortcut,
	}[kind.Type]
	if !ok {
		return nil, fmt.Errorf("interaction of type %q: %w", kind.Type, errIgnored)
	}
	var p interaction
	if err := json.Unmarshal(env.Payload, &p); err != nil {
		return nil, fmt.Errorf("%s: %w", kind.Type, err)
	}
	a := &act{env: env, view: p.View, response: newResponse(p.ResponseURL, at), Request: &Request{
		ID: cmp.Or(p.TriggerID, env.ID), UserID: p.User.ID, At: at, triggerID: p.TriggerID,
	}}
	if err := understand(a, &p); err != nil {
		return nil, fmt.Errorf("%s: %w", kind.Type, err)
	}
	return a, nil
}

func (a *act) click(p *interaction) error {
	a.Kind = KindClick
	if len(p.Actions) == 0 {
		return errors.New("no action")
	}
	pressed := &p.Actions[0]
	a.route, a.Suffix, _ = strings.Cut(pressed.ActionID, ":")
	a.Value = withoutControls(pressed.chosen()) // ours hold none
	return a.place(p)
}

func (a *act) options(p *interaction) error {
	a.Kind = KindOptions
	a.ID = a.env.ID // a typeahead has no trigger, and changes nothing
	a.route, a.Suffix, _ = strings.Cut(p.ActionID, ":")
	a.Text = withoutControls(p.Value) // it only searches
	return a.place(p)
}

// place says where something was pressed or typed: in a form, in a message,
// or in Home.
func (a *act) place(p *interaction) (err error) {
	if p.View != nil {
		if p.View.Type == "modal" {
			a.Form, err = p.View.form()
		}
		return err
	}
	a.ChannelID = cmp.Or(p.Container.ChannelID, p.Channel.ID)
	if ts := cmp.Or(p.Container.Timestamp, p.Message.Timestamp); ts != "" {
		a.Message = &MessageRef{ChannelID: a.ChannelID, Timestamp: ts, Ephemeral: p.Container.Ephemeral}
	}
	return nil
}

func (a *act) submission(p *interaction) (err error) {
	a.Kind = KindSubmission
	if p.View == nil {
		return errors.New("no view")
	}
	a.route = p.View.Callback
	a.ID = p.View.ID + ":" + submitted(p.View)
	a.Form, err = p.View.form()
	return err
}

func (a *act) shortcut(p *interaction) error {
	a.Kind = KindShortcut
	a.route = p.CallbackID
	return nil
}

// submitted is a hash of what was submitted, the same for each press of Save
// with the same contents: 16 hexadecimal digits.
func submitted(v *view) string {
	var values any
	decoder := json.NewDecoder(strings.NewReader(string(v.State.Values)))
	decoder.UseNumber()
	state := []byte(v.State.Values)
	if decoder.Decode(&values) == nil {
		if canonical, err := json.Marshal(onlyFileIDs(values)); err == nil { // sorts the keys
			state = canonical
		}
	}
	h := sha256.New()
	for _, part := range [][]byte{[]byte(v.Callback), state, []byte(v.PrivateMetadata)} {
		_, _ = fmt.Fprintf(h, "%d:", len(part)) // a hash takes everything
		_, _ = h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// onlyFileIDs leaves of the files in a form's state their ids. Slack goes on
// describing a file after it was uploaded (its type, a preview), so that the
// rest may differ between two presses of Save.
func onlyFileIDs(v any) any {
	o, ok := v.(map[string]any)
	if !ok {
		return v
	}
	for name, member := range o {
		files, isList := member.([]any)
		if name != "files" || !isList {
			o[name] = onlyFileIDs(member)
			continue
		}
		for i, file := range files {
			if described, ok := file.(map[string]any); ok {
				files[i] = described["id"]
			}
		}
	}
	return o
}

func decodeEvent(env *envelope, at time.Time) (*act, error) {
	var p struct {
		EventID string `json:"event_id"`
		Event   struct {
			Type string `json:"type"`
			User string `json:"user"`
			Tab  string `json:"tab"`
		} `json:"event"`
	}
	if err := json.Unmarshal(env.Payload, &p); err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	if p.Event.Type != "app_home_opened" || p.Event.Tab != "home" {
		return nil, fmt.Errorf("event of type %q: %w", p.Event.Type, errIgnored)
	}
	return &act{env: env, Request: &Request{
		Kind: KindHome, ID: cmp.Or(p.EventID, env.ID), UserID: p.Event.User, At: at,
	}}, nil
}

// kindOf guesses what an unreadable payload was, to answer it.
func kindOf(env *envelope) Kind {
	if env.Type == "slash_commands" {
		return KindCommand
	}
	var p struct {
		Type string `json:"type"`
	}
	if env.Type != "interactive" || json.Unmarshal(env.Payload, &p) != nil {
		return KindHome
	}
	switch p.Type {
	case "view_submission":
		return KindSubmission
	case "block_suggestion":
		return KindOptions
	}
	return KindClick
}
