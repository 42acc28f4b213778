package tracking

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LinkPattern is a necessary condition of a link, written to mean the same in Go's regular expressions and in Postgres', where
// a CHECK repeats it beside octet_length(link) <= 2000: scheme and host in lower case, a host with a dot in it, no user name,
// a port of digits, and nothing that is white space or ends a link in running text. ParseLink asks for more.
const LinkPattern = `^https?://[^A-Z[:space:]/?#@:%\\|<>"` + "`" + `]+[.][^A-Z[:space:]/?#@:%\\|<>"` + "`" +
	`]+(:[0-9]{1,5})?([/?#][^[:space:]\\|<>"` + "`" + `]*)?$`

// Link is an affiliate link, or TBD: the zero Link is TBD.
type Link struct{ text string }

// ParseLink reads a link from what somebody typed: http or https with a host name. Zero-width characters, white space
// and one pair of quotes around it are dropped, and Slack's <link|label> is unwrapped. Then scheme and host are lower-cased, and not
// a byte else is touched: an affiliate network may tell clicks apart by any of them. Each of the ways to write TBD gives the
// zero Link. The error is an *Error.
func ParseLink(text string) (Link, error) {
	if !utf8.ValidString(text) {
		return Link{}, errDamaged("link")
	}
	cleaned := unwrap(unquote(dropInvisible(text)))
	if cleaned == "" {
		return Link{}, &Error{Problem: "Enter a link, or TBD if you don't have it yet."}
	}
	if IsTBD(cleaned) {
		return Link{}, nil
	}
	link, fault := readLink(cleaned)
	if fault != nil {
		return Link{}, &Error{Problem: fault.problem, Try: firstThatWorks(fault.repairs, maxRepairs)}
	}
	return Link{link}, nil
}

// TBD reports whether the link is not known yet.
func (l Link) TBD() bool { return l.text == "" }

// String is the link, with scheme and host in lower case; TBD for TBD.
func (l Link) String() string {
	if l.TBD() {
		return TBD
	}
	return l.text
}

// Same reports whether l and m are one link, to the byte. A TBD is the same as nothing, not even as another TBD.
func (l Link) Same(m Link) bool { return !l.TBD() && l == m }

// fault is a reason why a text isn't a link, with texts that may be what was meant. They are tried before one is offered.
type fault struct {
	problem string
	repairs []string
}

// maxRepairs is how many faults of one text are mended, one after the other, in search of a text that works.
const maxRepairs = 4

// firstThatWorks returns the first of the repairs that is a link, if need be after repairing it further, or "".
func firstThatWorks(repairs []string, depth int) string {
	for _, text := range repairs {
		link, fault := readLink(text)
		if fault != nil && depth > 1 {
			link = firstThatWorks(fault.repairs, depth-1)
		}
		if link != "" {
			return link
		}
	}
	return ""
}

// unwrap takes the link out of <link> or <link|label>, as Slack writes one in the text of a command. Two of them side by
// side stay as they are, for the error to name the bracket.
func unwrap(text string) string {
	inner, opened := strings.CutPrefix(text, "<")
	inner, closed := strings.CutSuffix(inner, ">")
	if !opened || !closed || strings.ContainsAny(inner, "<>") {
		return text
	}
	link, _, _ := strings.Cut(inner, "|")
	if !anyScheme.MatchString(link) {
		return text
	}
	return strings.TrimSpace(link)
}

var (
	anyScheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)
	webScheme = regexp.MustCompile(`^(?i:https?)://`)
)

// readLink checks a cleaned text and lower-cases its scheme and host. It returns "" and the first fault when it isn't a link.
func readLink(text string) (string, *fault) {
	if len(text) > MaxLink {
		return "", &fault{problem: fmt.Sprintf("This link is %s bytes long. A link has at most %s.", grouped(len(text)), grouped(MaxLink))}
	}
	scheme := webScheme.FindString(text)
	if scheme == "" {
		return "", noScheme(text)
	}
	rest := text[len(scheme):]
	for i, r := range rest {
		if !inLink(r) {
			return "", strayCharacter(scheme, rest, i, r)
		}
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, fault := readAuthority(scheme, rest[:end], rest[end:])
	if fault != nil {
		return "", fault
	}
	return strings.ToLower(scheme) + authority + rest[end:], nil
}

// inLink reports whether a link may contain r. It may be of any script, percent-encoded or not. It may not be white space,
// something that can't be seen, or one of the signs that end a link in running text, part it from its label in Slack, or
// stand for a slash in some browsers and for nothing in others.
func inLink(r rune) bool {
	switch r {
	case '<', '>', '"', '`', '|', '\\', utf8.RuneError:
		return false
	}
	return !unicode.IsSpace(r) && !unicode.IsControl(r) && (!Invisible(r) || unicode.Is(unicode.Variation_Selector, r))
}
