package slacksim

import (
	"fmt"
	"maps"
	"time"
)

// triggerLife is how long a trigger id is good for, in real time.
const triggerLife = 3 * time.Second

// trigger is the right to open one form for somebody who just did something.
type trigger struct {
	userID  string
	channel string  // where they did it, "" in a form or Home
	window  *window // the form they did it in, nil outside one
	expires time.Time
	used    bool
}

// newTrigger gives out a trigger id. The caller holds s.mu.
func (s *Slack) newTrigger(t trigger) string {
	if len(s.views.triggers) > keep {
		maps.DeleteFunc(s.views.triggers, func(_ string, t *trigger) bool { return time.Since(t.expires) > time.Minute })
	}
	s.serial++
	id := fmt.Sprintf("%d.%d.%s", s.clock.Now().UnixMicro(), s.serial, secret(16))
	t.expires = time.Now().Add(triggerLife)
	s.views.triggers[id] = &t
	return id
}

// exchange uses a trigger id up. It answers invalid_trigger_id, expired_trigger_id or exchanged_trigger_id. The caller
// holds s.mu.
func (s *Slack) exchange(id string) (*trigger, *apiError) {
	t := s.views.triggers[id]
	switch {
	case t == nil:
		return nil, fail("invalid_trigger_id")
	case t.used:
		return nil, fail("exchanged_trigger_id")
	case time.Now().After(t.expires):
		return nil, fail("expired_trigger_id")
	}
	t.used = true
	return t, nil
}
