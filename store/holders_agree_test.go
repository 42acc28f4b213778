package store_test

import (
	"fmt"
	"slices"
	"testing"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"pgregory.net/rapid"
)

// Whatever was done, an import warns of what a form would warn of, and what is
// known is what anybody holds or held.
func TestImportWarnsOfWhatHoldersFind(t *testing.T) {
	w := newWorld(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		codes := []tracking.Code{aCode(w.t, fmt.Sprintf("A%d", n)), aCode(w.t, fmt.Sprintf("B%d", n)), aCode(w.t, fmt.Sprintf("C%d", n))}
		shared := w.campaignOf(fmt.Sprintf("s%d", n), store.Terms{Name: "s", LinkMode: store.NotNeeded, CodeMode: store.Shared, Owners: []string{ana}})
		var rows []store.Row
		for i := range 2 {
			c := w.campaign(fmt.Sprintf("c%d-%d", n, i), store.NotNeeded, store.UniqueOurs)
			for who := range 3 {
				rows = append(rows, w.applicant(c, fmt.Sprintf("h%d.%d", n, who)))
			}
		}
		terms := shared.Terms
		for range rapid.IntRange(1, 8).Draw(r, "steps") {
			edit := store.EditOf(w.rowNow(rows[rapid.IntRange(0, len(rows)-1).Draw(r, "whose")]).Application)
			edit.State = rapid.SampledFrom(states).Draw(r, "state")
			edit.Code = rapid.SampledFrom(append(codes, tracking.Code{})).Draw(r, "code")
			_, _ = w.Change(w.ctx(), w.act(), edit) // refused where it is taken, or no such step
			terms.CodeMode = rapid.SampledFrom([]store.Mode{store.Shared, store.UniqueOurs}).Draw(r, "mode")
			terms.SharedCode = rapid.SampledFrom(append(codes, tracking.Code{})).Draw(r, "shared")
			now, err := w.Campaign(w.ctx(), team, shared.ID)
			must(w.t, err)
			_, err = w.EditCampaign(w.ctx(), w.act(), shared.ID, now.Version, terms)
			must(w.t, err)
		}
		into := w.campaign(fmt.Sprintf("z%d", n), store.NotNeeded, store.UniqueOurs)
		var lines []store.ImportLine
		var want [][]string
		for i, code := range codes {
			who := fmt.Sprintf("h%d.%d", n, i)
			lines = append(lines, line(w.t, i+1, who, "", code.String()))
			_, held, err := w.Holders(w.ctx(), team, tracking.Link{}, code, rows[i].InfluencerID, 0)
			must(w.t, err)
			want = append(want, worstOf(fmt.Sprintf("%d @%s new", i+1, who), code, held))
			_, all, err := w.Holders(w.ctx(), team, tracking.Link{}, code, 0, 0)
			must(w.t, err)
			known, err := w.Known(w.ctx(), team, []store.Selection{{Code: code}})
			must(w.t, err)
			if known[0] != (len(all) > 0) {
				r.Fatalf("%s is known: %v, and held by %d", code, known[0], len(all))
			}
		}
		for i, got := range w.lines(w.importOf(into, lines...)) {
			if !slices.Contains(want[i], got) {
				r.Fatalf("%q, want %q", got, want[i])
			}
		}
	})
}

// worstOf is a line as it is warned of: by the holding that lasts, or lasted
// longest, or by any of several that do.
func worstOf(line string, code tracking.Code, held []store.Holding) []string {
	if len(held) == 0 {
		return []string{line}
	}
	later := func(a, b store.Holding) int {
		switch {
		case a.Until == nil && b.Until == nil:
			return 0
		case a.Until == nil:
			return 1
		case b.Until == nil:
			return -1
		}
		return a.Until.Compare(*b.Until)
	}
	worst := slices.MaxFunc(held, later)
	var all []string
	for _, h := range held {
		if later(h, worst) != 0 {
			continue
		}
		text := fmt.Sprintf("held code %s @%s %s", code, h.Influencer.Handle, h.Campaign.Name)
		if h.Shared {
			text = fmt.Sprintf("shared code %s %s", code, h.Campaign.Name)
		}
		if h.Until != nil {
			text += " " + string(store.DateOf(h.Until.UTC()))
		}
		all = append(all, fmt.Sprintf("%s [%s]", line, text))
	}
	return all
}
