package commands

import (
	"slices"
	"strings"
	"testing"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// wayCounts are how many changes of any kind were recorded by each way.
func (w *world) wayCounts() map[string]int {
	w.t.Helper()
	rows, err := w.db.QueryContext(w.t.Context(), `SELECT way, count(*) FROM (
		SELECT way FROM application_history UNION ALL SELECT way FROM campaign_history UNION ALL
		SELECT way FROM influencer_history UNION ALL SELECT way FROM settings_history UNION ALL SELECT way FROM handovers
	) AS changes GROUP BY way`)
	must(w.t, err)
	defer func() { must(w.t, rows.Close()) }()
	counts := map[string]int{}
	for rows.Next() {
		var way string
		var n int
		must(w.t, rows.Scan(&way, &n))
		counts[way] = n
	}
	must(w.t, rows.Err())
	return counts
}

// newWays are the ways of what was recorded since.
func (w *world) newWays(before map[string]int) string {
	w.t.Helper()
	var ways []string
	for way, n := range w.wayCounts() {
		if n > before[way] {
			ways = append(ways, way)
		}
	}
	slices.Sort(ways)
	return strings.Join(ways, " ")
}

// A deed is something that somebody does, and the way by which it is recorded.
type deed struct {
	name, way string
	does      func()
}

// saves fills in a field of the form that is open, submits it, and leaves what
// the answer opened.
func (w *world) saves(field, text string) {
	w.t.Helper()
	form := w.ana.Form()
	if field != "" {
		form.Fill(field, text)
	}
	w.ends(form)
}

func (w *world) ends(form *slacksim.Form) {
	w.t.Helper()
	form.Submit()
	if form.Open() {
		w.ana.Form().CloseAll()
	}
}

// Whatever changes anything is recorded by the way by which somebody came to it:
// each command, button, form and shortcut that may change something does so here,
// or is known to open or ask only.
func TestEveryEntryByItsWay(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", patterns("", codes), modes(store.NotNeeded, store.UniqueOurs))
	other := w.campaign("Winter Warm", modes(store.NotNeeded, store.UniqueOurs))
	w.campaign("Spring Fresh", func(t *store.Terms) { t.Launches, t.Ends = "2026-05-01", "2026-05-30" })
	w.selected(w.campaign("Their Own", modes(store.NotNeeded, store.Shared)), "@all", "TBD", "TBD")
	w.selected(summer, "@open", "TBD", "TBD")
	w.sweeps(1)
	digest := w.ana.Sees("Daily digest")

	for _, deeds := range []func() []deed{
		w.deedsByCommand, w.deedsInForms, func() []deed { return w.deedsInDigest(digest) },
		func() []deed { return w.deedsByButton(summer, other) }, w.deedsOfMany, w.deedsFromHome, w.deedsByShortcut,
	} {
		for _, d := range deeds() {
			before := w.wayCounts()
			d.does()
			if got := w.newWays(before); got != d.way {
				t.Errorf("%s is recorded by %q, not by %q", d.name, got, d.way)
			}
		}
	}
	for _, route := range w.untried() {
		t.Errorf("nobody tries by which way %s is recorded", route)
	}
}

// opening are the entries that may change something and only open a form, ask
// or answer.
var opening = []string{
	"/campaign digest", "/influencer edit", "/influencer forget", "/influencer profile", "/influencer import", "/campaign new", "/campaign edit",
	"/influencer link",
	"view_submission " + toProfile().callback, "view_submission " + formAskCampaign + "edit", "view_submission " + formImportColumns,
	"block_actions " + routeCampaignMode, "block_actions " + routeSelectCampaign, "block_actions " + routeSelectPeople,
	"block_actions " + routeImportOpen, "block_actions " + routeImportDownload, "block_actions " + routeImportOrder,
	"block_actions " + routeHandoverEnd, // of which is kept who ended it, and when
}

// untried are the entries that may change something, and that nobody came in by.
func (w *world) untried() []string {
	w.t.Helper()
	tried := map[string]bool{}
	for _, e := range w.sim.Wire() {
		if e.Kind != "envelope" {
			continue
		}
		kind, route, _ := strings.Cut(e.Name, " ")
		route, _, _ = strings.Cut(route, ":")
		if strings.HasPrefix(kind, "/") {
			_, text, _ := strings.Cut(e.Body, `"text":"`)
			route = strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '"' })[0]
		}
		tried[kind+" "+route] = true
	}
	var left []string
	note := func(name string, who bot.Who) {
		if who == bot.Editors && !tried[name] && !slices.Contains(opening, name) {
			left = append(left, name)
		}
	}
	for _, c := range w.app.Commands() {
		if c.Run != nil {
			note(c.Slash+" "+c.Name, c.Who)
		}
		for kind, routes := range map[string][]bot.Route{"block_actions": c.Clicks, "view_submission": c.Forms, "shortcut": c.Shortcuts} {
			for _, route := range routes {
				note(kind+" "+route.ID, route.Who)
			}
		}
	}
	slices.Sort(left)
	return left
}

