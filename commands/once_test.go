package commands

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"codekeeper/store"
)

// Who can't know whether they took a message gives it back and says so; who
// knows sends it, or leaves it alone.
func TestAMessageThatMayBeTakenIsGivenBack(t *testing.T) {
	t.Parallel()
	w := start(t)
	failed := errors.New("not sent")
	for name, c := range map[string]struct {
		take       bool
		taking     error
		sending    error
		sent, back int
	}{
		"taken here":       {take: true, sent: 1},
		"taken by another": {},
		"not sent":         {take: true, sending: failed, sent: 1, back: 1},
		"nobody knows":     {taking: fmt.Errorf("claim: %w", store.ErrOutcomeUnknown), back: 1},
		"not taken":        {taking: failed},
	} {
		sent, back := 0, 0
		ours, err := w.app.once(t.Context(), claimed{
			take: func(context.Context) (bool, error) { return c.take, c.taking },
			send: func(context.Context) error { sent++; return c.sending },
			back: func(context.Context) error { back++; return nil },
		})
		if want := errors.Join(c.taking, c.sending); ours != c.take || (err == nil) != (want == nil) || err != nil && !errors.Is(want, err) {
			t.Errorf("%s: ours %v, %v", name, ours, err)
		}
		if sent != c.sent || back != c.back {
			t.Errorf("%s: sent %d times, given back %d times", name, sent, back)
		}
	}
}
