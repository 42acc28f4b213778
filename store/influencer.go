package store

import "time"

// A Profile is what a form sets of an influencer. Handle and Platform come
// from ParseHandle.
type Profile struct {
	Handle   Handle
	Name     string
	Platform string // "Instagram", "TikTok", … or as typed
	Email    string // theirs or their manager's
	Note     string
}

// An Influencer is a person, found by any handle they have or had. Of one that
// is forgotten the handle, name, email and note are empty, for good.
type Influencer struct {
	ID      int64
	Version int64
	Profile
	ForgottenAt *time.Time `db:"forgotten_at"`
	CreatedAt   time.Time  `db:"created_at"`
	CreatedBy   string     `db:"created_by"`
	ChangedAt   time.Time  `db:"changed_at"`
	ChangedBy   string     `db:"changed_by"`
}

// Forgotten says whether nobody can find the influencer any more.
func (i Influencer) Forgotten() bool { return i.ForgottenAt != nil }

// A ProfileChange is an influencer before and after a change. Before is the
// zero Influencer for a new one.
type ProfileChange struct {
	Before, After Influencer
	Repeat        bool
}
