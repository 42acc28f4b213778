package commands

import (
	"strings"
	"testing"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// ways are the ways by which a row of a history table was changed, the first
// first.
func (w *world) ways(table, column string, id int64) string {
	w.t.Helper()
	var ways string
	query := "SELECT string_agg(way, ' ' ORDER BY version) FROM " + table + " WHERE " + column + " = $1"
	must(w.t, w.db.QueryRowContext(w.t.Context(), query, id).Scan(&ways))
	return ways
}

// What is saved in a form is recorded by the way that opened it, also when it
// was another form at first.
func TestChangesByWay(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.sweeps(1)
	digest := w.ana.Sees("Daily digest")
	var want []string
	for _, opening := range []struct {
		way  string
		open func()
	}{
		{"form", func() { w.ana.Types("/influencer edit @maya.glow") }},
		{"button", func() { w.says(w.ana, "/influencer show @maya.glow", "[Update]").Press("Update") }},
		{"digest", func() { digest.Row("@maya.glow").Press("Update") }},
		{"home", func() { w.ana.OpensHome().Press("Update") }},
		{"shortcut", func() {
			w.ana.Shortcut(shortcutUpdate)
			w.ana.Form().Choose("Influencer", "@maya.glow · Summer Glow").Submit()
		}},
		{"shortcut", func() {
			w.ana.Shortcut(shortcutTBD)
			w.ana.Form().Press("Update")
		}},
	} {
		opening.open()
		form := w.ana.Form()
		form.Fill("Coupon code", strings.ToUpper(opening.way)+strings.Repeat("X", len(want))).Submit()
		if form.Open() {
			w.ana.Form().CloseAll()
		}
		want = append(want, opening.way)
	}
	if got := w.ways("application_history", "application_id", maya.ID); got != "form "+strings.Join(want, " ") {
		t.Errorf("changed by %s, want form %s", got, strings.Join(want, " "))
	}
}

// Selecting, adding and editing a campaign are recorded so too.
func TestOtherFormsByWay(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	fill := func(field, text string) *slacksim.Form {
		t.Helper()
		form := w.ana.Form().Fill(field, text)
		form.Submit()
		if form.Open() {
			w.ana.Form().CloseAll()
		}
		return form
	}
	w.ana.Shortcut(shortcutSelect)
	fill("Or paste handles", "@maya.glow")
	w.says(w.ana, "/influencer", "[Select influencer]").Press("Select influencer")
	fill("Or paste handles", "@leo")
	w.ana.OpensHome().Press("Add influencer")
	fill("Handle", "@kim")
	w.says(w.ana, "/campaign show summer-glow", "[Edit]").Press("Edit")
	fill("Name", "Summer Shine")

	maya, leo := w.rowOf("@maya.glow", summer), w.rowOf("@leo", summer)
	if a, b := w.ways("application_history", "application_id", maya.ID), w.ways("application_history", "application_id", leo.ID); a != "shortcut" || b != "button" {
		t.Errorf("selected by %s and by %s", a, b)
	}
	kim, _, err := w.store.FindInfluencer(t.Context(), w.team, handleOf(t, "@kim"))
	must(t, err)
	if got := w.ways("influencer_history", "influencer_id", kim.ID); got != "home" {
		t.Errorf("added by %s", got)
	}
	if got := w.ways("campaign_history", "campaign_id", summer.ID); got != "form button" {
		t.Errorf("the campaign was changed by %s", got)
	}
}

// What a command does at once is recorded as its, and what a button does at
// once by where that was.
func TestDoneAtOnceByWay(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	maya := w.applicant(summer, "@maya")
	leo := w.made(summer, "@leo", "LEO15")
	kim := w.applicant(summer, "@kim")

	w.says(w.ana, "/influencer select @maya summer-glow code MAYA15", "is selected")
	w.says(w.ana, "/influencer code @maya MAYA20", "Saved")
	w.says(w.ana, "/influencer sent @maya", "Marked")
	w.says(w.ana, "/influencer decline @maya summer-glow", "withdrawn")
	if got := w.ways("application_history", "application_id", maya.ID); got != "form command command command command" {
		t.Errorf("by commands: %s", got)
	}

	w.ana.OpensHome().Press("Created in the shop")
	w.ana.Form().Shows("Noted: 1 code").CloseAll()
	w.says(w.ana, "/influencer show @leo").Press("Withdraw")
	if got := w.ways("application_history", "application_id", leo.ID); got != "form home button" {
		t.Errorf("from Home and a card: %s", got)
	}
	w.says(w.ana, "/influencer code @kim KIM15", "Select with KIM15").Press("Select with KIM15")
	if got := w.ways("application_history", "application_id", kim.ID); got != "form command button" {
		t.Errorf("from an answer: %s", got)
	}
}

// Archiving is recorded by where it was done, in today's digest, too.
func TestArchivedByWay(t *testing.T) {
	t.Parallel()
	w := start(t)
	over := w.campaign("Spring Fresh", func(t *store.Terms) { t.Launches, t.Ends = "2026-05-01", "2026-05-30" })
	w.sweeps(1)
	w.ana.Sees("Archive it?").Press("Archive")
	w.ana.Sees("Archived Spring Fresh.")
	w.says(w.ana, "/campaign reopen spring-fresh", "Reopened")
	w.says(w.ana, "/campaign show spring-fresh").Press("Archive")
	w.ana.Sees("Archived Spring Fresh.").Press("Undo")
	w.ana.Sees("Undone")
	if got := w.ways("campaign_history", "campaign_id", over.ID); got != "form digest command button undo" {
		t.Errorf("the campaign was changed by %s", got)
	}
}
