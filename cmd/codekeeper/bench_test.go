package main

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
	"codekeeper/store/localpg/pgtest"
)

// BenchmarkAcknowledge types /influencer code and waits for the
// acknowledgement, which comes after the commit, a hundred times a second. It
// reports the median and the 99th percentile. An answer that is late delays
// the next line, and counts for that one too: the time is from when a line was
// due.
func BenchmarkAcknowledge(b *testing.B) {
	ana, _ := benchmarkTeam(b)
	const gap = 10 * time.Millisecond
	took := make([]time.Duration, 0, b.N)
	b.ResetTimer()
	due := time.Now()
	for n := range b.N {
		time.Sleep(time.Until(due))
		begun := due
		if n == 0 || took[n-1] < gap {
			begun = time.Now() // the timer's own lateness is not the program's
		}
		ana.Types("/influencer code @maya.glow MAYA" + strconv.Itoa(n))
		took = append(took, time.Since(begun))
		due = due.Add(gap)
	}
	b.StopTimer()
	report(b, took)
}

// BenchmarkOpenEditForm opens the form Edit link and code, by its button as in
// the digest and by command. It also reports how many queries that took.
func BenchmarkOpenEditForm(b *testing.B) {
	b.Run("button", func(b *testing.B) {
		ana, queries := benchmarkTeam(b)
		ana.Types("/influencer tbd")
		answer := ana.Sees("maya.glow")
		opens(b, ana, queries, func() { answer.Press("Update") })
	})
	b.Run("command", func(b *testing.B) {
		ana, queries := benchmarkTeam(b)
		opens(b, ana, queries, func() { ana.Types("/influencer edit @maya.glow summer-glow") })
	})
}

// opens times from asking for a form until it is there.
func opens(b *testing.B, p *slacksim.Person, queries *atomic.Int64, ask func()) {
	b.Helper()
	took := make([]time.Duration, 0, b.N)
	before := queries.Load()
	b.ResetTimer()
	for range b.N {
		begun := time.Now()
		ask()
		form := p.Form()
		took = append(took, time.Since(begun))
		b.StopTimer()
		form.Close()
		b.StartTimer()
	}
	b.StopTimer()
	b.ReportMetric(float64(queries.Load()-before)/float64(b.N), "queries/op")
	report(b, took)
}

// benchmarkTeam runs serve in this process, with Maya selected, and counts its
// queries.
func benchmarkTeam(b *testing.B) (*slacksim.Person, *atomic.Int64) {
	b.Helper()
	sim, err := startWorkspace("", nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = sim.Close() })
	populate(sim)
	address, queries := countQueries(b, pgtest.New(b))
	env := environment{
		"SLACK_API_URL": sim.APIURL(), "SLACK_APP_TOKEN": sim.AppToken(), "SLACK_BOT_TOKEN": sim.BotToken(),
		"DATABASE_URL": address, "LOG_LEVEL": "error",
	}
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan struct{})
	var stdout, stderr bytes.Buffer
	go func() { defer close(done); run(ctx, []string{"serve"}, env.get, &stdout, &stderr) }()
	b.Cleanup(func() {
		stop()
		<-done
		if stderr.Len() > 0 {
			b.Logf("serve printed:\n%s", stderr.String())
		}
	})
	if err := sim.WaitConnected(b.Context(), 2); err != nil {
		b.Fatal(err)
	}
	ana := sim.As(b, "ana").In("#influencers")
	makesCampaign(ana, "Summer Glow")
	addsMaya(ana)
	selectsMayaWithTBD(ana)
	return ana, queries
}

// report gives the median and the 99th percentile in milliseconds.
func report(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))]) / float64(time.Millisecond)
	}
	b.ReportMetric(at(0.5), "median-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	b.Logf("%d samples, slowest %.1f ms", len(took), at(1))
}
