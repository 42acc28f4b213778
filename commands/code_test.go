package commands

import (
	"strings"
	"testing"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

func TestSplitSet(t *testing.T) {
	all := campaignsOf("Summer Glow", "Summer Sale", "Winter Warm", "-Old Times", "20 Days")
	for _, tt := range []struct {
		name, rest   string
		slug, text   string
		problem, try string
	}{
		{name: "a code", rest: "MAYA20", text: "MAYA20"},
		{name: "slug and code", rest: "summer-glow MAYA20", slug: "summer-glow", text: "MAYA20"},
		{name: "quoted name and code", rest: `"Summer Glow" MAYA20`, slug: "summer-glow", text: "MAYA20"},
		{name: "curly quotes", rest: "“summer glow” MAYA20", slug: "summer-glow", text: "MAYA20"},
		{name: "a beginning", rest: "WINTER MAYA20", slug: "winter-warm", text: "MAYA20"},
		{name: "the rest of the line", rest: "winter-warm  MAYA 20 ", slug: "winter-warm", text: "MAYA 20"},
		{name: "quoted code", rest: `"MAYA20"`, text: `"MAYA20"`},
		{name: "odd quote", rest: `"MAYA20`, text: `"MAYA20`},
		{name: "several words, no slug", rest: "SAVE 15", text: "SAVE 15"},
		{name: "an ambiguous beginning alone", rest: "SUMMER", text: "SUMMER"},
		{
			name: "nothing", rest: " ", problem: "Say which coupon code, or TBD if you don't have it yet.",
			try: "/influencer code @maya MAYA20",
		},
		{
			name: "empty quotes", rest: `"" MAYA20`, problem: "Say which coupon code, or TBD if you don't have it yet.",
			try: "/influencer code @maya MAYA20",
		},
		{
			name: "a campaign and no code", rest: "summer-glow",
			problem: "summer-glow is the campaign Summer Glow. Which coupon code shall @maya have there?",
			try:     "/influencer code @maya summer-glow MAYA20",
		},
		{
			name: "an ambiguous beginning and a code", rest: "summer MAYA20",
			problem: "summer could be summer-glow or summer-sale.", try: "/influencer code @maya summer-glow MAYA20",
		},
		{
			name: "a mistyped slug", rest: "sumer-glow MAYA20",
			problem: "There is no campaign sumer-glow. There is summer-glow.", try: "/influencer code @maya summer-glow MAYA20",
		},
		{
			name: "like any slug", rest: "spring-fling MAYA20",
			problem: "There is no campaign spring-fling. There is", try: "/influencer code @maya summer-glow MAYA20",
		},
		{
			name: "an archived one", rest: "old-times MAYA20",
			problem: "Old Times is archived.", try: "/campaign reopen old-times",
		},
		{
			name: "a name without quotes", rest: "Winter Warm MAYA20",
			problem: "A name of several words goes in double quotes, or takes its short form, winter-warm.",
			try:     "/influencer code @maya winter-warm MAYA20",
		},
		{
			name: "a link with percent signs", rest: "sumer-glow https://shop.example/100%s%20d",
			problem: "There is no campaign sumer-glow.", try: "/influencer code @maya summer-glow https://shop.example/100%s%20d",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			campaign, text, err := splitSet(aCode, all, setArgs{handleOf(t, "@maya"), tt.rest})
			if tt.problem != "" {
				wrong := userErrorOf(t, err)
				if !strings.HasPrefix(wrong.Problem, tt.problem) || wrong.Try != tt.try {
					t.Errorf("%q, try %q", wrong.Problem, wrong.Try)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			slug := ""
			if campaign != nil {
				slug = campaign.Slug
			}
			if slug != tt.slug || text != tt.text {
				t.Errorf("campaign %q and %q", slug, text)
			}
		})
	}
}

func TestParseSet(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "Say which influencer, by their handle. Try /influencer code @maya.glow MAYA20",
		`"`:                "There is a quote without its partner.",
		"MAYA20 @maya":     "The handle comes first. Try /influencer code @maya MAYA20",
		"@maya @leo X":     "One influencer at a time: each has their own coupon code. Try /influencer code @maya X",
		"@<!channel> X":    "A handle can't contain",
		"@may a\u0000 X":   "",
		"maya X":           "",
		"@maya":            "",
		"“@maya” X":        "",
		"@maya\u200b X":    "",
		"＠maya X":          "",
		"instagram.com/x ": "",
	} {
		_, err := parseSet(aCode, text)
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", text, err)
		case want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)):
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestBrief(t *testing.T) {
	for _, tt := range []struct {
		text string
		n    int
		want string
	}{
		{"MAYA20", 20, "MAYA20"},
		{"https://a.example/x", 20, "https://a.example/x"},
		{"https://shop.example/maya", 20, "shop.example/maya"},
		{"https://shop.example/maya?ref=instagram-1", 20, "shop.ex…=instagram-1"},
		{strings.Repeat("M", 300), 10, "MMM…MMMMMM"},
	} {
		if diff := cmp.Diff(tt.want, brief(tt.text, tt.n)); diff != "" {
			t.Error(diff)
		}
	}
}

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
	w.says(w.ana, "/influencer code @maya.glow tbd", "is `TBD` now; it was `MAYA21`", "Coupon code: *TBD* for less than an hour · waits for us")
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
		{"", []string{"Say which coupon code, or TBD if you don't have it yet.", "/influencer code @maya.glow MAYA20"}},
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
		"/influencer code @maya.glow summer-glow MAYA20")
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

