package tracking

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Pattern is what a campaign's codes or links are made from: a text with placeholders, such as {FIRST}15. The zero Pattern
// is none.
type Pattern struct {
	text  string
	parts []Piece
}

// PatternPlaceholders are those that a pattern may hold. Of an influencer are all but the last.
var PatternPlaceholders = Placeholders{"FIRST", "LAST", "HANDLE", "CAMPAIGN"}

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
	if first := p.parts[0].Text; webScheme.MatchString(first) && !behindHost.MatchString(first) {
		return p, &Error{Problem: "A placeholder can't be part of a link's host: each influencer's link would lead to another site. " +
			"Put it behind the host, as in https://shop.example/{HANDLE}."}
	}
	return p, p.checked(func(filled string) error { _, err := ParseLink(filled); return err })
}

// behindHost is a link's beginning with all of its host.
var behindHost = regexp.MustCompile(`^(?i:https?)://[^/?#]+[/?#]`)

// parsePattern parts a cleaned text at its placeholders.
func parsePattern(text, noun string) (Pattern, *Error) {
	pieces, err := PatternPlaceholders.Pieces(text)
	if wrong, ok := errors.AsType[*Error](err); ok {
		return Pattern{}, wrong
	}
	p := Pattern{parts: pieces}
	for _, one := range pieces {
		switch {
		case strings.Contains(one.Text, "}"):
			return Pattern{}, &Error{Problem: "There is a } without its {. A placeholder is written like {FIRST}. There are " + PatternPlaceholders.List() + "."}
		case one.Placeholder != "":
			p.text += "{" + one.Placeholder + "}"
		}
		p.text += one.Text
	}
	if !p.None() && !p.tellsApart() {
		return Pattern{}, &Error{Problem: fmt.Sprintf("Every influencer would get the same %s. Put in what tells them apart: {FIRST}, {LAST} or {HANDLE}.", noun)}
	}
	return p, nil
}

// tellsApart reports whether the pattern holds something of the influencer.
func (p Pattern) tellsApart() bool { return slices.ContainsFunc(p.parts, Piece.personal) }

// personal reports whether the part stands for something of the influencer.
func (one Piece) personal() bool { return one.Placeholder != "" && one.Placeholder != "CAMPAIGN" }

// OnlyInFragment reports whether a link's pattern tells influencers apart only behind its #. A browser keeps that part to
// itself (RFC 9110, section 7.1): the server that counts the click never sees it, only a script on its page can.
func (p Pattern) OnlyInFragment() bool {
	for _, one := range p.parts {
		if one.personal() {
			return false
		}
		if strings.Contains(one.Text, "#") {
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
		if one.Placeholder == "" {
			filled = append(filled, one.Text)
		} else {
			filled = append(filled, stand(one.Placeholder))
		}
	}
	wrong, ok := errors.AsType[*Error](parse(strings.Join(filled, "")))
	if !ok {
		return nil
	}
	for _, name := range PatternPlaceholders {
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
