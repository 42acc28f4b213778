package tracking

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Placeholders are the names of those that a text may hold, without their braces.
type Placeholders []string

// A Piece of a text is a placeholder, or what stands between two.
type Piece struct {
	Placeholder string // without its braces, "" for a text
	Text        string
}

// Pieces parts a text at its placeholders, each of which stands in one line. White space and what can't be seen may have come
// along when a placeholder was copied, and is no part of its name. A } alone is a character like any other. The error is an
// *Error, which names the placeholder that was probably meant.
func (known Placeholders) Pieces(text string) ([]Piece, error) {
	var pieces []Piece
	for rest := text; ; {
		before, after, opened := strings.Cut(rest, "{")
		if before != "" {
			pieces = append(pieces, Piece{Text: before})
		}
		if !opened {
			return pieces, nil
		}
		name, next, closed := strings.Cut(after, "}")
		if !closed || strings.ContainsAny(name, "{\n") {
			return nil, known.unclosed(text, len(text)-len(after)-1)
		}
		put := strings.TrimSpace(dropInvisible(name))
		if !slices.Contains(known, put) {
			return nil, known.unknown(text, name)
		}
		pieces, rest = append(pieces, Piece{Placeholder: put}), next
	}
}

// List says which there are: "{FIRST}, {LAST} and {CODE}".
func (known Placeholders) List() string {
	all := make([]string, len(known))
	for n, name := range known {
		all[n] = "{" + name + "}"
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " and " + all[last]
}

// unclosed names the line whose brace, at this byte of the text, is not closed.
func (known Placeholders) unclosed(text string, at int) *Error {
	line := text[strings.LastIndexByte(text[:at], '\n')+1:]
	line, _, _ = strings.Cut(line, "\n")
	return &Error{Problem: fmt.Sprintf("There is a { without its } in %s. A placeholder is written like {%s}. There are %s.",
		quoted(printable(line)), known[0], known.List())}
}

// unknown offers the text with the placeholder that was probably meant.
func (known Placeholders) unknown(text, name string) *Error {
	wrong := &Error{Problem: fmt.Sprintf("There is no placeholder %s.", quoted("{"+printable(strings.TrimSpace(name))+"}"))}
	if meant := known.meant(name); meant != "" {
		wrong.Problem += fmt.Sprintf(" Did you mean {%s}?", meant)
		wrong.Try = strings.ReplaceAll(text, "{"+name+"}", "{"+meant+"}")
	}
	wrong.Problem += fmt.Sprintf(" There are %s.", known.List())
	return wrong
}

// meant is the placeholder that a name is a few slips of the keyboard away from, "" for none.
func (known Placeholders) meant(name string) string {
	key := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(dropInvisible(name)), " ", "_"))
	meant, fewest := "", 0
	for _, one := range known {
		if slips, alike := Slips(one, key); alike && (meant == "" || slips < fewest) {
			meant, fewest = one, slips
		}
	}
	return meant
}

// printable shows what can't be printed as U+FFFD.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return utf8.RuneError
	}, text)
}
