package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
)

func TestTextsThatAreLinks(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	long := "https://shop.example/" + strings.Repeat("a", 2000-len("https://shop.example/"))
	for text, want := range map[string]string{
		"https://shop.example/Maya?ref=1&a=ﬁ": "https://shop.example/Maya?ref=1&a=ﬁ",
		"HTTPS://Shop.Example/Maya":           "https://shop.example/Maya",
		"<https://shop.example/m|shop>":       "https://shop.example/m",
		"“https://shop.example/q”":            "https://shop.example/q",
		"to be announced":                     "TBD",
		"T.B.D.":                              "TBD",
		long:                                  long,
	} {
		w.ana.Types("/influencer link @maya.glow " + text)
		w.ana.Sees("ffiliate link of *@maya.glow*")
		w.holds(maya, store.Selected, want, "TBD")
	}
}

// Every row of what is no link: the answer says why, and nothing is stored.
func TestTextsThatAreNoLink(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "https://shop.example/old", "TBD")
	for _, tt := range []struct {
		text string
		says []string
	}{
		{"", []string{"Say which affiliate link, or TBD if you don't have it yet.", "/influencer link @maya.glow TBD"}},
		{"maya15", []string{"looks like a code"}},
		{"TBDEALS", []string{"looks like a code"}},
		{"shop.example/maya", []string{"Try https://shop.example/maya"}},
		{"ftp://shop.example/maya", []string{"link"}},
		{"javascript:alert(1)", []string{"link"}},
		{"https://me:secret@shop.example/", []string{"link"}},
		{"https://127.0.0.1/maya", []string{"link"}},
		{"https://localhost/maya", []string{"link"}},
		{"https://shop.example/a b", []string{"link"}},
		{"summer-glow https://shop.example/a b", []string{"link"}},
		{"https://shop.example/" + strings.Repeat("a", 2000), []string{"2,000"}},
		{"🔥", []string{"link"}},
		{"<!channel>", []string{"link"}},
	} {
		w.refuses(w.ana, "/influencer link @maya.glow "+tt.text, tt.says...)
	}
	w.holds(maya, store.Selected, "https://shop.example/old", "TBD")
}

func TestSeveralCampaignsForALink(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@anna", "https://shop.example/anna?utm_source=summer-1", "TBD")
	inLong := w.selected(w.campaign(strings.Repeat("Very Long Name ", 6)), "@anna", "TBD", "TBD")
	asked := w.says(w.ana, "/influencer link @anna https://shop.example/anna?utm_source=summer-2",
		"[Summer Glow: shop.ex…rce=summer-1 → shop.ex…rce=summer-2]", "[Very Long Name Very Long Name…: TBD → shop.ex…rce=summer-2]")
	asked.Press("Very Long Name Very Long Name…: TBD → shop.ex…rce=summer-2")
	w.ana.Sees("Saved.")
	w.holds(inLong, store.Selected, "https://shop.example/anna?utm_source=summer-2", "TBD")
}

// Links that only differ in a byte of the path are two links.
func TestLinkIsComparedByteByByte(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@leo", "https://shop.example/Maya", "TBD")
	w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.says(w.ana, "/influencer link @maya.glow https://shop.example/maya", "Not saved yet.").Press("Save anyway") // it is near
	w.ana.Sees("Saved.")
	m := w.says(w.ana, "/influencer link @maya.glow HTTPS://SHOP.example/Maya", "@leo")
	if strings.Contains(m.Text(), "Save anyway") {
		m.Press("Save anyway")
	}
	w.ana.Sees("@leo has https://shop.example/Maya in Summer Glow already.")
}
