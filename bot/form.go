package bot

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// An element is one interactive element as Slack reports it: what was pressed,
// or what an input holds.
type element struct {
	Type          string   `json:"type"`
	ActionID      string   `json:"action_id"`
	BlockID       string   `json:"block_id"`
	Value         string   `json:"value"`
	Option        *option  `json:"selected_option"`
	Options       []option `json:"selected_options"`
	Date          string   `json:"selected_date"`
	Time          string   `json:"selected_time"`
	DateTime      int64    `json:"selected_date_time"`
	User          string   `json:"selected_user"`
	Users         []string `json:"selected_users"`
	Conversation  string   `json:"selected_conversation"`
	Conversations []string `json:"selected_conversations"`
	Channel       string   `json:"selected_channel"`
	Channels      []string `json:"selected_channels"`
	Files         []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"files"`
}

type option struct {
	Text struct {
		Text string `json:"text"`
	} `json:"text"`
	Value string `json:"value"`
}

// field reads what an input holds.
func (e *element) field() field {
	f := field{present: true}
	switch {
	case e.Option != nil:
		f.text, f.many, f.labels = e.Option.Value, []string{e.Option.Value}, []string{e.Option.Text.Text}
	case len(e.Options) > 0:
		for _, o := range e.Options {
			f.many = append(f.many, o.Value)
			f.labels = append(f.labels, o.Text.Text)
		}
	case len(e.Files) > 0:
		for _, file := range e.Files {
			f.files = append(f.files, FileRef(file))
		}
	case e.DateTime != 0:
		f.text = strconv.FormatInt(e.DateTime, 10)
	default:
		f.many = slices.Concat(e.Users, e.Conversations, e.Channels)
		f.text = cmp.Or(e.Value, e.Date, e.Time, e.User, e.Conversation, e.Channel)
	}
	return f
}

// chosen is what a click carries: the button's value or what was picked;
// several are joined by commas.
func (e *element) chosen() string {
	f := e.field()
	if f.text == "" {
		return strings.Join(f.many, ",")
	}
	return f.text
}

// A view is a modal or Home as Slack reports it.
type view struct {
	ID              string `json:"id"`
	Type            string `json:"type"`
	Callback        string `json:"callback_id"`
	PrivateMetadata string `json:"private_metadata"`
	Root            string `json:"root_view_id"`
	Previous        string `json:"previous_view_id"`
	Title           struct {
		Text string `json:"text"`
	} `json:"title"`
	Blocks []struct {
		Type    string `json:"type"`
		BlockID string `json:"block_id"`
	} `json:"blocks"`
	State struct {
		Values json.RawMessage `json:"values"`
	} `json:"state"`
}

// inputs are the block ids of the view's inputs, in order.
func (v *view) inputs() []string {
	var ids []string
	for _, b := range v.Blocks {
		if b.Type == "input" {
			ids = append(ids, b.BlockID)
		}
	}
	return ids
}

// deepest says whether no view can be pushed on this one: Slack allows three.
func (v *view) deepest() bool {
	return v.Previous != "" && v.Root != "" && v.Previous != v.Root
}

// form reads the view as the form it was, its metadata still sealed.
func (v *view) form() (*Form, error) {
	f := &Form{ID: v.ID, Callback: v.Callback, fields: map[string]field{}}
	if len(v.State.Values) == 0 {
		return f, nil
	}
	var blocks map[string]map[string]element
	if err := json.Unmarshal(v.State.Values, &blocks); err != nil {
		return nil, err
	}
	for block, elements := range blocks {
		for _, action := range slices.Sorted(maps.Keys(elements)) {
			f.fields[block] = new(elements[action]).field()
			break
		}
	}
	return f, nil
}
