package slacksim

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// errUnknownAct is a request that the page never makes.
var errUnknownAct = errors.New("the simulator has no such act")

// serveAct does what a person did in the page. The fields, of the address or
// the form, are: as (who), at (where), and what the act needs. What the client
// doesn't let them do is answered with 422 and a sentence.
func (p *page) serveAct(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The request can't be read.", http.StatusBadRequest)
		return
	}
	err := p.do(r.PathValue("act"), r.Form)
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
		return p.line(as, f)
	case "press":
		return p.press(as, f, filled(p.sent(f)))
	case "use":
		return p.use(as, f, filled(p.sent(f)))
	case "pick", "drop":
		return p.pick(as, f, act == "drop")
	case "detach":
		return p.detach(as, f)
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
	case "clock":
		return p.moveClock(as, f)
	case "fault":
		return p.fault(f.Get("fault"))
	}
	return errUnknownAct
}

// line sends what was typed into the message box, or into a thread's.
func (p *page) line(as string, f url.Values) error {
	line := strings.TrimSpace(strings.ReplaceAll(f.Get("line"), "\r\n", "\n"))
	switch {
	case line == "":
		return errors.New("type a command first, for example /influencer help")
	case f.Get("thread") != "":
		return p.s.typeInThread(as, f.Get("at"), f.Get("thread"), line)
	}
	return p.s.typeLine(as, f.Get("at"), line)
}

// sentence is an error as a sentence for the page.
func sentence(err error) string {
	words := err.Error()
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:] + "."
}
