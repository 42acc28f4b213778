package bot

import (
	"slices"
	"strings"
	"time"
)

// Kind says how somebody acted.
type Kind int

// The ways in which somebody acts.
const (
	KindCommand    Kind = iota // a slash command
	KindClick                  // a button, menu or select in a message, a form or Home; an input with dispatch_action
	KindSubmission             // a form was saved
	KindOptions                // somebody types into a typeahead
	KindShortcut               // a global shortcut
	KindHome                   // the Home tab was opened
)

// A Request is what somebody did, in words that need no Slack.
type Request struct {
	Kind Kind

	// ID names this act. Slack may deliver one act several times, on any
	// replica; each delivery has the same ID: the trigger id, or for a
	// submission the view id with a hash of what was submitted. Option queries,
	// which change nothing, have their envelope's.
	ID string

	TeamID string // always auth.test's, never the payload's
	UserID string // who acts
	User   User   // what Slack says of them

	ChannelID string   // where, "" in a form, in Home and for a shortcut
	Slash     string   // command: "/influencer"
	Word      string   // command: its first word in lower case, "" when there is none
	Text      string   // command: what follows the first word, decoded, line breaks kept; options: what was typed so far
	Line      string   // command: first word and all that follows, decoded
	Mentions  Mentions // command: who was mentioned with a name, which Line and Text hold as "@name"
	Value     string   // click: the button's value or the chosen option's
	Suffix    string   // click: what follows ":" in the action id
	At        time.Time

	Form    *Form       // submission, and clicks and options inside a form
	Message *MessageRef // the message that holds what was clicked, nil in a form or Home

	triggerID string
}

// Mentions are the ids of users by the names, without @ and in lower case, that
// Slack put beside them.
type Mentions map[string]string

// ID is who was mentioned by this name, with or without @; "" for nobody.
func (m Mentions) ID(name string) string { return m[strings.ToLower(strings.TrimPrefix(name, "@"))] }

// A User is somebody in Slack, as users.info tells.
type User struct {
	ID       string
	Name     string // the display name, else the real name, else the user name
	TimeZone string // IANA, "" when unknown
	Editor   bool   // may change things
}

// A MessageRef names a message.
type MessageRef struct {
	ChannelID string
	Timestamp string // Slack's ts
	Ephemeral bool
}

// A Form is a modal view as it was when somebody acted in it. Its fields are
// named by the block ids of their inputs; a block holds one input.
type Form struct {
	ID       string
	Callback string
	Meta     string // what the form was opened with, at most 2,000 bytes
	fields   map[string]field
}

type field struct {
	text    string   // typed text, date, time, or the chosen option's value
	many    []string // values chosen where several can be
	labels  []string // the chosen options' texts, in the same order
	files   []FileRef
	present bool
}

// A FileRef names a file that somebody put into a form. Client.Download
// fetches it.
type FileRef struct {
	ID   string // Slack's, "F…"
	Name string // as it was called on their computer
}

// Text is what was typed into or picked in a field: text, a date as
// YYYY-MM-DD, a time as HH:MM, the chosen option's value, or the id of the
// chosen user or channel. It is "" for an empty or absent field.
func (f *Form) Text(name string) string { return f.fields[name].text }

// Many is what was chosen in a field that takes several: option values, or
// ids of users or channels.
func (f *Form) Many(name string) []string { return f.fields[name].many }

// Labels are the texts of the options chosen in a field, in the order of Many.
func (f *Form) Labels(name string) []string { return f.fields[name].labels }

// Files are the files that were put into a field (a file_input), in order.
func (f *Form) Files(name string) []FileRef { return f.fields[name].files }

// Checked says whether a checkbox field has this option chosen.
func (f *Form) Checked(name, option string) bool {
	return slices.Contains(f.fields[name].many, option)
}

// Has says whether the form holds this field at all.
func (f *Form) Has(name string) bool { return f.fields[name].present }

// NewForm makes a form from plain texts and choices, for tests of handlers.
func NewForm(callback, meta string, texts map[string]string, many map[string][]string) *Form {
	f := &Form{ID: "V0", Callback: callback, Meta: meta, fields: map[string]field{}}
	for k, v := range texts {
		f.fields[k] = field{text: v, present: true}
	}
	for k, v := range many {
		f.fields[k] = field{many: v, labels: v, present: true}
	}
	return f
}
