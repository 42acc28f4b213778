package commands

import (
	"testing"
	"time"

	"codekeeper/store"
)

const (
	sayGone = "This import is gone: it is older than seven days, or somebody whom it names was forgotten. Start another one. Try /influencer import"
	sayLost = "An influencer was forgotten after this was put in, and nobody can tell any more whether it names them."
)

// After seven days an import is swept away, but for what it did. Its buttons and
// forms say so, what it did is still undone, and another one is as ever.
func TestAnImportIsSweptAway(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.selected(summer, "@maya.glow", "TBD", "MAYA15"), w.selected(summer, "@leo", "TBD", "TBD")
	form := w.importForm(w.ana, "/influencer import summer-glow\n@maya.glow MAYA20")
	w.dry(form, "1 changed").Submit()
	done := w.ana.Sees("Pasted lines are imported into *Summer Glow*: 1 changed.")
	form.CloseAll()

	staged := w.importForm(w.ana, "/influencer import summer-glow")
	staged.Attach("File", "codes.csv", []byte("code\nLEO15\nSTAR15\n")).Submit()
	w.dry(staged, "1 changed · 1 waiting for a person")
	asking := w.importForm(w.ben, "/influencer import summer-glow")
	asking.Attach("File", "list.csv", []byte("a,b\nx y,z\n")).Submit()
	asking.Shows("Which column is what?")

	w.sim.Clock().Advance(6 * 24 * time.Hour)
	_, err := w.app.Sweep(t.Context())
	must(t, err)
	if n := w.count(`SELECT count(*) FROM imports`); n != 3 {
		t.Errorf("%d imports after six days", n)
	}
	kept := w.importForm(w.ben, "/influencer import summer-glow\n@leo LEO20")
	w.dry(kept, "1 changed")
	w.sim.Clock().Advance(2 * 24 * time.Hour)
	_, err = w.app.Sweep(t.Context())
	must(t, err)
	if n := w.count(`SELECT count(*) FROM imports`); n != 1 {
		t.Errorf("%d imports after eight days, want the latest", n)
	}

	before := w.writes()
	for _, press := range []string{"Download", "Give out in this order"} {
		staged.Press(press)
		w.ana.Form().Shows(sayGone).Close()
	}
	staged.Submit()
	w.reads("staged", staged.Trouble()+staged.Text(), sayGone)
	asking.Submit()
	w.reads("asking", asking.Trouble()+asking.Text(), sayGone)
	done.Press("Download")
	w.ana.Sees(sayGone)
	if w.writes() != before {
		t.Error("something was stored")
	}
	w.holds(leo, store.Selected, "TBD", "TBD")
	kept.Submit()
	kept.Shows("Pasted lines are imported into *Summer Glow*: 1 changed.")
	w.holds(leo, store.Selected, "TBD", "LEO20")
	done.Press("Undo")
	w.ana.Sees("Undone for *@maya.glow* in Summer Glow")
	w.holds(maya, store.Selected, "TBD", "MAYA15")
}

// What was put in before somebody was forgotten, and is read after, is not
// taken: it may name them. Put in again it is.
func TestImportOfSomebodyForgottenMeanwhile(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "GLOW15")
	const odd = "who;what;remarks?\n@maya.glow;GLOW20;nice\n"
	file := w.importForm(w.ana, "/influencer import summer-glow")
	file.Attach("File", "list.csv", []byte(odd)).Submit()
	file.Shows("Which column is what?")
	pasted := w.importForm(w.ben, "/influencer import summer-glow")
	pasted.Fill("Paste lines", odd).Submit()
	pasted.Shows("Which column is what?")
	w.sim.Clock().Advance(time.Minute)
	_, err := w.store.Forget(t.Context(), w.act(), maya.InfluencerID, maya.Influencer.Version)
	must(t, err)
	w.sim.Clock().Advance(time.Minute)
	pasted.Submit()
	w.reads("pasted", pasted.Trouble()+pasted.Text(), sayGone)
	file.Submit()
	file.Shows("Nothing was read. " + sayLost)
	if n := w.count(`SELECT count(*) FROM import_rows`); n != 0 {
		t.Errorf("%d lines are staged", n)
	}
	file.Attach("File", "list.csv", []byte(odd)).Submit()
	file.Shows("Which column is what?").Submit()
	w.dry(file, "1 new")
}

// What comes at the very moment at which somebody is forgotten is refused under
// its field, and taken when it is put in again.
func TestImportAsSomebodyIsForgotten(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "GLOW15")
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "@maya.glow GLOW20")
	act := w.act()
	act.At = act.At.Add(time.Minute) // another replica's clock is ahead of what was sent
	_, err := w.store.Forget(t.Context(), act, maya.InfluencerID, maya.Influencer.Version)
	must(t, err)
	before := w.writes()
	form.Submit()
	if got := form.Error("Paste lines"); got != sayLost+" Look whether somebody is in it who is to stay forgotten, and put it in again." {
		t.Error(got)
	}
	w.refuses(w.ben, "/influencer import summer-glow\n@maya.glow GLOW20", sayLost)
	if n := w.count(`SELECT count(*) FROM imports`); n != 0 || w.writes() != before {
		t.Errorf("%d imports are stored", n)
	}
	w.sim.Clock().Advance(2 * time.Minute)
	form.Submit()
	w.dry(form, "1 new")
}
