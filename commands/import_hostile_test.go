package commands

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"codekeeper/bot/slacksim"
	"codekeeper/commands/sheet"
	"codekeeper/store"
)

// rows is a file of n lines below a header, each with a note of so many letters.
func rows(n, note int) []byte {
	var b strings.Builder
	b.WriteString("handle,name,code,note\n")
	for i := range n {
		fmt.Fprintf(&b, "influencer%d,Influencer %d,CODE%d,%s\n", i, i, i, strings.Repeat("n", note))
	}
	return []byte(b.String())
}

// wide is a text in UTF-16, as Excel saves "Unicode text", and others do with
// the bytes the other way round.
func wide(text string, order binary.AppendByteOrder) []byte {
	b := order.AppendUint16(nil, 0xfeff)
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return b
}

// zipped is what a spreadsheet saves as xlsx, as a file of any name.
func zipped(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, name := range names {
		_, err := archive.Create(name)
		must(t, err)
	}
	must(t, archive.Close())
	return b.Bytes()
}

// Whatever is put in, something whole comes back: what was wrong and what
// works, or what would change. Nothing is stored.
func TestHostileFilesAreAnswered(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs)), "@maya.glow", "TBD", "TBD")
	before := w.writes()
	for name, tt := range map[string]struct {
		content []byte
		want    string
	}{
		"binary":                 {[]byte("PK\x03\x04\x14\x00\x06\x00\x08\x00"), "Nothing was read."},
		"nul":                    {[]byte("handle,code\nmaya,A\x00B\n"), "This file holds more than text"},
		"blank":                  {[]byte(" \n\n,,\n"), "There is nothing in it."},
		"header only":            {[]byte("handle,code\n"), "There is a header, and nothing below it."},
		"open quote":             {[]byte("handle,code\nmaya,\"A15\n"), "The double quote that opens in line 2 is never closed."},
		"utf-16":                 {wide("handle\tcode\r\nmaya.glow\tMAYA15\r\n", binary.LittleEndian), "*@maya.glow*: coupon code `MAYA15`"},
		"utf-16be":               {wide("handle\tcode\r\nmaya.glow\tMAYA15\r\n", binary.BigEndian), "*@maya.glow*: coupon code `MAYA15`"},
		"smart quotes":           {[]byte("handle;code\n\x93maya.glow\x94;\x93MAYA15\x94\n"), "*@maya.glow*: coupon code `MAYA15`"},
		"tsv":                    {[]byte("handle\tnote\tcode\nmaya.glow\t\"two\nlines\tand \"\"quotes\"\"\"\tMAYA15\n"), "Row 2 · *@maya.glow*: coupon code `MAYA15`"},
		"xlsx":                   {zipped(t, "[Content_Types].xml", "xl/workbook.xml"), "This is an Excel file, not a CSV file. Save it as CSV and send that"},
		"same handle":            {[]byte("handle,code\nmaya.glow,A15\nleo,L15\nMaya.Glow,B15\n"), "Row 4 names the same influencer, and says something else."},
		"same handle, the first": {[]byte("handle,code\nmaya.glow,A15\nleo,L15\nMaya.Glow,B15\n"), "Row 2 names the same influencer, and says something else."},
		"windows-1252":           {[]byte("handle;name;code\nmaya.glow;Ma\xefa;MAYA15\n"), "*@maya.glow*: coupon code `MAYA15`, profile"},
		"10,001 rows":            {rows(10_001, 0), "There are 10001 lines, and at most 10000 can be read at once."},
		"formulas":               {[]byte("handle,code\n=HYPERLINK(\"x\"),=1+1\n@maya.glow,'=SUM\n"), "2 errors"},
		"scripts":                {[]byte("handle,name,code\nmaya.glow,<script>alert(1)</script><!channel>,MAYA15\n"), "1 changed"},
		"mentions":               {[]byte("handle,code\n<!channel>,<@U1>\n<!here>,MAYA15\n"), "2 errors"},
		"headers":                {[]byte("handle,code,code\nmaya.glow,A15,B15\n"), "Which column is what?"},
		"no commas":              {[]byte("just\nsome\ntext\n"), "Which column is what?"},
		"one column":             {[]byte(strings.Repeat("x", 40_000)), "Which column is what?"},
		"cells":                  {[]byte("handle,code\nmaya.glow,A15,more,cells\n"), "1 error"},
		"elsewhere":              {[]byte("campaign,handle,code\nWinter Warm,maya.glow,A15\n"), "It is for another campaign: Winter Warm."},
		"commas only":            {[]byte(strings.Repeat(strings.Repeat(",", 200)+"\n", 50)), "Nothing was read."},
	} {
		form := w.importForm(w.ana, "/influencer import summer-glow")
		form.Attach("File", name+".csv", tt.content).Submit()
		form.Shows(tt.want)
		lacks(t, form.Text(), "<!channel>\n")
		form.Close()
	}
	if after := w.writes(); after != before {
		t.Errorf("%d rows were stored", after-before)
	}
	if n := w.count(`SELECT count(*) FROM imports WHERE state IN ('applying', 'done')`); n != 0 {
		t.Errorf("%d imports were applied", n)
	}
}

