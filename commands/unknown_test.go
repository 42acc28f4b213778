package commands

import (
	"strings"
	"testing"

	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

func TestUnknownWords(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "https://shop.example/maya", "MAYA20")
	for _, tt := range []struct {
		line string
		says []string
	}{
		{"/influencer set", []string{"There is no /influencer set. Use code or link.", "/influencer code @maya.glow MAYA20"}},
		{"/influencer set @maya.glow M2", []string{"/influencer code @maya.glow M2"}},
		{"/influencer SET code @maya.glow M2", []string{"/influencer code @maya.glow M2"}},
		{"/influencer update @maya.glow https://shop.example/m2", []string{"/influencer link @maya.glow https://shop.example/m2"}},
		{"/influencer missing", []string{"Use tbd.", "/influencer tbd"}},
		{"/influencer missing summer", []string{"/influencer tbd summer"}},
		{"/influencer find maya", []string{"Use list.", "/influencer list maya"}},
		{"/influencer remove @maya.glow summer-glow", []string{"Use decline.", "/influencer decline @maya.glow summer-glow"}},
		{"/influencer remove", []string{"/influencer decline @maya.glow summer-glow"}},
		{"/influencer selct @maya.glow", []string{"There is no /influencer selct. Did you mean select?", "/influencer select @maya.glow"}},
		{"/influencer summer-glow", []string{"Summer Glow is a campaign.", "/influencer list summer-glow"}},
		{"/influencer MAYA20", []string{"`MAYA20` has been @maya.glow's in Summer Glow since 1 Jun; not told yet.", copyCantKnow}},
		{"/influencer https://shop.example/maya", []string{"`https://shop.example/maya` has been @maya.glow's in Summer Glow since 1 Jun"}},
		{"/influencer @maya.glw", []string{"There is no influencer @maya.glw. Did you mean @maya.glow?", "/influencer show @maya.glow"}},
		{"/influencer handover @ben all", []string{"There is no /influencer handover. Use /campaign handover.", "/campaign handover @ben all"}},
		{"/influencer archive", []string{"There is no /influencer archive.", "Try /campaign archive"}},
		{"/campaign import summer-glow", []string{"There is no /campaign import. Use /influencer import.", "/influencer import summer-glow"}},
		{"/campaign tbd", []string{"There is no /campaign tbd.", "Try /influencer tbd"}},
		{"/influencer snooze @maya.glow", []string{"There is no /influencer snooze. Use edit.", "/influencer edit @maya.glow"}},
		{"/influencer blahblah", []string{"There is no /influencer blahblah.", "/influencer help"}},
		{"/influencer <!channel>", []string{"There is no /influencer <!channel>."}},
		{"/influencer \"", []string{"There is no /influencer \"."}},
		{"/influencer " + strings.Repeat("x", 10_000), []string{"There is no /influencer xxx"}},
		{"/campaign add", []string{"There is no /campaign add. Use new.", "/campaign new"}},
		{"/campaign summer-glow", []string{"Summer Glow is a campaign.", "/campaign show summer-glow"}},
		{"/campaign delete summer-glow", []string{"Use archive.", "/campaign archive summer-glow"}},
		{"/campaign blahblah", []string{"There is no /campaign blahblah.", "/campaign help"}},
	} {
		w.refuses(w.ana, tt.line, tt.says...)
	}
}

// Guests and people of other organisations are refused everything, reading
// too, with whom to ask.
func TestGuestsAndStrangersAreRefused(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	maya := w.selected(w.onlyCampaign(), "@maya.glow", "TBD", "MAYA20")
	for _, line := range []string{
		"", " add", " add @x", " profile @maya.glow", " select", " select @x summer code X link TBD", " decline @maya.glow summer",
		" code @maya.glow X1", " link @maya.glow TBD", " edit @maya.glow", " show @maya.glow", " list", " tbd", " help", " @maya.glow", " xyz",
	} {
		m := w.refuses(w.gus, "/influencer"+line, "not for guests. Ask @ana.")
		if strings.Contains(m.Text(), "MAYA20") {
			t.Errorf("%s shows a guest:\n%s", line, m.Text())
		}
	}
	w.gus.Shortcut(shortcutSelect)
	w.gus.Form().Shows("not for guests")

	// Buttons in a shared channel can be pressed by people of another organisation.
	_, err := w.app.slack.Post(t.Context(), w.channelID("shared"), message("What everybody sees", card(maya, monday)...))
	must(t, err)
	for label, p := range map[string]*slacksim.Person{"Update": w.olga, "Withdraw": w.olga} {
		before := w.writes()
		p.Sees("What everybody sees").Press(label)
		p.Sees("Codekeeper is only for the people of the workspace it belongs to. Ask @ana there.")
		if w.writes() != before {
			t.Errorf("%s stores something", label)
		}
	}
	w.holds(maya, store.Selected, "TBD", "MAYA20")
}

// Where a group of editors is set, others read and change nothing.
func TestOnlyEditorsChange(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	summer := w.campaign("Summer Glow")
	w.selected(summer, "@maya.glow", "TBD", "MAYA20")
	w.applicant(summer, "@leo")
	for _, line := range []string{
		"add", "add @x", "profile @maya.glow", "select", "select @x summer code X link TBD", "decline @maya.glow summer",
		"code @maya.glow X1", "link @maya.glow TBD", "edit @maya.glow",
	} {
		w.refuses(w.ben, "/influencer "+line, "You can look at everything here, but only editors can change it. Ask @ana.")
	}
	m := w.says(w.ben, "/influencer show @maya.glow", "MAYA20")
	for _, press := range []string{"Update", "Withdraw"} {
		before := w.writes()
		m.Press(press)
		w.ben.Sees("only editors can change it")
		if w.writes() != before {
			t.Errorf("%s stores something", press)
		}
	}
	w.says(w.ben, "/influencer list", "2 applications")
	w.says(w.ana, "/influencer code @maya.glow X1", "Saved.")
}

// Hostile texts reach every command of a running bot: each is answered, none
// is a fault, none stores what was not meant.
func TestHostileCommands(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@kim", "TBD", "KIM20")
	for _, name := range []string{"", "profile", "select", "decline", "code", "link", "edit", "show", "list"} {
		for _, text := range hostile {
			if strings.ContainsRune(text, 0) {
				continue // Slack never sends NUL
			}
			w.ana.Types(strings.TrimSpace("/influencer " + name + " " + text))
		}
	}
	for _, m := range w.sim.Messages(w.channelID("influencers")) {
		if strings.Contains(m.Text(), "failed because") {
			t.Error(m.Text())
		}
	}
	if n := w.count(`SELECT count(*) FROM applications`); n != 1 {
		t.Errorf("%d applications", n)
	}
}

// What goes wrong on our side is answered with a reference and no detail, and
// logged once with that.
func TestFaultIsAnswered(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	must(t, w.store.Close())
	w.ana.Types("/influencer code @maya.glow MAYA20")
	text := w.ana.Sees("Something went wrong on our side. Nothing was saved.").Text()
	_, reference, _ := strings.Cut(text, "Reference ")
	if log := w.expectFaults(); reference == "" || strings.Count(log, reference) != 1 {
		t.Errorf("%s\nis logged as\n%s", text, log)
	}
}
