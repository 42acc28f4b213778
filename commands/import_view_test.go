package commands

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"codekeeper/commands/sheet"
	"codekeeper/store"
)

// aDryRun is one of everything.
func aDryRun(t *testing.T) dryRun {
	t.Helper()
	return dryRun{
		m:        store.Import{ID: 7, ImportSource: store.ImportSource{FileID: "F1", FileName: "codes <1>.csv"}},
		campaign: store.Campaign{Slug: "summer-glow", Terms: store.Terms{Name: "Summer <Glow>"}},
		counts:   store.ImportCounts{Lines: 20, New: 7, Changed: 1, Unchanged: 2, Waiting: 1, Ignored: 1, Errors: 2, Warnings: 1, Paired: 1},
		format:   sheet.Shopify,
		meta:     importMeta{Import: 7, Channel: "C1"},
		rows: map[store.Verdict][]store.ImportRow{
			store.LineNew:     {{Number: 2, Handle: "zoe", State: store.Selected, Link: linkOf(t, "https://shop.example/zoe"), GoesLive: "2026-06-12"}},
			store.LineChanged: {{Number: 3, Handle: "maya.glow", OldState: store.Applied, State: store.Selected, OldCode: codeOf(t, "MAYA15"), Code: codeOf(t, "MAYA20"), NewProfile: true}},
			store.LineError: {
				{Number: 4, Handle: "leo", Problems: store.ImportProblems{{What: store.TroubleTaken, Kind: "code", Text: "LEO15", Handle: "kim"}}},
				{Number: 5, Problems: store.ImportProblems{{What: store.TroubleUnread, Kind: "Handle", Text: "A handle can't contain \"<\".", Try: "@channel"}}},
			},
			store.LineIgnored: {{Number: 6, Handle: "ben", Problems: store.ImportProblems{{What: store.TroubleCampaign, Campaign: "Winter <Warm>"}}}},
			store.LineWaiting: {{Number: 8, CellCode: "STAR15"}},
		},
		warned: []store.ImportRow{{Number: 3, Handle: "maya.glow", Problems: store.ImportProblems{
			{What: store.TroubleHeld, Kind: "code", Text: "MAYA20", Handle: "ann", Campaign: "Winter Warm", Until: "2026-05-01"},
		}}},
		paired: []store.ImportRow{{Number: 9, Handle: "tom", Name: "Tom T", InfluencerID: 12, CellCode: "TOM15", Paired: true, Problems: store.ImportProblems{
			{What: store.TroubleExpired, Text: "TOM15", Until: "2026-06-01"},
		}}},
	}
}

func TestImportViews(t *testing.T) {
	t.Parallel()
	d := aDryRun(t)
	golden(t, "import_dry", d.view())
	golden(t, "import_form", importForm{campaign: &d.campaign, pasted: "@maya MAYA20", said: "Nothing was read.", meta: d.meta}.view())
	golden(t, "import_columns", columnsForm{meta: d.meta, table: sheet.Table{
		Header: []string{"who", "what"}, HeaderLine: 1, Lines: []sheet.Line{{Number: 2, Cells: []string{"@maya.glow", "MAYA20"}}},
	}}.view())
	golden(t, "import_waiting", importWaiting("Applying: 2000 of 10000 rows.", copyGoesOn, d.meta))
	n := store.ImportCounts{Lines: 20, Made: 7, Applied: 1, Refused: 1, LeftOut: 1, Errors: 2, Waiting: 1}
	refused := []store.ImportRow{{Number: 2, Handle: "zoe", Problems: store.ImportProblems{{What: store.TroubleStale, By: "U2"}}}}
	golden(t, "import_done", importedView(d.m, d.campaign, n, refused))
	golden(t, "import_done_nothing", importedView(store.Import{ID: 8}, d.campaign, store.ImportCounts{Lines: 1, Errors: 1}, nil))
}

