package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// What a code was before comes back, as a new change, and that can be undone in
// its turn.
func TestUndoACode(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	m := w.says(w.ana, "/influencer code @maya.glow MAYA20", "is `MAYA20` now; it was `MAYA15`.", "[Update] [Withdraw]", "[Undo]")
	m.Press("Undo")
	m = w.ana.Sees("Undone for *@maya.glow* in Summer Glow: coupon code `MAYA20` → `MAYA15`.")
	w.reads("in its place", m.Text(), "Undone for *@maya.glow* in Summer Glow: coupon code `MAYA20` → `MAYA15`.", "Coupon code: `MAYA15`", "[Undo]")
	w.holds(maya, store.Selected, "TBD", "MAYA15")
	must(t, w.sim.Redeliver())
	w.holds(maya, store.Selected, "TBD", "MAYA15")
	if n := w.history(maya); n != 3 {
		t.Errorf("%d history rows, want 3", n)
	}
	if n := w.count(`SELECT count(*) FROM application_history WHERE way = 'undo' AND by = $1`, w.userID("ana")); n != 1 {
		t.Errorf("%d changes by undo", n)
	}
	m.Press("Undo")
	m = w.ana.Sees("Undone for *@maya.glow* in Summer Glow: coupon code `MAYA15` → `MAYA20`.")
	w.reads("undone again", m.Text(), "Undone for *@maya.glow* in Summer Glow: coupon code `MAYA15` → `MAYA20`.")
	w.holds(maya, store.Selected, "TBD", "MAYA20")
}

// Somebody else's change is never taken back by Undo.
func TestUndoLeavesOthersChangesAlone(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	m := w.says(w.ana, "/influencer code @maya.glow MAYA20", "[Undo]")
	w.sim.Clock().Advance(2 * time.Hour)
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "BEN20") })
	before := w.writes()
	m.Press("Undo")
	m = w.ana.Sees("Nothing was undone. *@maya.glow* in Summer Glow stays as it is: @ben changed it since, today at 11:00.")
	w.reads("left alone", m.Text(), "Nothing was undone. *@maya.glow* in Summer Glow stays as it is: @ben changed it since, today at 11:00.", "Coupon code: `BEN20`")
	lacks(t, m.Text(), "[Undo]")
	w.holds(maya, store.Selected, "TBD", "BEN20")
	if w.writes() != before {
		t.Error("something was stored")
	}
}

// Somebody else has the old code now: it stays theirs.
func TestUndoNeverTakesACode(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	m := w.says(w.ana, "/influencer code @maya.glow MAYA20", "[Undo]")
	w.selected(summer, "@leo", "TBD", "maya15")
	m.Press("Undo")
	m = w.ana.Sees("Nothing was undone. *@maya.glow* in Summer Glow stays as it is: *@leo* has `MAYA15` there now.")
	w.reads("taken", m.Text(), "Nothing was undone. *@maya.glow* in Summer Glow stays as it is: *@leo* has `MAYA15` there now.", "Coupon code: `MAYA20`")
	w.holds(maya, store.Selected, "TBD", "MAYA20")
}

// Whoever may change things may undo what somebody else did.
func TestUndoByAnotherPerson(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.applicant(summer, "@maya.glow")
	w.says(w.ana, "/influencer decline @maya.glow summer-glow no time", "is declined for Summer Glow now.", "[Undo]")
	asBen := func(r *bot.Request) *bot.Request {
		r.UserID = w.userID("ben")
		return r
	}
	var request string
	must(t, w.db.QueryRowContext(t.Context(), `SELECT request_id FROM application_history ORDER BY at DESC, version DESC LIMIT 1`).Scan(&request))
	reply, err := w.app.clickUndo(t.Context(), asBen(w.request(request)))
	must(t, err)
	w.reads("undone", reply.Message.Text, "Undone for *@maya.glow* in Summer Glow: declined → applied.")
	w.holds(maya, store.Applied, "TBD", "TBD")
	for _, forged := range []string{"", "never", strings.Repeat("x", 3000)} {
		if _, err := w.app.clickUndo(t.Context(), asBen(w.request(forged))); err == nil {
			t.Errorf("%.10q was undone", forged)
		}
	}
}

