package slacksim

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// patience is how long the driver waits for a thing to come, in real time.
const patience = 20 * time.Second

// TB is what the driver needs of a test: *testing.T and *testing.B have it.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
	Logf(format string, args ...any)
	Cleanup(f func())
}

// Person is somebody in front of their client, in one place. A method that can't do what it says fails the test and
// prints what was on the screen.
type Person struct {
	s    *Slack
	t    TB
	user string
	name string
	at   string // channel id
}

// As sits a person down, by user name, in the first channel of which they are a member, or else in their direct
// messages with the app.
func (s *Slack) As(t TB, name string) *Person {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.userNamed(name)
	if u == nil {
		t.Fatalf("nobody in the workspace is called %q", name)
		return nil
	}
	p := &Person{s: s, t: t, user: u.ID, name: u.Name}
	for _, c := range s.people.channels {
		if c.im == "" && c.has(u.ID) && !c.Archived {
			p.at = c.ID
			return p
		}
	}
	c, _ := s.directMessages(u.ID)
	p.at = c.ID
	return p
}

// ID is the person's user id.
func (p *Person) ID() string { return p.user }

// In is the same person in another place: "#general", or "@codekeeper" (the app's name) for their direct messages
// with it.
func (p *Person) In(channel string) *Person {
	p.t.Helper()
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	other := *p
	if strings.HasPrefix(channel, "@") {
		c, _ := p.s.directMessages(p.user)
		other.at = c.ID
		return &other
	}
	c := p.s.channelNamed(channel)
	if c == nil {
		p.t.Fatalf("there is no channel %s", channel)
		return nil
	}
	if !c.has(p.user) {
		p.t.Fatalf("%s is not in %s", p.name, channel)
		return nil
	}
	other.at = c.ID
	return &other
}

// Types sends a line, a slash command or a message, and waits for the command's acknowledgement. When that does not
// come within three seconds the client tells the person, as a message that only they see.
func (p *Person) Types(line string) {
	p.t.Helper()
	if err := p.s.typeLine(p.user, p.at, line); err != nil {
		p.fail("type "+fmt.Sprintf("%q", line), err)
	}
}

// TypesInThread sends a line in a message's thread.
func (p *Person) TypesInThread(m *Message, line string) {
	p.t.Helper()
	if err := p.s.typeInThread(p.user, m.Channel, m.TS, line); err != nil && !errors.Is(err, errSaid) {
		p.fail("type in the thread "+fmt.Sprintf("%q", line), err)
	}
}

// Sees waits until the person sees a message here that contains the text, newest first. A message that only they see
// counts when it is newer than the last thing they did.
func (p *Person) Sees(words string) *Message {
	p.t.Helper()
	m := p.find(func(m *message) bool {
		return m.channel == p.at && p.s.fresh(m, p.user) && strings.Contains(p.s.renderMessage(m, p.user), words)
	})
	if m == nil {
		p.fail(fmt.Sprintf("see %q", words), nil)
	}
	return m
}

// SeesNot waits for the answer to the last thing the person did and fails when that contains the text.
func (p *Person) SeesNot(words string) {
	p.t.Helper()
	if m := p.Answer(); m != nil && strings.Contains(m.Text(), words) {
		p.fail(fmt.Sprintf("not see %q", words), nil)
	}
}

// Answer waits for the newest message that only this person sees, anywhere, that is newer than the last thing they
// did.
func (p *Person) Answer() *Message {
	p.t.Helper()
	m := p.find(func(m *message) bool { return m.only == p.user && p.s.fresh(m, p.user) })
	if m == nil {
		p.fail("get an answer", nil)
	}
	return m
}

// Trouble is what the client said when the app did not respond to the person's last press; "" when it did.
func (p *Person) Trouble() string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.seat(p.user).trouble
}

// Shortcut runs a global shortcut and waits for its acknowledgement.
func (p *Person) Shortcut(callbackID string) {
	p.t.Helper()
	if err := p.s.runShortcut(p.user, callbackID); err != nil {
		p.fail("run the shortcut "+callbackID, err)
	}
}

// fresh says that a message is no older answer to something the person did before. The caller holds s.mu.
func (s *Slack) fresh(m *message, userID string) bool {
	return s.visible(m, userID) && (m.only == "" || m.seq > s.seat(userID).mark)
}

// find waits for the newest message that fits.
func (p *Person) find(fits func(*message) bool) *Message {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var found *Message
	p.s.await(ctx, func() bool {
		for i := len(p.s.talk.messages) - 1; i >= 0; i-- {
			if m := p.s.talk.messages[i]; fits(m) {
				shown := p.s.snapshot(m)
				shown.p = p
				found = &shown
				return true
			}
		}
		return false
	})
	return found
}

// eventually waits until done, which is called with s.mu held, answers true.
func (p *Person) eventually(done func() bool) bool {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return p.s.await(ctx, done)
}

// fail ends the test and prints what the person had in front of them.
func (p *Person) fail(what string, err error) {
	p.t.Helper()
	why := ""
	if err != nil {
		why = ": " + err.Error()
	}
	p.t.Fatalf("%s can't %s%s\n%s", p.name, what, why, p.s.screen(p.user, p.at))
}
