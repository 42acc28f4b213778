package tracking_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"codekeeper/store/tracking"
)

func codeOf(t failer, text string) tracking.Code {
	t.Helper()
	code, err := tracking.ParseCode(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return code
}

func linkOf(t failer, text string) tracking.Link {
	t.Helper()
	link, err := tracking.ParseLink(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return link
}

func TestSimilar(t *testing.T) {
	for _, alike := range [][]string{
		{"ANNA15", "anna15", "ANNA-15", "ANNAI5", "ANNAl5", "A.N.N.A_15", "ANNA1S", "ANNA15%", "ANNA+15"},
		{"SOLO", "5010", "S0L0"},
		{"BOB8", "8088"},
		{"ZOE2", "20E2"},
		{"7", "7-"},
	} {
		for _, text := range alike {
			if got, want := codeOf(t, text).Similar(), codeOf(t, alike[0]).Similar(); got != want || got == "" {
				t.Errorf("%s: %q, and %s: %q", text, got, alike[0], want)
			}
		}
	}
	for _, apart := range [][2]string{{"ANNA15", "ANNA16"}, {"ANNA15", "ANA15"}, {"ANNA15", "HANNA15"}, {"MAYA", "MAYA1"}} {
		if codeOf(t, apart[0]).Similar() == codeOf(t, apart[1]).Similar() {
			t.Errorf("%s and %s are similar", apart[0], apart[1])
		}
	}
	if got := (tracking.Code{}).Similar(); got != "" {
		t.Errorf("TBD: %q", got)
	}
}

func TestNear(t *testing.T) {
	const one = "https://shop.example/Maya?ref=1"
	for _, text := range []string{
		"https://shop.example/maya?ref=1", "https://shop.example/Maya/?ref=1", "https://shop.example/Maya//?REF=1", "https://shop.example/_May_a_?ref=1",
		"https://shop.example/Maya/_/?ref=1/", "HTTPS://Shop.Example/MAYA?ref=1",
	} {
		if got, want := linkOf(t, text).Near(), linkOf(t, one).Near(); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{
		"https://shop.example/Maya?ref=2", "https://shop.example/Maya", "https://shop.example/M/aya?ref=1", "http://shop.example/Maya?ref=1",
		"https://shop.example/Maya-?ref=1", "https://shop.example/%4Daya?ref=1", "https://shop.example/Maya?ref=1#x",
	} {
		if linkOf(t, text).Near() == linkOf(t, one).Near() {
			t.Errorf("%s is near", text)
		}
	}
	if linkOf(t, "https://shop.example/É").Near() == linkOf(t, "https://shop.example/é").Near() {
		t.Error("the case of a letter beyond A to Z is folded")
	}
	if got := (tracking.Link{}).Near(); got != "" {
		t.Errorf("TBD: %q", got)
	}
}

func TestHome(t *testing.T) {
	for _, text := range []string{
		"https://shop.example", "https://shop.example/", "http://www.shop.example:8080", "https://shop.example//", "https://shop.example?", "https://shop.example/#",
		"https://shop.example/?#",
	} {
		if !linkOf(t, text).Home() {
			t.Errorf("%s is no home page", text)
		}
	}
	for _, text := range []string{
		"TBD", "https://shop.example/maya", "https://shop.example/?ref=1", "https://shop.example?ref=1", "https://shop.example/#maya", "https://shop.example/.",
	} {
		if linkOf(t, text).Home() {
			t.Errorf("%s is a home page", text)
		}
	}
}

func TestNearProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		host := rapid.StringMatching(`https://[a-z]{1,9}\.example/`).Draw(t, "host")
		tail := rapid.StringMatching(`[A-Za-z0-9_é%/-]{0,20}(\?[a-zA-Z]{1,5}=[A-Za-z/_]{0,9})?(#[a-z/]{0,5})?`).Draw(t, "tail")
		near := linkOf(t, host+tail).Near()
		runes := []rune(tail)
		at := rapid.IntRange(0, len(runes)).Draw(t, "at")
		for _, text := range []string{
			host + string(runes[:at]) + "_" + string(runes[at:]),
			strings.ToUpper(host) + asciiUpper(tail),
			host + tail + "/",
		} {
			if got := linkOf(t, text).Near(); got != near {
				t.Fatalf("%q: %q, want %q", text, got, near)
			}
		}
	})
}

// asciiUpper is a text with a to z in capitals.
func asciiUpper(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, text)
}

func TestSimilarProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9_.%+-]{0,20}`).Draw(t, "code")
		if tracking.IsTBD(text) {
			return
		}
		code := codeOf(t, text)
		if code.Similar() == "" || codeOf(t, strings.ToUpper(text)).Similar() != code.Similar() {
			t.Fatalf("%q: %q", text, code.Similar())
		}
		if again := codeOf(t, "x"+code.Similar()); again.Similar() != "x"+code.Similar() {
			t.Fatalf("%q: what is similar to %q is %q", text, code.Similar(), again.Similar())
		}
	})
}
