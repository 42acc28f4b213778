package commands

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
)

// maxMeta is what a form may carry, in bytes.
const maxMeta = 2000

// campaignMeta is what the submission of a campaign's form needs to know.
type campaignMeta struct {
	ID      int64             `json:"c,omitempty"` // 0 for a new one
	Version int64             `json:"v,omitempty"` // the edit is based on
	Base    string            `json:"b,omitempty"` // marks of what the form began with
	By      string            `json:"m,omitempty"` // who changed the campaign since then
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
		text, _ := json.Marshal(m) //nolint:errchkjson // plain fields
		if len(text) <= maxMeta || len(m.Kept) == 0 {
			return string(text)
		}
		delete(m.Kept, longest(m.Kept))
	}
}

// longest is the key of the longest text.
func longest(texts map[string]string) string {
	return slices.MaxFunc(slices.Sorted(maps.Keys(texts)), func(a, b string) int { return len(texts[a]) - len(texts[b]) })
}

// markLength is how many characters mark one text; enough to tell a change.
const markLength = 6

// marks are short hashes of the texts of all fields, in the form's order.
func marks(texts map[string]string) string {
	var all []byte
	for _, field := range campaignFields {
		all = append(all, mark(texts[field])...)
	}
	return string(all)
}

func mark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:markLength/2])
}

// began says whether the form began with this text in the field with this
// number. Marks that can't be read say no: the person is told once too often.
func (m campaignMeta) began(number int, text string) bool {
	from, to := number*markLength, (number+1)*markLength
	return to <= len(m.Base) && m.Base[from:to] == mark(text)
}
