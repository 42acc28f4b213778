package commands

import (
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// A request that comes again is answered as the first was: who was left out, and
// why, is said again, and not who came since.
func TestAllRepeated(t *testing.T) {
	t.Parallel()
	w := start(t)
	for name, tt := range map[string]struct {
		save  bot.Handler
		fill  []string
		notes []string
	}{
		"Select": {
			w.app.saveSelectAll,
			[]string{string(aCode)},
			[]string{"Selected 30 influencers in Select.", "1 was forgotten since they applied, and left out.", "stays TBD"},
		},
		"Decline": {w.app.saveDeclineAll, nil, []string{"Declined 31 influencers in Decline."}},
	} {
		c := w.campaign(name, patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
		rows := w.applicants(c, 31)
		for _, row := range rows[:1] {
			if !row.Influencer.Forgotten() {
				_, err := w.store.Forget(t.Context(), w.act(), row.InfluencerID, row.Influencer.Version)
				must(t, err)
			}
		}
		w.sim.Clock().Advance(time.Minute)
		r := w.request("")
		r.Kind, r.ID, r.At = bot.KindSubmission, w.act().Request, w.sim.Clock().Now()
		l := listing{Campaign: c.ID, Filter: string(store.Applied)}
		shown, err := w.store.Shown(t.Context(), w.team, l.filter(), time.Time{}, maxTogether)
		must(t, err)
		meta := allMeta{allShown: allShown{l, r.At, shown.Count(), shown.Seal()}}
		r.Form = bot.NewForm("all", encoded(meta), nil, map[string][]string{fieldFill: tt.fill})
		w.sim.Clock().Advance(time.Minute)
		w.applicant(c, "@late")
		w.sim.Clock().Advance(time.Minute)
		r.At = w.sim.Clock().Now()

		first, err := tt.save(t.Context(), r)
		must(t, err)
		for _, note := range append(tt.notes, "1 is new in the list since it was shown, and left out: ") {
			w.reads(name, encoded(first.Message), note)
		}
		w.sim.Clock().Advance(time.Minute)
		w.applicant(c, "@later")
		before := w.writes()
		again, err := tt.save(t.Context(), r)
		must(t, err)
		if diff := cmp.Diff(encoded(first.Message), encoded(again.Message)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if w.writes() != before {
			t.Errorf("%s: twice is not once", name)
		}
	}
}
