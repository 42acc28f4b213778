package commands

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"codekeeper/bot/slacksim"
	"codekeeper/commands/sheet"
	"codekeeper/store"

	"github.com/google/go-cmp/cmp"
)

// sent is the newest file in somebody's direct messages with the bot.
func (w *world) sent(name string) slacksim.File {
	w.t.Helper()
	direct, err := w.app.slack.DirectChannel(w.t.Context(), w.userID(name))
	must(w.t, err)
	for _, m := range slices.Backward(w.sim.Messages(direct)) {
		if len(m.Files) > 0 {
			return m.Files[len(m.Files)-1]
		}
	}
	w.t.Fatalf("%s was sent no file", name)
	return slacksim.File{}
}

// handles are those of an exported file, in its order.
func handles(t testing.TB, f slacksim.File) []string {
	t.Helper()
	table, err := sheet.Read(f.Content)
	must(t, err)
	format := sheet.Recognise(table.Header)
	if format.Name != sheet.OwnExport {
		t.Fatalf("%s is %q: %q", f.Name, format.Name, table.Header)
	}
	var all []string
	for _, l := range table.Lines {
		if l.Problem != "" {
			t.Error(l.Problem)
		}
		all = append(all, format.Cell(l, sheet.Handle))
	}
	return all
}

