package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/store"
)

func TestForgetTable(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA20")
	for text, want := range map[string]string{
		`""`:                      "Say which influencer, by their handle.",
		"@maya":                   "Did you mean @maya.glow?",
		"@maya.glow summer-glow":  "There is more here than this command takes",
		"@maya.glow @leo":         "There is more here than this command takes",
		"Forgotten influencer 1":  "There is more here than this command takes",
		"1":                       "There is no influencer @1 yet.",
		"<!channel>":              "A handle can't contain",
		strings.Repeat("x", 2000): "A handle has at most 100 characters",
		"@":                       "handle",
		`"maya`:                   "There is a quote without its partner.",
	} {
		w.refuses(w.ana, "/influencer forget "+text, want)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	winter := w.campaign("Winter Warm", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "GLOW20")
	w.change("ana", maya, func(e *store.Edit) { e.Note = "moves in May" })
	other := w.applicant(winter, "@maya.glow")
	leo := w.selected(winter, "@leo", "TBD", "LEO1")

	card := w.says(w.ana, "/influencer show @maya.glow", "moves in May", "[Profile]")
	card.Press("Profile")
	w.ana.Form().Fill("Name", "Maya Example").Fill("Email", "maya@company.example").Fill("Note", "likes tea").Submit()
	w.says(w.ana, "/influencer show @maya.glow", "Maya Example", "maya@company.example", "likes tea")

	question := w.says(w.ana, "/influencer forget @maya.glow", "*@maya.glow* (Maya Example) is in 2 campaigns.", "Is emptied", "Stays", fmt.Sprintf("Forgotten influencer %d", maya.InfluencerID))
	w.reads("dialog", question.Asks("Forget"), "Nothing brings them back.", "Forget @maya.glow?")
	old := w.says(w.ana, "/influencer list maya")
	form := func() {
		t.Helper()
		w.ana.Types("/influencer select @maya.glow winter-warm")
	}
	form()
	open := w.ana.Form()
	question.Press("Forget")
	name := fmt.Sprintf("Forgotten influencer %d", maya.InfluencerID)
	answer := w.ana.Answer()
	w.reads("answer", answer.Text(), "they are *"+name+"* now", "withdraw them", "`GLOW20`", "Winter Warm")
	lacks(t, answer.Text(), "maya", "Maya", "[Forget]", "[Select]", "moves in May", "likes tea")

	// Who had something open before is told.
	open.Submit()
	w.reads("a form from before", open.Trouble()+open.Text(), "forgotten")
	open.CloseAll()
	old.PressAsSeen("Update")
	w.reads("a button from before", w.ana.Form().Text(), name)
	w.ana.Form().CloseAll()

	w.refuses(w.ana, "/influencer forget @maya.glow", "There is no influencer @maya.glow yet.")
	w.refuses(w.ana, "/influencer show maya.glow", "There is no influencer")
	lacks(t, w.says(w.ana, "/influencer list maya", "matches “maya”").Text(), name)
	list := w.says(w.ana, "/influencer list summer-glow", name, "GLOW20")
	lacks(t, list.Text(), "@maya", "moves")
	w.says(w.ana, "/influencer list GLOW20", name)
	w.says(w.ana, "/influencer list winter-warm applied", name)

	// Their code still warns others, and their handle is free.
	w.says(w.ana, "/influencer code @leo winter-warm GLOW20", name+"* has `GLOW20` in Summer Glow", "[Save anyway]")
	list.Press("Update")
	edit := w.ana.Form()
	edit.Fill("Coupon code", "GLOW21").Submit()
	w.reads("saved", w.ana.Answer().Text(), name, "`GLOW21`")
	w.says(w.ana, "/influencer select @leo summer-glow code GLOW21", name+" has GLOW21 in Summer Glow already")
	w.says(w.ana, "/influencer add @maya.glow summer-glow", "*@maya.glow* is added, and applies for Summer Glow")
	if again := w.rowOf("@maya.glow", summer); again.InfluencerID == maya.InfluencerID {
		t.Error("the forgotten one came back")
	}
	w.holds(leo, store.Selected, "TBD", "LEO1")
	w.holds(other, store.Applied, "TBD", "TBD")
}

// A file of codes without names hands nothing to somebody who is forgotten.
func TestForgottenGetNoCodeOfAFile(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	gone := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.selected(summer, "@leo", "TBD", "TBD")
	_, err := w.store.Forget(t.Context(), w.act(), gone.InfluencerID, 1)
	must(t, err)
	r := w.request("")
	rows, err := w.app.codelessIn(t.Context(), r, store.Import{ImportSource: store.ImportSource{CampaignID: summer.ID}})
	must(t, err)
	if len(rows) != 1 || rows[0].Influencer.Handle.String() != "leo" {
		t.Errorf("codes are for %+v", rows)
	}
}
