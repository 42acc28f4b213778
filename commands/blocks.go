package commands

import (
	"encoding/json"
	"slices"
	"strings"

	"codekeeper/bot"

	"github.com/slack-go/slack"
)

// Slack's limits that the views keep to: blocks, buttons, else characters.
const (
	maxBlocks      = 50
	maxActions     = 25 // buttons side by side
	maxSection     = 3000
	maxButtonText  = 75
	maxButtonValue = 2000
	maxOptionText  = 75
	maxOptionValue = 150
	maxTyped       = 3000 // of a text input
)

func mrkdwn(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, clip(text, maxSection), false, false)
}

func plain(text string, limit int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, clip(text, limit), false, false)
}

// section is a block of mrkdwn; what people typed in it is escaped already.
func section(text string) slack.Block { return slack.NewSectionBlock(mrkdwn(text), nil, nil) }

// fine is small print.
func fine(text string) slack.Block { return slack.NewContextBlock("", mrkdwn(text)) }

// A button's route leads to its handler; id tells several of the same route
// in one message apart and is the request's Suffix; value is its Value.
func button(label, route, id, value string) *slack.ButtonBlockElement {
	if id != "" {
		route += ":" + id
	}
	return slack.NewButtonBlockElement(route, value, plain(label, maxButtonText))
}

func actions(elements ...slack.BlockElement) slack.Block {
	return slack.NewActionBlock("", elements...)
}

// esc makes what somebody typed safe in mrkdwn.
func esc(text string) string { return bot.Escape(text) }

// exact shows a short text in mrkdwn as it is. Slack has no escape for its marks,
// so that a text which holds any stands as code, in which they mean nothing; a
// backtick, which would end that, is shown as the accent that looks like one.
// Source: Slack, "Formatting text for app surfaces".
func exact(text string) string {
	if !marked(text) {
		return esc(text)
	}
	return "`" + esc(strings.ReplaceAll(text, "`", "ˋ")) + "`"
}

// strong is exact of a handle: in bold, where that shows it as it is.
func strong(handle string) string {
	if marked(handle) {
		return exact(handle)
	}
	return "*" + esc(handle) + "*"
}

// marked says whether mrkdwn may take something in a text for its marks. An
// underscore within a word is none, as in @maya_glow; after anything but a plain
// letter or digit it may begin italics, as in @_leo_.
func marked(text string) bool {
	if strings.ContainsAny(text, "*~`") {
		return true
	}
	inWord := false
	for _, r := range text {
		if r == '_' && !inWord {
			return true
		}
		inWord = r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return false
}

// copyable shows a text as it is to be copied: preformatted, never a link.
func copyable(text string) string {
	if strings.Contains(text, "`") {
		return esc(text)
	}
	return "`" + clip(esc(text), maxSection-200) + "`"
}

// An input is a labelled field of a form. Its field is its block id.
func input(field, label string, element slack.BlockElement, hint string, optional bool) *slack.InputBlock {
	var h *slack.TextBlockObject
	if hint != "" {
		h = plain(hint, 2000)
	}
	block := slack.NewInputBlock(field, plain(label, 2000), h, element)
	block.Optional = optional
	return block
}

// typed is a one-line text input.
func typed(field, initial string) *slack.PlainTextInputBlockElement {
	element := slack.NewPlainTextInputBlockElement(nil, field)
	element.InitialValue = clip(initial, maxTyped)
	return element
}

// lines is a text input of several lines.
func lines(field, initial string) *slack.PlainTextInputBlockElement {
	element := typed(field, initial)
	element.Multiline = true
	return element
}

// day is a date input; initial as YYYY-MM-DD or "".
func day(field, initial string) *slack.DatePickerBlockElement {
	element := slack.NewDatePickerBlockElement(field)
	element.InitialDate = initial
	return element
}

// typeahead is a menu whose choices a route answers, from nothing typed on.
func typeahead(route, placeholder string) *slack.SelectBlockElement {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plain(placeholder, 150), route)
	menu.MinQueryLength = new(int)
	return menu
}

// option is one choice; value at most 150 characters.
func option(value, label string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, plain(label, maxOptionText), nil)
}

// encoded is what a form or a button carries, written down.
func encoded(meta any) string {
	text, _ := json.Marshal(meta) //nolint:errchkjson // plain fields
	return string(text)
}

// modal is a form. meta is what its submission needs to know, at most 2,000
// bytes.
func modal(callback, title, submit, meta string, blocks []slack.Block) *slack.ModalViewRequest {
	view := &slack.ModalViewRequest{
		Type:            slack.VTModal,
		Title:           plain(title, 24),
		Close:           plain("Cancel", 24),
		CallbackID:      callback,
		PrivateMetadata: meta,
		Blocks:          slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		view.Submit = plain(submit, 24)
	} else {
		view.Close = plain("Close", 24)
	}
	return view
}

// message makes a message whose fallback text is its first text. What is more
// than Slack takes in one message is left out at the end, which says so.
func message(text string, blocks ...slack.Block) bot.Message {
	all := append([]slack.Block{section(text)}, blocks...)
	if n := fitting(all); n < len(all) {
		all = append(all[:n:n], fine("There is more than fits into one message."))
	}
	return bot.Message{Text: clip(text, maxSection), Blocks: all}
}

// withLead is a message, made by message, that begins with another text.
func withLead(m bot.Message, text string) bot.Message { return message(text, m.Blocks[1:]...) }

// withButtons is a message with more buttons: among those that it ends with, or
// in a line of their own. It is false where there is no room.
func withButtons(m bot.Message, more ...slack.BlockElement) (bot.Message, bool) {
	if n := len(m.Blocks); n > 0 {
		if last, ok := m.Blocks[n-1].(*slack.ActionBlock); ok && len(last.Elements.ElementSet)+len(more) <= maxActions {
			last.Elements.ElementSet = append(last.Elements.ElementSet, more...)
			return m, true
		}
	}
	if len(m.Blocks) >= maxBlocks {
		return m, false
	}
	m.Blocks = append(slices.Clip(m.Blocks), actions(more...))
	return m, true
}

// fitting is how many of the blocks, from the first, one message takes; where
// it isn't all of them, a line of small print fits below.
func fitting(blocks []slack.Block) int {
	if len(blocks) <= maxBlocks && weight(blocks) <= maxMessageText {
		return len(blocks)
	}
	n := min(len(blocks), maxBlocks-1)
	for n > 1 && weight(blocks[:n]) > maxMessageText-maxSmallPrint {
		n--
	}
	return n
}

// maxSmallPrint is kept free for a sentence below the digest.
const maxSmallPrint = 600
