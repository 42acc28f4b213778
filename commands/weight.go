package commands

import (
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// What all blocks of one message may hold together: characters of text, of
// which each block costs some by itself.
const (
	maxMessageText = 12_000
	textOfBlock    = 125
)

// weight is what blocks count of maxMessageText. It knows the blocks that
// answers are made of: sections, small print, buttons and preformatted text.
func weight(blocks []slack.Block) int {
	total := textOfBlock * len(blocks)
	add := func(t *slack.TextBlockObject) { total += utf8.RuneCountInString(t.Text) }
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			add(b.Text)
			if b.Accessory != nil && b.Accessory.ButtonElement != nil {
				add(b.Accessory.ButtonElement.Text)
			}
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if t, ok := e.(*slack.TextBlockObject); ok {
					add(t)
				}
			}
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				if e, ok := e.(*slack.ButtonBlockElement); ok {
					add(e.Text)
				}
			}
		case *slack.RichTextBlock:
			total += preformattedLength(b)
		}
	}
	return total
}

// preformattedLength counts the characters that are shown preformatted.
func preformattedLength(b *slack.RichTextBlock) int {
	total := 0
	for _, part := range b.Elements {
		part, ok := part.(*slack.RichTextPreformatted)
		if !ok {
			continue
		}
		for _, e := range part.Elements {
			if e, ok := e.(*slack.RichTextSectionTextElement); ok {
				total += utf8.RuneCountInString(e.Text)
			}
		}
	}
	return total
}
