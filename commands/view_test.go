package commands

import (
	"strings"
	"testing"
	"time"

	"codekeeper/store"
)

// sampleRow is somebody in a campaign whose link comes from the program and
// whose code is ours.
func sampleRow(t *testing.T, state store.State, link, code string) store.Row {
	t.Helper()
	three := monday.Add(-3 * 24 * time.Hour)
	r := store.Row{
		Application: store.Application{
			ID: 17, Version: 3, CampaignID: 5, InfluencerID: 9, State: state,
			Link: linkOf(t, link), Code: codeOf(t, code), LinkSince: three, CodeSince: monday.Add(-90 * time.Minute),
		},
		Campaign: store.Campaign{ID: 5, Version: 2, Slug: "summer-glow", Terms: store.Terms{
			Name: "Summer <Glow>", LinkMode: store.UniqueProgram, CodeMode: store.UniqueOurs,
			HowTo: "Apply at https://program.example & wait", Fee: "300 EUR per reel", Commission: "10 % of sales", Launches: "2026-06-20",
		}},
		Influencer: store.Influencer{ID: 9, Version: 1, Profile: store.Profile{
			Handle: handleOf(t, "@maya.glow"), Name: "Maya <!channel>", Platform: "Instagram", Note: "Quick & kind",
		}},
	}
	if state == store.Selected {
		r.LinkMode, r.CodeMode = store.UniqueProgram, store.UniqueOurs
	}
	return r
}

// shared makes a row's code the campaign's.
func shared(t *testing.T, r store.Row, code string) store.Row {
	t.Helper()
	r.Campaign.CodeMode, r.Campaign.SharedCode, r.Campaign.SharedCodeSince = store.Shared, codeOf(t, code), monday.Add(-time.Hour)
	if r.State == store.Selected {
		r.CodeMode = store.Shared
	}
	return r
}

func archivedRow(r store.Row) store.Row {
	r.Campaign.ArchivedAt = new(monday)
	return r
}

func TestCardViews(t *testing.T) {
	const link = "https://shop.example/maya?ref=1&a=<2"
	plainLink := strings.TrimSuffix(link, "<2")
	withNote := sampleRow(t, store.Selected, plainLink, "MAYA20")
	withNote.Note, withNote.GoesLive = "Wants <the> 5th", "2026-07-05"
	for name, row := range map[string]store.Row{
		"card_tbd":           sampleRow(t, store.Selected, "TBD", "TBD"),
		"card_ready":         withNote,
		"card_shared_tbd":    shared(t, sampleRow(t, store.Selected, plainLink, "TBD"), "TBD"),
		"card_shared":        shared(t, sampleRow(t, store.Selected, plainLink, "TBD"), "GLOW15"),
		"card_applied":       sampleRow(t, store.Applied, "TBD", "TBD"),
		"card_prepared":      sampleRow(t, store.Applied, "TBD", "MAYA20"),
		"card_declined":      sampleRow(t, store.Declined, "TBD", "MAYA20"),
		"card_withdrawn":     sampleRow(t, store.Withdrawn, plainLink, "TBD"),
		"card_archived":      archivedRow(sampleRow(t, store.Selected, plainLink, "MAYA20")),
		"card_archived_decl": archivedRow(sampleRow(t, store.Declined, "TBD", "TBD")),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, card(row, monday)) })
	}
}

func TestAnswerViews(t *testing.T) {
	tbd, ready := sampleRow(t, store.Selected, "TBD", "TBD"), sampleRow(t, store.Selected, "https://shop.example/maya", "MAYA20")
	applied, withdrawn := sampleRow(t, store.Applied, "TBD", "MAYA20"), sampleRow(t, store.Withdrawn, "TBD", "MAYA20")
	change := func(before, after store.Row) store.Change {
		return store.Change{Before: before.Application, After: after}
	}
	warned := warnings{aCode: "*@leo* has `MAYA20` in Winter Warm."}
	for name, view := range map[string]any{
		"set_saved":      setAnswer(aCode, change(tbd, ready), "MAYA20", monday),
		"set_same":       setAnswer(aCode, change(ready, ready), "MAYA20", monday),
		"set_applicant":  setAnswer(aCode, change(tbd, applied), "MAYA20", monday),
		"set_which":      askWhich(aCode, tbd.Influencer, []store.Row{tbd, ready}, "MAYA21"),
		"set_anyway":     askAnyway("code.anyway", tbd, "MAYA20", warned),
		"set_moved":      askAgain(aCode, &store.Stale[store.Row]{Current: ready, By: "U2"}, "MAYA21"),
		"edit_saved":     editAnswer(change(tbd, ready), monday),
		"edit_same":      editAnswer(change(ready, ready), monday),
		"select_one":     selectAnswer(store.Changes{Rows: []store.Change{change(applied, tbd)}}, nil, nil, offers{}, monday),
		"select_several": selectAnswer(store.Changes{Rows: []store.Change{change(applied, tbd), change(applied, ready)}}, []string{"*@kim*"}, nil, offers{}, monday),
		"decline":        declineAnswer([]store.Change{change(ready, withdrawn), change(withdrawn, withdrawn)}, "no <time>", monday),
		"add_new": addAnswer([]store.AddedRow{
			{Influencer: applied.Influencer, New: true, Application: &applied, Applied: true}, {Influencer: tbd.Influencer, Application: &tbd},
		}, monday),
		"add_outside": addAnswer([]store.AddedRow{{Influencer: applied.Influencer, New: true}}, monday),
		"show":        showView(tbd.Influencer, []store.Row{tbd, withdrawn}, monday),
		"show_none":   showView(tbd.Influencer, nil, monday),
		"list": listView(listing{Campaign: 5, Filter: "tbd", Words: []string{"<maya>"}}, &tbd.Campaign,
			store.Page{Rows: []store.Row{tbd, withdrawn, applied}, Next: "abc", Total: 12}, monday),
		"list_none":    emptyList(listing{Filter: "ready"}, nil),
		"list_outside": outsideView([]store.InfluencerMatch{{Influencer: tbd.Influencer}}),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, view) })
	}
}

