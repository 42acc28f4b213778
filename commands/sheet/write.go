package sheet

import (
	"bufio"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	rewrittenDay    = regexp.MustCompile(`(?i)^(\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-\d{2,4})?|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2})$`)
	rewrittenNumber = regexp.MustCompile(`^\d([.,]\d+)?E\+\d{1,3}$`)
)

// A Writer writes rows as CSV that Excel opens right: UTF-8 with the mark that
// says so, lines that end in CR LF, cells quoted as RFC 4180 says, and nothing
// in them that would be run as a formula.
type Writer struct {
	out   *bufio.Writer
	begun bool
	err   error
}

// NewWriter writes to w.
func NewWriter(w io.Writer) *Writer { return &Writer{out: bufio.NewWriter(w)} }

var errNoText = errors.New("sheet: a cell is no text")

// Row writes one row. A cell that is no UTF-8 or holds a NUL is refused.
func (w *Writer) Row(cells ...string) error {
	if !w.begun {
		w.begun = true
		w.text(byteOrderMark)
	}
	for n, cell := range cells {
		if !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) {
			w.err = errors.Join(w.err, errNoText)
			return w.err
		}
		if n > 0 {
			w.text(",")
		}
		w.text(quoted(neutral(cell)))
	}
	w.text("\r\n")
	return w.err
}

func (w *Writer) text(s string) {
	if w.err == nil {
		_, w.err = w.out.WriteString(s)
	}
}

// Flush writes what is buffered, and answers the first error there was.
func (w *Writer) Flush() error {
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}

// Write writes rows, the header among them, as a Writer does.
func Write(w io.Writer, rows [][]string) error {
	out := NewWriter(w)
	for _, row := range rows {
		if err := out.Row(row...); err != nil {
			return err
		}
	}
	return out.Flush()
}

// quoted puts a cell in quotes where it needs them. A separator of other
// countries is among the reasons, as are blanks at its ends, which Read takes
// off otherwise.
func quoted(cell string) string {
	if !strings.ContainsAny(cell, ",;\t\r\n\"") && strings.TrimSpace(cell) == cell {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}
