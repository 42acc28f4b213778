package bot

import "time"

// A Clock says what time it is for everything that is stored, shown or due.
// Deadlines towards Slack are measured in real time, never with a Clock, so
// that a simulator may move it.
type Clock interface {
	Now() time.Time
}

// RealTime is the machine's clock.
type RealTime struct{}

// Now is time.Now.
func (RealTime) Now() time.Time { return time.Now() }
