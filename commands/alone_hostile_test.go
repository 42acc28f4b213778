package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// others is another team in the same database, with a campaign, and somebody in
// it who must be told something.
func (w *world) others() store.Row {
	w.t.Helper()
	act := w.act()
	act.Team = "T0OTHERS"
	terms := store.Terms{Name: "Their Glow", LinkMode: store.NotNeeded, CodeMode: store.UniqueOurs, Owners: store.Owners{"U0OTHER"}}
	made, err := w.store.CreateCampaign(w.t.Context(), act, "their-glow", terms)
	must(w.t, err)
	act.Request += "-select"
	changes, err := w.store.Select(w.t.Context(), act, made.After.ID, []store.Selection{{Handle: handleOf(w.t, "@secret.sol"), Code: codeOf(w.t, "SECRET15")}})
	must(w.t, err)
	return changes.Rows[0].After
}

// A form that names what is another team's finds nothing there, tells nothing of
// it, and changes nothing in it; nor do the choices it asks for.
func TestAloneOfAnotherTeam(t *testing.T) {
	t.Parallel()
	w := start(t)
	theirs := w.others()
	ours := w.selected(w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), "@maya.glow", "TBD", "MAYA15")
	mark, err := marksOf(theirs).MarshalText()
	must(t, err)
	here, there := campaignOption(ours.Campaign).Value, campaignOption(theirs.Campaign).Value
	one := func(field, value string) map[string]string { return map[string]string{field: value} }
	many := func(value string) map[string][]string { return map[string][]string{fieldPeople: {value}} }
	decline := declinePick{theirs.InfluencerID, store.Selected}.value()
	person := pickOf(person{}, theirs.Influencer).option().Value
	before := w.everything()
	for name, said := range map[string]string{
		"decline, campaign": w.submitted(w.app.saveDecline, one(fieldCampaign, there), many(decline)),
		"decline, person":   w.submitted(w.app.saveDecline, one(fieldCampaign, here), many(decline)),
		"decline, pasted":   w.submitted(w.app.saveDecline, map[string]string{fieldCampaign: there, fieldPaste: "@secret.sol"}, nil),
		"sent, campaign":    w.submitted(w.app.saveSent, one(fieldCampaign, there), many(string(mark))),
		"sent, person":      w.submitted(w.app.saveSent, one(fieldCampaign, here), many(string(mark))),
		"history, handle":   w.submitted(w.app.showAskedHistory, one(fieldOf, "@secret.sol"), nil),
		"history, code":     w.submitted(w.app.showAskedHistory, one(fieldOf, "SECRET15"), nil),
		"show":              w.submitted(w.app.pickedPerson(toShow()), one(fieldPerson, person), nil),
		"profile":           w.submitted(w.app.pickedPerson(toProfile()), one(fieldPerson, person), nil),
		"forget":            w.submitted(w.app.pickedPerson(toForget()), one(fieldPerson, person), nil),
		"show campaign":     w.submitted(w.app.asksCampaign(w.app.toShowCampaign(), bot.Members).Run, one(fieldCampaign, there), nil),
		"edit campaign":     w.submitted(w.app.asksCampaign(w.app.toEditCampaign(), bot.Editors).Run, one(fieldCampaign, there), nil),
		"archive":           w.submitted(w.app.asksCampaign(toArchive(), bot.Editors).Run, one(fieldCampaign, there), nil),
		"reopen":            w.submitted(w.app.asksCampaign(w.app.toReopen(), bot.Editors).Run, one(fieldCampaign, there), nil),
		"pick":              w.submitted(w.app.picked, one(fieldRow, fmt.Sprint(theirs.ID)), nil),
	} {
		if said == "" {
			t.Errorf("%s is taken", name)
		}
		lacks(t, strings.ReplaceAll(said, "the coupon code SECRET15", ""), "SECRET15", "Their Glow", "their-glow")
	}
	for name, value := range map[string]string{
		"history button": encoded(historyPage{Influencer: theirs.InfluencerID}), "history of a code": encoded(historyPage{Code: "SECRET15"}),
	} {
		reply, err := w.app.askHistory(t.Context(), w.request(value))
		if strings.Contains(encoded(reply), "secret.sol") || name == "history button" && err == nil {
			t.Errorf("%s: %v %v", name, encoded(reply), err)
		}
	}
	for name, options := range map[string]bot.Handler{
		"decline": w.app.declineOptions, "sent": w.app.sentOptions, "people": w.app.personOptions, "rows": w.app.rowOptions, "campaigns": w.app.campaignOptions,
	} {
		for _, campaign := range []string{there, "", "x", "-1", "0"} {
			r := w.request("")
			r.Kind, r.Text, r.Form = bot.KindOptions, "", bot.NewForm("forged", "{}", one(fieldCampaign, campaign), nil)
			reply, err := options(t.Context(), r)
			must(t, err)
			lacks(t, name+encoded(reply.Options), "secret.sol", "Their Glow", "SECRET15")
		}
	}
	if after := w.everything(); after != before {
		t.Errorf("something was stored:\n%s\nwas\n%s", after, before)
	}
}

