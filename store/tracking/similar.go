package tracking

import (
	"regexp"
	"strings"
)

// similar writes a code so that those which people take for one another become one: without the signs that are left out when
// a code is said aloud, and with the letters that look like a digit as that digit. The SQL that means the same is
// translate(lower(code COLLATE "C"), 'oilsbz-_.%+', '011582').
var similar = strings.NewReplacer("o", "0", "i", "1", "l", "1", "s", "5", "b", "8", "z", "2", "-", "", "_", "", ".", "", "%", "", "+", "")

// Similar is a key that look-alikes share: ANNA-15, ANNAI5 and anna15 have the same. It is "" for TBD, and never for a code,
// which has a letter or digit in it. Codes that are the same are similar.
func (c Code) Similar() string { return similar.Replace(c.Key()) }

// beforeEnd are the slashes at the end of a link's path, and of the whole link.
var beforeEnd = regexp.MustCompile(`/+([?#]|$)`)

// Near is a key that links share which differ only by a trailing slash, an underscore or the case of the letters A to Z: one
// of them is easily typed for another, and then the sale counts for somebody else, or for nobody. It is "" for TBD. The SQL
// function link_near hashes the same text.
func (l Link) Near() string {
	return beforeEnd.ReplaceAllString(strings.ReplaceAll(asciiLower(l.text), "_", ""), "$1")
}

// asciiLower is the text with A to Z in lower case, and not a byte else: what lower(text COLLATE "C") is in Postgres.
func asciiLower(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// Home reports whether the link is a bare home page: there is nothing behind its host by which a shop could tell whose click
// it was.
func (l Link) Home() bool {
	if l.TBD() {
		return false
	}
	_, rest, _ := strings.Cut(l.text, "://")
	i := strings.IndexAny(rest, "/?#")
	return i < 0 || strings.Trim(rest[i:], "/?#") == ""
}
