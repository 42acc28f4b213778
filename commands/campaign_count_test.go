package commands

import (
	"fmt"
	"testing"

	"codekeeper/store"

	"pgregory.net/rapid"
)

// A campaign's card counts as TBD what /influencer tbd lists, whatever the modes
// are now and were when somebody was selected.
func TestAsManyAreCountedAsAreOpen(t *testing.T) {
	t.Parallel()
	w := start(t)
	few := []int{0, 1, 4, 8} // a range would be mostly none
	all := []store.Mode{store.NotNeeded, store.UniqueOurs, store.UniqueProgram, store.Shared}
	made, seen := 0, map[int]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		made++
		terms := func(t *store.Terms) {
			t.LinkMode, t.CodeMode = rapid.SampledFrom(all).Draw(rt, "link"), rapid.SampledFrom(all).Draw(rt, "code")
			t.SharedCode, t.SharedLink = codeOf(w.t, "TBD"), linkOf(w.t, "TBD")
			if rapid.Bool().Draw(rt, "shared code is there") {
				t.SharedCode = codeOf(w.t, "ALL15")
			}
			if rapid.Bool().Draw(rt, "shared link is there") {
				t.SharedLink = linkOf(w.t, "https://shop.example/all")
			}
		}
		c := w.campaign(fmt.Sprintf("Campaign %d", made), terms)
		people := 0
		for range rapid.IntRange(1, 2).Draw(rt, "edits") {
			for range rapid.SampledFrom(few).Draw(rt, "people") {
				people++
				handle := fmt.Sprintf("@c%dp%d", made, people)
				if rapid.Bool().Draw(rt, "applies") {
					w.applicant(c, handle)
					continue
				}
				link, code := "TBD", "TBD"
				if c.LinkMode.Unique() && rapid.Bool().Draw(rt, "has a link") {
					link = "https://shop.example/" + handle[1:]
				}
				if c.CodeMode.Unique() && rapid.Bool().Draw(rt, "has a code") {
					code = handle[1:]
				}
				row := w.selected(c, handle, link, code)
				if rapid.IntRange(0, 4).Draw(rt, "leaves") == 0 {
					w.change("ana", row, func(e *store.Edit) { e.State = store.Withdrawn })
				}
			}
			c = w.edited(c, terms)
		}
		counts, err := w.store.Counts(t.Context(), w.team, []int64{c.ID})
		must(w.t, err)
		open, err := w.app.open(t.Context(), w.team, []store.Campaign{c}, "", nil, 100)
		must(w.t, err)
		if n := counts[c.ID].TBD; n != len(open.items) || n != open.tallies.rows() {
			rt.Fatalf("%d counted, %d open", n, len(open.items))
		}
		seen[len(open.items)] = true
	})
	if len(seen) < 4 {
		t.Errorf("only %v were open", seen)
	}
}
