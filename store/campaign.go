package store

import (
	"database/sql/driver"
	"time"

	"github.com/lib/pq"

	"codekeeper/store/tracking"
)

// Terms are what a form sets of a campaign.
type Terms struct {
	Name        string
	LinkMode    Mode          `db:"link_mode"`
	CodeMode    Mode          `db:"code_mode"`
	SharedLink  tracking.Link `db:"shared_link"` // stays when the mode is no longer Shared: earlier selections keep it
	SharedCode  tracking.Code `db:"shared_code"`
	HowTo       string        `db:"how_to"` // how influencers get theirs: program address and steps
	Message     string        // to influencers, a template; "" for Codekeeper's own
	CodePattern string        `db:"code_pattern"` // how codes are made, "" for none
	LinkPattern string        `db:"link_pattern"`
	Fee         string        // per deliverable, as typed
	Commission  string        // a note, as typed; never calculated or paid
	Owners      Owners        // Slack user ids, at least one
	ChannelID   string        `db:"channel_id"` // of the digest, "" for the default
	Launches    Date
	Ends        Date
}

// Owners are the Slack user ids of those who answer for a campaign.
type Owners []string

// Scan reads a text[] column.
func (o *Owners) Scan(src any) error { return (*pq.StringArray)(o).Scan(src) }

// Value is the ids as a text[].
func (o Owners) Value() (driver.Value, error) { return pq.StringArray(o).Value() }

// A Campaign is what the brand runs.
type Campaign struct {
	ID      int64
	Version int64
	Slug    string
	Terms
	SharedLinkSince time.Time  `db:"shared_link_since"`
	SharedCodeSince time.Time  `db:"shared_code_since"`
	ArchivedAt      *time.Time `db:"archived_at"`
	CreatedAt       time.Time  `db:"created_at"`
	CreatedBy       string     `db:"created_by"`
	ChangedAt       time.Time  `db:"changed_at"`
	ChangedBy       string     `db:"changed_by"`
}

// Archived says whether the campaign has left lists and digests.
func (c Campaign) Archived() bool { return c.ArchivedAt != nil }

// A CampaignChange is a campaign before and after a change. Before is the
// zero Campaign for a new one. Repeat: the request had been done already, and
// this is what it did.
type CampaignChange struct {
	Before, After Campaign
	Affected      int // selected applications that newly need a link or code
	Repeat        bool
}
