package commands

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
	"codekeeper/store"
	"codekeeper/store/localpg/pgtest"

	_ "github.com/lib/pq"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(pgtest.Runner{M: m}) }

// monday is when every test begins: Monday, 1 June 2026, 09:00 in Berlin,
// where the team is.
var monday = time.Date(2026, time.June, 1, 7, 0, 0, 0, time.UTC)

// A world is a running bot with its team: a workspace, a fresh database, and
// the workspace's clock. Everything in it ends with the test, which fails when
// Slack would have refused anything that was sent.
type world struct {
	t     testing.TB
	app   *App
	store *store.Store
	sim   *slacksim.Slack
	db    *sql.DB // beside the store, to look at what is stored
	team  string

	ana  *slacksim.Person // owner of the campaigns, in #influencers
	ben  *slacksim.Person // member, in #influencers
	gus  *slacksim.Person // guest, in #general
	olga *slacksim.Person // of another organisation, in #shared

	requests atomic.Int64
	refused  bool // something is meant to be refused
	log      logged
}

// A setting changes how a world begins.
type setting func(*worldConfig)

type worldConfig struct {
	digest  DigestDefaults
	editors func(w *world) string
	sim     slacksim.Config
	at      time.Time
}

// defaultsOf sets DIGEST_AT, DIGEST_TZ, DIGEST_DAYS and DIGEST_CHANNEL.
func defaultsOf(d DigestDefaults) setting { return func(c *worldConfig) { c.digest = d } }

// beginning sets the clock at the start.
func beginning(at time.Time) setting { return func(c *worldConfig) { c.at = at } }

// onlyAnaEdits makes a user group of editors, which holds ana alone.
func onlyAnaEdits() setting {
	return func(c *worldConfig) {
		c.editors = func(w *world) string {
			return w.sim.AddGroup(slacksim.Group{Handle: "editors", Members: []string{w.userID("ana")}}).ID
		}
	}
}

// start makes a world.
func start(t testing.TB, settings ...setting) *world {
	t.Helper()
	config := worldConfig{at: monday}
	for _, set := range settings {
		set(&config)
	}
	w := &world{t: t}
	w.openStore()
	w.openWorkspace(config)
	w.people()
	w.runBot(config)
	w.ana, w.ben = w.sim.As(t, "ana").In("#influencers"), w.sim.As(t, "ben").In("#influencers")
	w.gus, w.olga = w.sim.As(t, "gus").In("#general"), w.sim.As(t, "olga").In("#shared")
	return w
}

func (w *world) openStore() {
	w.t.Helper()
	url := pgtest.New(w.t)
	var err error
	if w.store, err = store.Open(w.t.Context(), url); err != nil {
		w.t.Fatal(err)
	}
	if w.db, err = sql.Open("postgres", url); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			w.t.Error(err)
		}
		if err := w.db.Close(); err != nil {
			w.t.Error(err)
		}
	})
}

func (w *world) openWorkspace(config worldConfig) {
	w.t.Helper()
	config.sim.Start = config.at
	for _, s := range Slashes() {
		config.sim.Commands = append(config.sim.Commands,
			slacksim.SlashCommand{Command: s.Command, Description: s.Description, UsageHint: s.Hint})
	}
	for _, s := range Shortcuts() {
		config.sim.Shortcuts = append(config.sim.Shortcuts,
			slacksim.GlobalShortcut{Name: s.Name, CallbackID: s.CallbackID, Description: s.Description})
	}
	var err error
	if w.sim, err = slacksim.Start(config.sim); err != nil {
		w.t.Fatal(err)
	}
	w.team = w.sim.TeamID()
	w.t.Cleanup(func() {
		if !w.refused && !w.t.Failed() {
			for _, r := range w.sim.Refusals() {
				w.t.Errorf("Slack refuses %s: %s %v\n%s", r.Method, r.Error, r.Messages, r.Body)
			}
		}
		if err := w.sim.Close(); err != nil {
			w.t.Error(err)
		}
	})
}

func (w *world) people() {
	ana := w.sim.AddUser(slacksim.User{Name: "ana", RealName: "Ana Example", TZ: "Europe/Berlin"})
	ben := w.sim.AddUser(slacksim.User{Name: "ben", RealName: "Ben Example", TZ: "Europe/Berlin"})
	gus := w.sim.AddUser(slacksim.User{Name: "gus", RealName: "Gus Guest", TZ: "Europe/Berlin", Guest: true})
	olga := w.sim.AddUser(slacksim.User{Name: "olga", RealName: "Olga Other", TZ: "Europe/Lisbon", TeamID: "T0OTHER"})
	self := w.sim.BotUserID()
	w.sim.AddChannel(slacksim.Channel{Name: "influencers", Members: []string{ana.ID, ben.ID, self}})
	w.sim.AddChannel(slacksim.Channel{Name: "general", Members: []string{ana.ID, ben.ID, gus.ID}})
	w.sim.AddChannel(slacksim.Channel{Name: "shared", Shared: true, Members: []string{ana.ID, ben.ID, olga.ID, self}})
}

