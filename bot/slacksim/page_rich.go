package slacksim

import (
	"html/template"
	"strings"
	"time"
)

// richHTML shows a rich_text block. Its texts are as they are: no markup, no
// entities.
func richHTML(block doc, n names) template.HTML {
	w := &markup{names: n}
	for _, part := range objs(block, "elements") {
		w.richPart(part)
	}
	return template.HTML(w.out.String())
}

func (w *markup) richPart(part doc) {
	switch str(part, "type") {
	case "rich_text_preformatted":
		w.tag("pre", func() { w.richLine(part) })
	case "rich_text_quote":
		w.tag("blockquote", func() { w.richLine(part) })
	case "rich_text_list":
		name := "ul"
		if str(part, "style") == "ordered" {
			name = "ol"
		}
		w.tag(name, func() {
			for _, item := range objs(part, "elements") {
				w.tag("li", func() { w.richLine(item) })
			}
		})
	default:
		w.tag("p", func() { w.richLine(part) })
	}
}

func (w *markup) richLine(line doc) {
	for _, e := range objs(line, "elements") {
		w.styled(obj(e, "style"), func() { w.richElement(e) })
	}
}

// styled puts the tags of a style around what is inside.
func (w *markup) styled(style doc, inside func()) {
	for _, pair := range [][2]string{{"bold", "strong"}, {"italic", "em"}, {"strike", "s"}, {"underline", "u"}, {"code", "code"}} {
		if yes(style, pair[0]) {
			within := inside
			inside = func() { w.tag(pair[1], within) }
		}
	}
	inside()
}

func (w *markup) richElement(e doc) {
	raw := func(s string) { w.out.WriteString(template.HTMLEscapeString(turnless(s))) }
	switch str(e, "type") {
	case "text":
		raw(str(e, "text"))
	case "link":
		label := str(e, "text")
		if label == "" {
			label = str(e, "url")
		}
		w.link(str(e, "url"), func() { raw(label) })
	case "user":
		w.mention("@", w.names.personName(str(e, "user_id")), "", str(e, "user_id"))
	case "usergroup":
		w.mention("@", w.names.groupHandle(str(e, "usergroup_id")), "", str(e, "usergroup_id"))
	case "channel":
		w.mention("", w.names.channelLabel(str(e, "channel_id")), "", "#"+str(e, "channel_id"))
	case "broadcast":
		w.mention("@", str(e, "range"), "", "")
	case "emoji":
		raw(":" + str(e, "name") + ":")
	case "date":
		seconds, _ := num(e, "timestamp")
		t := time.Unix(int64(seconds), 0).In(w.names.zone())
		raw(strings.TrimSpace(formatDate(t, str(e, "format"), w.names.now().In(w.names.zone()))))
	}
}
