package tracking

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pattern is what a campaign's codes or links are made from: a text with placeholders, such as {FIRST}15. The zero Pattern
// is none.
type Pattern struct {
	text  string
	parts []part
}

// A part of a pattern is a placeholder, or the text between two.
type part struct {
	placeholder string // without its braces, "" for a text
	text        string
}

// Placeholders are those that a pattern may hold. Of an influencer are all but the last.
var placeholders = []string{"FIRST", "LAST", "HANDLE", "CAMPAIGN"}

// knownPlaceholders names them in an error.
const knownPlaceholders = "There are {FIRST}, {LAST}, {HANDLE} and {CAMPAIGN}."

// None reports whether there is no pattern.
func (p Pattern) None() bool { return len(p.parts) == 0 }

// String is the pattern as it was typed, without what its parsing drops; "" for none.
func (p Pattern) String() string { return p.text }

// ParseCodePattern reads what codes are made from: what a code may hold, with at least one placeholder that tells one
// influencer from another. Blank gives the zero Pattern. The error is an *Error.
func ParseCodePattern(text string) (Pattern, error) { return parsed(text, readCodePattern) }

// ParseLinkPattern reads what links are made from: a link with placeholders behind its host, in its path, its UTM parameters,
// or any others. At least one of them tells one influencer from another. Blank gives the zero Pattern. The error is an *Error.
func ParseLinkPattern(text string) (Pattern, error) { return parsed(text, readLinkPattern) }

// parsed is what read reads, and nothing offered that it would refuse.
func parsed(text string, read func(string) (Pattern, *Error)) (Pattern, error) {
	p, wrong := read(text)
	if wrong != nil {
		return Pattern{}, wrong.offering(read)
	}
	return p, nil
}

func readCodePattern(text string) (Pattern, *Error) {
	if !utf8.ValidString(text) {
		return Pattern{}, errDamaged("pattern")
	}
	p, wrong := parsePattern(strings.TrimSpace(nfkc(unquote(dropInvisible(text)))), "code")
	if wrong != nil || p.None() {
		return p, wrong
	}
	return p, p.checked(func(filled string) error { _, err := ParseCode(filled); return err })
}

func readLinkPattern(text string) (Pattern, *Error) {
	if !utf8.ValidString(text) {
		return Pattern{}, errDamaged("pattern")
	}
	p, wrong := parsePattern(unwrap(unquote(dropInvisible(text))), "link")
	if wrong != nil || p.None() {
		return p, wrong
	}
	if first := p.parts[0].text; webScheme.MatchString(first) && !behindHost.MatchString(first) {
		return p, &Error{Problem: "A placeholder can't be part of a link's host: each influencer's link would lead to another site. " +
			"Put it behind the host, as in https://shop.example/{HANDLE}."}
	}
	return p, p.checked(func(filled string) error { _, err := ParseLink(filled); return err })
}

// behindHost is a link's beginning with all of its host.
var behindHost = regexp.MustCompile(`^(?i:https?)://[^/?#]+[/?#]`)

// braced is what may be a placeholder.
var braced = regexp.MustCompile(`\{([^{}]*)\}`)

// parsePattern parts a cleaned text at its placeholders.
func parsePattern(text, noun string) (Pattern, *Error) {
	p, end := Pattern{text: text}, 0
	for _, at := range braced.FindAllStringSubmatchIndex(text, -1) {
		if err := p.add(text[end:at[0]]); err != nil {
			return Pattern{}, err
		}
		name := text[at[2]:at[3]]
		if !slices.Contains(placeholders, name) {
			return Pattern{}, unknownPlaceholder(text, name)
		}
		p.parts = append(p.parts, part{placeholder: name})
		end = at[1]
	}
	if err := p.add(text[end:]); err != nil {
		return Pattern{}, err
	}
	if !p.None() && !p.tellsApart() {
		return Pattern{}, &Error{Problem: fmt.Sprintf("Every influencer would get the same %s. Put in what tells them apart: {FIRST}, {LAST} or {HANDLE}.", noun)}
	}
	return p, nil
}

// add adds the text before a placeholder, or after the last.
func (p *Pattern) add(text string) *Error {
	switch brace := strings.IndexAny(text, "{}"); {
	case brace >= 0 && text[brace] == '{':
		return &Error{Problem: "There is a { without its }. A placeholder is written like {FIRST}. " + knownPlaceholders}
	case brace >= 0:
		return &Error{Problem: "There is a } without its {. A placeholder is written like {FIRST}. " + knownPlaceholders}
	case text != "":
		p.parts = append(p.parts, part{text: text})
	}
	return nil
}

// unknownPlaceholder offers the pattern with the placeholder that was meant, if that only differs in case.
func unknownPlaceholder(text, name string) *Error {
	unseen := func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return utf8.RuneError
	}
	wrong := &Error{Problem: fmt.Sprintf("There is no placeholder %s. %s", quoted("{"+strings.Map(unseen, name)+"}"), knownPlaceholders)}
	if meant := strings.ToUpper(strings.TrimSpace(name)); slices.Contains(placeholders, meant) {
		wrong.Try = strings.ReplaceAll(text, "{"+name+"}", "{"+meant+"}")
	}
	return wrong
}

// tellsApart reports whether the pattern holds something of the influencer.
func (p Pattern) tellsApart() bool { return slices.ContainsFunc(p.parts, part.personal) }

// personal reports whether the part stands for something of the influencer.
func (one part) personal() bool { return one.placeholder != "" && one.placeholder != "CAMPAIGN" }

// OnlyInFragment reports whether a link's pattern tells influencers apart only behind its #. A browser keeps that part to
// itself (RFC 9110, section 7.1): the server that counts the click never sees it, only a script on its page can.
func (p Pattern) OnlyInFragment() bool {
	for _, one := range p.parts {
		if one.personal() {
			return false
		}
		if strings.Contains(one.text, "#") {
			return true // what tells them apart comes later
		}
	}
	return false
}

// checked returns what is wrong with what stands between the placeholders, as the parser of a code or link says it: each
// placeholder is tried as a word, which what is offered has as the placeholder again.
func (p Pattern) checked(parse func(string) error) *Error {
	var filled, back []string
	for _, one := range p.parts {
		if one.placeholder == "" {
			filled = append(filled, one.text)
		} else {
			filled = append(filled, stand(one.placeholder))
		}
	}
	wrong, ok := errors.AsType[*Error](parse(strings.Join(filled, "")))
	if !ok {
		return nil
	}
	for _, name := range placeholders {
		back = append(back, stand(name), "{"+name+"}")
	}
	again := strings.NewReplacer(back...)
	return &Error{Problem: again.Replace(wrong.Problem), Try: again.Replace(wrong.Try)}
}

// stand is a word that stands for a placeholder.
func stand(placeholder string) string { return "X" + placeholder + "X" }

// offering is the error with what it offers, if that is a pattern.
func (e *Error) offering(parse func(string) (Pattern, *Error)) *Error {
	if e == nil || e.Try == "" {
		return e
	}
	if _, err := parse(e.Try); err != nil {
		return &Error{Problem: e.Problem}
	}
	return e
}
