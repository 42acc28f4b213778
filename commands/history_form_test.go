package commands

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Typed alone: the form, whose answer is the command's, also for a day; and On
// another day below it asks for the same again.
func TestHistoryForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA15")
	before := w.writes()
	w.ben.Types("/influencer history")
	form := w.ben.Form()
	if diff := cmp.Diff([]string{"Handle, code or link", "On"}, form.Labels()); diff != "" {
		t.Error(diff)
	}
	form.Fill("Handle, code or link", "MAYA15").Submit()
	form.Closed()
	answer := w.ben.Sees("Codekeeper can't know")
	w.reads("the answer", answer.Text(), "MAYA15", "*@maya.glow*", "Summer Glow", "[On another day]", "[Post in this channel]")

	answer.Press("On another day")
	form = w.ben.Form()
	if got := form.Value("Handle, code or link"); got != "MAYA15" {
		t.Errorf("prefilled with %q", got)
	}
	form.Fill("On", "2026-05-15").Submit()
	form.Closed()
	answer = w.ben.Sees("On Fri 15 May 2026")
	answer.Press("On another day")
	form = w.ben.Form()
	if got := form.Value("On"); got != "2026-05-15" {
		t.Errorf("prefilled with %q", got)
	}
	form.Fill("Handle, code or link", " @maya.glow ").Fill("On", "2026-06-01").Submit()
	form.Closed()
	answer = w.ben.Sees("At the end of Mon 1 Jun 2026")
	answer.Press("On another day")
	form = w.ben.Form()
	if got := form.Value("Handle, code or link"); got != "@maya.glow" {
		t.Errorf("prefilled with %q", got)
	}
	form.CloseAll()
	if after := w.writes(); after != before {
		t.Errorf("%d rows were stored", after-before)
	}

	// Who was forgotten meanwhile has no handle to ask by.
	_, err := w.store.Forget(t.Context(), w.act(), maya.InfluencerID, maya.Influencer.Version)
	must(t, err)
	answer.Press("On another day")
	w.reads("forgotten", w.ben.Answer().Text(), "was forgotten")
}

// What can't be read is said under its field.
func TestHistoryFormRefuses(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA15")
	for _, tt := range []struct{ of, on, field, want string }{
		{`""`, "", "Handle, code or link", "Say whose history"},
		{"MAYA15 LEO15", "", "Handle, code or link", "One handle, code or link at a time."},
		{"@maya.glo", "", "Handle, code or link", "There is no influencer @maya.glo. Did you mean @maya.glow?"},
		{"LEO15", "", "Handle, code or link", "Nobody has or had the coupon code LEO15."},
		{"TBD", "", "Handle, code or link", "TBD is no link or code"},
		{"<!channel>", "", "Handle, code or link", "is no handle, code or link"},
		{`"MAYA15`, "", "Handle, code or link", "There is a quote without its partner."},
		{strings.Repeat("x", 3000), "", "Handle, code or link", "is no handle, code or link"},
		{"MAYA15", "2026-06-02", "On", "Tue 2 Jun 2026 is still to come. Pick a day that was, or leave it empty."},
	} {
		w.ana.Types("/influencer history")
		form := w.ana.Form()
		form.Fill("Handle, code or link", tt.of)
		if tt.on != "" {
			form.Fill("On", tt.on)
		}
		form.Submit()
		w.reads(clip(tt.of, 20), form.Error(tt.field), tt.want)
		if got := form.Value("Handle, code or link"); got != tt.of {
			t.Errorf("%q is %q now", tt.of, got)
		}
		form.CloseAll()
	}
	for meta, of := range map[string]string{"forged": "MAYA15", "many": "\x00"} {
		said := w.submitted(w.app.showAskedHistory, map[string]string{fieldOf: of, fieldOn: meta}, nil)
		w.reads(meta, said, sayDay)
	}
}
