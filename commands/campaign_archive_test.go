package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/store"
)

func TestParseCampaign(t *testing.T) {
	for _, test := range []struct{ text, name, problem string }{
		{"summer-glow", "summer-glow", ""},
		{"  Summer Glow ", "Summer Glow", ""},
		{`"Summer Glow"`, "Summer Glow", ""},
		{"“Summer Glow”", "Summer Glow", ""},
		{"", "", ""},
		{" \u200b", "", ""},
		{`""`, "", "Say which campaign"},
		{`"Summer Glow" now`, "", "more here"},
		{`"Summer Glow`, "", "quote"},
	} {
		name, err := parseCampaign("show", test.text)
		if test.problem == "" && (err != nil || name != test.name) {
			t.Errorf("%q: %q, %v", test.text, name, err)
		}
		if test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)) {
			t.Errorf("%q: %q, %v, want %q", test.text, name, err, test.problem)
		}
	}
}

func TestParseCampaignList(t *testing.T) {
	for text, archived := range map[string]bool{"": false, "archived": true, " ARCHIVED ": true, "live": false} {
		if l, err := parseCampaignList(text); err != nil || l.archived != archived {
			t.Errorf("%q: %+v, %v", text, l, err)
		}
	}
	for _, text := range []string{"archived please", "live all", "summer-glow", `"archived"`, `"`} {
		if l, err := parseCampaignList(text); err == nil {
			t.Errorf("%q: %+v", text, l)
		}
	}
}

func TestArchiveStory(t *testing.T) {
	w := start(t)
	w.campaign("Summer Glow")
	w.says(w.ana, "/campaign archive summer-glow", "Archived Summer Glow.", "leaves lists and digests; nothing is deleted", "[Reopen]")
	w.refuses(w.ana, "/campaign archive summer-glow", "is archived already", "/campaign reopen summer-glow", "[Reopen]")
	w.says(w.ana, "/campaign list", "No campaign is live", "/campaign reopen summer-glow")
	w.says(w.ben, "/campaign list archived", "1 archived campaign", "Summer Glow", "[Show]", "[Reopen]")
	w.says(w.ben, "/campaign show summer", "archived since", "[Reopen]")

	answer := w.says(w.ana, "/campaign reopen summer-glow", "Reopened Summer Glow.", "[Archive]")
	w.refuses(w.ana, "/campaign reopen summer-glow", "is not archived")
	if asked := answer.Asks("Archive"); !strings.Contains(asked, "nothing is deleted") {
		t.Errorf("confirm: %q", asked)
	}
	answer.Press("Archive")
	w.ana.Sees("Archived Summer Glow.").Press("Reopen")
	w.ana.Sees("Reopened Summer Glow.")
	if n := w.count(`SELECT count(*) FROM campaign_history`); n != 5 {
		t.Errorf("%d history rows, want 5", n)
	}
}

func TestArchiveButtonOfAnOlderVersion(t *testing.T) {
	w := start(t)
	c := w.campaign("Summer Glow")
	answer := w.says(w.ana, "/campaign show summer-glow", "Summer Glow")
	w.edited(c, func(t *store.Terms) { t.Fee = "100 EUR" })
	before := w.writes()
	answer.Press("Archive")
	again := w.ana.Sees("Nothing was done")
	w.reads("refused", again.Text(), "100 EUR", "[Archive]")
	if w.writes() != before {
		t.Error("something was stored")
	}
	again.Press("Archive")
	w.ana.Sees("Archived Summer Glow.")
}

func TestArchiveTwiceIsOnce(t *testing.T) {
	w := start(t)
	c := w.campaign("Summer Glow")
	r := w.request(campaignID(c))
	for range 2 {
		reply, err := w.app.clickArchive("")(t.Context(), r)
		must(t, err)
		w.reads("answer", reply.Message.Text, "Archived Summer Glow.")
	}
	if n := w.count(`SELECT count(*) FROM campaign_history`); n != 2 {
		t.Errorf("%d history rows, want 2", n)
	}
}

