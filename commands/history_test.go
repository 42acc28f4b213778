package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/store"

	"pgregory.net/rapid"
)

func TestParseHistory(t *testing.T) {
	for _, tt := range []struct{ text, of, problem string }{
		{"@maya.glow", "@maya.glow", ""},
		{" MAYA15 ", "MAYA15", ""},
		{"“MAYA15”", "MAYA15", ""},
		{"MAYA15 2026-05-15", "MAYA15", ""},
		{"https://shop.example/m on 15 May", "https://shop.example/m", ""},
		{"", "", ""},
		{"\u200b", "", ""},
		{`""`, "", "Say whose history, or that of which code or link. Try /influencer history @maya.glow"},
		{`"MAYA`, "", "There is a quote without its partner."},
		{"MAYA 15", "", "15 is no day that can be read. Try /influencer history MAYA 2026-05-15"},
		{"@maya summer-glow", "", "History takes one handle, code or link, and after it a day. summer-glow is no day that can be read. Try /influencer history @maya 2026-05-15"},
		{"@a @b", "", "@b is no day that can be read. Try /influencer history @a 2026-05-15"},
		{"MAYA15 " + strings.Repeat("x", 9000), "", "is no day that can be read."},
		{"MAYA15 <!channel>", "", "<!channel> is no day"},
		{"MAYA15 5/6/2026", "", "5/6/2026 could be two days. Try /influencer history MAYA15 2026-05-15"},
	} {
		in, err := parseHistory(tt.text)
		if tt.problem != "" {
			if err == nil || !strings.Contains(err.Error(), tt.problem) {
				t.Errorf("%.40q: %v, want %s", tt.text, err, tt.problem)
			}
			continue
		}
		if err != nil || in.of.text != tt.of {
			t.Errorf("%q: %q, %v", tt.text, in.of.text, err)
		}
	}
}

// Whatever is typed after history is answered by what is wrong with it, and by
// what works.
func TestHistoryOfAnything(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), "@maya.glow", "TBD", "MAYA15")
	long := strings.Repeat("x", 3000)
	for typed, want := range map[string]string{
		"@":        "A handle is missing. Try /influencer history @maya.glow",
		"＠":        "A handle is missing. Try /influencer history @maya.glow",
		"=1+1":     "=1+1 is no handle, code or link. A code can't contain “=”. Try /influencer history 1+1",
		"@=1+1":    "A handle can't contain \"=\". Try /influencer history @11",
		"🎉":        "🎉 is no handle, code or link. A code can't contain “🎉” (U+1F389). Try /influencer history MAYA15",
		"@🎉":       "A handle can't contain \"🎉\". Try /influencer history @maya.glow",
		"MAYA15🎉":  "Try /influencer history MAYA15",
		"MAYA15,":  "MAYA15, is no handle, code or link. A code can't contain “,”. Try /influencer history MAYA15",
		long:       "is no handle, code or link. This code is 3,000 characters long. A code has at most 255.",
		"@" + long: "A handle has at most 100 characters, and this has 3000. Try /influencer history @maya.glow",
		"https://shop.example/<script>alert(1)</script>": "Nobody has or had the affiliate link https://shop.example/%3Cscript%3Ealert(1)%3C/script%3E.",
		"<script>alert(1)</script>":                      "<script>alert(1)</script> is no handle, code or link.",
		"http://127.0.0.1/x":                             "http://127.0.0.1/x is no handle, code or link. A link names its host, such as shop.example, and not an IP address.",
		"javascript:alert(1)":                            "is no handle, code or link. A code can't contain “:”.",
		"maya@shop.example":                              "maya@shop.example is no handle, code or link. A code can't contain “@”.",
		"<!channel>":                                     "<!channel> is no handle, code or link.",
		`"MAYA 15"`:                                      "MAYA 15 is no handle, code or link. A code can't contain a space. Try /influencer history MAYA15",
		`""`:                                             "Say whose history, or that of which code or link. Try /influencer history @maya.glow",
		"%%%":                                            "%%% is no handle, code or link. A code begins with a letter or a digit, not with “%”.",
	} {
		m := w.refuses(w.ana, "/influencer history "+typed, want)
		if n := len(m.Text()); n > 1000 {
			t.Errorf("%.20q: the answer has %d characters", typed, n)
		}
	}
	for _, typed := range []string{"\u200fMAYA15", "MAYA15\u200f", "\u202eMAYA15", "'MAYA15'", "“MAYA15”", "\ufeff@maya.glow", "https://www.instagram.com/maya.glow"} {
		w.says(w.ana, "/influencer history "+typed, "maya.glow", "MAYA15", copyCantKnow)
	}
}

