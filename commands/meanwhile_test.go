package commands

import (
	"testing"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

func TestCatchUp(t *testing.T) {
	fields := []string{"mine", "theirs", "both", "alike", "nobody's", "unseen"}
	began := begin(fields, map[string]string{"mine": "a", "theirs": "a", "both": "a", "alike": "a", "nobody's": "a\nb", "unseen": "a"})
	now := map[string]string{"mine": "a", "theirs": "b", "both": "b", "alike": "b", "nobody's": "a\nb", "unseen": "b"}
	texts, next := began.catchUp(fields, map[string]string{
		"mine": "c", "theirs": "a", "both": "c", "alike": " b", "nobody's": "a\r\nb ",
	}, now, "U1")
	if diff := cmp.Diff(map[string]string{
		"mine": "c", "theirs": "b", "both": "c", "alike": "b", "nobody's": "a\nb", "unseen": "b",
	}, texts); diff != "" {
		t.Error(diff)
	}
	show := func(_, text string) string { return "*" + text + "*" }
	if diff := cmp.Diff(map[string]string{
		"theirs": "<@U1> changed this meanwhile. It is *b* now.",
		"both":   "<@U1> changed this meanwhile. It is *b* now; Save replaces it.",
	}, next.said(fields, texts, now, show)); diff != "" {
		t.Error(diff)
	}
	if next.lead() != nil {
		t.Error("said twice")
	}
	// The next change is told from what the form holds by then.
	later := map[string]string{"mine": "a", "theirs": "d", "both": "b", "alike": "b", "nobody's": "a\nb", "unseen": "b"}
	texts, next = next.catchUp(fields, texts, later, "U2")
	if texts["theirs"] != "d" || texts["both"] != "c" {
		t.Error(texts)
	}
	if said := next.said(fields, texts, later, show); len(said) != 1 || said["theirs"] != "<@U2> changed this meanwhile. It is *d* now." {
		t.Error(said)
	}
	_, next = next.catchUp(fields, texts, later, "U3")
	if next.lead() == nil {
		t.Error("nothing is said of a change of nothing here")
	}
}

// A form whose marks can't be read keeps what was typed, and says so.
func TestCatchUpWithoutMarks(t *testing.T) {
	fields := []string{"a"}
	texts, next := beganWith{}.catchUp(fields, map[string]string{"a": "typed"}, map[string]string{"a": "saved"}, "U1")
	if texts["a"] != "typed" || next.Moved != 1 {
		t.Error(texts, next)
	}
}

// Ana and Ben open the same form. Ana changes one field and saves; Ben, who
// never touched that field, changes another. What Ana did must stay.
func TestWhatNobodyTouchedIsNotTakenBack(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", func(terms *store.Terms) { terms.Fee = "600 EUR" })
	maya := w.selected(summer, "@maya.glow", "TBD", "PEAR20")
	for _, tt := range []struct{ line, anas, hers, bens, his string }{
		{"/influencer edit @maya.glow", "Coupon code", "PEAR30", "Note", "calls back"},
		{"/influencer edit @maya.glow", "Goes live", "2026-07-01", "Affiliate link", "https://shop.example/maya"},
		{"/campaign edit summer-glow", "Fee per deliverable", "700 EUR", "Commission", "10 %"},
		{"/campaign edit summer-glow", "Launch date", "2026-06-20", "Name", "Summer Shine"},
		{"/influencer profile @maya.glow", "Name", "Maya Mai", "Email", "maya@shop.example"},
		{"/campaign digest", "Time", "08:00", "Days", ""},
	} {
		w.ana.Types(tt.line)
		anas := w.ana.Form()
		w.ben.Types(tt.line)
		bens := w.ben.Form()
		anas.Fill(tt.anas, tt.hers).Submit()
		anas.Closed()
		if tt.his == "" {
			bens.Check(tt.bens, "Saturday")
			tt.his = bens.Value(tt.bens)
		} else {
			bens.Fill(tt.bens, tt.his)
		}
		before := w.writes()
		bens.Submit()
		bens.Shows("@ana changed this meanwhile. It is ").ShowsNot("Save replaces it")
		if got := bens.Value(tt.anas); got != tt.hers {
			t.Errorf("%s: %s is %q, want %q", tt.line, tt.anas, got, tt.hers)
		}
		if got := bens.Value(tt.bens); got != tt.his {
			t.Errorf("%s: %s is %q, want %q", tt.line, tt.bens, got, tt.his)
		}
		if w.writes() != before {
			t.Errorf("%s: saved without asking", tt.line)
		}
		bens.Submit()
		bens.Closed()
		w.ben.Types(tt.line)
		now := w.ben.Form()
		if now.Value(tt.anas) != tt.hers || now.Value(tt.bens) != tt.his {
			t.Errorf("%s: saved %s", tt.line, now.Text())
		}
		now.Close()
	}
	w.holds(maya, store.Selected, "https://shop.example/maya", "PEAR30")
}

// The same in the form Select influencer, for what is prepared, also where it
// turns into the edit form because somebody selected them meanwhile.
func TestWhatIsPreparedIsNotTakenBack(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya, leo := w.applicant(summer, "@maya.glow"), w.applicant(summer, "@leo")
	w.ben.Types("/influencer select @maya.glow summer-glow")
	form := w.ben.Form()
	w.change("ana", maya, func(e *store.Edit) { e.Code = codeOf(t, "MAYA1") })
	form.Fill("Affiliate link", "https://shop.example/maya").Submit()
	form.Shows("@ana changed this meanwhile. It is `MAYA1` now.")
	if form.Value("Coupon code") != "MAYA1" {
		t.Error(form.Text())
	}
	form.Submit()
	form.Closed()
	w.holds(maya, store.Selected, "https://shop.example/maya", "MAYA1")

	w.ben.Types("/influencer select @leo summer-glow")
	form = w.ben.Form()
	w.change("ana", leo, func(e *store.Edit) { e.State, e.Code = store.Selected, codeOf(t, "LEO1") })
	form.Fill("Affiliate link", "https://shop.example/leo").Submit()
	form.Shows("*@leo* is selected in Summer Glow already. The last change is by @ana.").Shows("It is `LEO1` now.")
	if form.Title() != "Edit link and code" || form.Value("Coupon code") != "LEO1" || form.Value("Affiliate link") != "https://shop.example/leo" {
		t.Error(form.Text())
	}
	form.Submit()
	form.Closed()
	w.holds(leo, store.Selected, "https://shop.example/leo", "LEO1")
}
