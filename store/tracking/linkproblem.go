package tracking

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const severalLinks = "Those are several links. Enter one."

// brokenScheme is an https:// or http:// with its colon or slashes missing or repeated.
var brokenScheme = regexp.MustCompile(`^(?i:(https?))(?::/*|/+)`)

// portFirst tells the host of "shop.example:8080/maya" from the scheme of "mailto:maya".
var portFirst = regexp.MustCompile(`^[^:/?#]*\.[^:/?#]*:[0-9]`)

// noScheme says what is wrong with a text that doesn't begin with https:// or http://. That may be all that is wrong.
func noScheme(text string) *fault {
	if strings.Count(text, "://") > 1 {
		return &fault{problem: severalLinks}
	}
	authority, _, _ := strings.Cut(strings.TrimLeft(text, "/"), "/")
	if broken := brokenScheme.FindStringSubmatch(text); broken != nil {
		return &fault{
			problem: "A link begins with https:// or http://, written exactly like that.",
			repairs: []string{broken[1] + "://" + text[len(broken[0]):]},
		}
	}
	if anyScheme.MatchString(text) && !portFirst.MatchString(text) {
		other, _, _ := strings.Cut(text, ":")
		return &fault{problem: fmt.Sprintf("A link begins with https:// or http://, not with %s.", quoted(other+":"))}
	}
	missing := &fault{problem: "A link begins with https:// or http://."}
	if !strings.Contains(authority, "@") {
		missing.repairs = []string{"https://" + strings.TrimLeft(text, "/")}
	}
	if firstThatWorks(missing.repairs, maxRepairs) != "" {
		return missing
	}
	if codePattern.MatchString(nfkc(text)) {
		return &fault{problem: "That looks like a code. Set it as the coupon code; a link begins with https://, such as https://shop.example/maya."}
	}
	missing.problem = "That isn't a link. A link begins with https:// or http://, such as https://shop.example/maya."
	return missing
}

// strayCharacter says that the character r at byte i of rest, which follows the scheme, can't be in a link. A line break got
// in where a long link was wrapped, so it goes; a space or sign within the path is meant, so it is percent-encoded; and of two links
// the first is kept.
func strayCharacter(scheme, rest string, i int, r rune) *fault {
	stray := &fault{problem: fmt.Sprintf("A link can't contain %s.", describe(r))}
	size := utf8.RuneLen(r)
	before, after := rest[:i], rest[i+size:]
	switch {
	case strings.Contains(after, "://") && unicode.IsSpace(r):
		stray.problem = severalLinks
		stray.repairs = []string{scheme + before}
	case describe(r) == "a line break", r == '\t', unicode.IsControl(r), Invisible(r):
		stray.repairs = []string{scheme + before + after}
	case strings.ContainsAny(before, "/?#") && r != utf8.RuneError:
		stray.repairs = []string{scheme + before + url.PathEscape(string(r)) + after}
	}
	return stray
}

// quoted shows the beginning of what was typed, cut so that an error stays short.
func quoted(text string) string {
	const room = 40
	if utf8.RuneCountInString(text) > room {
		text = string([]rune(text)[:room]) + "…"
	}
	return "“" + text + "”"
}