func TestFormViews(t *testing.T) {
	tbd, prepared := sampleRow(t, store.Selected, "TBD", "TBD"), sampleRow(t, store.Applied, "TBD", "MAYA20")
	warned := editFormOf(tbd)
	warned.text[string(aCode)] = "MAYA20"
	warned.warned = warnings{aCode: "*@leo* has `MAYA20` in Winter Warm."}
	other := sampleRow(t, store.Selected, "TBD", "BEN1")
	other.Version++
	moved := editFormOf(tbd)
	moved.text[string(aCode)] = "ANA1"

	empty := selectForm{text: map[kind]string{aLink: "TBD", aCode: "TBD"}, said: map[string]string{}}
	chosen := empty
	chosen.campaign = &prepared.Campaign
	chosen.text = map[kind]string{aLink: "TBD", aCode: "TBD"}
	chosen.pick(pickOf(person{}, prepared.Influencer))
	chosen.pick(pickOf(person{handle: handleOf(t, "@leo"), platform: "TikTok"}, store.Influencer{}))
	chosen.prepared(prepared, nil)
	everyone := shared(t, prepared, "GLOW15")
	all := chosen
	all.campaign = &everyone.Campaign
	for name, view := range map[string]any{
		"form_edit":            editFormOf(tbd).view(),
		"form_edit_warned":     warned.view(),
		"form_edit_moved":      moved.moved(other, "U2").view(),
		"form_edit_selected":   editFormOf(other).typedIn(map[kind]string{aCode: "ANA1"}, alreadySelected(other)).view(),
		"form_edit_shared":     editFormOf(shared(t, tbd, "TBD")).view(),
		"form_select":          empty.view(),
		"form_select_prepared": chosen.view(),
		"form_select_moved":    chosen.moved(&store.Stale[store.Row]{Current: prepared, By: "U2"}).view(),
		"form_select_shared":   all.view(),
		"form_add":             profileForm{}.view(),
		"form_profile":         profileFormOf(tbd.Influencer).view(),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, view) })
	}
}

// No view lets a mention through that somebody typed.
func TestNamesNeverPing(t *testing.T) {
	row := sampleRow(t, store.Selected, "TBD", "TBD")
	row.Campaign.Name, row.Note, row.Influencer.Note = "<!everyone>", "<!here>", "<@U1>"
	for _, r := range []store.Row{row, archivedRow(row), shared(t, row, "X1")} {
		for _, text := range []string{stateWords(r), cardDetails(r, monday), who(r.Influencer), profileWords(r.Influencer)} {
			if strings.Contains(text, "<") {
				t.Errorf("%q can ping", text)
			}
		}
	}
}

func TestDaysInWords(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	now := monday.In(berlin) // 09:00
	for d, want := range map[time.Duration]string{
		-time.Hour: "since today", 0: "since today", 9 * time.Hour: "since today", 10 * time.Hour: "since yesterday",
		33 * time.Hour: "since yesterday", 34 * time.Hour: "for 2 days", 80 * time.Hour: "for 3 days",
	} {
		if got := lasting(monday.Add(-d), now); got != want {
			t.Errorf("%s: %s", d, got)
		}
	}
	for day, want := range map[store.Date]string{
		"2026-06-01": "Mon 1 Jun", "2026-11-29": "Sun 29 Nov", "2026-11-30": "Mon 30 Nov 2026", "2025-12-02": "Tue 2 Dec", "2025-11-30": "Sun 30 Nov 2025",
	} {
		if got := dayNear(day, store.DateOf(now)); got != want {
			t.Errorf("%s: %s", day, got)
		}
	}
}