// deedsByCommand change something at once, or ask and then do.
func (w *world) deedsByCommand() []deed {
	line := func(line, says string) func() {
		return func() { w.t.Helper(); w.says(w.ana, line, says) }
	}
	return []deed{
		{"add", "command", line("/influencer add @maya summer-glow", "applies for Summer Glow")},
		{"select", "command", line("/influencer select @maya summer-glow code MAYA15", "is selected")},
		{"code", "command", line("/influencer code @maya MAYA20", "Saved")},
		{"sent", "command", line("/influencer sent @maya", "Marked")},
		{"decline", "command", line("/influencer decline @maya summer-glow", "withdrawn")},
		{"archive", "command", line("/campaign archive winter-warm", "Archived")},
		{"reopen", "command", line("/campaign reopen winter-warm", "Reopened")},
		{"handover", "command", line("/campaign handover @ben winter-warm", "covers")},
	}
}

// deedsInForms are saved in a form that a command opened.
func (w *world) deedsInForms() []deed {
	form := func(line, field, text string) func() {
		return func() { w.t.Helper(); w.ana.Types(line); w.saves(field, text) }
	}
	return []deed{
		{"form add", "form", form("/influencer add", "Handle", "@fay")},
		{"form profile", "form", form("/influencer profile @fay", "Name", "Fay")},
		{"form select", "form", form("/influencer select winter-warm", "Or paste handles", "@fay")},
		{"form edit", "form", form("/influencer edit @fay", "Coupon code", "FAY15")},
		{"form sent", "form", func() {
			w.ana.Types("/influencer sent winter-warm")
			w.ends(w.ana.Form().Choose("Influencers", "@fay · FAY15"))
		}},
		{"form decline", "form", form("/influencer decline winter-warm", "Or paste handles", "@fay")},
		{"form new campaign", "form", form("/campaign new", "Name", "Autumn Calm")},
		{"form edit campaign", "form", form("/campaign edit autumn-calm", "Fee per deliverable", "10 EUR")},
		{"form digest", "form", form("/campaign digest", "Time", "10:00")},
		{"form archive", "form", func() {
			w.ana.Types("/campaign archive")
			w.ana.Form().Choose("Campaign", "Autumn Calm").Submit()
			w.ends(w.ana.Form())
		}},
		{"form reopen", "form", func() {
			w.ana.Types("/campaign reopen")
			w.ends(w.ana.Form().Choose("Campaign", "Autumn Calm"))
		}},
		{"form handover", "form", func() {
			w.ana.Types("/campaign handover")
			w.ends(w.ana.Form().Choose("Colleague", "ben").Choose("Campaign", "Autumn Calm"))
		}},
		{"forget, asked for in a form", "button", func() {
			w.ana.Types("/influencer forget")
			w.ana.Form().Choose("Influencer", "@fay · Fay").Submit()
			w.ana.Form().Press("Forget")
			w.ana.Form().Shows("Done:").CloseAll()
		}},
		{"import", "import", func() {
			form := w.importForm(w.ana, "/influencer import winter-warm")
			form.Fill("Paste lines", "handle,code\nimp,IMP15\n").Submit()
			w.dry(form).Submit()
			form.Shows("imported into *Winter Warm*")
			form.CloseAll()
		}},
	}
}
