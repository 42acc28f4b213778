package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"codekeeper/bot/slacksim"
	"codekeeper/store/localpg/pgtest"
)

// team is a workspace and a database, in which the program may run.
type team struct {
	t    *testing.T
	sim  *slacksim.Slack
	cast cast
	env  environment // all that the program is told

	refuses bool // the test makes the workspace refuse things
}

// newTeam has everybody and nothing stored. The digest is not due today unless
// a test says so.
func newTeam(t *testing.T) *team {
	t.Helper()
	sim, err := startWorkspace("", nil)
	if err != nil {
		t.Fatal(err)
	}
	tm := &team{t: t, sim: sim, cast: populate(sim), env: environment{
		"SLACK_API_URL":   sim.APIURL(),
		"SLACK_APP_TOKEN": sim.AppToken(),
		"SLACK_BOT_TOKEN": sim.BotToken(),
		"DATABASE_URL":    pgtest.New(t),
		"LISTEN_ADDR":     "127.0.0.1:0",
		"LOG_LEVEL":       "debug",
		"DIGEST_TZ":       zoneAtNoon(time.Now()),
		"DIGEST_DAYS":     dayAfter(time.Now()),
	}}
	t.Cleanup(func() {
		if refused := sim.Refusals(); len(refused) > 0 && !tm.refuses {
			t.Errorf("Slack would have refused %d things: %+v", len(refused), refused)
		}
		_ = sim.Close()
	})
	return tm
}

// zoneAtNoon is a zone where it is about noon, so that no test meets midnight.
// The names count hours west of Greenwich as positive.
func zoneAtNoon(now time.Time) string {
	west := now.UTC().Hour() - 12
	if west == 0 {
		return "Etc/GMT"
	}
	return fmt.Sprintf("Etc/GMT%+d", west)
}

// dayAfter is the name of a day that isn't today, in zoneAtNoon.
func dayAfter(now time.Time) string {
	noon := now.UTC().Add(time.Duration(12-now.UTC().Hour()) * time.Hour)
	return strings.ToLower(noon.AddDate(0, 0, 1).Weekday().String()[:3])
}

// due is an environment in which today's digest is due.
func (tm *team) due() environment { return tm.env.with("DIGEST_AT", "00:00", "DIGEST_DAYS", "mon-sun") }

// serves starts the program and waits until it is connected.
func (tm *team) serves(env environment) *child {
	tm.t.Helper()
	c := start(tm.t, env, "serve")
	c.logs("ready")
	return c
}

// address is where the program serves health and metrics.
func (c *child) address() string {
	c.t.Helper()
	addr, _ := c.logs("listening")["addr"].(string)
	return "http://" + addr
}

// ana is the owner, in the channel of the team.
func (tm *team) ana() *slacksim.Person { return tm.sim.As(tm.t, "ana").In("#influencers") }

// digests are the bot's messages in the team's channel.
func (tm *team) digests() []slacksim.Message {
	var posted []slacksim.Message
	for _, m := range tm.sim.Messages(tm.cast.influencers.ID) {
		if m.Only == "" {
			posted = append(posted, m)
		}
	}
	return posted
}
