package slacksim

import (
	"fmt"
	"slices"
	"strings"
)

// renderMessage is all that a person can read of a message, a line for each block, buttons as [Label]. Where there are
// blocks, the fallback text is not shown, as in the client. The caller holds s.mu, here and below.
func (s *Slack) renderMessage(m *message, reader string) string {
	if m.deleted {
		return ""
	}
	var lines []string
	if len(m.blocks) == 0 && m.text != "" {
		lines = append(lines, s.readable(m.text))
	}
	lines = append(lines, s.renderBlocks(m.blocks, m.state[reader], nil)...)
	for _, a := range decodeObjects(m.extra) {
		for _, name := range []string{"pretext", "title", "text", "footer"} {
			if words := str(a, name); words != "" {
				lines = append(lines, s.readable(words))
			}
		}
		for _, f := range objs(a, "fields") {
			lines = append(lines, s.readable(str(f, "title")+" "+str(f, "value")))
		}
		lines = append(lines, s.renderBlocks(objs(a, "blocks"), nil, nil)...)
	}
	for _, f := range s.filesOf(m) {
		lines = append(lines, "[file: "+f.Title+"]")
	}
	return strings.Join(lines, "\n")
}

// renderView is all that a person can read of a form or Home tab.
func (s *Slack) renderView(v *view) string {
	var lines []string
	if v.kind == "modal" {
		lines = append(lines, "# "+s.words(obj(v.body, "title")))
	}
	if v.trouble != "" {
		lines = append(lines, "! "+v.trouble)
	}
	lines = append(lines, s.renderBlocks(v.blocks(), v.state, v.errors)...)
	var buttons []string
	if o := obj(v.body, "submit"); o != nil {
		buttons = append(buttons, "["+s.words(o)+"]")
	}
	if o := obj(v.body, "close"); o != nil {
		buttons = append(buttons, "["+s.words(o)+"]")
	}
	if len(buttons) > 0 {
		lines = append(lines, strings.Join(buttons, " "))
	}
	return strings.Join(lines, "\n")
}

// renderBlocks is a line for each block, and one for each message under a field.
func (s *Slack) renderBlocks(blocks []doc, state formState, wrong map[string]string) []string {
	lines := make([]string, 0, len(blocks))
	for _, b := range blocks {
		lines = append(lines, s.renderBlock(b, state))
		if words := wrong[str(b, "block_id")]; words != "" {
			lines = append(lines, "  ! "+words)
		}
	}
	return lines
}

func (s *Slack) renderBlock(b doc, state formState) string {
	switch str(b, "type") {
	case "section":
		pieces := []string{s.words(obj(b, "text"))}
		for _, f := range objs(b, "fields") {
			pieces = append(pieces, s.words(f))
		}
		if a := obj(b, "accessory"); a != nil {
			pieces = append(pieces, s.renderElement(b, a, state))
		}
		return joinPieces(pieces)
	case "header":
		return s.words(obj(b, "text"))
	case "context", "actions":
		var pieces []string
		for _, e := range objs(b, "elements") {
			if t := str(e, "type"); t == "mrkdwn" || t == "plain_text" {
				pieces = append(pieces, s.words(e))
			} else {
				pieces = append(pieces, s.renderElement(b, e, state))
			}
		}
		return joinPieces(pieces)
	case "divider":
		return "---"
	case "image":
		return joinPieces([]string{"[image: " + str(b, "alt_text") + "]", s.words(obj(b, "title"))})
	case "input":
		return s.renderInput(b, state)
	case "markdown":
		return unescapeText(str(b, "text"))
	case "rich_text":
		return s.richText(b)
	}
	return "[" + str(b, "type") + "]"
}

func (s *Slack) renderInput(b doc, state formState) string {
	e := obj(b, "element")
	line := s.words(obj(b, "label")) + ":"
	if yes(b, "optional") {
		line = s.words(obj(b, "label")) + " (optional):"
	}
	var pieces []string
	switch str(e, "type") {
	case "radio_buttons", "checkboxes":
		pieces = append(pieces, s.renderElement(b, e, state))
	default:
		pieces = append(pieces, strings.Join(s.shown(currentValue(b, e, state)), ", "))
	}
	if hint := s.words(obj(b, "hint")); hint != "" {
		pieces = append(pieces, "("+hint+")")
	}
	return strings.TrimSpace(line + " " + joinPieces(pieces))
}

