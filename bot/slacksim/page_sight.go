package slacksim

import (
	"html/template"
	"time"
)

// sight is the workspace through one person's eyes: names as they see them,
// times in their zone. Its methods need s.mu held.
type sight struct {
	s     *Slack
	me    *User
	here  *time.Location
	at    string // the place they look at
	tools string // what they have open beside it
}

// source is what blocks are shown of: a "message" or a "view", by its ts or id.
// Controls of the zero value do nothing.
type source struct{ kind, where string }

func newSight(s *Slack, me *User, at string) *sight {
	zone, err := time.LoadLocation(me.TZ)
	if err != nil {
		zone = time.UTC
	}
	return &sight{s: s, me: me, here: zone, at: at}
}

// address is the page where they look now, with more fields.
func (g *sight) address(more ...string) string { return pageAddress(g.me.ID, g.at, g.tools, more...) }

func (g *sight) personName(id string) string {
	u := g.s.user(id)
	switch {
	case u == nil:
		return ""
	case u.RealName != "":
		return turnless(u.RealName)
	}
	return turnless(u.Name)
}

func (g *sight) channelLabel(id string) string {
	if c := g.s.channel(id); c != nil {
		return g.s.placeName(c)
	}
	return ""
}

func (g *sight) groupHandle(id string) string {
	if group := g.s.group(id); group != nil {
		return group.Handle
	}
	return ""
}

func (g *sight) zone() *time.Location { return g.here }

func (g *sight) now() time.Time { return g.s.clock.Now() }

// year is a layout for the year of a moment, "" when it is the one in which the workspace began.
func (g *sight) year(t time.Time) string {
	if t.Year() == g.s.clock.began.In(g.zone()).Year() {
		return ""
	}
	return " 2006"
}

// textHTML shows a text object, "" when there is none.
func (g *sight) textHTML(text doc) template.HTML {
	if str(text, "type") == "mrkdwn" {
		return mrkdwnHTML(str(text, "text"), g)
	}
	return plainHTML(str(text, "text"))
}

// blockShown is one block, ready for its template.
type blockShown struct {
	Kind     string // "section", "header", "divider", "context", "actions", "image", "rich_text", "input"
	Text     template.HTML
	Fields   []template.HTML // of a section; of a context
	Controls []controlShown
	Label    string
	Hint     template.HTML
	Optional bool
	Error    string
	Alt      string
	Under    string // its id, of a context that says something of the input above it
}

// blocks shows the blocks of a message, a form or a Home tab; state is what
// this person put into it, errors stand under its inputs.
func (g *sight) blocks(blocks []doc, from source, state formState, errors map[string]string) []blockShown {
	shown := make([]blockShown, 0, len(blocks))
	for _, b := range blocks {
		one := g.block(b)
		one.Error = errors[str(b, "block_id")]
		for _, c := range controls([]doc{b}) {
			seen := g.control(c, from, state)
			seen.Label, seen.Error, seen.Optional = one.Label, one.Error, one.Optional
			seen.Hint, seen.HintText = one.Hint != "", one.Hint
			one.Controls = append(one.Controls, seen)
		}
		if n := len(shown); one.Kind == "context" && n > 0 && shown[n-1].Kind == "input" && len(shown[n-1].Controls) == 1 {
			above := &shown[n-1].Controls[0]
			one.Under = above.ID + "-note"
			above.Note = one.Under
		}
		shown = append(shown, one)
	}
	return shown
}

func (g *sight) block(b doc) blockShown {
	one := blockShown{Kind: str(b, "type"), Text: g.textHTML(obj(b, "text"))}
	switch one.Kind {
	case "section":
		for _, field := range objs(b, "fields") {
			one.Fields = append(one.Fields, g.textHTML(field))
		}
		if accessory := obj(b, "accessory"); str(accessory, "type") == "image" {
			one.Alt = str(accessory, "alt_text")
		}
	case "context":
		for _, e := range objs(b, "elements") {
			if str(e, "type") == "image" {
				one.Fields = append(one.Fields, plainHTML("["+str(e, "alt_text")+"]"))
				continue
			}
			one.Fields = append(one.Fields, g.textHTML(e))
		}
	case "image":
		one.Alt = str(b, "alt_text")
	case "rich_text":
		one.Text = richHTML(b, g)
	case "input":
		one.Label = shownText(str(obj(b, "label"), "text"))
		one.Hint = g.textHTML(obj(b, "hint"))
		one.Optional = yes(b, "optional")
	}
	return one
}
