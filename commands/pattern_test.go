package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// patterns makes a campaign's links and codes from these.
func patterns(link, code string) func(*store.Terms) {
	return func(t *store.Terms) {
		t.LinkMode, t.CodeMode, t.LinkPattern, t.CodePattern = store.UniqueOurs, store.UniqueOurs, link, code
	}
}

func TestPatternsOfACampaign(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.ana.Types("/campaign new Summer Glow")
	form := w.ana.Form()
	form.Shows("For example, {FIRST}15 makes MAYA15 for Maya Glow, @maya.glow.")
	for _, tt := range []struct{ label, text, problem string }{
		{"Code pattern", "SUMMER15", "Every influencer would get the same code."},
		{"Code pattern", "{NAME}15", "There is no placeholder “{NAME}”. There are {FIRST}, {LAST}, {HANDLE} and {CAMPAIGN}."},
		{"Code pattern", "{first}15", "Try {FIRST}15"},
		{"Code pattern", "{FIRST", "There is a { without its } in “{FIRST”. A placeholder is written like {FIRST}."},
		{"Code pattern", "{FIRST} 15", "A code can't contain a space. Try {FIRST}15"},
		{"Code pattern", "https://shop.example/{FIRST}", "That looks like a link."},
		{"Code pattern", "{FIRST}" + strings.Repeat("5", 200), "It can have 200 at most."},
		{"Link pattern", "{HANDLE}", "That looks like a code."},
		{"Link pattern", "https://{HANDLE}.shop.example/", "A placeholder can't be part of a link's host"},
		{"Link pattern", "shop.example/{HANDLE}", "Try https://shop.example/{HANDLE}"},
		{"Link pattern", "https://shop.example/{HANDLE}" + strings.Repeat("a", 1000), "It can have 1000 at most."},
		{"Link pattern", "<!channel>{HANDLE}", "A link begins with https://"},
	} {
		form.Fill(tt.label, tt.text).Submit()
		if got := form.Error(tt.label); !strings.Contains(got, tt.problem) {
			t.Errorf("%s: %q, want %q", tt.text, got, tt.problem)
		}
		form.Fill(tt.label, "")
	}
	form.Choose("Affiliate link", "Not needed")
	if form.Has("Link pattern") {
		t.Error("a pattern for what isn't needed")
	}
	form.Choose("Affiliate link", "Unique, from our affiliate program")
	if form.Has("Link pattern") {
		t.Error("a pattern for what comes from the program")
	}
	form.Fill("Code pattern", " “{FIRST}15” ").Submit()
	form.Closed()
	w.ana.Sees("Coupon code: Unique, we make it · made from `{FIRST}15`")
	c := w.onlyCampaign()
	if c.CodePattern != "{FIRST}15" || c.LinkPattern != "" {
		t.Errorf("%q, %q", c.CodePattern, c.LinkPattern)
	}

	w.ana.Types("/campaign edit summer-glow")
	form = w.ana.Form()
	form.Shows("{FIRST}15 makes MAYA15").Fill("Code pattern", "GLOW-{HANDLE}").Submit()
	form.Closed()
	w.ana.Sees("Changed: the code pattern.")
	w.says(w.ana, "/campaign show summer-glow", "made from `GLOW-{HANDLE}`")
}

// A pattern by which a shop's server can't tell whose link was used is warned
// of: some programs read it by a script on their page, so it can be saved.
func TestPatternBehindAHash(t *testing.T) {
	t.Parallel()
	w := start(t)
	const fragment = "https://shop.example/maya#{HANDLE}"
	w.ana.Types("/campaign new Summer Glow")
	form := w.ana.Form()
	form.Fill("Link pattern", fragment).Submit()
	form.Shows("`" + fragment + "` tells influencers apart only behind its #. Browsers don't send that part, so most shops and programs can't tell whose link was used. " +
		"Put the placeholder before the #, as in `https://shop.example/?ref={HANDLE}`")
	if n := w.count(`SELECT count(*) FROM campaigns`); n != 0 {
		t.Fatal("saved in spite of the warning")
	}
	form.Check("In spite of the warning", "Save anyway").Submit()
	form.Closed()
	w.ana.Sees("made from `" + fragment + "`")

	// What is saved already isn't warned of again; another one is.
	w.ana.Types("/campaign edit summer-glow")
	form = w.ana.Form()
	form.Fill("Code pattern", codes).Submit()
	form.Closed()
	w.ana.Types("/campaign edit summer-glow")
	form = w.ana.Form()
	form.Fill("Link pattern", "https://shop.example/#a={HANDLE}").Submit()
	form.Shows("tells influencers apart only behind its #")
	form.Fill("Link pattern", "https://shop.example/?a={HANDLE}#top").Submit()
	form.Closed()
	w.ana.Sees("Changed: the link pattern.")
}

// Two people edit the pattern at once: what was typed stays, and who changed it
// is said.
func TestPatternChangedMeanwhile(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", "{FIRST}15"))
	w.ana.Types("/campaign edit summer-glow")
	form := w.ana.Form()
	w.edited(summer, func(t *store.Terms) { t.CodePattern = "{LAST}15" })
	form.Fill("Code pattern", "{HANDLE}15").Submit()
	form.Shows("changed this meanwhile. It is `{LAST}15` now; Save replaces it.")
	form.Submit()
	form.Closed()
	if got := w.onlyCampaign().CodePattern; got != "{HANDLE}15" {
		t.Error(got)
	}
}

func TestPatternHint(t *testing.T) {
	for _, tt := range []struct {
		kind       kind
		text, want string
	}{
		{aCode, "", "For example, {FIRST}15 makes MAYA15 for"},
		{aCode, "{LAST}-{CAMPAIGN}", "{LAST}-{CAMPAIGN} makes GLOW-SUMMERGLOW for"},
		{aCode, "no pattern", "For example, {FIRST}15 makes MAYA15 for"},
		{aLink, "https://shop.example/{HANDLE}?c={CAMPAIGN}", "makes https://shop.example/maya.glow?c=summer-glow for"},
	} {
		if got := patternHint(tt.kind, tt.text); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s", tt.text, got)
		}
	}
}

// A pattern is only used where theirs are ours to make.
func TestPatternOfTerms(t *testing.T) {
	terms := store.Terms{CodePattern: "{FIRST}15", LinkPattern: "https://shop.example/{HANDLE}"}
	for _, mode := range store.Modes {
		terms.CodeMode, terms.LinkMode = mode, mode
		for _, k := range kinds {
			if k.pattern(terms).None() != (mode != store.UniqueOurs) {
				t.Errorf("%s, %s: %q", mode, k, k.pattern(terms))
			}
		}
	}
	if p := aCode.pattern(store.Terms{CodeMode: store.UniqueOurs, CodePattern: "{"}); !p.None() {
		t.Error(p)
	}
	if _, err := aLink.make(tracking.Pattern{}, tracking.PatternFields{}); err == nil {
		t.Error("nothing made a link")
	}
}