// Each trouble has its sentence, in a form and in a file.
func TestImportSentences(t *testing.T) {
	t.Parallel()
	var all []string
	for _, what := range []store.Trouble{
		store.TroubleUnread, store.TroubleNobody, store.TroubleTwice, store.TroubleTwin, store.TroubleTaken, store.TroubleNotTheir,
		store.TroubleState, store.TroubleStale, store.TroubleProfile, store.TroubleArchived, store.TroubleSame, store.TroubleCampaign,
		store.TroubleNoCode, store.TroubleHeld, store.TroubleIsShared, store.TroubleExpired, store.TroubleDisabled, store.TroubleStarts,
		store.TroubleTBD, store.TroubleWithdraws, store.TroubleMoves, store.TroubleAlike, store.TroubleNear, store.TroubleLink, store.TroubleRewritten, store.TroubleDay,
	} {
		p := store.ImportProblem{
			What: what, Kind: "link", Text: "https://shop.example/a&b", Try: "https://shop.example/a", Row: 7, Handle: "<leo>",
			Campaign: "<!here>", By: "U1", From: "2026-06-01", Until: "2026-06-12",
		}
		row := store.ImportRow{Handle: "maya", Link: linkOf(t, "https://shop.example/")}
		for _, said := range []string{inForm.problem(p, row), inFile.problem(p, row)} {
			if strings.Contains(said, "Something is wrong") || !strings.HasSuffix(said, ".") && !strings.HasSuffix(said, "?") && !strings.Contains(said, "Try ") && !slices.Contains([]store.Trouble{store.TroubleNoCode, store.TroubleDay, store.TroubleRewritten}, what) {
				t.Errorf("%s: %q", what, said)
			}
			all = append(all, said)
		}
		if said := inForm.problem(p, row); strings.Contains(said, "<!here>") || strings.Contains(said, "<leo>") {
			t.Errorf("%s mentions: %q", what, said)
		}
	}
	golden(t, "import_sentences", all)
}

// What is said of a link is escaped where it is shown, and written as it is into
// a file: nothing is taken off again.
func TestALinkIsSaidAsItIs(t *testing.T) {
	t.Parallel()
	const text = "https://www.shareasale.com/r.cfm?b=1&amp=2&u=77&m=3"
	row := store.ImportRow{Link: linkOf(t, text)}
	p := store.ImportProblem{What: store.TroubleLink}
	const said = " is a ShareASale link. ShareASale has closed, and its links moved to Awin: nobody may be paid for a sale through this one. Get the new link there."
	if got := inFile.problem(p, row); got != text+said {
		t.Error(got)
	}
	shown := "`" + esc(text) + "`" + said
	if got := inForm.problem(p, row); got != shown || ofLink(row.Link)[aLink] != shown {
		t.Errorf("%s, and in other forms %s", got, ofLink(row.Link)[aLink])
	}
}

// The fullest form there can be is within Slack's limits: the local Slack
// refuses what Slack would.
func TestTheFullestDryRunIsShown(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.UniqueProgram, store.UniqueOurs))
	long := strings.Repeat("x", 90)
	var table strings.Builder
	table.WriteString("handle,code,link,name\n")
	for n := range 40 {
		handle := fmt.Sprintf("%s%d", long, n)
		if n < 20 {
			w.selected(summer, "@"+handle, "TBD", "TBD")
		} else {
			handle = "x." + handle[2:] // looks like those who are known
		}
		fmt.Fprintf(&table, ",CODE-%d-%s,,\n", n, strings.Repeat("y", 200))
		fmt.Fprintf(&table, "%s,Q%d%s,https://shop.example/%d?%s,%s\n", handle, n, strings.Repeat("z", 200), n, strings.Repeat("&a=b", 400), long)
		fmt.Fprintf(&table, "bad %d,%s,<!channel>,\n", n, strings.Repeat("<", 200))
	}
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", strings.Repeat("f", 200)+".csv", []byte(table.String())).Submit()
	w.dry(form, "120 rows", "And 10 more. Download them").Press("Give out in this order")
	form.Shows("Nobody is left")
	form.Submit()
	w.ana.Sees("imported into *Summer Glow*: 20 changed, 20 left out because of a warning, 40 left out because of an error, 40 still waiting for a person.")
}

// What can't be read as a handle is shown as it was typed, with one @.
func TestImportRowNamesWhatWasTyped(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"zoe runs", "@zoe runs", "＠zoe runs"} {
		if line := rowLine(store.ImportRow{Number: 6, Handle: typed}, true); !strings.HasPrefix(line, "Row 6 · *@zoe runs*:") {
			t.Errorf("%s: %s", typed, line)
		}
	}
}
