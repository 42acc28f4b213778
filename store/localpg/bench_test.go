package localpg

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkStart measures a server, started and stopped: with a seed at hand, and
// on a machine that never started one.
func BenchmarkStart(b *testing.B) {
	cycle := func() {
		s, err := Start(b.Context(), Options{Fast: true})
		if err != nil {
			b.Fatal(err)
		}
		stopped(b, s)
	}
	b.Run("warm", func(b *testing.B) {
		cycle()
		spread(b, cycle)
	})
	b.Run("cold", func(b *testing.B) {
		spread(b, func() {
			b.Setenv("XDG_CACHE_HOME", b.TempDir())
			cycle()
		})
	})
}

// spread runs do and reports the least, median and most milliseconds it took.
func spread(b *testing.B, do func()) {
	b.Helper()
	var took []float64
	for b.Loop() {
		began := time.Now()
		do()
		took = append(took, float64(time.Since(began).Microseconds())/1000)
	}
	slices.Sort(took)
	b.ReportMetric(took[0], "min-ms")
	b.ReportMetric(took[len(took)/2], "median-ms")
	b.ReportMetric(took[len(took)-1], "max-ms")
}
