package store_test

import (
	"errors"
	"testing"

	"codekeeper/store"
)

func TestCampaignIsMadeReadAndListed(t *testing.T) {
	w := newWorld(t)
	terms := store.Terms{
		Name: "Summer Glow", LinkMode: store.Shared, CodeMode: store.UniqueProgram,
		SharedLink: aLink(t, "https://shop.example/glow"), HowTo: "Sign up at https://program.example", Fee: "€200 a reel",
		Commission: "10 %", Owners: []string{ana, ben}, ChannelID: "C1", Launches: "2025-06-01", Ends: "2025-07-01",
	}
	made, err := w.CreateCampaign(t.Context(), w.act(), "summer-glow", terms)
	must(t, err)
	same(t, "terms", made.After.Terms, terms)
	same(t, "before", made.Before, store.Campaign{})
	if made.After.Version != 1 || made.After.CreatedBy != ana || made.After.Archived() || made.Repeat {
		t.Errorf("made %+v", made)
	}
	read, err := w.Campaign(t.Context(), team, made.After.ID)
	must(t, err)
	same(t, "read", read, made.After)

	later := w.campaignOf("later", store.Terms{Name: "Later", LinkMode: store.NotNeeded, CodeMode: store.NotNeeded, Owners: []string{ana}, Launches: "2025-09-01"})
	undated := w.campaign("undated", store.NotNeeded, store.NotNeeded)
	archived := w.campaign("archived", store.NotNeeded, store.NotNeeded)
	gone, err := w.ArchiveCampaign(t.Context(), w.act(), archived.ID, 1, true)
	must(t, err)
	all, err := w.Campaigns(t.Context(), team)
	must(t, err)
	same(t, "all", all, []store.Campaign{made.After, later, undated, gone.After})

	_, err = w.CreateCampaign(t.Context(), w.act(), "later", terms)
	taken, ok := errors.AsType[*store.Taken](err)
	if !ok || taken.What != "slug" || taken.Text != "later" || taken.Campaign == nil || taken.Campaign.ID != later.ID {
		t.Errorf("taken slug: %v %+v", err, taken)
	}
	if _, err := w.Campaign(t.Context(), team, 999); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown campaign: %v", err)
	}
}

func TestCampaignEdit(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.Shared)
	terms := c.Terms
	terms.SharedCode = aCode(t, "GLOW20")
	act := w.act()
	edited, err := w.EditCampaign(t.Context(), act, c.ID, c.Version, terms)
	must(t, err)
	same(t, "before", edited.Before, c)
	same(t, "terms", edited.After.Terms, terms)
	if after := edited.After; after.Version != 2 || !after.SharedCodeSince.Equal(act.At) || !after.SharedLinkSince.Equal(c.SharedLinkSince) {
		t.Errorf("after: %+v", after)
	}

	unchanged, err := w.EditCampaign(t.Context(), w.act(), c.ID, 2, terms)
	must(t, err)
	same(t, "unchanged", unchanged, store.CampaignChange{Before: edited.After, After: edited.After})

	_, err = w.EditCampaign(t.Context(), w.act(), c.ID, 1, c.Terms)
	stale, ok := errors.AsType[*store.Stale[store.Campaign]](err)
	if !ok || stale.Current.Version != 2 || stale.By != ana || !stale.At.Equal(act.At) {
		t.Errorf("stale: %v %+v", err, stale)
	}
	if _, err := w.EditCampaign(t.Context(), w.act(), 999, 1, terms); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
	w.archive(edited.After)
	_, err = w.EditCampaign(t.Context(), w.act(), c.ID, 3, c.Terms)
	if archived, ok := errors.AsType[*store.Archived](err); !ok || archived.Campaign.ID != c.ID {
		t.Errorf("archived: %v", err)
	}
	if n := w.count(`SELECT count(*) FROM campaign_history WHERE campaign_id = $1`, c.ID); n != 3 {
		t.Errorf("%d history rows, want 3", n)
	}
}

func (w *world) archive(c store.Campaign) store.Campaign {
	w.t.Helper()
	change, err := w.ArchiveCampaign(w.ctx(), w.act(), c.ID, c.Version, true)
	must(w.t, err)
	return change.After
}

func TestCampaignArchiveAndReopen(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.NotNeeded)
	act := w.act()
	change, err := w.ArchiveCampaign(t.Context(), act, c.ID, 1, true)
	must(t, err)
	if at := change.After.ArchivedAt; at == nil || !at.Equal(act.At) || change.Before.Archived() || change.After.Version != 2 {
		t.Errorf("archived: %+v", change)
	}
	again, err := w.ArchiveCampaign(t.Context(), w.act(), c.ID, 2, true)
	must(t, err)
	same(t, "archived again", again, store.CampaignChange{Before: change.After, After: change.After})
	if _, err := w.ArchiveCampaign(t.Context(), w.act(), c.ID, 1, false); !isStale(err) {
		t.Errorf("stale: %v", err)
	}
	reopened, err := w.ArchiveCampaign(t.Context(), w.act(), c.ID, 2, false)
	must(t, err)
	if reopened.After.Archived() || reopened.After.Version != 3 {
		t.Errorf("reopened: %+v", reopened.After)
	}
	if _, err := w.ArchiveCampaign(t.Context(), w.act(), 999, 1, true); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
}

func isStale(err error) bool {
	return is[*store.Stale[store.Row]](err) || is[*store.Stale[store.Campaign]](err) ||
		is[*store.Stale[store.Influencer]](err) || is[*store.Stale[store.Settings]](err)
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func TestModeChangeMakesTBDWhatIsNewlyNeeded(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.NotNeeded, store.UniqueOurs)
	maya := w.selected(c, "maya", "", "MAYA15")
	w.selected(c, "ben", "", "")
	w.applicant(c, "cleo")
	if maya.LinkMode != store.NotNeeded || maya.LinkTBD() {
		t.Fatalf("selected: %+v", maya.Application)
	}
	terms := c.Terms
	terms.LinkMode, terms.CodeMode = store.UniqueProgram, store.Shared
	act := w.act()
	change, err := w.EditCampaign(t.Context(), act, c.ID, 1, terms)
	must(t, err)
	if change.Affected != 2 {
		t.Errorf("affected %d, want 2", change.Affected)
	}
	now, err := w.Application(t.Context(), team, maya.ID)
	must(t, err)
	if now.LinkMode != store.UniqueProgram || !now.LinkTBD() || !now.LinkSince.Equal(act.At) || now.Version != 2 {
		t.Errorf("link newly needed: %+v", now.Application)
	}
	// Needed before, under another mode: it stays as it was.
	if now.CodeMode != store.UniqueOurs || now.Code.String() != "MAYA15" || !now.CodeSince.Equal(maya.CodeSince) {
		t.Errorf("code: %+v", now.Application)
	}
	if n := w.count(`SELECT count(*) FROM application_history WHERE request_id = $1`, act.Request); n != 2 {
		t.Errorf("%d history rows, want 2", n)
	}
	repeat, err := w.EditCampaign(t.Context(), act, c.ID, 1, terms)
	must(t, err)
	change.Repeat = true
	same(t, "repeat", repeat, change)
	// Whoever is selected from now on takes the new modes.
	if dora := w.selected(change.After, "dora", "", "DORA"); dora.CodeMode != store.Shared || !dora.Code.TBD() || !dora.CodeTBD() {
		t.Errorf("selected later: %+v", dora.Application)
	}
	// What is no longer needed stays needed for those selected under it.
	terms.LinkMode = store.NotNeeded
	_, err = w.EditCampaign(t.Context(), w.act(), c.ID, 2, terms)
	must(t, err)
	if now, err = w.Application(t.Context(), team, maya.ID); err != nil || now.LinkMode != store.UniqueProgram || now.Version != 2 {
		t.Errorf("no longer needed: %+v %v", now.Application, err)
	}
}

func TestSharedChangesForEveryone(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.Shared, store.NotNeeded)
	maya := w.selected(c, "maya", "https://shop.example/dropped", "DROPPED")
	if !maya.Link.TBD() || !maya.Code.TBD() || !maya.LinkTBD() || maya.CodeTBD() {
		t.Errorf("selected: %+v", maya)
	}
	for _, with := range []func(*store.Edit){
		func(e *store.Edit) { e.Link = aLink(t, "https://shop.example/own") },
		func(e *store.Edit) { e.Code = aCode(t, "OWN") },
	} {
		_, err := w.edit(maya, with)
		if refused, ok := errors.AsType[*store.NotUnique](err); !ok || refused.Row.ID != maya.ID {
			t.Errorf("own one where it is not unique: %v", err)
		}
	}
	terms := c.Terms
	terms.SharedLink = aLink(t, "https://shop.example/all")
	_, err := w.EditCampaign(t.Context(), w.act(), c.ID, 1, terms)
	must(t, err)
	now, err := w.Application(t.Context(), team, maya.ID)
	must(t, err)
	if now.SharesLink().String() != "https://shop.example/all" || !now.Ready() || now.Version != 1 {
		t.Errorf("now: %+v", now)
	}
}

