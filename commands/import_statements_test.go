package commands

import (
	"fmt"
	"strings"
	"testing"

	"codekeeper/commands/sheet"
	"codekeeper/store"
)

// However many lines an import has, staging, pairing and applying them ask the
// database as often. Applying goes in rounds of 2,000 lines.
func TestImportAsksAsOftenForFewAsForMany(t *testing.T) {
	t.Parallel()
	w := start(t)
	app, counted := w.counting()
	summer := w.campaign("Summer Glow", modes(store.UniqueOurs, store.UniqueOurs))
	r := w.request("")
	run := func(source, prefix string, n int) int64 {
		t.Helper()
		var text strings.Builder
		text.WriteString("handle,name,state,code,link,goes live\n")
		for i := range n {
			switch source {
			case "list":
				fmt.Fprintf(&text, "%[1]s%[2]d,Name %[2]d,selected,TBD,https://shop.example/%[1]s%[2]d,2026-07-01\n", prefix, i)
			case "codes":
				fmt.Fprintf(&text, ",,,%s%dCODE,,\n", prefix, i)
			}
		}
		return counted.during(func() {
			table, err := sheet.Read([]byte(text.String()))
			must(t, err)
			m, err := w.store.StartImport(t.Context(), w.act(), store.ImportSource{CampaignID: summer.ID, FileID: "F1"})
			must(t, err)
			m, err = w.store.StageImport(t.Context(), w.team, m.ID, store.Staging{
				Lines: importLines(table, sheet.Recognise(table.Header), summer), Today: store.DateOf(local(r)),
			})
			must(t, err)
			must(t, app.lookAgain(t.Context(), r, m))
			must(t, app.proposePairs(t.Context(), r, m))
			m, err = w.store.ApplyImport(t.Context(), w.act(), m.ID, true)
			must(t, err)
			done, err := app.runImportJob(t.Context(), m, nil)
			must(t, err)
			_, err = app.dryRunView(t.Context(), r, done, importMeta{}, "")
			must(t, err)
			counts, err := w.store.ImportCounts(t.Context(), w.team, m.ID)
			must(t, err)
			if counts.Made+counts.Applied != n {
				t.Errorf("%s of %d: %+v", source, n, counts)
			}
		})
	}
	run("list", "warm", 3) // what is prepared on first use is
	for _, source := range []string{"list", "codes"} {
		few, many := run(source, "kaya", 300), run(source, "winterbourne", 1500)
		if few == 0 || many != few {
			t.Errorf("%s: %d statements for 300 lines, %d for 1,500", source, few, many)
		}
		t.Logf("%s: %d statements", source, many)
	}
}
