package commands

import (
	"testing"

	"codekeeper/bot"
	"codekeeper/store"

	"golang.org/x/sync/errgroup"
)

// Whatever becomes of somebody while a form shows them, Save does what is still
// true or says what isn't; nobody is marked as told what they were not.
func TestAloneMeanwhile(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		does             func(w *world, row store.Row)
		sent, declined   string
		isSent, withdraw bool
	}{
		"nothing": {func(*world, store.Row) {}, "Marked as sent: *@maya*", "*@maya* is withdrawn from Summer Glow now.", true, true},
		"withdrawn": {
			func(w *world, row store.Row) { w.change("ben", row, func(e *store.Edit) { e.State = store.Withdrawn }) },
			"Not marked as sent: @ben changed *@maya* in Summer Glow", "*@maya* was withdrawn in Summer Glow already.", false, true,
		},
		"another code": {
			func(w *world, row store.Row) {
				w.change("ben", row, func(e *store.Edit) { e.Code = codeOf(w.t, "OTHER1") })
			},
			"Not marked as sent: @ben changed *@maya* in Summer Glow", "is withdrawn", false, true,
		},
		"TBD again": {
			func(w *world, row store.Row) {
				w.change("ben", row, func(e *store.Edit) { e.Code = codeOf(w.t, "TBD") })
			},
			"Not marked as sent: @ben changed *@maya* in Summer Glow", "is withdrawn", false, true,
		},
		"told by another": {
			func(w *world, row store.Row) { w.marked("ben", row) },
			"Nothing to do for *@maya* in Summer Glow: marked as sent Mon 1 Jun by @ben.", "is withdrawn", true, true,
		},
		"forgotten": {
			func(w *world, row store.Row) {
				_, err := w.store.Forget(w.t.Context(), w.actBy("ben"), row.InfluencerID, row.Influencer.Version)
				must(w.t, err)
			},
			"Marked as sent: *Forgotten influencer 1*", "*Forgotten influencer 1* is withdrawn from Summer Glow now.", true, true,
		},
		"renamed": {
			func(w *world, row store.Row) {
				w.edited(row.Campaign, func(t *store.Terms) { t.Name = "Summer Shine" })
			},
			"Marked as sent: *@maya* in Summer Shine", "is withdrawn from Summer Shine now.", true, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			row := w.selected(w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), "@maya", "TBD", "MAYA1")
			w.ana.Types("/influencer sent")
			form := w.ana.Form().Choose("Influencers", "@maya · MAYA1")
			tt.does(w, row)
			form.Submit()
			form.Closed()
			w.reads("sent", w.ana.Answer().Text(), tt.sent)
			if got := w.row(row).Sent(); got != tt.isSent {
				t.Errorf("sent is %v", got)
			}
		})
		t.Run(name+", decline", func(t *testing.T) {
			t.Parallel()
			w := start(t)
			row := w.selected(w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), "@maya", "TBD", "MAYA1")
			w.ana.Types("/influencer decline")
			form := w.ana.Form().Choose("Influencers", "@maya · selected")
			tt.does(w, row)
			form.Submit()
			form.Closed()
			w.reads("decline", w.ana.Answer().Text(), tt.declined)
			if got := w.row(row).State == store.Withdrawn; got != tt.withdraw {
				t.Errorf("it is %s", w.row(row).State)
			}
		})
	}
}

// Several people decline the same at the same moment: it is done once, and each is
// told how it is.
func TestDeclineFormAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	var picks []string
	for _, row := range w.applicants(summer, 5) {
		picks = append(picks, declinePick{row.InfluencerID, store.Applied}.value())
	}
	before := w.writes()
	var all errgroup.Group
	for range 8 {
		r := w.request("")
		r.Kind, r.Form = bot.KindSubmission, bot.NewForm(formDecline, "{}", map[string]string{fieldCampaign: campaignOption(summer).Value}, map[string][]string{fieldPeople: picks})
		all.Go(func() error {
			_, err := w.app.saveDecline(t.Context(), r)
			return err
		})
	}
	if err := all.Wait(); err != nil {
		t.Error(err)
	}
	if n := w.writes() - before; n != 5 {
		t.Errorf("%d changes", n)
	}
	if n := w.inState(store.Declined); n != 5 {
		t.Errorf("%d are declined", n)
	}
}