// Today is Monday, 1 June 2026.
func TestDays(t *testing.T) {
	for text, want := range map[string]string{
		"2026-05-15": "2026-05-15 2026-05-15", "2025-12": "2025-12-01 2025-12-31", "15 May": "2026-05-15 2026-05-15", "May 15": "2026-05-15 2026-05-15",
		"15 may 2025": "2025-05-15 2025-05-15", "on Fri, 15th of May": "2026-05-15 2026-05-15", "May 2025": "2025-05-01 2025-05-31", "on Fri, 15th May": "2026-05-15 2026-05-15", "May 15th, 2025": "2025-05-15 2025-05-15",
		"in May": "2026-05-01 2026-05-31", "June": "2026-06-01 2026-06-30", "July": "2025-07-01 2025-07-31", "2 June": "2025-06-02 2025-06-02",
		"1 June": "2026-06-01 2026-06-01", "15.5.2026": "2026-05-15 2026-05-15", "15.05.": "2026-05-15 2026-05-15", "15. 5. 2025": "2025-05-15 2025-05-15",
		"29 Feb": "2024-02-29 2024-02-29",
		"today":  "2026-06-01 2026-06-01", "Yesterday": "2026-05-31 2026-05-31", "１５ May": "2026-05-15 2026-05-15", "sept 3": "2025-09-03 2025-09-03", "15 May 2026": "2026-05-15 2026-05-15",
		"feb 2024": "2024-02-01 2024-02-29", "on 15 May": "2026-05-15 2026-05-15",

		"": "", "5/5/2026": "", "15.5.25": "", "Thu 15 May": "", "31 Feb": "", "32 May": "", "0 May": "", "15": "", "MAYA15": "", "tomorrow": "", "15 May 15": "", "May May": "", "2026-13-01": "", "2026-02-30": "",
		"1999-05-15": "", "15.5.2026.1": "", "-5 May": "", "5-15": "", "2026-05-15 10:00": "", "99999999999999999999": "", "15 Mayonnaise": "", "ma 15": "",
		"2026-06-02": "is still to come", "in 2101-01": "", "3 Dec 2026": "is still to come", "\x00": "", "'); DROP": "",
	} {
		d, err := parsePastDay(text)
		var days dayRange
		if err == nil {
			days, err = d.resolve("2026-06-01")
		}
		switch got := fmt.Sprintf("%s %s", days.from, days.to); {
		case want == "" && err == nil, want == "is still to come" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %s %v", text, got, err)
		case strings.HasPrefix(want, "20") && (err != nil || got != want):
			t.Errorf("%q: %s %v, want %s", text, got, err, want)
		}
	}
}

// Every day between 2001 and today is read in whatever way it is written.
func TestDaysProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 9200).Draw(t, "days"))
		layout := rapid.SampledFrom([]string{time.DateOnly, "2 Jan 2006", "January 2 2006", "Mon, 2 January 2006", "2.1.2006", "02.01.2006"}).Draw(t, "layout")
		d, err := parsePastDay(day.Format(layout))
		if err != nil {
			t.Fatalf("%s: %v", day.Format(layout), err)
		}
		days, err := d.resolve("2026-06-01")
		if want := store.DateOf(day); err != nil || days != (dayRange{want, want}) {
			t.Fatalf("%s: %v %v", day.Format(layout), days, err)
		}
	})
}

