package slacksim

import (
	"html"
	"html/template"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// names tells how the client names what a text mentions; "" is
// unknown.
type names interface {
	personName(id string) string
	channelLabel(id string) string
	groupHandle(id string) string
	zone() *time.Location // the reader's
	now() time.Time
}

// markup makes HTML from one text; everything in it that is not markup is
// escaped.
type markup struct {
	out   strings.Builder
	names names
}

// mrkdwnHTML shows Slack's mrkdwn: bold, italic, struck, code, preformatted
// and quoted text, links, mentions and dates. Line breaks stay, for the style
// sheet to keep.
func mrkdwnHTML(s string, n names) template.HTML {
	w := &markup{names: n}
	parts := strings.Split(s, "```")
	for i, part := range parts {
		switch {
		case i%2 == 1 && i < len(parts)-1:
			w.tag("pre", func() { w.text(unlink(strings.Trim(part, "\n"))) })
		case i%2 == 1:
			w.lines("```" + part)
		default:
			w.lines(part)
		}
	}
	return template.HTML(w.out.String())
}

// plainHTML shows a text without markup.
func plainHTML(s string) template.HTML { return template.HTML(html.EscapeString(shownText(s))) }

// lines shows lines, those that begin with > as a quote.
func (w *markup) lines(s string) {
	lines := strings.Split(s, "\n")
	for i := 0; i < len(lines); {
		n := 0
		for i+n < len(lines) && strings.HasPrefix(lines[i+n], "&gt;") {
			n++
		}
		if n > 0 {
			w.tag("blockquote", func() {
				for j, line := range lines[i : i+n] {
					if j > 0 {
						w.out.WriteByte('\n')
					}
					w.inline(strings.TrimPrefix(strings.TrimPrefix(line, "&gt;"), " "))
				}
			})
			i += n
			continue
		}
		w.inline(lines[i])
		if i < len(lines)-1 {
			w.out.WriteByte('\n')
		}
		i++
	}
}

// inline shows one line.
func (w *markup) inline(s string) {
	for i := 0; i < len(s); {
		switch c := s[i]; c {
		case '`':
			if end := strings.IndexByte(s[i+1:], '`'); end > 0 {
				w.tag("code", func() { w.text(unlink(s[i+1 : i+1+end])) })
				i += end + 2
				continue
			}
		case '<':
			if end := strings.IndexByte(s[i:], '>'); end > 0 {
				w.reference(s[i+1 : i+end])
				i += end + 1
				continue
			}
		case '*', '_', '~':
			if end := closing(s, i); end > 0 {
				w.tag(map[byte]string{'*': "strong", '_': "em", '~': "s"}[c], func() { w.inline(s[i+1 : end]) })
				i = end + 1
				continue
			}
		}
		next := i + 1 + strings.IndexAny(s[i+1:]+"*", "`<*_~")
		w.text(s[i:next])
		i = next
	}
}

// closing finds the mark that closes the one at i: marks stand at the edges of
// words, and not farther from each other than a text object is long. It is 0
// when there is none.
func closing(s string, i int) int {
	s = s[:min(len(s), i+maxText)]
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if wordRune(before) || i+1 >= len(s) || s[i+1] == ' ' || s[i+1] == s[i] {
		return 0
	}
	for j := i + 1; j < len(s); j++ {
		if s[j] == '<' {
			if end := strings.IndexByte(s[j:], '>'); end > 0 {
				j += end
				continue
			}
		}
		if s[j] != s[i] || s[j-1] == ' ' || s[j-1] == s[i] {
			continue
		}
		if after, _ := utf8.DecodeRuneInString(s[j+1:]); !wordRune(after) {
			return j
		}
	}
	return 0
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// reference shows what stands between < and >: a link, a mention, a date.
func (w *markup) reference(s string) {
	target, label, labelled := strings.Cut(s, "|")
	rest := ""
	if len(target) > 1 {
		rest = target[1:]
	}
	switch {
	case strings.HasPrefix(target, "@"):
		w.mention("@", w.names.personName(rest), label, rest)
	case strings.HasPrefix(target, "#"):
		w.mention("", w.names.channelLabel(rest), "#"+label, "#"+rest)
	case strings.HasPrefix(target, "!subteam^"):
		id := strings.TrimPrefix(target, "!subteam^")
		w.mention("@", w.names.groupHandle(id), strings.TrimPrefix(label, "@"), id)
	case strings.HasPrefix(target, "!date^"):
		w.text(dateText(strings.TrimPrefix(target, "!date^"), label, w.names))
	case strings.HasPrefix(target, "!"):
		w.mention("@", "", "", rest)
	case labelled && label != "":
		w.link(unescapeText(target), func() { w.text(label) })
	default:
		w.link(unescapeText(target), func() { w.text(target) })
	}
}

// mention shows the first of three names that there is.
func (w *markup) mention(mark, known, label, id string) {
	name := known
	for _, other := range []string{label, id} {
		if name == "" || name == "#" {
			name = other
		}
	}
	w.out.WriteString(`<span class="mention">`)
	w.text(mark + name)
	w.out.WriteString(`</span>`)
}

// link links to web and mail addresses, and shows every other one as text.
func (w *markup) link(address string, label func()) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
		label()
		return
	}
	w.out.WriteString(`<a rel="noopener noreferrer nofollow" target="_blank" href="` + html.EscapeString(address) + `">`)
	label()
	w.out.WriteString(`</a>`)
}

func (w *markup) tag(name string, inside func()) {
	w.out.WriteString("<" + name + ">")
	inside()
	w.out.WriteString("</" + name + ">")
}

// text shows a text in which & < > may stand as entities.
func (w *markup) text(s string) { w.out.WriteString(html.EscapeString(shownText(s))) }

// unlink shows the references inside code as the addresses or names they are.
func unlink(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		b.WriteString(before)
		inside, after, closed := strings.Cut(rest, ">")
		if !found {
			return b.String()
		}
		if !closed {
			b.WriteString("&lt;" + rest)
			return b.String()
		}
		target, label, labelled := strings.Cut(inside, "|")
		if labelled {
			target = label
		}
		b.WriteString(target)
		s = after
	}
}
