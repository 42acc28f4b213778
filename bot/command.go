package bot

import "context"

// A Handler does what a request asks. It is given at most 2.5 seconds from
// receipt; past that its context is done, and the person is told that nothing
// was saved.
type Handler func(ctx context.Context, r *Request) (*Reply, error)

// Who says who can use something. Guests and people of other organisations
// can use nothing.
type Who int

// Who can use something; the zero value is the narrower.
const (
	Editors Who = iota // members who may change things
	Members            // every full member
)

// A Command is one subcommand with all that belongs to it. Help is rendered
// from these values, and its examples are run through Parse by a test.
type Command struct {
	Slash    string   // "/influencer"
	Name     string   // "code"; "" for the slash command alone
	Usage    string   // "code @handle [campaign] X"
	Summary  string   // one sentence
	Who      Who      // who can use the command itself
	Examples []string // whole lines, "/influencer code @maya.glow MAYA20"

	// Parse reads what follows the subcommand, for help's test; a UserError
	// says what is wrong with it.
	Parse func(text string) error

	Run Handler

	// What belongs to the command's answers and forms.
	Clicks    []Route // by action id, up to ":"
	Forms     []Route // by callback id
	Options   []Route // by action id
	Shortcuts []Route // by callback id
}

// A Route leads from an action or callback id to its handler.
type Route struct {
	ID  string
	Who Who
	Run Handler
}
