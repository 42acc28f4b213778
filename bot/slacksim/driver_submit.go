package slacksim

import "fmt"

// Submit saves the form and waits for the acknowledgement. Then the form is closed, changed, under another one, or
// shows errors.
func (f *Form) Submit() {
	f.p.t.Helper()
	if err := f.p.s.submitView(f.p.user, f.id, f.meta); err != nil {
		f.fail("save the form", err)
	}
}

// Close cancels the form; the one under it comes back.
func (f *Form) Close() {
	f.p.t.Helper()
	if err := f.p.s.cancelView(f.p.user, f.id, false); err != nil {
		f.fail("close the form", err)
	}
}

// CloseAll closes the whole stack of forms.
func (f *Form) CloseAll() {
	f.p.t.Helper()
	if err := f.p.s.cancelView(f.p.user, f.id, true); err != nil {
		f.fail("close all forms", err)
	}
}

// Error waits for the message under a field.
func (f *Form) Error(label string) string {
	f.p.t.Helper()
	words := ""
	f.p.eventually(func() bool {
		if c, ok := f.field(label); ok {
			words = f.v.errors[c.blockID()]
		}
		return words != ""
	})
	if words == "" {
		f.fail(fmt.Sprintf("see an error under %q", label), nil)
	}
	return words
}

// Trouble is what the form says when the app did not respond to Save or answered nonsense; "" when all went well.
func (f *Form) Trouble() string {
	f.p.s.mu.Lock()
	defer f.p.s.mu.Unlock()
	return f.v.trouble
}

// Closed waits until the form is closed.
func (f *Form) Closed() {
	f.p.t.Helper()
	if !f.p.eventually(func() bool { return f.v.window == nil }) {
		f.fail("see the form close", nil)
	}
}

// Open says that the form is still open.
func (f *Form) Open() bool {
	f.p.s.mu.Lock()
	defer f.p.s.mu.Unlock()
	return f.v.window != nil
}

// Meta is the form's private_metadata.
func (f *Form) Meta() string {
	f.p.s.mu.Lock()
	defer f.p.s.mu.Unlock()
	return str(f.v.body, "private_metadata")
}

// Forge sends other private_metadata with the next Submit than the app put there. No client does that.
func (f *Form) Forge(meta string) *Form {
	f.meta = &meta
	return f
}

// ID is the form's view id.
func (f *Form) ID() string { return f.id }

// Home is the app's Home tab in front of a person.
type Home struct {
	f Form
}

// OpensHome opens the app's Home tab and waits until the app has published it.
func (p *Person) OpensHome() *Home {
	p.t.Helper()
	if err := p.s.openHome(p.user); err != nil {
		p.fail("open Home", err)
		return nil
	}
	var v *view
	ok := p.eventually(func() bool {
		v = p.s.views.homes[p.user]
		return v != nil && v.seq > p.s.seat(p.user).mark
	})
	if !ok {
		p.fail("see the Home tab", nil)
		return nil
	}
	return &Home{Form{p: p, id: v.id, v: v}}
}

// Text is all that can be read in the Home tab as it stands now.
func (h *Home) Text() string { return h.f.Text() }

// Shows waits until the Home tab contains the text.
func (h *Home) Shows(words string) *Home {
	h.f.p.t.Helper()
	h.f.Shows(words)
	return h
}

// Press presses a button in the Home tab.
func (h *Home) Press(label string) {
	h.f.p.t.Helper()
	h.f.Press(label)
}

// Choose chooses in a menu of the Home tab, by its section's text or its placeholder.
func (h *Home) Choose(menu string, option ...string) {
	h.f.p.t.Helper()
	h.f.Choose(menu, option...)
}
