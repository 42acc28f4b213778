package commands

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// pastes imports lines into Summer Glow, and is the answer.
func (w *world) pastes(p *slacksim.Person, lines string) *slacksim.Message {
	w.t.Helper()
	form := w.importForm(p, "/influencer import summer-glow")
	form.Fill("Paste lines", lines).Submit()
	w.dry(form).Submit()
	m := p.Sees("imported into *Summer Glow*")
	form.CloseAll()
	return m
}

// The wrong file was imported. Undone it is as if it had never been: in every
// list, count and file, and when it is imported again.
func TestUndoOfAWrongImport(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-20"))
	w.applicant(summer, "@ann")
	file := "handle,state,code,email\nmaya,applied,,maya@mail.example\nleo,selected,LEO15,\nkim,withdrawn,,\nann,selected,ANN15,"
	before := w.seen()
	m := w.pastes(w.ana, file)
	w.reads("imported", m.Text(), "3 new, 1 changed.")
	w.reads("seen", w.seen(), "*@maya* · Summer Glow · applied", "*@leo*", "*@kim* · Summer Glow · withdrawn")
	m.Press("Undo")
	undone := "Undone for *@ann* in Summer Glow: selected → applied, coupon code `ANN15` → TBD. 3 influencers aren't in Summer Glow any more."
	m = w.ana.Sees(undone)
	w.reads("undone", m.Text(), undone, "No longer in it: *@kim*, *@leo* and *@maya*.", copyStayKnown, "*@ann* · Summer Glow · applied [Select]", "[Undo]")
	same(t, w.seen(), before)
	for _, handle := range []string{"@maya", "@leo", "@kim"} {
		lacks(t, w.says(w.ana, "/influencer show "+handle, "is in no campaign yet.").Text(), "Summer Glow")
	}
	w.says(w.ana, "/influencer show @maya", "maya@mail.example") // the profile stays
	w.refuses(w.ana, "/influencer decline @kim summer-glow", "@kim")
	w.refuses(w.ana, "/influencer code @leo LEO20", "@leo is in no campaign yet")
	w.refuses(w.ana, "/influencer sent @leo summer-glow", "@leo is not in Summer Glow")

	again := w.importForm(w.ana, "/influencer import summer-glow")
	again.Fill("Paste lines", file).Submit()
	w.dry(again, "3 new · 1 changed", "*@kim*: withdrawn").Submit()
	m = w.ana.Sees("imported into *Summer Glow*: 3 new, 1 changed.")
	again.CloseAll()
	w.holds(w.rowOf("@leo", summer), store.Selected, "TBD", "LEO15")
	m.Press("Undo")
	w.ana.Sees(undone).Press("Undo")
	w.ana.Sees("Undone for *@ann* in Summer Glow: applied → selected, coupon code TBD → `ANN15`. 3 influencers are in Summer Glow again.")
	w.holds(w.rowOf("@leo", summer), store.Selected, "TBD", "LEO15")
}

// seen is all that shows who is in Summer Glow, as text.
func (w *world) seen() string {
	w.t.Helper()
	var all []string
	for _, line := range []string{
		"/influencer list summer-glow", "/influencer list summer-glow applied", "/influencer list summer-glow selected", "/influencer list summer-glow declined",
		"/influencer list summer-glow withdrawn", "/influencer list unsent", "/influencer list ready", "/influencer list leo15", "/influencer tbd", "/campaign show summer-glow", "/campaign list",
	} {
		all = append(all, w.says(w.ana, line).Text())
	}
	w.ana.Types("/influencer export summer-glow")
	w.ana.Sees("is in your direct messages")
	file := strings.Split(string(w.sent("ana").Content), "\n")
	return strings.Join(append(all, file...), "\n")
}

