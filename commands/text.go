package commands

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mentions are people in mrkdwn.
func mentions(users []string) string {
	return strings.Join(eachMention(users), ", ")
}

// eachMention are people in mrkdwn, each by themselves.
func eachMention(users []string) []string {
	all := make([]string, len(users))
	for i, user := range users {
		all[i] = "<@" + user + ">"
	}
	return all
}

// postable says whether an id is one of a channel, not of a direct message.
func postable(id string) bool { return slackID(id, "CG") }

// slackID says whether text is an id as Slack makes them, beginning with one
// of these letters. Ids stand unescaped in mentions.
func slackID(text, letters string) bool {
	odd := func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }
	return len(text) > 1 && len(text) <= 30 && strings.Contains(letters, text[:1]) && !strings.ContainsFunc(text, odd)
}

// textProblem says what is wrong with a text of at most limit characters, ""
// when nothing is.
func textProblem(text string, limit int) string {
	stray := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }
	length := utf8.RuneCountInString(text)
	switch {
	case !utf8.ValidString(text):
		return "This text has damaged characters. Copy it again from where it comes from."
	case strings.ContainsFunc(text, stray):
		return sayControl
	case length > limit:
		return fmt.Sprintf("This is %d characters long. It can have %d at most.", length, limit)
	}
	return ""
}

// lineProblem is textProblem of a text that is one line.
func lineProblem(text string, limit int) string {
	switch {
	case strings.ContainsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }):
		return "This is one line of text. Take the line break out."
	case strings.ContainsRune(text, '\t'):
		return sayControl
	}
	return textProblem(text, limit)
}

// distinct leaves out what came before, and keeps the order.
func distinct(texts []string) []string {
	var once []string
	for _, text := range texts {
		if !slices.Contains(once, text) {
			once = append(once, text)
		}
	}
	return once
}
