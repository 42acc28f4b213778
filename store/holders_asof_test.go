package store_test

import (
	"fmt"
	"testing"
	"time"

	"codekeeper/store"
	"codekeeper/store/tracking"

	"pgregory.net/rapid"
)

// Whatever was done, holdings say of every moment who had the code then.
func TestHoldersAsOfAreWhoHadItThen(t *testing.T) {
	w := newWorld(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		code := aCode(w.t, fmt.Sprintf("CODE%d", n))
		campaigns := []store.Campaign{
			w.campaign(fmt.Sprintf("a%d", n), store.NotNeeded, store.UniqueOurs), w.campaign(fmt.Sprintf("b%d", n), store.NotNeeded, store.UniqueOurs),
		}
		var all []store.Row
		for i := range 4 {
			all = append(all, w.applicant(campaigns[i%2], fmt.Sprintf("maya%d.%d", n, i)))
		}
		type moment struct {
			at   time.Time
			have map[string]bool
		}
		var moments []moment
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			i := rapid.IntRange(0, len(all)-1).Draw(r, "whose")
			edit := store.EditOf(all[i].Application)
			edit.State = rapid.SampledFrom(states).Draw(r, "state")
			edit.Code = rapid.SampledFrom([]tracking.Code{code, {}}).Draw(r, "code")
			act := w.act()
			changes, err := w.Change(w.ctx(), act, edit)
			if err != nil {
				continue
			}
			all[i] = changes.Rows[0].After
			have := map[string]bool{}
			for _, row := range all {
				if row.State == store.Selected && row.Code == code {
					have[fmt.Sprint(row.InfluencerID, row.CampaignID)] = true
				}
			}
			moments = append(moments, moment{act.At, have})
		}
		_, held, err := w.Holders(w.ctx(), team, tracking.Link{}, code, 0, 0)
		must(w.t, err)
		for _, m := range moments {
			then := map[string]bool{}
			for _, h := range held {
				if !h.From.After(m.at) && (h.Until == nil || h.Until.After(m.at)) {
					then[fmt.Sprint(h.Influencer.ID, h.Campaign.ID)] = true
				}
			}
			same(w.t, "as of "+m.at.String(), then, m.have)
		}
		if w.t.Failed() {
			r.Fatal("see above")
		}
	})
}
