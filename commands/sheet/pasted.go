package sheet

import (
	"fmt"
	"strings"
)

// pasted reads lines that each begin with a handle or the address of a profile:
//
//	@maya.glow
//	@maya.glow MAYA20 https://shop.example/maya
//	@maya.glow, https://shop.example/maya
//	@maya.glow @jonas.fit
//	maya.glow MAYA20
//
// What has "://" in it is the link, and what is left the code. A line among
// them that begins with neither, as a greeting does, has a Problem. ok is false
// for anything else, and for what would have to be asked: a name beside the
// handle.
func pasted(text string) (t Table, ok bool) {
	var all []pastedLine
	var p pastedShape
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
			read = []pastedLine{{number: number, problem: oddPasted(line)}}
		}
		if p.add(line, ok); len(p.odd) > p.good+mostAhead {
			return Table{}, false
		}
		all = append(all, read...)
	}
	if !p.lines() {
		return Table{}, false
	}
	return pastedTable(all), true
}

// oddPasted says what is wrong with a line among pasted handles.
func oddPasted(line string) string {
	return fmt.Sprintf("“%s” doesn't begin with a handle. Write it as @maya.glow MAYA20, or leave it out.", clipped(line))
}

// A pastedShape is what the lines look like together.
type pastedShape struct {
	handles  bool // one is named without doubt
	at       bool // with an @, or by an address
	single   bool // each that can be read is one word
	good     int  // lines that can be read
	odd      []string
	oddFirst bool   // the very first is odd
	apart    string // what the cells of those that can be read are separated by
}

func (p *pastedShape) add(line string, ok bool) {
	words := strings.Fields(line)
	if !ok {
		p.oddFirst = p.oddFirst || p.good+len(p.odd) == 0
		p.odd = append(p.odd, line)
		return
	}
	p.single = len(words) == 1 && (p.single || p.good == 0)
	p.good++
	p.at = p.at || atSign(line) || address(words[0])
	p.handles = p.handles || atSign(line) || bareHandle(words)
	for _, separator := range []string{"\t", ",", ";"} {
		if strings.Contains(line, separator) {
			p.apart += separator
		}
	}
}

// lines says whether these are pasted lines, of which some may be odd, and no
// table: that has headings, or the same separator in every line.
func (p *pastedShape) lines() bool {
	switch {
	case !p.handles:
		return false
	case len(p.odd) == 0:
		return true
	case !p.at || p.good < len(p.odd):
		return false
	case p.oddFirst && (p.single && len(strings.Fields(p.odd[0])) == 1 || knownHeadings(strings.FieldsFunc(p.odd[0], separates)) > 0):
		return false
	}
	for _, line := range p.odd {
		if strings.ContainsAny(line, p.apart) || strings.Contains(line, `"`) && p.apart != "" {
			return false
		}
	}
	return true
}

func separates(r rune) bool { return r == ',' || r == ';' || r == '\t' }

// mostAhead is how many more lines may be odd than can be read, while it is
// read on: a file is known by its first lines.
const mostAhead = 20

// maxPastedLine is how many bytes a line of handles has at most: more than as
// many handles as are read, on one line.
const maxPastedLine = 512 << 10

// A pastedLine is what one line says of one influencer.
type pastedLine struct {
	number             int
	handle, code, link string
	problem            string // why it can't be read, a sentence
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
		t.Lines = append(t.Lines, Line{Number: l.number, Cells: cells, Problem: l.problem})
	}
	return t
}
