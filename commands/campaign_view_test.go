package commands

import (
	"strings"
	"testing"
	"time"

	"codekeeper/store"
)

// aCampaign is one with everything in it, some of it hostile.
func aCampaign(t *testing.T) store.Campaign {
	at := monday.Add(-72 * time.Hour)
	return store.Campaign{
		ID: 3, Version: 7, Slug: "summer-glow",
		Terms: store.Terms{
			Name: "Summer <!channel> & Glow", LinkMode: store.UniqueProgram, CodeMode: store.Shared,
			SharedCode: codeOf(t, "GLOW15"), HowTo: "Sign up at shop.example/partners\nthen ask <@U9>", Fee: "250 EUR", Commission: "10 %",
			Owners: store.Owners{"U1", "U2"}, ChannelID: "C1", Launches: "2026-06-10", Ends: "2026-07-10",
		},
		SharedLinkSince: at, SharedCodeSince: at, CreatedAt: at, CreatedBy: "U1", ChangedAt: at, ChangedBy: "U1",
	}
}

func TestCampaignViews(t *testing.T) {
	c := aCampaign(t)
	counts := &store.CampaignCounts{CampaignID: 3, Applied: 2, Selected: 3, TBD: 2, Ready: 1}
	golden(t, "campaign_form_new", newCampaignForm("", "U1", "C1").view())
	golden(t, "campaign_form_edit", campaignFormOf(c).view())
	golden(t, "campaign_card", campaignCard(c, counts, nil, monday))

	moved := c
	moved.Version, moved.Fee, moved.Name, moved.Owners, moved.Launches = 8, "<b>300</b> EUR", "Summer Glow", store.Owners{"U2"}, ""
	form := campaignFormOf(c)
	form.text[termFee] = "275 EUR"
	golden(t, "campaign_form_moved", form.moved(moved, "U2").view())

	warned := campaignFormOf(c)
	warned.warned = warnings{aCode: "*@maya.glow* has `GLOW15` in Winter Glow."}
	golden(t, "campaign_form_warned", warned.view())

	tbd := c
	tbd.SharedCode, tbd.ArchivedAt = codeOf(t, "TBD"), &monday
	golden(t, "campaign_card_archived", campaignCard(tbd, nil, nil, monday))
	golden(t, "campaign_list", campaignListView([]store.Campaign{c, tbd}, map[int64]store.CampaignCounts{3: *counts}, campaignListing{}, monday))
}

func TestCampaignEffects(t *testing.T) {
	terms := func(link, code store.Mode) store.Terms {
		return store.Terms{Name: "Summer Glow", LinkMode: link, CodeMode: code, Owners: store.Owners{"U1"}}
	}
	withCode := func(shared store.Terms) store.Terms {
		shared.SharedCode = codeOf(t, "GLOW15")
		return shared
	}
	three := &store.CampaignCounts{Selected: 3, OwnLinks: 3, OwnCodes: 3}
	for name, test := range map[string]struct {
		before, after store.Terms
		affected      int
		counts        *store.CampaignCounts
		want          string
	}{
		"nothing": {terms(store.UniqueOurs, store.UniqueOurs), terms(store.UniqueOurs, store.UniqueOurs), 0, three, ""},
		"newly a code": {
			terms(store.UniqueOurs, store.NotNeeded), terms(store.UniqueOurs, store.UniqueOurs), 3, three,
			"3 selected influencers now need a coupon code: TBD.",
		},
		"newly both": {
			terms(store.NotNeeded, store.NotNeeded), terms(store.UniqueOurs, store.UniqueProgram), 1, three,
			"1 selected influencer now needs an affiliate link and a coupon code: TBD.",
		},
		"newly, nobody selected": {terms(store.UniqueOurs, store.NotNeeded), terms(store.UniqueOurs, store.UniqueOurs), 0, three, ""},
		"later": {
			terms(store.UniqueOurs, store.UniqueOurs), terms(store.UniqueOurs, store.UniqueProgram), 0, three,
			"Coupon code: “Unique, from our affiliate program” holds for later selections; the 3 selected keep their own.",
		},
		"later, one": {
			terms(store.Shared, store.UniqueOurs), terms(store.NotNeeded, store.UniqueOurs), 0, &store.CampaignCounts{Selected: 1, SharedLinks: 1, OwnCodes: 1},
			"Affiliate link: “Not needed” holds for later selections; the 1 selected keeps the shared one.",
		},
		"later, of several modes": {
			terms(store.UniqueOurs, store.Shared), terms(store.UniqueOurs, store.UniqueOurs), 0, &store.CampaignCounts{Selected: 4, OwnCodes: 1, SharedCodes: 2},
			"Coupon code: “Unique, we make it” holds for later selections; of the 3 selected 1 keeps their own, 2 keep the shared one.",
		},
		"later, needed by nobody": {
			terms(store.UniqueOurs, store.Shared), terms(store.UniqueOurs, store.UniqueOurs), 0, &store.CampaignCounts{Selected: 1, OwnLinks: 1},
			"Coupon code: “Unique, we make it” holds for later selections; nobody selected needs one.",
		},
		"later, nobody": {
			terms(store.UniqueOurs, store.UniqueOurs), terms(store.UniqueOurs, store.NotNeeded), 0, &store.CampaignCounts{},
			"Coupon code: “Not needed” holds for later selections; nobody is selected yet.",
		},
		"later, not counted": {
			terms(store.UniqueOurs, store.UniqueOurs), terms(store.UniqueOurs, store.NotNeeded), 0, nil,
			"Coupon code: “Not needed” holds for later selections; who is selected keeps theirs.",
		},
		"shared, nobody": {
			terms(store.UniqueOurs, store.Shared), withCode(terms(store.UniqueOurs, store.Shared)), 0, &store.CampaignCounts{},
			"The shared coupon code was `TBD` and is `GLOW15` now.",
		},
		"shared by three": {
			terms(store.UniqueOurs, store.Shared), withCode(terms(store.UniqueOurs, store.Shared)), 0, &store.CampaignCounts{Selected: 3, OwnLinks: 3, SharedCodes: 3},
			"The shared coupon code was `TBD` and is `GLOW15` now, for everyone selected who shares it.",
		},
	} {
		change := store.CampaignChange{Before: store.Campaign{Terms: test.before}, After: store.Campaign{Terms: test.after}, Affected: test.affected}
		if got := strings.Join(effects(change, test.counts), " "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