// same compares two texts line by line.
func same(t testing.TB, got, want string) {
	t.Helper()
	was, is := strings.Split(want, "\n"), strings.Split(got, "\n")
	for _, line := range is {
		if !slices.Contains(was, line) {
			t.Errorf("new: %s", line)
		}
	}
	for _, line := range was {
		if !slices.Contains(is, line) {
			t.Errorf("gone: %s", line)
		}
	}
}

// History tells who came and went, and what they held.
func TestHistoryOfWhatWasUndone(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	m := w.pastes(w.ana, "handle,state,code\nleo,selected,LEO15")
	w.sim.Clock().Advance(30 * time.Minute)
	m.Press("Undo")
	w.ana.Sees("Undone: *@leo* isn't in Summer Glow any more.")
	w.says(w.ben, "/influencer history @leo", "*@leo* is in no campaign.",
		"Mon 1 Jun 2026, 09:30 · @ana, by Undo\nSummer Glow: selected → no longer in it, coupon code `LEO15` dropped",
		"Mon 1 Jun 2026, 09:00 · @ana, by import\nSummer Glow: selected, coupon code TBD → `LEO15`", "by import\nAdded")
	w.says(w.ben, "/influencer history LEO15", "`LEO15` was @leo's in Summer Glow on 1 Jun; nobody has it now.",
		"by Undo\n@leo in Summer Glow: selected → no longer in it, coupon code `LEO15` dropped")
}

// Two undo the same import; the one who comes second is told, and nothing
// happens twice. Who was changed since stays, and is named.
func TestUndoOfAnImportTwice(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	m := w.pastes(w.ana, "@maya\n@leo\n@kim")
	w.change("ben", w.rowOf("@kim", summer), func(e *store.Edit) { e.Note = "since" })
	var request string
	must(t, w.db.QueryRowContext(t.Context(), `SELECT request_id FROM application_history LIMIT 1`).Scan(&request))
	m.Press("Undo")
	first := "Undone: 2 influencers aren't in Summer Glow any more. *@kim* in Summer Glow stays as it is: @ben changed it since, today at 09:00."
	w.reads("first", w.ana.Sees(first).Text(), "No longer in it: *@leo* and *@maya*.", "*@kim* · Summer Glow · applied")
	before := w.writes()
	reply, err := w.app.clickUndo(t.Context(), w.request(request))
	must(t, err)
	w.reads("second", reply.Message.Text, "Nothing was undone. 2 influencers aren't in Summer Glow any more: <@"+w.userID("ana")+"> undid that before, today at ", "*@kim* in Summer Glow stays")
	if w.writes() != before {
		t.Error("something was stored")
	}
}

// Buttons and forms of those who are out do nothing to them, and say why.
func TestButtonsOfWhoIsOut(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	m := w.pastes(w.ana, "handle,state,code\nmaya,applied,\nleo,selected,LEO15")
	applied, selected := w.says(w.ben, "/influencer show @maya", "[Select]"), w.says(w.ben, "/influencer show @leo", "[Update]", "[Message]")
	selected.Press("Message")
	sent := w.ben.Sees("[Mark as sent]")
	w.ben.Types("/influencer edit @leo")
	form := w.ben.Form()
	m.Press("Undo")
	w.ana.Sees("Undone: 2 influencers aren't in Summer Glow any more.")

	w.expectRefusals()
	before := w.writes()
	form.Fill("Coupon code", "LEO20").Submit()
	leo, maya := "@leo isn't in Summer Glow any more: what brought them in was undone. Try /influencer select @leo summer-glow", "@maya isn't in Summer Glow any more: what brought them in was undone."
	w.reads("form", form.Text(), leo[:60])
	form.Close()
	for _, press := range []struct {
		m      *slacksim.Message
		button string
		text   string
	}{
		{applied, "Select", maya},
		{applied, "Update", maya},
		{applied, "Decline", maya},
		{selected, "Update", leo[:60]},
		{selected, "Withdraw", leo[:60]},
		{sent, "Mark as sent", leo[:60]},
	} {
		press.m.Press(press.button)
		w.ben.Sees(press.text)
	}
	if w.writes() != before {
		t.Error("something was stored")
	}
}

