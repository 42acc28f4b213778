package store_test

import (
	"context"
	"fmt"
	"testing"

	"codekeeper/store"
)

// openStrangers ask for what is open in maya's campaign, and in the one that was
// made after it.
func openStrangers() map[string]stranger {
	both := func(maya store.Row) []int64 { return []int64{maya.CampaignID, maya.CampaignID + 1} }
	return map[string]stranger{
		"OpenCounts": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.OpenCounts(ctx, other, store.OpenFilter{CampaignIDs: both(maya)})
		},
		"OpenShared": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.OpenShared(ctx, other, store.OpenFilter{CampaignIDs: both(maya)})
		},
		"OpenRows": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.OpenRows(ctx, other, store.OpenFilter{CampaignIDs: both(maya)}, nil, 9)
		},
		"ToldShared": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.ToldShared(ctx, other, both(maya), maya.Link, maya.Code)
		},
		"DigestCounts": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.DigestCounts(ctx, other, both(maya), today)
		},
		"DigestOpen": func(ctx context.Context, w *world, _ store.Act, maya store.Row) (any, error) {
			return w.DigestOpen(ctx, other, both(maya), today, 9, 9)
		},
	}
}

func TestWhatIsTBD(t *testing.T) {
	w := newWorld(t)
	unique := w.campaignOf("unique", store.Terms{Name: "u", LinkMode: store.UniqueProgram, CodeMode: store.UniqueOurs, Owners: []string{ana}, Launches: "2025-06-01"})
	shared := w.campaignOf("shared", store.Terms{Name: "s", LinkMode: store.UniqueOurs, CodeMode: store.Shared, Owners: []string{ana}})
	ids := []int64{unique.ID, shared.ID}
	w.selected(unique, "Ready", "https://shop.example/ready", "READY")
	link := w.selected(unique, "link", "", "LINK")
	early := w.mustEdit(w.selected(unique, "early", "", ""), func(e *store.Edit) { e.GoesLive = "2025-05-01" })
	w.selected(shared, "waits", "https://shop.example/waits", "")
	both := w.selected(shared, "both", "", "")
	w.applicant(unique, "applied")
	w.mustEdit(w.selected(unique, "gone", "", ""), func(e *store.Edit) { e.State = store.Withdrawn })
	gone := w.campaign("gone", store.UniqueOurs, store.Shared)
	w.selected(gone, "archived", "", "")
	w.archive(gone)

	for name, test := range map[string]struct {
		ask  store.OpenFilter
		want []store.OpenCount
	}{
		"all": {store.OpenFilter{CampaignIDs: ids}, []store.OpenCount{
			{CampaignID: unique.ID, TBD: 2, Us: 1, Live: "2025-05-01", Since: early.CodeSince},
			{CampaignID: shared.ID, TBD: 1, Us: 1, Since: both.LinkSince},
		}},
		"links": {store.OpenFilter{CampaignIDs: ids[:1], Link: true}, []store.OpenCount{
			{CampaignID: unique.ID, TBD: 2, Live: "2025-05-01", Since: early.LinkSince},
		}},
		"codes": {store.OpenFilter{CampaignIDs: ids, Code: true}, []store.OpenCount{
			{CampaignID: unique.ID, TBD: 1, Us: 1, Live: "2025-05-01", Since: early.CodeSince},
		}},
		"archived": {store.OpenFilter{CampaignIDs: []int64{gone.ID}}, nil},
		"none":     {store.OpenFilter{}, nil},
	} {
		counts, err := w.OpenCounts(t.Context(), team, test.ask)
		must(t, err)
		same(t, name, counts, test.want)
	}
	common, err := w.OpenShared(t.Context(), team, store.OpenFilter{CampaignIDs: append(ids, gone.ID)})
	must(t, err)
	if len(common) != 1 || common[0].Everyone != 2 || common[0].Still != 0 || common[0].Live != "" || common[0].LinkSince != nil || common[0].CodeSince == nil {
		t.Errorf("shared: %+v", common)
	}
	common, err = w.OpenShared(t.Context(), team, store.OpenFilter{CampaignIDs: ids, Link: true})
	must(t, err)
	if len(common) > 0 {
		t.Errorf("no link is shared: %+v", common)
	}

	rows, err := w.OpenRows(t.Context(), team, store.OpenFilter{CampaignIDs: append(ids, gone.ID)}, nil, 9)
	must(t, err)
	var read []store.Row
	for _, row := range rows {
		read = append(read, row.Row)
	}
	same(t, "by launch", read, []store.Row{early, link, both})
}

// However many wait since the same moment, each is read once.
func TestOpenRowsOverTies(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.NotNeeded)
	var selections []store.Selection
	for n := range 25 {
		selections = append(selections, store.Selection{Handle: handle(t, fmt.Sprintf("H%02d", 24-n))})
	}
	_, err := w.Select(t.Context(), w.act(), c.ID, selections) // all at the same moment
	must(t, err)
	forgotten := map[int64]bool{}
	for _, name := range []string{"H03", "H07"} { // who has no handle any more has their place by id
		i, _, err := w.FindInfluencer(t.Context(), team, handle(t, name))
		must(t, err)
		_, err = w.Forget(t.Context(), w.act(), i.ID, i.Version)
		must(t, err)
		forgotten[i.ID] = true
	}
	var seen []string
	var after *store.Place
	for {
		rows, err := w.OpenRows(t.Context(), team, store.OpenFilter{CampaignIDs: []int64{c.ID}}, after, 1)
		must(t, err)
		if len(rows) == 0 {
			break
		}
		if after != nil && rows[0].Place.Compare(*after) <= 0 {
			t.Errorf("%+v comes after %+v", rows[0].Place, *after)
		}
		if after = &rows[0].Place; forgotten[rows[0].InfluencerID] != (after.Handle == "") {
			t.Errorf("%+v", rows[0])
		}
		seen = append(seen, after.Handle)
	}
	if len(seen) != 25 || seen[2] != "h00" || seen[24] != "h24" {
		t.Errorf("read %v", seen)
	}
}