// What was typed stays when it can't be read.
func TestAPasteThatCantBeReadStays(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Fill("Paste lines", "handle,code\n").Submit()
	form.Shows("There is a header, and nothing below it.")
	if form.Value("Paste lines") != "handle,code" {
		t.Error(form.Text())
	}
	form.Attach("File", "codes.csv", []byte("handle,code\nmaya,MAYA15\n")).Submit()
	if got := form.Error("File"); got != "Either paste lines, or put in a file: take one of them out." {
		t.Error(got)
	}
	form.Fill("Paste lines", "").Submit()
	w.dry(form, "1 new")
	w.archived(summer)
	form.Submit()
	w.ana.Form().Shows("Summer Glow is archived.")
	if n := w.count(`SELECT count(*) FROM applications`); n != 0 {
		t.Errorf("%d applications", n)
	}
}

func TestAFileThatIsGone(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.expectRefusals()
	w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	form := w.importForm(w.ana, "/influencer import summer-glow")
	form.Attach("File", "list.csv", []byte("a,b\nx y,z\n")).Submit()
	form.Shows("Which column is what?")
	var id string
	must(t, w.db.QueryRowContext(t.Context(), `SELECT file_id FROM imports`).Scan(&id))
	w.sim.DeleteFile(id)
	form.Choose("A: a, x y", "Handle").Submit()
	form.Shows("This file is not in Slack any more. Put it in again.")
}

// As many rows as there may be, in as big a file as there may be, are read, shown and applied, in little memory.
// It runs in a process of its own: what other tests leave on the heap makes the
// collector wait longer.
func TestTenThousandRows(t *testing.T) {
	const alone = "CODEKEEPER_TEST_ALONE"
	if os.Getenv(alone) == "" {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTenThousandRows$", "-test.v")
		child.Env = append(os.Environ(), alone+"=1")
		said, err := child.CombinedOutput()
		t.Logf("%s", said)
		must(t, err)
		return
	}
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs))
	content := rows(sheet.MaxLines, 1000)
	if len(content) < sheet.MaxBytes*9/10 || len(content) > sheet.MaxBytes {
		t.Fatalf("the file has %d bytes", len(content))
	}
	peak := heapPeak(func() {
		form := w.importForm(w.ana, "/influencer import summer-glow")
		form.Attach("File", "many.csv", content).Submit()
		w.patiently(form, store.ImportStaged, "10000 new")
		form.Submit()
		w.patiently(form, store.ImportDone, "is imported into *Summer Glow*: 10000 new.")
	})
	t.Logf("heap: at most %d MB more, of bot and local Slack together", peak>>20)
	if peak > 64<<20 {
		t.Errorf("%d MB", peak>>20)
	}
	w.holds(w.rowOf("@influencer9999", summer), store.Applied, "TBD", "CODE9999")
}

// patiently waits for an import to come so far, and then for its form to say
// so: many rows take longer than the driver waits.
func (w *world) patiently(form *slacksim.Form, state store.ImportState, text string) {
	w.t.Helper()
	for w.count(`SELECT count(*) FROM (SELECT pg_sleep(0.05)) pause, imports WHERE state = $1`, state) == 0 && w.t.Context().Err() == nil {
	}
	form.Shows(text)
}

// heapPeak is how much the heap grows at most while something is done, in
// bytes.
func heapPeak(do func()) uint64 {
	heap := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	before, peak := heap(), uint64(0)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				peak = max(peak, heap())
			}
		}
	}()
	do()
	close(done)
	<-ended
	return max(peak, before) - before
}
