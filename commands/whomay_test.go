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

// An entry is one way into the program.
type entry struct {
	kind, route, value string
	who                bot.Who
}

// entries are all ways in, taken from the commands themselves, so that none that
// is added later is forgotten.
func entries(w *world, value string) []entry {
	all := []entry{
		{kind: "home", who: bot.Members},
		{kind: "command", route: slashInfluencer, value: "@maya.glow", who: bot.Members}, // no subcommand
		{kind: "command", route: slashCampaign, value: "summer-glow", who: bot.Members},
	}
	for _, c := range w.app.Commands() {
		if c.Run != nil {
			all = append(all, entry{"command", c.Slash, c.Name, c.Who})
			for _, example := range c.Examples {
				all = append(all, entry{"command", c.Slash, strings.TrimPrefix(example, c.Slash+" "), c.Who})
			}
		}
		for kind, routes := range map[string][]bot.Route{"click": c.Clicks, "submission": c.Forms, "options": c.Options, "shortcut": c.Shortcuts} {
			for _, route := range routes {
				all = append(all, entry{kind, route.ID, value, route.Who})
			}
		}
	}
	return all
}

// try has somebody come in by an entry, and is what they are told.
func (e entry) try(p *slacksim.Person) string {
	return p.Forges(slacksim.Forged{Kind: e.kind, Route: e.route, Value: e.value, Meta: `{"a":1,"v":1,"c":1}`})
}

func (e entry) String() string { return fmt.Sprintf("%s %s %s", e.kind, e.route, e.value) }

// everything is a mark of all that the database holds.
func (w *world) everything() string {
	w.t.Helper()
	rows, err := w.db.QueryContext(w.t.Context(), `SELECT table_name FROM information_schema.tables
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`)
	must(w.t, err)
	defer func() { must(w.t, rows.Close()) }()
	var marks []string
	for rows.Next() {
		var table, mark string
		must(w.t, rows.Scan(&table))
		must(w.t, w.db.QueryRowContext(w.t.Context(),
			`SELECT CAST(count(*) AS text) || COALESCE(md5(string_agg(CAST(t AS text), chr(10) ORDER BY CAST(t AS text))), '') FROM `+table+` t`).Scan(&mark))
		marks = append(marks, table+" "+mark)
	}
	must(w.t, rows.Err())
	return strings.Join(marks, "\n")
}

// Whoever may do nothing is refused at every way in, and who may only read at
// each that changes something: with a sentence that names an owner, and nothing
// is stored. An option query has no room for a sentence, and answers nothing.
func TestWhoMay(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA15")
	_, err := w.store.Handover(t.Context(), w.act(), w.userID("ben"), 0, "2026-05-01") // over
	must(t, err)
	tests := []struct {
		who     *slacksim.Person
		refused func(entry) bool
		says    string
	}{
		{w.gus, func(entry) bool { return true }, "is for full members of this workspace, not for guests. Ask "},
		{w.olga, func(entry) bool { return true }, "is only for the people of the workspace it belongs to. Ask "},
		{w.ben, func(e entry) bool { return e.who == bot.Editors }, "You can look at everything here, but only editors can change it. Ask "},
	}
	all := entries(w, rowID(maya.Application))
	if len(all) < 100 {
		t.Errorf("only %d entries", len(all))
	}
	owner := w.userID("ana")
	for _, test := range tests {
		before := w.everything()
		for _, e := range all {
			if !test.refused(e) {
				continue
			}
			said := e.try(test.who)
			switch named := strings.Contains(said, "<@"+owner+">") || strings.Contains(said, "@ana"); {
			case e.kind == "options":
				if said != `{"options":[]}` {
					t.Errorf("%s: %s", e, said)
				}
			case !strings.Contains(said, test.says) || !named:
				t.Errorf("%s: want %q and an owner in %q", e, test.says, said)
			}
			if strings.Contains(said, "MAYA15") || strings.Contains(said, "maya.glow") {
				t.Errorf("%s tells %s", e, said)
			}
		}
		if after := w.everything(); after != before {
			t.Errorf("something was stored:\n%s\nwas\n%s", after, before)
		}
	}
}

// Who may is not refused: members read, editors change. Whatever a forged button
// or form is answered with, it is no refusal.
func TestWhoMayIsNotRefused(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA15")
	w.expectRefusals() // forms that nobody opened can't be shown anew
	for _, e := range entries(w, "forged") {
		for _, p := range []*slacksim.Person{w.ana, w.ben} {
			if p == w.ben && e.who == bot.Editors {
				continue
			}
			said := e.try(p)
			for _, refusal := range []string{"only editors", "not for guests", "only for the people"} {
				if strings.Contains(said, refusal) {
					t.Errorf("%s: %s", e, said)
				}
			}
		}
	}
}

// What every member may do changes nothing, whatever it is asked with.
func TestReadingStoresNothing(t *testing.T) {
	t.Parallel()
	w := start(t, onlyAnaEdits())
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "MAYA15")
	_, err := w.store.Handover(t.Context(), w.act(), w.userID("ben"), 0, "")
	must(t, err)
	w.expectRefusals()
	_, err = w.store.ClaimHandoverNotice(t.Context(), w.team, 1, w.sim.Clock().Now())
	must(t, err)
	for _, value := range []string{rowID(maya.Application), campaignID(summer), encoded(listing{Campaign: summer.ID}), "1", "", pickKnown + "1"} {
		before := w.everything()
		for _, e := range entries(w, value) {
			if e.who == bot.Members {
				e.try(w.ben)
			}
		}
		if after := w.everything(); after != before {
			t.Errorf("with %q something was stored:\n%s\nwas\n%s", value, after, before)
		}
	}
}

// Who can't be known in time may do nothing.
func TestUnknownAndUnreachableIsRefused(t *testing.T) {
	t.Parallel()
	w := start(t)
	maya := w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA15")
	for name, slip := range map[string]func(){
		"slow":   func() { w.sim.Slow("users.info", 900*time.Millisecond) },
		"failed": func() { w.sim.Slow("users.info", 0); w.sim.FailWith("users.info", "internal_error", 999) },
	} {
		slip()
		before := w.everything()
		for n, e := range []entry{
			{kind: "command", route: slashInfluencer, value: "code @maya.glow MAYA20"},
			{kind: "click", route: routeDecline, value: rowID(maya.Application)},
			{kind: "submission", route: formEdit},
			{kind: "options", route: routePickRow},
			{kind: "shortcut", route: shortcutTBD},
			{kind: "home"},
		} {
			p := w.sim.As(t, w.sim.AddUser(slacksim.User{Name: fmt.Sprintf("new-%s-%d", name, n)}).Name)
			said := e.try(p.In("@codekeeper"))
			if e.kind != "options" && !strings.Contains(said, "Slack did not say in time who you are, so nothing was done.") || strings.Contains(said, "MAYA15") {
				t.Errorf("%s, %s: %s", name, e, said)
			}
		}
		if after := w.everything(); after != before {
			t.Errorf("%s: something was stored:\n%s\nwas\n%s", name, after, before)
		}
	}
	w.holds(maya, store.Selected, "TBD", "MAYA15")
	w.expectRefusals()
}
