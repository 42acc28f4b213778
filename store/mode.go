package store

import (
	"database/sql/driver"
	"fmt"
)

// A Mode says how a campaign handles its affiliate links, or its coupon codes.
type Mode string

// The four modes.
const (
	NotNeeded     Mode = "not_needed"
	UniqueOurs    Mode = "ours"    // unique, the brand's team makes it
	UniqueProgram Mode = "program" // unique, the influencer gets it from the affiliate program
	Shared        Mode = "shared"  // one for everyone, kept on the campaign
)

// Modes are all of them, in the order forms show them.
var Modes = []Mode{NotNeeded, UniqueOurs, UniqueProgram, Shared}

// Unique says whether each influencer has their own.
func (m Mode) Unique() bool { return m == UniqueOurs || m == UniqueProgram }

// Needed says whether influencers need it at all.
func (m Mode) Needed() bool { return m.Unique() || m == Shared }

// Valid says whether m is one of the four.
func (m Mode) Valid() bool { return m.Needed() || m == NotNeeded }

// WaitsForInfluencer says whether what is TBD in this mode must come from the
// influencer; otherwise it waits for us, the owners.
func (m Mode) WaitsForInfluencer() bool { return m == UniqueProgram }

// Scan reads a mode column; NULL, which an application holds until it is first
// selected, is "".
func (m *Mode) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*m = ""
	case string:
		*m = Mode(v)
	case []byte:
		*m = Mode(v)
	default:
		return fmt.Errorf("scan %T into store.Mode", src)
	}
	return nil
}

// Value is nil for "".
func (m Mode) Value() (driver.Value, error) {
	if m == "" {
		return nil, nil //nolint:nilnil // NULL is what no mode is stored as
	}
	return string(m), nil
}
