package store

import "time"

// Way says by which way a change came.
type Way string

// The ways a change can come.
const (
	ByCommand  Way = "command"
	ByForm     Way = "form"
	ByButton   Way = "button"
	ByShortcut Way = "shortcut"
	ByHome     Way = "home"
	ByDigest   Way = "digest"
	ByImport   Way = "import"
	ByUndo     Way = "undo"
)

// An Act is who changes something, when, and by which request. A request
// that comes twice changes once.
type Act struct {
	Team    string
	Request string // unique in the team
	User    string // Slack user id
	Way     Way
	At      time.Time
}

// stored is the act as the database keeps it.
func (a Act) stored() Act {
	a.At = storedTime(a.At)
	return a
}

// storedTime is a time as the database keeps it, to the microsecond.
func storedTime(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
