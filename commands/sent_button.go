package commands

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"

	"codekeeper/store"

	"github.com/slack-go/slack"
)

// A markedRow is an application, and what its message showed.
type markedRow struct {
	id   int64
	seal [sealBytes]byte
}

// sealBytes is how much of a hash tells whether what a message showed is still
// what is shared.
const sealBytes = 4

// maxMarked is how many one button marks as sent: so many fit into its value.
const maxMarked = 200

// sealOf is of what the message to somebody shows now.
func sealOf(r store.Row) [sealBytes]byte {
	now := r.Told()
	sum := sha256.Sum256([]byte(now.Link.String() + "\n" + now.Code.String()))
	return [sealBytes]byte(sum[:sealBytes])
}

// marks are those whom a button marks as sent. Its text is their ids, each as
// the distance from the one before, and seals.
type marks []markedRow

// marksOf are of the first rows that can be marked as sent by one button.
func marksOf(rows ...store.Row) marks {
	var all marks
	for _, row := range rows[:min(len(rows), maxMarked)] {
		all = append(all, markedRow{row.ID, sealOf(row)})
	}
	slices.SortFunc(all, func(a, b markedRow) int { return cmp.Compare(a.id, b.id) })
	return all
}

// MarshalText writes the marks.
func (m marks) MarshalText() ([]byte, error) {
	var packed []byte
	last := int64(0)
	for _, row := range m {
		packed = binary.AppendVarint(packed, row.id-last)
		packed = append(packed, row.seal[:]...)
		last = row.id
	}
	return base64.RawURLEncoding.AppendEncode(nil, packed), nil
}

// UnmarshalText reads what MarshalText wrote; anything else is errForged.
func (m *marks) UnmarshalText(text []byte) error {
	packed, err := base64.RawURLEncoding.AppendDecode(nil, text)
	if err != nil {
		return errForged
	}
	*m = nil
	last := int64(0)
	for len(packed) > 0 {
		apart, size := binary.Varint(packed)
		if size <= 0 || apart <= 0 || last+apart <= 0 || len(packed) < size+sealBytes || len(*m) == maxMarked {
			return errForged
		}
		last += apart
		*m = append(*m, markedRow{last, [sealBytes]byte(packed[size : size+sealBytes])})
		packed = packed[size+sealBytes:]
	}
	return nil
}

// ids are those of the applications.
func (m marks) ids() []int64 {
	ids := make([]int64, len(m))
	for i, row := range m {
		ids[i] = row.id
	}
	return ids
}

// shows says whether what the marks showed is what somebody shares now.
func (m marks) shows(r store.Row) bool {
	return slices.Contains(m, markedRow{r.ID, sealOf(r)})
}

// A sending is what a button *Mark as sent* carries.
type sending struct {
	Marks marks    `json:"m"`
	List  *listing `json:"l,omitempty"` // the list to show again, nil for none
	Lead  string   `json:"t,omitempty"` // what the message in a channel says, in mrkdwn
}

// value is the sending as a button carries it; what doesn't fit beside the marks
// is left out.
func (s sending) value() string {
	for {
		text := encoded(s)
		switch {
		case len(text) <= maxButtonValue:
			return text
		case s.List != nil && len(s.List.Back) > 0:
			shorter := *s.List
			shorter.forget()
			s.List = &shorter
		case s.List != nil:
			s.List = nil
		default:
			s.Lead = ""
		}
	}
}

// readSending reads a button's value; one that nobody could have made is
// errForged.
func readSending(value string) (sending, error) {
	var s sending
	if err := json.Unmarshal([]byte(value), &s); err != nil || len(s.Marks) == 0 || s.List != nil && !s.List.valid() {
		return sending{}, errForged
	}
	return s, nil
}

// markSentButton is *Mark as sent* of one message. In a list it shows that
// again.
func markSentButton(r store.Row, list *listing) *slack.ButtonBlockElement {
	return button(copyMarkSent, routeSent, rowID(r.Application), sending{Marks: marksOf(r), List: list}.value())
}
