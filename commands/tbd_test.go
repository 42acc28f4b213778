package commands

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/store"
)

func TestParseTBD(t *testing.T) {
	for text, want := range map[string]tbdArgs{
		"":                         {},
		"mine":                     {mine: true},
		"MINE Code":                {mine: true, kind: aCode},
		"link":                     {kind: aLink},
		"summer-glow":              {campaign: "summer-glow"},
		"summer-glow link":         {campaign: "summer-glow", kind: aLink},
		"code summer-glow":         {campaign: "summer-glow", kind: aCode},
		`"Summer Glow" code`:       {campaign: "Summer Glow", kind: aCode},
		"Summer Glow code":         {campaign: "Summer Glow", kind: aCode},
		`“mine”`:                   {campaign: "mine"},
		"summer-glow mine":         {campaign: "summer-glow", mine: true},
		"  summer-glow \n  code  ": {campaign: "summer-glow", kind: aCode},
	} {
		got, err := parseTBD(text)
		if err != nil || got != want {
			t.Errorf("%q: got %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{`"summer`, "summer-glow code winter", `a "b c"`, "a code b link c"} {
		if got, err := parseTBD(text); err == nil {
			t.Errorf("%q: got %+v, want an error", text, got)
		}
	}
}

func TestTBDViewPages(t *testing.T) {
	r := rowsOf{t: t}
	c := campaignOf(1, "Summer Glow", "2026-06-02", "U1")
	for n := range 25 {
		r.add(c, fmt.Sprintf("h%02d", n), -1, n)
	}
	open := openIn(r.rows, "")
	items, ask := open.items, tbdPage{Kind: aCode}
	seen := map[string]bool{}
	for _, want := range []int{10, 10, 5} {
		rest := items[len(seen):]
		m := tbdView(open.page(ask.After, 2*pageRows), ask, nil, nil, monday)
		for _, i := range rest[:want] {
			seen[i.name(monday)] = true
		}
		if blocks := len(m.Blocks) - 1; blocks != want && blocks != want+1 {
			t.Errorf("%d blocks, want %d rows", blocks, want)
		}
		ask.After = new(rest[want-1].place())
		if size := len(encoded(ask)); size > 1000 {
			t.Errorf("a button of %d bytes", size)
		}
	}
	second := new(items[9].place())
	golden(t, "tbd_page", tbdView(open.page(second, 2*pageRows), tbdPage{After: second}, nil, nil, monday))
}

func TestTBDViewFits(t *testing.T) {
	m := tbdView(openIn(hostileRows(t, 30, 1), ""), tbdPage{}, nil, nil, monday)
	if got := weight(m.Blocks); got > maxMessageText || len(m.Blocks) > 50 {
		t.Errorf("%d characters in %d blocks", got, len(m.Blocks))
	}
}

func TestNothingTBD(t *testing.T) {
	c := []store.Campaign{campaignOf(1, "Summer & Glow", "", "U1")}
	for _, test := range []struct {
		ask       tbdPage
		campaigns []store.Campaign
		selected  int
		want      string
	}{
		{tbdPage{}, nil, 0, "There is no live campaign, so nothing is TBD. Make one with `/campaign new`."},
		{tbdPage{}, c, 0, "Nothing is TBD. Nobody is selected yet: `/influencer select`"},
		{tbdPage{}, c, 4, "Nothing is TBD. Every influencer selected has what they need."},
		{tbdPage{Kind: aCode}, c, 4, "No coupon code is TBD."},
		{tbdPage{Campaign: 1}, c, 4, "Nothing is TBD in Summer &amp; Glow. Every influencer selected there has what they need."},
		{tbdPage{Campaign: 1}, c, 0, "Nothing is TBD in Summer &amp; Glow. Nobody is selected there yet: `/influencer select @handle summer-glow`"},
		{tbdPage{Campaign: 1, Kind: aLink}, c, 2, "No affiliate link is TBD in Summer &amp; Glow."},
		{tbdPage{Mine: true}, c, 4, "Nothing is TBD in your campaigns. Every influencer selected there has what they need."},
		{tbdPage{Mine: true}, nil, 0, "You are not an owner of a live campaign and cover none, so nothing waits for you. All that is TBD: `/influencer tbd`"},
	} {
		if got := nothingTBD(test.ask, test.campaigns, test.selected).Text; got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestTBD(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.says(w.ana, "/influencer tbd", "There is no live campaign", "/campaign new")
	summer := w.campaign("Summer Glow", launching("2026-06-02"))
	w.says(w.ana, "/influencer tbd", "Nothing is TBD. Nobody is selected yet")
	winter := w.campaign("Winter", ownedBy(w.userID("ben")), launching("2026-12-01"))
	w.selected(summer, "@maya.glow", "TBD", "TBD")
	leo := w.selected(summer, "@leo", "TBD", "LEO20")
	w.selected(winter, "@kim", "https://shop.example/kim", "TBD")
	w.applicant(summer, "@applies")

	w.says(w.ana, "/influencer tbd",
		"Summer Glow, launches Tue: 2 TBD, 1 waits for us, 1 waits for the influencer; Winter, launches Tue 1 Dec 2026: 1 TBD, 1 waits for us.",
		"@maya.glow", "@leo", "@kim", "[Update]")
	mine := w.says(w.ana, "/influencer tbd mine", "Summer Glow, launches Tue: 2 TBD", "@maya.glow", "@leo")
	lacks(t, mine.Text(), "@kim", "Winter")
	codes := w.says(w.ana, "/influencer tbd Summer Glow code", "Summer Glow, launches Tue: 1 TBD, 1 waits for us.", "@maya.glow", "code TBD")
	lacks(t, codes.Text(), "@leo", "link TBD")
	w.says(w.ana, "/influencer tbd winter link", "No affiliate link is TBD in Winter.")
	w.refuses(w.ana, "/influencer tbd wintre", "There is no campaign wintre", "/influencer tbd winter")
	w.refuses(w.ana, "/influencer tbd summer-glow code extra", "one word too many", "/influencer tbd summer-glow code")
	w.refuses(w.ana, "/influencer tbd winter code extra", "extra is one word too many. Try /influencer tbd winter code")
	w.refuses(w.ana, `/influencer tbd "Winter" mine extra more`, "extra is one word too many. Try /influencer tbd Winter mine")
	w.refuses(w.ana, `/influencer tbd "summer`, "quote")
	w.refuses(w.gus, "/influencer tbd", "guests")

	w.says(w.ana, "/influencer tbd", "@leo").Row("@leo").Press("Update")
	w.ana.Form().Fill("Affiliate link", "https://shop.example/leo").Submit()
	w.reads("answer", w.ana.Answer().Text(), "Saved for")
	w.holds(leo, store.Selected, "https://shop.example/leo", "LEO20")

	w.archived(summer)
	w.refuses(w.ana, "/influencer tbd summer-glow", "archived", "/campaign reopen summer-glow")
	w.says(w.ana, "/influencer tbd mine", "You are not an owner of a live campaign")
}

// A value that no button carries is answered, and asks the database nothing that
// it can't read.
func TestTBDOfNoButton(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya", "TBD", "TBD")
	for _, value := range []string{"x", "[]", `{"k":"email"}`, `{"a":{"l":"soon"}}`, `{"a":{"l":"1999-01-01"}}`, `{"a":{"c":"a\u0000"}}`, `{"a":{"h":"\u0000"}}`, `{"a":{"t":"soon"}}`} {
		_, err := w.app.clickTBD(t.Context(), w.request(value))
		if said, ok := errors.AsType[*bot.UserError](err); !ok || said.Problem != sayOldButton {
			t.Errorf("%s: %v", value, err)
		}
	}
	for _, value := range []string{`{"a":{}}`, `{"a":{"l":"2030-01-01","t":"2026-05-27T07:00:00+02:00","c":"~'","h":"\\"}}`, `{"a":{"t":"9999-12-31T00:00:00Z"}}`} {
		reply, err := w.app.clickTBD(t.Context(), w.request(value))
		must(t, err)
		w.reads(value, text(reply.Open.Blocks.BlockSet), "@maya")
	}
}

func TestTBDPages(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	var selections []store.Selection
	for n := range 23 {
		selections = append(selections, store.Selection{Handle: handleOf(t, fmt.Sprintf("h%02d", n))})
	}
	_, err := w.store.Select(t.Context(), w.act(), summer.ID, selections)
	must(t, err)
	first := w.says(w.ana, "/influencer tbd", "23 TBD", "@h00", "@h09", "[Next 10]")
	lacks(t, first.Text(), "@h10")
	for _, handle := range []string{"@h00", "@h01"} { // what is done meanwhile moves nothing out of sight
		row := w.rowOf(handle, summer)
		w.change("ben", row, func(e *store.Edit) { e.Code = codeOf(t, "C"+handle[1:]) })
	}
	first.Press("Next 10")
	second := w.ana.Sees("@h19")
	w.reads("second page", second.Text(), "21 TBD", "@h10", "[Next 3]")
	second.Press("Next 3")
	lacks(t, w.ana.Sees("@h22").Text(), "@h19", "Next")
}

// lacks checks that a text contains none of the others.
func lacks(t testing.TB, text string, others ...string) {
	t.Helper()
	for _, other := range others {
		if strings.Contains(text, other) {
			t.Errorf("%q is in\n%s", other, text)
		}
	}
}
