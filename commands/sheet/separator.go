package sheet

import "strings"

// separatorLine takes the line off that some programs write first for Excel,
// "sep=;", and says what it names; 0 where there is none. Excel doesn't show
// that line, so it isn't counted either.
func separatorLine(text string) (rest string, comma byte) {
	first, rest := firstLine(text)
	first = strings.Trim(first, `"`)
	if len(first) < 4 || !strings.EqualFold(first[:4], "sep=") {
		return text, 0
	}
	switch named := strings.TrimRight(first[4:], " ,;"); {
	case first[4:] == "" || len(named) > 1:
		return text, 0
	case named == "": // the separator itself was cut off
		return rest, first[4]
	default:
		return rest, named[0]
	}
}

// Separators, likeliest first where nothing else decides: a tab is never typed
// within a cell, a semicolon rarely.
var separators = [...]byte{'\t', ';', ','}

// firstLine is the text up to its first line end, and what follows that.
func firstLine(text string) (line, rest string) {
	end := strings.IndexAny(text, "\r\n")
	switch {
	case end < 0:
		return text, ""
	case strings.HasPrefix(text[end:], "\r\n"):
		return text[:end], text[end+2:]
	}
	return text[:end], text[end+1:]
}

func separatorWords(comma byte) string {
	switch comma {
	case '\t':
		return "a tab"
	case ';':
		return "a semicolon"
	}
	return "a comma"
}

// sampleRows is how many rows are looked at to tell what separates cells.
const sampleRows = 30

// separatorOf tells what separates the cells of a text: what makes the first
// row a header that is known, else what gives most rows as many cells as the
// first one has. A text of one column has a comma.
func separatorOf(text string) byte {
	best, bestScore := byte(','), 0
	for _, comma := range separators {
		if score := separatorScore(text, comma); score > bestScore {
			best, bestScore = comma, score
		}
	}
	return best
}

func separatorScore(text string, comma byte) int {
	s := scanner{rest: text, comma: comma}
	width, same, rows, known := 0, 0, 0, 0
	for s.more() && rows < sampleRows {
		cells := s.next()
		if blank(cells) {
			continue
		}
		if rows == 0 {
			width, known = len(cells), knownHeadings(cells)
		}
		if rows++; len(cells) == width {
			same++
		}
	}
	if width < 2 {
		return 0
	}
	return known*10_000 + same*100/rows*100 + min(width, 99)
}
