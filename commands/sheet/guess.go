package sheet

import (
	"fmt"
	"slices"
	"strings"
)

// A Column is what to show when somebody is asked which column is what.
type Column struct {
	Heading string   // or "Column 3"
	Samples []string // up to three different cells, plain
	Field   Field    // what it probably is, "" when nothing tells
}

const samples = 3

// Guess describes the columns of a table, and what each probably is: by its
// heading, else by what is in it. handle says whether a text can only be a
// handle or the address of a profile.
func Guess(t Table, handle func(text string) bool) []Column {
	told := Recognise(t.Header)
	columns := make([]Column, t.Width())
	for n := range columns {
		columns[n] = column(t, n)
	}
	for field, n := range told.Columns {
		if n < len(columns) && slices.Contains(Fields(), field) {
			columns[n].Field = field
		}
	}
	taken := map[Field]bool{}
	for _, c := range columns {
		taken[c.Field] = c.Field != ""
	}
	for n := range columns {
		if columns[n].Field != "" {
			continue
		}
		if f := contained(t, n, handle); f != "" && !taken[f] {
			columns[n].Field, taken[f] = f, true
		}
	}
	return columns
}

// column is the heading and the samples of a column.
func column(t Table, n int) Column {
	c := Column{Heading: fmt.Sprintf("Column %d", n+1)}
	if n < len(t.Header) && strings.TrimSpace(t.Header[n]) != "" {
		c.Heading = strings.TrimSpace(Plain(t.Header[n]))
	}
	for _, l := range t.Lines {
		if len(c.Samples) == samples {
			break
		}
		if n >= len(l.Cells) {
			continue
		}
		cell := strings.TrimSpace(Plain(l.Cells[n]))
		if cell != "" && !slices.Contains(c.Samples, cell) {
			c.Samples = append(c.Samples, cell)
		}
	}
	return c
}

// contained tells by the first cells of a column what it holds.
func contained(t Table, n int, handle func(string) bool) Field {
	var found Field
	seen := 0
	for _, l := range t.Lines {
		if seen == sampleRows {
			break
		}
		if n >= len(l.Cells) || strings.TrimSpace(l.Cells[n]) == "" {
			continue
		}
		cell := strings.TrimSpace(Plain(l.Cells[n]))
		if strings.EqualFold(cell, "TBD") { // a link or a code
			continue
		}
		f := holds(cell, handle)
		if seen++; seen > 1 && f != found {
			return ""
		}
		found = f
	}
	return found
}

// holds tells what a cell holds, when it can hardly be anything else. A word
// with letters and digits, such as MAYA20, is a code.
func holds(cell string, handle func(string) bool) Field {
	if len(cell) > longestCell {
		return ""
	}
	letters, digits := strings.ContainsFunc(cell, isLetter), strings.ContainsAny(cell, "0123456789")
	switch {
	case handle(cell):
		return Handle
	case address(cell):
		return Link
	case emailPattern.MatchString(cell):
		return Email
	case letters && digits && !strings.ContainsFunc(cell, notOfCode):
		return Code
	}
	return ""
}

func isLetter(r rune) bool { return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' }

func notOfCode(r rune) bool {
	return !isLetter(r) && (r < '0' || r > '9') && !strings.ContainsRune("-_.%+", r)
}
