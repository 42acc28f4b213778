package slacksim

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxShown is how many messages of a place are shown: the newest.
const maxShown = 200

// The page's data: what one person sees at one place, made while the
// workspace is locked, with nothing in it that changes afterwards.
type (
	pageData struct {
		Team, App, Token string
		Me               entry
		People           []entry
		Channels         []entry
		Talk, Home       entry // the two places of the app
		Shortcuts        []GlobalShortcut
		Commands         []SlashCommand
		Here             entry
		Writable         string // why nothing can be sent here, "" when it can
		Connected        bool
		Trouble          string
		Messages         []region
		AtHome           bool
		HomeTab          region
		Form             *formShown
		FormHTML         template.HTML
		Places           string // the version of the list of places
	}
	// entry is a person or a place that can be chosen.
	entry struct {
		ID, Label string
		Chosen    bool
	}
	// region is a part of the page that is replaced when its version changes.
	region struct {
		Key, Version string
		HTML         template.HTML
	}
	messageShown struct {
		Author, Initial, Time, Moment string
		App, Only, Edited, Reply      bool
		Text                          template.HTML
		Blocks                        []blockShown
		Attached                      []attachedShown
		Files                         []string
	}
	attachedShown struct {
		Text   template.HTML
		Blocks []blockShown
	}
	formShown struct {
		ID, Version           string
		Title, Submit, Cancel string
		Below                 string // the title of the form that it lies on
		Trouble               string
		Blocks                []blockShown
	}
)

// look is what a person sees at a place. Where one of them is unknown, the
// first one there is.
func (p *page) look(as, at string) pageData {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	data := pageData{
		Team: s.cfg.TeamName, App: s.cfg.AppName, Token: p.token,
		Shortcuts: s.cfg.Shortcuts, Commands: s.cfg.Commands,
		Connected: len(s.sockets.open) > 0,
	}
	me := p.person(as, &data)
	if me == nil {
		return data
	}
	here := p.places(me, at, &data)
	sight := newSight(s, me)
	data.Trouble = s.seat(me.ID).trouble
	switch {
	case data.AtHome:
		data.HomeTab = p.homeTab(sight, me)
	case here != nil:
		if _, _, err := s.present(me.ID, here.ID); err != nil {
			data.Writable = err.Error()
		}
		data.Messages = p.messages(sight, here)
	}
	p.form(sight, me, &data)
	return data
}

// person finds who acts, and lists who can.
func (p *page) person(as string, data *pageData) *User {
	var me *User
	for _, u := range p.s.people.users {
		if u.Bot || u.Deleted {
			continue
		}
		if me == nil || u.ID == as {
			me = u
		}
		data.People = append(data.People, entry{ID: u.ID, Label: personLabel(p.s, u)})
	}
	for i := range data.People {
		data.People[i].Chosen = me != nil && data.People[i].ID == me.ID
		if data.People[i].Chosen {
			data.Me = data.People[i]
		}
	}
	return me
}

func personLabel(s *Slack, u *User) string {
	label := u.RealName
	if label == "" {
		label = u.Name
	}
	note := ""
	switch {
	case s.stranger(u):
		note = "(another organisation)"
	case u.Guest || u.SingleChannelGuest:
		note = "(guest)"
	}
	if note != "" && !strings.Contains(label, note) {
		label += " " + note
	}
	return label
}

// places lists where a person can be, and finds where they are; the result is
// nil in the Home tab, and where there is no place.
func (p *page) places(me *User, at string, data *pageData) *Channel {
	s := p.s
	var here *Channel
	var own *Channel
	for _, c := range s.people.channels {
		switch {
		case c.im == me.ID:
			own = c
		case c.im == "" && c.has(me.ID):
			data.Channels = append(data.Channels, entry{ID: c.ID, Label: channelShown(c), Chosen: c.ID == at})
			if here == nil || c.ID == at {
				here = c
			}
		}
	}
	if own == nil && !s.stranger(me) {
		own, _ = s.directMessages(me.ID)
	}
	data.AtHome = at == "home" && !s.stranger(me)
	if own != nil {
		data.Talk = entry{ID: own.ID, Label: "Messages"}
		data.Home = entry{ID: "home", Label: "Home", Chosen: data.AtHome}
	}
	switch {
	case data.AtHome:
		here = nil
		data.Here = entry{ID: "home", Label: s.cfg.AppName + ", Home"}
	case own != nil && (at == own.ID || here == nil):
		here = own
		data.Talk.Chosen = true
		data.Here = entry{ID: own.ID, Label: s.cfg.AppName}
	case here != nil:
		data.Here = entry{ID: here.ID, Label: channelShown(here)}
	}
	for i := range data.Channels {
		data.Channels[i].Chosen = here != nil && data.Channels[i].ID == here.ID
	}
	data.Places = version(fmt.Sprint(data.Channels, data.Talk, data.Home, data.Connected))
	return here
}

