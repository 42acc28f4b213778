package store

import (
	"errors"
	"fmt"
	"time"
)

// ErrNotFound is returned where what was asked for by id or handle is not there.
var ErrNotFound = errors.New("not found")

// ErrOutcomeUnknown is returned when the connection was lost while a change
// was being committed: it may or may not have been stored. Asking again with
// the same request is safe.
var ErrOutcomeUnknown = errors.New("outcome unknown")

// ErrForgottenSince is returned where an influencer was forgotten since something
// was typed, or put in, that may name them: taken now it could bring them back.
var ErrForgottenSince = errors.New("an influencer was forgotten since")

// Taken says that another selected application of the campaign, or another
// influencer, already has it.
type Taken struct {
	What     string // "link", "code", "handle", "slug"
	Text     string
	By       *Row        // who has the link or code
	Of       *Row        // Undo only: who would have it back
	With     *Influencer // who has the handle
	Campaign *Campaign   // which has the slug
}

func (e *Taken) Error() string { return fmt.Sprintf("%s is taken", e.What) }

// Stale says that a Row, Campaign, Influencer or Settings has moved on since
// the version a change was based on.
type Stale[T any] struct {
	Current T      // as it is now
	By      string // who changed it last
	At      time.Time
}

func (e *Stale[T]) Error() string { return "changed meanwhile" }

// ErrClaimLost is returned where somebody else has taken a claim over.
var ErrClaimLost = errors.New("the claim is no longer ours")

// Archived says that the campaign is archived, so that nothing in it changes.
type Archived struct{ Campaign Campaign }

func (e *Archived) Error() string { return "campaign is archived" }

// NotSelected says that a declined or withdrawn application refuses changes
// until it is selected again.
type NotSelected struct{ Row Row }

func (e *NotSelected) Error() string { return "application is " + string(e.Row.State) }

// NotThere says that an application isn't there any more: what brought it into
// its campaign was undone, at Row.ChangedAt by Row.ChangedBy.
type NotThere struct{ Row Row }

func (e *NotThere) Error() string { return "application was taken back" }

// NotUnique says that an application has no link or code of its own,
// because it is not unique there: it is shared, or not needed.
type NotUnique struct {
	What string // "link", "code"
	Row  Row
}

func (e *NotUnique) Error() string { return e.What + " is not unique there" }

// NotReady says that there is nothing yet that an influencer could be told:
// what is needed is TBD and they were told nothing before, or their code isn't
// in the shop.
type NotReady struct{ Row Row }

func (e *NotReady) Error() string { return "not ready to be sent" }

// AlreadySelected says that the influencer is selected in the campaign already.
type AlreadySelected struct{ Row Row }

func (e *AlreadySelected) Error() string { return "already selected" }
