package commands

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

func TestListingOf(t *testing.T) {
	all := campaignsOf("Summer Glow", "Summer Sale", "Winter Warm", "-Old Times", "Ready Set", "Gold Mine")
	for _, tt := range []struct {
		text, slug, filter string
		words              []string
		problem            string
		mine               bool
	}{
		{text: ""},
		{text: "summer-glow", slug: "summer-glow"},
		{text: "summer-glow READY", slug: "summer-glow", filter: "ready"},
		{text: "tbd maya", filter: "tbd", words: []string{"maya"}},
		{text: "maya @leo", words: []string{"maya", "leo"}},
		{text: `"maya mai" x`, words: []string{"maya mai", "x"}},
		{text: `"ready"`, slug: "ready-set"},
		{text: `winter "ready"`, slug: "winter-warm", words: []string{"ready"}},
		{text: "Winter Warm maya", slug: "winter-warm", words: []string{"maya"}},
		{text: "applied winter", slug: "winter-warm", filter: "applied"},
		{text: "applied Winter Warm maya", slug: "winter-warm", filter: "applied", words: []string{"maya"}},
		{text: "tbd @winter", filter: "tbd", words: []string{"winter"}},
		{text: "tbd old-times", problem: "Old Times is archived."},
		{text: "applied sumer-glow", problem: "There is no campaign sumer-glow."},
		{text: "maya winter-warm", words: []string{"maya", "winter-warm"}},
		{text: "ready ready", filter: "ready"},
		{text: "@", words: nil},
		{text: "summer", problem: "summer could be summer-glow or summer-sale."},
		{text: "sumer-glow tbd", problem: "There is no campaign sumer-glow."},
		{text: "old-times tbd", problem: "Old Times is archived."},
		{text: "ready tbd", problem: "One filter at a time. Try /influencer list ready"},
		{text: "unsent", filter: "unsent"},
		{text: "summer-glow UNSENT maya", slug: "summer-glow", filter: "unsent", words: []string{"maya"}},
		{text: `"unsent"`, words: []string{"unsent"}},
		{text: "unsent ready", problem: "One filter at a time. Try /influencer list unsent"},
		{text: "unsent mine", filter: "unsent", mine: true},
		{text: "MINE tbd maya", filter: "tbd", words: []string{"maya"}, mine: true},
		{text: "tbd maya mine", filter: "tbd", words: []string{"maya"}, mine: true},
		{text: "mine unsent mine", filter: "unsent", words: []string{"mine"}, mine: true},
		{text: `unsent "mine"`, filter: "unsent", words: []string{"mine"}},
		{text: "unsent @mine", filter: "unsent", words: []string{"mine"}},
		{text: "mine", words: []string{"mine"}},
		{text: "mine maya", words: []string{"mine", "maya"}},
		{text: "summer-glow mine", slug: "summer-glow", words: []string{"mine"}},
		{text: "summer-glow unsent mine", problem: "A campaign or mine, not both: mine is every campaign that you own or cover. Try /influencer list summer-glow unsent. Or: /influencer list unsent mine"},
		{text: "mine Winter Warm ready", problem: "A campaign or mine, not both"},
		{text: "gold mine ready", slug: "gold-mine", filter: "ready"},
		{text: "gold mine ready mine", problem: "A campaign or mine, not both"},
	} {
		words, err := parseList(tt.text)
		must(t, err)
		l, campaign, err := listingOf(all, words)
		if tt.problem != "" {
			if err == nil || !strings.HasPrefix(err.Error(), tt.problem) {
				t.Errorf("%q: %v", tt.text, err)
			}
			continue
		}
		slug := ""
		if campaign != nil {
			slug = campaign.Slug
		}
		if err != nil || slug != tt.slug || l.Filter != tt.filter || l.Mine != tt.mine || !slices.Equal(l.Words, tt.words) {
			t.Errorf("%q: campaign %q, %+v, %v", tt.text, slug, l, err)
		}
	}
	if _, err := parseList(strings.Repeat("a ", 21)); err == nil {
		t.Error("21 words are taken")
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.says(w.ana, "/influencer list", "There is no influencer yet.", "/influencer add @maya.glow")
	summer, winter := w.campaign("Summer Glow"), w.campaign("Winter & Warm")
	w.says(w.ana, "/influencer list summer", "There is no influencer in Summer Glow yet.", "/influencer add @maya.glow summer-glow")
	w.selected(summer, "@maya.glow", "https://shop.example/maya", "MAYA20")
	w.selected(winter, "@maya.glow", "TBD", "WARM1")
	w.applicant(summer, "@leo")
	w.change("ana", w.selected(summer, "@kim", "TBD", "TBD"), func(e *store.Edit) { e.State = store.Withdrawn })

	w.says(w.ben, "/influencer list", "4 applications.", "*@maya.glow* · Winter & Warm · selected · *link TBD* since today, waits for the influencer · code `WARM1` [Update]",
		"*@maya.glow* · Summer Glow · selected, ready · not sent · link `https://shop.example/maya` · code `MAYA20` [Update]", "*@leo* · Summer Glow · applied [Select]",
		"*@kim* · Summer Glow · withdrawn [Select again]")
	w.says(w.ana, "/influencer list summer-glow", "3 influencers in Summer Glow.")
	w.says(w.ana, "/influencer list summer-glow ready", "1 ready in Summer Glow.")
	w.says(w.ana, "/influencer list tbd", "1 TBD.", "Winter & Warm")
	w.says(w.ana, "/influencer list applied", "1 applied.")
	w.says(w.ana, "/influencer list winter ready leo", "Nobody in Winter & Warm is ready and matches “leo”. To see all: `/influencer list winter-warm`")
	w.says(w.ana, "/influencer list warm1", "1 application, matching “warm1”.")
	w.says(w.ana, "/influencer list shop.example MAYA", "1 application, matching “shop.example MAYA”.")
	w.says(w.ana, "/influencer list declined", "Nobody is declined. To see all: `/influencer list`")
	w.says(w.ana, "/influencer list <!channel>", "Nobody matches “<!channel>”.")
	w.says(w.ana, "/influencer list "+strings.Repeat("x", 10_000), "Nobody matches “xxx")
	w.refuses(w.ana, "/influencer list sumer-glow", "There is no campaign sumer-glow. There is summer-glow", "/influencer list summer-glow")
	w.refuses(w.ana, "/influencer list @maya.glw", "Did you mean @maya.glow?", "/influencer list @maya.glow")
	w.influencer("@zoe", "Zoe Zeal")
	w.says(w.ana, "/influencer list zeal", "*@zoe* (Zoe Zeal) · in no campaign yet [Select]").Press("Select")
	if form := w.ana.Form(); form.Value("Influencers") != "@zoe · Zoe Zeal" {
		t.Error(form.Text())
	}
	w.archived(summer)
	w.says(w.ana, "/influencer list", "1 application.")
	w.refuses(w.ana, "/influencer list summer-glow", "Summer Glow is archived.")
}

// Next turns the pages, and no row is missed or shown twice.
func TestListPages(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	var want []string
	for n := range 25 {
		handle := fmt.Sprintf("@handle%02d", n)
		want = append(want, "*"+handle+"*")
		w.applicant(summer, handle)
	}
	m := w.says(w.ana, "/influencer list summer applied handle", "1–10 of 25 applied in Summer Glow, matching “handle”.", "[Next]")
	var got []string
	for {
		for line := range strings.Lines(m.Text()) {
			if handle, _, ok := strings.Cut(line, " · "); ok {
				got = append(got, handle)
			}
		}
		if !strings.Contains(m.Text(), "[Next]") {
			break
		}
		m.Press("Next")
		m = w.ana.Sees(want[len(got)])
	}
	w.reads("last page", m.Text(), "21–25 of 25 applied", "[Previous]")
	m.Press("Previous")
	m = w.ana.Sees(want[10])
	w.reads("second page", m.Text(), "11–20 of 25 applied", "[Previous] [Next]")
	m.Press("Previous")
	m = w.ana.Sees(want[0])
	w.reads("first page", m.Text(), "1–10 of 25 applied")
	lacks(t, m.Text(), "[Previous]")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A campaign's card leads to its influencers, in a channel and on Home.
func TestListFromACampaign(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	w.selected(w.campaign("Winter Warm"), "@leo", "TBD", "TBD")
	card := w.says(w.ana, "/campaign show summer-glow", "1 selected")
	card.Press("List")
	lacks(t, w.ana.Sees("1 influencer in Summer Glow.").Text(), "@leo")
	card.Press("List") // the card is still there

	w.ana.OpensHome().Press("Show")
	w.ana.Form().Press("List")
	view := w.ana.Form()
	if view.Title() != "Influencers" {
		t.Errorf("the list is called %s", view.Title())
	}
	w.reads("list", view.Text(), "1 influencer in ")
}

func TestShow(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.says(w.ana, `/influencer show ""`, "Say which influencer, by their handle.", "/influencer show @maya.glow")
	maya := w.influencer("@maya.glow", "Maya <3")
	w.says(w.ana, "/influencer show @maya.glow", "*@maya.glow* (Maya <3) is in no campaign yet.", "[Select]")
	_, err := w.store.SaveProfile(t.Context(), w.act(), maya.ID, maya.Version, store.Profile{
		Handle: maya.Handle, Name: maya.Name, Platform: "TikTok", Email: "maya@shop.example", Note: "Ask <!here> & nobody",
	})
	must(t, err)
	for n := range 10 {
		w.selected(w.campaign(fmt.Sprintf("Campaign %d", n)), "@maya.glow", "TBD", "TBD")
	}
	w.says(w.ben, "/influencer show @maya.glow", "is in 10 campaigns.", "TikTok · maya@shop.example · Ask <!here> & nobody",
		"Affiliate link: *TBD* since today · waits for the influencer", "And 3 campaigns more: `/influencer list @maya.glow`")
	w.says(w.ben, "/influencer @maya.glow", "is in 10 campaigns.")
	w.says(w.ben, "/influencer maya.glow", "is in 10 campaigns.")
}

// A button holds 2,000 characters: the pages long before are forgotten, and
// Previous leads to the first then.
func TestListingIsCarried(t *testing.T) {
	l := listing{Words: []string{"maya"}}
	for n := range 100 {
		l = l.next(fmt.Sprintf("%060d", n))
	}
	if n := len(l.value()); n == 0 || n > maxButtonValue {
		t.Errorf("%d characters", n)
	}
	back := listing{From: 40, pages: pages{After: "x"}}.previous()
	if back.After != "" || back.From != 0 {
		t.Errorf("%+v", back)
	}
	if text := (listing{Words: []string{strings.Repeat("x", 2000)}}).value(); text != "" {
		t.Error(text)
	}
}
