package store_test

import (
	"testing"

	"codekeeper/store"
)

func TestToldShared(t *testing.T) {
	w := newWorld(t)
	const page = "https://shop.example/all"
	c := w.campaignOf("shared", store.Terms{
		Name: "s", LinkMode: store.Shared, CodeMode: store.Shared, SharedLink: aLink(t, page), SharedCode: aCode(t, "ALL15"), Owners: []string{ana},
	})
	for _, name := range []string{"maya", "leo"} {
		w.mustEdit(w.selected(c, name, "", ""), func(e *store.Edit) { e.Told = &store.Told{Link: aLink(t, page), Code: aCode(t, "ALL15")} })
	}
	w.selected(c, "kim", "", "")
	w.applicant(c, "applies")
	gone := w.mustEdit(w.selected(c, "gone", "", ""), func(e *store.Edit) { e.Told = &store.Told{Link: aLink(t, page), Code: aCode(t, "ALL15")} })
	w.mustEdit(gone, func(e *store.Edit) { e.State = store.Withdrawn })
	own := w.campaign("own", store.NotNeeded, store.UniqueOurs)
	ida := w.selected(own, "ida", "", "all15") // her own, and nobody's else
	w.mustEdit(ida, func(e *store.Edit) { e.Told = &store.Told{Code: aCode(t, "all15")} })
	free := w.campaign("free", store.NotNeeded, store.NotNeeded)

	for name, test := range map[string]struct {
		link, code string
		want       map[int64]store.ToldShared
	}{
		"code":            {"", "all15", map[int64]store.ToldShared{c.ID: {CampaignID: c.ID, Knowing: 2, Sharing: 3}, own.ID: {CampaignID: own.ID, Knowing: 1}}},
		"link":            {page, "", map[int64]store.ToldShared{c.ID: {CampaignID: c.ID, Knowing: 2, Sharing: 3}, own.ID: {CampaignID: own.ID}}},
		"another link":    {page + "/", "", map[int64]store.ToldShared{c.ID: {CampaignID: c.ID}, own.ID: {CampaignID: own.ID}}},
		"neither is told": {"", "", map[int64]store.ToldShared{c.ID: {CampaignID: c.ID}, own.ID: {CampaignID: own.ID}}},
	} {
		told, err := w.ToldShared(t.Context(), team, []int64{c.ID, own.ID, free.ID}, aLink(t, test.link), aCode(t, test.code))
		must(t, err)
		same(t, name, told, test.want)
	}
}