// Selected in several live campaigns: one button for each shows the change.
func TestSeveralCampaigns(t *testing.T) {
	t.Parallel()
	w := start(t)
	inSummer := w.selected(w.campaign("Summer Glow"), "@anna", "TBD", "ANNA15")
	inWinter := w.selected(w.campaign("Winter Warm"), "@anna", "TBD", "TBD")
	w.selected(w.campaign("Shared Days", modes(store.Shared, store.Shared)), "@anna", "TBD", "TBD")
	w.applicant(w.campaign("Later"), "@anna")
	old := w.campaign("Old Times")
	w.selected(old, "@anna", "TBD", "TBD")
	w.archived(old)

	before := w.writes()
	asked := w.says(w.ana, "/influencer code @anna ANNA20", "*@anna* is in 2 campaigns. For which one is the coupon code `ANNA20`?",
		"[Summer Glow: ANNA15 → ANNA20]", "[Winter Warm: TBD → ANNA20]")
	if w.writes() != before {
		t.Error("asking stores something")
	}
	asked.Press("Summer Glow: ANNA15 → ANNA20")
	w.ana.Sees("Saved. The coupon code of *@anna* in Summer Glow is `ANNA20` now; it was `ANNA15`.")
	w.holds(inSummer, store.Selected, "TBD", "ANNA20")
	w.holds(inWinter, store.Selected, "TBD", "TBD")
	if text := asked.Text(); strings.Contains(text, "ANNA15 → ANNA20") {
		t.Errorf("the question stays:\n%s", text)
	}

	asked.PressAsSeen("Summer Glow: ANNA15 → ANNA20")
	w.ana.Sees("Nothing was saved")
}

// What was asked about changed before the button was pressed.
func TestButtonOfWhatMovedOn(t *testing.T) {
	t.Parallel()
	w := start(t)
	inSummer := w.selected(w.campaign("Summer Glow"), "@anna", "TBD", "ANNA15")
	w.selected(w.campaign("Winter Warm"), "@anna", "TBD", "TBD")
	asked := w.says(w.ana, "/influencer code @anna ANNA20", "Summer Glow: ANNA15 → ANNA20")
	w.change("ben", inSummer, func(e *store.Edit) { e.Code = codeOf(t, "BEN1") })
	asked.Press("Summer Glow: ANNA15 → ANNA20")
	again := w.ana.Sees("Nothing was saved: @ben changed this meanwhile. The coupon code of *@anna* in Summer Glow is `BEN1` now.")
	w.holds(inSummer, store.Selected, "TBD", "BEN1")
	again.Press("BEN1 → ANNA20")
	w.ana.Sees("Saved.")
	w.holds(inSummer, store.Selected, "TBD", "ANNA20")
}

