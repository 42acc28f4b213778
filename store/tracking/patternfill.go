package tracking

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// PatternFields are what placeholders stand for, as typed; "" is not known.
type PatternFields struct {
	First, Last string // of the influencer's name
	Handle      string // without @
	Campaign    string // its slug: it stays when the campaign is renamed
}

// FieldsOf are the fields of an influencer in a campaign. The first name is the name's first word, the last name its last
// one; of a name of one word there is no last name. Words without a letter or digit, such as an emoji, don't count.
func FieldsOf(name, handle, campaign string) PatternFields {
	words := strings.FieldsFunc(dropInvisible(name), unicode.IsSpace)
	var spoken []string
	for _, word := range words {
		if said(word) {
			spoken = append(spoken, word)
		}
	}
	fields := PatternFields{Handle: handle, Campaign: campaign}
	if len(spoken) > 0 {
		fields.First = spoken[0]
	}
	if len(spoken) > 1 {
		fields.Last = spoken[len(spoken)-1]
	}
	return fields
}

// said reports whether a text has something in it to say: a letter or a digit.
func said(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// of is what stands for a placeholder.
func (v PatternFields) of(placeholder string) string {
	switch placeholder {
	case "FIRST":
		return v.First
	case "LAST":
		return v.Last
	case "HANDLE":
		return v.Handle
	}
	return v.Campaign
}

// missing says why there is nothing for a placeholder.
func missing(placeholder string) *Error {
	why := map[string]string{
		"FIRST": "the influencer's name is not known", "LAST": "the influencer's last name is not known",
		"HANDLE": "there is no handle", "CAMPAIGN": "there is no campaign",
	}[placeholder]
	return &Error{Problem: fmt.Sprintf("There is nothing for {%s}: %s.", placeholder, why), Lacks: placeholder}
}

// Code makes an influencer's code. What stands for placeholders is written in capitals and without signs, since a code is
// said aloud and typed on a phone: Anne-Marie becomes ANNEMARIE. Accents go where Unicode parts them from their letter
// (José becomes JOSE); what is between placeholders stays as typed. An *Error names the placeholder that there is nothing
// for, or that holds what can't be in a code; of the zero Pattern there is no code.
func (p Pattern) Code(v PatternFields) (Code, error) {
	text, err := p.fill(v, func(placeholder, text string) (string, error) {
		plain, odd := plainCapitals(text)
		if odd != 0 {
			return "", &Error{Problem: fmt.Sprintf("What stands for {%s} contains what a code can't: %s.", placeholder, describe(odd))}
		}
		return plain, nil
	})
	if err != nil {
		return Code{}, err
	}
	code, err := ParseCode(text)
	if err == nil && code.TBD() {
		return Code{}, &Error{Problem: "The code would be read as TBD."}
	}
	return code, err
}

// plainCapitals is a text in ASCII capitals and digits, and the first letter or digit that can't be so written, or 0.
func plainCapitals(text string) (plain string, odd rune) {
	var b strings.Builder
	for _, r := range norm.NFD.String(nfkc(dropInvisible(text))) {
		switch {
		case isASCIILetterOrDigit(r):
			b.WriteRune(unicode.ToUpper(r))
		case unicode.IsLetter(r), unicode.IsNumber(r):
			return "", r
		}
	}
	return b.String(), 0
}

// Link makes an influencer's link. What stands for placeholders is percent-encoded, so that it is one piece of a path or one
// value of a parameter whatever it holds. An *Error names the placeholder that there is nothing for, or says why it would be
// no link; of the zero Pattern there is none.
func (p Pattern) Link(v PatternFields) (Link, error) {
	text, err := p.fill(v, func(_, text string) (string, error) {
		return strings.ReplaceAll(url.QueryEscape(strings.TrimSpace(norm.NFC.String(dropInvisible(text)))), "+", "%20"), nil
	})
	if err != nil {
		return Link{}, err
	}
	return ParseLink(text)
}

// fill puts the pattern together, with each field as write has it.
func (p Pattern) fill(v PatternFields, write func(placeholder, text string) (string, error)) (string, error) {
	if p.None() {
		return "", &Error{Problem: "There is no pattern."}
	}
	var b strings.Builder
	for _, one := range p.parts {
		text := one.Text
		if one.Placeholder != "" {
			field := v.of(one.Placeholder)
			if !said(field) {
				return "", missing(one.Placeholder)
			}
			var err error
			if text, err = write(one.Placeholder, field); err != nil {
				return "", err
			}
			if text == "" {
				return "", missing(one.Placeholder)
			}
		}
		b.WriteString(text)
	}
	return b.String(), nil
}
