package sheet_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"codekeeper/commands/sheet"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// hostile are cells made of what means something to a spreadsheet, mixed with
// any other text.
func hostile() *rapid.Generator[string] {
	signs := rapid.StringOfN(rapid.RuneFrom([]rune("'\"=+-@＝＠;,\t\r\n a1ü\u00a0")), 0, 12, -1)
	return rapid.OneOf(signs, rapid.String()).Filter(func(s string) bool { return !strings.ContainsRune(s, 0) })
}

// What is written is read again, cell for cell.
func TestWriteReadPlain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		header := []string{"Campaign", "Handle", "Note"}
		rows := rapid.SliceOfN(rapid.SliceOfN(hostile(), len(header), len(header)), 1, 20).Draw(t, "rows")
		for n := range rows {
			rows[n][0] += "x" // a line of blanks is no line
		}
		var file bytes.Buffer
		if err := sheet.Write(&file, append([][]string{header}, rows...)); err != nil {
			t.Fatal(err)
		}
		table, err := sheet.Read(file.Bytes())
		if err != nil {
			t.Fatalf("%v\n%q", err, file.String())
		}
		if diff := cmp.Diff(header, table.Header); diff != "" {
			t.Fatal(diff)
		}
		var got [][]string
		for n, l := range table.Lines {
			if l.Number != n+2 || l.Problem != "" {
				t.Fatalf("line %d: %+v", n, l)
			}
			var cells []string
			for _, c := range l.Cells {
				cells = append(cells, sheet.Plain(c))
			}
			got = append(got, cells)
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Fatalf("%s\n%q", diff, file.String())
		}
	})
}

// Other programs read the same: encoding/csv, which folds line ends.
func TestWrittenForOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SliceOfN(hostile(), 2, 5).Draw(t, "row")
		row[0] += "x"
		var file bytes.Buffer
		if err := sheet.Write(&file, [][]string{row}); err != nil {
			t.Fatal(err)
		}
		text := strings.TrimPrefix(file.String(), "\xef\xbb\xbf")
		got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || len(got) != 1 {
			t.Fatalf("%v\n%q", err, text)
		}
		for n, cell := range got[0] {
			// The reader makes the last CR and the LF of a line's end one LF.
			if want := strings.ReplaceAll(row[n], "\r\n", "\n"); sheet.Plain(cell) != want {
				t.Fatalf("%q, want %q", sheet.Plain(cell), want)
			}
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Fatalf("%q is run", cell)
			}
		}
	})
}

// A file in any encoding, with any separator, is the same table.
func TestAnyEncodingAndSeparator(t *testing.T) {
	t.Parallel()
	cell := rapid.StringOfN(rapid.RuneFrom([]rune("abcXYZ019 äöüß€éŒ@._:/?=&%-")), 1, 20, -1)
	rapid.Check(t, func(t *rapid.T) {
		// Its ü is no UTF-8 in Windows-1252: of a file that is both, nobody can tell which it is.
		rows := [][]string{{"Handle", "Für wen", "Coupon code"}}
		for range rapid.IntRange(1, 10).Draw(t, "rows") {
			rows = append(rows, []string{"x" + cell.Draw(t, "cell"), "x" + cell.Draw(t, "cell"), "x" + cell.Draw(t, "cell")})
		}
		separator := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "separator")
		ending := rapid.SampledFrom([]string{"\r\n", "\n", "\r"}).Draw(t, "ending")
		var text strings.Builder
		for _, row := range rows {
			text.WriteString(strings.Join(row, separator) + ending)
		}
		content := encoded(rapid.SampledFrom(encodings).Draw(t, "encoding"), text.String())
		table, err := sheet.Read(content)
		if err != nil {
			t.Fatalf("%v\n%q", err, content)
		}
		if diff := cmp.Diff(rows[0], table.Header); diff != "" {
			t.Fatal(diff)
		}
		for n, l := range table.Lines {
			for i, got := range l.Cells {
				if want := strings.TrimSpace(rows[n+1][i]); got != want {
					t.Fatalf("%q, want %q", got, want)
				}
			}
		}
	})
}
