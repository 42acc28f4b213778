package commands

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string // a quoted word begins with "
	}{
		{"nothing", "", nil},
		{"only spaces", " \t\n\u00a0 ", nil},
		{"only invisible", "\u200b \u200e\u2060", nil},
		{"plain", "summer-glow ready", []string{"summer-glow", "ready"}},
		{"every white space", "a\tb\nc\u00a0d", []string{"a", "b", "c", "d"}},
		{"straight quotes", `"Summer Glow" x`, []string{`"Summer Glow`, "x"}},
		{"curly quotes", "“Summer Glow” x", []string{`"Summer Glow`, "x"}},
		{"mixed quotes", "„Summer Glow\" x", []string{`"Summer Glow`, "x"}},
		{"guillemets", "«Summer Glow» x", []string{`"Summer Glow`, "x"}},
		{"fullwidth quotes", "＂Summer Glow＂", []string{`"Summer Glow`}},
		{"an apostrophe is a letter", "O'Neill's 'summer glow'", []string{"O'Neill's", "'summer", "glow'"}},
		{"a curly apostrophe too", "O’Neill ‘x’", []string{"O’Neill", "‘x’"}},
		{"a quote within a word", `SAVE"15 x`, []string{`SAVE"15`, "x"}},
		{"empty quotes", `"" x`, []string{`"`, "x"}},
		{"no space after a quote", `"Summer"glow`, []string{`"Summer`, "glow"}},
		{"right-to-left marks", "\u200f@maya\u200f summer\u202e-glow", []string{"@maya", "summer-glow"}},
		{"emoji", "🔥 x", []string{"🔥", "x"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := words{tt.text}
			var got []string
			for !w.empty() {
				next, err := w.next()
				if err != nil {
					t.Fatal(err)
				}
				if next.quoted {
					next.text = `"` + next.text
				}
				got = append(got, next.text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOddQuote(t *testing.T) {
	for _, text := range []string{`"Summer Glow`, "“x", `a "b`} {
		w := words{text}
		var err error
		for err == nil && !w.empty() {
			_, err = w.next()
		}
		if err == nil || !strings.Contains(err.Error(), "quote without its partner") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestKeywords(t *testing.T) {
	if !(word{text: "CoDe"}).is("code") || (word{text: "code", quoted: true}).is("code") {
		t.Error("a keyword is one in any case, and never in quotes")
	}
	for text, want := range map[string]bool{
		"@maya": true, "＠maya": true, "https://www.instagram.com/maya": true, "maya": false, "maya@x": false, "": false,
	} {
		if got := (word{text: text}).handle(); got != want {
			t.Errorf("%q is a handle: %v", text, got)
		}
	}
}

func TestClip(t *testing.T) {
	for _, tt := range []struct {
		text string
		n    int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"äöüß", 3, "äö…"}, {"", 5, ""}} {
		if got := clip(tt.text, tt.n); got != tt.want {
			t.Errorf("clip(%q, %d) = %q", tt.text, tt.n, got)
		}
	}
}
