package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// applicants adds as many applicants at once.
func (w *world) applicants(c store.Campaign, n int) []store.Row {
	w.t.Helper()
	profiles := make([]store.Profile, n)
	for i := range profiles {
		profiles[i].Handle = handleOf(w.t, fmt.Sprintf("@many%04d", i))
	}
	added, err := w.store.AddInfluencers(w.t.Context(), w.act(), c.ID, profiles)
	must(w.t, err)
	rows := make([]store.Row, n)
	for i, row := range added.Rows {
		rows[i] = *row.Application
	}
	return rows
}

// counts says how many are in a state.
func (w *world) inState(state store.State) int {
	w.t.Helper()
	return w.count(`SELECT count(*) FROM applications WHERE state = $1`, state)
}

// All whom a list showed are selected, on all its pages, and nobody who came
// since; one Undo takes it back.
func TestSelectAll(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	rows := w.applicants(summer, 30)
	w.change("ana", rows[3], func(e *store.Edit) { e.Code = codeOf(t, "PREPARED") })
	w.applicant(w.campaign("Winter Warm"), "@other")
	w.sim.Clock().Advance(time.Minute)
	m := w.says(w.ana, "/influencer list summer-glow applied", "1–10 of 30 applied in Summer Glow.", "[Select all]", "[Decline all]")
	w.sim.Clock().Advance(time.Minute)
	late := w.applicant(summer, "@late")
	m.Press("Select all")
	f := w.ana.Form()
	f.Shows("30 applied in Summer Glow").Shows("on all its pages").Fill("Goes live", "2026-07-01")
	f.Submit()
	m = w.ana.Sees("Selected 30 influencers in Summer Glow.")
	w.reads("answer", m.Text(), "1 is new in the list since it was shown, and left out: `/influencer list summer-glow applied`",
		"And 20 more: `/influencer list summer-glow selected`", "[Undo]")
	w.holds(late, store.Applied, "TBD", "TBD")
	w.holds(rows[3], store.Selected, "TBD", "PREPARED")
	if n := w.inState(store.Selected); n != 30 || w.row(rows[9]).GoesLive != "2026-07-01" {
		t.Errorf("%d are selected, goes live %s", n, w.row(rows[9]).GoesLive)
	}
	must(t, w.sim.Redeliver())
	if n := w.count(`SELECT count(DISTINCT request_id) FROM application_history WHERE state = 'selected'`); n != 1 {
		t.Errorf("by %d requests", n)
	}
	m.Press("Undo")
	w.ana.Sees("Undone for 30 influencers in Summer Glow.")
	if n := w.inState(store.Applied); n != 32 {
		t.Errorf("%d applied", n)
	}
	w.holds(rows[3], store.Applied, "TBD", "PREPARED")
}

// When one of those shown was changed since, nothing is done.
func TestDeclineAllThatMovedOn(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	rows := w.applicants(summer, 12)
	m := w.says(w.ana, "/influencer list summer-glow applied", "[Decline all]")
	w.sim.Clock().Advance(time.Minute)
	w.change("ben", rows[11], func(e *store.Edit) { e.State = store.Selected })
	before := w.writes()
	m.Press("Decline all")
	f := w.ana.Form()
	f.Shows("12 applied in Summer Glow").Fill("Reason", "no budget")
	f.Submit()
	if got := f.Error("Reason"); !strings.Contains(got, "Nothing was done: some of the 12 were changed since the list was shown.") ||
		!strings.Contains(got, "/influencer list summer-glow applied") {
		t.Error(got)
	}
	if w.writes() != before {
		t.Error("something was stored")
	}
	f.Close()

	w.says(w.ana, "/influencer list summer-glow applied many000", "10 applied in Summer Glow, matching “many000”.").Press("Decline all")
	f = w.ana.Form()
	f.Fill("Reason", "no <budget>")
	f.Submit()
	m = w.ana.Sees("Declined 10 influencers in Summer Glow.")
	w.reads("answer", m.Text(), "Reason: no <budget>", "declined", "[Undo]")
	if n := w.inState(store.Declined); n != 10 {
		t.Errorf("%d declined", n)
	}
	if n := w.count(`SELECT count(*) FROM application_history WHERE reason = 'no <budget>'`); n != 10 {
		t.Errorf("%d with the reason", n)
	}
	m.Press("Undo")
	w.ana.Sees("Undone for 10 influencers in Summer Glow.")
	if n := w.inState(store.Applied); n != 11 {
		t.Errorf("%d applied", n)
	}
}

