package tracking

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// notACode says why a cleaned text that isn't a code isn't one, and what would be.
func notACode(text string) *Error {
	if resemblesLink(text) {
		return &Error{Problem: "That looks like a link. Set it as the affiliate link; the code is what buyers type at checkout, or TBD."}
	}
	if n := utf8.RuneCountInString(text); n > MaxCode {
		return &Error{Problem: fmt.Sprintf("This code is %s characters long. A code has at most %d.", grouped(n), MaxCode)}
	}
	problem := ""
	for i, r := range text {
		if !inCode(r) {
			problem = fmt.Sprintf("A code can't contain %s.", describe(r))
			break
		}
		if i == 0 && !isASCIILetterOrDigit(r) {
			problem = fmt.Sprintf("A code begins with a letter or a digit, not with %s.", describe(r))
			break
		}
	}
	return &Error{Problem: problem, Try: nearestCode(text)}
}

// resemblesLink reports whether a text that isn't a code was probably meant as a link: it has a scheme, or works once one
// is put in front of it.
func resemblesLink(text string) bool {
	if strings.Contains(text, "://") || brokenScheme.MatchString(text) {
		return true
	}
	if !strings.ContainsAny(text, "/?#:") {
		return false
	}
	_, fault := readLink("https://" + text)
	return fault == nil
}

// nearestCode rewrites a text into the code it was probably meant to be: Cyrillic and Greek look-alikes become the letters
// they look like, accents go, and so do spaces, signs and emoji. It returns "" where a letter would be lost, since a code
// with letters missing is a wrong one and not a tidier one, and where a sign stands between two things, as in "MAYA, ANNA".
func nearestCode(text string) string {
	const separators = ",;:|/\\@<>"
	text = strings.Trim(text, separators+" ")
	if strings.ContainsAny(text, separators) {
		return ""
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		latin, isLookalike := lookalike(r)
		switch {
		case isLookalike:
			b.WriteRune(latin)
		case inCode(r):
			b.WriteRune(r)
		case unicode.IsLetter(r), unicode.IsNumber(r), r == utf8.RuneError, r == '\u2044': // the last is the bar that NFKC leaves of a fraction
			return ""
		}
	}
	code, err := ParseCode(strings.TrimLeft(b.String(), "-_.%+"))
	if err != nil {
		return ""
	}
	return code.String()
}

// inCode reports whether a code may contain r after its first character.
func inCode(r rune) bool {
	return isASCIILetterOrDigit(r) || r < utf8.RuneSelf && strings.ContainsRune("-_.%+", r)
}

func isASCIILetterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}