// What the digest asked of those who are out is struck through, with who undid
// that; they are asked for no more.
func TestDigestOfWhatWasUndone(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-20"))
	w.selected(summer, "@open", "TBD", "TBD")
	m := w.pastes(w.ana, "handle,state,code\nmaya,selected,TBD\nleo,selected,LEO15")
	w.sweeps(1)
	w.sim.Clock().Advance(time.Minute)
	m.Press("Undo")
	out := w.ana.Sees("Undone: 2 influencers aren't in Summer Glow any more.")
	struck := "~*@maya* · Summer Glow · *code TBD* since today, waits for us · goes live Sat 20 Jun~ · undone by @ana"
	w.reads("digest", w.until(struck), "~*@leo* · Summer Glow · *not sent* since today · goes live Sat 20 Jun~ · undone by @ana", "*@open*", "1 TBD")
	out.Press("Undo")
	again := w.ana.Sees("Undone: 2 influencers are in Summer Glow again.")
	w.reads("digest", w.until("2 TBD"), "*@maya* · *code TBD* since today, waits for us [Update]", "*@leo* · *not sent* since today [Message]")
	again.Press("Undo")
	w.ana.Sees("Undone: 2 influencers aren't in Summer Glow any more.")
	w.until(struck)
}

// Many who waited for the same thing are one row of the digest; undone they wait
// no more, and nobody did that for them.
func TestDigestOfManyWhoAreOut(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-20"))
	var lines strings.Builder
	lines.WriteString("handle,state")
	for n := range 12 {
		fmt.Fprintf(&lines, "\nmaya%d,selected", n)
	}
	m := w.pastes(w.ana, lines.String())
	w.sweeps(1)
	m.Press("Undo")
	w.ana.Sees("Undone: 12 influencers aren't in Summer Glow any more.")
	w.reads("digest", w.until("undone by @ana"), "~*12 influencers*")
}

// Who is out is forgotten as anybody is.
func TestForgetWhoIsOut(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	m := w.pastes(w.ana, "handle,email,note\nmaya,maya@mail.example,knows maya")
	m.Press("Undo")
	out := w.ana.Sees("Undone: *@maya* isn't in Summer Glow any more.")
	w.says(w.ana, "/influencer forget @maya", "Forget *@maya*?").Press("Forget")
	w.ana.Sees("Done: they are *Forgotten influencer")
	if n := w.count(`SELECT count(*) FROM application_history WHERE note <> ''`); n != 0 {
		t.Errorf("%d notes", n)
	}
	out.Press("Undo")
	w.ana.Sees("Nothing was undone. *Forgotten influencer 1* isn't in Summer Glow any more: @ana undid that before, today at 09:00.")
}

// What was undone is done again, but for those whose code somebody else has now,
// and those who came by another way meanwhile.
func TestUndoOfTheUndoOfAnImport(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	m := w.pastes(w.ana, "handle,state,code\nmaya,selected,MAYA15\nleo,selected,LEO15\nkim,applied,")
	m.Press("Undo")
	m = w.ana.Sees("Undone: 3 influencers aren't in Summer Glow any more.")
	w.selected(summer, "@zoe", "TBD", "leo15")
	w.says(w.ben, "/influencer add @kim summer-glow", "*@kim* applies for Summer Glow now.")
	m.Press("Undo")
	w.reads("done again", w.ana.Sees("Undone: *@maya* is in Summer Glow again").Text(),
		"Undone: *@maya* is in Summer Glow again: selected, coupon code TBD → `MAYA15`.", "*@kim* in Summer Glow stays as it is: @ben changed it since",
		"*@leo* stays out of Summer Glow: *@zoe* has `LEO15` there now.", "*@maya* · Summer Glow · selected", "*@kim* · Summer Glow · applied")
	w.says(w.ana, "/influencer show @leo", "is in no campaign yet.")
}