// Who is selected is withdrawn, which says what becomes of links and codes.
func TestWithdrawAll(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.selected(summer, "@maya", "TBD", "MAYA15"), w.selected(summer, "@leo", "TBD", "LEO15")
	lacks(t, w.says(w.ana, "/influencer list summer-glow", "2 influencers").Text(), "all]")
	m := w.says(w.ana, "/influencer list summer-glow ready", "[Decline all]")
	lacks(t, m.Text(), "[Select all]")
	m.Press("Decline all")
	f := w.ana.Form()
	f.Shows("they are withdrawn. Their links and codes are then free for others, and stay in history.")
	f.Submit()
	m = w.ana.Sees("Withdrew 2 influencers in Summer Glow.")
	w.holds(maya, store.Withdrawn, "TBD", "MAYA15")
	w.selected(summer, "@zoe", "TBD", "LEO15")
	m.Press("Undo")
	m = w.ana.Sees("Undone for *@maya* in Summer Glow: withdrawn → selected. *@leo* in Summer Glow stays as it is: *@zoe* has `LEO15` there now.")
	w.holds(maya, store.Selected, "TBD", "MAYA15")
	w.holds(leo, store.Withdrawn, "TBD", "LEO15")
	w.reads("answer", m.Text(), "*@leo* · Summer Glow · withdrawn")
}

// What is prepared and somebody else has or had warns before it is taken.
func TestSelectAllWarns(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Winter Warm", modes(store.NotNeeded, store.UniqueOurs)), "@zoe", "TBD", "ZOE15")
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	rows := w.applicants(summer, 3)
	w.change("ana", rows[1], func(e *store.Edit) { e.Code = codeOf(t, "ZOE15") })
	w.says(w.ana, "/influencer list applied", "3 applied.", "[Select all]").Press("Select all")
	f := w.ana.Form()
	f.Submit()
	f.Shows("For *@many0001* `ZOE15` is prepared.").Shows("has `ZOE15` in Winter Warm")
	if n := w.inState(store.Applied); n != 3 {
		t.Error("somebody was selected")
	}
	f.Check("In spite of the warning", "Save anyway")
	f.Submit()
	w.ana.Sees("Selected 3 influencers in Summer Glow.")
	w.holds(rows[1], store.Selected, "TBD", "ZOE15")
}

// As many as one request changes are selected and taken back as one, after the form is closed.
// No other story runs beside it: it is held to the 3 seconds that Slack waits.
func TestSelectAThousand(t *testing.T) {
	w := start(t)
	w.applicants(w.campaign("Summer Glow"), 1000)
	m := w.says(w.ana, "/influencer list summer-glow applied", "1–10 of 1000 applied in Summer Glow.")
	m.Press("Select all")
	f := w.ana.Form()
	f.Submit()
	m = w.ana.Sees("Selected 1000 influencers in Summer Glow.")
	if n := w.inState(store.Selected); n != 1000 {
		t.Errorf("%d selected", n)
	}
	m.Press("Undo")
	w.ana.Sees("Undone for 1000 influencers in Summer Glow.")
	if n := w.inState(store.Applied); n != 1000 {
		t.Errorf("%d applied", n)
	}
}

// Buttons that nobody made are answered, and do nothing.
func TestAllButtonsThatNobodyMade(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.applicants(summer, 2)
	id := summer.ID
	before := w.writes()
	for _, value := range []string{
		"", "x", "{}", `{"l":{"f":"applied"}}`, `{"l":{"f":"applied"},"n":-1,"s":"x"}`, `{"l":{"f":"declined"},"n":2,"s":"x"}`, `{"l":{"f":""},"n":2,"s":"x"}`,
		`{"l":{"f":"nonsense"},"n":2,"s":"x"}`, fmt.Sprintf(`{"l":{"f":"selected","c":%d},"n":2,"s":"x"}`, id), `{"l":{"f":"applied","c":99},"n":2,"s":"x"}`,
	} {
		if reply, err := w.app.openAll(formSelectAll)(t.Context(), w.request(value)); err == nil {
			t.Errorf("%s opens %+v", value, reply)
		}
	}
	for _, meta := range []string{"", "x", fmt.Sprintf(`{"l":{"f":"applied","c":%d},"n":2,"s":"forged"}`, id)} {
		for _, save := range []bot.Handler{w.app.saveSelectAll, w.app.saveDeclineAll} {
			r := w.request("")
			r.Kind, r.Form = bot.KindSubmission, bot.NewForm("all", meta, map[string]string{fieldLive: "", fieldReason: ""}, nil)
			if reply, err := save(t.Context(), r); err == nil {
				t.Errorf("%s is saved: %+v", meta, reply)
			}
		}
	}
	if w.writes() != before {
		t.Error("something was stored")
	}
}

func TestAllViews(t *testing.T) {
	row := sampleRow(t, store.Applied, "TBD", "TBD")
	meta := allMeta{allShown: allShown{List: listing{Campaign: 5, Filter: "applied"}, At: monday, Count: 32, Seal: "0123456789abcdef"}}
	form := allForm{callback: formSelectAll, meta: meta, campaign: &row.Campaign, warned: warnings{aCode: "*@leo* has `LEO1`."}}
	golden(t, "all_select", form.view())
	form.callback, form.warned = formDeclineAll, nil
	golden(t, "all_decline", form.view())
	form.meta.List.Filter = "selected"
	golden(t, "all_withdraw", form.view())
}
