package bot

import (
	"context"

	"github.com/slack-go/slack"
)

// A Message is what is posted or answered.
type Message struct {
	Text   string // shown in notifications and where blocks can't be; never empty
	Blocks []slack.Block
}

// A Reply is what a handler wants done; nil is an empty acknowledgement.
// What the handler stored is committed when it returns; the acknowledgement
// follows.
type Reply struct {
	// Message answers the person, visible only to them: through the
	// acknowledgement or the response_url of the command or button. After a
	// submission it goes through the response_url of what opened the form;
	// where that is missing, older than 30 minutes or used five times, the form
	// turns into a Saved view that shows it. From Home and shortcuts, and from
	// a form without one, it is a view of its own, and on the third of three it
	// takes the place of one that has no inputs. Where none of that is
	// possible, or Slack refuses the response_url after all, it is a direct
	// message.
	Message *Message

	// Replace puts Message in the place of the answer whose button was
	// pressed. Only for clicks in ephemeral messages.
	Replace bool

	// Open opens a form, or pushes it where a form is open already. At most
	// 2,000 bytes of PrivateMetadata are the handler's.
	Open *slack.ModalViewRequest

	// Update replaces the form that was submitted or clicked in. What is older
	// than an update of the same form does not stop it: the last one shows.
	Update *slack.ModalViewRequest

	// Errors are shown under the fields named, and keep the form open.
	Errors map[string]string

	// Options answer a typeahead; at most 100 are shown.
	Options []*slack.OptionBlockObject

	// Home is the acting person's Home tab from now on, whatever they did: it
	// was opened, or what it shows has changed.
	Home *slack.HomeTabViewRequest

	// Later is for what takes longer than Slack waits: it runs when the empty
	// acknowledgement is written, and what it answers goes through the
	// response_url of the command or button. It may take up to 30 seconds,
	// and must be safe to run twice.
	Later func(ctx context.Context) (*Message, error)

	// Live is Later for what goes on in a form, the one that Open or Update
	// shows: show puts another in its place. An error is shown in the form. It
	// may take up to five minutes, goes on when the form is closed, and must be
	// safe to run twice.
	Live func(ctx context.Context, show Show) (*Message, error)

	// After runs when the acknowledgement is written: posts, updates of
	// messages. An error is logged. It may take up to 30 seconds.
	After func(ctx context.Context) error
}

// Say is the reply that only answers.
func Say(m Message) *Reply { return &Reply{Message: &m} }
