package store

import (
	"time"

	"codekeeper/store/tracking"
)

// State says how far an application is.
type State string

// The four states, and that of who is not there.
const (
	Applied   State = "applied"
	Selected  State = "selected"
	Declined  State = "declined"  // an applicant who was not taken
	Withdrawn State = "withdrawn" // was selected, and is no more

	// TakenBack is who was brought in by what was undone since, so that they are
	// as good as never there. Only history and errors show it: nothing that asks
	// who is in a campaign finds them, and nobody can put somebody into it but by
	// Undo.
	TakenBack State = "undone"
)

// TakesPart says whether somebody applies or is selected.
func (s State) TakesPart() bool { return s == Applied || s == Selected }

// An Application is one influencer in one campaign.
type Application struct {
	ID           int64
	Version      int64
	CampaignID   int64 `db:"campaign_id"`
	InfluencerID int64 `db:"influencer_id"`
	State        State
	LinkMode     Mode          `db:"link_mode"` // as selected under; "" before the first selection
	CodeMode     Mode          `db:"code_mode"`
	Link         tracking.Link // their own; the shared one is on the campaign
	Code         tracking.Code
	LinkSince    time.Time `db:"link_since"` // since when Link, or its being TBD, stands
	CodeSince    time.Time `db:"code_since"`
	GoesLive     Date      `db:"goes_live"` // "" for the campaign's launch date
	Note         string
	SentLink     tracking.Link `db:"sent_link"` // what the influencer was last told, TBD: never
	SentCode     tracking.Code `db:"sent_code"`
	SentAt       *time.Time    `db:"sent_at"` // when it was last marked as sent; nil: never
	SentBy       string        `db:"sent_by"`
	SnoozedUntil Date          `db:"snoozed_until"` // "" when not
	SnoozedBy    string        `db:"snoozed_by"`
	NotInShop    bool          `db:"not_in_shop"` // the code was made from the pattern, and isn't in the shop yet
	CreatedAt    time.Time     `db:"created_at"`
	CreatedBy    string        `db:"created_by"`
	ChangedAt    time.Time     `db:"changed_at"`
	ChangedBy    string        `db:"changed_by"`
}

// A Row is an application with its campaign and its influencer.
type Row struct {
	Application
	Campaign   Campaign
	Influencer Influencer
}

// there is the application, or the zero one when it was taken back.
func (r Row) there() Application {
	if r.State == TakenBack {
		return Application{}
	}
	return r.Application
}

// GoesLiveOn is the day the influencer publishes, "" when nobody knows.
func (r Row) GoesLiveOn() Date {
	if r.GoesLive != "" {
		return r.GoesLive
	}
	return r.Campaign.Launches
}

// CurrentLinkMode is the mode the application was selected under, or while
// it is not selected the campaign's.
func (r Row) CurrentLinkMode() Mode {
	if r.State == Selected {
		return r.LinkMode
	}
	return r.Campaign.LinkMode
}

// CurrentCodeMode is likewise for the code.
func (r Row) CurrentCodeMode() Mode {
	if r.State == Selected {
		return r.CodeMode
	}
	return r.Campaign.CodeMode
}

// SharesLink is the link this influencer shares: their own or the campaign's.
func (r Row) SharesLink() tracking.Link {
	if r.CurrentLinkMode() == Shared {
		return r.Campaign.SharedLink
	}
	return r.Link
}

// SharesCode is likewise for the code.
func (r Row) SharesCode() tracking.Code {
	if r.CurrentCodeMode() == Shared {
		return r.Campaign.SharedCode
	}
	return r.Code
}

// LinkTBD says whether a needed link is not known yet.
func (r Row) LinkTBD() bool {
	return r.State == Selected && r.LinkMode.Needed() && r.SharesLink().TBD()
}

// CodeTBD is likewise for the code.
func (r Row) CodeTBD() bool {
	return r.State == Selected && r.CodeMode.Needed() && r.SharesCode().TBD()
}

// Ready says whether everything needed is set.
func (r Row) Ready() bool { return r.State == Selected && !r.LinkTBD() && !r.CodeTBD() }

// An Edit is what an application shall be. All of it is set; Version is the
// one the edit was based on. Becoming selected takes the campaign's modes,
// and drops a link or code that is not unique there.
type Edit struct {
	ID       int64
	Version  int64
	State    State
	Link     tracking.Link
	Code     tracking.Code
	GoesLive Date
	Note     string
	Reason   string // of a decline, kept in history

	SnoozedUntil Date
	MadeCode     bool  // Code was made from the campaign's pattern just now, and isn't in the shop
	InShop       bool  // the code has been created in the shop
	Told         *Told // what the message showed that was sent; nil: nothing was
}

// Told is what a message to an influencer showed: all that the application
// shared then, TBD for what it didn't.
type Told struct {
	Link tracking.Link
	Code tracking.Code
}

// told is what was told, TBD for nothing.
func (e Edit) told() Told {
	if e.Told == nil {
		return Told{}
	}
	return *e.Told
}

// EditOf is the edit that changes nothing.
func EditOf(a Application) Edit {
	return Edit{
		ID: a.ID, Version: a.Version, State: a.State, Link: a.Link, Code: a.Code, GoesLive: a.GoesLive, Note: a.Note,
		SnoozedUntil: a.SnoozedUntil,
	}
}

// A Selection selects one influencer for a campaign, adding them first when
// they are new. Version is that of the application it was based on; with 0
// it was based on none, and takes any that is not selected, as Keeping says.
type Selection struct {
	InfluencerID int64  // 0: by handle, added when unknown
	Handle       Handle // used when InfluencerID is 0
	Platform     string
	Version      int64
	Link         tracking.Link
	Code         tracking.Code
	MadeCode     bool // Code was made from the campaign's pattern just now, and isn't in the shop
	GoesLive     Date
}

// A Change is an application before and after. Before is the zero
// Application where there was none, or one that was taken back.
type Change struct {
	Before Application
	After  Row
}

// Changes are what one request did. Repeat: it had been done already, and
// this is what it did then, with each After as it was then.
type Changes struct {
	Rows   []Change
	Repeat bool
}

// A Holding says that somebody held a link or code.
type Holding struct {
	Influencer Influencer
	Campaign   Campaign
	From       time.Time
	Until      *time.Time // nil: still
	Told       *time.Time // when the influencer was told it, nil: never, or it is shared
	Shared     bool       // it is or was the campaign's shared one; Influencer is zero
}
