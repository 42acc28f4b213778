package store_test

import (
	"strings"
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

func TestNearLinks(t *testing.T) {
	w := newWorld(t)
	summer := w.campaign("summer", store.UniqueOurs, store.UniqueOurs)
	winter := w.campaign("winter", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(summer, "maya", "https://shop.example/Maya_Glow", "")
	w.selected(winter, "ben", "https://shop.example/mayaglow/", "")
	w.selected(winter, "cleo", "https://shop.example/mayaglow2", "")
	gone := w.selected(summer, "gone", "https://shop.example/mayaglow//", "")
	w.mustEdit(gone, func(e *store.Edit) { e.State = store.Withdrawn })
	w.mustEdit(w.applicant(summer, "prepared"), func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/MAYAGLOW") })
	terms := store.Terms{Name: "s", LinkMode: store.Shared, CodeMode: store.NotNeeded, SharedLink: aLink(t, "https://shop.example/mayaGlow"), Owners: []string{ana}}
	shared := w.campaignOf("shared", terms)

	near := func(link string, except, exceptCampaign int64) string {
		found, err := w.NearLinks(t.Context(), team, aLink(t, link), except, exceptCampaign)
		must(t, err)
		var all []string
		for _, one := range found {
			if one.Until != nil || one.From.IsZero() {
				t.Errorf("%+v", one)
			}
			name := one.Influencer.Handle.String()
			if one.Shared {
				name = "shared"
			}
			all = append(all, name+" "+strings.TrimPrefix(one.Link.String(), "https://shop.example/")+" "+one.Campaign.Slug)
		}
		return strings.Join(all, ", ")
	}
	for _, tt := range []struct {
		link                   string
		except, exceptCampaign int64
		want                   string
	}{
		{"https://shop.example/Maya_Glow", 0, 0, "ben mayaglow/ winter, shared mayaGlow shared"},
		{"https://shop.example/mayaglow", 0, 0, "ben mayaglow/ winter, maya Maya_Glow summer, shared mayaGlow shared"},
		{"https://shop.example/mayaglow", maya.InfluencerID, shared.ID, "ben mayaglow/ winter"},
		{"https://shop.example/mayaglow3", 0, 0, ""},
		{"https://shop.example/maya-glow", 0, 0, ""},
		{"", 0, 0, ""},
	} {
		if got := near(tt.link, tt.except, tt.exceptCampaign); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.link, got, tt.want)
		}
	}

	known, err := w.Known(t.Context(), team, []store.Selection{
		{Link: aLink(t, "https://shop.example/maya_glow")},
		{Link: aLink(t, "https://shop.example/mayaglow3")},
		{},
		{Code: aCode(t, "NEW1")},
		{Link: aLink(t, "https://shop.example/mayaglow//")},
	})
	must(t, err)
	same(t, "known", known, []bool{true, false, false, false, true})
}

func TestKnown(t *testing.T) {
	w := newWorld(t)
	summer := w.campaign("summer", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(summer, "maya", "https://shop.example/m", "MAYA15")
	w.mustEdit(maya, func(e *store.Edit) { e.Link, e.Code = tracking.Link{}, tracking.Code{} })
	terms := store.Terms{
		Name: "s", LinkMode: store.Shared, CodeMode: store.Shared, SharedLink: aLink(t, "https://shop.example/s"),
		SharedCode: aCode(t, "ALL10"), Owners: []string{ana},
	}
	w.campaignOf("shared", terms)
	known, err := w.Known(t.Context(), team, []store.Selection{
		{Link: aLink(t, "https://shop.example/m")},
		{Code: aCode(t, "maya15")},
		{Link: aLink(t, "https://shop.example/S/")},
		{Code: aCode(t, "all10")},
		{Link: aLink(t, "https://shop.example/M"), Code: aCode(t, "MAYA1")},
		{InfluencerID: maya.InfluencerID, Link: aLink(t, "https://shop.example/m"), Code: aCode(t, "MAYA15")}, // their own
		{InfluencerID: maya.InfluencerID, Code: aCode(t, "ALL10")},
	})
	must(t, err)
	same(t, "known", known, []bool{true, true, true, true, false, false, true})
	if known, err := w.Known(t.Context(), team, nil); err != nil || len(known) != 0 {
		t.Errorf("%v, %v", known, err)
	}
}

// Postgres has the same key for the same links as Go, and finds it by its index.
func TestNearIsTheSameInPostgres(t *testing.T) {
	w := newWorld(t)
	w.selected(w.campaign("c", store.UniqueOurs, store.UniqueOurs), "maya", "https://shop.example/m", "")
	for _, text := range []string{
		"https://shop.example", "https://shop.example/", "https://shop.example/_", "https://Shop_1.Example/Maya_Glow/?U=/_/#_/", "https://shop.example//?//#//",
		"https://shop.example/É/ß_İ/", "https://shop.example/a%2f/", "https://МАГАЗИН.example/А/", "https://shop.example/a/?b/c/&d=/", "https://shop.example/$1/",
	} {
		link := aLink(t, text)
		var equal bool
		must(t, w.sql().QueryRowContext(t.Context(), `SELECT link_near($1) = sha256(convert_to($2, 'UTF8'))`, link.String(), link.Near()).Scan(&equal))
		if !equal {
			t.Errorf("%s: %q is another key in Postgres", text, link.Near())
		}
	}
	rows, err := w.sql().QueryContext(t.Context(), `SET enable_seqscan = off; EXPLAIN SELECT FROM applications a WHERE a.team_id = 'T1' AND a.state = 'selected'
		AND a.link IS NOT NULL AND link_near(a.link) = link_near('https://shop.example/M')`)
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	var plan strings.Builder
	for rows.Next() {
		var line string
		must(t, rows.Scan(&line))
		plan.WriteString(line + "\n")
	}
	must(t, rows.Err())
	if !strings.Contains(plan.String(), "applications_link_near") {
		t.Error(plan.String())
	}
}
