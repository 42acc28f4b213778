package commands

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSlugOf(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    int
		want string
	}{
		{"Summer Glow", 1, "summer-glow"},
		{"Summer Glow", 3, "summer-glow-3"},
		{"  Été à Zürich!  ", 1, "ete-a-zurich"},
		{"Maya's “Best” 20%", 1, "mayas-best-20"},
		{"L’Été", 1, "lete"},
		{"Ünïcödé Größe", 1, "unicode-grosse"},
		{"ẞ Smørrebrød Łódź Œuvre Ægir Þór Đuro Ðal ıĞ", 1, "ss-smorrebrod-lodz-oeuvre-aegir-thor-duro-dal-ig"},
		{"TBD", 1, "campaign-tbd"},
		{"ready", 1, "campaign-ready"},
		{"List", 1, "campaign-list"},
		{"campaign", 1, "campaign-campaign"},
		{"夏", 1, "campaign-1"},
		{"🔥", 2, "campaign-2"},
		{"<!channel>", 1, "channel"},
		{strings.Repeat("long ", 40), 12, strings.TrimSuffix(strings.Repeat("long-", 12)[:57], "-") + "-12"},
	} {
		if got := slugOf(tt.name, tt.n); got != tt.want {
			t.Errorf("slugOf(%q, %d) = %q, want %q", tt.name, tt.n, got, tt.want)
		}
	}
}

// Whatever a campaign is called, its slug can be stored, names it, and is no
// command or filter word.
func TestSlugOfAnything(t *testing.T) {
	grammar := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`) // as the table has it
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.SampledFrom(reserved)).Draw(t, "name")
		slug := slugOf(name, rapid.IntRange(0, 1000).Draw(t, "n"))
		if !grammar.MatchString(slug) || len(slug) > store.MaxSlug || slices.Contains(reserved, slug) {
			t.Fatalf("slug %q", slug)
		}
		found := named([]store.Campaign{{Slug: slug}}, slug)
		if len(found) != 1 {
			t.Fatalf("%q names nothing", slug)
		}
	})
}

// Every subcommand and filter is a reserved word.
func TestReservedWords(t *testing.T) {
	words := slices.Clone(listFilters)
	for _, c := range New(Config{}).Commands() {
		if c.Name != "" {
			words = append(words, c.Name)
		}
	}
	for _, word := range words {
		if !slices.Contains(reserved, word) {
			t.Errorf("%s is not reserved", word)
		}
	}
}

func campaignsOf(names ...string) []store.Campaign {
	var all []store.Campaign
	for i, name := range names {
		c := store.Campaign{ID: int64(i + 1), Slug: slugOf(strings.TrimPrefix(name, "-"), 1), Terms: store.Terms{Name: strings.TrimPrefix(name, "-")}}
		if strings.HasPrefix(name, "-") {
			c.ArchivedAt = new(time.Time)
		}
		all = append(all, c)
	}
	return all
}

func TestNamed(t *testing.T) {
	all := append(campaignsOf("Summer", "Summer Glow", "Summer Sale", "Été"), store.Campaign{Slug: "summer-2", Terms: store.Terms{Name: "Summer"}})
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"summer", []string{"summer"}},
		{"SUMMER-GLOW", []string{"summer-glow"}},
		{"Summer Glow", []string{"summer-glow"}},
		{"summer-g", []string{"summer-glow"}},
		{"Summer S", []string{"summer-sale"}},
		{"summer-", []string{"summer-glow", "summer-sale", "summer-2"}},
		{"sum", []string{"summer", "summer-glow", "summer-sale", "summer-2"}},
		{"\u200bsummer-glow\u200e", []string{"summer-glow"}},
		{"été", []string{"ete"}},
		{"ｓｕｍｍｅｒ-ｇｌｏｗ", []string{"summer-glow"}},
		{"glow", nil},
		{"", nil},
		{" ", nil},
	} {
		var got []string
		for _, c := range named(all, tt.text) {
			got = append(got, c.Slug)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
	}
	if found := named(all[1:], "SUMMER"); len(found) != 1 || found[0].Slug != "summer-2" {
		t.Errorf("a whole name does not come before beginnings: %v", found)
	}
}

func TestPickCampaign(t *testing.T) {
	all := campaignsOf("Summer Glow", "Summer Sale", "Winter Warm", "-Old Times")
	for _, tt := range []struct{ text, problem, try string }{
		{"summer-glow", "", ""},
		{"winter", "", ""},
		{"summer", "summer could be summer-glow or summer-sale.", "/x 100% summer-glow 100%s"},
		{"sumer-glow", "There is no campaign sumer-glow. There is summer-glow.", "/x 100% summer-glow 100%s"},
		{"zzz", "There is no campaign zzz. There are summer-glow, summer-sale and winter-warm.", "/x 100% summer-glow 100%s"},
		{"old", "Old Times is archived. It is out of lists and digests, and nothing in it changes.", "/campaign reopen old-times"},
		{strings.Repeat("z", 10_000), "There is no campaign " + strings.Repeat("z", 59) + "…. There are summer-glow, summer-sale and winter-warm.", "/x 100% summer-glow 100%s"},
	} {
		_, err := pickCampaign(all, tt.text, "/x 100% %s 100%s")
		if tt.problem == "" {
			if err != nil {
				t.Errorf("%s: %v", tt.text, err)
			}
			continue
		}
		wrong := userErrorOf(t, err)
		if wrong.Problem != tt.problem || wrong.Try != tt.try {
			t.Errorf("%.20s: %q, try %q", tt.text, wrong.Problem, wrong.Try)
		}
	}
	if wrong := userErrorOf(t, unknownCampaign(nil, "x", "%s")); wrong.Try != "/campaign new" {
		t.Error(wrong)
	}
	if wrong := userErrorOf(t, unknownCampaign(all[3:], "x", "%s")); wrong.Try != "/campaign list archived" {
		t.Error(wrong)
	}
}

// userErrorOf is the error as one for the person.
func userErrorOf(t *testing.T, err error) *bot.UserError {
	t.Helper()
	wrong, ok := err.(*bot.UserError) //nolint:errorlint // it is not wrapped: it is what the person reads
	if !ok {
		t.Fatalf("%T is not for the person: %v", err, err)
	}
	return wrong
}

func TestResembles(t *testing.T) {
	all := campaignsOf("Summer Glow")
	for text, want := range map[string]bool{
		"summer-gloww": true, "sumer-glow": true, "winter-warm": true, "summer": true, "SUMMER": true,
		"SAVE": false, "MAYA": false, "save": false, "Maya-20": false, "20%": false, "<!channel>": false, "-": false,
	} {
		if got := resembles(all, text); got != want {
			t.Errorf("%q resembles a slug: %v", text, got)
		}
	}
}

func TestLists(t *testing.T) {
	if got := orList([]string{"a", "b", "c"}); got != "a, b or c" {
		t.Error(got)
	}
	if got := andList([]string{"a"}); got != "a" {
		t.Error(got)
	}
	if got := andList(nil); got != "" {
		t.Error(got)
	}
}
