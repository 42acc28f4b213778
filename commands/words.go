package commands

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"codekeeper/bot"
)

// words reads a command's text word by word. Only double quotes group,
// straight or curly; an apostrophe is a letter.
type words struct{ rest string }

// A word is one word of a command.
type word struct {
	text   string
	quoted bool
}

// is says whether the word is this one, in any case; a quoted word is never
// a keyword.
func (w word) is(keyword string) bool { return !w.quoted && strings.EqualFold(w.text, keyword) }

// handle says whether the word is meant as a handle: it begins with @ or is
// an address.
func (w word) handle() bool {
	return strings.HasPrefix(w.text, "@") || strings.Contains(w.text, "://")
}

func quote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '＂':
		return true
	}
	return false
}

// empty says whether nothing is left.
func (w *words) empty() bool { return strings.TrimSpace(w.rest) == "" }

// all is what is left, trimmed, and leaves nothing.
func (w *words) all() string {
	rest := strings.TrimSpace(w.rest)
	w.rest = ""
	return rest
}

// peek is the next word, without taking it; false when nothing is left or
// a quote has no partner.
func (w *words) peek() (word, bool) {
	copied := *w
	next, err := copied.next()
	return next, err == nil && (next.text != "" || next.quoted)
}

// next takes a word; the zero word when nothing is left. A quote without a
// partner is a UserError.
func (w *words) next() (word, error) {
	w.rest = strings.TrimSpace(w.rest)
	first, size := utf8.DecodeRuneInString(w.rest)
	if size == 0 {
		return word{}, nil
	}
	if quote(first) {
		inner := w.rest[size:]
		end := strings.IndexFunc(inner, quote)
		if end < 0 {
			return word{}, &bot.UserError{
				Problem: "There is a quote without its partner.",
				Hint:    "Put the whole name in double quotes, like \"Summer Glow\", or leave the quotes out.",
			}
		}
		_, closing := utf8.DecodeRuneInString(inner[end:])
		w.rest = inner[end+closing:]
		return word{text: strings.TrimSpace(inner[:end]), quoted: true}, nil
	}
	end := strings.IndexFunc(w.rest, unicode.IsSpace)
	if end < 0 {
		end = len(w.rest)
	}
	text := w.rest[:end]
	w.rest = w.rest[end:]
	return word{text: text}, nil
}

// noMore is a UserError when words are left.
func (w *words) noMore(example string) error {
	if w.empty() {
		return nil
	}
	return &bot.UserError{
		Problem: "There is more here than this command takes: " + clip(w.all(), 60) + ".",
		Try:     example,
	}
}

// clip shortens a text to n characters, ending in an ellipsis.
func clip(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n-1]) + "…"
}
