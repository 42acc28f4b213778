package commands

import (
	"strings"
	"testing"

	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// Typed alone, or with a campaign: whoever is unsent is offered with what they
// share, and that is marked.
func TestSentForm(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.refuses(w.ana, "/influencer sent", "There is no campaign yet.", "/campaign new")
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.refuses(w.ana, "/influencer sent summer", "Nobody is unsent in Summer Glow, so there is nothing to mark as sent.", "/influencer tbd summer-glow")
	maya = w.change("ana", maya, func(e *store.Edit) { e.Code = codeOf(t, "MAYA15") })
	leo := w.selected(summer, "@leo", "TBD", "LEO15")
	w.selected(summer, "@tbd", "TBD", "TBD")
	w.selected(w.campaign("Winter Warm", modes(store.UniqueOurs, store.NotNeeded)), "@kim", "https://shop.example/kim", "TBD")

	w.ana.Types("/influencer sent")
	form := w.ana.Form()
	if diff := cmp.Diff([]string{"Campaign", "Influencers"}, form.Labels()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"@kim · Winter Warm · shop.example/kim", "@leo · Summer Glow · LEO15", "@maya.glow · Summer Glow · MAYA15",
	}, form.Options("Influencers", "")); diff != "" {
		t.Error(diff)
	}
	form.Choose("Campaign", "Winter Warm").Choose("Influencers", "@kim · shop.example/kim").Choose("Campaign", "Summer Glow").Submit()
	w.reads("elsewhere", form.Error("Influencers"), "Chosen in another campaign than Summer Glow: @kim (Winter Warm). Nothing was marked as sent.")
	form.CloseAll()

	w.ana.Types("/influencer sent summer")
	form = w.ana.Form()
	form.Choose("Influencers", "@leo · LEO15", "@maya.glow · MAYA15").Submit()
	form.Closed()
	answer := w.ana.Sees("Marked 2 messages as sent.")
	before := w.writes()
	must(t, w.sim.Redeliver())
	if after := w.writes(); after != before {
		t.Errorf("%d rows were stored by a repeat", after-before)
	}
	for _, row := range []store.Row{maya, leo} {
		if !w.row(row).Sent() {
			t.Errorf("%s is unsent", at(row.Influencer))
		}
	}
	answer.Press("Undo")
	w.ana.Sees("Undone")
	if w.row(leo).Sent() {
		t.Error("it is sent still")
	}
}

// What was changed meanwhile is not marked: the new message is shown.
func TestSentFormMeanwhile(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya, leo := w.selected(summer, "@maya.glow", "TBD", "MAYA15"), w.selected(summer, "@leo", "TBD", "LEO15")
	w.ana.Types("/influencer sent")
	form := w.ana.Form()
	form.Choose("Influencers", "@leo · LEO15", "@maya.glow · MAYA15")
	w.change("ben", maya, func(e *store.Edit) { e.Code = codeOf(t, "MAYA20") })
	form.Submit()
	form.Closed()
	w.reads("the answer", w.ana.Sees("Marked as sent: *@leo*").Text(), "Left out, because somebody changed them since this was shown: *@maya.glow*", "MAYA20")
	if w.row(maya).Sent() || !w.row(leo).Sent() {
		t.Error("the wrong one is sent")
	}

	w.ana.Types("/influencer sent")
	form = w.ana.Form()
	form.Choose("Influencers", "@maya.glow · MAYA20")
	w.archived(summer)
	form.Submit()
	w.reads("archived", form.Error("Campaign"), "Choose a campaign that is not archived.")
	if w.row(maya).Sent() {
		t.Error("it is sent in an archived campaign")
	}
}

// What nobody could have submitted marks nothing.
func TestSentFormForged(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	tbd := w.selected(summer, "@tbd", "TBD", "TBD")
	carried := func(rows ...store.Row) string {
		text, err := marksOf(rows...).MarshalText()
		must(t, err)
		return string(text)
	}
	gone := maya
	gone.ID = 99
	many := make([]string, maxPicked+1)
	for n := range many {
		many[n] = carried(maya)
	}
	for name, tt := range map[string]struct {
		chosen []string
		want   string
	}{
		"nobody":     {nil, "Pick at least one influencer."},
		"no mark":    {[]string{"!"}, "out of date"},
		"empty":      {[]string{""}, "out of date"},
		"not there":  {[]string{carried(gone)}, "out of date"},
		"one is not": {[]string{carried(maya), carried(gone)}, "out of date"},
		"twice":      {[]string{carried(maya), carried(maya)}, "out of date"},
		"two in one": {[]string{carried(maya, tbd)}, "out of date"},
		"101":        {many, "more than 100 influencers"},
		"a TBD":      {[]string{carried(tbd)}, "Not marked as sent"},
	} {
		before := w.writes()
		said := w.submitted(w.app.saveSent, map[string]string{fieldCampaign: campaignOption(summer).Value}, map[string][]string{fieldPeople: tt.chosen})
		if !strings.Contains(said, tt.want) {
			t.Errorf("%s: %s", name, said)
		}
		if after := w.writes(); after != before {
			t.Errorf("%s: %d rows were stored", name, after-before)
		}
	}
}

// However long a handle, a campaign's name, a link and a code are, each choice
// shows of each what tells it from others.
func TestSentFormLongChoices(t *testing.T) {
	t.Parallel()
	w := start(t)
	c := w.campaign("Summer Glow of the Very Long Name", ours())
	for _, end := range []string{"one", "two"} {
		w.selected(c, "@"+strings.Repeat("long.", 5)+end, "https://shop.example/"+strings.Repeat("x", 100)+end, strings.Repeat("CODE", 20)+end)
	}
	w.ana.Types("/influencer sent")
	form := w.ana.Form()
	form.Choose("Campaign", "Summer Glow of the Very Long Name")
	for _, label := range form.Options("Influencers", "") {
		parts := strings.Split(label, " · ")
		link, code, both := strings.Cut(parts[len(parts)-1], " and ")
		end := link[len(link)-3:]
		if !both || !strings.HasSuffix(code, end) || end != "one" && end != "two" {
			t.Errorf("a choice is %s", label)
		}
	}
}