func TestReopenRefusesATakenName(t *testing.T) {
	w := start(t)
	c := w.archived(w.campaign("Summer Glow"))
	act := w.act()
	_, err := w.store.CreateCampaign(t.Context(), act, "summer-glow-2", c.Terms)
	must(t, err)
	w.refuses(w.ana, "/campaign reopen summer-glow", "has the name Summer Glow too", "/campaign edit summer-glow-2")
}

func TestCampaignNames(t *testing.T) {
	w := start(t)
	for _, word := range []string{"edit", "show", "archive", "reopen"} {
		w.refuses(w.ana, "/campaign "+word+" glow", "There is no campaign yet", "/campaign new")
		w.refuses(w.ana, "/campaign "+word+` ""`, "Say which campaign")
	}
	w.campaign("Summer Glow")
	w.campaign("Summer Shine")
	w.archived(w.campaign("Autumn Glow"))
	w.refuses(w.ana, "/campaign archive summer", "summer could be summer-glow or summer-shine.", "/campaign archive summer-glow")
	w.refuses(w.ana, "/campaign archive sumer-glow", "There is no campaign sumer-glow. There is summer-glow.")
	w.refuses(w.ana, "/campaign show summer-glow extra words", "There is no campaign summer-glow extra words. There is summer-glow. Try /campaign show summer-glow")
	w.refuses(w.ana, "/campaign edit sumer-shine now", "There is summer-shine. Try /campaign edit summer-shine")
	w.refuses(w.ana, "/campaign show zzz", "There is no campaign zzz. There are summer-glow and summer-shine.")
	w.refuses(w.ana, "/campaign reopen zzz", "autumn-glow")
	w.refuses(w.ana, "/campaign edit "+strings.Repeat("x", 10_000), "There is no campaign xxx")
	w.says(w.ana, "/campaign show SUMMER GLOW", "summer-glow")
	w.says(w.ana, "/campaign show “Autumn Glow”", "archived since")
	w.refuses(w.ana, "/campaign list all", "/campaign list archived")
}

func TestCampaignList(t *testing.T) {
	w := start(t)
	w.says(w.ben, "/campaign list", "There is no campaign yet", "/campaign new")
	w.says(w.ben, "/campaign list archived", "No campaign is archived", "/campaign new")
	c := w.campaign("Summer Glow", launching("2026-06-10"))
	w.applicant(c, "@noor")
	w.selected(c, "@maya.glow", "https://shop.example/maya", "MAYA15")
	w.selected(c, "@lea", "TBD", "LEA15")
	list := w.says(w.ben, "/campaign list", "1 live campaign.", "launch date Wed 10 Jun", "1 applied · 2 selected · 1 TBD · 1 ready", "[Show]", "[Edit]")
	list.Row("Summer Glow").Press("Show")
	w.ben.Sees("Owners:")
	w.says(w.ben, "/campaign list archived", "No campaign is archived", "/campaign archive summer-glow")
	for n := range campaignPage {
		w.campaign(fmt.Sprintf("Glow %d", n))
	}
	list = w.says(w.ben, "/campaign list", "1–20 of 21 live campaigns.", "[Next]")
	list.Press("Next")
	w.ben.Sees("21 of 21 live campaigns.")
}

func TestForgedCampaignButtons(t *testing.T) {
	w := start(t)
	w.campaign("Summer Glow")
	before := w.writes()
	for _, command := range w.app.Commands() {
		for _, click := range command.Clicks {
			if !strings.HasPrefix(click.ID, "campaign.") {
				continue
			}
			for _, value := range []string{"", "x", "1", "-1.1", "99999.1", "live", "live -1", "gone 0", strings.Repeat("9", 50) + ".1"} {
				if reply, err := click.Run(t.Context(), w.request(value)); err == nil {
					t.Errorf("%s with %q answers %+v", click.ID, value, reply)
				}
			}
		}
	}
	if w.writes() != before {
		t.Error("something was stored")
	}
}
