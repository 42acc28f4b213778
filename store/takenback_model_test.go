package store_test

import (
	"fmt"
	"testing"
	"time"

	"codekeeper/store"

	"pgregory.net/rapid"
)

// Whatever was done last, undone it is as it was before, and undone again as it
// was after: to whoever looks at the campaign, and not in its history.
func TestUndoneItIsAsBefore(t *testing.T) {
	w := newWorld(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		c := w.campaign(fmt.Sprintf("c%d", n), store.UniqueOurs, store.UniqueOurs)
		var who []string
		for i := range 3 {
			who = append(who, fmt.Sprintf("h%d.%d", n, i))
		}
		for range rapid.IntRange(2, 8).Draw(r, "steps") {
			before := w.looks(c)
			request := w.doesAnything(r, c, who)
			after := w.looks(c)
			if fmt.Sprint(before) == fmt.Sprint(after) {
				continue // refused, or nothing to change
			}
			if !rapid.Bool().Draw(r, "undo") {
				continue
			}
			act, _ := w.undo(request)
			same(w.t, "undone", w.looks(c), before)
			if rapid.Bool().Draw(r, "undo again") {
				w.undo(act.Request)
				same(w.t, "undone again", w.looks(c), after)
			}
		}
		if n := w.count(`SELECT count(*) FROM applications a WHERE a.version <> (SELECT count(*) FROM application_history h WHERE h.application_id = a.id)`); n > 0 {
			w.t.Errorf("%d have another history", n)
		}
		if w.t.Failed() {
			r.Fatal("see above")
		}
	})
}

// doesAnything does something to somebody in the campaign, and answers the
// request by which.
func (w *world) doesAnything(r *rapid.T, c store.Campaign, who []string) string {
	one := rapid.SampledFrom(who).Draw(r, "who")
	code := rapid.SampledFrom([]string{"", "A", "B"}).Draw(r, "code")
	act := w.act()
	switch rapid.IntRange(0, 3).Draw(r, "way") {
	case 0:
		_, err := w.AddInfluencers(w.ctx(), act, c.ID, []store.Profile{{Handle: handle(w.t, one)}, {Handle: handle(w.t, who[0])}})
		must(w.t, err)
	case 1:
		_, _ = w.Select(w.ctx(), act, c.ID, []store.Selection{{Handle: handle(w.t, one), Code: aCode(w.t, code)}}) // refused where it is taken, or they are selected
	case 2:
		l := as(line(w.t, 1, one, "", code), rapid.SampledFrom(states).Draw(r, "state"))
		return w.applied(w.importOf(c, l, line(w.t, 2, who[1], "", ""))).Request()
	default:
		page, err := w.Rows(w.ctx(), team, store.Filter{CampaignID: c.ID})
		must(w.t, err)
		if len(page.Rows) == 0 {
			return act.Request
		}
		edit := store.EditOf(page.Rows[rapid.IntRange(0, len(page.Rows)-1).Draw(r, "row")].Application)
		edit.Code, edit.State, edit.Note = aCode(w.t, code), rapid.SampledFrom(states).Draw(r, "state"), code
		_, _ = w.Change(w.ctx(), act, edit) // refused where it is taken, or no such step
	}
	return act.Request
}

// looks are all who are in a campaign, without what every change moves on.
func (w *world) looks(c store.Campaign) []store.Application {
	w.t.Helper()
	page, err := w.Rows(w.ctx(), team, store.Filter{CampaignID: c.ID})
	must(w.t, err)
	all := make([]store.Application, 0, len(page.Rows))
	in := map[store.State]int{}
	for _, row := range page.Rows {
		in[row.State]++
		row.Version, row.ChangedAt, row.ChangedBy, row.CreatedAt, row.CreatedBy = 0, time.Time{}, "", time.Time{}, ""
		all = append(all, row.Application)
	}
	counts, err := w.Counts(w.ctx(), team, []int64{c.ID})
	must(w.t, err)
	n := counts[c.ID]
	same(w.t, "counts", map[store.State]int{store.Applied: n.Applied, store.Selected: n.Selected, store.Declined: n.Declined, store.Withdrawn: n.Withdrawn, store.TakenBack: 0},
		map[store.State]int{store.Applied: in[store.Applied], store.Selected: in[store.Selected], store.Declined: in[store.Declined], store.Withdrawn: in[store.Withdrawn], store.TakenBack: in[store.TakenBack]})
	return all
}
