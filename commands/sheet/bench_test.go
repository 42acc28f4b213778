package sheet_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"codekeeper/commands/sheet"
)

// largest is as many lines as are read, of our own export, with notes that make
// it almost as large as a file may be.
func largest() [][]string {
	rows := [][]string{strings.Split(ownHeader(), ",")}
	note := strings.Repeat("a note that is long; ", 40)
	for n := range sheet.MaxLines {
		rows = append(rows, []string{
			"summer-glow", fmt.Sprintf("handle%05d", n), "Maya Rivers", "Instagram", fmt.Sprintf("m%05d@shop.example", n), "selected",
			fmt.Sprintf("https://shop.example/?ref=%05d", n), fmt.Sprintf("CODE%05d", n), "2026-06-20", note, "", "yes",
		})
	}
	return rows
}

func BenchmarkRead(b *testing.B) {
	var file bytes.Buffer
	if err := sheet.Write(&file, largest()); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sheet.Read(file.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	rows := largest()
	b.ReportAllocs()
	for b.Loop() {
		if err := sheet.Write(io.Discard, rows); err != nil {
			b.Fatal(err)
		}
	}
}

// What is read takes little more memory than the file has bytes: cells are parts
// of its text.
func TestMemory(t *testing.T) {
	var file bytes.Buffer
	if err := sheet.Write(&file, largest()); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	table, err := sheet.Read(file.Bytes())
	runtime.ReadMemStats(&after)
	if err != nil || len(table.Lines) != sheet.MaxLines {
		t.Fatalf("%d lines, %v", len(table.Lines), err)
	}
	most := uint64(file.Len() + 16<<20)
	if got := after.TotalAlloc - before.TotalAlloc; got > most {
		t.Errorf("%d bytes are allocated to read %d", got, file.Len())
	}
}

// Whatever fills a file, reading it ends soon, and takes a few times its size.
func TestFilledWithOneThing(t *testing.T) {
	const size = 1 << 20
	for _, part := range []string{
		"x", ",", ";", "\t", " ", `"`, `""`, `"x",`, `"x`, "'", "=", ";=", "'=", "\r", "\n", "x\n", "x,x\n", "\"\n\"\n", "@", "@a ", "@a,", "@a\n",
		"@a @b\n", "https://", "1/1/2026,", "2026-05-01 ", "a@b.c,", "Handle,", "Handle\n", "sep=;", "\u00fc", "\ufeff", "(", "12:00 ", "\xe4",
	} {
		filled := bytes.Repeat([]byte(part), size/len(part))
		for _, content := range [][]byte{filled, append([]byte("@x "), filled[len(part)*3:]...)} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			table, err := sheet.Read(content)
			if err == nil {
				sheet.Guess(table, func(string) bool { return false })
			}
			runtime.ReadMemStats(&after)
			if took, mb := time.Since(began), (after.TotalAlloc-before.TotalAlloc)>>20; took > 5*time.Second || mb > 40 {
				t.Errorf("%q: %v, %d MB allocated, %v", part, took, mb, err)
			}
		}
	}
}
