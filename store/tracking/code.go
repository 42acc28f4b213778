package tracking

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// CodePattern is what a code is: 1 to 255 ASCII letters, digits and - _ . % +, of which the first is a letter or digit. (A
// leading sign would be run as a formula by the spreadsheet that a code is exported to.) It is the only place that says
// so, written to mean the same in Go's regular expressions and in Postgres', where a CHECK repeats it.
const CodePattern = `^[A-Za-z0-9][A-Za-z0-9_.%+-]{0,254}$`

var codePattern = regexp.MustCompile(CodePattern)

// Code is a coupon code, or TBD: the zero Code is TBD.
type Code struct{ text string }

// ParseCode reads a code from what somebody typed. Zero-width characters, white space and one pair of quotes around it are
// dropped, and look-alikes that Unicode itself calls the same (fullwidth letters, ligatures) are made plain (NFKC); what is left
// stays as typed, in its case. Each of the ways to write TBD gives the zero Code. The error is an *Error.
func ParseCode(text string) (Code, error) {
	if !utf8.ValidString(text) {
		return Code{}, errDamaged("code")
	}
	cleaned := strings.TrimSpace(nfkc(unquote(dropInvisible(text))))
	switch {
	case cleaned == "":
		return Code{}, &Error{Problem: "Enter a code, or TBD if you don't have it yet."}
	case IsTBD(cleaned):
		return Code{}, nil
	case codePattern.MatchString(cleaned):
		return Code{cleaned}, nil
	}
	return Code{}, notACode(cleaned)
}

// TBD reports whether the code is not known yet.
func (c Code) TBD() bool { return c.text == "" }

// String is the code as it was typed, without what ParseCode drops; TBD for TBD.
func (c Code) String() string {
	if c.TBD() {
		return TBD
	}
	return c.text
}

// Same reports whether a shop would take c and d for one code: shops ignore case. A TBD is the same as nothing, not even as
// another TBD.
func (c Code) Same(d Code) bool { return !c.TBD() && c.Key() == d.Key() }

// Key is what the same codes have in common: the code in lower case, "" for TBD. A code is ASCII, so it equals Postgres'
// lower(code COLLATE "C").
func (c Code) Key() string { return strings.ToLower(c.text) }