// at sets the clock to a day and time in Berlin, where the team is.
func (w *world) at(text string) {
	w.t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(w.t, err)
	when, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
	must(w.t, err)
	w.sim.Clock().Set(when)
}

// dispute is what happened with ANNA15, up to the 10th of June.
func (w *world) dispute() (spring, summer store.Campaign) {
	w.t.Helper()
	spring = w.campaign("Spring Box", modes(store.NotNeeded, store.UniqueOurs))
	w.says(w.ana, "/influencer select @anna.cooks spring-box code ANNA15", "Saved.")
	w.at("2026-03-04 11:00")
	w.change("ben", w.rowOf("@anna.cooks", spring), func(e *store.Edit) { e.Told = &store.Told{Code: codeOf(w.t, "ANNA15")} })
	w.at("2026-05-28 18:00")
	w.says(w.ben, "/influencer decline @anna.cooks spring-box campaign is over", "is withdrawn from Spring Box now.")
	w.at("2026-06-01 09:00")
	summer = w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	w.selected(summer, "@anna.fit", "TBD", "ANNA15")
	w.selected(summer, "@bea", "TBD", "ANNA-15")
	w.at("2026-06-02 10:00")
	w.change("ana", w.rowOf("@anna.fit", summer), func(e *store.Edit) { e.Told = &store.Told{Code: codeOf(w.t, "ANNA15")} })
	w.at("2026-06-10 09:30")
	return spring, summer
}

const inMarch = "2026-03-03 09:00"

func march(t *testing.T) *world {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", inMarch)
	must(t, err)
	return start(t, beginning(at))
}

// Two influencers say that the sales with ANNA15 are theirs. Who had it in May?
func TestTheANNA15Dispute(t *testing.T) {
	t.Parallel()
	w := march(t)
	w.dispute()
	m := w.says(w.ana, "/influencer history ANNA15",
		"`ANNA15` was @anna.cooks' in Spring Box from 3 Mar to 28 May, and has been @anna.fit's in Summer Glow since 1 Jun; told 2 Jun.",
		"• *@anna.fit* · Summer Glow · Mon 1 Jun 2026, 09:00 – now · told Tue 2 Jun 2026, 10:00",
		"• *@anna.cooks* · Spring Box · Tue 3 Mar 2026, 10:00 – Thu 28 May 2026, 18:00 · told Wed 4 Mar 2026, 11:00",
		"*Similar*, and easily taken for it: `ANNA-15`, which @bea has in Summer Glow.",
		"Tue 2 Jun 2026, 10:00 · @ana, in a form\n@anna.fit in Summer Glow: marked as sent: `ANNA15`",
		"Thu 28 May 2026, 18:00 · @ben, by command\n@anna.cooks in Spring Box: selected → withdrawn · reason: “campaign is over”",
		"Tue 3 Mar 2026, 10:00 · @ana, by command\n@anna.cooks in Spring Box: selected, coupon code TBD → `ANNA15`")
	if !strings.HasSuffix(strings.TrimSpace(m.Text()), copyCantKnow) {
		t.Errorf("it doesn't end with what nobody can know:\n%s", m.Text())
	}
	w.says(w.ben, "/influencer history anna15 15 May",
		"On Fri 15 May 2026 `anna15` was @anna.cooks' in Spring Box (since 3 Mar, until 28 May; told 4 Mar).", copyCantKnow)
	w.says(w.ben, "/influencer history ANNA15 in May", "In May 2026 `ANNA15` was @anna.cooks' in Spring Box (since 3 Mar, until 28 May; told 4 Mar).")
	w.says(w.ben, "/influencer history ANNA15 2026-05-30", "On Sat 30 May 2026 nobody had `ANNA15`.",
		"Before, it was @anna.cooks' in Spring Box from 3 Mar to 28 May.", "Later it has been @anna.fit's in Summer Glow since 1 Jun.")
	w.says(w.ana, "/influencer ANNA15", "`ANNA15` was @anna.cooks' in Spring Box", copyCantKnow)
	w.says(w.ana, "/influencer ANNA15 15 May", "On Fri 15 May 2026 `ANNA15` was @anna.cooks'")
	w.refuses(w.ana, "/influencer ANNA15 summer-glow", "After it there can only be a day.", "/influencer history ANNA15 2026-05-15")
	w.refuses(w.ana, "/influencer history ANNAI5", "Nobody has or had the coupon code ANNAI5. Similar: ANNA15.", "/influencer history ANNA15")
	w.refuses(w.ana, "/influencer history @anna.fat", "There is no influencer @anna.fat. Did you mean @anna.fit?", "/influencer history @anna.fit")
	w.refuses(w.ana, "/influencer history TBD", "TBD is no link or code", "/influencer tbd")
	w.refuses(w.ana, "/influencer history ANNA15 tomorrow", "tomorrow is no day", "/influencer history ANNA15 2026-05-15")
	w.refuses(w.ana, "/influencer history ANNA15 11 June 2026", "Thu 11 Jun 2026 is still to come.")
	w.refuses(w.ana, "/influencer undo", "There is no /influencer undo. Use history.")
}

