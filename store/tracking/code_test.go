package tracking_test

import (
	"errors"
	"strings"
	"testing"

	"codekeeper/store/tracking"
)

// parsed is what a test expects of a text: a code or link as String shows it ("TBD" for TBD), or else an error whose problem
// contains the words of it, with the text that it offers.
type parsed struct {
	name, text, want string
	problem, try     string
}

func (p parsed) check(t *testing.T, got interface{ String() string }, err error) {
	t.Helper()
	if p.problem == "" {
		if err != nil {
			t.Fatalf("%q: %v", p.text, err)
		}
		if got.String() != p.want {
			t.Fatalf("%q: got %q, want %q", p.text, got, p.want)
		}
		return
	}
	wrong, ok := errors.AsType[*tracking.Error](err)
	if !ok {
		t.Fatalf("%q: got %q and error %v, want the problem %q", p.text, got, err, p.problem)
	}
	if got.String() != "TBD" {
		t.Errorf("%q: an error came with %q", p.text, got)
	}
	if !strings.Contains(wrong.Problem, p.problem) {
		t.Errorf("%q: problem %q, want %q in it", p.text, wrong.Problem, p.problem)
	}
	if wrong.Try != p.try {
		t.Errorf("%q: offers %q, want %q", p.text, wrong.Try, p.try)
	}
}

