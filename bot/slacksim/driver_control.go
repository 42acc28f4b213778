package slacksim

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// asks is what a control's confirm dialog says, "" when it has none. The caller holds s.mu, here and below.
func (s *Slack) asks(c control) string {
	dialog := obj(c.element, "confirm")
	if dialog == nil {
		return ""
	}
	return strings.Join([]string{
		s.words(obj(dialog, "title")), s.words(obj(dialog, "text")),
		"[" + s.words(obj(dialog, "confirm")) + "] [" + s.words(obj(dialog, "deny")) + "]",
	}, "\n")
}

// rowOf is the part of blocks that contains a text: a block, and the actions and context that follow it.
func (s *Slack) rowOf(blocks []doc, contains string) ([]doc, error) {
	for i, b := range blocks {
		if !strings.Contains(s.renderBlock(b, nil), contains) {
			continue
		}
		end := i + 1
		for end < len(blocks) && (str(blocks[end], "type") == "actions" || str(blocks[end], "type") == "context") {
			end++
		}
		return blocks[i:end], nil
	}
	return nil, fmt.Errorf("nothing there contains %q", contains)
}

// menuNamed finds what keeps a choice, outside inputs, by what stands beside it: the text of its section, its
// placeholder, what is chosen in it; for boxes and radio buttons, which have none of that at first, one of their options.
func (s *Slack) menuNamed(blocks []doc, state formState, name string) (control, bool) {
	for _, c := range controls(blocks) {
		if _, _, _, keeps := shape(c.kind()); c.input() || !keeps {
			continue
		}
		names := append(s.shown(currentValue(c.block, c.element, state)),
			s.words(obj(c.element, "placeholder")), s.words(obj(c.block, "text")))
		if c.kind() == "checkboxes" || c.kind() == "radio_buttons" {
			for _, o := range offers(c.element) {
				names = append(names, s.words(obj(o, "text")))
			}
		}
		if slices.Contains(names, name) {
			return c, true
		}
	}
	return control{}, false
}

// ticked are the values of checkboxes after some were checked, or unchecked, in their order.
func ticked(c control, state formState, changed []string, on bool) []string {
	var values []string
	for _, o := range offers(c.element) {
		v := str(o, "value")
		was := slices.ContainsFunc(objs(currentValue(c.block, c.element, state), "selected_options"),
			func(chosen doc) bool { return str(chosen, "value") == v })
		if slices.Contains(changed, v) {
			was = on
		}
		if was {
			values = append(values, v)
		}
	}
	return values
}

// Choose chooses in a menu or radio buttons of the message, by the text of its section, its placeholder, or what is
// chosen now; radio buttons also by one of their options.
func (m *Message) Choose(menu string, option ...string) {
	m.p.t.Helper()
	c, err := m.menu(menu)
	var values []string
	if err == nil {
		values, err = m.p.s.choices(m.p.user, place{channel: m.Channel, ts: m.TS}, c, option)
	}
	if err == nil {
		err = m.p.s.useControl(m.p.user, m.m, c, values)
	}
	if err != nil {
		m.p.fail(fmt.Sprintf("choose %q in %q", option, menu), err)
	}
}

// Check checks a checkbox of the message, beside those that are checked.
func (m *Message) Check(option string) {
	m.p.t.Helper()
	m.tick(option, true)
}

// Uncheck unchecks a checkbox of the message.
func (m *Message) Uncheck(option string) {
	m.p.t.Helper()
	m.tick(option, false)
}

func (m *Message) tick(option string, on bool) {
	m.p.t.Helper()
	s := m.p.s
	c, err := m.menu(option)
	if err == nil && c.kind() != "checkboxes" {
		err = errors.New("there is no such checkbox")
	}
	var values []string
	if err == nil {
		values, err = s.choices(m.p.user, place{channel: m.Channel, ts: m.TS}, c, []string{option})
	}
	if err == nil {
		s.mu.Lock()
		values = ticked(c, m.m.state[m.p.user], values, on)
		s.mu.Unlock()
		err = s.useControl(m.p.user, m.m, c, values)
	}
	if err != nil {
		m.p.fail(fmt.Sprintf("check %q", option), err)
	}
}

func (m *Message) menu(name string) (control, error) {
	s := m.p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	rows, err := m.rowBlocks(m.m.blocks)
	if err != nil {
		return control{}, err
	}
	c, ok := s.menuNamed(rows, m.m.state[m.p.user], name)
	if !ok {
		return control{}, errors.New("there is no such menu")
	}
	return c, nil
}

// PressRow presses a button, or an entry of an overflow menu, in the part of the form that contains a text.
func (f *Form) PressRow(contains, label string) *Form {
	f.p.t.Helper()
	return f.press(fmt.Sprintf("press [%s] beside %q", label, contains), func() ([]doc, error) { return f.p.s.rowOf(f.v.blocks(), contains) }, label)
}

// Asks is what the confirm dialog of a button, menu or box says, "" when it has none.
func (f *Form) Asks(label string) string {
	f.p.t.Helper()
	f.p.s.mu.Lock()
	c, _, ok := f.p.s.buttonNamed(f.v.blocks(), label, 1)
	if !ok {
		c, ok = f.field(label)
	}
	asked := f.p.s.asks(c)
	f.p.s.mu.Unlock()
	if !ok {
		f.fail(fmt.Sprintf("find %q", label), nil)
	}
	return asked
}

// PressRow presses a button, or an entry of an overflow menu, in the part of the Home tab that contains a text.
func (h *Home) PressRow(contains, label string) {
	h.f.p.t.Helper()
	h.f.PressRow(contains, label)
}

// Asks is what the confirm dialog of a button, menu or box of the Home tab says, "" when it has none.
func (h *Home) Asks(label string) string {
	h.f.p.t.Helper()
	return h.f.Asks(label)
}

// Check checks checkboxes of the Home tab, beside those that are checked, by the text of their section or by one of
// their options.
func (h *Home) Check(label string, option ...string) {
	h.f.p.t.Helper()
	h.f.Check(label, option...)
}

// Uncheck unchecks checkboxes of the Home tab.
func (h *Home) Uncheck(label string, option ...string) {
	h.f.p.t.Helper()
	h.f.Uncheck(label, option...)
}

// ShowsNot waits until the Home tab does not contain the text.
func (h *Home) ShowsNot(words string) *Home {
	h.f.p.t.Helper()
	h.f.ShowsNot(words)
	return h
}
