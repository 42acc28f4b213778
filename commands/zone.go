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
	zone, err := a.zoneOf(ctx, first.CreatedBy)
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
	last knownZone
}

// A knownZone is what Slack said of somebody's time zone, and when.
type knownZone struct {
	user, zone string
	at         time.Time
}

func (z *zones) known() knownZone {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.last
}

func (z *zones) learn(k knownZone) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.last = k
}

// zoneOf is the user's IANA time zone, "" when Slack knows none. While Slack
// doesn't answer, what it said last holds.
func (a *App) zoneOf(ctx context.Context, user string) (string, error) {
	now, last := a.clock.Now(), a.zones.known()
	if last.user == user && now.Sub(last.at) < zonesKept {
		return last.zone, nil
	}
	zone, err := a.slack.TimeZone(ctx, user)
	switch {
	case bot.IsSlack(err, "user_not_found", "user_not_visible"):
		zone = ""
	case err != nil && last.user == user:
		return last.zone, nil
	case err != nil:
		return "", err
	}
	a.zones.learn(knownZone{user, zone, now})
	return zone, nil
}
