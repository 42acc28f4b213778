package commands

import (
	"strings"
	"testing"

	"codekeeper/store"
)

// A NUL can't be stored, nor searched for: wherever it comes in it is refused
// or dropped, and never a fault.
func TestControlCharactersAtEveryEntry(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), "@maya.glow", "TBD", "MAYA15")
	before := w.everything()
	for _, e := range entries(w, "a\x00b") {
		if e.kind == "shortcut" || e.kind == "home" { // nothing is typed there
			continue
		}
		if e.kind == "command" {
			e.value = strings.TrimSpace(e.value + " a\x00b")
		}
		said := e.try(w.ana)
		switch {
		case strings.Contains(said, "Something went wrong"):
			t.Errorf("%q: %s", e, said)
		case e.kind == "command" && !strings.Contains(said, "This command has a control character in it"):
			t.Errorf("%q: %s", e, said)
		case e.kind == "options" && !strings.Contains(said, `"options":`):
			t.Errorf("%q: %s", e, said)
		}
	}
	if after := w.everything(); after != before {
		t.Errorf("something was stored:\n%s\nwas\n%s", after, before)
	}
}

func TestControlCharactersInCommands(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), "@maya.glow", "TBD", "MAYA15")
	w.refuses(w.ana, "/influencer import summer-glow @a\x00b X1", "control character", "Try /influencer import summer-glow @ab X1")
	w.refuses(w.ana, "/influencer import summer-glow\n@a\x00b X1", "control character", "Take it out")
	w.refuses(w.ana, "/influencer list summer-glow a\x00b", "Try /influencer list summer-glow ab")
	w.refuses(w.ana, "/influencer list \x00", "Try /influencer list")
	w.refuses(w.ana, "/influencer \x00", "Try /influencer")
	w.refuses(w.ana, "/influencer code @maya.glow MAYA\x0720", "Try /influencer code @maya.glow MAYA20")
	w.refuses(w.ana, "/campaign show \x1bsummer", "Try /campaign show summer")
	w.refuses(w.ana, "/influencer list "+strings.Repeat("a", 400)+"\x00", "Take it out")
	w.holds(maya, store.Selected, "TBD", "MAYA15")
}

// In forms the field is named; a typeahead finds what is left of the text.
func TestControlCharactersInForms(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.applicant(summer, "@maya.glow")
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "@a\x00b X1").Submit()
	if got := form.Error("Paste lines"); got != sayControl {
		t.Error(got)
	}
	form.Close()
	w.ana.Types("/influencer select")
	if got := w.ana.Form().Options("Influencers", "maya\x00.glow"); len(got) != 1 || !strings.Contains(got[0], "@maya.glow") {
		t.Error(got)
	}
}