// A code that nobody has any more, and one that came back.
func TestHistoryOfACodeThatIsFree(t *testing.T) {
	t.Parallel()
	w := march(t)
	spring, _ := w.dispute()
	fit := w.rowOf("@anna.fit", w.campaignNamed("Summer Glow"))
	m := w.says(w.ana, "/influencer code @anna.fit TBD", "[Undo]")
	w.says(w.ana, "/influencer history ANNA15", "and was @anna.fit's in Summer Glow from 1 Jun to 10 Jun; nobody has it now.")
	m.Press("Undo")
	w.ana.Sees("Undone for *@anna.fit* in Summer Glow: coupon code TBD → `ANNA15`.")
	w.says(w.ana, "/influencer history ANNA15",
		"`ANNA15` was @anna.cooks' in Spring Box from 3 Mar to 28 May, and was @anna.fit's in Summer Glow from 1 Jun to 10 Jun, and has been @anna.fit's in Summer Glow since 10 Jun; told 2 Jun.",
		"Wed 10 Jun 2026, 09:30 · @ana, by Undo\n@anna.fit in Summer Glow: coupon code TBD → `ANNA15`")
	w.holds(fit, store.Selected, "TBD", "ANNA15")
	w.archived(spring)
	w.says(w.ana, "/influencer history ANNA15", "@anna.cooks' in Spring Box (archived 10 Jun) from 3 Mar to 28 May")
}

// campaignNamed is a campaign by its name.
func (w *world) campaignNamed(name string) store.Campaign {
	w.t.Helper()
	all, err := w.store.Campaigns(w.t.Context(), w.team)
	must(w.t, err)
	for _, c := range all {
		if c.Name == name {
			return c
		}
	}
	w.t.Fatalf("no campaign is called %s", name)
	return store.Campaign{}
}

