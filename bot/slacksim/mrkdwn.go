package slacksim

import (
	"regexp"
	"strings"
)

// escapeText escapes what Slack's text gives a meaning: & < >.
func escapeText(words string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(words)
}

// unescapeText is the text as people read it.
func unescapeText(words string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(words)
}

// readable is a text as people read it: mentions by name, links by their label, entities decoded. The marks of mrkdwn
// (* _ ~ `) stay. The caller holds s.mu.
func (s *Slack) readable(words string) string {
	angled := regexp.MustCompile(`<([^<>]*)>`)
	out := angled.ReplaceAllStringFunc(words, func(m string) string {
		inside, label, labelled := strings.Cut(m[1:len(m)-1], "|")
		return s.mention(inside, label, labelled)
	})
	return unescapeText(out)
}

// mention is what the client shows for one angle-bracket form. The caller holds s.mu.
func (s *Slack) mention(inside, label string, labelled bool) string {
	switch {
	case strings.HasPrefix(inside, "@"):
		if u := s.user(inside[1:]); u != nil {
			return "@" + u.Name
		}
	case strings.HasPrefix(inside, "#"):
		if c := s.channel(inside[1:]); c != nil {
			return s.placeName(c)
		}
	case strings.HasPrefix(inside, "!subteam^"):
		if g := s.group(strings.TrimPrefix(inside, "!subteam^")); g != nil {
			return "@" + g.Handle
		}
	case inside == "!channel" || inside == "!here" || inside == "!everyone":
		return "@" + inside[1:]
	}
	if labelled {
		return label
	}
	return inside
}
