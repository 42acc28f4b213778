package sheet_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"codekeeper/commands/sheet"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var encodings = []string{"utf-8", "utf-8 with mark", "utf-16le", "utf-16be", "windows-1252"}

// encoded is a text as a spreadsheet saves it.
func encoded(name, text string) []byte {
	var e *encoding.Encoder
	switch name {
	case "utf-8":
		return []byte(text)
	case "utf-8 with mark":
		return []byte("\xef\xbb\xbf" + text)
	case "utf-16le":
		e = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	case "utf-16be":
		e = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()
	default:
		e = charmap.Windows1252.NewEncoder()
	}
	content, err := e.Bytes([]byte(text))
	if err != nil {
		panic(err)
	}
	return content
}

// shown is a table as a test says it: the header, then each line with its number.
func shown(t sheet.Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d: %s\n", t.HeaderLine, strings.Join(t.Header, " | "))
	for _, l := range t.Lines {
		fmt.Fprintf(&b, "%d: %s", l.Number, strings.Join(l.Cells, " | "))
		if l.Problem != "" {
			fmt.Fprintf(&b, " !! %s", l.Problem)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"csv":       {"Handle,Coupon code\nmaya,MAYA20\n", "1: Handle | Coupon code\n2: maya | MAYA20\n"},
		"no end":    {"Handle,Code\nmaya,MAYA20", "1: Handle | Code\n2: maya | MAYA20\n"},
		"semicolon": {"Handle;Code\r\nmaya;MAYA20\r\n", "1: Handle | Code\n2: maya | MAYA20\n"},
		"semicolon with commas": {
			"Handle;Name, first;Note\r\nmaya;Maya;one, two, three\r\n", "1: Handle | Name, first | Note\n2: maya | Maya | one, two, three\n",
		},
		"tab":              {"Handle\tNote\nmaya\ta, b; c\n", "1: Handle | Note\n2: maya | a, b; c\n"},
		"sep":              {"sep=;\r\nHandle;Note\r\nmaya;a,b\r\n", "1: Handle | Note\n2: maya | a,b\n"},
		"SEP quoted":       {"\"sep=,\"\r\nHandle,Note\r\nmaya,a;b;c;d\r\n", "1: Handle | Note\n2: maya | a;b;c;d\n"},
		"sep tab":          {"sep=\t\nHandle\tNote\nmaya\tx\n", "1: Handle | Note\n2: maya | x\n"},
		"sep with columns": {"sep=;;;\nHandle;Note\nmaya;x\n", "1: Handle | Note\n2: maya | x\n"},
		"old Mac":          {"Handle,Code\rmaya,MAYA20\rjonas,J15\r", "1: Handle | Code\n2: maya | MAYA20\n3: jonas | J15\n"},
		"blank lines": {
			"\n\nHandle,Code\n\n,\n  ,  \nmaya,MAYA20\n\n\n", "3: Handle | Code\n7: maya | MAYA20\n",
		},
		"lines in a cell": {
			"Handle,Note\nmaya,\"one\r\ntwo\"\njonas,x\n", "1: Handle | Note\n2: maya | one\r\ntwo\n3: jonas | x\n",
		},
		"quotes": {
			"Handle,Note\nmaya,\"say \"\"hi\"\"\"\njonas, \"x\" \nzoe,5\" heels\nkim,\"a\"b\n",
			"1: Handle | Note\n2: maya | say \"hi\"\n3: jonas | x\n4: zoe | 5\" heels\n5: kim | ab\n",
		},
		"short": {"Handle,Code,Note\nmaya\njonas,J15\n", "1: Handle | Code | Note\n2: maya |  | \n3: jonas | J15 | \n"},
		"long": {
			"Handle,Code\nmaya,M20,\njonas,J15,oops\n",
			"1: Handle | Code\n2: maya | M20\n3: jonas | J15 !! This line has more cells than the header, which has 2. A cell with a comma in it goes in double quotes.\n",
		},
		"empty columns":            {"Handle,Code,,\nmaya,M20,,\n", "1: Handle | Code\n2: maya | M20\n"},
		"a column without heading": {"Handle,Code,,\nmaya,M20,x,\n", "1: Handle | Code | \n2: maya | M20 | x\n"},
		"one column":               {"Coupon code\nMAYA20\nJ15\n", "1: Coupon code\n2: MAYA20\n3: J15\n"},
		"codes alone":              {"MAYA20\nJ15\n", "0: \n1: MAYA20\n2: J15\n"},
		"no header":                {"maya,M20\njonas,J15\n", "0: \n1: maya | M20\n2: jonas | J15\n"},
		"a header nobody knows":    {"Kürzel;Rabatt\n@maya;M20\n@jonas;J15\n", "1: Kürzel | Rabatt\n2: @maya | M20\n3: @jonas | J15\n"},
		"a platform is data":       {"maya,Instagram\njonas,TikTok\n", "0: \n1: maya | Instagram\n2: jonas | TikTok\n"},
		"a platform as heading":    {"Instagram\n@maya\n@jonas\n", "1: Instagram\n2: @maya\n3: @jonas\n"},
		"invisible mark inside":    {"Handle,Note\nmaya,\ufeffx\n", "1: Handle | Note\n2: maya | \ufeffx\n"},

		"pasted, one of them odd":      {"@maya.glow MAYA15\nMaya Glow MAYA16\n@kit KIT15", "0: Handle | Coupon code\n1: @maya.glow | MAYA15\n2:  |  !! “Maya Glow MAYA16” doesn't begin with a handle. Write it as @maya.glow MAYA20, or leave it out.\n3: @kit | KIT15\n"},
		"pasted below a greeting":      {"Hi all, here they are:\n@maya MAYA15\n@kit KIT15", "0: Handle | Coupon code\n1:  |  !! “Hi all, here they are:” doesn't begin with a handle. Write it as @maya.glow MAYA20, or leave it out.\n2: @maya | MAYA15\n3: @kit | KIT15\n"},
		"pasted below a name":          {"Maya Glow, MAYA15\n@kit KIT15\n@leo LEO15", "0: Handle | Coupon code\n1:  |  !! “Maya Glow, MAYA15” doesn't begin with a handle. Write it as @maya.glow MAYA20, or leave it out.\n2: @kit | KIT15\n3: @leo | LEO15\n"},
		"pasted below a mention":       {"<!channel> X3\n@kit KIT15", "0: Handle | Coupon code\n1:  |  !! “<!channel> X3” doesn't begin with a handle. Write it as @maya.glow MAYA20, or leave it out.\n2: @kit | KIT15\n"},
		"pasted, and a heading":        {"Creator\n@maya\n@jonas\n", "1: Creator\n2: @maya\n3: @jonas\n"},
		"pasted, and headings":         {"Creator,Rabatt\n@maya,MAYA15\n@jonas,J15\n", "1: Creator | Rabatt\n2: @maya | MAYA15\n3: @jonas | J15\n"},
		"pasted handles":               {"@maya.glow\n\n@jonas\n", "0: Handle\n1: @maya.glow\n3: @jonas\n"},
		"pasted, all in one line":      {"@maya, @jonas;@zoe", "0: Handle\n1: @maya\n2: @jonas;@zoe\n"},
		"pasted, several in each line": {"@maya @jonas\n\n@zoe\n@kim\n", "0: Handle\n1: @maya\n2: @jonas\n3: @zoe\n4: @kim\n"},
		"pasted with codes":            {"@maya MAYA20\n@jonas   J15\n＠kim TBD", "0: Handle | Coupon code\n1: @maya | MAYA20\n2: @jonas | J15\n3: ＠kim | TBD\n"},
		"pasted with both": {
			"@maya MAYA20 https://shop.example/m?a=1,2\n@jonas, https://shop.example/j , J15\n@zoe\n@kim TBD TBD",
			"0: Handle | Coupon code | Affiliate link\n1: @maya | MAYA20 | https://shop.example/m?a=1,2\n2: @jonas | J15 | https://shop.example/j\n3: @zoe |  | \n4: @kim | TBD | TBD\n",
		},
		"pasted with commas": {
			"@maya,MAYA20,https://shop.example/m\n@jonas, J15\n", "0: Handle | Coupon code | Affiliate link\n1: @maya | MAYA20 | https://shop.example/m\n2: @jonas | J15 | \n",
		},
		"pasted from a spreadsheet": {
			"@maya\tMAYA20\thttps://shop.example/m\r\n@jonas\t\thttps://shop.example/j\r\n",
			"0: Handle | Coupon code | Affiliate link\n1: @maya | MAYA20 | https://shop.example/m\n2: @jonas |  | https://shop.example/j\n",
		},
		"pasted with a space in the code": {"@maya SAVE 20\n", "0: Handle | Coupon code\n1: @maya | SAVE 20\n"},
		"pasted with names":               {"@maya,Maya Rivers,MAYA20\n@jonas,Jonas,J15\n", "0: \n1: @maya | Maya Rivers | MAYA20\n2: @jonas | Jonas | J15\n"},
		"pasted addresses": {
			"https://www.instagram.com/maya/ M20\n@jonas J15", "0: Handle | Coupon code\n1: https://www.instagram.com/maya/ | M20\n2: @jonas | J15\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table, err := sheet.Read([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, shown(table)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadsWhatExcelSaves(t *testing.T) {
	t.Parallel()
	const text = "Handle;Name;Coupon code\r\nmaya;Mäya “€” Œuvre;M20\r\n"
	for _, name := range encodings {
		table, err := sheet.Read(encoded(name, text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff("1: Handle | Name | Coupon code\n2: maya | Mäya “€” Œuvre | M20\n", shown(table)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content string
		want    string
		line    int
	}{
		"nothing":        {"", "There is nothing in it.", 0},
		"blanks":         {" \r\n\t\n", "There is nothing in it.", 0},
		"only a mark":    {"\xef\xbb\xbf", "There is nothing in it.", 0},
		"only sep":       {"sep=;\r\n", "There is nothing in it.", 0},
		"only commas":    {",,,\n,,,\n", "There is nothing in it.", 0},
		"only a header":  {"Handle,Code\n", "There is a header, and nothing below it.", 0},
		"Excel":          {"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml", "This is an Excel file, not a CSV file.", 0},
		"Numbers":        {"PK\x03\x04\x14\x00\x06\x00Index/Document.iwa", "This is a Numbers file, not a CSV file.", 0},
		"OpenDocument":   {"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "This is an OpenDocument file", 0},
		"zip":            {"PK\x03\x04\x14\x00\x06\x00codes.csv", "This is a zip file", 0},
		"empty zip":      {"PK\x05\x06\x00\x00", "This is a zip file", 0},
		"old Excel":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an Excel file", 0},
		"PDF":            {"%PDF-1.7\n%\xe2\xe3", "This is a PDF", 0},
		"PNG":            {"\x89PNG\r\n\x1a\n\x00\x00", "This is a picture", 0},
		"JPEG":           {"\xff\xd8\xff\xe0\x00\x10JFIF", "This is a picture", 0},
		"gzip":           {"\x1f\x8b\x08\x00", "This is a compressed file", 0},
		"RTF":            {`{\rtf1\ansi hello}`, "This is a text document with formatting", 0},
		"web page":       {"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "This is a web page", 0},
		"web page, mark": {"\xef\xbb\xbf  <html>", "This is a web page", 0},
		"XML":            {"<?xml version=\"1.0\"?><Workbook/>", "This is an XML file", 0},
		"JSON":           {"[{\"handle\": \"maya\"}]", "This is a JSON file", 0},
		"NUL":            {"Handle,Code\nmaya,M\x0020\n", "This file holds more than text", 0},
		"NUL, 1252":      {"Handle,Code\nm\xe4ya,M\x0020\n", "This file holds more than text", 0},
		"utf-16 half":    {"\xff\xfeH\x00a\x00\n", "This file has damaged characters.", 1},
		"utf-16 lone":    {"\xff\xfeH\x00\n\x00\x00\xd8x\x00", "This file has damaged characters.", 2},
		"utf-8 broken":   {"\xef\xbb\xbfHandle\nm\xffaya\n", "This file has damaged characters.", 2},
		"open quote":     {"Handle,Note\nmaya,x\njonas,\"never\nends,\nkim,x\n", "The double quote that opens in line 3 is never closed.", 3},
		"open quote, late": {
			"Handle,Note\nmaya,\"two\nlines\"\njonas,\"\"\"x\n", "The double quote that opens in line 3 is never closed.", 3,
		},
		"many lines":   {"Code\n" + strings.Repeat("M20\n", sheet.MaxLines+5), "There are 10005 lines, and at most 10000", 0},
		"many pasted":  {strings.Repeat("@a @b\n", sheet.MaxLines/2+1), "There are 10002 lines, and at most 10000", 0},
		"many columns": {"Code" + strings.Repeat(",x", sheet.MaxColumns) + "\nx\n", "There are more than 100 columns.", 0},
		"only commas, wide": {
			strings.Repeat(",", 1<<20) + "x\n", "There are more than 100 columns.", 0,
		},
		"many bytes": {strings.Repeat("x", sheet.MaxBytes+1), "This file has 11 MB, and at most 10 MB can be read.", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table, err := sheet.Read([]byte(c.content))
			var e *sheet.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v\n%.500s", err, shown(table))
			}
			if !strings.HasPrefix(e.Problem, c.want) || e.Line != c.line {
				t.Errorf("%+v", e)
			}
			if e.Try == "" || !strings.HasSuffix(e.Problem, ".") || !strings.HasPrefix(err.Error(), e.Problem) {
				t.Errorf("%q", err)
			}
		})
	}
}

func TestReadLimits(t *testing.T) {
	t.Parallel()
	table, err := sheet.Read([]byte("Code\n" + strings.Repeat("M20\n", sheet.MaxLines)))
	if err != nil || len(table.Lines) != sheet.MaxLines {
		t.Errorf("%d lines, %v", len(table.Lines), err)
	}
	table, err = sheet.Read([]byte("Code" + strings.Repeat(",", 16_384) + "\nM20" + strings.Repeat(",", 16_384) + "\nM21,,,,,x\n" + "M22" + strings.Repeat(",", 5_000) + "x\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Header) != 6 || table.Lines[0].Problem != "" || table.Lines[1].Problem != "" || table.Lines[2].Problem == "" {
		t.Error(shown(table))
	}
	table, err = sheet.Read([]byte("Handle,Note\nmaya," + strings.Repeat("ü", sheet.MaxCell) + "\njonas," + strings.Repeat("ü", sheet.MaxCell+1)))
	if err != nil || table.Lines[0].Problem != "" || table.Lines[1].Problem != "A cell has 32768 characters, and at most 32767 can be read." {
		t.Errorf("%v %q", err, table.Lines[1].Problem)
	}
	// Letters that pictures begin with are letters all the same.
	if _, err := sheet.Read([]byte("BMW20\nID3X\n")); err != nil {
		t.Error(err)
	}
}

func TestHeaderOrNot(t *testing.T) {
	t.Parallel()
	table, err := sheet.Read([]byte("Kürzel,Rabatt\nmaya,M20\n"))
	if err != nil {
		t.Fatal(err)
	}
	with := table.WithHeader()
	if diff := cmp.Diff("1: Kürzel | Rabatt\n2: maya | M20\n", shown(with)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(shown(table), shown(with.WithoutHeader())); diff != "" {
		t.Error(diff)
	}
}

// FuzzRead reads anything: it answers with an *Error or a table that is square.
func FuzzRead(f *testing.F) {
	for _, name := range encodings {
		f.Add(encoded(name, "Handle;Note\r\nmaya;\"ä\r\n\"\r\n"))
	}
	f.Add([]byte("sep=\t\n@maya M20\n\"\"\"\n"))
	f.Add([]byte("@maya, @jonas"))
	f.Fuzz(func(t *testing.T, content []byte) {
		table, err := sheet.Read(content)
		if err != nil {
			if e := new(sheet.Error); !errors.As(err, &e) || e.Problem == "" {
				t.Fatalf("%#v", err)
			}
			return
		}
		last := table.HeaderLine
		for _, l := range table.Lines {
			if l.Number <= last || len(l.Cells) > table.Width() || len(table.Header) > 0 && len(l.Cells) != len(table.Header) {
				t.Fatalf("%+v after %d, %d columns", l, last, table.Width())
			}
			last = l.Number
			if bytes.ContainsRune([]byte(strings.Join(l.Cells, "")), 0) {
				t.Fatalf("%q", l.Cells)
			}
		}
		format := sheet.Recognise(table.Header)
		for _, l := range table.Lines {
			format.Skips(l)
		}
		sheet.Guess(table, func(string) bool { return false })
	})
}