func TestSharedEarlier(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.Shared, store.UniqueOurs)
	wants := func(when string, campaign store.Campaign, who string, wantLink, wantCode bool) {
		t.Helper()
		link, code, err := w.SharedEarlier(t.Context(), who, campaign.ID)
		must(t, err)
		if link != wantLink || code != wantCode {
			t.Errorf("%s: link %v, code %v", when, link, code)
		}
	}
	w.applicant(c, "applies")
	wants("nobody is selected", c, team, false, false)
	maya := w.selected(c, "maya", "", "MAYA15")
	terms := c.Terms
	terms.LinkMode, terms.CodeMode = store.UniqueOurs, store.Shared
	edited, err := w.EditCampaign(t.Context(), w.act(), c.ID, 1, terms)
	must(t, err)
	wants("the link was shared", edited.After, team, true, false)
	wants("another team", edited.After, other, false, false)
	w.selected(c, "leo", "", "")
	wants("both", edited.After, team, true, true)
	w.mustEdit(maya, func(e *store.Edit) { e.State = store.Withdrawn })
	wants("the only one is withdrawn", edited.After, team, false, true)
	wants("another campaign", w.campaign("d", store.Shared, store.Shared), team, false, false)
}

func TestCampaignDone(t *testing.T) {
	w := newWorld(t)
	made := w.act()
	if change, done, err := w.CampaignDone(t.Context(), made); done || err != nil {
		t.Errorf("not yet: %+v %v %v", change, done, err)
	}
	first, err := w.CreateCampaign(t.Context(), made, "c", store.Terms{Name: "c", LinkMode: store.NotNeeded, CodeMode: store.Shared, Owners: []string{ana}})
	must(t, err)
	w.selected(first.After, "maya", "", "")
	terms, edited := first.After.Terms, w.act()
	terms.LinkMode = store.UniqueOurs
	second, err := w.EditCampaign(t.Context(), edited, first.After.ID, 1, terms)
	must(t, err)
	w.archive(second.After)
	for name, one := range map[string]struct {
		act  store.Act
		want store.CampaignChange
	}{"made": {made, first}, "edited": {edited, second}} {
		one.want.Repeat = true
		got, done, err := w.CampaignDone(t.Context(), one.act)
		must(t, err)
		if !done {
			t.Errorf("%s: not done", name)
		}
		same(t, name, got, one.want)
	}
	added := w.act()
	_, err = w.AddInfluencers(t.Context(), added, 0, []store.Profile{{Handle: handle(t, "leo")}})
	must(t, err)
	if change, done, err := w.CampaignDone(t.Context(), added); done || err != nil {
		t.Errorf("a request of another kind: %+v %v %v", change, done, err)
	}
}

func TestCounts(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.Shared)
	empty := w.campaign("empty", store.NotNeeded, store.NotNeeded)
	w.selected(c, "a", "https://shop.example/a", "")
	w.selected(c, "b", "", "")
	w.applicant(c, "d")
	w.mustEdit(w.applicant(c, "e"), func(e *store.Edit) { e.State = store.Declined })
	w.mustEdit(w.selected(c, "f", "", ""), func(e *store.Edit) { e.State = store.Withdrawn })
	counts, err := w.Counts(t.Context(), team, []int64{c.ID, empty.ID})
	must(t, err)
	same(t, "code TBD for all", counts, map[int64]store.CampaignCounts{
		c.ID:     {CampaignID: c.ID, Applied: 1, Selected: 2, Declined: 1, Withdrawn: 1, TBD: 2, LinksToMake: 1, OwnLinks: 2, SharedCodes: 2},
		empty.ID: {CampaignID: empty.ID},
	})
	terms := c.Terms
	terms.SharedCode = aCode(t, "ALL")
	_, err = w.EditCampaign(t.Context(), w.act(), c.ID, 1, terms)
	must(t, err)
	counts, err = w.Counts(t.Context(), team, []int64{c.ID})
	must(t, err)
	same(t, "code set for all", counts[c.ID], store.CampaignCounts{CampaignID: c.ID, Applied: 1, Selected: 2, Declined: 1, Withdrawn: 1, TBD: 1, Ready: 1, LinksToMake: 1, OwnLinks: 2, SharedCodes: 2})
}
