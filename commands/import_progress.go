package commands

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"codekeeper/bot"
)

// showEvery is how often a form shows how far an import is.
const showEvery = time.Second

// A progress shows in a form how far an import is, beside what goes on, so
// that nothing waits for Slack.
type progress struct {
	show    func(text string)
	last    time.Time
	showing atomic.Bool
	shown   sync.WaitGroup
}

func showProgress(ctx context.Context, show bot.Show, meta importMeta, more string) *progress {
	return &progress{
		show: func(text string) { show(ctx, importWaiting(text, more, meta)) },
		last: time.Now(),
	}
}

// tell shows the text, unless another was shown a moment ago.
func (p *progress) tell(text string) {
	if time.Since(p.last) < showEvery || !p.showing.CompareAndSwap(false, true) {
		return
	}
	p.last = time.Now()
	p.shown.Go(func() {
		defer p.showing.Store(false)
		p.show(text)
	})
}

// end waits until nothing is being shown any more: what is shown next stays.
func (p *progress) end() { p.shown.Wait() }
