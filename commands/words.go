package commands

import (
	"fmt"
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

// asTyped is the word as it can be typed again.
func (w word) asTyped() string {
	if w.quoted {
		return `"` + w.text + `"`
	}
	return w.text
}

// handle says whether the word is meant as a handle: it begins with @, of any
// width, or is an address.
func (w word) handle() bool {
	return strings.HasPrefix(w.text, "@") || strings.HasPrefix(w.text, "＠") || strings.Contains(w.text, "://")
}

func quote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '＂':
		return true
	}
	return false
}

// empty says whether nothing is left that can be seen.
func (w *words) empty() bool {
	return !strings.ContainsFunc(w.rest, func(r rune) bool { return !bot.Blank(r) })
}

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

// next takes a word, without invisible characters; the zero word when nothing
// is left. A quote without a partner is a UserError.
func (w *words) next() (word, error) {
	w.rest = strings.TrimLeftFunc(w.rest, bot.Blank)
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
		return word{text: strings.TrimSpace(bot.Visible(inner[:end])), quoted: true}, nil
	}
	end := strings.IndexFunc(w.rest, unicode.IsSpace)
	if end < 0 {
		end = len(w.rest)
	}
	text := w.rest[:end]
	w.rest = w.rest[end:]
	return word{text: bot.Visible(text)}, nil
}

// alone says whether nothing that can be seen follows a subcommand: that opens
// its form.
func alone(text string) bool { return (&words{text}).empty() }

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

// noMoreAfter is noMore after a campaign, whose name may lack its quotes.
func (w *words) noMoreAfter(campaign word, command string) error {
	if w.empty() || campaign.quoted {
		return w.noMore(command + " summer-glow")
	}
	rest := strings.Join(strings.Fields(w.all()), " ")
	return &bot.UserError{
		Problem: "There is more here than this command takes: " + clip(rest, 60) + ".",
		Try:     fmt.Sprintf("%s \"%s\"", command, clip(campaign.text+" "+rest, 100)),
		Hint:    "A name of several words goes in double quotes.",
	}
}

// clip shortens a text to n characters, ending in an ellipsis.
func clip(text string, n int) string { return bot.Clip(text, n) }
