package sheet

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A scanner takes text apart as RFC 4180 says, and forgives what is common: line
// ends of any kind, blanks around a quoted cell, a quote within a cell that
// doesn't begin with one, text after a closing quote.
type scanner struct {
	rest  string
	comma byte
	row   int // rows taken so far
	open  int // the row in which a quote opened that nothing closes; 0 for none
	width int // of the row before
}

// more says whether anything is left.
func (s *scanner) more() bool { return s.rest != "" }

// next takes one row. Of more than MaxColumns cells, the last one answered is
// one that is not blank, if there is any.
func (s *scanner) next() []string {
	s.row++
	cells := make([]string, 0, s.width)
	for {
		cell, last := s.cell()
		switch {
		case len(cells) <= MaxColumns:
			cells = append(cells, cell)
		case strings.TrimSpace(cell) != "":
			cells[MaxColumns] = cell
		}
		if last {
			s.width = len(cells)
			return cells
		}
	}
}

// cell takes one cell and what separates it from the next; last says that the
// row ends with it.
func (s *scanner) cell() (cell string, last bool) {
	inner := strings.TrimLeft(s.rest, " ")
	if !strings.HasPrefix(inner, `"`) {
		return s.bare()
	}
	s.rest = inner[1:]
	var b strings.Builder // only used for a cell that has quotes in it
	for {
		end := strings.IndexByte(s.rest, '"')
		if end < 0 {
			s.open, s.rest = s.row, ""
			return "", true
		}
		part := s.rest[:end]
		s.rest = s.rest[end+1:]
		if strings.HasPrefix(s.rest, `"`) {
			b.WriteString(part)
			b.WriteByte('"')
			s.rest = s.rest[1:]
			continue
		}
		if b.Len() > 0 {
			b.WriteString(part)
			part = b.String()
		}
		after, last := s.bare()
		return part + after, last
	}
}

// bare takes a cell without quotes around it.
func (s *scanner) bare() (cell string, last bool) {
	end := 0
	for end < len(s.rest) && s.rest[end] != s.comma && s.rest[end] != '\n' && s.rest[end] != '\r' {
		end++
	}
	if end == len(s.rest) {
		cell, s.rest = s.rest, ""
		return strings.TrimSpace(cell), true
	}
	cell = strings.TrimSpace(s.rest[:end])
	switch {
	case s.rest[end] == s.comma:
		s.rest = s.rest[end+1:]
		return cell, false
	case strings.HasPrefix(s.rest[end:], "\r\n"):
		s.rest = s.rest[end+2:]
	default:
		s.rest = s.rest[end+1:]
	}
	return cell, true
}

// A record is a row that is not blank.
type record struct {
	number int
	cells  []string
}

// records are the rows of a text that are not blank. It fails for a quote that
// nothing closes, and for more rows than are read.
func records(text string, comma byte) ([]record, error) {
	s := scanner{rest: text, comma: comma}
	var all []record
	for s.more() {
		cells := s.next()
		if s.open != 0 {
			return nil, &Error{
				Problem: fmt.Sprintf("The double quote that opens in line %d is never closed.", s.open),
				Try:     `Close it, or take it out. Within a cell in quotes, a double quote is written twice: "".`,
				Line:    s.open,
			}
		}
		if blank(cells) {
			continue
		}
		if len(all) > MaxLines {
			n := len(all) + 1
			if headerIn(all) {
				n--
			}
			return nil, tooMany(&s, n)
		}
		all = append(all, record{s.row, cells})
	}
	return all, nil
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// tooMany counts the rows that are left, to say how many there are.
func tooMany(s *scanner, n int) error {
	for s.more() {
		if !blank(s.next()) {
			n++
		}
	}
	return &Error{
		Problem: fmt.Sprintf("There are %d lines, and at most %d can be read at once.", n, MaxLines),
		Try:     "Split it into several files, each with the header.",
	}
}

// squared gives every line a cell for each column. A line with more is told,
// as its cells are probably not in the columns they belong to.
func squared(t Table, comma byte) (Table, error) {
	width := t.Width()
	switch {
	case width > MaxColumns:
		return Table{}, &Error{
			Problem: fmt.Sprintf("There are more than %d columns.", MaxColumns),
			Try:     "Leave out columns that aren't needed.",
		}
	case len(t.Lines) > MaxLines: // several may have been in one row
		return Table{}, tooMany(&scanner{}, len(t.Lines))
	}
	for n := range t.Lines {
		t.Lines[n].square(width, comma)
	}
	return t, nil
}

// square gives the line as many cells as there are columns.
func (l *Line) square(width int, comma byte) {
	more := len(l.Cells)
	for more > width && strings.TrimSpace(l.Cells[more-1]) == "" {
		more--
	}
	if more > width {
		l.Problem = fmt.Sprintf("This line has more cells than the header, which has %d. A cell with %s in it goes in double quotes.",
			width, separatorWords(comma))
	}
	l.Cells = l.Cells[:min(len(l.Cells), width)]
	if missing := width - len(l.Cells); missing > 0 {
		l.Cells = append(l.Cells, make([]string, missing)...)
	}
	for n, cell := range l.Cells {
		if characters := utf8.RuneCountInString(cell); characters > MaxCell {
			l.Problem = fmt.Sprintf("A cell has %d characters, and at most %d can be read.", characters, MaxCell)
			l.Cells[n] = clipped(cell)
		}
	}
}
