package commands

import (
	"encoding/json"
	"maps"
	"slices"
)

// maxMeta is what a form may carry, in bytes.
const maxMeta = 2000

// campaignMeta is what the submission of a campaign's form needs to know.
type campaignMeta struct {
	ID      int64 `json:"c,omitempty"` // 0 for a new one
	Version int64 `json:"v,omitempty"` // the edit is based on
	openedBy
	beganWith
	Earlier string            `json:"e,omitempty"` // "l", "c", "lc": somebody selected earlier shares it still
	Seal    string            `json:"s,omitempty"` // of the warnings shown
	Kept    map[string]string `json:"k,omitempty"` // typed into fields that are not shown now
}

func readCampaignMeta(text string) (campaignMeta, error) {
	var m campaignMeta
	err := json.Unmarshal([]byte(text), &m)
	if err != nil || m.ID < 0 || m.Version < 0 || (m.ID == 0) != (m.Version == 0) {
		return campaignMeta{}, errOldForm
	}
	return m, nil
}

// encode writes the meta. What was typed into fields not shown is left out,
// longest first, where it doesn't fit.
func (m campaignMeta) encode() string {
	m.Kept = maps.Clone(m.Kept)
	for {
		text := encoded(m)
		if len(text) <= maxMeta || len(m.Kept) == 0 {
			return text
		}
		delete(m.Kept, longest(m.Kept))
	}
}

// longest is the key of the longest text.
func longest(texts map[string]string) string {
	return slices.MaxFunc(slices.Sorted(maps.Keys(texts)), func(a, b string) int { return len(texts[a]) - len(texts[b]) })
}
