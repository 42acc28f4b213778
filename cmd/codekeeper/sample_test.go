package main

import (
	"slices"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
	"codekeeper/store/localpg/pgtest"
)

// sampled is a store with the sample in it.
func sampled(t *testing.T, now time.Time) (*store.Store, string) {
	t.Helper()
	keeper, err := store.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keeper.Close() })
	const id = "T0SAMPLE"
	people := cast{
		ana: slacksim.User{ID: "U0ANA"}, ben: slacksim.User{ID: "U0BEN"}, influencers: slacksim.Channel{ID: "C0INFLUENCERS"},
	}
	if err := addSample(t.Context(), keeper, id, people, now); err != nil {
		t.Fatal(err)
	}
	return keeper, id
}

func TestSampleLeavesRoomForTheFirstStory(t *testing.T) {
	t.Parallel()
	now := time.Now()
	keeper, id := sampled(t, now)
	campaigns, err := keeper.Campaigns(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if len(campaigns) != 3 {
		t.Errorf("%d campaigns, want 3", len(campaigns))
	}
	for _, c := range campaigns {
		if c.Slug == "summer-glow" {
			t.Error("the sample has the campaign that a newcomer makes first")
		}
	}
	maya, _, err := store.ParseHandle("@maya.glow")
	if err != nil {
		t.Fatal(err)
	}
	if found, err := keeper.FindInfluencers(t.Context(), id, []store.Handle{maya}); err != nil || len(found) > 0 {
		t.Errorf("the sample has @maya.glow: %v, %v", found, err)
	}
}

func TestSampleIsAsItsTableSays(t *testing.T) {
	t.Parallel()
	now := time.Now()
	keeper, id := sampled(t, now)
	page, err := keeper.Rows(t.Context(), id, store.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var tbd, overdue, changed, unsent, sent int
	states := map[store.State]int{}
	for _, row := range page.Rows {
		states[row.State]++
		if row.LinkTBD() || row.CodeTBD() {
			tbd++
			if row.GoesLiveOn() != "" && row.GoesLiveOn() < store.DateOf(now) {
				overdue++
			}
		}
		switch {
		case row.Changed():
			changed++
		case row.Unsent():
			unsent++
		case row.Sent():
			sent++
		}
		if row.ChangedAt.After(now) {
			t.Errorf("@%s was changed in the future", row.Influencer.Handle)
		}
		checkAgainstTable(t, row)
	}
	for _, state := range []store.State{store.Applied, store.Selected, store.Declined, store.Withdrawn} {
		if states[state] == 0 {
			t.Errorf("nobody is %s", state)
		}
	}
	if len(page.Rows) < 40 || tbd == 0 || tbd > 9 || overdue == 0 {
		t.Errorf("%d applications, %d TBD, %d overdue", len(page.Rows), tbd, overdue)
	}
	if changed != 2 || unsent != 3 || sent < 10 {
		t.Errorf("%d were changed since they were sent, %d not sent, %d sent", changed, unsent, sent)
	}
}

// checkAgainstTable compares what is stored of a selected influencer with what
// the table says.
func checkAgainstTable(t *testing.T, row store.Row) {
	t.Helper()
	for _, c := range sampleCampaigns() {
		if c.slug != row.Campaign.Slug {
			continue
		}
		i := slices.IndexFunc(c.applicants, func(a sampleApplicant) bool { return a.handle == row.Influencer.Handle.String() })
		if i < 0 {
			t.Errorf("@%s is in %s but not in its table", row.Influencer.Handle, c.slug)
			return
		}
		want := c.applicants[i]
		if row.State != want.state {
			t.Errorf("@%s is %s in %s, want %s", want.handle, row.State, c.slug, want.state)
		}
		if row.State == store.Selected && (row.Link.TBD() != (want.link == "") || row.Code.TBD() != (want.code == "")) {
			t.Errorf("@%s has link %s and code %s in %s", want.handle, row.Link, row.Code, c.slug)
		}
	}
}