func TestSharedAndNotNeeded(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Shared Days", modes(store.NotNeeded, store.Shared)), "@anna", "TBD", "TBD")
	w.refuses(w.ana, "/influencer code @anna ANNA20", "In Shared Days everyone shares one coupon code", "/campaign edit shared-days")
	w.refuses(w.ana, "/influencer link @anna https://shop.example/anna", "Shared Days needs no affiliate link.", "/campaign edit shared-days")
	w.refuses(w.ana, "/influencer code @anna shared TBD", "everyone shares one coupon code")
	later := w.applicant(w.campaign("Later"), "@anna")
	w.says(w.ana, "/influencer code @anna ANNA20", "Saved.", "in Later is `ANNA20`")
	w.holds(later, store.Applied, "TBD", "ANNA20")
}

// A campaign that changes its mode keeps it for those selected before.
func TestModeChangedAfterwards(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	anna := w.selected(summer, "@anna", "TBD", "TBD")
	leo := w.applicant(summer, "@leo")
	w.edited(summer, func(terms *store.Terms) { terms.CodeMode, terms.SharedCode = store.Shared, codeOf(t, "GLOW15") })
	w.says(w.ana, "/influencer code @anna ANNA20", "Saved.")
	w.holds(anna, store.Selected, "TBD", "ANNA20")
	w.refuses(w.ana, "/influencer code @leo LEO20", "In Summer Glow everyone shares one coupon code")
	w.holds(leo, store.Applied, "TBD", "TBD")
}

func TestApplicantIsPreparedAndSelected(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.applicant(w.campaign("Summer Glow"), "@maya.glow")
	m := w.says(w.ana, "/influencer code @maya.glow MAYA20", "Saved.", "They are an applicant: it counts once they are selected.",
		"Coupon code: `MAYA20` · prepared for when they are selected", "[Select with MAYA20]")
	w.holds(maya, store.Applied, "TBD", "MAYA20")
	m.Press("Select with MAYA20")
	w.ana.Sees("Saved. *@maya.glow* is selected for Summer Glow.")
	w.holds(maya, store.Selected, "TBD", "MAYA20")
	m.PressAsSeen("Select with MAYA20")
	w.ana.Sees("*@maya.glow* is selected for Summer Glow already.")
	if n := w.history(maya); n != 3 {
		t.Errorf("%d history rows", n)
	}
}

// *Select with MAYA20* agrees to MAYA20, not to what somebody else put there,
// and not to a code that somebody else holds.
func TestSelectWithOnlyWhatWasShown(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.applicant(w.campaign("Summer Glow"), "@maya.glow")
	m := w.says(w.ana, "/influencer code @maya.glow MAYA20", "[Select with MAYA20]")
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "BEN1") })
	m.Press("Select with MAYA20")
	w.ana.Sees("Nothing was changed")
	w.holds(maya, store.Applied, "TBD", "BEN1")

	m = w.says(w.ana, "/influencer code @maya.glow MAYA21", "[Select with MAYA21]")
	leo := w.selected(w.campaign("Winter Warm"), "@leo", "TBD", "maya21")
	m.Press("Select with MAYA21")
	m = w.ana.Sees("Not saved yet. `MAYA21` is held by *@leo* in Winter Warm now.")
	w.holds(maya, store.Applied, "TBD", "MAYA21")
	m.Press("Save anyway")
	w.ana.Sees("is selected for Summer Glow")
	w.holds(maya, store.Selected, "TBD", "MAYA21")
	w.holds(leo, store.Selected, "TBD", "maya21")
}

