package sheet

import "strings"

// pasted reads lines that each begin with a handle or the address of a profile:
//
//	@maya.glow
//	@maya.glow MAYA20 https://shop.example/maya
//	@maya.glow, https://shop.example/maya
//	@maya.glow @jonas.fit
//	maya.glow MAYA20
//
// What has "://" in it is the link, and what is left the code. ok is false for
// anything else, and for what would have to be asked: a name beside the handle.
func pasted(text string) (t Table, ok bool) {
	var all []pastedLine
	handles := false
	number := 0
	for text != "" && len(all) <= MaxLines {
		var line string
		line, text = firstLine(text)
		number++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if len(line) > maxPastedLine {
			return Table{}, false
		}
		read, ok := pastedWords(number, line)
		if !ok {
			return Table{}, false
		}
		handles = handles || atSign(line) || bareHandle(strings.Fields(line))
		all = append(all, read...)
	}
	if !handles {
		return Table{}, false
	}
	return pastedTable(all), true
}

// maxPastedLine is how many bytes a line of handles has at most: more than as
// many handles as are read, on one line.
const maxPastedLine = 512 << 10

// A pastedLine is what one line says of one influencer.
type pastedLine struct {
	number             int
	handle, code, link string
}

func atSign(text string) bool {
	return strings.HasPrefix(text, "@") || strings.HasPrefix(text, "＠")
}

func address(text string) bool { return strings.Contains(text, "://") }

// pastedWords reads one line.
func pastedWords(number int, line string) ([]pastedLine, bool) {
	words := strings.Fields(line)
	if !atSign(line) && !address(words[0]) && (!bareHandle(words) || strings.ContainsAny(line, ",;\t")) {
		return nil, false
	}
	separator := strings.IndexAny(words[0], ",;")
	switch {
	case strings.Contains(line, "\t"):
		words = strings.Split(line, "\t")
	case separator >= 0 && atSign(line):
		words = strings.Split(line, words[0][separator:separator+1])
	default:
		for n := range words {
			words[n] = strings.TrimRight(words[n], ",;")
		}
	}
	words = trimmed(words)
	separated := separator >= 0 && atSign(line) || strings.Contains(line, "\t")
	if separated && strings.ContainsFunc(strings.Join(words, ""), isBlankOrQuote) {
		return nil, false
	}
	return pastedCells(number, words), true
}

// bareHandle says whether words begin with a handle without its @: what follows
// can only be a code or a link.
func bareHandle(words []string) bool {
	if len(words) < 2 || !likeHandle(words[0]) || knownHeadings(words) > 0 {
		return false
	}
	shares := false
	for _, w := range words[1:] {
		code := likeCode(w) || holds(w, likeNobody) == Code
		if !code && !address(w) {
			return false
		}
		shares = shares || !strings.EqualFold(w, "TBD")
	}
	return shares
}

func isBlankOrQuote(r rune) bool { return r == ' ' || r == '\u00a0' || r == '"' }

// trimmed are the words without blanks around them, and without empty ones.
func trimmed(words []string) []string {
	var left []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			left = append(left, w)
		}
	}
	return left
}

// pastedCells tells the words of a line apart.
func pastedCells(number int, words []string) []pastedLine {
	several := len(words) > 1
	for _, w := range words {
		several = several && atSign(w)
	}
	if several {
		var lines []pastedLine
		for _, w := range words {
			lines = append(lines, pastedLine{number: number, handle: w})
		}
		return lines
	}
	line := pastedLine{number: number}
	if len(words) > 0 {
		line.handle = words[0]
		words = words[1:]
	}
	var codes []string
	for _, w := range words {
		switch {
		case address(w) && line.link == "":
			line.link = w
		default:
			codes = append(codes, w)
		}
	}
	// Of two words the second may be the link that is TBD.
	if len(codes) == 2 && line.link == "" && strings.EqualFold(codes[1], "TBD") {
		codes, line.link = codes[:1], codes[1]
	}
	// More words than one are no code, and are told as that.
	line.code = strings.Join(codes, " ")
	return []pastedLine{line}
}

// pastedTable has the columns that the lines fill.
func pastedTable(all []pastedLine) Table {
	codes, links := false, false
	last, counted := 0, false
	for _, l := range all {
		codes, links = codes || l.code != "", links || l.link != ""
		counted = counted || l.number == last
		last = l.number
	}
	t := Table{Header: []string{string(Handle)}}
	if codes {
		t.Header = append(t.Header, string(Code))
	}
	if links {
		t.Header = append(t.Header, string(Link))
	}
	for n, l := range all {
		if counted { // several share a line: then they are counted, not lines
			l.number = n + 1
		}
		cells := []string{l.handle}
		if codes {
			cells = append(cells, l.code)
		}
		if links {
			cells = append(cells, l.link)
		}
		t.Lines = append(t.Lines, Line{Number: l.number, Cells: cells})
	}
	return t
}
