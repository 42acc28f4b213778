package slacksim

import (
	"fmt"
	"strings"
	"unicode"
)

// shownText is a text of Slack's as the page shows it: entities decoded, and
// what turns the direction of text made visible. Left as it is, one such
// character in a name would turn the words that stand after it.
func shownText(words string) string { return turnless(unescapeText(words)) }

// turnless writes each character that turns the direction of text as its code
// point.
func turnless(words string) string { return replaceTurns(words, "[%U]") }

// replaceTurns replaces these characters by a format of each; in JSON's the
// text says the same as before.
func replaceTurns(words, format string) string {
	if !strings.ContainsFunc(words, turns) {
		return words
	}
	var b strings.Builder
	for _, r := range words {
		if turns(r) {
			fmt.Fprintf(&b, format, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// turns says whether a character does nothing but turn the direction of text
// (Unicode's Bidi_Control).
func turns(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }
