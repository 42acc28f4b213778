package slacksim

import (
	"bytes"
	"hash/fnv"
	"html/template"
	"net/url"
	"strconv"
	"strings"
)

// The page's data: what one person sees at one place, made while the
// workspace is locked, with nothing in it that changes afterwards.
type (
	pageData struct {
		Team, App, Token string
		Me               entry
		People           []entry
		Channels         []entry
		Talk, Home       entry // the two places of the app
		Shortcuts        []shortcutShown
		Completions      []completion
		Here             entry
		Topic            string // how many are in the channel
		Refresh          string // the address that the page asks for again
		Send             string // where the message box sends to
		Writable         string // why nothing can be sent here, "" when it can
		Connected        bool
		Trouble          string
		Refused          *refusalShown // what Slack would have refused since the last act
		Messages         []messageShown
		AtHome           bool
		OpenHome         string // tells the app that its Home tab was opened
		HomeTab          []blockShown
		Thread           *threadShown
		Form             *formShown
		Tools            toolsShown
	}
	// entry is a person or a place that can be chosen.
	entry struct {
		ID, Label, Address string
		Note               string // "private", "shared", …
		Chosen, New        bool   // New: something was said there since they looked
	}
	shortcutShown struct{ ID, Name, Description, Post string }
	// completion is a line that the message box offers.
	completion struct{ Line, Hint, Description string }
)

// look is what a person sees at a place. Where one of them is unknown, the
// first one there is.
func (p *page) look(as, at, thread, tools string) pageData {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	data := pageData{Team: s.cfg.TeamName, App: s.cfg.AppName, Token: p.token, Connected: len(s.sockets.open) > 0}
	me := p.person(as, at, tools, &data)
	if me == nil {
		return data
	}
	here := p.places(me, at, tools, &data)
	g := newSight(s, me, data.Here.ID)
	g.tools = tools
	data.Me.Address, data.Refresh = g.address(), g.address("thread", thread)
	data.Trouble = s.seat(me.ID).trouble
	data.Refused = p.refusal(g)
	data.Send = "/page/line?" + url.Values{"as": {me.ID}, "at": {data.Here.ID}}.Encode()
	data.OpenHome = "/page/home?" + url.Values{"as": {me.ID}}.Encode()
	p.commands(me, &data)
	switch {
	case data.AtHome:
		data.HomeTab = p.homeTab(g)
	case here != nil:
		if _, _, err := s.present(me.ID, here.ID); err != nil {
			data.Writable = sentence(err)
		}
		data.Messages = p.messages(g, here)
		if thread != "" {
			data.Thread = p.thread(g, here, thread, g.address())
		}
		s.seat(me.ID).read(here.ID, s.seq)
	}
	data.Form = p.form(g)
	data.Tools = p.tools(g)
	return data
}

