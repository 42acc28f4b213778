package tracking

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// describe names a character so that somebody can find it in what they typed: by itself where it is plain to see, by
// its script and code point where it looks like another or like nothing. It fits into "a code can't contain …".
func describe(r rune) string {
	switch r {
	case ' ', '\u00a0':
		return "a space"
	case '\t':
		return "a tab"
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return "a line break"
	case utf8.RuneError:
		return "a damaged character (U+FFFD)"
	}
	switch {
	case unicode.IsSpace(r):
		return fmt.Sprintf("a space (%U)", r)
	case unicode.IsControl(r):
		return fmt.Sprintf("a control character (%U)", r)
	case Invisible(r):
		return fmt.Sprintf("an invisible character (%U)", r)
	case unicode.IsMark(r):
		return fmt.Sprintf("a combining mark (%U)", r)
	case r < utf8.RuneSelf:
		return fmt.Sprintf("“%c”", r)
	case unicode.IsLetter(r):
		return describeLetter(r)
	}
	return fmt.Sprintf("“%c” (%U)", r, r)
}

// describeLetter names a letter that isn't ASCII, with its script when that isn't Latin, and with the letter it may have
// been mistaken for.
func describeLetter(r rune) string {
	if unicode.Is(unicode.Latin, r) {
		return fmt.Sprintf("“%c” (%U)", r, r)
	}
	for script, table := range unicode.Scripts { // a letter has one script, so the order doesn't matter
		if script == "Common" || !unicode.Is(table, r) {
			continue
		}
		script = strings.ReplaceAll(script, "_", " ")
		if latin, ok := lookalike(r); ok {
			return fmt.Sprintf("the %s letter “%c” (%U), which only looks like the Latin “%c”", script, r, r, latin)
		}
		return fmt.Sprintf("the %s letter “%c” (%U)", script, r, r)
	}
	return fmt.Sprintf("the letter “%c” (%U)", r, r)
}

// The Cyrillic and Greek letters that most typefaces draw like a Latin one, above the letter they are taken for.
const (
	lookalikes = "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
	latinTwins = "ABESIJKMHOPCTYXaesijopcyxdqw" + "ABEZHIKMNOPTYXo"
)

// lookalike returns the Latin letter that r is easily taken for.
func lookalike(r rune) (latin rune, ok bool) {
	i := 0
	for _, twin := range lookalikes {
		if twin == r {
			return rune(latinTwins[i]), true
		}
		i++
	}
	return 0, false
}
