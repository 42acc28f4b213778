package slacksim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Form is an open form in front of a person. Its methods that fill it answer the same form, so that they chain.
type Form struct {
	p    *Person
	id   string
	meta *string // private_metadata to forge
	v    *view
}

// Form waits for a form that lies on top for this person: one opened since the last thing they did, or the one in
// which they did it.
func (p *Person) Form() *Form {
	p.t.Helper()
	var found *view
	p.eventually(func() bool {
		found = p.s.topForm(p.user)
		return found != nil
	})
	if found == nil {
		p.fail("see a form", nil)
		return nil
	}
	return &Form{p: p, id: found.id, v: found}
}

// topForm is the form that Form means. The caller holds s.mu.
func (s *Slack) topForm(userID string) *view {
	place := s.seat(userID)
	var found *view
	for _, w := range s.views.windows {
		top := w.top()
		switch {
		case w.user != userID:
		case w.stack[0].born > place.mark:
			found = top
		case w == place.window && top.seq > place.mark && found == nil:
			found = top
		}
	}
	return found
}

// NoForm fails when the last thing that the person did opened a form, or was done in one that is still open. A form
// that is about to be closed may take its time.
func (p *Person) NoForm() {
	p.t.Helper()
	none := func() bool {
		place := p.s.seat(p.user)
		return !slices.ContainsFunc(p.s.views.windows, func(w *window) bool {
			return w.user == p.user && (w == place.window || w.stack[0].born > place.mark)
		})
	}
	if !p.eventually(none) {
		p.fail("be without a form", nil)
	}
}

// Title is the form's title.
func (f *Form) Title() string {
	f.p.s.mu.Lock()
	defer f.p.s.mu.Unlock()
	return f.p.s.words(obj(f.v.body, "title"))
}

// Text is all that can be read in the form: title, a line for each block, what is in the fields, errors, buttons.
func (f *Form) Text() string {
	f.p.s.mu.Lock()
	defer f.p.s.mu.Unlock()
	return f.p.s.renderView(f.v)
}

// Shows waits until the form contains the text.
func (f *Form) Shows(words string) *Form {
	f.p.t.Helper()
	if !f.p.eventually(func() bool { return strings.Contains(f.p.s.renderView(f.v), words) }) {
		f.fail(fmt.Sprintf("see %q in the form", words), nil)
	}
	return f
}

// ShowsNot waits until the form does not contain the text.
func (f *Form) ShowsNot(words string) *Form {
	f.p.t.Helper()
	if !f.p.eventually(func() bool { return !strings.Contains(f.p.s.renderView(f.v), words) }) {
		f.fail(fmt.Sprintf("be without %q in the form", words), nil)
	}
	return f
}

// Labels are the labels of the fields, in order.
func (f *Form) Labels() []string {
	f.p.s.mu.Lock()
	defer f.p.s.mu.Unlock()
	var labels []string
	for _, c := range controls(f.v.blocks()) {
		if c.input() {
			labels = append(labels, f.p.s.words(obj(c.block, "label")))
		}
	}
	return labels
}

// Has says that the form has a field with this label now.
func (f *Form) Has(label string) bool {
	f.p.s.mu.Lock()
	defer f.p.s.mu.Unlock()
	_, ok := f.field(label)
	return ok
}

// Value is what is in a field now, as the client shows it; several choices are joined by ", ".
func (f *Form) Value(label string) string {
	f.p.t.Helper()
	c := f.await(label)
	f.p.s.mu.Lock()
	defer f.p.s.mu.Unlock()
	return strings.Join(f.p.s.shown(f.v.state.get(c.blockID(), c.actionID())), ", ")
}

// Fill puts text into a text, email, address or number input, a date (YYYY-MM-DD) or a time (HH:MM) into a picker; ""
// empties it. An input with dispatch_action tells the app, and Fill waits for the acknowledgement.
func (f *Form) Fill(label, typed string) *Form {
	f.p.t.Helper()
	c := f.await(label)
	values := []string{typed}
	if typed == "" {
		values = nil
	}
	f.use(fmt.Sprintf("fill %q with %q", label, typed), c, values)
	return f
}

