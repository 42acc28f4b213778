package tracking_test

import (
	"strings"
	"testing"
)

// seeds are texts from which the fuzzer reaches most branches.
var seeds = []string{
	"", "TBD", "T.B.D.", "“TBD”", "\u0e42\u20ac\u0153TBD\u0e42\u20ac", "â€œTBDâ€\u009d", "to be determined", "ＴＢＤ", "TBDEALS",
	"maya15", "SAVE 15", "MАYA15", "=1+1", "🔥", "½", "#A,B", strings.Repeat("a", 256),
	"https://shop.example/Maya?ref=1&a=ﬁ", "HTTPS://Shop.Example/Maya", "shop.example/maya", "<https://shop.example/m|shop>",
	"https://user:pw@shop.example:80/", "https://[::1]/", "https://0x7f.1/", "https://2130706433/", "https://shop。example", "https:/x.example",
	"https://İ.example/", "https://МАГАЗИН.example/", "https://a.example b.example", "https://a.example/\\|<>\"`", "mailto:a@b.example",
	"https://shop.example:00443", "https://shop..example.", "javascript:alert(1)", "\xff", "\x00", "\u202e", "https://shop.example/" + strings.Repeat("é", 990),
}

func FuzzParseCode(f *testing.F) {
	for _, text := range seeds {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { codeHolds(t, text) })
}

func FuzzParseLink(f *testing.F) {
	for _, text := range seeds {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { linkHolds(t, text) })
}