// Whatever is typed into a typeahead only searches.
func TestAloneHostileSearches(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	w.applicant(summer, "@leo_x")
	before := w.everything()
	for text, finds := range map[string]bool{
		"%": false, "_": false, `\`: false, "'; DROP TABLE applications; --": false, "<!channel>": false, "x y": false,
		strings.Repeat("x ", 2000): false, strings.Repeat("@", 300): false, "maya\u202e": false, "maya_glow": false, "MAYA.G": true, "@maya": true,
		" · ": true, "Add @": true, "Add @new.one": false, "@maya.glow · selected": true, "": true,
	} {
		for name, options := range map[string]bot.Handler{"decline": w.app.declineOptions, "sent": w.app.sentOptions, "people": w.app.personOptions, "rows": w.app.rowOptions} {
			r := w.request("")
			r.Kind, r.Text, r.Form = bot.KindOptions, text, bot.NewForm("forged", "{}", nil, nil)
			reply, err := options(t.Context(), r)
			if err != nil {
				t.Errorf("%s %.20q: %v", name, text, err)
				continue
			}
			if found := strings.Contains(encoded(reply.Options), "maya.glow"); found != finds {
				t.Errorf("%s %.20q finds her: %v", name, text, found)
			}
		}
	}
	if w.everything() != before {
		t.Error("a search stored something")
	}
}

// Who lost what they could do while a form was open, saves nothing, and sees no
// choices: a member who becomes a guest, one who is no editor any more.
func TestAloneWhoMayNoMore(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	before := w.everything()
	for line, choice := range map[string]string{
		"/influencer decline": "@maya.glow · selected", "/influencer sent": "@maya.glow · MAYA15", "/influencer history": "",
		"/influencer show": "", "/influencer forget": "", "/campaign archive": "",
	} {
		name := "temp" + strings.NewReplacer("/", "", " ", "").Replace(line)
		u := w.sim.AddUser(slacksim.User{Name: name, RealName: "Tia Temp", TZ: "Europe/Berlin"})
		tia := w.sim.As(t, name).In("@codekeeper")
		tia.Types(line)
		form := tia.Form()
		switch {
		case choice != "":
			form.Choose("Influencers", choice)
		case form.Has("Influencer"):
			form.Choose("Influencer", "@maya.glow")
		case form.Has("Campaign"):
			form.Choose("Campaign", "Summer Glow")
		default:
			form.Fill("Handle, code or link", "MAYA15")
		}
		u.Guest = true
		w.sim.SetUser(u)
		w.sim.Clock().Advance(6 * time.Minute) // who somebody is, is remembered for five minutes
		if label := form.Labels()[0]; form.Has("Influencers") {
			if got := form.Options("Influencers", ""); len(got) > 0 {
				t.Errorf("%s: %s offers a guest %q", line, label, got)
			}
		}
		form.Submit()
		w.reads(line, form.Error(form.Labels()[0]), "is for full members of this workspace, not for guests.")
		form.CloseAll()
	}
	if w.everything() != before {
		t.Error("a guest stored something")
	}
}

// The answer is shown where the form was asked for, also where the bot is not;
// where that is long ago, the form becomes the answer, and its buttons go on.
func TestAloneAnswersWhereItWasAsked(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals() // of asking about a channel that the bot is not in
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	leo := w.applicant(summer, "@leo")
	w.sim.AddChannel(slacksim.Channel{Name: "inner", Private: true, Members: []string{w.userID("ana")}})
	inner := w.ana.In("#inner")
	forms := []struct {
		line, field, choice, says string
	}{
		{"/influencer history", "Handle, code or link", "MAYA15", "Codekeeper can't know"},
		{"/influencer sent", "Influencers", "@maya.glow · MAYA15", "Marked as sent: *@maya.glow*"},
		{"/influencer decline", "Influencers", "@leo · applied", "*@leo* is declined for Summer Glow now."},
	}
	fill := func(form *slacksim.Form, field, choice string) {
		t.Helper()
		if field == "Influencers" {
			form.Choose(field, choice)
		} else {
			form.Fill(field, choice)
		}
	}
	for _, tt := range forms {
		inner.Types(tt.line)
		form := inner.Form()
		fill(form, tt.field, tt.choice)
		form.Submit()
		form.Closed()
		answer := inner.Sees(tt.says)
		if tt.field != "Influencers" {
			answer.Press("Post in this channel")
			w.reads("posting", inner.Sees("nothing was posted").Text(), "/invite @Codekeeper")
			continue
		}
		answer.Press("Undo")
		inner.Sees("Undone")
	}
	for _, tt := range forms {
		inner.Types(tt.line)
		form := inner.Form()
		fill(form, tt.field, tt.choice)
		w.sim.Clock().Advance(31 * time.Minute)
		form.Submit()
		saved := inner.Form().Shows(tt.says)
		if tt.field == "Influencers" {
			saved.Press("Undo")
			inner.Form().Shows("Undone")
		}
		inner.Form().CloseAll()
	}
	w.holds(leo, store.Applied, "TBD", "TBD")
	if w.row(maya).Sent() {
		t.Error("it is sent")
	}
}
