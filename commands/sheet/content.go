package sheet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ByContent tells which column is what of a table without a header, where what
// is in each can hardly be anything else. handle says whether a text can only
// be a handle or the address of a profile. What is left to ask has no Name.
func ByContent(t Table, handle func(text string) bool) Format {
	f := Format{Columns: map[Field]int{}}
	if t.Header != nil {
		return f
	}
	var doubtful []int
	for n := range t.Width() {
		field := contained(t, n, handle)
		_, twice := f.Columns[field]
		switch {
		case len(column(t, n).Samples) == 0:
		case field == "" || field == Code && every(t, n, likeHandle): // kim2000 may be both
			doubtful = append(doubtful, n)
		case twice:
			return f
		default:
			f.Columns[field] = n
		}
	}
	if f.settle(t, doubtful) {
		f.Name = f.named()
	}
	return f
}

// settle says of columns that alone would leave a doubt what they are beside
// the others, and whether none is left: people write handles small beside a
// link or a code, and codes in capitals beside a handle.
func (f Format) settle(t Table, doubtful []int) bool {
	codes := func(n int) bool { return !f.Has(Code) && every(t, n, likeCode) }
	for _, n := range doubtful {
		shares := f.Has(Code) || f.Has(Link) || slices.ContainsFunc(doubtful, codes)
		switch {
		case !f.Has(Handle) && shares && every(t, n, likeHandle):
			f.Columns[Handle] = n
		case f.Has(Handle) && (codes(n) || !f.Has(Code) && contained(t, n, likeNobody) == Code):
			f.Columns[Code] = n
		case f.Has(Handle) && !f.Has(Name) && every(t, n, likeName):
			f.Columns[Name] = n
		default:
			return false
		}
	}
	return true
}

// named is what a table with these columns is called, "" where it has to be
// asked.
func (f Format) named() string {
	switch {
	case f.Has(Handle):
		return Applicants
	case f.Has(Code) && !f.Has(Name) && !f.Has(Email):
		return CodesOnly
	}
	return ""
}

// ShopByContent is the format of a table headed as Shopify's export, without
// the columns that only that has: its names are written as codes are, and each
// has a status that Shopify has. ok is false for any other.
func ShopByContent(t Table) (f Format, ok bool) {
	h := make(heads, len(t.Header))
	for n, heading := range t.Header {
		h[n] = folded(heading)
	}
	f.Name, f.Columns = Shopify, h.columns(map[Field]string{Code: "name", Status: "status", Starts: "start", Ends: "end", Type: "type"})
	if !f.Has(Code) || !f.Has(Status) || h.influencers() || h.count(headings(Code)) > 0 {
		return Format{}, false
	}
	is := func(word string) bool { return likeCode(word) || holds(word, likeNobody) == Code }
	shops := func(word string) bool {
		return slices.Contains([]string{"active", "expired", "scheduled"}, folded(word))
	}
	return f, every(t, f.Columns[Code], is) && every(t, f.Columns[Status], shops)
}

// OnlyLinks says whether a table is a list of links that names nobody.
func OnlyLinks(t Table, handle func(text string) bool) bool {
	links := false
	for n, c := range Guess(t, handle) {
		switch field := c.Field; {
		case field == Link || field == "" && contained(t, n, handle) == Link:
			links = true
		case field != "" && !slices.Contains([]Field{Status, Starts, Ends, Note, Campaign}, field), field == "" && len(c.Samples) > 0:
			return false
		}
	}
	return links
}

// every says whether a column has cells that all are so but those that are TBD.
func every(t Table, n int, is func(string) bool) bool {
	seen := false
	for _, l := range t.Lines[:min(len(t.Lines), sampleRows)] {
		if n >= len(l.Cells) {
			continue
		}
		cell := strings.TrimSpace(Plain(l.Cells[n]))
		if cell == "" || strings.EqualFold(cell, "TBD") {
			continue
		}
		if len(cell) > longestCell || !is(cell) {
			return false
		}
		seen = true
	}
	return seen
}

// likeHandle says whether a word is written as most handles are.
func likeHandle(word string) bool {
	return strings.ContainsFunc(word, isSmall) && !strings.ContainsFunc(word, func(r rune) bool {
		return !isSmall(r) && (r < '0' || r > '9') && r != '.' && r != '_' && r != '-'
	})
}

// likeName says whether a text is written as most people's names are: first and
// last, each with a capital, and small words only between them.
func likeName(text string) bool {
	words := strings.Fields(text)
	for n, word := range words {
		first, _ := utf8.DecodeRuneInString(word)
		inside := 0 < n && n < len(words)-1
		if !unicode.IsUpper(first) && (!inside || !unicode.IsLetter(first)) {
			return false
		}
		if strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("'’.-", r) }) {
			return false
		}
	}
	return 2 <= len(words) && len(words) <= 5
}

// likeCode says whether a word is written as most codes are.
func likeCode(word string) bool {
	return strings.ContainsFunc(word, isLetter) && !strings.ContainsFunc(word, isSmall) && !strings.ContainsFunc(word, notOfCode)
}

func likeNobody(string) bool { return false }

func isSmall(r rune) bool { return 'a' <= r && r <= 'z' }
