package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
)

func TestCodeIsSaved(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.says(w.ana, "/influencer code @maya.glow MAYA20",
		"Saved. The coupon code of *@maya.glow* in Summer Glow is `MAYA20` now; it was `TBD`.",
		"*@maya.glow* · *Summer Glow* · selected, link TBD", "Coupon code: `MAYA20`", "[Update]")
	w.holds(maya, store.Selected, "TBD", "MAYA20")
	w.says(w.ben, "/influencer code Maya.Glow summer “MAYA21”", "is `MAYA21` now; it was `MAYA20`")
	w.says(w.ana, "/influencer CODE @maya.glow MAYA21", "Nothing to change", "is `MAYA21` already")
	w.says(w.ana, "/influencer code @maya.glow tbd", "is `TBD` now; it was `MAYA21`", "Coupon code: *TBD* since today · waits for us")
	if n := w.history(maya); n != 4 {
		t.Errorf("%d history rows, want 4: nothing is written when nothing changes", n)
	}
}

// Every row of what is no code: the answer says why, and nothing is stored.
func TestTextsThatAreNoCode(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "OLD10")
	for _, tt := range []struct {
		text string
		says []string
	}{
		{"", []string{"Say which coupon code, or TBD if you don't have it yet.", "/influencer code @maya.glow TBD"}},
		{`""`, []string{"Say which coupon code, or TBD"}},
		{"\u200b", []string{"Say which coupon code, or TBD"}},
		{"SAVE 15", []string{"A code can't contain a space. Try SAVE15"}},
		{"summer-glow SAVE 15", []string{"A code can't contain a space. Try SAVE15"}},
		{"MAYA🔥", []string{"A code can't contain “🔥”"}},
		{"🔥", []string{"A code can't contain “🔥”"}},
		{"MАYA15", []string{"the Cyrillic letter “А”", "Try MAYA15"}},
		{"=1+1", []string{"A code can't contain “=”"}},
		{strings.Repeat("A", 256), []string{"This code is 256 characters long. A code has at most 255."}},
		{strings.Repeat("AB", 5000), []string{"This code is 10,000 characters long"}},
		{"https://shop.example/Maya?ref=1&a=ﬁ", []string{"That looks like a link."}},
		{"HTTPS://Shop.Example/Maya", []string{"That looks like a link."}},
		{"shop.example/maya", []string{"That looks like a link."}},
		{"<https://shop.example/m|shop>", []string{"That looks like a link."}},
		{"<!channel>", []string{"A code can't contain “<”"}},
		{"&lt;!channel&gt;", []string{"A code can't contain “<”"}},
		{"\u202e02AYAM", []string{"an invisible character (U+202E)"}},
		{"https://me:secret@shop.example/", []string{"That looks like a link."}},
	} {
		w.refuses(w.ana, "/influencer code @maya.glow "+tt.text, tt.says...)
	}
	w.holds(maya, store.Selected, "TBD", "OLD10")
}

func TestTextsThatAreCodes(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "OLD10")
	for text, want := range map[string]string{
		"TBDEALS": "TBDEALS", "TBD-MAYA": "TBD-MAYA", "maya15": "maya15", "“MAYA15”": "MAYA15", "T.B.D.": "TBD", "to be confirmed": "TBD",
		"â€œTBDâ€": "TBD", "TBD": "TBD", "tba": "TBD", "ＭＡＹＡ１５": "MAYA15", "50%OFF": "50%OFF", "\u0e42\u20ac\u0153MAYA1\u0e42\u20ac": "MAYA1",
	} {
		w.ana.Types("/influencer code @maya.glow " + text)
		w.ana.Sees("`" + want + "`")
		w.holds(maya, store.Selected, "TBD", want)
	}
}

func TestCampaignAfterTheHandle(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer, winter := w.campaign("Summer Glow"), w.campaign("Winter Warm")
	w.archived(w.campaign("Old Times"))
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.applicant(winter, "@leo.moves")

	w.refuses(w.ana, "/influencer code @maya.glow summer-glow", "Which coupon code shall @maya.glow have there?",
		"/influencer code @maya.glow summer-glow TBD")
	w.refuses(w.ana, "/influencer code @maya.glow SUMMER", "is the campaign Summer Glow",
		"If SUMMER is the code: /influencer code @maya.glow summer-glow SUMMER")
	w.refuses(w.ana, "/influencer code @maya.glow sumer-glow MAYA20", "There is no campaign sumer-glow. There is summer-glow.",
		"/influencer code @maya.glow summer-glow MAYA20")
	w.refuses(w.ana, "/influencer code @maya.glow winter-warm MAYA20", "@maya.glow is not in Winter Warm yet.",
		"/influencer select @maya.glow winter-warm code MAYA20")
	w.refuses(w.ana, "/influencer code @maya.glow old-times MAYA20", "Old Times is archived.", "/campaign reopen old-times")
	w.refuses(w.ana, "/influencer code @maya.glow Summer Glow MAYA20", "goes in double quotes", "/influencer code @maya.glow summer-glow MAYA20")
	w.says(w.ana, `/influencer code @maya.glow "Summer Glow" MAYA20`, "Saved.")
	w.says(w.ana, "/influencer code @maya.glow summer-glow SUMMER", "Saved.", "`SUMMER`")
	w.holds(maya, store.Selected, "TBD", "SUMMER")
}

func TestUnknownHandleNamesTheClosest(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.refuses(w.ana, "/influencer code @maya.glow MAYA20", "There is no influencer @maya.glow yet.", "/influencer add @maya.glow")
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.refuses(w.ana, "/influencer code @maya.glw MAYA20", "There is no influencer @maya.glw. Did you mean @maya.glow?",
		"/influencer code @maya.glow MAYA20", "/influencer add @maya.glw")
	w.refuses(w.ana, "/influencer edit maya.glw", "/influencer edit maya.glow")
	w.refuses(w.ana, "/influencer show @maya", "Did you mean @maya.glow?", "/influencer show @maya.glow")
	w.refuses(w.ana, "/influencer show "+strings.Repeat("x", 10_000), "A handle has at most 100 characters")
}

// Slack may send & < > as entities, or not.
func TestEscapedCommands(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.sim.EscapeCommands(true)
	maya := w.selected(w.campaign("Summer & <Glow>"), "@maya.glow", "TBD", "TBD")
	w.says(w.ana, "/influencer link @maya.glow https://shop.example/maya?a=1&b=2", "`https://shop.example/maya?a=1&b=2`", "Summer & <Glow>")
	w.holds(maya, store.Selected, "https://shop.example/maya?a=1&b=2", "TBD")
	w.says(w.ana, `/influencer code @maya.glow "Summer & <Glow>" MAYA20`, "Saved.")
	w.refuses(w.ana, `/influencer code @maya.glow <!channel>`, "A code can't contain “<”")
}
