package bot

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrapped is what Slack puts around what it recognised in a command's text:
// <@U1|maya>, <#C1|general>, <https://shop.example/m|shop>. Text that people
// typed between < and > does not look like one of these, and stays.
var wrapped = regexp.MustCompile(`<(?:(@)[UW][A-Z0-9]+\|([^<>]+)|(#)[CGD][A-Z0-9]+\|([^<>]+)|([A-Za-z][A-Za-z0-9+.-]*:[^<>|\s]+)(?:\|[^<>]*)?)>`)

// decodeText gives back what people typed: a mention with a name becomes
// "@name", a channel "#name", a link its address; then the three entities
// become characters, once.
func decodeText(text string) string {
	text = wrapped.ReplaceAllString(text, "$1$2$3$4$5")
	return entities.Replace(text)
}

// mentioned are the users that Slack put into a command's text with a name. Of
// two with the same name nobody knows which is meant, so that neither counts.
func mentioned(text string) Mentions {
	found := Mentions{}
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		name := strings.ToLower(entities.Replace(m[2]))
		if id, known := found[name]; known && id != m[1] {
			m[1] = ""
		}
		found[name] = m[1]
	}
	return found
}

var (
	mention  = regexp.MustCompile(`<@([UW][A-Z0-9]+)\|([^<>]+)>`)
	entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

// splitWord takes the first word off a line, in lower case and without
// invisible characters. The rest keeps its line breaks.
func splitWord(line string) (word, rest string) {
	line = strings.TrimFunc(line, Blank)
	end := strings.IndexFunc(line, unicode.IsSpace)
	if end < 0 {
		end = len(line)
	}
	return strings.ToLower(Visible(line[:end])), strings.TrimSpace(line[end:])
}

// Blank says whether a character is white space, or one that nobody sees.
func Blank(r rune) bool { return unicode.IsSpace(r) || invisible(r) }

// invisible are the characters that nobody sees, as those without width, those
// that turn the direction of text, fillers, and those that choose how the one
// before looks; they come along when text is copied.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Visible is a text without the characters that nobody sees.
func Visible(text string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, text)
}

// control are the characters that are neither seen nor white space, such as
// NUL. They can't be typed, and the database stores not all of them.
func control(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }

// withoutControls is a text without them.
func withoutControls(text string) string {
	return strings.Map(func(r rune) rune {
		if control(r) {
			return -1
		}
		return r
	}, text)
}

// checkControls refuses a command that has control characters in it, and offers
// it without them. What forms hold is checked field by field.
func checkControls(r *Request) error {
	if r.Kind != KindCommand || !strings.ContainsFunc(r.Line, control) {
		return nil
	}
	e := &UserError{Problem: "This command has a control character in it, which nobody sees and which can't be kept.", Hint: "Or type the text again, in place of copying it."}
	clean := strings.TrimSpace(r.Slash + " " + strings.TrimSpace(withoutControls(r.Line)))
	if strings.ContainsAny(clean, "\n\r") || utf8.RuneCountInString(clean) > maxOffered {
		e.Hint = "Take it out, or type the text again, in place of copying it."
		return e
	}
	e.Try = clean
	return e
}

// maxOffered is how many characters of a command are repeated.
const maxOffered = 300

// Clip shortens a text to n characters, ending in an ellipsis.
func Clip(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n-1]) + "…"
}
