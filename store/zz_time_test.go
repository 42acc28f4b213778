package store_test

import (
	"testing"
	"time"

	"codekeeper/store"
)

func TestZZTime(t *testing.T) {
	w := newWorld(t)
	c := w.campaign("c", store.UniqueOurs, store.UniqueOurs)
	for range 2 {
		b := time.Now()
		m := w.staged(c, store.Staging{Lines: linesOf(t, 10000), Today: today})
		t.Log("stage", time.Since(b))
		b = time.Now()
		w.applied(m)
		t.Log("apply", time.Since(b))
	}
}
