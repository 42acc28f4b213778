package slacksim

import "testing"

// Whatever turns the direction of text is seen, in the page and on the wire,
// and turns nothing.
func TestTextThatTurns(t *testing.T) {
	for _, row := range []struct{ typed, page, wire string }{
		{"Maya", "Maya", "Maya"},
		{"a\u202eb\u202cc", "a[U+202E]b[U+202C]c", `a\u202eb\u202cc`},
		{"\u200f\u061c\u2067x\u2069", "[U+200F][U+061C][U+2067]x[U+2069]", `\u200f\u061c\u2067x\u2069`},
		{"שלום &lt;b&gt;", "שלום <b>", "שלום &lt;b&gt;"}, // letters turn themselves
	} {
		if got := shownText(row.typed); got != row.page {
			t.Errorf("the page shows %q as %q, want %q", row.typed, got, row.page)
		}
		if got := indented(`{"a":"` + row.typed + `"}`); got != "{\n  \"a\": \""+row.wire+"\"\n}\n" {
			t.Errorf("the wire shows %q as %q", row.typed, got)
		}
	}
}
