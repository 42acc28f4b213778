package sheet

import (
	"strings"
	"unicode/utf8"
)

// A spreadsheet runs a cell as a formula when it begins with = + - or @, or with
// a tab or a return before one (OWASP, "CSV Injection"), in some countries with
// the wide forms of these as well. So does what follows a semicolon, a tab or a
// line end within a cell: where semicolons separate cells, quotes in the middle
// of a line keep nothing together, and a cell of its own begins there.
//
// So wherever a cell may begin, an apostrophe is put before a run of
// apostrophes, quotes and blanks, also an empty one, that such a character
// follows. Taking one apostrophe off there gives back exactly what was, as a
// cell with an apostrophe of its own has got a second.
const (
	cellSigns  = "=+-@＝＋－＠\t\r\n" // at the beginning of a cell
	innerSigns = "=+-@＝＋－＠"       // where a cell begins in some countries only
	runSigns   = `'" `
	breaks     = ";\t\r\n"
)

// neutral is a cell that nothing runs.
func neutral(cell string) string {
	return atStarts(cell, func(b *strings.Builder, rest string) string {
		b.WriteByte('\'')
		return rest
	})
}

// Plain takes off what keeps a cell of a Writer from being run; any other cell
// is as it was.
func Plain(cell string) string {
	if strings.IndexByte(cell, '\'') < 0 {
		return cell
	}
	return atStarts(cell, func(_ *strings.Builder, rest string) string { return strings.TrimPrefix(rest, "'") })
}

// atStarts has edit change what begins wherever a cell may begin that would be
// run.
func atStarts(cell string, edit func(b *strings.Builder, rest string) string) string {
	if !strings.ContainsAny(cell, cellSigns) {
		return cell
	}
	var b strings.Builder
	for first := true; cell != ""; first = false {
		if runs(cell, first) {
			cell = edit(&b, cell)
		}
		end := strings.IndexAny(cell, breaks) + 1
		if end == 0 {
			end = len(cell)
		}
		b.WriteString(cell[:end])
		cell = cell[end:]
	}
	return b.String()
}

// runs says whether a spreadsheet may run a cell, or a part of one, that begins
// so. Within a cell a dash and a blank begin an item of a list.
func runs(text string, first bool) bool {
	rest := strings.TrimLeft(text, runSigns)
	sign, size := utf8.DecodeRuneInString(rest)
	if size == 0 {
		return false
	}
	if first {
		return strings.ContainsRune(cellSigns, sign)
	}
	return strings.ContainsRune(innerSigns, sign) && (sign == '=' || !strings.HasPrefix(rest[size:], " "))
}
