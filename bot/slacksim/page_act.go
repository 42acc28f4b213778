package slacksim

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// errUnknownAct is a request that the page never makes.
var errUnknownAct = errors.New("the simulator has no such act")

// serveAct does what a person did in the page. The form fields are: as (who),
// at (where), and what the act needs. What the client doesn't let them do is
// answered with 422 and a sentence.
func (p *page) serveAct(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The request can't be read.", http.StatusBadRequest)
		return
	}
	err := p.do(r.PathValue("act"), r.PostForm)
	switch {
	case errors.Is(err, errUnknownAct):
		http.Error(w, "The simulator has no such act.", http.StatusNotFound)
	case err != nil:
		http.Error(w, sentence(err), http.StatusUnprocessableEntity)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (p *page) do(act string, f url.Values) error {
	s, as := p.s, f.Get("as")
	switch act {
	case "line":
		line := strings.TrimSpace(f.Get("line"))
		if line == "" {
			return errors.New("type a command first, for example /influencer help")
		}
		return s.typeLine(as, f.Get("at"), line)
	case "press":
		return s.useMessage(as, f.Get("at"), f.Get("where"), f.Get("block"), f.Get("action"), filled(f["value"])...)
	case "use":
		if err := p.keep(as, f); err != nil {
			return err
		}
		return s.useView(as, f.Get("where"), f.Get("block"), f.Get("action"), p.moments(as, f.Get("kind"), filled(f["value"]))...)
	case "submit":
		if err := p.keep(as, f); err != nil {
			return err
		}
		return s.submitView(as, f.Get("where"), nil)
	case "cancel":
		return s.cancelView(as, f.Get("where"), f.Get("all") != "")
	case "shortcut":
		return s.runShortcut(as, f.Get("shortcut"))
	case "home":
		return s.openHome(as)
	}
	return errUnknownAct
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

// moments turns what a datetime-local input sends into Unix seconds, in the
// person's zone.
func (p *page) moments(userID, kind string, typed []string) []string {
	if kind != "moment" {
		return typed
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	u := p.s.user(userID)
	if u == nil {
		return typed
	}
	for i := range typed {
		typed[i] = unixOf(typed[i], newSight(p.s, u).zone())
	}
	return typed
}

// keep puts what stands in a form's inputs into the view, as the client holds
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
		name := "f:" + fieldName(c.blockID(), c.actionID())
		typed, sent := f[name]
		if !c.input() || !sent {
			continue
		}
		if c.kind() == "datetimepicker" {
			for i := range typed {
				typed[i] = unixOf(typed[i], newSight(s, u).zone())
			}
		}
		value, _, err := s.use(c, s.views.offered[offerKey(userID, v.id, c)], filled(typed))
		if err != nil {
			return err
		}
		if value != nil {
			v.state.set(c.blockID(), c.actionID(), value)
		}
	}
	return nil
}

// serveOptions asks the bot for the options of a menu, for what was typed into
// it, and answers them as JSON: [{"value", "text", "description"}].
func (p *page) serveOptions(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The request can't be read.", http.StatusBadRequest)
		return
	}
	f := r.PostForm
	at := place{viewID: f.Get("where")}
	if f.Get("at") != "" {
		at = place{channel: f.Get("at"), ts: f.Get("where")}
	}
	found, err := p.s.suggest(f.Get("as"), at, f.Get("block"), f.Get("action"), f.Get("query"))
	if err != nil {
		http.Error(w, sentence(err), http.StatusUnprocessableEntity)
		return
	}
	type offer struct {
		Value       string `json:"value"`
		Text        string `json:"text"`
		Description string `json:"description,omitempty"`
	}
	offered := []offer{}
	for _, o := range found {
		offered = append(offered, offer{
			Value: str(o, "value"), Text: unescapeText(str(obj(o, "text"), "text")),
			Description: unescapeText(str(obj(o, "description"), "text")),
		})
	}
	offered = slices.CompactFunc(offered, func(a, b offer) bool { return a.Value == b.Value })
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(offered)
}

// sentence is an error as a sentence for the page.
func sentence(err error) string {
	words := err.Error()
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:] + "."
}
