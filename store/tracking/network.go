package tracking

import (
	"net/url"
	"regexp"
	"strings"
)

// Network is the affiliate network that made a link, and who it pays for it, as far as the link's shape tells.
type Network struct {
	Name      string // as the network writes itself: Awin, impact.com, CJ, Rakuten, Refersion, GoAffPro, ShareASale
	Publisher string // the publisher's id in the network, "" where the link doesn't say
	Perhaps   bool   // other programs make links of this shape too
	MovedTo   string // the network that took over when this one closed, "" while it is open
}

// NetworkOf tells a link's network by its shape alone: no link is ever opened. It reports false for a link of no network it
// knows, and for TBD. What is not an id is never answered as one, so that Publisher has only letters, digits and . _ - * in it.
//
// The shapes are those that the networks' own help pages show:
//   - Awin: success.awin.com, "What does an affiliate link look like"
//   - impact.com: help.impact.com, "Sub ID & Shared ID parameters explained for partners"
//   - CJ: junction.cj.com, "CJ's account numbers, explained" (the PID is the publisher's), and its click domains
//   - Rakuten: pubhelp.rakutenadvertising.com, "Link code" and "Create deep links outside the dashboard"
//   - Refersion: its help center, "How to create and use referral links"
//   - GoAffPro: docs.goaffpro.com, "Set referral link identifiers" (ref unless a shop chose another)
//   - ShareASale: help.shareasale.com, "Creating your own product links"; its closing: success.awin.com, "ShareASale to Awin
//     platform upgrade"
func NetworkOf(l Link) (Network, bool) {
	if l.TBD() {
		return Network{}, false
	}
	link, err := url.Parse(l.text)
	if err != nil {
		return Network{}, false // a percent sign that encodes nothing: a shop may take such a link, a network makes none
	}
	for _, known := range networks {
		if found, ok := known(link); ok {
			return found, true
		}
	}
	return Network{}, false
}

// networks tell a link's network, the surest first: by its host, by its path, by a parameter.
var networks = []func(*url.URL) (Network, bool){awin, shareASale, rakuten, cj, impact, refersion, cjEvent, goAffPro}

// id is what a publisher's id can be in any of the networks: a number, or Rakuten's eleven characters, or a word that a
// shop's own program gives out.
var id = regexp.MustCompile(`^[A-Za-z0-9*][A-Za-z0-9*._-]{0,63}$`)

// publisher is the first of the parameters that a link has an id in, "" for none.
func publisher(link *url.URL, parameters ...string) string {
	query := link.Query()
	for _, name := range parameters {
		if text := query.Get(name); id.MatchString(text) {
			return text
		}
	}
	return ""
}

// on reports whether a link's host is one of the domains, or under one.
func on(link *url.URL, domains ...string) bool {
	host := link.Hostname()
	for _, domain := range domains {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// awinPublisher is where each of Awin's addresses has the publisher.
var awinPublisher = map[string][]string{
	"/cread.php":   {"awinaffid", "r"},
	"/awclick.php": {"awinaffid", "id"},
	"/pclick.php":  {"a"},
	"/cshow.php":   {"r"},
}

func awin(link *url.URL) (Network, bool) {
	switch {
	case on(link, "tidd.ly"): // Awin's short links
		return Network{Name: "Awin"}, true
	case !on(link, "awin1.com"):
		return Network{}, false
	}
	return Network{Name: "Awin", Publisher: publisher(link, awinPublisher[link.Path]...)}, true
}

func shareASale(link *url.URL) (Network, bool) {
	if !on(link, "shareasale.com", "shareasale-analytics.com", "shrsl.com") {
		return Network{}, false
	}
	return Network{Name: "ShareASale", Publisher: publisher(link, "u", "U", "userID"), MovedTo: "Awin"}, true
}

func rakuten(link *url.URL) (Network, bool) {
	if !on(link, "linksynergy.com") {
		return Network{}, false
	}
	return Network{Name: "Rakuten", Publisher: publisher(link, "id")}, true
}

// cjClick are the paths of CJ's links: the publisher's PID, then the number of the advertisement, or a deep link.
var cjClick = regexp.MustCompile(`^/(?:click-([0-9]{1,20})-[0-9]{1,20}|links/([0-9]{1,20})/type/.*)$`)

func cj(link *url.URL) (Network, bool) {
	if !on(link, "anrdoezrs.net", "dpbolvw.net", "jdoqocy.com", "kqzyfj.com", "tkqlhce.com") {
		return Network{}, false
	}
	found := Network{Name: "CJ"}
	if path := cjClick.FindStringSubmatch(link.Path); path != nil {
		found.Publisher = path[1] + path[2]
	}
	return found, true
}

// cjEvent tells a shop's address that was copied after a click on a CJ link. It names the click and not the publisher.
func cjEvent(link *url.URL) (Network, bool) {
	return Network{Name: "CJ"}, publisher(link, "cjevent", "CJEVENT") != ""
}

// impactPath is that of impact.com's links on any host: a brand may use a domain of its own.
var impactPath = regexp.MustCompile(`^/c/([0-9]{1,20})/[0-9]{1,20}/[0-9]{1,20}/?$`)

func impact(link *url.URL) (Network, bool) {
	path := impactPath.FindStringSubmatch(link.Path)
	if path == nil {
		return Network{}, false
	}
	return Network{Name: "impact.com", Publisher: path[1]}, true
}

// refersion's parameter is the affiliate's number, a dot, and a word that proves it.
func refersion(link *url.URL) (Network, bool) {
	text := publisher(link, "rfsn")
	number, _, _ := strings.Cut(text, ".")
	return Network{Name: "Refersion", Publisher: number}, text != ""
}

// goAffPro's parameter is a plain ref, which programs of other makers use as well.
func goAffPro(link *url.URL) (Network, bool) {
	ref := publisher(link, "ref")
	return Network{Name: "GoAffPro", Publisher: ref, Perhaps: !on(link, "goaffpro.com")}, ref != ""
}
