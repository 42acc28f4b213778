package slacksim

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// sent are the values that a control sent: one in its address, or what stands
// in its field.
func (p *page) sent(f url.Values) []string {
	if values, ok := f["value"]; ok {
		return values
	}
	return f["f:"+fieldName(f.Get("block"), f.Get("action"))]
}

// filled are the values that say something, with line breaks as Slack has them.
func filled(values []string) []string {
	var kept []string
	for _, v := range values {
		if v = strings.ReplaceAll(v, "\r\n", "\n"); v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

// press uses a control of a message.
func (p *page) press(as string, f url.Values, values []string) error {
	return p.s.useMessage(as, f.Get("at"), f.Get("where"), f.Get("block"), f.Get("action"), values...)
}

// use uses a control of a form or Home tab, after keeping what stands in the
// other fields.
func (p *page) use(as string, f url.Values, values []string) error {
	if err := p.keep(as, f); err != nil {
		return err
	}
	p.s.mu.Lock()
	u, v, err := p.s.openView(as, f.Get("where"))
	if err == nil {
		if c, ok := findControl(v.blocks(), f.Get("block"), f.Get("action")); ok {
			values = p.moments(u, c, values)
		}
	}
	p.s.mu.Unlock()
	if err != nil {
		return err
	}
	return p.s.useView(as, f.Get("where"), f.Get("block"), f.Get("action"), values...)
}

// moments turns what a datetime-local input sends into Unix seconds, in the
// person's zone. The caller holds s.mu.
func (p *page) moments(u *User, c control, typed []string) []string {
	if c.kind() != "datetimepicker" {
		return typed
	}
	zone := newSight(p.s, u, "").zone()
	read := make([]string, 0, len(typed))
	for _, t := range typed {
		read = append(read, unixOf(t, zone))
	}
	return read
}

// keep puts what stands in a form's fields into the view, as the client holds
// it, without telling the app. A Home tab's or message's controls hold nothing
// until they are used.
func (p *page) keep(userID string, f url.Values) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	u, v, err := s.openView(userID, f.Get("where"))
	if err != nil {
		return err
	}
	for _, c := range controls(v.blocks()) {
		typed, sent := f["f:"+fieldName(c.blockID(), c.actionID())]
		if !c.input() || !sent {
			continue
		}
		value, _, err := s.use(c, s.views.offered[offerKey(userID, v.id, c)], p.moments(u, c, filled(typed)))
		if err != nil {
			return err
		}
		if value != nil {
			v.state.set(c.blockID(), c.actionID(), value)
		}
	}
	return nil
}

// pick chooses one of a typeahead's options, or drops one that was chosen.
func (p *page) pick(as string, f url.Values, drop bool) error {
	held, many, most, err := p.picked(as, f)
	if err != nil {
		return err
	}
	value := f.Get("value")
	at := slices.Index(held, value)
	switch {
	case drop && at >= 0:
		held = slices.Delete(held, at, at+1)
	case drop || at >= 0:
		return nil
	case !many:
		held = []string{value}
	case most > 0 && len(held) >= most:
		return fmt.Errorf("at most %d can be chosen", most)
	default:
		held = append(held, value)
	}
	if f.Get("in") == "message" {
		return p.press(as, f, held)
	}
	return p.use(as, f, held)
}

// picked is what a typeahead holds, and how many it can.
func (p *page) picked(as string, f url.Values) (held []string, many bool, most int, err error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	var blocks []doc
	var state formState
	if f.Get("in") == "message" {
		m := s.message(f.Get("at"), f.Get("where"))
		if m == nil || !s.visible(m, as) {
			return nil, false, 0, errors.New("the message is not there any more")
		}
		blocks, state = m.blocks, m.state[as]
	} else {
		_, v, err := s.openView(as, f.Get("where"))
		if err != nil {
			return nil, false, 0, err
		}
		blocks, state = v.blocks(), v.state
	}
	c, ok := findControl(blocks, f.Get("block"), f.Get("action"))
	field, _, _, keeps := shape(c.kind())
	if !ok || !keeps {
		return nil, false, 0, errors.New("there is no such menu any more")
	}
	value := state.get(c.blockID(), c.actionID())
	if value == nil {
		value = begins(c.element, "")
	}
	limit, _ := num(c.element, "max_selected_items")
	return heldValues(value[field]), strings.HasPrefix(c.kind(), "multi_"), int(limit), nil
}

// serveOptions asks the bot for the options of a typeahead, for what was typed
// into it, and answers them as the entries of its list.
func (p *page) serveOptions(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The request can't be read.", http.StatusBadRequest)
		return
	}
	f := r.Form
	at := place{viewID: f.Get("where")}
	if f.Get("in") == "message" {
		at = place{channel: f.Get("at"), ts: f.Get("where")}
	}
	query := f.Get("q:" + fieldName(f.Get("block"), f.Get("action")))
	found, err := p.s.suggest(f.Get("as"), at, f.Get("block"), f.Get("action"), strings.TrimSpace(query))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	var words string
	switch {
	case errors.Is(err, errNotAcknowledged):
		words = "The app did not answer. Type again to try once more."
	case err != nil:
		words = sentence(err)
	case len(found) == 0:
		words = "No result."
	}
	if words != "" {
		_, _ = fmt.Fprintf(w, `<li class="note" role="presentation">%s</li>`, html.EscapeString(words))
		return
	}
	var offered []offerShown
	for i, o := range found {
		one := offerShown{
			ID:   "o-" + version(f.Get("where")+f.Get("block")) + "-" + fmt.Sprint(i),
			Text: shownText(str(obj(o, "text"), "text")), More: shownText(str(obj(o, "description"), "text")),
			Post: actAddress("pick", f, "value", str(o, "value")),
		}
		offered = append(offered, one)
	}
	_, _ = w.Write([]byte(p.render("offers", offered)))
}

// offerShown is one option that the app offers.
type offerShown struct{ ID, Text, More, Post string }

// actAddress is the address of an act on the same control, with one field more.
func actAddress(act string, f url.Values, name, value string) string {
	q := url.Values{name: {value}}
	for _, same := range []string{"as", "at", "in", "where", "block", "action"} {
		q.Set(same, f.Get(same))
	}
	return "/page/" + act + "?" + q.Encode()
}
