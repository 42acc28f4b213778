package commands

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"codekeeper/bot"
	"codekeeper/store"

	"golang.org/x/text/unicode/norm"
)

// zoneList are the names of the IANA time zones of every country, one a line.
// Source: zone.tab of the time zone database.
//
//go:embed zones.txt
var zoneList string

// zoneLabel is a zone's name as people read it.
func zoneLabel(name string) string { return strings.ReplaceAll(name, "_", " ") }

// zoneOptions are the time zones whose name contains what was typed; before
// anything is typed, the person's own comes first.
func zoneOptions(_ context.Context, r *bot.Request) (*bot.Reply, error) {
	names := strings.Fields(zoneList)
	if own := r.User.TimeZone; strings.TrimSpace(r.Text) == "" && readableZone(own) {
		names = slices.Insert(slices.DeleteFunc(names, func(name string) bool { return name == own }), 0, own)
	}
	reply := &bot.Reply{}
	for _, name := range names {
		if strings.Contains(zoneKey(name), zoneKey(r.Text)) && len(reply.Options) < maxOptions {
			reply.Options = append(reply.Options, option(name, zoneLabel(name)))
		}
	}
	return reply, nil
}

// zoneKey is a text by which zones are found: "São Paulo" finds
// America/Sao_Paulo.
func zoneKey(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == '_':
			return ' '
		}
		return r
	}, norm.NFKD.String(fold(text)))
}

func readableZone(name string) bool {
	_, err := loadZone(name)
	return err == nil
}

// firstZone is the time zone of who made the first campaign, "" when there is
// no campaign, or Slack knows no zone of theirs that can be read.
func (a *App) firstZone(ctx context.Context, campaigns []store.Campaign) (string, error) {
	if len(campaigns) == 0 {
		return "", nil
	}
	first := slices.MinFunc(campaigns, func(c, d store.Campaign) int { return c.CreatedAt.Compare(d.CreatedAt) })
	zone, err := a.zones.of(ctx, a.slack, first.CreatedBy)
	if err != nil || !readableZone(zone) {
		return "", err
	}
	return zone, nil
}

// zonesKept is how long somebody's time zone is remembered, so that the sweep
// of every minute asks Slack rarely.
const zonesKept = time.Hour

// zones remembers the time zone of the person asked about last.
type zones struct {
	mu   sync.Mutex
	user string
	zone string
	at   time.Time
}

// of is the user's IANA time zone, "" when Slack knows none. While Slack
// doesn't answer, what it said last holds.
func (z *zones) of(ctx context.Context, slack *bot.Client, user string) (string, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	known := z.user == user && !z.at.IsZero()
	if known && time.Since(z.at) < zonesKept {
		return z.zone, nil
	}
	zone, err := slack.TimeZone(ctx, user)
	switch {
	case bot.IsSlack(err, "user_not_found", "user_not_visible"):
		zone = ""
	case err != nil && known:
		return z.zone, nil
	case err != nil:
		return "", err
	}
	z.user, z.zone, z.at = user, zone, time.Now()
	return z.zone, nil
}
