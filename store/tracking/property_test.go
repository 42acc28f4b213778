package tracking_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"codekeeper/store/tracking"
)

var (
	codePattern = regexp.MustCompile(tracking.CodePattern)
	linkPattern = regexp.MustCompile(tracking.LinkPattern)
)

// typed draws what people and programs type into the two fields: right, nearly right and wrong.
func typed() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9_.%+-]{0,20}`),
		rapid.StringMatching(`(https?|HTTPS)://[A-Za-z0-9-]{1,9}\.[A-Za-z.]{2,9}(:[0-9]{1,6})?[/?#]?[ -~]{0,20}`),
		rapid.StringMatching(`[a-z]{1,9}\.[a-zA-Zа-яΑ-Ωß-ÿİ]{2,9}[/?#:]?[ -~]{0,9}`),
		rapid.SampledFrom([]string{
			"TBD", "t.b.d.", "to be determined", "https://", "shop.example", "/maya", "maya15", "“", "”", `"`, "'", "<", ">", "|shop", "@", ":80",
			" ", "\t", "\n", "\u00a0", "\u200b", "\ufeff", "\u202e", "\x00", "\xff", "ﬁ", "Ａ", "А", "Μ", "ü", "İ", "。", "🔥", "\u0301", "½", "xn--",
			"127.0.0.1", "0x7f", "[::1]", "â€œ", "â€", "\u0e42\u20ac\u0153", "\u0e42\u20ac", "%", "\\", "`", strings.Repeat("a", 250), strings.Repeat("é", 990),
		}),
	)
	joined := rapid.Map(rapid.SliceOfN(piece, 0, 5), func(pieces []string) string { return strings.Join(pieces, "") })
	return rapid.OneOf(piece, joined)
}

func TestCodeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { codeHolds(t, typed().Draw(t, "text")) })
}

func TestLinkProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { linkHolds(t, typed().Draw(t, "text")) })
}

// failer is what a property check and a fuzz target have in common.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// codeHolds checks all that is promised of ParseCode for any text.
func codeHolds(t failer, text string) {
	t.Helper()
	code, err := tracking.ParseCode(text)
	if err != nil {
		errorHolds(t, text, err, func(try string) error { _, err := tracking.ParseCode(try); return err })
		if tracking.IsTBD(text) || code != (tracking.Code{}) {
			t.Fatalf("%q: is TBD, or came with a code: %v, %q", text, err, code)
		}
		return
	}
	if code.TBD() != tracking.IsTBD(text) {
		t.Fatalf("%q: as code %q, while IsTBD says otherwise", text, code)
	}
	if again, err := tracking.ParseCode(code.String()); err != nil || again != code {
		t.Fatalf("%q: parsed again %q becomes %q, %v", text, code, again, err)
	}
	if !code.TBD() {
		if !codePattern.MatchString(code.String()) || len(code.String()) > tracking.MaxCode {
			t.Fatalf("%q: %q is outside the pattern", text, code)
		}
		for _, cased := range []string{strings.ToUpper(code.String()), strings.ToLower(code.String())} {
			if other, err := tracking.ParseCode(cased); err != nil || !other.Same(code) || other.Key() != code.Key() {
				t.Fatalf("%q and %q: not the same (%v)", code, cased, err)
			}
		}
	}
	var scanned, decoded tracking.Code
	stored, err := code.Value()
	if err != nil || scanned.Scan(stored) != nil || scanned != code || (stored == nil) != code.TBD() {
		t.Fatalf("%q: stored as %v, read as %q", code, stored, scanned)
	}
	data, err := json.Marshal(code)
	if err != nil || json.Unmarshal(data, &decoded) != nil || decoded != code || (string(data) == "null") != code.TBD() {
		t.Fatalf("%q: written as %s, read as %q", code, data, decoded)
	}
}

// linkHolds checks all that is promised of ParseLink for any text.
func linkHolds(t failer, text string) {
	t.Helper()
	link, err := tracking.ParseLink(text)
	if err != nil {
		errorHolds(t, text, err, func(try string) error { _, err := tracking.ParseLink(try); return err })
		if tracking.IsTBD(text) || link != (tracking.Link{}) {
			t.Fatalf("%q: is TBD, or came with a link: %v, %q", text, err, link)
		}
		return
	}
	if link.TBD() != tracking.IsTBD(text) {
		t.Fatalf("%q: as link %q, while IsTBD says otherwise", text, link)
	}
	if again, err := tracking.ParseLink(link.String()); err != nil || again != link {
		t.Fatalf("%q: parsed again %q becomes %q, %v", text, link, again, err)
	}
	if !link.TBD() {
		if !linkPattern.MatchString(link.String()) || len(link.String()) > tracking.MaxLink {
			t.Fatalf("%q: %q is outside the pattern", text, link)
		}
		if tail := afterHost(link.String()); !strings.Contains(visible(text), tail) {
			t.Fatalf("%q: %q was not typed like this", text, tail)
		}
	}
	var scanned, decoded tracking.Link
	stored, err := link.Value()
	if err != nil || scanned.Scan(stored) != nil || scanned != link || (stored == nil) != link.TBD() {
		t.Fatalf("%q: stored as %v, read as %q", link, stored, scanned)
	}
	data, err := json.Marshal(link)
	if err != nil || json.Unmarshal(data, &decoded) != nil || decoded != link || (string(data) == "null") != link.TBD() {
		t.Fatalf("%q: written as %s, read as %q", link, data, decoded)
	}
}

// errorHolds checks that an error is for a person: a sentence, short, in valid text, and what it offers works.
func errorHolds(t failer, text string, err error, parse func(string) error) {
	t.Helper()
	wrong, ok := errors.AsType[*tracking.Error](err)
	if !ok {
		t.Fatalf("%q: an error of type %T", text, err)
	}
	if !strings.HasSuffix(wrong.Problem, ".") || len(wrong.Problem) > 300 || !utf8.ValidString(wrong.Problem) {
		t.Fatalf("%q: the problem %q is no sentence", text, wrong.Problem)
	}
	if strings.ContainsFunc(wrong.Problem, func(r rune) bool { return r < ' ' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' }) {
		t.Fatalf("%q: the problem %q shows what can't be seen", text, wrong.Problem)
	}
	if wrong.Try != "" && parse(wrong.Try) != nil {
		t.Fatalf("%q: %q is offered and refused: %v", text, wrong.Try, parse(wrong.Try))
	}
}

// afterHost cuts scheme and host off a link.
func afterHost(link string) string {
	_, rest, _ := strings.Cut(link, "://")
	if i := strings.IndexAny(rest, ":/?#"); i >= 0 {
		return rest[i:]
	}
	return ""
}

// visible is a text without the characters that are dropped from anywhere in it.
func visible(text string) string {
	return strings.NewReplacer("\u00ad", "", "\u034f", "", "\u180e", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u200e", "", "\u200f", "",
		"\u2060", "", "\u2061", "", "\u2062", "", "\u2063", "", "\u2064", "", "\ufeff", "").Replace(text)
}
