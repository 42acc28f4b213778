package commands

import (
	"context"
	"sync"
)

// Slots are taken by one at a time, each by its name. The zero value has all
// free.
type slots struct {
	mu    sync.Mutex
	taken map[string]chan struct{} // closed when it is free again
}

// take waits until a slot is free, or ctx ends, and takes it until free is
// called.
func (s *slots) take(ctx context.Context, name string) (free func(), err error) {
	for {
		s.mu.Lock()
		other, taken := s.taken[name]
		if !taken {
			mine := make(chan struct{})
			if s.taken == nil {
				s.taken = map[string]chan struct{}{}
			}
			s.taken[name] = mine
			s.mu.Unlock()
			return func() {
				s.mu.Lock()
				delete(s.taken, name)
				s.mu.Unlock()
				close(mine)
			}, nil
		}
		s.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
