package commands

import (
	"strings"
	"testing"

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
			try: "/influencer code @maya TBD",
		},
		{
			name: "empty quotes", rest: `"" MAYA20`, problem: "Say which coupon code, or TBD if you don't have it yet.",
			try: "/influencer code @maya TBD",
		},
		{
			name: "a campaign and no code", rest: "summer-glow",
			problem: "summer-glow is the campaign Summer Glow. Which coupon code shall @maya have there?",
			try:     "/influencer code @maya summer-glow TBD",
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
			problem: "There is no campaign spring-fling. There are summer-glow, summer-sale, winter-warm and 1 more.", try: "/influencer code @maya summer-glow MAYA20",
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
		"":                 "",
		`""`:               "Say which influencer, by their handle. Try /influencer code @maya.glow TBD",
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