// runBot runs the bot until the test ends.
func (w *world) runBot(config worldConfig) {
	w.t.Helper()
	log := slog.New(slog.NewTextHandler(&w.log, nil))
	client := bot.NewClient(w.sim.BotToken(), w.sim.APIURL(), log)
	identity, err := client.Identify(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	w.app = New(Config{
		Store: w.store, Slack: client, Identity: identity, Clock: w.sim.Clock(), Log: log, Digest: config.digest,
	})
	settings := bot.Config{
		AppToken: w.sim.AppToken(), Client: client, Clock: w.sim.Clock(), Log: log,
		Commands: w.app.Commands(), Unknown: w.app.Unknown, Home: w.app.Home, Owners: w.app.Owners, Carries: w.app.Carries,
	}
	if config.editors != nil {
		settings.Editors = config.editors(w)
	}
	b, err := bot.New(settings)
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(w.t.Context()))
	var running sync.WaitGroup
	running.Go(func() {
		if err := b.Run(ctx); err != nil {
			w.t.Errorf("the bot ended: %v", err)
		}
	})
	w.t.Cleanup(func() {
		stop()
		running.Wait()
		if faults := w.log.faults(); faults != "" {
			w.t.Errorf("the bot logged faults:\n%s", faults)
		}
	})
	if err := w.sim.WaitConnected(w.t.Context(), 1); err != nil {
		w.t.Fatal(err)
	}
}

// expectRefusals says that Slack is meant to refuse something in this test.
func (w *world) expectRefusals() { w.refused = true }

// expectFaults says that faults are meant to be logged in this test, and
// answers what was logged so far.
func (w *world) expectFaults() string { return w.log.expect() }

func (w *world) userID(name string) string {
	w.t.Helper()
	u, ok := w.sim.User(name)
	if !ok {
		w.t.Fatalf("nobody is called %s", name)
	}
	return u.ID
}

func (w *world) channelID(name string) string {
	w.t.Helper()
	c, ok := w.sim.Channel(name)
	if !ok {
		w.t.Fatalf("no channel is called %s", name)
	}
	return c.ID
}

// says has somebody type a command, and checks that the answer contains each
// of the texts.
func (w *world) says(p *slacksim.Person, line string, texts ...string) *slacksim.Message {
	w.t.Helper()
	p.Types(line)
	m := p.Answer()
	if m == nil {
		w.t.Fatalf("%s: no answer", line)
	}
	w.reads(line, m.Text(), texts...)
	return m
}

// reads checks that a text contains each of the others.
func (w *world) reads(what, text string, texts ...string) {
	w.t.Helper()
	for _, want := range texts {
		if !strings.Contains(text, want) {
			w.t.Errorf("%s: want %q in\n%s", what, want, text)
		}
	}
}

// refuses has somebody type a command that must change nothing, and checks
// the answer.
func (w *world) refuses(p *slacksim.Person, line string, texts ...string) *slacksim.Message {
	w.t.Helper()
	before := w.writes()
	m := w.says(p, line, texts...)
	if after := w.writes(); after != before {
		w.t.Errorf("%s: %d rows were stored", line, after-before)
	}
	return m
}

// logged is a log in memory.
type logged struct {
	mu       sync.Mutex
	b        bytes.Buffer
	expected bool
}

// Write takes one line.
func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// faults are the lines of errors, unless those are expected.
func (l *logged) faults() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.expected {
		return ""
	}
	var found []string
	for line := range strings.Lines(l.b.String()) {
		if strings.Contains(line, "level=ERROR") {
			found = append(found, line)
		}
	}
	return strings.Join(found, "")
}

func (l *logged) expect() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.expected = true
	return l.b.String()
}

// acknowledged is the payload of the last acknowledgement that the workspace got.
func (w *world) acknowledged() string {
	w.t.Helper()
	for _, e := range slices.Backward(w.sim.Wire()) {
		if e.Kind != "acknowledgement" {
			continue
		}
		var a struct{ Payload json.RawMessage }
		must(w.t, json.Unmarshal([]byte(e.Body), &a))
		return string(a.Payload)
	}
	w.t.Fatal("nothing was acknowledged")
	return ""
}
