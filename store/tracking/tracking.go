// Package tracking holds the two things an influencer shares, a coupon [Code] and an affiliate [Link], and TBD: the one
// that is needed and not known yet. It turns what people type, paste and import into them, and says what is wrong with the
// rest. Text that was not parsed here never reaches the database.
//
// Both types are a single unexported string, so they are compared with ==, are map keys, and only exist parsed; their zero
// value is TBD. They read and write themselves as SQL (TBD is NULL) and as JSON (TBD is null).
package tracking

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The longest code and the longest link. A code is ASCII, so that its bytes are its characters; the link is measured in
// bytes because that is what an index and a message have room for.
const (
	MaxCode = 255  // bytes
	MaxLink = 2000 // bytes
)

// TBD is how a link or code that is not known yet is written; the String of both.
const TBD = "TBD"

// Error says what is wrong with a text, to the person who typed it. ParseCode and ParseLink return no other error, and
// always as *Error.
type Error struct {
	Problem string // one or two whole sentences
	Try     string // the exact text that works, or "" when there is none to offer
	Lacks   string // the placeholder of a pattern that there is nothing for, without its braces; "" for anything else
}

// Error joins the problem and what to try. The text to try comes last and without a full stop, to be copied.
func (e *Error) Error() string {
	if e.Try == "" {
		return e.Problem
	}
	return e.Problem + " Try " + e.Try
}

// IsTBD reports whether text is one of the ways people write that a link or code is not known yet: TBD, TBA or TBC in any
// case and width, with or without dots, spaces and quotes, or one of them spelled out ("to be determined").
func IsTBD(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	text = strings.Trim(nfkc(unquote(dropInvisible(text))), ". ")
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(unquote(text), ".", "")))
	switch strings.Join(words, "") {
	case "tbd", "tba", "tbc":
		return true
	}
	switch strings.Join(words, " ") {
	case "to be determined", "to be decided", "to be announced", "to be confirmed":
		return true
	}
	return false
}

// errDamaged answers a text that isn't UTF-8, which no Slack client sends but an imported file may hold.
func errDamaged(noun string) *Error {
	return &Error{Problem: fmt.Sprintf("This %s has damaged characters (it isn't valid UTF-8). Copy it again from where it comes from.", noun)}
}

// grouped writes a count for a person: 10000 as 10,000.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
