package sheet

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// headed makes the first row the header, when it is one.
func headed(all []record) Table {
	var t Table
	if headerIn(all) {
		t.Header, t.HeaderLine = withoutEmpty(all), all[0].number
		all = all[1:]
	}
	t.Lines = make([]Line, len(all))
	for n, r := range all {
		t.Lines[n] = Line{Number: r.number, Cells: r.cells}
	}
	return t
}

// withoutEmpty is the first row without the columns at its end that nothing
// is in, which spreadsheets leave behind.
func withoutEmpty(all []record) []string {
	header := all[0].cells
	width := len(header)
	for width > 0 && strings.TrimSpace(header[width-1]) == "" {
		width--
	}
	for _, r := range all[1:] {
		for n := min(len(r.cells), len(header), MaxColumns); n > width; n-- {
			if strings.TrimSpace(r.cells[n-1]) != "" {
				width = n
			}
		}
	}
	return header[:width]
}

// headerIn says whether the first row names the columns: it has a heading that
// is known and nothing that only data looks like. Headings that nobody knows
// are told by what is below them, where that looks like data in every row.
func headerIn(all []record) bool {
	first := all[0].cells
	if slices.ContainsFunc(first, telling) {
		return false
	}
	if knownHeadings(first) > 0 {
		return true
	}
	if len(all) < 2 {
		return false
	}
	for n, heading := range first {
		if strings.TrimSpace(heading) == "" {
			return false
		}
		below := true
		for _, r := range all[1:min(len(all), sampleRows)] {
			below = below && n < len(r.cells) && telling(r.cells[n])
		}
		if below {
			return true
		}
	}
	return false
}

// longestCell is more bytes than a heading has, or a handle, address or date
// that a column is told by. What is longer tells nothing.
const longestCell = 4000

var emailPattern = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)

// telling says whether a cell can only be data: a handle with its @, an
// address, an email address, a date.
func telling(cell string) bool {
	if len(cell) > longestCell {
		return false
	}
	cell = strings.TrimSpace(Plain(cell))
	if atSign(cell) || address(cell) || emailPattern.MatchString(cell) {
		return true
	}
	day, err := Day(cell)
	return day != "" || err != nil && strings.Count(cell, "/") == 2
}

// folded is what the variants of one heading have in common: "E-mail
// (required)", "email" and "E_Mail".
func folded(heading string) string {
	if len(heading) > longestCell {
		return clipped(heading)
	}
	heading = Plain(heading)
	if open := strings.IndexAny(heading, "(["); open > 0 {
		heading = heading[:open]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// knownHeadings counts the cells that are a heading in some format. What also
// stands below a heading, such as a platform's name, doesn't count.
func knownHeadings(cells []string) int {
	known := 0
	for _, cell := range cells {
		heading := folded(cell)
		if _, ours := headingOf(heading); (ours || foreignHeading(heading)) && !alsoData(heading) {
			known++
		}
	}
	return known
}
