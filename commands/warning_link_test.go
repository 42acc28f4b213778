package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// A link that will lose money is a warning, and no more, by every way in which
// one can be saved.
func TestLinkThatLosesMoney(t *testing.T) {
	t.Parallel()
	const (
		home       = "is a bare home page: nothing in it tells whose followers came."
		shareASale = "is a ShareASale link. ShareASale has closed, and its links moved to Awin"
		near       = "hardly differs from `https://shop.example/maya` of *@maya* in Summer Glow, by "
	)
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.UniqueOurs, store.UniqueOurs))
	w.selected(summer, "@maya", "https://shop.example/maya", "TBD")
	leo := w.selected(summer, "@leo", "TBD", "TBD")
	for _, tt := range []struct{ link, warning string }{
		{"https://shop.example", home},
		{"https://www.shareasale.com/r.cfm?b=1&u=2&m=3", shareASale},
		{"https://shop.example/Maya", near + "letter case only."},
		{"https://shop.example/maya_", near + "an underscore only."},
		{"https://shop.example/maya/", near + "a slash at its end only."},
		{"https://shop.example/Ma_ya/", near + "nothing but slashes, underscores and letter case."},
	} {
		w.refuses(w.ana, "/influencer link @leo "+tt.link, "Not saved yet.", tt.warning).Press("Save anyway")
		w.ana.Sees("Saved. The affiliate link of *@leo*")
		w.holds(leo, store.Selected, tt.link, "TBD")
		w.says(w.ana, "/influencer link @leo "+tt.link, "Nothing to change") // what is theirs never warns
		w.says(w.ana, "/influencer link @leo TBD", "Saved.")

		w.ana.Types("/influencer edit @leo")
		form := w.ana.Form()
		form.Fill("Affiliate link", tt.link).Submit()
		form.Shows("⚠").Shows(tt.warning)
		w.holds(leo, store.Selected, "TBD", "TBD")
		form.Check("In spite of the warning", "Save anyway").Submit()
		form.Closed()
		w.holds(leo, store.Selected, tt.link, "TBD")
		w.says(w.ana, "/influencer link @leo TBD", "Saved.")
	}
	w.says(w.ana, "/influencer link @maya https://shop.example/MAYA", "Saved.") // from theirs to another of theirs
}

func TestLinkThatLosesMoneyWhenSelecting(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@maya", "https://shop.example/maya", "TBD")
	w.ana.Types("/influencer select @zoe summer-glow link https://shop.example/MAYA code TBD")
	form := w.ana.Form()
	form.Shows("hardly differs from").Check("In spite of the warning", "Save anyway").Submit()
	form.Closed()
	w.holds(w.rowOf("@zoe", summer), store.Selected, "https://shop.example/MAYA", "TBD")

	kim, joe := w.applicant(summer, "@kim"), w.applicant(summer, "@joe")
	w.change("ben", kim, func(e *store.Edit) { e.Link = linkOf(t, "https://shop.example/_maya") })
	w.change("ben", joe, func(e *store.Edit) { e.Link = linkOf(t, "https://shop.example/joe") })
	w.ana.Types("/influencer select @kim @joe summer-glow")
	form = w.ana.Form()
	form.Submit()
	form.Shows("For *@kim* `https://shop.example/_maya` is prepared.").Shows("hardly differs from").Shows(" and `https://shop.example/maya` of *@maya*")
	form.ShowsNot("joe is prepared").Check("In spite of the warning", "Save anyway").Submit()
	form.Closed()
	w.holds(kim, store.Selected, "https://shop.example/_maya", "TBD")

	ann := w.applicant(summer, "@ann")
	w.change("ben", ann, func(e *store.Edit) { e.Link = linkOf(t, "https://shop.example/") })
	w.says(w.ana, "/influencer code @ann summer-glow ANN1", "it counts once they are selected").Press("Select with ANN1")
	w.ana.Answer().Press("Save anyway")
	w.ana.Sees("Saved. *@ann* is selected for Summer Glow.")
	w.holds(ann, store.Selected, "https://shop.example/", "ANN1")
}

// What everyone shares is looked at in the same way.
func TestSharedLinkThatLosesMoney(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya", "https://shop.example/maya", "TBD")
	w.campaign("Winter Warm", modes(store.Shared, store.NotNeeded))
	for link, warning := range map[string]string{
		"https://shop.example/":             "bare home page",
		"https://shrsl.com/1abc":            "is a ShareASale link.",
		"https://shop.example/maya/":        "of *@maya* in Summer Glow, by a slash at its end only.",
		"https://shop.example/winter?ref=9": "",
	} {
		w.ana.Types("/campaign edit winter-warm")
		form := w.ana.Form()
		form.Fill("Shared link", link).Submit()
		if warning != "" {
			form.Shows(warning).Check("In spite of the warning", "Save anyway").Submit()
		}
		form.Closed()
	}
	w.edited(w.onlyNamed("Winter Warm"), func(terms *store.Terms) { terms.SharedLink = linkOf(t, "https://shop.example/all") })
	w.says(w.ana, "/influencer link @maya https://shop.example/ALL", "hardly differs from `https://shop.example/all` of everyone in Winter Warm")
}

// onlyNamed is the campaign of a name.
func (w *world) onlyNamed(name string) store.Campaign {
	w.t.Helper()
	all, err := w.store.Campaigns(w.t.Context(), w.team)
	must(w.t, err)
	found := named(all, name)
	if len(found) != 1 {
		w.t.Fatalf("%d campaigns are called %s", len(found), name)
	}
	return found[0]
}

func TestNetworkWords(t *testing.T) {
	for link, want := range map[string]string{
		"https://www.awin1.com/cread.php?awinmid=1&awinaffid=12345": "Awin · publisher 12345",
		"https://tidd.ly/abc":                      "Awin",
		"https://go.shop.example/c/1/2/3":          "impact.com · publisher 1",
		"https://shop.example/?ref=maya":           "Perhaps GoAffPro · publisher maya",
		"https://shop.example/?ref=%3C!channel%3E": "",
		"https://shop.example/maya":                "",
		"TBD":                                      "",
	} {
		if got := networkWords(linkOf(t, link)); got != want {
			t.Errorf("%s: %q, want %q", link, got, want)
		}
	}
}

// The longest links still leave room for what is said of them.
func TestNearWordsFit(t *testing.T) {
	long := "https://shop.example/" + strings.Repeat("&", 1900)
	var near []store.Near
	for range 9 {
		near = append(near, store.Near{Link: linkOf(t, long+"/"), Holding: store.Holding{Influencer: sampleRow(t, store.Applied, "TBD", "TBD").Influencer}})
	}
	text := nearWords(linkOf(t, long), near)
	if !strings.Contains(text, "and 6 more. Is it mistyped?") || strings.Contains(text, "<!channel>") {
		t.Error(text)
	}
	if got := nearBy(tracking.Link{}, tracking.Link{}); got == "" {
		t.Error("no words")
	}
}
