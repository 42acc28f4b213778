package store

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"codekeeper/store/tracking"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A Handle is what an influencer is found by: letters and digits of any
// script, . _ - and ·, up to MaxHandle characters. Handles come from
// ParseHandle or the database, and are compared by Key.
type Handle struct{ text string }

// A HandleError says what is wrong with a text that should be a handle, in
// sentences for who typed it, and what would work ("" when that can't be told).
type HandleError struct{ Problem, Try string }

func (e *HandleError) Error() string { return e.Problem }

// anyHandle shows how a handle looks where none can be offered.
const anyHandle = "@maya.glow"

// ParseHandle reads a handle as typed, with or without @, or out of the
// address of a profile; then platform says of which platform, and is "" else.
// The error is a *HandleError.
func ParseHandle(text string) (h Handle, platform string, err error) {
	if !utf8.ValidString(text) {
		return Handle{}, "", &HandleError{Problem: "This handle has damaged characters. Please type it again.", Try: anyHandle}
	}
	text = unwrap(text)
	if looksLikeAddress(text) {
		if platform, text, err = profileIn(text); err != nil {
			return Handle{}, "", err
		}
	}
	text = strings.TrimPrefix(text, "@")
	if err := checkHandle(text); err != nil {
		return Handle{}, "", err
	}
	return Handle{text}, platform, nil
}

// unwrap drops what is around a handle or an address and no part of it:
// invisible characters, white space, one pair of quotes, Slack's <address|label>.
func unwrap(text string) string {
	text = strings.Map(func(r rune) rune {
		if tracking.Invisible(r) {
			return -1
		}
		return r
	}, text)
	text = strings.TrimSpace(text)
	for _, pair := range []string{`""`, `''`, "“”", "‘’", "„“", "«»"} {
		quotes := []rune(pair)
		inner, opened := strings.CutPrefix(text, string(quotes[0]))
		inner, closed := strings.CutSuffix(inner, string(quotes[1]))
		if opened && closed {
			text = strings.TrimSpace(inner)
			break
		}
	}
	if inner, ok := strings.CutPrefix(text, "<"); ok && strings.HasSuffix(inner, ">") {
		text, _, _ = strings.Cut(strings.TrimSuffix(inner, ">"), "|")
	}
	// A fullwidth ＠ is an @ all the same.
	if rest, ok := strings.CutPrefix(text, "＠"); ok {
		text = "@" + rest
	}
	return text
}

func checkHandle(text string) error {
	if text == "" {
		return &HandleError{Problem: "A handle is missing.", Try: anyHandle}
	}
	if n := utf8.RuneCountInString(text); n > MaxHandle {
		return &HandleError{Problem: fmt.Sprintf("A handle has at most %d characters, and this has %d.", MaxHandle, n), Try: anyHandle}
	}
	named := false
	for _, r := range text {
		if !handleRune(r) {
			return &HandleError{Problem: fmt.Sprintf("A handle can't contain %s.", runeName(r)), Try: withoutOthers(text)}
		}
		named = named || unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	if !named {
		return &HandleError{Problem: "A handle has at least one letter or digit.", Try: anyHandle}
	}
	return nil
}

func handleRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("._-·", r)
}

func runeName(r rune) string {
	switch {
	case r == ' ':
		return "a space"
	case unicode.IsSpace(r) || unicode.IsControl(r):
		return "a line break, a tab or the like"
	}
	return fmt.Sprintf("%q", string(r))
}

// withoutOthers offers what is left when all that no handle contains is dropped.
func withoutOthers(text string) string {
	left := strings.Map(func(r rune) rune {
		if handleRune(r) {
			return r
		}
		return -1
	}, text)
	if checkHandle(left) != nil {
		return anyHandle
	}
	return "@" + left
}

// String is the handle as typed, without @.
func (h Handle) String() string { return h.text }

// Key is what two ways to type the same handle have in common.
func (h Handle) Key() string { return foldHandle(h.text) }

// foldHandle makes look-alikes that Unicode calls the same plain (NFKC), and
// drops case. Folding can bring forth what NFKC changes again, hence twice.
func foldHandle(text string) string {
	fold := cases.Fold()
	for range 2 {
		text = norm.NFKC.String(fold.String(norm.NFKC.String(text)))
	}
	return text
}

// IsZero says whether there is no handle.
func (h Handle) IsZero() bool { return h.text == "" }

// Scan reads a handle column; NULL is no handle.
func (h *Handle) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		h.text = ""
	case string:
		h.text = v
	case []byte:
		h.text = string(v)
	default:
		return fmt.Errorf("scan %T into store.Handle", src)
	}
	return nil
}

// Value is the handle's text; no handle can't be stored.
func (h Handle) Value() (driver.Value, error) {
	if h.IsZero() {
		return nil, errors.New("no handle to store")
	}
	return h.text, nil
}

// MarshalJSON writes the handle as a string.
func (h Handle) MarshalJSON() ([]byte, error) { return json.Marshal(h.text) }

// UnmarshalJSON reads what MarshalJSON wrote, and refuses what is no handle.
func (h *Handle) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	if text == "" {
		*h = Handle{}
		return nil
	}
	if err := checkHandle(text); err != nil {
		return err
	}
	h.text = text
	return nil
}
