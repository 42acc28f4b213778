package tracking_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"codekeeper/store/tracking"
)

func TestParseCodePattern(t *testing.T) {
	for _, tt := range []parsed{
		{name: "usual", text: "{FIRST}15", want: "{FIRST}15"},
		{name: "all four", text: "{FIRST}-{LAST}_{HANDLE}.{CAMPAIGN}+%", want: "{FIRST}-{LAST}_{HANDLE}.{CAMPAIGN}+%"},
		{name: "one placeholder", text: "{HANDLE}", want: "{HANDLE}"},
		{name: "twice", text: "{FIRST}{FIRST}", want: "{FIRST}{FIRST}"},
		{name: "copied along", text: "{ FIR\u200bST }15{\tCAMPAIGN\u00a0}", want: "{FIRST}15{CAMPAIGN}"},
		{name: "white space, quotes and what can't be seen", text: " “{FIRST}\u200b15” \n", want: "{FIRST}15"},
		{name: "fullwidth", text: "｛FIRST｝１５", want: "{FIRST}15"},
		{name: "none", text: "", want: ""},
		{name: "blank", text: " \u200b\n", want: ""},

		{name: "no placeholder", text: "SUMMER15", problem: "Every influencer would get the same code."},
		{name: "TBD", text: "TBD", problem: "Every influencer would get the same code."},
		{name: "only the campaign", text: "{CAMPAIGN}15", problem: "Every influencer would get the same code."},
		{name: "unknown", text: "{NAME}15", problem: "There is no placeholder “{NAME}”. There are {FIRST}, {LAST}, {HANDLE} and {CAMPAIGN}."},
		{name: "lower case", text: "{first}15", problem: "There is no placeholder “{first}”.", try: "{FIRST}15"},
		{name: "a slip", text: "{FRIST}15", problem: "There is no placeholder “{FRIST}”. Did you mean {FIRST}? There are {FIRST}, {LAST}, {HANDLE} and {CAMPAIGN}.", try: "{FIRST}15"},
		{name: "a slip where more is wrong", text: "{FRIST} 15", problem: "Did you mean {FIRST}?"},
		{name: "over two lines", text: "{FIR\nST}15", problem: "There is a { without its } in “"},
		{name: "empty braces", text: "{}15", problem: "There is no placeholder “{}”."},
		{name: "hostile name", text: "{<!channel>\u202e}", problem: "There is no placeholder “{<!channel>\ufffd}”."},
		{name: "long name", text: "{" + strings.Repeat("A", 5000) + "}", problem: "There is no placeholder “{AAAA"},
		{name: "unclosed", text: "{FIRST", problem: "There is a { without its } in “"},
		{name: "not opened", text: "FIRST}15", problem: "There is a } without its {."},
		{name: "nested", text: "{{FIRST}}15", problem: "There is a { without its } in “"},
		{name: "opened twice", text: "{FIRST{LAST}", problem: "There is a { without its } in “"},
		{name: "space", text: "{FIRST} 15", problem: "A code can't contain a space.", try: "{FIRST}15"},
		{name: "sign first", text: "-{FIRST}", problem: "A code begins with a letter or a digit", try: "{FIRST}"},
		{name: "emoji", text: "{FIRST}🔥", problem: "A code can't contain “🔥”", try: "{FIRST}"},
		{name: "formula", text: "={FIRST}", problem: "A code can't contain “=”", try: "{FIRST}"},
		{name: "Cyrillic", text: "{FIRST}А", problem: "Cyrillic", try: "{FIRST}A"},
		{name: "link", text: "https://shop.example/{FIRST}", problem: "That looks like a link."},
		{name: "too long", text: "{FIRST}" + strings.Repeat("5", 300), problem: "A code has at most 255."},
		{name: "damaged", text: "{FIRST}\xff", problem: "isn't valid UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) { checkPattern(t, tt, tracking.ParseCodePattern) })
	}
}

func TestParseLinkPattern(t *testing.T) {
	for _, tt := range []parsed{
		{name: "path", text: "https://shop.example/{HANDLE}", want: "https://shop.example/{HANDLE}"},
		{name: "UTM", text: "https://shop.example/?utm_source=influencer&utm_campaign={CAMPAIGN}&utm_content={HANDLE}", want: "https://shop.example/?utm_source=influencer&utm_campaign={CAMPAIGN}&utm_content={HANDLE}"},
		{name: "fragment", text: "https://shop.example#{FIRST}{LAST}", want: "https://shop.example#{FIRST}{LAST}"},
		{name: "wrapped", text: "<https://shop.example/{HANDLE}>", want: "https://shop.example/{HANDLE}"},
		{name: "none", text: " ", want: ""},

		{name: "no placeholder", text: "https://shop.example/", problem: "Every influencer would get the same link."},
		{name: "only the campaign", text: "https://shop.example/{CAMPAIGN}", problem: "Every influencer would get the same link."},
		{name: "unknown", text: "https://shop.example/{CODE}", problem: "There is no placeholder “{CODE}”."},
		{name: "lower case", text: "https://shop.example/{handle}", problem: "There is no placeholder", try: "https://shop.example/{HANDLE}"},
		{name: "unclosed", text: "https://shop.example/{HANDLE", problem: "There is a { without its } in “"},
		{name: "host", text: "https://{HANDLE}.shop.example/", problem: "A placeholder can't be part of a link's host"},
		{name: "end of the host", text: "https://shop.{HANDLE}", problem: "A placeholder can't be part of a link's host"},
		{name: "port", text: "https://shop.example:{HANDLE}/", problem: "A placeholder can't be part of a link's host"},
		{name: "user", text: "https://{FIRST}:{LAST}@shop.example/", problem: "A placeholder can't be part of a link's host"},
		{name: "scheme", text: "{HANDLE}://shop.example/", problem: "A link begins with https:// or http://"},
		{name: "no scheme", text: "shop.example/{HANDLE}", problem: "A link begins with https:// or http://.", try: "https://shop.example/{HANDLE}"},
		{name: "no scheme, in the host", text: "{HANDLE}.shop.example/", problem: "A link begins with https:// or http://."},
		{name: "script", text: "javascript:alert({HANDLE})", problem: "A link begins with https:// or http://, not with “javascript:”."},
		{name: "space", text: "https://shop.example/my shop/{HANDLE}", problem: "A link can't contain a space.", try: "https://shop.example/my%20shop/{HANDLE}"},
		{name: "IP address", text: "https://127.0.0.1/{HANDLE}", problem: "IP address"},
		{name: "long", text: "https://shop.example/{HANDLE}" + strings.Repeat("a", 2000), problem: "A link has at most 2,000."},
		{name: "code", text: "{FIRST}15", problem: "That looks like a code."},
		{name: "damaged", text: "https://shop.example/{HANDLE}\xff", problem: "isn't valid UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) { checkPattern(t, tt, tracking.ParseLinkPattern) })
	}
}

func TestPatternOnlyInFragment(t *testing.T) {
	for text, want := range map[string]bool{
		"https://shop.example/#{HANDLE}":                       true,
		"https://shop.example/{CAMPAIGN}?a=b#x={FIRST}{LAST}":  true,
		"https://shop.example#a#{HANDLE}":                      true,
		"https://shop.example/{HANDLE}#{FIRST}":                false,
		"https://shop.example/?ref={HANDLE}#top":               false,
		"https://shop.example/{HANDLE}":                        false,
		"https://shop.example/%23{HANDLE}":                     false,
		"https://shop.example/?c={CAMPAIGN}&u={LAST}#{HANDLE}": false,
		"": false,
	} {
		p, err := tracking.ParseLinkPattern(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.OnlyInFragment(); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	if p, err := tracking.ParseCodePattern("{FIRST}15"); err != nil || p.OnlyInFragment() {
		t.Error("of a code", err)
	}
}

// checkPattern is parsed.check for a pattern, whose nothing is the empty text and not TBD.
func checkPattern(t *testing.T, tt parsed, parse func(string) (tracking.Pattern, error)) {
	t.Helper()
	p, err := parse(tt.text)
	if tt.problem == "" {
		if err != nil || p.String() != tt.want || p.None() != (tt.want == "") {
			t.Fatalf("%q: %q, %v, want %q", tt.text, p, err, tt.want)
		}
		return
	}
	wrong, ok := errors.AsType[*tracking.Error](err)
	if !ok || !p.None() {
		t.Fatalf("%q: %q, %v, want the problem %q", tt.text, p, err, tt.problem)
	}
	if !strings.Contains(wrong.Problem, tt.problem) || wrong.Try != tt.try {
		t.Errorf("%q: %q, offering %q; want %q, offering %q", tt.text, wrong.Problem, wrong.Try, tt.problem, tt.try)
	}
}

func TestFieldsOf(t *testing.T) {
	for _, tt := range []struct{ name, first, last string }{
		{"Maya Glow", "Maya", "Glow"},
		{"Maya", "Maya", ""},
		{"", "", ""},
		{" \t", "", ""},
		{"Maya van der Glow", "Maya", "Glow"},
		{"✨ Maya ✨", "Maya", ""},
		{"🔥", "", ""},
		{"Maya\u00a0Glow\n", "Maya", "Glow"},
		{"Ma\u200bya", "Maya", ""},
		{"Anne-Marie O'Neil", "Anne-Marie", "O'Neil"},
	} {
		got := tracking.FieldsOf(tt.name, "maya.glow", "summer-glow")
		if want := (tracking.PatternFields{First: tt.first, Last: tt.last, Handle: "maya.glow", Campaign: "summer-glow"}); got != want {
			t.Errorf("%q: %+v, want %+v", tt.name, got, want)
		}
	}
}

func TestPatternCode(t *testing.T) {
	const campaign = "summer-glow"
	for _, tt := range []struct {
		pattern, name, handle string
		want                  string
		problem               string
	}{
		{"{FIRST}15", "Maya Glow", "maya.glow", "MAYA15", ""},
		{"{FIRST}{LAST}", "maya glow", "x", "MAYAGLOW", ""},
		{"{HANDLE}_{CAMPAIGN}", "", "maya.glow_", "MAYAGLOW_SUMMERGLOW", ""},
		{"glow-{FIRST}", "José", "x", "glow-JOSE", ""},
		{"{FIRST}15", "Zoë", "x", "ZOE15", ""},
		{"{FIRST}15", "Nguyễn", "x", "NGUYEN15", ""},
		{"{FIRST}15", "Anne-Marie", "x", "ANNEMARIE15", ""},
		{"{FIRST}15", "O’Neil", "x", "ONEIL15", ""},
		{"{FIRST}15", "Ｍａｙａ✨", "x", "MAYA15", ""},
		{"{HANDLE}", "", "_maya_", "MAYA", ""},
		{"{HANDLE}%", "", "maya", "MAYA%", ""},

		{"{FIRST}15", "", "maya", "", "There is nothing for {FIRST}: the influencer's name is not known."},
		{"{LAST}15", "Maya", "maya", "", "There is nothing for {LAST}: the influencer's last name is not known."},
		{"{HANDLE}15", "Maya", "", "", "There is nothing for {HANDLE}"},
		{"{HANDLE}15", "Maya", "__", "", "There is nothing for {HANDLE}"},
		{"{FIRST}15", "Мая", "maya", "", "What stands for {FIRST} contains what a code can't: the Cyrillic letter “М” (U+041C), which only looks like the Latin “M”."},
		{"{FIRST}15", "Søren", "x", "", "What stands for {FIRST} contains what a code can't: “ø”"},
		{"{FIRST}15", "Groß", "x", "", "contains what a code can't: “ß”"},
		{"{FIRST}15", "夏天", "x", "", "the Han letter"},
		{"{FIRST}", "Tbd", "x", "", "would be read as TBD"},
		{"{FIRST}", "T.B.A.", "x", "", "would be read as TBD"},
		{"{FIRST}15", strings.Repeat("a", 300), "x", "", "302 characters long"},
		{"", "Maya", "maya", "", "There is no pattern."},
	} {
		p, err := tracking.ParseCodePattern(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		code, err := p.Code(tracking.FieldsOf(tt.name, tt.handle, campaign))
		if tt.problem == "" {
			if err != nil || code.String() != tt.want {
				t.Errorf("%s of %q: %q, %v, want %q", tt.pattern, tt.name, code, err, tt.want)
			}
			continue
		}
		if wrong, ok := errors.AsType[*tracking.Error](err); !ok || !strings.Contains(wrong.Problem, tt.problem) || !code.TBD() {
			t.Errorf("%s of %q: %q, %v, want %q", tt.pattern, tt.name, code, err, tt.problem)
		}
	}
}

func TestPatternLink(t *testing.T) {
	for _, tt := range []struct {
		pattern, name, handle string
		want                  string
		problem               string
	}{
		{"https://shop.example/{HANDLE}", "", "maya.glow", "https://shop.example/maya.glow", ""},
		{"HTTPS://Shop.Example/{HANDLE}", "", "Maya", "https://shop.example/Maya", ""},
		{"https://shop.example/?utm_campaign={CAMPAIGN}&utm_content={FIRST}", "José", "x", "https://shop.example/?utm_campaign=summer-glow&utm_content=Jos%C3%A9", ""},
		{"https://shop.example/?n={FIRST}&x=1", "a&b=c#d", "x", "https://shop.example/?n=a%26b%3Dc%23d&x=1", ""},
		{"https://shop.example/{FIRST}", "a/b?c+d%", "x", "https://shop.example/a%2Fb%3Fc%2Bd%25", ""},
		{"https://shop.example/{FIRST}", "<!channel>|\\\"`", "x", "https://shop.example/%3C%21channel%3E%7C%5C%22%60", ""},
		{"https://shop.example/{FIRST}", "夏天", "x", "https://shop.example/%E5%A4%8F%E5%A4%A9", ""},

		{"https://shop.example/{FIRST}", "", "x", "", "There is nothing for {FIRST}"},
		{"https://shop.example/{HANDLE}", "", "..", "", "There is nothing for {HANDLE}"},
		{"https://shop.example/{LAST}", "Maya", "x", "", "There is nothing for {LAST}"},
		{"https://shop.example/{FIRST}", strings.Repeat("é", 400), "x", "", "A link has at most 2,000."},
		{"", "Maya", "maya", "", "There is no pattern."},
	} {
		p, err := tracking.ParseLinkPattern(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		link, err := p.Link(tracking.FieldsOf(tt.name, tt.handle, "summer-glow"))
		if tt.problem == "" {
			if err != nil || link.String() != tt.want {
				t.Errorf("%s of %q: %q, %v, want %q", tt.pattern, tt.name, link, err, tt.want)
			}
			continue
		}
		if wrong, ok := errors.AsType[*tracking.Error](err); !ok || !strings.Contains(wrong.Problem, tt.problem) || !link.TBD() {
			t.Errorf("%s of %q: %q, %v, want %q", tt.pattern, tt.name, link, err, tt.problem)
		}
	}
}

// patternHolds checks all that is promised of patterns, for any text, name and handle.
func patternHolds(t failer, text, name, handle string) {
	t.Helper()
	for _, parse := range []func(string) (tracking.Pattern, error){tracking.ParseCodePattern, tracking.ParseLinkPattern} {
		p, err := parse(text)
		if err != nil {
			errorHolds(t, text, err, func(try string) error { _, err := parse(try); return err })
			if !p.None() {
				t.Fatalf("%q: %v came with a pattern", text, err)
			}
			continue
		}
		if again, err := parse(p.String()); err != nil || again.String() != p.String() || again.None() != p.None() {
			t.Fatalf("%q: parsed again %q becomes %q, %v", text, p, again, err)
		}
	}
	if !utf8.ValidString(name) || !utf8.ValidString(handle) {
		return // neither is ever stored
	}
	fields := tracking.FieldsOf(name, handle, "summer-glow")
	if p, err := tracking.ParseCodePattern(text); err == nil {
		if code, err := p.Code(fields); err == nil {
			if again, err := tracking.ParseCode(code.String()); err != nil || again != code || code.TBD() {
				t.Fatalf("%q of %q: %q is no code: %v", text, name, code, err)
			}
		} else if _, ok := errors.AsType[*tracking.Error](err); !ok || !code.TBD() {
			t.Fatalf("%q of %q: %q, %v", text, name, code, err)
		}
	}
	p, err := tracking.ParseLinkPattern(text)
	if err != nil || p.None() {
		return
	}
	link, err := p.Link(fields)
	if err != nil {
		return
	}
	other, err := p.Link(tracking.FieldsOf("Maya Glow", "maya.glow", "summer-glow"))
	if err != nil {
		t.Fatalf("%q has no link for Maya: %v", text, err)
	}
	got, wrong := url.Parse(link.String())
	want, failed := url.Parse(other.String())
	if (wrong == nil) != (failed == nil) {
		t.Fatalf("%q: %q is an address (%v), or %q is (%v)", text, link, wrong, other, failed)
	}
	if wrong == nil && (got.Host != want.Host || len(got.Query()) != len(want.Query()) && !strings.Contains(p.String(), "}=") && !strings.Contains(p.String(), "&{")) {
		t.Fatalf("%q: %q has the parts of another address than %q", text, link, other)
	}
}

// drawnPattern draws patterns: right, nearly right and wrong.
func drawnPattern() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"{FIRST}", "{LAST}", "{HANDLE}", "{CAMPAIGN}", "{first}", "{NAME}", "{", "}", "{}", "15", "-", " ", "é", "🔥", "XFIRSTX", "https://shop.example/", "https://",
		"?utm_source=a", "&utm_content=", "#", "/", ".", ":", "@", "%", "%2", "A", "\u200b", "\xff", "<", "TBD",
	})
	return rapid.Map(rapid.SliceOfN(piece, 0, 7), func(pieces []string) string { return strings.Join(pieces, "") })
}

func TestPatternProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		patternHolds(t, rapid.OneOf(drawnPattern(), typed()).Draw(t, "pattern"), rapid.String().Draw(t, "name"), rapid.StringMatching(`[a-z0-9._]{0,9}`).Draw(t, "handle"))
	})
}

func FuzzPattern(f *testing.F) {
	for _, text := range append(seeds, "{FIRST}15", "https://shop.example/{HANDLE}?utm_content={LAST}", "{{", "{X}", "-{LAST}") {
		f.Add(text, "Maya Glow", "maya.glow")
		f.Add(text, "José", "")
	}
	f.Fuzz(func(t *testing.T, text, name, handle string) { patternHolds(t, text, name, handle) })
}