func TestDeclinedAndWithdrawnRefuse(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.change("ana", w.selected(summer, "@maya.glow", "TBD", "MAYA20"), func(e *store.Edit) { e.State = store.Withdrawn })
	w.change("ana", w.applicant(summer, "@leo"), func(e *store.Edit) { e.State = store.Declined })
	w.refuses(w.ana, "/influencer code @maya.glow MAYA21", "@maya.glow is withdrawn in Summer Glow, and must be selected again first.",
		"/influencer select @maya.glow summer-glow")
	w.refuses(w.ana, "/influencer link @leo summer https://shop.example/leo", "@leo is declined in Summer Glow")
	w.refuses(w.ana, "/influencer edit @leo", "@leo is declined in Summer Glow")
	w.influencer("@nobody", "")
	w.refuses(w.ana, "/influencer code @nobody X1", "@nobody is in no campaign yet", "/influencer select @nobody")
	w.archived(summer)
	w.refuses(w.ana, "/influencer code @maya.glow MAYA21", "Summer Glow is archived.", "/campaign reopen summer-glow")
}

// A code that another influencer holds or held is a warning, and a button
// saves it anyway: what was shown, and nothing else.
func TestWarningAfterACommand(t *testing.T) {
	t.Parallel()
	w := start(t)
	winter := w.campaign("Winter Warm")
	leo := w.selected(winter, "@leo", "TBD", "GLOW20")
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")

	before := w.writes()
	m := w.says(w.ana, "/influencer code @maya.glow glow20", "Not saved yet. `glow20` is held by *@leo* in Winter Warm now.", "[Save anyway]")
	if w.writes() != before {
		t.Error("a warning stores something")
	}
	w.change("ben", leo, func(e *store.Edit) { e.Code = codeOf(t, "LEO1") })
	m.Press("Save anyway")
	m = w.ana.Sees("Not saved yet. `glow20` was held by *@leo* in Winter Warm until Mon 1 Jun 2026.")
	w.holds(maya, store.Selected, "TBD", "TBD")
	m.Press("Save anyway")
	w.ana.Sees("Saved.")
	w.holds(maya, store.Selected, "TBD", "glow20")
	w.says(w.ana, "/influencer code @maya.glow TBD", "Saved.")
	w.says(w.ana, "/influencer code @maya.glow GLOW20", "Not saved yet.")
	w.archived(winter)
	w.says(w.ana, "/influencer code @maya.glow GLOW20", "Not saved yet.", "in Winter Warm until")
	w.says(w.ana, "/influencer code @maya.glow MAYA1", "Saved.")
}

// Their own code never warns, in whichever campaign they had it.
func TestTheirOwnNeverWarns(t *testing.T) {
	t.Parallel()
	w := start(t)
	winter := w.campaign("Winter Warm")
	w.selected(winter, "@maya.glow", "https://shop.example/maya", "MAYA20")
	w.archived(winter)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.says(w.ana, "/influencer code @maya.glow maya20", "Saved.")
	w.says(w.ana, "/influencer link @maya.glow https://shop.example/maya", "Saved.")
}

// Within a campaign it is no warning: the answer names who has it.
func TestTakenNamesWhoHasIt(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@leo", "https://shop.example/leo", "GLOW20")
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	m := w.says(w.ana, "/influencer code @maya.glow glow20", "@leo")
	if strings.Contains(m.Text(), "Save anyway") {
		m.Press("Save anyway")
	}
	w.ana.Sees("@leo has glow20 in Summer Glow already. Everyone there has their own coupon code.")
	w.holds(maya, store.Selected, "TBD", "TBD")
}

// A command that Slack delivers again is answered as the first time, and
// written once.
func TestCommandTwiceIsOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "TBD")
	w.says(w.ana, "/influencer code @maya.glow MAYA20", "it was `TBD`")
	first := w.acknowledged()
	must(t, w.sim.Redeliver())
	if again := w.acknowledged(); again != first {
		t.Errorf("first %s\nagain %s", first, again)
	}
	if n := w.history(maya); n != 2 {
		t.Errorf("%d history rows", n)
	}
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "BEN1") })
	must(t, w.sim.Redeliver())
	w.holds(maya, store.Selected, "TBD", "BEN1")
	if again := w.acknowledged(); again != first {
		t.Errorf("first %s\nafter somebody else's change %s", first, again)
	}
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
