package store_test

import (
	"errors"
	"fmt"
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"pgregory.net/rapid"
)

// An import warns of the link that a form would name first.
func TestImportWarnsOfWhatNearLinksFindFirst(t *testing.T) {
	w := newWorld(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		var links []tracking.Link
		for _, shape := range []string{"maya%d", "Maya%d", "maya_%d", "maya%d/", "MAYA%d//"} {
			links = append(links, aLink(w.t, "https://shop.example/"+fmt.Sprintf(shape, n)))
		}
		// In a campaign of their own each, so that several may have the same.
		for i := range rapid.IntRange(0, 3).Draw(r, "people") {
			c := w.campaign(fmt.Sprintf("c%d-%d", n, i), store.UniqueOurs, store.NotNeeded)
			link := rapid.SampledFrom(links).Draw(r, "has")
			row := w.selected(c, fmt.Sprintf("h%d.%d", n, i), link.String(), "")
			if rapid.Bool().Draw(r, "gone") {
				w.mustEdit(row, func(e *store.Edit) { e.State = store.Withdrawn })
			}
		}
		for i := range rapid.IntRange(0, 2).Draw(r, "campaigns") {
			w.campaignOf(fmt.Sprintf("s%d-%d", n, i), store.Terms{
				Name: "s", LinkMode: rapid.SampledFrom([]store.Mode{store.Shared, store.UniqueOurs}).Draw(r, "mode"), CodeMode: store.NotNeeded,
				SharedLink: rapid.SampledFrom(append(links, tracking.Link{})).Draw(r, "shared"), Owners: []string{ana},
			})
		}
		into := w.campaign(fmt.Sprintf("z%d", n), store.UniqueOurs, store.NotNeeded)
		var got, want string
		who, link := fmt.Sprintf("h%d.0", n), rapid.SampledFrom(links).Draw(r, "link")
		i, _, err := w.FindInfluencer(w.ctx(), team, handle(w.t, who))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			r.Fatal(err)
		}
		near, err := w.NearLinks(w.ctx(), team, link, i.ID, 0)
		must(w.t, err)
		if len(near) > 0 {
			want = fmt.Sprintf("%s of @%s in %s, shared %v", near[0].Link, near[0].Influencer.Handle, near[0].Campaign.Name, near[0].Shared)
		}
		rows, err := w.ImportRows(w.ctx(), team, w.importOf(into, line(w.t, 1, who, link.String(), "")).ID, store.ImportFilter{})
		must(w.t, err)
		for _, p := range rows[0].Problems {
			if p.What == store.TroubleNear {
				got = fmt.Sprintf("%s of @%s in %s, shared %v", p.Try, p.Handle, p.Campaign, p.Shared)
			}
		}
		if got != want {
			r.Fatalf("%s of @%s: %q, want %q", link, who, got, want)
		}
	})
}
