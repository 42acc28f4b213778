package tracking_test

import (
	"testing"

	"codekeeper/store/tracking"
)

func TestTBD(t *testing.T) {
	for _, text := range []string{
		"TBD", "tbd", "Tbd", "T.B.D.", "t.b.d", "T. B. D.", "T B D", "tbd.", "TBD...", "TBD…", " TBD\n",
		"“TBD”", `"TBD"`, "'tbd'", "‘TBD’", "”TBD”", "„TBD“", "«TBD»", "“ TBD ”", "“TBD.”", "“TBD”.", "\"“TBD”\"",
		"â€œTBDâ€", "â€œTBDâ€\u009d", "â€œTBDâ€\ufffd", "â€˜TBDâ€™",
		"\u0e42\u20ac\u0153TBD\u0e42\u20ac", "\u0e42\u20ac\u0153TBD\u0e42\u20ac\u009d", "‚ÄúTBD‚Äù",
		"ＴＢＤ", "＂ＴＢＤ＂", "Ｔ．Ｂ．Ｄ．", "T\u200bB\u200dD", "\ufeffTBD", "\u200eTBD\u200f",
		"TBA", "tba", "T.B.A.", "TBC", "t.b.c.",
		"to be determined", "To Be Decided", "TO BE ANNOUNCED", "to be confirmed.", "“to be determined”", "to  be\u00a0determined",
	} {
		t.Run(text, func(t *testing.T) {
			if !tracking.IsTBD(text) {
				t.Error("IsTBD is false")
			}
			code, err := tracking.ParseCode(text)
			if err != nil || !code.TBD() || code != (tracking.Code{}) || code.String() != "TBD" {
				t.Errorf("as code: %q, %v", code, err)
			}
			link, err := tracking.ParseLink(text)
			if err != nil || !link.TBD() || link != (tracking.Link{}) || link.String() != "TBD" {
				t.Errorf("as link: %q, %v", link, err)
			}
		})
	}
}

func TestNotTBD(t *testing.T) {
	for _, text := range []string{
		"", " ", ".", "...", `""`, "TBDEALS", "TBD-MAYA", "TB", "T.B.", "TBE", "TBD1", "TBD TBD", "tbd soon", "<TBD>", "T-B-D",
		"to be", "to be done", "tobedetermined", "be determined", "TВD" /* a Cyrillic letter in the middle */, "TBD\xff", "\xffTBD",
	} {
		if tracking.IsTBD(text) {
			t.Errorf("%q is TBD", text)
		}
		if link, err := tracking.ParseLink(text); err == nil {
			t.Errorf("%q is the link %q", text, link)
		}
	}
}