func TestParseExport(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "  ": "", "\u200b": "", "summer-glow": "summer-glow", " Summer  ": "Summer", "Summer Glow": "Summer Glow", `"Summer Glow"`: "Summer Glow",
		"“Summer Glow”": "Summer Glow",
	} {
		if got, err := parseExport(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for text, problem := range map[string]string{
		`"Summer`: "There is a quote without its partner.", `""`: "The name of the campaign is empty.",
		`"Summer Glow" ready`: "There is more here than this command takes: ready.",
	} {
		if _, err := parseExport(text); err == nil || !strings.HasPrefix(err.Error(), problem) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// What is in a file, to the byte.
func TestExport(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", launching("2026-06-12"))
	winter := w.campaign("Winter Warm", modes(store.NotNeeded, store.Shared), func(t *store.Terms) { t.SharedCode = codeOf(w.t, "WARM10") })
	w.selected(summer, "@maya.glow", "https://shop.example/maya?a=1&b=2", "MAYA20")
	maya := w.rowOf("@maya.glow", summer).Influencer
	_, err := w.store.SaveProfile(t.Context(), w.act(), maya.ID, maya.Version, store.Profile{
		Handle: maya.Handle, Name: "=cmd|'/c calc'!A1", Platform: "Instagram", Email: "maya@shop.example", Note: "'=already; \"quoted\"",
	})
	must(t, err)
	w.change("ana", w.rowOf("@maya.glow", summer), func(e *store.Edit) {
		e.Told = &store.Told{Link: e.Link, Code: e.Code}
		e.GoesLive, e.Note = "2026-06-20", "Bring, please:\n- two shirts\n-20%"
	})
	w.change("ana", w.selected(summer, "@kim", "https://shop.example/kim", "KIM20"), func(e *store.Edit) {
		e.Told = &store.Told{Link: e.Link, Code: e.Code}
	})
	w.change("ana", w.rowOf("@kim", summer), func(e *store.Edit) { e.Code = codeOf(t, "KIM25") })
	w.applicant(summer, "@-leo-")
	w.selected(summer, "@tom", "TBD", "TOM20")
	w.change("ana", w.selected(summer, "@zoe", "TBD", "ZOE20"), func(e *store.Edit) { e.State = store.Withdrawn })
	w.selected(winter, "@kim", "TBD", "TBD")

	w.says(w.ben, "/influencer export summer", "5 influencers in Summer Glow: `summer-glow-2026-06-01.csv` is in your direct messages with @codekeeper.")
	f := w.sent("ben")
	want := "\ufeffCampaign,Handle,Name,Platform,Email,State,Affiliate link,Coupon code,Goes live,Note,About them,Sent\r\n" +
		"summer-glow,'-leo-,,,,applied,,,,,,\r\n" +
		"summer-glow,kim,,,,selected,https://shop.example/kim,KIM25,,,,changed\r\n" +
		"summer-glow,maya.glow,'=cmd|'/c calc'!A1,Instagram,maya@shop.example,selected,https://shop.example/maya?a=1&b=2,MAYA20,2026-06-20," +
		"\"Bring, please:\n- two shirts\n'-20%\",\"''=already; \"\"quoted\"\"\",yes\r\n" +
		"summer-glow,tom,,,,selected,TBD,TOM20,,,,no\r\n" +
		"summer-glow,zoe,,,,withdrawn,,ZOE20,,,,\r\n"
	if diff := cmp.Diff(want, string(f.Content)); diff != "" {
		t.Error(diff)
	}
	if f.Name != "summer-glow-2026-06-01.csv" {
		t.Error(f.Name)
	}
	w.ben.In("@codekeeper").Sees("5 influencers in Summer Glow")

	w.says(w.ana, "/influencer export", "6 applications: `influencers-2026-06-01.csv` is in")
	all := string(w.sent("ana").Content)
	w.reads("all", all, "summer-glow,kim,", "winter-warm,kim,,,,selected,,WARM10,,,,no\r\n")
}

// A campaign that is archived is exported when it is named.
func TestExportArchived(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.says(w.ana, "/influencer export", "There is nothing to export.", "/influencer add @maya.glow")
	summer, old := w.campaign("Summer Glow"), w.campaign("Old Times")
	w.says(w.ana, "/influencer export old-times", "There is nothing to export.", "There is no influencer in Old Times yet.")
	w.selected(old, "@kim", "TBD", "KIM20")
	w.selected(summer, "@maya.glow", "TBD", "MAYA20")
	w.archived(old)
	w.says(w.ana, "/influencer export", "1 application:")
	if diff := cmp.Diff([]string{"maya.glow"}, handles(t, w.sent("ana"))); diff != "" {
		t.Error(diff)
	}
	w.says(w.ana, "/influencer export Old Times", "1 influencer in Old Times: `old-times-2026-06-01.csv`")
	if diff := cmp.Diff([]string{"kim"}, handles(t, w.sent("ana"))); diff != "" {
		t.Error(diff)
	}
	w.says(w.ana, "/campaign show old-times", "[Export]").Press("Export")
	w.ana.Sees("1 influencer in Old Times")
	w.refuses(w.ana, "/influencer export sumer-glow", "There is no campaign sumer-glow.", "/influencer export summer-glow")
	w.refuses(w.ana, "/influencer download summer-glow", "Use export.", "/influencer export summer-glow")
	w.refuses(w.gus, "/influencer export", "not for guests")
}

// Each list is downloaded as it is filtered, not only its page.
func TestDownloadList(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer, winter := w.campaign("Summer Glow"), w.campaign("Winter Warm", ownedBy(w.userID("ben")))
	var want []string
	for n := range 12 {
		handle := fmt.Sprintf("maya%02d", n)
		want = append(want, handle)
		w.applicant(summer, "@"+handle)
	}
	w.applicant(summer, "@leo")
	w.selected(summer, "@kim", "TBD", "KIM20")
	w.selected(winter, "@zoe", "https://shop.example/zoe", "TBD")
	w.selected(winter, "@tom", "https://shop.example/tom", "TOM20")

	m := w.says(w.ben, "/influencer list summer applied maya", "1–10 of 12 applied in Summer Glow, matching “maya”.", "[Next] [Download CSV]")
	m.Press("Next")
	w.ben.Sees("11–12 of 12").Press("Download CSV")
	w.ben.Sees("12 applied in Summer Glow, matching “maya”: `summer-glow-applied-2026-06-01.csv` is in")
	if diff := cmp.Diff(want, handles(t, w.sent("ben"))); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		line, name string
		want       []string
	}{
		{"/influencer tbd", "influencers-tbd-2026-06-01.csv", []string{"kim", "zoe"}},
		{"/influencer tbd mine", "influencers-tbd-2026-06-01.csv", []string{"zoe"}},
		{"/influencer tbd link", "influencers-tbd-link-2026-06-01.csv", []string{"kim"}},
		{"/influencer tbd winter code", "winter-warm-tbd-code-2026-06-01.csv", []string{"zoe"}},
		{"/influencer list unsent", "influencers-unsent-2026-06-01.csv", []string{"tom"}},
	} {
		w.says(w.ben, tt.line, "[Download CSV]").Press("Download CSV")
		w.reads(tt.line, w.ben.Answer().Text(), tt.name)
		if diff := cmp.Diff(tt.want, handles(t, w.sent("ben"))); diff != "" || w.sent("ben").Name != tt.name {
			t.Errorf("%s: %s %s", tt.line, w.sent("ben").Name, diff)
		}
	}
	// What somebody covers is theirs in the file as it is in the list.
	handed, err := w.store.Handover(t.Context(), w.act(), w.userID("ben"), summer.ID, "")
	must(t, err)
	w.says(w.ben, "/influencer tbd mine", "@kim", "@zoe").Press("Download CSV")
	w.ben.Answer()
	if diff := cmp.Diff([]string{"kim", "zoe"}, handles(t, w.sent("ben"))); diff != "" {
		t.Error(diff)
	}
	_, err = w.store.EndHandover(t.Context(), w.act(), handed.After.ID)
	must(t, err)
	// What was listed may be done when it is downloaded.
	m = w.says(w.ana, "/influencer tbd mine", "@kim", "[Download CSV]")
	w.change("ana", w.rowOf("@kim", summer), func(e *store.Edit) { e.Link = linkOf(t, "https://shop.example/kim") })
	m.Press("Download CSV")
	w.ana.Sees("There is nothing to export: nothing of this is TBD any more.")
}

// From Home and out of a view there is no channel to answer in.
func TestExportFromHome(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA20")
	w.ana.OpensHome().Press("Export")
	w.ana.In("@codekeeper").Sees("1 application: `influencers-2026-06-01.csv` is in")
	w.ana.OpensHome().Press("What is TBD")
	w.ana.Form().Press("Download CSV")
	w.ana.In("@codekeeper").Sees("1 TBD: `influencers-tbd-2026-06-01.csv` is in")
	w.says(w.ana, "/influencer", "[Export]").Press("Export")
	w.ana.Sees("1 application: `influencers-2026-06-01.csv` is in")
}

// Slack may take no file; then it is said what to do.
func TestExportIsNotSent(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.selected(w.campaign("Summer Glow"), "@maya.glow", "TBD", "MAYA20")
	w.sim.FailWith("files.getUploadURLExternal", "file_uploads_disabled", 1)
	w.says(w.ana, "/influencer export", "influencers-2026-06-01.csv was not sent: this workspace takes no files from apps.")
	w.sim.RevokeScope("files:write")
	w.says(w.ana, "/influencer export", "influencers-2026-06-01.csv was not sent: Codekeeper lacks a permission in Slack.", "codekeeper doctor")
}

// Buttons that nobody could have made export nothing.
func TestExportForged(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, value := range []string{"x", "[]", `{"c":99}`, `{"c":-1}`, `{"f":"all"}`, `{"k":"email"}`, `{"w":5}`} {
		_, err := w.app.clickExport(t.Context(), w.request(value))
		if err == nil || err.Error() != errForged.Error() {
			t.Errorf("%s: %v", value, err)
		}
	}
}

// More than one page is in the file, each influencer once.
func TestExportOfManyPages(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	var profiles []store.Profile
	var want []string
	for n := range 2*exportPage + 1 {
		handle := fmt.Sprintf("h%05d", n)
		want = append(want, handle)
		profiles = append(profiles, store.Profile{Handle: handleOf(t, handle)})
	}
	for part := range slices.Chunk(profiles, 500) {
		_, err := w.store.AddInfluencers(t.Context(), w.act(), summer.ID, part)
		must(t, err)
	}
	w.says(w.ana, "/influencer export summer", "601 influencers in Summer Glow:")
	if diff := cmp.Diff(want, handles(t, w.sent("ana"))); diff != "" {
		t.Error(diff)
	}
}

// A file name holds the day where the person is.
func TestExportFileName(t *testing.T) {
	c := store.Campaign{Slug: "summer-glow"}
	for want, e := range map[string]exporting{
		"summer-glow-2026-06-01.csv":       {},
		"summer-glow-ready-2026-06-01.csv": {listing: listing{Filter: "ready"}},
	} {
		if got := e.fileName(&c, monday); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	long := exporting{listing: listing{Words: []string{strings.Repeat("x", 2000)}}}
	if len(downloads(long)) != 0 {
		t.Error("a button carries more than it may")
	}
	carried := exporting{listing: listing{Campaign: 5, Filter: "tbd", Mine: true, From: 10, pages: pages{After: "x", Back: []string{"y"}}}, Kind: aCode}.value()
	if want := `{"c":5,"f":"tbd","m":true,"k":"code"}`; carried != want {
		t.Errorf("%s, want %s", carried, want)
	}
}

// Of somebody forgotten only what stays is in the file.
func TestExportOfSomebodyForgotten(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	row := w.selected(summer, "@maya.glow", "https://shop.example/summer", "SUMMER20")
	_, err := w.store.SaveProfile(t.Context(), w.act(), row.Influencer.ID, row.Influencer.Version, store.Profile{
		Handle: row.Influencer.Handle, Name: "Maya Rivers", Email: "maya@shop.example", Note: "about maya",
	})
	must(t, err)
	w.change("ana", row, func(e *store.Edit) { e.Note = "maya's sizes" })
	_, err = w.store.Forget(t.Context(), w.act(), row.Influencer.ID, w.row(row).Influencer.Version)
	must(t, err)
	w.says(w.ana, "/influencer export summer", "1 influencer in Summer Glow:")
	text := string(w.sent("ana").Content)
	w.reads("file", text, "summer-glow,,,,,selected,https://shop.example/summer,SUMMER20,,,,no\r\n")
	lacks(t, strings.ToLower(text), "maya", "rivers", "sizes")
}

// An export that went through a spreadsheet, which saves it in its own way, says
// the same.
func TestExportResaved(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	row := w.selected(summer, "@-leo-", "https://shop.example/?a=1,2;3", "LEO20")
	w.change("ana", row, func(e *store.Edit) { e.Note = "=1+1; \"two\"\n@three" })
	w.says(w.ana, "/influencer export summer", "1 influencer")
	table, err := sheet.Read(w.sent("ana").Content)
	must(t, err)
	want := saidBy(table)
	if want[sheet.Note] != "=1+1; \"two\"\n@three" || want[sheet.Handle] != "-leo-" {
		t.Errorf("%q", want)
	}
	for _, separator := range []string{";", "\t", ","} {
		var b strings.Builder
		for _, cells := range [][]string{table.Header, table.Lines[0].Cells} {
			for n, cell := range cells {
				if n > 0 {
					b.WriteString(separator)
				}
				b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
			}
			b.WriteString("\r\n")
		}
		again, err := sheet.Read([]byte(b.String()))
		must(t, err)
		if diff := cmp.Diff(want, saidBy(again)); diff != "" {
			t.Errorf("%q: %s", separator, diff)
		}
	}
}

// saidBy is what a table's first line says.
func saidBy(t sheet.Table) map[sheet.Field]string {
	all := map[sheet.Field]string{}
	format := sheet.Recognise(t.Header)
	for _, field := range sheet.Own() {
		all[field] = format.Cell(t.Lines[0], field)
	}
	return all
}
