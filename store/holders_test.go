package store_test

import (
	"testing"
	"time"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

func TestHolders(t *testing.T) {
	w := newWorld(t)
	old := w.campaign("old", store.UniqueOurs, store.UniqueOurs)
	maya := w.selected(old, "maya", "https://shop.example/m", "Maya15") // from minute 2
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Note = "n" })
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Code = aCode(t, "MAYA20") }) // 4
	maya = w.mustEdit(maya, func(e *store.Edit) { e.Code = aCode(t, "MAYA15") }) // 5
	w.mustEdit(maya, func(e *store.Edit) { e.State = store.Withdrawn })          // 6
	w.archive(old)                                                               // 7
	live := w.campaign("live", store.UniqueOurs, store.UniqueOurs)               // 8
	ben := w.selected(live, "ben", "", "maya15")                                 // 9
	w.mustEdit(w.applicant(live, "cleo"), func(e *store.Edit) { e.Code = aCode(t, "MAYA15") })

	type held struct {
		who, where  string
		from, until int
		shared      bool
	}
	minute := func(at time.Time) int { return int(at.Sub(day) / time.Minute) }
	list := func(holdings []store.Holding) []held {
		var list []held
		for _, h := range holdings {
			one := held{who: h.Influencer.Handle.String(), where: h.Campaign.Slug, from: minute(h.From), shared: h.Shared}
			if h.Until != nil {
				one.until = minute(*h.Until)
			}
			list = append(list, one)
		}
		return list
	}
	holders := func(link, code string, except, exceptCampaign int64) (links, codes []held) {
		l, c, err := w.Holders(t.Context(), team, aLink(t, link), aCode(t, code), except, exceptCampaign)
		must(t, err)
		return list(l), list(c)
	}
	links, codes := holders("https://shop.example/m", "MAYA15", 0, 0)
	same(t, "link", links, []held{{"maya", "old", 2, 6, false}})
	benHas, mayaAgain, mayaHad := held{"ben", "live", 9, 0, false}, held{"maya", "old", 5, 6, false}, held{"maya", "old", 2, 4, false}
	same(t, "code", codes, []held{benHas, mayaAgain, mayaHad})
	_, codes = holders("", "MAYA15", ben.InfluencerID, 0)
	same(t, "but ben", codes, []held{mayaAgain, mayaHad})
	_, codes = holders("", "MAYA15", maya.InfluencerID, 0)
	same(t, "but maya", codes, []held{benHas})
	links, codes = holders("https://shop.example/M", "MAYA1", 0, 0)
	same(t, "another link", links, []held(nil))
	same(t, "another code", codes, []held(nil))
	ofLink, ofCode, err := w.Holders(t.Context(), team, tracking.Link{}, tracking.Code{}, 0, 0)
	if ofLink != nil || ofCode != nil || err != nil {
		t.Errorf("TBD: %v %v %v", ofLink, ofCode, err)
	}

	terms := store.Terms{Name: "s", LinkMode: store.NotNeeded, CodeMode: store.Shared, SharedCode: aCode(t, "MAYA15"), Owners: []string{ana}}
	shared := w.campaignOf("shared", terms) // 12
	terms.CodeMode = store.UniqueOurs       // earlier selections keep it
	_, err = w.EditCampaign(t.Context(), w.act(), shared.ID, 1, terms)
	must(t, err)
	sharedHas := held{"", "shared", 12, 0, true}
	_, codes = holders("", "maya15", maya.InfluencerID, 0)
	same(t, "shared too", codes, []held{sharedHas, benHas})
	terms.SharedCode = aCode(t, "OTHER")
	_, err = w.EditCampaign(t.Context(), w.act(), shared.ID, 2, terms) // 14
	must(t, err)
	sharedHas.until = 14
	_, codes = holders("", "maya15", maya.InfluencerID, 0)
	same(t, "was shared", codes, []held{sharedHas, benHas})
	_, codes = holders("", "maya15", maya.InfluencerID, shared.ID)
	same(t, "but that campaign", codes, []held{benHas})
}
