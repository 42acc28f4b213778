package commands

import (
	"context"
	"strings"
	"testing"
	"time"

	"codekeeper/store"

	"github.com/slack-go/slack"
)

// pressed starts an import of these lines, which ana applied and nobody is
// applying: the process that was told so is gone.
func (w *world) pressed(c store.Campaign, channel, pasted string) store.Import {
	w.t.Helper()
	r := w.request("")
	r.UserID = w.userID("ana")
	form := importForm{campaign: &c, pasted: pasted, meta: importMeta{Channel: channel}}
	_, err := w.app.readInForm(w.t.Context(), r, form, store.ImportSource{Pasted: pasted})
	must(w.t, err)
	var id int64
	must(w.t, w.db.QueryRowContext(w.t.Context(), `SELECT max(id) FROM imports`).Scan(&id))
	form.meta.Import = id
	_, err = w.app.readImport(w.t.Context(), r, form, nil, func(context.Context, *slack.ModalViewRequest) bool { return true })
	must(w.t, err)
	m, err := w.store.ApplyImport(w.t.Context(), w.act(), id, true)
	must(w.t, err)
	return m
}

// told checks how many messages in a channel tell the end of an import.
func (w *world) told(channel string, want int) {
	w.t.Helper()
	n := 0
	for _, m := range w.sim.Messages(w.channelID(channel)) {
		if strings.Contains(m.Text(), "imported into") {
			n++
		}
	}
	if n != want {
		w.t.Errorf("told %d times in #%s, want %d", n, channel, want)
	}
}

// What was to be applied when the process ended is applied by another one, and
// told where it was started.
func TestAnImportSurvivesARestart(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.pressed(summer, w.channelID("influencers"), "@maya.glow MAYA15\n@leo LEO15")
	w.holds(maya, store.Selected, "TBD", "TBD")
	other := w.another()
	_, err := other.Sweep(t.Context())
	must(t, err)
	w.holds(maya, store.Selected, "TBD", "MAYA15")
	m := w.ben.Sees("Pasted lines are imported into *Summer Glow*: 1 new, 1 changed.")
	if m.Only != "" {
		t.Errorf("only %s sees it", m.Only)
	}
	w.reads("in the channel", m.Text(), "@ana: Pasted lines", "[Undo]")
	for _, app := range []*App{w.app, other} {
		_, err := app.Sweep(t.Context())
		must(t, err)
	}
	if n := w.count(`SELECT count(*) FROM application_history WHERE way = 'import'`); n != 2 {
		t.Errorf("%d history rows", n)
	}
	w.told("influencers", 1)
}

// The process ends while it applies: nothing of it is there, and another one
// applies all of it.
func TestAnImportThatIsKilledIsTakenOver(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	m := w.pressed(summer, "", "@maya.glow MAYA15\n@leo LEO15")
	ctx, kill := context.WithCancel(t.Context())
	_, _, err := w.store.RunImport(ctx, w.team, m.ID, "killed", w.sim.Clock().Now(), func(int, int) { kill() })
	if err == nil {
		t.Fatal("it was applied")
	}
	if n := w.count(`SELECT count(*) FROM applications`); n != 0 {
		t.Fatalf("%d applications are left of it", n)
	}
	_, err = w.app.Sweep(t.Context())
	must(t, err)
	if n := w.count(`SELECT count(*) FROM applications`); n != 0 {
		t.Fatal("it was taken over while its claim stands")
	}
	w.sim.Clock().Advance(7 * time.Minute)
	_, err = w.another().Sweep(t.Context())
	must(t, err)
	w.holds(w.rowOf("@leo", summer), store.Applied, "TBD", "LEO15")
	w.ana.In("@codekeeper").Sees("Pasted lines are imported into *Summer Glow*: 2 new.")
}

// Where the bot can't or may not write, whoever pressed Apply is told directly;
// where Slack fails, the next sweep tells.
func TestTheEndIsToldSomewhere(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	for _, channel := range []string{"shared", "general"} {
		w.pressed(summer, w.channelID(channel), "@"+channel+" X"+channel)
		_, err := w.app.Sweep(t.Context())
		must(t, err)
		w.ana.In("@codekeeper").Sees("Pasted lines are imported into *Summer Glow*: 1 new.")
		w.told(channel, 0)
	}
	w.expectRefusals()
	w.pressed(summer, w.channelID("influencers"), "@late LATE15")
	w.sim.FailWith("chat.postMessage", "ekm_access_denied", 1) // surely nothing was posted
	if _, err := w.app.Sweep(t.Context()); err == nil {
		t.Error("the failure is not told")
	}
	w.holds(w.rowOf("@late", summer), store.Applied, "TBD", "LATE15")
	w.sim.Clock().Advance(7 * time.Minute)
	_, err := w.app.Sweep(t.Context())
	must(t, err)
	w.ben.Sees("Pasted lines are imported into *Summer Glow*: 1 new.")
}

// Pressed twice, delivered twice, on two programs: it is applied once.
func TestApplyPressedTwice(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	form := w.importForm(w.ana, "/influencer import summer-glow\n@maya.glow MAYA15")
	w.dry(form).Submit()
	must(t, w.sim.Redeliver())
	w.ana.Sees("Pasted lines are imported into *Summer Glow*: 1 new.")
	must(t, w.sim.Redeliver())
	form.Shows("Pasted lines are imported into *Summer Glow*: 1 new.")
	if n := w.history(w.rowOf("@maya.glow", summer)); n != 1 {
		t.Errorf("%d history rows", n)
	}
	if n := w.count(`SELECT count(*) FROM imports`); n != 1 {
		t.Errorf("%d imports", n)
	}
}

// What somebody changed between the dry run and Apply is refused, row by row,
// with who did.
func TestWhatChangedMeanwhileIsRefusedRowByRow(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.selected(summer, "@maya.glow", "TBD", "TBD"), w.selected(summer, "@leo", "TBD", "TBD")
	w.selected(summer, "@kim", "TBD", "TBD")
	form := w.importForm(w.ana, "/influencer import summer-glow\n@maya.glow MAYA15\n@leo LEO15\n@kim KIM15")
	w.dry(form, "3 changed")
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "BENS15") })
	w.selected(summer, "@thief", "TBD", "kim15")
	form.Submit()
	m := w.ana.Sees("Pasted lines are imported into *Summer Glow*: 1 changed, 2 refused.")
	w.reads("answer", m.Text(), "Row 1 · *@maya.glow*: @ben changed this meanwhile.",
		"Row 3 · *@kim*: @thief has `KIM15` in this campaign already.")
	w.holds(maya, store.Selected, "TBD", "BENS15")
	w.holds(leo, store.Selected, "TBD", "LEO15")
	form.CloseAll()
	m.Press("Download")
	w.ana.Sees("3 rows of an import, with what becomes of each: `import-pasted-2026-06-01.csv`")
	w.reads("file", string(w.sent("ana").Content), "1,refused,Somebody changed this meanwhile.,maya.glow", "2,applied,,leo")
}

// A code that somebody was told before is posted where the digest goes.
func TestAnImportThatChangesWhatWasSent(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	w.change("ana", maya, func(e *store.Edit) { e.Told = &store.Told{Code: e.Code} })
	w.dry(w.importForm(w.ana, "/influencer import summer-glow\n@maya.glow MAYA20")).Submit()
	w.ana.Sees("Pasted lines are imported into *Summer Glow*: 1 changed.")
	w.reads("post", w.ben.Sees("MAYA20").Text(), "@maya.glow", "[Mark as sent]")
}
