package tracking

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// quotes are the pairs of which one is dropped around a text, each as what opens and what closes it. Programs curl quotes
// in either direction, so the curly ones may stand on both sides.
//
// The last are curly quotes whose UTF-8 was read in another encoding on the way: as Windows-1252, as Thai Windows-874, and as
// Mac Roman. Where the last byte of the closing quote has no meaning there, it is lost, or left as a control character or a
// replacement character.
const quotes = `"" “” ”“ ”” ““ „“ „” ‟” "” “" ”" "“ '' ‘’ ’‘ ’’ ‘‘ ‚‘ ‚’ «» »« ‹› ＂＂ ＇＇ ` +
	"â€œ…â€ â€œ…â€\u009d â€œ…â€\ufffd â€˜…â€™ " +
	"\u0e42\u20ac\u0153…\u0e42\u20ac \u0e42\u20ac\u0153…\u0e42\u20ac\u009d \u0e42\u20ac\u0153…\u0e42\u20ac\ufffd " +
	"‚Äú…‚Äù"

// Invisible says whether nobody sees a character: those without width, those that turn the direction of text, fillers, and
// those that choose how the one before looks.
func Invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// dropInvisible removes the characters that have no width and no meaning in a code or link. They come along when text is
// copied from a web page, a chat or a spreadsheet. Characters that turn the direction of text around are not among them:
// they make a text look like another one, so they are named in an error. In a link those that choose how the one before looks
// are part of the address.
func dropInvisible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad', // soft hyphen
			r == '\u034f',                  // combining grapheme joiner
			r == '\u180e',                  // Mongolian vowel separator
			r >= '\u200b' && r <= '\u200f', // zero-width space, joiners, left-to-right and right-to-left marks
			r >= '\u2060' && r <= '\u2064', // word joiner, invisible operators
			r == '\ufeff':                  // byte order mark
			return -1
		}
		return r
	}, text)
}

// nfkc replaces the characters that Unicode calls compatible with plainer ones by those: fullwidth letters, ligatures,
// superscripts.
func nfkc(text string) string { return norm.NFKC.String(text) }

// unquote trims text, drops one pair of quotes around it, and trims what was inside.
func unquote(text string) string {
	text = strings.TrimSpace(text)
	for pair := range strings.FieldsSeq(quotes) {
		opening, closing, long := strings.Cut(pair, "…")
		if !long {
			_, size := utf8.DecodeRuneInString(pair)
			opening, closing = pair[:size], pair[size:]
		}
		if len(text) < len(opening)+len(closing) {
			continue
		}
		if inner, ok := strings.CutPrefix(text, opening); ok {
			if inner, ok = strings.CutSuffix(inner, closing); ok {
				return strings.TrimSpace(inner)
			}
		}
	}
	return text
}
