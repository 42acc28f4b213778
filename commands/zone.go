package commands

import (
	"context"
	"sync"
	"time"

	"codekeeper/bot"
)

// zones remembers people's time zones for an hour, so that the sweep of
// every minute asks Slack rarely.
type zones struct {
	mu   sync.Mutex
	user string
	zone string
	at   time.Time
}

// of is the user's IANA time zone, "" when Slack knows none.
func (z *zones) of(ctx context.Context, slack *bot.Client, user string) (string, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.user == user && time.Since(z.at) < time.Hour {
		return z.zone, nil
	}
	zone, err := slack.TimeZone(ctx, user)
	if err != nil {
		return "", err
	}
	z.user, z.zone, z.at = user, zone, time.Now()
	return z.zone, nil
}
