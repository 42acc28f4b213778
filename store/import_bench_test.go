package store_test

import (
	"fmt"
	"iter"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"testing"
	"time"

	"codekeeper/store"
)

// linesOf are n lines of applicants, of whom every other is selected.
func linesOf(t testing.TB, n int) iter.Seq[store.ImportLine] {
	return func(yield func(store.ImportLine) bool) {
		for i := range n {
			l := line(t, i+2, fmt.Sprintf("influencer%d", i), fmt.Sprintf("https://shop.example/r/influencer%d?utm_source=instagram", i), fmt.Sprintf("INFLUENCER%d-15", i))
			l.Name, l.Email, l.Platform = fmt.Sprintf("Influencer %d", i), fmt.Sprintf("i%d@shop.example", i), "Instagram"
			if i%2 == 0 {
				l.State = store.Selected
			}
			if !yield(l) {
				return
			}
		}
	}
}

// changedTo are the lines with other codes, by the number of each from 0.
func changedTo(t testing.TB, lines iter.Seq[store.ImportLine], code func(n int) string) iter.Seq[store.ImportLine] {
	return func(yield func(store.ImportLine) bool) {
		n := 0
		for l := range lines {
			l.Code = new(aCode(t, code(n)))
			if n++; !yield(l) {
				return
			}
		}
	}
}

// BenchmarkImport stages and applies 10,000 lines: all new, all changed, none,
// and each with the code of the next, the last with that of the first.
func BenchmarkImport(b *testing.B) {
	const lines = 10_000
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b)
		c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
		b.StartTimer()
		for _, what := range []string{"new", "unchanged", "changed", "moved"} {
			given := linesOf(b, lines)
			switch what {
			case "changed":
				given = changedTo(b, given, func(n int) string { return fmt.Sprintf("NEXT-%d", n) })
			case "moved": // every other one is selected, so that only they hold what others could take
				given = changedTo(b, given, func(n int) string { return fmt.Sprintf("NEXT-%d", (n+2)%lines) })
			}
			began := time.Now()
			m := w.staged(c, store.Staging{Lines: given, Today: today})
			staged := time.Now()
			w.applied(m)
			b.ReportMetric(float64(staged.Sub(began).Milliseconds()), what+"-stage-ms")
			b.ReportMetric(float64(time.Since(staged).Milliseconds()), what+"-apply-ms")
		}
	}
}

// BenchmarkUndoImport undoes an import of 10,000 new lines, imports them again
// and undoes that.
func BenchmarkUndoImport(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b)
		c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
		b.StartTimer()
		for _, what := range []string{"new", "again"} {
			m := w.staged(c, store.Staging{Lines: linesOf(b, 10_000), Today: today})
			staged := time.Now()
			w.applied(m)
			applied := time.Now()
			_, undone := w.undo(m.Request())
			b.ReportMetric(float64(applied.Sub(staged).Milliseconds()), what+"-apply-ms")
			b.ReportMetric(float64(time.Since(applied).Milliseconds()), what+"-undo-ms")
			if len(undone.Rows) != 10_000 {
				b.Fatalf("%d undone", len(undone.Rows))
			}
		}
	}
}

// 10,000 lines are staged and applied in little memory, however many there
// were before.
func TestImportNeedsLittleMemory(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	peak := heapPeak(func() { w.applied(w.staged(c, store.Staging{Lines: linesOf(t, 10_000), Today: today})) })
	t.Logf("heap: at most %d kB more", peak>>10)
	if peak > 64<<20 {
		t.Errorf("%d MB", peak>>20)
	}
	counts, err := w.ImportCounts(t.Context(), team, 1)
	must(t, err)
	same(t, "counts", counts, store.ImportCounts{Lines: 10_000, New: 10_000, Made: 10_000})
}

// heapPeak is how much the heap grows at most while something is done, in
// bytes.
func heapPeak(do func()) uint64 {
	runtime.GC()
	heap := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	before := heap()
	var peak atomic.Uint64
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
				if now := heap(); now > peak.Load() {
					peak.Store(now)
				}
			}
		}
	}()
	do()
	close(done)
	<-ended
	if peak.Load() < before {
		return 0
	}
	return peak.Load() - before
}
