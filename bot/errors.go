package bot

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// ErrUnknownOutcome is what a handler's error matches when it cannot know
// whether a change was stored, as when the connection was lost during COMMIT.
// The person is told so, and that doing it again is safe.
var ErrUnknownOutcome = errors.New("outcome unknown")

// A UserError is for the person who acted: it is shown, and not logged as a
// fault. Every other error becomes one fixed sentence with a reference, and
// is logged once with its whole chain.
//
// Its texts are plain: where they are shown as mrkdwn they are escaped here.
// They often repeat what was typed, so that a mention in them (<@U1>) is shown
// as text and mentions nobody.
type UserError struct {
	Problem string // what was wrong, a whole sentence
	Try     string // the exact text that works, shown as text to copy; "" when there is none
	Hint    string // one more sentence, "" when there is none
	Field   string // the field of the form under which it belongs, "" for the first

	Buttons []slack.BlockElement // what works at a press, where the answer is a message
}

// Error is the sentence with what works.
func (e *UserError) Error() string {
	parts := []string{e.Problem}
	if e.Try != "" {
		parts = append(parts, "Try "+e.Try)
	}
	return Sentences(append(parts, e.Hint)...)
}

// Sentences joins sentences, leaving out the empty ones. One that ends with what
// is to be copied has no full stop of its own, and gets one where another
// follows.
func Sentences(parts ...string) string {
	var said strings.Builder
	for _, part := range parts {
		if part == "" {
			continue
		}
		if text := said.String(); text != "" {
			if !strings.ContainsRune(".!?:…", lastRune(text)) {
				said.WriteByte('.')
			}
			said.WriteByte(' ')
		}
		said.WriteString(part)
	}
	return said.String()
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

// FieldErrors are sentences under the fields of a form, by field name. They
// are plain text, as Slack shows it there.
type FieldErrors map[string]string

// Error joins the sentences in the order of the field names, for logs and for
// where there is no form.
func (e FieldErrors) Error() string {
	all := make([]string, 0, len(e))
	for _, name := range slices.Sorted(maps.Keys(e)) {
		all = append(all, e[name])
	}
	return Sentences(all...)
}
