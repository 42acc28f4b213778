package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
)

// What mrkdwn would take for its marks stands as code, and all else as it was.
func TestExact(t *testing.T) {
	for text, want := range map[string]string{
		"":             "",
		"@maya.glow":   "@maya.glow",
		"@maya_glow_x": "@maya_glow_x",
		"@maya__glow":  "@maya__glow",
		"@leo_":        "@leo_",
		"@_leo_":       "`@_leo_`",
		"@_leo":        "`@_leo`",
		"@maya._glow":  "`@maya._glow`",
		"@é_x":         "`@é_x`",
		"_Maya":        "`_Maya`",
		"Maya *star*":  "`Maya *star*`",
		"~Maya~":       "`~Maya~`",
		"Ma`ya":        "`Maˋya`",
		"a <b> & c":    "a &lt;b&gt; &amp; c",
		"_<!channel>_": "`_&lt;!channel&gt;_`",
	} {
		if got := exact(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := strong("@maya_glow"); got != "*@maya_glow*" {
		t.Error(got)
	}
	if got := strong("@_leo_"); got != "`@_leo_`" {
		t.Error(got)
	}
}

// Wherever somebody is named whose handle or name holds Slack's marks, both are
// shown as they are, and what people copy beside them too.
func TestHandlesWithMarks(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	leo := w.selected(summer, "@_leo_", "TBD", "LEO15")
	w.profiled(leo, "Leo `the* star_", "")
	w.selected(summer, "@_kim", "TBD", "TBD")
	for _, said := range [][2]string{
		{"/influencer show @_leo_", "`@_leo_` (`Leo ˋthe* star_`)"},
		{"/influencer list summer-glow", "`@_kim` · Summer Glow"},
		{"/influencer list unsent", "`@_leo_` (`Leo ˋthe* star_`) · Summer Glow"},
		{"/influencer tbd", "`@_kim` · Summer Glow"},
		{"/influencer history LEO15", "`@_leo_`"},
		{"/influencer history @_leo_", "`@_leo_` (`Leo ˋthe* star_`)"},
		{"/influencer sent @_leo_", "Marked as sent: `@_leo_`"},
		{"/influencer code @_kim KIM15", "of `@_kim` in Summer Glow is"},
		{"/influencer decline @_kim summer-glow", "`@_kim` is withdrawn"},
		{"/influencer show @_le_", "There is no influencer @_le_. Did you mean @_leo_?"}, // rich text, which has no marks
	} {
		m := w.says(w.ana, said[0], said[1])
		if text := m.Text(); strings.Contains(text, "*@_") {
			t.Errorf("%s is answered in italics:\n%s", said[0], text)
		}
	}
}