func channelShown(c *Channel) string {
	label := "#" + c.Name
	var notes []string
	for _, note := range []struct {
		on   bool
		name string
	}{{c.Private, "private"}, {c.Shared, "shared"}, {c.Archived, "archived"}} {
		if note.on {
			notes = append(notes, note.name)
		}
	}
	if len(notes) > 0 {
		label += " (" + strings.Join(notes, ", ") + ")"
	}
	return label
}

// messages shows the newest messages of a place, oldest first.
func (p *page) messages(sight *sight, here *Channel) []region {
	var shown []region
	for _, m := range slices.Backward(p.s.talk.messages) {
		if m.channel == here.ID && p.s.visible(m, sight.me.ID) {
			shown = append(shown, p.message(sight, m))
		}
		if len(shown) == maxShown {
			break
		}
	}
	slices.Reverse(shown)
	return shown
}

// message shows one message.
func (p *page) message(sight *sight, m *message) region {
	s := p.s
	t := tsTime(m.ts).In(sight.zone())
	shown := messageShown{
		Author: sight.personName(m.user), Moment: t.Format(time.RFC3339), Time: t.Format("Mon 15:04"),
		App: m.user == s.ids.botUser, Only: m.only != "", Edited: m.edited, Reply: m.thread != "",
	}
	if m.user == slackbot {
		shown.Author = "The simulator"
	}
	shown.Initial = strings.ToUpper(string([]rune(shown.Author + "?")[:1]))
	shown.Blocks = sight.blocks(m.blocks, m.ts, m.state[sight.me.ID], nil)
	if len(m.blocks) == 0 {
		shown.Text = mrkdwnHTML(m.text, sight)
	}
	for _, a := range decodeObjects(m.extra) {
		shown.Attached = append(shown.Attached, attachedShown{
			Text: mrkdwnHTML(strings.TrimSpace(str(a, "title")+"\n"+str(a, "text")), sight), Blocks: sight.blocks(objs(a, "blocks"), "", nil, nil),
		})
	}
	for _, id := range m.files {
		if f := s.files[id]; f != nil {
			shown.Files = append(shown.Files, f.title)
		}
	}
	html := p.render("message", shown)
	return region{Key: m.ts, Version: version(string(html)), HTML: html}
}

// tsTime is when a message was sent: its ts counts seconds.
func tsTime(ts string) time.Time {
	seconds, fraction, _ := strings.Cut(ts, ".")
	n, _ := strconv.ParseInt(seconds, 10, 64)
	micros, _ := strconv.ParseInt(fraction, 10, 64)
	return time.Unix(n, micros*1000)
}

// homeTab shows the app's Home tab.
func (p *page) homeTab(sight *sight, me *User) region {
	v := p.s.views.homes[me.ID]
	if v == nil {
		return region{Key: "home", Version: "none"}
	}
	html := p.render("blocks", sight.blocks(v.blocks(), v.id, v.state, nil))
	return region{Key: v.id, Version: version(string(html)), HTML: html}
}

// form shows the form on top of the window that was opened last.
func (p *page) form(sight *sight, me *User, data *pageData) {
	var w *window
	for _, other := range p.s.views.windows {
		if other.user == me.ID {
			w = other
		}
	}
	v := w.top()
	if v == nil {
		return
	}
	title := func(v *view, name, otherwise string) string {
		if words := str(obj(v.body, name), "text"); words != "" {
			return words
		}
		return otherwise
	}
	f := &formShown{
		ID: v.id, Trouble: v.trouble, Title: title(v, "title", ""),
		Submit: title(v, "submit", ""), Cancel: title(v, "close", "Cancel"),
	}
	if f.Submit == "" && v.body["close"] == nil {
		f.Cancel = "Close"
	}
	if i := slices.Index(w.stack, v); i > 0 {
		f.Below = title(w.stack[i-1], "title", "")
	}
	f.Blocks = sight.blocks(v.blocks(), v.id, v.state, v.errors)
	f.Version = version(fmt.Sprint(v.id, v.hash, v.errors, v.trouble))
	data.Form, data.FormHTML = f, p.render("form", f)
}

func (p *page) render(name string, data any) template.HTML {
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, name, data); err != nil {
		p.s.log.Error("a part of the simulator's page can't be shown", "part", name, "err", err)
		return "This can't be shown."
	}
	return template.HTML(b.String())
}

// version names a content: another content has another one.
func version(content string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(content))
	return strconv.FormatUint(h.Sum64(), 36)
}