// A selection of several is undone as one: who was new is out again, who had
// applied applies again.
func TestUndoASelection(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.applicant(summer, "@maya.glow")
	w.ana.Types("/influencer select @maya.glow @leo.moves summer-glow")
	w.ana.Form().Submit()
	m := w.ana.Sees("Saved. 2 influencers selected for Summer Glow.")
	m.Press("Undo")
	undone := "Undone for *@maya.glow* in Summer Glow: selected → applied. *@leo.moves* isn't in Summer Glow any more."
	m = w.ana.Sees(undone)
	w.reads("undone", m.Text(), undone, copyStayKnown, "*@maya.glow* · Summer Glow · applied [Select]", "[Undo]")
	lacks(t, m.Text(), "*@leo.moves* ·")
	w.holds(maya, store.Applied, "TBD", "TBD")
	m.Press("Undo")
	again := "Undone for *@maya.glow* in Summer Glow: applied → selected. *@leo.moves* is in Summer Glow again: selected."
	m = w.ana.Sees(again)
	w.reads("done again", m.Text(), again, "*@leo.moves* · Summer Glow · selected")
	w.holds(maya, store.Selected, "TBD", "TBD")
}

// A campaign's terms go back together with what they changed for those
// selected, or nothing does.
func TestUndoTerms(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.selected(summer, "@maya.glow", "TBD", "MAYA15"), w.selected(summer, "@leo", "TBD", "LEO15")
	edit := func() {
		w.ana.Types("/campaign edit summer-glow")
		f := w.ana.Form()
		f.Choose("Affiliate link", "Unique, we make it")
		f.Fill("Fee per deliverable", "300 EUR")
		f.Submit()
	}
	edit()
	m := w.ana.Sees("2 selected influencers now need an affiliate link: TBD.")
	if !w.row(maya).LinkTBD() || !w.row(leo).LinkTBD() {
		t.Fatal("nothing is TBD")
	}
	m.Press("Undo")
	m = w.ana.Sees("Undone in Summer Glow: how the affiliate link is handled and the fee. What 2 selected influencers there must have goes back too.")
	w.reads("undone", m.Text(), "Undone in Summer Glow: how the affiliate link is handled and the fee. What 2 selected influencers there must have goes back too.",
		"Affiliate link: Not needed", "[Undo]")
	if w.row(maya).LinkTBD() || w.row(leo).LinkTBD() || w.onlyCampaign().Fee != "" {
		t.Error("not undone")
	}
	m.Press("Undo")
	m = w.ana.Sees("Undone in Summer Glow: how the affiliate link is handled and the fee. 2 selected influencers now need an affiliate link: TBD.")
	w.reads("done again", m.Text(), "Undone in Summer Glow: how the affiliate link is handled and the fee. 2 selected influencers now need an affiliate link: TBD.")

	w.change("ben", maya, func(e *store.Edit) { e.Link = linkOf(t, "https://shop.example/maya") })
	before := w.writes()
	m.Press("Undo")
	m = w.ana.Sees("Nothing was undone. *@maya.glow* in Summer Glow stays as it is: @ben changed it since")
	w.reads("kept", m.Text(), "Nothing was undone. *@maya.glow* in Summer Glow stays as it is: @ben changed it since")
	if w.writes() != before || w.onlyCampaign().LinkMode != store.UniqueOurs {
		t.Error("half of it was undone")
	}
}