// person finds who acts, and lists who can.
func (p *page) person(as, at, tools string, data *pageData) *User {
	var me *User
	for _, u := range p.s.people.users {
		if u.Bot || u.Deleted {
			continue
		}
		if me == nil || u.ID == as {
			me = u
		}
		data.People = append(data.People, entry{ID: u.ID, Label: personLabel(p.s, u), Address: pageAddress(u.ID, at, tools)})
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
	label := turnless(u.RealName)
	if label == "" {
		label = turnless(u.Name)
	}
	note := ""
	switch {
	case s.stranger(u):
		note = "(another organisation)"
	case u.Guest || u.SingleChannelGuest:
		note = "(guest)"
	case u.Owner:
		note = "(owner)"
	}
	if note != "" && !strings.Contains(label, note) {
		label += " " + note
	}
	return label
}

// places lists where a person can be, and finds where they are; the result is
// nil in the Home tab, and where there is no place.
func (p *page) places(me *User, at, tools string, data *pageData) *Channel {
	s := p.s
	var here, own *Channel
	address := func(id string) string { return pageAddress(me.ID, id, tools) }
	for _, c := range s.people.channels {
		switch {
		case c.im == me.ID:
			own = c
		case c.im == "" && c.has(me.ID):
			data.Channels = append(data.Channels, entry{
				ID: c.ID, Label: c.Name, Note: channelNote(c), Address: address(c.ID), New: p.news(me.ID, c),
			})
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
		data.Talk = entry{ID: own.ID, Label: "Messages", Address: address(own.ID), New: p.news(me.ID, own)}
		data.Home = entry{ID: "home", Label: "Home", Address: address("home"), Chosen: data.AtHome}
	}
	switch {
	case data.AtHome:
		here = nil
		data.Here = entry{ID: "home", Label: s.cfg.AppName}
	case own != nil && (at == own.ID || here == nil):
		here = own
		data.Talk.Chosen, data.Talk.New = true, false
		data.Here = entry{ID: own.ID, Label: s.cfg.AppName}
	case here != nil:
		data.Here = entry{ID: here.ID, Label: channelShown(here)}
		data.Topic = strconv.Itoa(len(here.Members)) + " members"
	}
	for i := range data.Channels {
		c := &data.Channels[i]
		c.Chosen = here != nil && c.ID == here.ID
		c.New = c.New && !c.Chosen
	}
	return here
}

// news says that others said something in a place since a person looked there.
func (p *page) news(userID string, c *Channel) bool {
	since := p.s.seat(userID).looked[c.ID]
	for _, m := range p.s.talk.messages {
		if m.channel == c.ID && m.born > since && m.user != userID && p.s.visible(m, userID) {
			return true
		}
	}
	return false
}

// commands are what the message box offers, and the shortcuts: what the app
// registered. A hint that lists words offers each of them.
func (p *page) commands(me *User, data *pageData) {
	if p.s.stranger(me) {
		return
	}
	for _, c := range p.s.cfg.Commands {
		data.Completions = append(data.Completions, completion{c.Command + " ", c.UsageHint, c.Description})
	}
	for _, c := range p.s.cfg.Commands {
		words := strings.Split(c.UsageHint, ",")
		for _, word := range words {
			if word = strings.TrimSpace(word); len(words) > 1 && word != "" && !strings.ContainsAny(word, " []<>|") {
				data.Completions = append(data.Completions, completion{Line: c.Command + " " + word + " "})
			}
		}
	}
	for _, c := range p.s.cfg.Shortcuts {
		post := "/page/shortcut?" + url.Values{"as": {me.ID}, "shortcut": {c.CallbackID}}.Encode()
		data.Shortcuts = append(data.Shortcuts, shortcutShown{version(c.CallbackID), c.Name, c.Description, post})
	}
}

func channelNote(c *Channel) string {
	var notes []string
	for _, note := range []struct {
		on   bool
		name string
	}{{c.Private, "private"}, {c.Shared, "shared"}, {c.Archived, "archived"}} {
		if note.on {
			notes = append(notes, note.name)
		}
	}
	return strings.Join(notes, ", ")
}

func channelShown(c *Channel) string {
	if note := channelNote(c); note != "" {
		return "#" + c.Name + " (" + note + ")"
	}
	return "#" + c.Name
}

// pageAddress is the page at a place, in front of a person.
func pageAddress(as, at, tools string, more ...string) string {
	q := url.Values{"as": {as}, "at": {at}}
	if tools != "" {
		q.Set("tools", tools)
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			q.Set(more[i], more[i+1])
		}
	}
	return "/?" + q.Encode()
}

func (p *page) render(name string, data any) template.HTML {
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, name, data); err != nil {
		p.s.log.Error("a part of the simulator's page can't be shown", "part", name, "err", err)
		return "This can't be shown."
	}
	return template.HTML(b.String())
}

// version names a content: another content has another name.
func version(content string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(content))
	return strconv.FormatUint(h.Sum64(), 36)
}
