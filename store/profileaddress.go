package store

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// A platform is where profiles are: its name, its host names, and how the path
// of an address holds a handle.
type platform struct {
	name   string
	hosts  []string
	before []string // words that may stand before the handle: "c" in youtube.com/c/maya
	at     bool     // the handle itself has an @ in the path, unless a word of before is there
	never  []string // first words of paths that are no profile
}

// platforms says how addresses of profiles look, as their platforms write them.
func platforms() []platform {
	return []platform{
		{
			name: "Instagram", hosts: []string{"instagram.com", "instagr.am"}, before: []string{"stories"},
			never: []string{"p", "reel", "reels", "explore", "tv", "accounts", "share", "direct"},
		},
		{name: "TikTok", hosts: []string{"tiktok.com"}, at: true},
		{name: "YouTube", hosts: []string{"youtube.com"}, before: []string{"c", "user"}, at: true},
		{
			name: "X", hosts: []string{"x.com", "twitter.com"},
			never: []string{"home", "i", "search", "hashtag", "intent", "share", "explore", "settings", "messages"},
		},
		{
			name: "Facebook", hosts: []string{"facebook.com", "fb.com"},
			never: []string{"profile.php", "people", "groups", "pages", "watch", "events", "share", "sharer", "reel", "story.php", "photo.php", "photo", "permalink.php", "marketplace"},
		},
		{name: "Threads", hosts: []string{"threads.net", "threads.com"}, at: true},
		{
			name:  "Pinterest",
			hosts: []string{"pinterest.com", "pinterest.co.uk", "pinterest.de", "pinterest.fr", "pinterest.es", "pinterest.it", "pinterest.at", "pinterest.ch", "pinterest.ca", "pinterest.com.au"},
			never: []string{"pin", "ideas", "search", "today"},
		},
		{name: "Twitch", hosts: []string{"twitch.tv"}, never: []string{"directory", "videos", "p", "downloads"}},
		{name: "Snapchat", hosts: []string{"snapchat.com"}, before: []string{"add"}, at: true},
		{name: "LinkedIn", hosts: []string{"linkedin.com"}, before: []string{"in"}, at: true},
	}
}

// looksLikeAddress says whether text is an address and no handle: it has a
// scheme, a path, or is a platform's bare host name.
func looksLikeAddress(text string) bool {
	if strings.Contains(text, "://") {
		return true
	}
	host, _, path := strings.Cut(text, "/")
	if path {
		return strings.Contains(host, ".") && !strings.ContainsAny(host, "@ ")
	}
	_, known := platformAt(strings.ToLower(text))
	return known
}

// platformAt finds the platform of a host name, with www. and the like.
func platformAt(host string) (platform, bool) {
	for _, p := range platforms() {
		for _, known := range p.hosts {
			if host == known || strings.HasSuffix(host, "."+known) {
				return p, true
			}
		}
	}
	return platform{}, false
}

// profileIn takes platform and handle out of the address of a profile.
func profileIn(text string) (name, handle string, err error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	address, failed := url.Parse(text)
	if failed != nil || address.Hostname() == "" {
		return "", "", &HandleError{Problem: "This address can't be read.", Try: anyHandle}
	}
	host := strings.ToLower(strings.TrimSuffix(address.Hostname(), "."))
	p, known := platformAt(host)
	if !known {
		return "", "", &HandleError{Problem: fmt.Sprintf("An address on %.60s names no profile. Please give the handle itself.", host), Try: anyHandle}
	}
	handle, ok := p.handleIn(strings.FieldsFunc(address.Path, func(r rune) bool { return r == '/' }))
	if !ok {
		return "", "", &HandleError{Problem: fmt.Sprintf("This %s address names no profile by its handle. Please give the handle itself.", p.name), Try: anyHandle}
	}
	return p.name, handle, nil
}

func (p platform) handleIn(path []string) (string, bool) {
	if len(path) == 0 {
		return "", false
	}
	if len(path) > 1 && slices.Contains(p.before, strings.ToLower(path[0])) {
		return path[1], true
	}
	if p.at {
		return path[0], strings.HasPrefix(path[0], "@")
	}
	first := strings.ToLower(path[0])
	return path[0], !slices.Contains(p.never, first) && !slices.Contains(p.before, first)
}
