package tracking

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest host and the longest of the labels between its dots, in bytes (RFC 1035, section 2.3.4).
const (
	maxHost  = 253
	maxLabel = 63
)

// number is a last label that browsers take for part of an IPv4 address, in decimal, octal or hexadecimal
// (WHATWG URL standard, "ends in a number checker").
var number = regexp.MustCompile(`^([0-9]+|0[xX][0-9A-Fa-f]*)$`)

// readAuthority checks what stands between the scheme and the path, and lower-cases its host. The scheme and the tail
// (path, query and fragment) are only there to put a repaired link together.
//
// A host may be written in any script. It is kept as typed in lower case, neither encoded as Punycode nor decoded from it, so the
// two spellings of one host are two links. A label that mixes Latin letters with look-alike scripts is refused: it leads
// to another host than the one it shows.
func readAuthority(scheme, authority, tail string) (string, *fault) {
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		return "", &fault{
			problem: "A link can't contain a user name or password before its host.",
			repairs: []string{scheme + authority[at+1:] + tail},
		}
	}
	host, port, hasPort := cutPort(authority)
	if isAddress(host) {
		return "", &fault{problem: "A link names its host, such as shop.example, and not an IP address."}
	}
	if fault := checkPort(scheme, host, port, hasPort, tail); fault != nil {
		return "", fault
	}
	if fault := checkHost(scheme, host, authority[len(host):]+tail); fault != nil {
		return "", fault
	}
	return strings.ToLower(host) + authority[len(host):], nil
}

// cutPort parts "host:port". An IPv6 address stays whole.
func cutPort(authority string) (host, port string, hasPort bool) {
	colon := strings.LastIndexByte(authority, ':')
	if colon < 0 || isAddress(authority) {
		return authority, "", false
	}
	return authority[:colon], authority[colon+1:], true
}

// isAddress reports whether a host is an IP address, in any of the ways in which a browser would take it for one.
func isAddress(host string) bool {
	if strings.HasPrefix(host, "[") {
		return true
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	host = strings.TrimSuffix(host, ".")
	return number.MatchString(host[strings.LastIndexByte(host, '.')+1:])
}

// checkPort answers a port that isn't a number from 1 to 65535 without leading zeros.
func checkPort(scheme, host, port string, hasPort bool, tail string) *fault {
	if !hasPort {
		return nil
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err == nil && n > 0 && port == strconv.FormatUint(n, 10) {
		return nil
	}
	bad := &fault{problem: "The port after the colon is a number from 1 to 65535."}
	switch trimmed := strings.TrimLeft(port, "0"); {
	case port == "":
		bad.repairs = []string{scheme + host + tail}
	case trimmed != port && trimmed != "":
		bad.repairs = []string{scheme + host + ":" + trimmed + tail}
	}
	return bad
}

// checkHost answers a host that no browser would look up, or would look up as another one.
func checkHost(scheme, host, tail string) *fault {
	labels := strings.Split(host, ".")
	filled := strings.Join(strings.FieldsFunc(host, func(r rune) bool { return r == '.' }), ".")
	switch {
	case filled == "":
		return &fault{
			problem: "This link has no host. A link reads like https://shop.example/maya.",
			repairs: []string{scheme + strings.TrimLeft(tail, "/")},
		}
	case filled != host:
		return &fault{
			problem: "The host of a link can't begin or end with a dot, or have two in a row.",
			repairs: []string{scheme + filled + tail},
		}
	case len(host) > maxHost:
		return &fault{problem: fmt.Sprintf("The host of this link is %s bytes long. A host has at most %d.", grouped(len(host)), maxHost)}
	case lookedUp(host) != host, lookedUp(strings.ToLower(host)) != strings.ToLower(host):
		return &fault{
			problem: "The host of this link is written in characters that browsers replace by others.",
			repairs: []string{scheme + lookedUp(host) + tail},
		}
	case len(labels) < 2:
		return &fault{problem: fmt.Sprintf("The host of a link has a dot in it, such as shop.example. %s has none.", quoted(host))}
	}
	for _, label := range labels {
		if problem := checkLabel(label); problem != "" {
			return &fault{problem: problem}
		}
	}
	return nil
}

// lookedUp is the form in which browsers look up a host: with plain letters, and with the dots of Chinese and Japanese as dots.
func lookedUp(host string) string { return strings.ReplaceAll(nfkc(host), "。", ".") }

// checkLabel returns what is wrong with one part of a host, or "". Underscores aren't in the rules for host names, but
// browsers open such hosts and some shops have one.
func checkLabel(label string) string {
	if len(label) > maxLabel {
		return fmt.Sprintf("A part of this link's host is %d bytes long. Between two dots there are at most %d.", len(label), maxLabel)
	}
	if strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
		return fmt.Sprintf("A part of a host can't begin or end with a hyphen, as %s does.", quoted(label))
	}
	latin := strings.ContainsFunc(label, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	for i, r := range label {
		switch {
		case r < utf8.RuneSelf && !isASCIILetterOrDigit(r) && r != '-' && r != '_',
			r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.Is(unicode.Nd, r),
			i == 0 && unicode.IsMark(r),
			r == 'İ': // its lower case is another letter than the one that browsers look up
			return fmt.Sprintf("The host of a link can't contain %s.", describe(r))
		case latin && unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee):
			return fmt.Sprintf("The host of this link contains %s. It leads to another host than it seems.", describe(r))
		}
	}
	return ""
}
