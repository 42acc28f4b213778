package sheet_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

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
