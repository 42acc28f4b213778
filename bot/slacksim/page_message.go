package slacksim

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxShown is how many messages of a place are shown: the newest.
const maxShown = 200

type (
	messageShown struct {
		ID                        string // in the page
		Author, Initial           string
		Time, Moment              string
		Day                       string // stands above the first message of a day
		App, Client, Only, Edited bool
		Text                      template.HTML
		Blocks                    []blockShown
		Attached                  []attachedShown
		Files                     []fileShown
		Thread                    string // address of its thread
		Replies                   string // "2 replies", "" when there are none
		InThread                  bool   // it is shown in a thread's panel
	}
	attachedShown struct {
		Text   template.HTML
		Blocks []blockShown
	}
	fileShown struct{ Title, Name, Address, Size string }

	// threadShown is the panel of one thread.
	threadShown struct {
		Title, Close, Post string
		Writable           string
		Messages           []messageShown
	}
)

// messages shows the newest messages of a place, oldest first. Answers in
// threads stand in their thread.
func (p *page) messages(g *sight, here *Channel) []messageShown {
	var shown []messageShown
	for _, m := range slices.Backward(p.s.talk.messages) {
		if m.channel == here.ID && m.thread == "" && p.s.visible(m, g.me.ID) {
			shown = append(shown, p.message(g, m))
		}
		if len(shown) == maxShown {
			break
		}
	}
	slices.Reverse(shown)
	g.days(shown)
	return shown
}

// days puts each day above its first message.
func (g *sight) days(shown []messageShown) {
	var last string
	for i := range shown {
		t, err := time.Parse(time.RFC3339, shown[i].Moment)
		if day := t.Format("Monday, 2 January" + g.year(t)); err == nil && day != last {
			shown[i].Day, last = day, day
		}
	}
}

// thread shows one message and the answers to it; nil when it isn't there.
func (p *page) thread(g *sight, here *Channel, ts, back string) *threadShown {
	m := p.s.message(here.ID, ts)
	if m == nil || !p.s.visible(m, g.me.ID) {
		return nil
	}
	t := &threadShown{
		Title: channelShown(here), Close: back,
		Post: "/page/line?" + url.Values{"as": {g.me.ID}, "at": {here.ID}, "thread": {ts}}.Encode(),
	}
	if here.im != "" {
		t.Title = p.s.cfg.AppName
	}
	for _, one := range p.s.talk.messages {
		if one == m || one.thread == ts && one.channel == here.ID && p.s.visible(one, g.me.ID) {
			shown := p.message(g, one)
			shown.ID, shown.InThread = "t"+shown.ID, true
			t.Messages = append(t.Messages, shown)
		}
	}
	return t
}

// message shows one message.
func (p *page) message(g *sight, m *message) messageShown {
	s := p.s
	t := tsTime(m.ts).In(g.zone())
	shown := messageShown{
		ID: "m-" + strings.ReplaceAll(m.ts, ".", "-"), Author: g.personName(m.user), Moment: t.Format(time.RFC3339),
		Time: t.Format("15:04"), App: m.user == s.ids.botUser, Client: m.user == slackbot,
		Only: m.only != "", Edited: m.edited, Thread: g.address("thread", m.ts),
	}
	if shown.Client {
		shown.Author = "The simulator"
	}
	shown.Initial = strings.ToUpper(string([]rune(shown.Author + "?")[:1]))
	shown.Blocks = g.blocks(m.blocks, source{kind: "message", where: m.ts}, m.state[g.me.ID], nil)
	if len(m.blocks) == 0 {
		shown.Text = mrkdwnHTML(m.text, g)
	}
	for _, a := range decodeObjects(m.extra) {
		shown.Attached = append(shown.Attached, attachedShown{
			Text:   mrkdwnHTML(strings.TrimSpace(str(a, "title")+"\n"+str(a, "text")), g),
			Blocks: g.blocks(objs(a, "blocks"), source{}, nil, nil),
		})
	}
	for _, f := range s.filesOf(m) {
		shown.Files = append(shown.Files, fileShown{
			Title: turnless(f.Title), Name: turnless(f.Name), Size: size(len(f.Content)),
			Address: "/page/files/" + f.ID + "?" + url.Values{"as": {g.me.ID}}.Encode(),
		})
	}
	shown.Replies = p.replies(m, g.me.ID)
	return shown
}

// replies counts the answers to a message that a person can see.
func (p *page) replies(m *message, userID string) string {
	n := 0
	for _, other := range p.s.talk.messages {
		if other.thread == m.ts && other.channel == m.channel && other.only == "" && p.s.visible(other, userID) {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "1 reply"
	}
	return strconv.Itoa(n) + " replies"
}

// size is a number of bytes for people.
func size(n int) string {
	switch {
	case n < 1<<10:
		return strconv.Itoa(n) + " B"
	case n < 1<<20:
		return strconv.FormatFloat(float64(n)/(1<<10), 'f', 1, 64) + " kB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
}

// tsTime is when a message was sent: its ts counts seconds.
func tsTime(ts string) time.Time {
	seconds, fraction, _ := strings.Cut(ts, ".")
	n, _ := strconv.ParseInt(seconds, 10, 64)
	micros, _ := strconv.ParseInt(fraction, 10, 64)
	return time.Unix(n, micros*1000)
}
