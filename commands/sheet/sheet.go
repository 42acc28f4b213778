// Package sheet reads what a spreadsheet, a shop or an affiliate program saves
// as CSV, or what somebody pastes, and writes CSV that a spreadsheet opens
// right and runs nothing of. It is pure: text in, rows out.
package sheet

import "fmt"

// What is read at most.
const (
	MaxBytes   = 10 << 20 // of a file
	MaxLines   = 10_000   // of a table, the header not counted
	MaxColumns = 100
	MaxCell    = 32_767 // characters: what a cell of Excel holds
)

// A Table is what a file or pasted lines hold. Cells are as they were saved:
// Plain takes off what Write added.
type Table struct {
	// Header names the columns; nil where nothing does. Lines that are "@handle
	// code link" are given one, and HeaderLine is 0 then.
	Header     []string
	HeaderLine int
	Lines      []Line // without blank ones
}

// A Line is one row of a table, with a cell for each column of the header.
type Line struct {
	// Number counts as a spreadsheet numbers its rows: from 1, header and
	// blank lines counted, a cell of several lines being in one row. Of pasted
	// handles, of which several are in a line, it counts the handles.
	Number  int
	Cells   []string
	Problem string // a sentence, why this line can't be used; "" when it can
}

// An Error says why nothing can be read, to the person who sent it.
type Error struct {
	Problem string // a whole sentence
	Try     string // what works, a whole sentence; "" when there is none
	Line    int    // a Line's Number; 0 when it is about the whole
}

func (e *Error) Error() string {
	if e.Try == "" {
		return e.Problem
	}
	return e.Problem + " " + e.Try
}

// Read reads a table from the bytes of a file or of pasted lines: cells
// between commas, semicolons or tabs, or lines such as "@handle code link"; in
// UTF-8, in UTF-16 that says so in its first two bytes, or in Windows-1252.
// What is wrong with one line is that line's Problem. The error is an *Error.
func Read(content []byte) (Table, error) {
	if len(content) > MaxBytes {
		return Table{}, &Error{
			Problem: fmt.Sprintf("This file has %d MB, and at most %d MB can be read.", (len(content)-1)>>20+1, MaxBytes>>20),
			Try:     "Leave out columns that aren't needed, or split it into several files.",
		}
	}
	if err := otherThanText(content); err != nil {
		return Table{}, err
	}
	text, err := decoded(content)
	if err != nil {
		return Table{}, err
	}
	rest, comma := separatorLine(text)
	if comma == 0 {
		if t, ok := pasted(rest); ok {
			return squared(t, ',')
		}
		comma = separatorOf(rest)
	}
	all, err := records(rest, comma)
	if err != nil {
		return Table{}, err
	}
	if len(all) == 0 {
		return Table{}, &Error{Problem: "There is nothing in it.", Try: "Save it with its rows, as CSV, and try again."}
	}
	t := headed(all)
	if len(t.Lines) == 0 {
		return Table{}, &Error{Problem: "There is a header, and nothing below it.", Try: "Save it with its rows, as CSV, and try again."}
	}
	return squared(t, comma)
}

// WithHeader is the table whose first line names the columns after all.
func (t Table) WithHeader() Table {
	if t.HeaderLine != 0 || len(t.Lines) == 0 {
		return t
	}
	return Table{Header: t.Lines[0].Cells, HeaderLine: t.Lines[0].Number, Lines: t.Lines[1:]}
}

// WithoutHeader is the table whose first line was no header after all.
func (t Table) WithoutHeader() Table {
	if t.HeaderLine == 0 {
		return t
	}
	lines := append([]Line{{Number: t.HeaderLine, Cells: t.Header}}, t.Lines...)
	return Table{Lines: lines}
}

// Width is how many columns there are.
func (t Table) Width() int {
	if t.Header != nil {
		return len(t.Header)
	}
	width := 0
	for _, l := range t.Lines {
		width = max(width, len(l.Cells))
	}
	return width
}
