package slacksim

import (
	"net/url"
	"slices"
)

// formShown is the form on top, ready for its template.
type formShown struct {
	ID                    string
	Title, Submit, Cancel string
	Below                 []string // the titles of the forms that it lies on
	Trouble               string
	Save, Close, CloseAll string // the addresses of what its buttons do
	Blocks                []blockShown
}

// homeTab shows the app's Home tab; nil when the app has shown none yet.
func (p *page) homeTab(g *sight) []blockShown {
	v := p.s.views.homes[g.me.ID]
	if v == nil {
		return nil
	}
	return g.blocks(v.blocks(), source{kind: "view", where: v.id}, v.state, nil)
}

// form shows the form on top of the window that was opened last; nil when none
// is open.
func (p *page) form(g *sight) *formShown {
	var w *window
	for _, other := range p.s.views.windows {
		if other.user == g.me.ID {
			w = other
		}
	}
	v := w.top()
	if v == nil {
		return nil
	}
	title := func(v *view, name, otherwise string) string {
		if words := str(obj(v.body, name), "text"); words != "" {
			return shownText(words)
		}
		return otherwise
	}
	act := func(name string, more ...string) string {
		q := url.Values{"as": {g.me.ID}, "where": {v.id}}
		for _, field := range more {
			q.Set(field, "1")
		}
		return "/page/" + name + "?" + q.Encode()
	}
	f := &formShown{
		ID: v.id, Trouble: v.trouble, Title: title(v, "title", ""),
		Submit: title(v, "submit", ""), Cancel: title(v, "close", "Cancel"),
		Save: act("submit"), Close: act("cancel"), CloseAll: act("cancel", "all"),
	}
	if f.Submit == "" && v.body["close"] == nil {
		f.Cancel = "Close"
	}
	for _, below := range w.stack[:slices.Index(w.stack, v)] {
		f.Below = append(f.Below, title(below, "title", ""))
	}
	f.Blocks = g.blocks(v.blocks(), source{kind: "view", where: v.id}, v.state, v.errors)
	return f
}