// An influencer's history is found by every handle they had, on their card, and
// turned page by page.
func TestHistoryOfAnInfluencer(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.UniqueOurs, store.Shared))
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	for n := range 12 {
		w.sim.Clock().Advance(time.Hour)
		w.change("ben", maya, func(e *store.Edit) { e.Link = linkOf(t, fmt.Sprintf("https://shop.example/m%d", n)) })
	}
	w.sim.Clock().Advance(time.Hour)
	w.edited(summer, func(t *store.Terms) { t.SharedCode = codeOf(w.t, "GLOW15") })
	w.sim.Clock().Advance(time.Hour)
	_, err := w.store.SaveProfile(t.Context(), w.act(), maya.InfluencerID, 1, store.Profile{Handle: handleOf(t, "@maya.shine")})
	must(t, err)

	m := w.says(w.ana, "/influencer history @maya.glow", "@maya.glow is *@maya.shine* now. They are in 1 campaign.",
		"*Summer Glow* · selected, ready · link `https://shop.example/m11` since 1 Jun · code `GLOW15`, shared by everyone",
		"Profile: handle @maya.glow → @maya.shine", "Summer Glow, for everyone who shares it: shared coupon code TBD → `GLOW15`",
		"@ben, in a form\nSummer Glow: affiliate link `https://shop.example/m10` → `https://shop.example/m11`", "[Older]")
	lacks(t, m.Text(), "`https://shop.example/m2` →", "[Newer]")
	m.Press("Older")
	m = w.ana.Sees("`https://shop.example/m2` →")
	w.reads("the end", m.Text(), "Summer Glow: selected", "Added", "[Newer]", copyCantKnow)
	lacks(t, m.Text(), "[Older]", "GLOW15 →")
	m.Press("Newer")
	w.ana.Sees("[Older]")

	w.says(w.ana, "/influencer show @maya.shine", "[History]").Press("History")
	w.ana.Sees("*@maya.shine* is in 1 campaign.")
	w.says(w.ana, "/influencer history maya.glow 31 May", "At the end of Sun 31 May 2026 they were in no campaign.", "There is no change before that.")
	w.says(w.ana, "/influencer history @maya.shine today", "At the end of Mon 1 Jun 2026 *@maya.shine* was in 1 campaign.")

	w.says(w.ana, "/influencer history https://shop.example/m3", "`https://shop.example/m3` was @maya.shine's in Summer Glow on 1 Jun; nobody has it now.")
	w.says(w.ana, "/influencer history shop.example/m11", "`https://shop.example/m11` has been @maya.shine's in Summer Glow since 1 Jun; not told yet.")
	w.says(w.ana, "/influencer history glow15", "`glow15` has been shared by everyone in Summer Glow since 1 Jun; told to 0 of 1.", "• Everyone · Summer Glow")
	w.refuses(w.ana, "/influencer history https://shop.example/none", "Nobody has or had the affiliate link https://shop.example/none.")
}

// Forged and old buttons are answered, and show nothing of others.
func TestHistoryButtonsThatNobodyMade(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, value := range []string{
		"", "x", "{}", `{"i":-1}`, `{"i":99}`, `{"i":1,"c":"A"}`, `{"c":"A B"}`, `{"l":"no link"}`, `{"i":1,"a":"x"}`, `{"c":"A","f":"1"}`, `{"c":"A","a":"x"}`,
	} {
		if reply, err := w.app.openHistory(t.Context(), w.request(value)); err == nil {
			t.Errorf("%s: %v", value, reply.Message.Text)
		}
	}
}

func TestHistoryViews(t *testing.T) {
	anna, bea := sampleRow(t, store.Selected, "TBD", "ANNA15"), sampleRow(t, store.Selected, "TBD", "ANNA-15")
	until := monday.AddDate(0, 0, -4)
	told := monday.AddDate(0, 0, -20)
	before := anna.Application
	before.Code = codeOf(t, "OLD")
	terms := bea.Campaign
	terms.SharedCode = codeOf(t, "ANNA15")
	p := past{
		page:    historyPage{Code: "ANNA15"},
		held:    []store.Holding{{Influencer: anna.Influencer, Campaign: anna.Campaign, From: until, Told: &until}, {Campaign: bea.Campaign, From: told, Until: &until, Shared: true}},
		similar: []lookalike{{"ANNA-15", store.Holding{Influencer: bea.Influencer, Campaign: bea.Campaign, From: told}}},
		events: store.Events{Next: "next", List: []store.Event{
			{At: until, By: "U1", Way: store.ByImport, Application: &store.Change{Before: before, After: anna}, Reason: "<!channel>"},
			{At: told, By: "U2", Way: store.ByUndo, Terms: &store.CampaignChange{Before: bea.Campaign, After: terms}},
		}},
	}
	golden(t, "history_code", p.view(monday))
	p.page.From, p.page.To = "2026-05-15", "2026-05-15"
	golden(t, "history_day", p.view(monday))
	golden(t, "history_influencer", past{page: historyPage{Influencer: 9}, of: anna.Influencer, rows: []store.Row{anna}, events: p.events}.view(monday))
}