// renderElement is a control between square brackets: a button's label, a menu's placeholder or choice, the options of
// radio buttons and checkboxes with those chosen marked (x).
func (s *Slack) renderElement(b, e doc, state formState) string {
	chosen := s.shown(currentValue(b, e, state))
	switch str(e, "type") {
	case "button":
		return "[" + s.words(obj(e, "text")) + "]"
	case "image":
		return "[image: " + str(e, "alt_text") + "]"
	case "overflow":
		labels := make([]string, 0, len(offers(e)))
		for _, o := range offers(e) {
			labels = append(labels, s.words(obj(o, "text")))
		}
		return "[... " + strings.Join(labels, " | ") + "]"
	case "radio_buttons", "checkboxes":
		var labels []string
		for _, o := range offers(e) {
			label, mark := s.words(obj(o, "text")), "( ) "
			if slices.Contains(chosen, label) {
				mark = "(x) "
			}
			labels = append(labels, mark+label)
		}
		return strings.Join(labels, " ")
	}
	label := s.words(obj(e, "placeholder"))
	if len(chosen) > 0 {
		label = strings.Join(chosen, ", ")
	}
	return "[" + label + " v]"
}

// currentValue is what an element holds.
func currentValue(b, e doc, state formState) doc {
	if v := state.get(str(b, "block_id"), str(e, "action_id")); v != nil {
		return v
	}
	return begins(e, "")
}

// shown is a value as the client shows it: options by their text, people and channels by name.
func (s *Slack) shown(value doc) []string {
	field, _, _, ok := shape(str(value, "type"))
	if !ok {
		return nil
	}
	list, many := value[field].([]any)
	if !many {
		list = []any{value[field]}
	}
	var out []string
	for _, v := range list {
		switch v := v.(type) {
		case string:
			out = append(out, s.nameOf(str(value, "type"), v))
		case doc:
			if str(value, "type") == "file_input" {
				out = append(out, str(v, "name"))
				continue
			}
			out = append(out, s.words(obj(v, "text")))
		case float64:
			out = append(out, fmt.Sprintf("%.0f", v))
		}
	}
	return out
}

func (s *Slack) nameOf(kind, id string) string {
	switch strings.TrimPrefix(kind, "multi_") {
	case "users_select":
		if u := s.user(id); u != nil {
			return "@" + u.Name
		}
	case "conversations_select", "channels_select":
		if c := s.channel(id); c != nil {
			return s.placeName(c)
		}
	}
	return id
}

// words is a text object as people read it.
func (s *Slack) words(textObject doc) string {
	if str(textObject, "type") == "mrkdwn" {
		return s.readable(str(textObject, "text"))
	}
	return unescapeText(str(textObject, "text"))
}

// richText is the text of a rich_text block: each part a line, items of lists with a bullet.
func (s *Slack) richText(b doc) string {
	var lines []string
	for _, part := range objs(b, "elements") {
		if str(part, "type") != "rich_text_list" {
			lines = append(lines, s.richInlines(part))
			continue
		}
		for _, item := range objs(part, "elements") {
			lines = append(lines, "• "+s.richInlines(item))
		}
	}
	return strings.Join(lines, "\n")
}

func (s *Slack) richInlines(part doc) string {
	var b strings.Builder
	for _, e := range objs(part, "elements") {
		switch str(e, "type") {
		case "text":
			b.WriteString(str(e, "text"))
		case "link":
			if words := str(e, "text"); words != "" {
				b.WriteString(words)
			} else {
				b.WriteString(str(e, "url"))
			}
		case "user":
			b.WriteString(s.mention("@"+str(e, "user_id"), "", false))
		case "channel":
			b.WriteString(s.mention("#"+str(e, "channel_id"), "", false))
		case "usergroup":
			b.WriteString(s.mention("!subteam^"+str(e, "usergroup_id"), "", false))
		case "broadcast":
			b.WriteString("@" + str(e, "range"))
		case "emoji":
			b.WriteString(":" + str(e, "name") + ":")
		}
	}
	return b.String()
}

func joinPieces(pieces []string) string {
	return strings.Join(slices.DeleteFunc(pieces, func(p string) bool { return p == "" }), " ")
}
