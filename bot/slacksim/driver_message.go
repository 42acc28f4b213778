package slacksim

import (
	"errors"
	"fmt"
	"strings"
)

// Message is one message. Those that a [Person] sees can be used as that person would.
type Message struct {
	Channel   string // id
	TS        string
	User      string // who sent it
	Only      string // who alone sees it (ephemeral), "" is everybody there
	ThreadTS  string
	Fallback  string // the text for notifications, as sent
	Edited    bool
	BlockJSON []byte // the blocks as they stand, "[]" when there are none
	Files     []File

	text string
	m    *message
	p    *Person
	row  string // the row that is meant, "" is the whole message
	seen []doc  // blocks when it was seen
}

// snapshot is a message as it stands. The caller holds s.mu.
func (s *Slack) snapshot(m *message) Message {
	return Message{
		Channel: m.channel, TS: m.ts, User: m.user, Only: m.only, ThreadTS: m.thread, Fallback: m.text, Edited: m.edited,
		BlockJSON: encode(anyList(m.blocks)), Files: s.filesOf(m), text: s.renderMessage(m, m.only), m: m, seen: m.blocks,
	}
}

// Text is all that can be read in the message: a line for each block, buttons as [Label]. Of a message that a person
// sees it is the text as it stands now; of one from [Slack.Messages] as it stood then.
func (m *Message) Text() string {
	if m.p == nil {
		return m.text
	}
	s := m.p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.row == "" {
		return s.renderMessage(m.m, m.p.user)
	}
	blocks, err := m.rowBlocks(m.m.blocks)
	if err != nil {
		return ""
	}
	return strings.Join(s.renderBlocks(blocks, m.m.state[m.p.user], nil), "\n")
}

// By is the same message in front of another person.
func (m *Message) By(p *Person) *Message {
	other := *m
	other.p = p
	return &other
}

// Row is the part of the message that contains the text: a section, and what follows it up to the next one. Press on
// it means that row's button.
func (m *Message) Row(contains string) *Message {
	m.p.t.Helper()
	other := *m
	other.row = contains
	m.p.s.mu.Lock()
	_, err := other.rowBlocks(m.m.blocks)
	m.p.s.mu.Unlock()
	if err != nil {
		m.p.fail("find the row "+contains, err)
	}
	return &other
}

// rowBlocks cuts the row out of blocks. The caller holds s.mu.
func (m *Message) rowBlocks(blocks []doc) ([]doc, error) {
	if m.row == "" {
		return blocks, nil
	}
	return m.p.s.rowOf(blocks, m.row)
}

// Press presses a button, or an entry of an overflow menu, by its label, and confirms where it asks. It waits for the
// acknowledgement; the answer may come later.
func (m *Message) Press(label string) {
	m.p.t.Helper()
	m.PressNth(label, 1)
}

// PressNth presses the nth of several buttons with one label; the first is 1.
func (m *Message) PressNth(label string, n int) {
	m.p.t.Helper()
	if err := m.press(label, n, nil); err != nil {
		m.p.fail(fmt.Sprintf("press [%s]", label), err)
	}
}

// PressAsSeen presses a button that the message had when this person saw it, although it has changed since: the second
// click of a double click, or a client that was slow.
func (m *Message) PressAsSeen(label string) {
	m.p.t.Helper()
	if err := m.press(label, 1, m.seen); err != nil {
		m.p.fail(fmt.Sprintf("press [%s]", label), err)
	}
}

// Asks is what a button's confirm dialog says, "" when it has none.
func (m *Message) Asks(label string) string {
	m.p.t.Helper()
	m.p.s.mu.Lock()
	c, _, err := m.button(m.m.blocks, label, 1)
	asked := m.p.s.asks(c)
	m.p.s.mu.Unlock()
	if err != nil {
		m.p.fail(fmt.Sprintf("find [%s]", label), err)
	}
	return asked
}

func (m *Message) press(label string, n int, blocks []doc) error {
	s := m.p.s
	s.mu.Lock()
	if blocks == nil {
		blocks = m.m.blocks
	}
	c, values, err := m.button(blocks, label, n)
	if err == nil && (!s.visible(m.m, m.p.user)) {
		err = errors.New("the message is not there any more")
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.useControl(m.p.user, m.m, c, values)
}

// button finds the nth button or menu entry with a label. The caller holds s.mu.
func (m *Message) button(blocks []doc, label string, n int) (control, []string, error) {
	rows, err := m.rowBlocks(blocks)
	if err != nil {
		return control{}, nil, err
	}
	c, values, ok := m.p.s.buttonNamed(rows, label, n)
	if !ok {
		return control{}, nil, errors.New("there is no such button")
	}
	return c, values, nil
}

// buttonNamed finds the nth button, or entry of an overflow menu, with a label; values name the entry. The caller
// holds s.mu.
func (s *Slack) buttonNamed(blocks []doc, label string, n int) (control, []string, bool) {
	for _, c := range controls(blocks) {
		var values []string
		found := false
		switch c.kind() {
		case "button":
			found = s.words(obj(c.element, "text")) == label
		case "overflow":
			for _, o := range offers(c.element) {
				if s.words(obj(o, "text")) == label {
					found, values = true, []string{str(o, "value")}
				}
			}
		}
		if found {
			if n--; n == 0 {
				return c, values, true
			}
		}
	}
	return control{}, nil, false
}
