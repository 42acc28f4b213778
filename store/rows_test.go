package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"codekeeper/store"
)

func handlesOf(rows []store.Row) string {
	var texts []string
	for _, row := range rows {
		texts = append(texts, row.Influencer.Handle.String())
	}
	return strings.Join(texts, " ")
}

func TestRowsFilter(t *testing.T) {
	w := newWorld(t)
	unique := w.campaignOf("unique", store.Terms{Name: "u", LinkMode: store.UniqueOurs, CodeMode: store.UniqueProgram, Owners: []string{ana, ben}, Launches: "2025-06-01"})
	shared := w.campaignOf("shared", store.Terms{Name: "s", LinkMode: store.Shared, CodeMode: store.Shared, SharedCode: aCode(t, "ALL_20"), Owners: []string{ben}, Launches: "2025-05-01"})
	free := w.campaign("free", store.NotNeeded, store.NotNeeded)
	ready := w.selected(unique, "Ready", "https://shop.example/ready", "READY")
	w.selected(unique, "nolink", "", "NOLINK")
	w.selected(unique, "nocode", "https://shop.example/nocode", "")
	w.selected(shared, "waits", "", "")
	w.selected(free, "free", "", "")
	w.applicant(unique, "applied")
	w.mustEdit(w.selected(unique, "gone", "", ""), func(e *store.Edit) { e.State = store.Withdrawn })
	gone := w.campaign("gone", store.UniqueOurs, store.UniqueOurs)
	w.selected(gone, "archived", "", "")
	w.archive(gone)

	for name, test := range map[string]struct {
		filter store.Filter
		want   string
	}{
		"all":            {store.Filter{}, "applied free gone nocode nolink Ready waits"},
		"archived too":   {store.Filter{Archived: true}, "applied archived free gone nocode nolink Ready waits"},
		"campaign":       {store.Filter{CampaignID: shared.ID}, "waits"},
		"campaigns":      {store.Filter{CampaignIDs: []int64{shared.ID, free.ID}}, "free waits"},
		"no campaign":    {store.Filter{CampaignIDs: []int64{}}, ""},
		"influencer":     {store.Filter{InfluencerID: ready.InfluencerID}, "Ready"},
		"state":          {store.Filter{State: store.Withdrawn}, "gone"},
		"tbd":            {store.Filter{TBD: true}, "nocode nolink waits"},
		"tbd link":       {store.Filter{TBDLink: true}, "nolink waits"},
		"tbd code":       {store.Filter{TBDCode: true}, "nocode"},
		"tbd archived":   {store.Filter{TBD: true, Archived: true, CampaignID: gone.ID}, "archived"},
		"tbd by launch":  {store.Filter{TBD: true, Order: store.ByLaunch}, "waits nolink nocode"},
		"all by launch":  {store.Filter{Order: store.ByLaunch}, "waits Ready nolink nocode applied gone free"},
		"ready":          {store.Filter{Ready: true}, "free Ready"},
		"state of these": {store.Filter{CampaignIDs: []int64{unique.ID, free.ID}, State: store.Selected}, "free nocode nolink Ready"},
		"word in handle": {store.Filter{Words: []string{"@read"}}, "Ready"},
		"word in link":   {store.Filter{Words: []string{"SHOP.example", "code"}}, "nocode"},
		"shared code":    {store.Filter{Words: []string{"all_20"}}, "waits"},
		"no wildcards":   {store.Filter{Words: []string{"a%l"}}, ""},
	} {
		page, err := w.Rows(t.Context(), team, test.filter)
		must(t, err)
		if got := handlesOf(page.Rows); got != test.want || page.Total != len(page.Rows) || page.Next != "" {
			t.Errorf("%s: %q, total %d, next %q; want %q", name, got, page.Total, page.Next, test.want)
		}
	}
	goesLive := w.mustEdit(ready, func(e *store.Edit) { e.GoesLive = "2025-04-01" })
	page, err := w.Rows(t.Context(), team, store.Filter{Order: store.ByLaunch, Limit: 1})
	must(t, err)
	same(t, "goes live first", page.Rows, []store.Row{goesLive})
}

func TestRowsPageOverTies(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.NotNeeded)
	var selections []store.Selection
	for n := range 25 {
		selections = append(selections, store.Selection{Handle: handle(t, fmt.Sprintf("h%02d", n))})
	}
	_, err := w.Select(t.Context(), w.act(), c.ID, selections) // all at the same moment
	must(t, err)
	for _, order := range []store.Order{store.ByHandle, store.ByLaunch} {
		for _, tbd := range []bool{false, true} {
			var seen []int64
			filter := store.Filter{Order: order, TBD: tbd, Limit: 7}
			for pages := 1; ; pages++ {
				page, err := w.Rows(t.Context(), team, filter)
				must(t, err)
				if page.Total != 25 {
					t.Errorf("total %d, want 25", page.Total)
				}
				for _, row := range page.Rows {
					seen = append(seen, row.ID)
				}
				if filter.After = page.Next; page.Next == "" {
					if pages != 4 {
						t.Errorf("%d pages, want 4", pages)
					}
					break
				}
			}
			slices.Sort(seen)
			if len(seen) != 25 || len(slices.Compact(seen)) != 25 {
				t.Errorf("order %d, tbd %v: saw %v", order, tbd, seen)
			}
		}
	}
	first, err := w.Rows(t.Context(), team, store.Filter{Limit: 24})
	must(t, err)
	w.archive(c)
	rest, err := w.Rows(t.Context(), team, store.Filter{Limit: 24, After: first.Next})
	must(t, err)
	same(t, "all gone meanwhile", rest, store.Page{})
	for _, bad := range []string{"x", "!", "e30"} {
		if _, err := w.Rows(t.Context(), team, store.Filter{After: bad}); !errors.Is(err, store.ErrBadPage) {
			t.Errorf("after %q: %v", bad, err)
		}
	}
	if _, err := w.Rows(t.Context(), team, store.Filter{After: first.Next, Order: store.ByLaunch}); !errors.Is(err, store.ErrBadPage) {
		t.Errorf("after, in another order: %v", err)
	}
}
