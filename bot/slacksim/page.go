package slacksim

import (
	"bytes"
	"crypto/subtle"
	"embed"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// pageFiles are the page's templates, style sheets and scripts.
//
//go:embed page
var pageFiles embed.FS

// page is the workspace as people use it in a browser: who acts, where, what
// is said there, the form on top. It shows what the simulator holds, and does
// what its acts do; it keeps nothing itself.
type page struct {
	s         *Slack
	token     string // what every act must carry; new at each start
	host      string // the name that the configured address has, "" when it is a loopback one
	templates *template.Template
}

// tokenHeader is where a request carries the page's token.
const tokenHeader = "X-Simulator-Token"

// pageRoutes serves the page on mux, under / and /page/.
func (s *Slack) pageRoutes(mux *http.ServeMux) {
	host, _, _ := net.SplitHostPort(s.cfg.Addr)
	p := &page{
		s: s, token: secret(16), host: host,
		templates: template.Must(template.New("").ParseFS(pageFiles, "page/*.html")),
	}
	mux.Handle("GET /{$}", p.guarded(p.serveIndex))
	for name, kind := range assets() {
		mux.Handle("GET /page/"+name, p.guarded(asset(name, kind)))
	}
	mux.Handle("GET /archives/{place}/{message}", p.guarded(servePermalink))
	mux.Handle("GET /page/events", p.guarded(p.serveEvents))
	mux.Handle("GET /page/wire/{entry}", p.guarded(p.serveEntry))
	mux.Handle("GET /page/files/{id}", p.guarded(p.serveDownload))
	mux.Handle("POST /page/attach", p.guarded(p.serveAttach))
	mux.Handle("POST /page/options", p.guarded(p.serveOptions))
	mux.Handle("POST /page/{act}", p.guarded(p.serveAct))
}

// assets are the files that the page asks for, with their kinds.
func assets() map[string]string {
	const script, style = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
	return map[string]string{
		"style.css": style, "said.css": style, "tools.css": style,
		"page.js": script, "focus.js": script, "combobox.js": script,
		"vendor/htmx.min.js": script, "vendor/hx-sse.min.js": script,
	}
}

// servePermalink leads to the place that a message is in.
func servePermalink(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/?at="+url.QueryEscape(r.PathValue("place")), http.StatusSeeOther)
}

// guarded lets only this page's own requests through. Another site could
// point a name of its own at 127.0.0.1, so the Host must be ours; it could
// also send a form here, so an Origin must be ours and an act needs the token.
func (p *page) guarded(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "+
			"form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		switch {
		case !p.ownHost(r.Host):
			http.Error(w, "This address is not the simulator's own. Open the one that it printed.", http.StatusForbidden)
		case !ownOrigin(r):
			http.Error(w, "Another site can't use the simulator.", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Header.Get(tokenHeader) == "":
			http.Error(w, "Only the simulator's own page can do this: the request carries no token.", http.StatusForbidden)
		case r.Method != http.MethodGet && !p.hasToken(r):
			http.Error(w, "The simulator was started again. Reload the page.", http.StatusForbidden)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			next(w, r)
		}
	})
}

func (p *page) hasToken(r *http.Request) bool {
	return subtle.ConstantTimeCompare([]byte(r.Header.Get(tokenHeader)), []byte(p.token)) == 1
}

// ownHost tells whether a Host header names this machine, or the address that
// was configured.
func (p *page) ownHost(host string) bool {
	name := host
	if n, _, err := net.SplitHostPort(host); err == nil {
		name = n
	}
	switch name {
	case "127.0.0.1", "localhost", "::1", "[::1]":
		return true
	}
	return name != "" && name == p.host || p.s.everywhere && ownAddress(strings.Trim(name, "[]"))
}

// ownAddress tells whether a host is one of this machine's addresses. A name never is: it may be anybody's.
func ownAddress(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && slices.ContainsFunc(ownAddresses(), ip.Equal)
}

// ownAddresses are the addresses that this machine has in its networks.
func ownAddresses() []net.IP {
	var own []net.IP
	all, _ := net.InterfaceAddrs()
	for _, a := range all {
		if network, ok := a.(*net.IPNet); ok {
			own = append(own, network.IP)
		}
	}
	return own
}

// ownOrigin tells whether a request comes from the page itself, or from no
// page at all.
func ownOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "http" && u.Host == r.Host
}

func asset(name, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		content, err := pageFiles.ReadFile("page/" + name)
		if err != nil {
			http.Error(w, "not found", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(content)
	}
}

// serveIndex shows the whole page for ?as= a person and &at= a place ("home"
// for the Home tab), with &thread= open and &tools= beside it. The page asks
// for the same again after each change, and takes over what differs.
func (p *page) serveIndex(w http.ResponseWriter, r *http.Request) {
	if known := r.Header.Get(tokenHeader); known != "" && known != p.token {
		w.Header().Set("HX-Refresh", "true") // the page is one of an earlier run
		return
	}
	q := r.URL.Query()
	data := p.look(q.Get("as"), q.Get("at"), q.Get("thread"), q.Get("tools"))
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, "page.html", data); err != nil {
		p.s.log.Error("the simulator's page can't be shown", "err", err)
		http.Error(w, "The page can't be shown.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = b.WriteTo(w)
}

// serveEvents tells the page that something changed, until it or the
// simulator goes away. It says nothing else; the page then looks.
func (p *page) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	alive := time.NewTicker(15 * time.Second)
	defer alive.Stop()
	for line := "retry: 1000\nevent: news\ndata: hello\n\n"; ; {
		p.s.mu.Lock()
		tick := p.s.tick
		p.s.mu.Unlock()
		if _, err := w.Write([]byte(line)); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-tick:
			line = "event: news\ndata: changed\n\n"
		case <-alive.C:
			line = "event: news\ndata: the clock\n\n"
		case <-r.Context().Done():
			return
		case <-p.s.stop:
			return
		}
	}
}