func TestUndoOfTermsThatMovedOn(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.Shared))
	w.ana.Types("/campaign edit summer-glow")
	f := w.ana.Form()
	f.Fill("Shared code", "GLOW15")
	f.Submit()
	m := w.ana.Sees("The shared coupon code was `TBD` and is `GLOW15` now")
	w.edited(summer, func(t *store.Terms) { t.Fee = "1 EUR" })
	m.Press("Undo")
	m = w.ana.Sees("Nothing was undone. Summer Glow stays as it is: @ana changed it since, today at 09:00.")
	w.reads("moved", m.Text(), "Nothing was undone. Summer Glow stays as it is: @ana changed it since, today at 09:00.", "GLOW15")
}

func TestUndoAnArchive(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	m := w.says(w.ana, "/campaign archive summer-glow", "Archived Summer Glow.", "[Undo]")
	m.Press("Undo")
	m = w.ana.Sees("Undone: Summer Glow is in lists and digests again.")
	w.reads("reopened", m.Text(), "Undone: Summer Glow is in lists and digests again.", "[Archive]")
	m.Press("Undo")
	m = w.ana.Sees("Undone: Summer Glow is archived again.")
	w.reads("archived", m.Text(), "Undone: Summer Glow is archived again.", "[Reopen]")
	_, err := w.store.CreateCampaign(t.Context(), w.act(), "summer-glow-2", summer.Terms)
	must(t, err)
	before := w.writes()
	m.Press("Undo")
	w.ana.Sees("A live campaign, summer-glow-2, has the name Summer Glow now.")
	if c, err := w.store.Campaign(t.Context(), w.team, summer.ID); err != nil || !c.Archived() || w.writes() != before {
		t.Errorf("%v %v", c, err)
	}
}

func TestUndoAProfile(t *testing.T) {
	t.Parallel()
	w := start(t)
	i := w.influencer("@anna.cooks", "Anna")
	w.ana.Types("/influencer profile @anna.cooks")
	f := w.ana.Form()
	f.Fill("Handle", "@anna.kitchen")
	f.Fill("Email", "anna@mail.example")
	f.Submit()
	m := w.ana.Sees("Saved the profile of *@anna.kitchen*")
	m.Press("Undo")
	m = w.ana.Sees("Undone in the profile of *@anna.cooks* (Anna): handle @anna.kitchen → @anna.cooks, email “anna@mail.example” → empty.")
	w.reads("undone", m.Text(), "Undone in the profile of *@anna.cooks* (Anna): handle @anna.kitchen → @anna.cooks, email “anna@mail.example” → empty.", "[Undo]")
	w.says(w.ana, "/influencer show @anna.kitchen", "*@anna.cooks*")
	m.Press("Undo")
	now, err := w.store.Influencer(t.Context(), w.team, i.ID)
	must(t, err)
	if now.Handle.String() != "anna.kitchen" || now.Version != 4 {
		t.Errorf("%+v", now)
	}
}

func TestUndoAnApplicant(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	m := w.says(w.ana, "/influencer add @maya.glow summer-glow", "is added, and applies for Summer Glow.", "[Undo]")
	m.Press("Undo")
	m = w.ana.Sees("Undone: *@maya.glow* isn't in Summer Glow any more.")
	w.reads("undone", m.Text(), "Undone: *@maya.glow* isn't in Summer Glow any more.", copyStayKnown, "[Select] [History] [Undo]")
	w.says(w.ana, "/influencer show @maya.glow", "*@maya.glow* is in no campaign yet.")
	m = w.says(w.ana, "/influencer add @maya.glow summer-glow", "*@maya.glow* applies for Summer Glow now.", "[Undo]")
	lacks(t, w.says(w.ana, "/influencer add @maya.glow summer-glow", "is in Summer Glow already: applied.").Text(), "[Undo]")
	if row := w.rowOf("@maya.glow", summer); w.history(row) != 3 {
		t.Errorf("%d history rows, want 3", w.history(row))
	}
	m.Press("Undo")
	w.ana.Sees("Undone: *@maya.glow* isn't in Summer Glow any more.").Press("Select")
	w.ana.Form().Choose("Campaign", "Summer Glow").Submit()
	w.ana.Sees("Saved. *@maya.glow* is selected for Summer Glow.")
}