// Choose chooses by what the person reads: an option's text, a name, a channel. Several replace what was chosen; none
// empties the field. For an external menu the text is typed into it, and the app asked.
func (f *Form) Choose(label string, option ...string) *Form {
	f.p.t.Helper()
	c := f.await(label)
	what := fmt.Sprintf("choose %q in %q", option, label)
	values, err := f.p.s.choices(f.p.user, place{viewID: f.id}, c, option)
	if err != nil {
		f.fail(what, err)
		return f
	}
	f.use(what, c, values)
	return f
}

// Options asks for what a menu offers for a typed text, and answers the options' texts. Only external menus use the
// text.
func (f *Form) Options(label, typed string) []string {
	f.p.t.Helper()
	c := f.await(label)
	found := offers(c.element)
	if strings.HasSuffix(c.kind(), "external_select") {
		var err error
		if found, err = f.p.s.suggest(f.p.user, place{viewID: f.id}, c.blockID(), c.actionID(), typed); err != nil {
			f.fail(fmt.Sprintf("type %q into %q", typed, label), err)
		}
	}
	f.p.s.mu.Lock()
	defer f.p.s.mu.Unlock()
	texts := make([]string, 0, len(found))
	for _, o := range found {
		texts = append(texts, f.p.s.words(obj(o, "text")))
	}
	return texts
}

// Check checks checkboxes, beside those that are checked.
func (f *Form) Check(label string, option ...string) *Form {
	f.p.t.Helper()
	return f.tick(label, option, true)
}

// Uncheck unchecks checkboxes.
func (f *Form) Uncheck(label string, option ...string) *Form {
	f.p.t.Helper()
	return f.tick(label, option, false)
}

func (f *Form) tick(label string, option []string, on bool) *Form {
	f.p.t.Helper()
	c := f.await(label)
	what := fmt.Sprintf("check %q in %q", option, label)
	changed, err := f.p.s.choices(f.p.user, place{viewID: f.id}, c, option)
	if err != nil {
		f.fail(what, err)
		return f
	}
	f.p.s.mu.Lock()
	values := ticked(c, f.v.state, changed, on)
	f.p.s.mu.Unlock()
	f.use(what, c, values)
	return f
}

// Press presses a button inside the form.
func (f *Form) Press(label string) *Form {
	f.p.t.Helper()
	return f.press(fmt.Sprintf("press [%s]", label), func() ([]doc, error) { return f.v.blocks(), nil }, label)
}

// press presses a button in a part of the form. When the app shows the form anew in between, it is the new button.
func (f *Form) press(what string, part func() ([]doc, error), label string) *Form {
	f.p.t.Helper()
	err := errNoControl
	for tries := 0; tries < 3 && errors.Is(err, errNoControl); tries++ {
		f.p.s.mu.Lock()
		var c control
		var values []string
		ok := false
		blocks, missing := part()
		if missing == nil {
			c, values, ok = f.p.s.buttonNamed(blocks, label, 1)
		}
		f.p.s.mu.Unlock()
		switch {
		case missing != nil:
			err = missing
		case !ok:
			err = errors.New("there is no such button")
		default:
			err = f.p.s.useView(f.p.user, f.id, c.blockID(), c.actionID(), values...)
		}
	}
	if err != nil {
		f.fail(what, err)
	}
	return f
}

// use does the act, and fails the test when the client doesn't let the person.
func (f *Form) use(what string, c control, values []string) {
	f.p.t.Helper()
	if err := f.p.s.useView(f.p.user, f.id, c.blockID(), c.actionID(), values...); err != nil {
		f.fail(what, err)
	}
}

// field finds an input by its label, or what keeps a choice outside inputs as menuNamed does. The caller holds s.mu.
func (f *Form) field(label string) (control, bool) {
	for _, c := range controls(f.v.blocks()) {
		if c.input() && f.p.s.words(obj(c.block, "label")) == label {
			return c, true
		}
	}
	return f.p.s.menuNamed(f.v.blocks(), f.v.state, label)
}

// await waits for a field: the app may still be adding it.
func (f *Form) await(label string) control {
	f.p.t.Helper()
	var c control
	ok := false
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	f.p.s.await(ctx, func() bool {
		c, ok = f.field(label)
		return ok || f.v.window == nil && f.v.kind == "modal"
	})
	if !ok {
		f.fail(fmt.Sprintf("find the field %q", label), nil)
	}
	return c
}

func (f *Form) fail(what string, err error) {
	f.p.t.Helper()
	f.p.fail(what, err)
}
