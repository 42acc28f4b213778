package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"codekeeper/store"
)

// BenchmarkChange sets a code: one caller, and eight on rows of their own.
func BenchmarkChange(b *testing.B) {
	for _, callers := range []int{1, 8} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			w := newWorld(b)
			c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
			rows := make([]store.Row, callers)
			for n := range rows {
				rows[n] = w.selected(c, fmt.Sprintf("h%d", n), "", "")
			}
			took := make([][]time.Duration, callers)
			b.ResetTimer()
			var wg sync.WaitGroup
			for n := range callers {
				wg.Go(func() {
					for i := range b.N / callers {
						began := time.Now()
						after, err := w.edit(rows[n], func(e *store.Edit) { e.Code = aCode(b, fmt.Sprintf("C%d-%d", n, i)) })
						if err != nil {
							b.Error(err)
							return
						}
						rows[n] = after
						took[n] = append(took[n], time.Since(began))
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			all := slices.Concat(took...)
			slices.Sort(all)
			if len(all) > 0 {
				b.ReportMetric(float64(all[len(all)/2].Microseconds()), "median-µs")
				b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-µs")
			}
		})
	}
}
