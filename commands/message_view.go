package commands

import (
	"fmt"
	"strings"
	"time"

	"codekeeper/store"

	"github.com/slack-go/slack"
)

// The words people see.
const (
	copyMarkSent    = "Mark as sent"
	copyMarkAllSent = "Mark all as sent"
	copyMessage     = "Message"
	copyUnsent      = "What is unsent"
)

// maxMessageShown is how much of a message is shown, in characters: with a card
// above it, it fits into what Slack takes at once.
const maxMessageShown = 2 * maxPiece

// pasteable shows a text as it is to be copied. It is rich text: nothing in it
// is markup, so that backticks, mentions and addresses stay as they are. A
// text longer than Slack shows in one piece comes in several.
func pasteable(text string) []slack.Block {
	var parts []slack.RichTextElement
	rest := []rune(text)
	for len(rest) > 0 && len(parts) < maxMessageShown/maxPiece {
		n := pieceEnd(rest, maxPiece)
		if piece := strings.Trim(string(rest[:n]), "\n"); strings.TrimSpace(piece) != "" {
			parts = append(parts, &slack.RichTextPreformatted{
				Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(piece, nil)},
			})
		}
		rest = rest[n:]
	}
	blocks := []slack.Block{slack.NewRichTextBlock("", parts...)}
	if len(rest) > 0 {
		blocks = append(blocks, fine("The message is longer than Slack shows. All of it is in *"+copyDownloadMessages+"* of `/influencer list unsent`"))
	}
	return blocks
}

// pieceEnd is where a piece of at most n characters ends: at a line's end,
// where there is one in its second half.
func pieceEnd(text []rune, n int) int {
	if len(text) <= n {
		return len(text)
	}
	for end := n; end > n/2; end-- {
		if text[end-1] == '\n' {
			return end
		}
	}
	return n
}

// messageBlocks are the message to somebody with *Mark as sent*, what stands in
// its way, or nothing when there is nothing to tell them.
func messageBlocks(r store.Row) []slack.Block {
	if r.NotInShop && !r.Campaign.Archived() && r.State == store.Selected {
		lead := fmt.Sprintf("%s isn't in the shop yet. Its message is offered once it is created there.", copyable(r.Code.String()))
		return append([]slack.Block{section(lead), actions(shopSteps(r)...)}, offered(r, "Until then, how they get the rest:")...)
	}
	switch {
	case r.Changed():
		return offered(r, "Not sent yet: they use an old one. Copy this to them, then mark it as sent:")
	case r.Unsent():
		return offered(r, "Not sent yet. Copy this to them, then mark it as sent:")
	}
	return offered(r, "This is how they get it, to copy to them:")
}

// offered is the message under a lead, nothing when there is none, or when they
// were told all of it.
func offered(r store.Row, lead string) []slack.Block {
	text := influencerMessage(r)
	if text == "" || r.Sent() {
		return nil
	}
	blocks := append([]slack.Block{section(lead)}, pasteable(text)...)
	if sendable(r) {
		blocks = append(blocks, actions(markSentButton(r, nil)))
	}
	return blocks
}

// answerCard is a card below what was saved, with the message that is still to
// be sent.
func answerCard(r store.Row, now time.Time) []slack.Block {
	return append(cardWith(r, now, cardButtons(r)), messageBlocks(r)...)
}

// sentWords say in mrkdwn whether somebody was told what they share: "sent Mon
// 1 Jun by <@U1>"; "" where nothing is to be told.
func sentWords(r store.Row, now time.Time) string {
	switch {
	case r.State != store.Selected, r.Campaign.Archived() && !r.Sent():
		return ""
	case r.Changed():
		return "changed since sent: " + haveWords(r)
	case stillWords(r) != "":
		return stillWords(r)
	case r.NotInShop: // it stands behind the code
		return ""
	case r.Unsent():
		return "not sent"
	case r.Sent() && r.SentAt != nil:
		return "sent " + sentWhen(r, now)
	case r.Sent():
		return "known to them: it came from them"
	}
	return ""
}

// sentWhen is when somebody was last marked as told, and by whom.
func sentWhen(r store.Row, now time.Time) string {
	return fmt.Sprintf("%s by <@%s>", dayNear(store.DateOf(r.SentAt.In(now.Location())), store.DateOf(now)), r.SentBy)
}

// haveWords say what somebody uses instead of what they share now: "they have
// code `MAYA10`".
func haveWords(r store.Row) string {
	var have, lack []string
	for _, k := range kinds {
		switch {
		case k.stillUsed(r):
			have = append(have, fmt.Sprintf("%s %s", k, shortly(k.told(r.Application))))
		case k.old(r) != "":
			have = append(have, fmt.Sprintf("%s %s", k, shortly(k.old(r))))
		case k.neverTold(r):
			lack = append(lack, fmt.Sprintf("%s %s", k, shortly(k.shares(r))))
		}
	}
	var words []string
	if len(have) > 0 {
		words = append(words, "they have "+andList(have))
	}
	if len(lack) > 0 {
		words = append(words, "they don't have "+andList(lack)+" yet")
	}
	return strings.Join(words, ", and ")
}

// told is what the application's influencer was last told, "TBD" for nothing.
func (k kind) told(a store.Application) string {
	if k == aLink {
		return a.SentLink.String()
	}
	return a.SentCode.String()
}

// neverTold says whether there is one, and they were never told any.
func (k kind) neverTold(r store.Row) bool {
	if k == aLink {
		return r.UntoldLink()
	}
	return r.UntoldCode()
}

// messagePreview shows what became of a campaign's own message, filled in for
// somebody who has everything; nothing where it was not changed.
func messagePreview(c store.CampaignChange) []slack.Block {
	template, problem := parseMessage(c.After.Message)
	if c.After.Message == "" || c.After.Message == c.Before.Message || problem != "" {
		return nil
	}
	filling := messageSample(c.After.Terms)
	for _, k := range kinds {
		if !k.of(c.After.Terms).Needed() {
			filling[k.placeholder()] = ""
		}
	}
	text := filledIn(template, filling)
	if text == "" {
		return nil
	}
	return append([]slack.Block{fine("The message to influencers looks like this:")}, pasteable(text)...)
}