// Where nothing was changed there is nothing to undo.
func TestNoUndoWhereNothingChanged(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	lacks(t, w.says(w.ana, "/influencer code @maya.glow MAYA15", "Nothing to change").Text(), "[Undo]")
	w.says(w.ana, "/influencer decline @maya.glow summer-glow", "[Undo]")
	lacks(t, w.says(w.ana, "/influencer decline @maya.glow summer-glow", "was withdrawn in Summer Glow already").Text(), "[Undo]")
}

// An answer as full as Slack takes it still has its Undo.
func TestUndoFitsAFullAnswer(t *testing.T) {
	full := message("x")
	for len(full.Blocks) < maxBlocks {
		full.Blocks = append(full.Blocks, section(strings.Repeat("y", 10)))
	}
	if m := undoable(&bot.Request{ID: "r"}, true, full); len(m.Blocks) != maxBlocks {
		t.Errorf("%d blocks", len(m.Blocks))
	}
}

// A typo was saved after the right code was told: the channel hears of it, and
// of its being undone.
func TestUndoOfWhatWasSentIsPosted(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA20")
	m := w.says(w.ana, "/influencer sent @maya.glow", "[Undo]")
	if !w.row(maya).Sent() {
		t.Fatal("not sent")
	}
	m.Press("Undo")
	m = w.ana.Sees("Undone for *@maya.glow* in Summer Glow: no longer marked as sent.")
	if w.row(maya).Sent() {
		t.Error("still sent")
	}
	m.Press("Undo")
	w.ana.Sees("Undone for *@maya.glow* in Summer Glow: marked as sent: `MAYA20`.")

	m = w.says(w.ben, "/influencer code @maya.glow MAYA2O", "is `MAYA2O` now")
	w.ben.Sees("changed what *@maya.glow* was told")
	m.Press("Undo")
	w.ben.Sees("code `MAYA2O` → `MAYA20` again, which they have")
	if !w.row(maya).Sent() {
		t.Error("not sent again")
	}
}

// However many were changed since, the answer says who, and fits.
func TestUndoOfManyThatMovedOn(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign(strings.Repeat("Summer ", 12), modes(store.UniqueOurs, store.UniqueOurs))
	rows := w.applicants(summer, 60)
	long := "https://shop.example/" + strings.Repeat("x", 1900)
	w.says(w.ana, "/influencer list applied", "[Select all]").Press("Select all")
	w.ana.Form().Submit()
	m := w.ana.Sees("Selected 60 influencers")
	for n, row := range rows[:40] {
		w.change("ben", row, func(e *store.Edit) { e.Link = linkOf(t, fmt.Sprintf("%s%d", long, n)) })
	}
	m.Press("Undo")
	m = w.ana.Sees("Undone for 20 influencers in Summer")
	w.reads("answer", m.Text(), "stays as it is: @ben changed it since", "So do 30 more, as somebody changed them since.", "And 50 more", "[Undo]")
	m.Press("Undo")
	w.ana.Sees("Undone for 20 influencers in Summer")
	if n := w.inState(store.Selected); n != 60 {
		t.Errorf("%d selected", n)
	}
}

// What stays as it is, is named as far as there is room, and counted.
func TestUndoKeepsOneMoreThanItNames(t *testing.T) {
	var u store.Undone
	for range pageRows + 1 {
		row := store.Row{Campaign: store.Campaign{Terms: store.Terms{Name: "Summer Glow"}}}
		u.Moved = append(u.Moved, row)
		u.Taken = append(u.Taken, &store.Taken{Text: "MAYA15", Of: &row, By: &row})
	}
	said := strings.Join(keptWords(u, monday), " ")
	for _, want := range []string{"So does 1 more, as somebody changed them since.", "So does 1 more whose link or code somebody else has now."} {
		if !strings.Contains(said, want) {
			t.Errorf("%s lacks %s", said, want)
		}
	}
}
