package sheet_test

import (
	"bytes"
	"errors"
	"testing"

	"codekeeper/commands/sheet"

	"github.com/google/go-cmp/cmp"
)

func TestWrite(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	if err := sheet.Write(&file, [][]string{
		{"Handle", "Note"},
		{"maya.glow", "plain"},
		{"ü", "a,b"},
		{"", ` "quoted" `},
		{"=1+1", "'=1"},
		{},
	}); err != nil {
		t.Fatal(err)
	}
	want := "\xef\xbb\xbfHandle,Note\r\nmaya.glow,plain\r\nü,\"a,b\"\r\n,\" \"\"quoted\"\" \"\r\n'=1+1,''=1\r\n\r\n"
	if diff := cmp.Diff(want, file.String()); diff != "" {
		t.Error(diff)
	}
	file.Reset()
	if err := sheet.NewWriter(&file).Flush(); err != nil || file.Len() != 0 {
		t.Errorf("%v %q", err, file.String())
	}
}

// What begins a formula anywhere gets an apostrophe before it, and loses just that.
func TestNeutral(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"":                            "",
		"plain":                       "plain",
		"'plain'":                     "'plain'",
		"a=b":                         "a=b",
		"MAYA-20":                     "MAYA-20",
		"=1+1":                        "'=1+1",
		"+49 30 1234":                 "'+49 30 1234",
		"-1":                          "'-1",
		"- a list":                    "'- a list",
		"@maya":                       "'@maya",
		"＝1":                          "'＝1",
		"\t=1":                        "'\t'=1",
		"\rx":                         "'\rx",
		"\nx":                         "'\nx",
		"'=1":                         "''=1",
		"''=1":                        "'''=1",
		"' =1":                        "'' =1",
		`"=1`:                         `'"=1`,
		"  =1":                        "'  =1",
		"one;=1":                      "one;'=1",
		"one\n=1;@x":                  "one\n'=1;'@x",
		"one\r\n\r\n- two\r\n-three":  "one\r\n\r\n- two\r\n'-three",
		"one; - two":                  "one; - two",
		"one; = two":                  "one;' = two",
		"https://shop.example/?a=-1":  "https://shop.example/?a=-1",
		"=cmd|'/c calc'!A1":           "'=cmd|'/c calc'!A1",
		"=HYPERLINK(\"x\";\"=1\")":    "'=HYPERLINK(\"x\";'\"=1\")",
		"Ask ana@shop.example; thx":   "Ask ana@shop.example; thx",
		"one;'=already;''=twice; '-x": "one;''=already;'''=twice;' '-x",
	} {
		var file bytes.Buffer
		if err := sheet.Write(&file, [][]string{{"Handle"}, {"x", cell}}); err != nil {
			t.Fatal(err)
		}
		if got := sheet.Plain(want); got != cell {
			t.Errorf("%q becomes %q, want %q", want, got, cell)
		}
		table, err := sheet.Read(append([]byte("Code,"), bytes.TrimPrefix(file.Bytes(), []byte("\xef\xbb\xbf"))...))
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Lines[0].Cells[1]; got != want {
			t.Errorf("%q is written as %q, want %q", cell, got, want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"a\x00b", "a\xffb"} {
		w := sheet.NewWriter(&bytes.Buffer{})
		if err := w.Row("x", cell); err == nil {
			t.Errorf("%q is written", cell)
		}
		if w.Flush() == nil {
			t.Error("and forgotten")
		}
	}
	full := errors.New("full")
	if err := sheet.Write(broken{full}, [][]string{{"x"}}); !errors.Is(err, full) {
		t.Error(err)
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }
