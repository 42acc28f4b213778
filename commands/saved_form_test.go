package commands

import (
	"testing"

	"codekeeper/store"
)

// Whoever never leaves Home does the rest in the form that says Saved: the
// message is marked as sent, taken back, looked up, and undone.
func TestTheRestInTheSavedForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "https://shop.example/maya", "TBD")
	home := w.ana.OpensHome()
	home.Press("Update")
	w.ana.Form().Fill("Coupon code", "MAYA15").Submit()
	form := w.ana.Form()
	w.reads("saved", form.Text(), "MAYA15", "Please use exactly these everywhere", "[Mark as sent]", "[Undo]", "[History]")

	home.Shows("*not sent*") // at once: nobody opens it again
	form.Press("Mark as sent")
	w.reads("told", w.ana.Form().Text(), "Marked as sent", "[Undo]")
	if !w.row(maya).Sent() {
		t.Error("it isn't noted")
	}
	home.Shows("Nothing.")
	w.ana.Form().Press("Undo")
	w.reads("not told", w.ana.Form().Text(), "Undone")
	home.Shows("*not sent*")
	w.ana.Form().Press("History") // the third form is the last that Slack allows: it makes room
	w.reads("history", w.ana.Form().Text(), "no longer marked as sent", "coupon code TBD → `MAYA15`", "from Home", copyCantKnow)
	w.ana.Form().CloseAll()
	if w.row(maya).Sent() {
		t.Error("it isn't undone")
	}
	w.holds(maya, store.Selected, "https://shop.example/maya", "MAYA15")
}
