package commands

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// What stands for a placeholder in a message to an influencer.
const (
	putFirst    = "FIRST"
	putLast     = "LAST"
	putName     = "NAME"
	putHandle   = "HANDLE"
	putCampaign = "CAMPAIGN"
	putLink     = "LINK"
	putCode     = "CODE"
	putHowTo    = "HOW_TO"
	putGoesLive = "GOES_LIVE"
	putFee      = "FEE"
)

// messagePlaceholders are all of them, in the order in which people are told.
var messagePlaceholders = tracking.Placeholders{
	putFirst, putLast, putName, putHandle, putCampaign, putLink, putCode, putHowTo, putGoesLive, putFee,
}

// usualMessage is the template of a campaign that has none of its own. A line
// whose placeholder has nothing to show is left out.
const usualMessage = `Hi {FIRST}!

Welcome to {CAMPAIGN}. Here is what you share:
Your link: {LINK}
Your code: {CODE}

You go live on {GOES_LIVE}.
Your fee: {FEE}

Please use exactly these everywhere: caption, bio, stories.`

// maxPiece is how long a message to an influencer can be that is shown in one
// piece, in characters.
const maxPiece = 3000

// A messageTemplate is what a message is written from, line by line.
type messageTemplate [][]tracking.Piece

// has says whether the template shows what stands for a placeholder.
func (t messageTemplate) has(put string) bool {
	return slices.ContainsFunc(t, func(line []tracking.Piece) bool { return puts(line, put) })
}

func puts(line []tracking.Piece, put string) bool {
	return slices.ContainsFunc(line, func(p tracking.Piece) bool { return p.Placeholder == put })
}

// parseMessage reads a template; problem is a sentence about what is wrong in
// it, "" when nothing is.
func parseMessage(text string) (t messageTemplate, problem string) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	for line := range strings.SplitSeq(text, "\n") {
		pieces, err := messagePlaceholders.Pieces(line)
		if err != nil {
			return nil, problemOf(userError(err))
		}
		t = append(t, pieces)
	}
	return t, ""
}

// hintMessage is said below the field with a campaign's template.
func hintMessage() string {
	return "What you copy and send to each influencer. Empty: a text that fits most campaigns. Placeholders: " +
		messagePlaceholders.List() + ". A line whose placeholder has nothing to show is left out."
}

// messageProblem says what is wrong with a campaign's own message, "" when
// nothing is. It must show what the campaign's influencers need.
func messageProblem(t store.Terms) string {
	if t.Message == "" {
		return ""
	}
	if problem := textProblem(t.Message, store.MaxMessage); problem != "" {
		return problem
	}
	template, problem := parseMessage(t.Message)
	if problem != "" {
		return problem
	}
	for _, k := range kinds {
		if k.of(t).Needed() && !template.has(k.placeholder()) {
			return fmt.Sprintf("Influencers need their %s, and this message doesn't show it. Put {%s} where it belongs.", k.lower(), k.placeholder())
		}
	}
	if length := utf8.RuneCountInString(filledIn(template, messageSample(t))); length > maxPiece {
		return fmt.Sprintf("Filled in, this message is about %d characters long. It can have %d at most; most of it may be what stands for {%s}.",
			length, maxPiece, longestOf(template, messageSample(t)))
	}
	return ""
}

// placeholder is what a link or code stands for in a message.
func (k kind) placeholder() string {
	if k == aLink {
		return putLink
	}
	return putCode
}

// messageSample is what stands for the placeholders in a campaign's message to
// somebody who has everything.
func messageSample(t store.Terms) map[string]string {
	return map[string]string{
		putFirst: "Maya", putLast: "Glow", putName: "Maya Glow", putHandle: "@maya.glow", putCampaign: t.Name,
		putLink: "https://shop.example/maya", putCode: "MAYA15", putHowTo: t.HowTo, putGoesLive: "Tue 10 Nov 2026", putFee: t.Fee,
	}
}

// longestOf is the placeholder of the template that takes most room.
func longestOf(t messageTemplate, filling map[string]string) string {
	room := map[string]int{}
	for _, line := range t {
		for _, part := range line {
			room[part.Placeholder] += utf8.RuneCountInString(filling[part.Placeholder])
		}
	}
	return slices.MaxFunc(messagePlaceholders, func(a, b string) int { return room[a] - room[b] })
}

// filledIn is the text of a template, without the lines whose placeholder has
// nothing to show. What is filled in is not read again: a name may look like a
// placeholder.
func filledIn(t messageTemplate, filling map[string]string) string {
	var text []string
	for _, line := range t {
		if words, ok := filledLine(line, filling); ok {
			text = append(text, words)
		}
	}
	return tidied(text)
}

// filledLine is false for a line with a placeholder that has nothing to show.
func filledLine(line []tracking.Piece, filling map[string]string) (string, bool) {
	var text strings.Builder
	for _, part := range line {
		if part.Placeholder != "" && filling[part.Placeholder] == "" {
			return "", false
		}
		text.WriteString(part.Text)
		text.WriteString(filling[part.Placeholder])
	}
	return text.String(), true
}

// tidied joins lines; where some were left out, no more than one empty line
// stays between two others.
func tidied(lines []string) string {
	var kept []string
	for _, line := range lines {
		line = strings.TrimRight(line, " \t")
		if line == "" && (len(kept) == 0 || kept[len(kept)-1] == "") {
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

// fillingOf is what stands for the placeholders in the message to somebody.
// first says whether it is the first one they are sent: only that names the
// fee.
func fillingOf(r store.Row, first bool) map[string]string {
	name := tracking.FieldsOf(r.Influencer.Name, r.Influencer.Handle.String(), r.Campaign.Slug)
	filling := map[string]string{
		putFirst: name.First, putLast: name.Last, putName: strings.TrimSpace(r.Influencer.Name), putCampaign: r.Campaign.Name,
	}
	if !r.Influencer.Forgotten() {
		filling[putHandle] = at(r.Influencer)
	}
	now := r.Told()
	if !now.Link.TBD() {
		filling[putLink] = now.Link.String()
	}
	if !now.Code.TBD() {
		filling[putCode] = now.Code.String()
	}
	if fromProgram(r) {
		filling[putHowTo] = strings.TrimSpace(r.Campaign.HowTo)
	}
	if day := r.GoesLiveOn(); day != "" {
		filling[putGoesLive] = dayWords(day)
	}
	if first {
		filling[putFee] = strings.TrimSpace(r.Campaign.Fee)
	}
	return filling
}

// fromProgram says whether anything comes from the affiliate program.
func fromProgram(r store.Row) bool {
	return slices.ContainsFunc(kinds, func(k kind) bool { return k.mode(r).WaitsForInfluencer() })
}