func TestParseCode(t *testing.T) {
	long := strings.Repeat("a", tracking.MaxCode)
	for _, tt := range []parsed{
		{name: "as typed", text: "maya15", want: "maya15"},
		{name: "one character", text: "M", want: "M"},
		{name: "one digit", text: "7", want: "7"},
		{name: "every sign", text: "A-Z_a.z%0+9", want: "A-Z_a.z%0+9"},
		{name: "begins like TBD", text: "TBDEALS", want: "TBDEALS"},
		{name: "TBD and a name", text: "TBD-MAYA", want: "TBD-MAYA"},
		{name: "spelled out in one word", text: "TOBEDECIDED", want: "TOBEDECIDED"},
		{name: "white space around", text: " \t\u00a0MAYA15\u3000\r\n", want: "MAYA15"},
		{name: "quoted", text: `"MAYA15"`, want: "MAYA15"},
		{name: "fullwidth quotes", text: "＂MAYA15＂", want: "MAYA15"},
		{name: "fullwidth", text: "ＭＡＹＡ１５", want: "MAYA15"},
		{name: "ligature", text: "ﬁt15", want: "fit15"},
		{name: "zero width", text: "MA\u200bYA\u200d\ufeff1\u20605\u00ad", want: "MAYA15"},
		{name: "255 characters", text: long, want: long},

		{name: "empty", text: "", problem: "Enter a code, or TBD if you don't have it yet."},
		{name: "blank", text: " \n ", problem: "Enter a code, or TBD"},
		{name: "only zero width", text: "\u200b\ufeff", problem: "Enter a code, or TBD"},
		{name: "empty quotes", text: `" "`, problem: "Enter a code, or TBD"},
		{name: "256 characters", text: long + "a", problem: "256 characters long. A code has at most 255."},
		{name: "10,000 characters", text: strings.Repeat("ab", 5000), problem: "10,000 characters long"},

		{name: "space", text: "SAVE 15", problem: "A code can't contain a space.", try: "SAVE15"},
		{name: "no-break space", text: "SAVE\u00a015", problem: "A code can't contain a space.", try: "SAVE15"},
		{name: "tab", text: "SAVE\t15", problem: "a tab", try: "SAVE15"},
		{name: "newline", text: "SAVE\n15", problem: "a line break", try: "SAVE15"},
		{name: "emoji", text: "MAYA🔥", problem: "“🔥” (U+1F525)", try: "MAYA"},
		{name: "only an emoji", text: "🔥", problem: "“🔥” (U+1F525)"},
		{name: "Cyrillic", text: "MАYA15", problem: "the Cyrillic letter “А” (U+0410), which only looks like the Latin “A”", try: "MAYA15"},
		{name: "Greek", text: "ΜAYA", problem: "the Greek letter “Μ” (U+039C), which only looks like the Latin “M”", try: "MAYA"},
		{name: "unlike any Latin letter", text: "ЖАR", problem: "the Cyrillic letter “Ж” (U+0416)."},
		{name: "umlaut", text: "MÄRZ", problem: "“Ä” (U+00C4)", try: "MARZ"},
		{name: "sharp s", text: "süß", problem: "“ü” (U+00FC)"},
		{name: "Chinese", text: "夏天15", problem: "the Han letter “夏”"},
		{name: "fraction", text: "SAVE½", problem: "U+2044"},
		{name: "formula", text: "=1+1", problem: "“=”", try: "1+1"},
		{name: "begins with a plus", text: "+15", problem: "A code begins with a letter or a digit, not with “+”.", try: "15"},
		{name: "begins with a hyphen", text: "-MAYA", problem: "not with “-”", try: "MAYA"},
		{name: "only signs", text: "-._", problem: "not with “-”"},
		{name: "hash", text: "#MAYA15", problem: "“#”", try: "MAYA15"},
		{name: "one quote", text: `"MAYA`, problem: "“\"”", try: "MAYA"},
		{name: "doubtful TBD", text: "TBD?", problem: "“?”", try: "TBD"},
		{name: "several", text: "MAYA,ANNA", problem: "“,”"},
		{name: "comma after it", text: "MAYA15, ", problem: "“,”", try: "MAYA15"},
		{name: "labelled", text: "code: MAYA15", problem: "“:”"},
		{name: "mail address", text: "mailto:maya@shop.example", problem: "“:”"},
		{name: "script", text: "javascript:alert(1)", problem: "“:”"},
		{name: "markup", text: "<!channel>", problem: "“<”", try: "channel"},
		{name: "NUL", text: "MAYA\x0015", problem: "a control character (U+0000)", try: "MAYA15"},
		{name: "right-to-left override", text: "MAYA\u202e51", problem: "an invisible character (U+202E)", try: "MAYA51"},
		{name: "combining mark", text: "MX\u0337A", problem: "a combining mark (U+0337)", try: "MXA"},
		{name: "replacement character", text: "MAYA\ufffd", problem: "a damaged character (U+FFFD)"},
		{name: "invalid UTF-8", text: "MAYA\xff15", problem: "isn't valid UTF-8"},
		{name: "half a character", text: "MAYA\xe2\x80", problem: "isn't valid UTF-8"},

		{name: "link", text: "https://shop.example/Maya?ref=1&a=ﬁ", problem: "That looks like a link."},
		{name: "shouted link", text: "HTTPS://Shop.Example/Maya", problem: "That looks like a link."},
		{name: "link without scheme", text: "shop.example/maya", problem: "That looks like a link."},
		{name: "link with one slash", text: "https:/shop.example", problem: "That looks like a link."},
		{name: "wrapped link", text: "<https://shop.example/m|shop>", problem: "That looks like a link."},
		{name: "long link", text: "https://shop.example/" + long, problem: "That looks like a link."},
		{name: "link with a port", text: "shop.example:8080", problem: "That looks like a link."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, err := tracking.ParseCode(tt.text)
			tt.check(t, code, err)
		})
	}
}

func TestCodeSame(t *testing.T) {
	parse := func(text string) tracking.Code {
		code, err := tracking.ParseCode(text)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	if !parse("maya15").Same(parse("MAYA15")) || parse("maya15") == parse("MAYA15") {
		t.Error("codes that differ in case are the same, and not equal")
	}
	if parse("maya15").Same(parse("maya16")) {
		t.Error("two codes are the same")
	}
	if parse("TBD").Same(parse("tbd")) || parse("TBD").Same(parse("M")) || parse("M").Same(tracking.Code{}) {
		t.Error("a TBD is the same as something")
	}
	if got := parse("MaYa%15").Key(); got != "maya%15" {
		t.Errorf("key %q", got)
	}
	if got := (tracking.Code{}).Key(); got != "" {
		t.Errorf("key of TBD %q", got)
	}
}

func TestErrorJoins(t *testing.T) {
	_, err := tracking.ParseCode("SAVE 15")
	if got, want := err.Error(), "A code can't contain a space. Try SAVE15"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	_, err = tracking.ParseCode("")
	if got, want := err.Error(), "Enter a code, or TBD if you don't have it yet."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
