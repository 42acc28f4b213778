package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"codekeeper/bot/slacksim"
)

// workspace is a simulator with two members, a guest, somebody of another
// organisation, and two channels.
func workspace(t testing.TB, config slacksim.Config) *slacksim.Slack {
	t.Helper()
	sim, err := slacksim.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	ana := sim.AddUser(slacksim.User{Name: "ana", RealName: "Ana Example", TZ: "Europe/Berlin"})
	ben := sim.AddUser(slacksim.User{Name: "ben", RealName: "Ben Example"})
	gus := sim.AddUser(slacksim.User{Name: "gus", RealName: "Gus Guest", Guest: true})
	ola := sim.AddUser(slacksim.User{Name: "ola", RealName: "Ola Other", TeamID: "T0OTHER"})
	members := []string{ana.ID, ben.ID, gus.ID, ola.ID, sim.BotUserID()}
	sim.AddChannel(slacksim.Channel{Name: "general", Members: members})
	sim.AddChannel(slacksim.Channel{Name: "influencers", Members: members})
	return sim
}

// running is a bot that runs until the test ends.
type running struct {
	*Bot
	log  *logged
	stop func() error // ends Run and gives what it returned; may be called often

	ended atomic.Bool // Run returned
}

// start runs a bot against a simulator, and waits until it is connected.
func start(t testing.TB, sim *slacksim.Slack, config Config) *running {
	t.Helper()
	r := begin(t, sim, config)
	if err := sim.WaitConnected(timeout(t), 1); err != nil {
		t.Fatal(err)
	}
	return r
}

// begin runs a bot without waiting.
func begin(t testing.TB, sim *slacksim.Slack, config Config) *running {
	t.Helper()
	to := &logged{}
	config.Log = logTo(to)
	config.AppToken = sim.AppToken()
	if config.Client == nil {
		config.Client = NewClient(sim.BotToken(), sim.APIURL(), config.Log)
	}
	if config.Clock == nil {
		config.Clock = sim.Clock()
	}
	b, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var ended sync.WaitGroup
	var result error
	r := &running{Bot: b, log: to, stop: func() error { cancel(); ended.Wait(); return result }}
	ended.Go(func() { result = b.Run(ctx); r.ended.Store(true) })
	t.Cleanup(func() {
		if err := r.stop(); err != nil && !t.Failed() {
			t.Log("Run returned", err)
		}
		if t.Failed() {
			t.Log(Clip(to.String(), 5000))
		}
		for _, secret := range []string{sim.BotToken(), sim.AppToken(), "/commands/", "/actions/"} {
			if strings.Contains(to.String(), secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
	})
	return r
}

// timeout is a context for waiting for what must come.
func timeout(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// logged is a log in memory.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// noRefusals checks that Slack would have taken all that was sent.
func noRefusals(t testing.TB, sim *slacksim.Slack) {
	t.Helper()
	for _, r := range sim.Refusals() {
		t.Errorf("refused %s: %s %v\n%s", r.Method, r.Error, r.Messages, Clip(r.Body, 300))
	}
}

// eventually waits for something that no event announces.
func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	ctx := timeout(t)
	for !done() {
		if sleep(ctx, 5*time.Millisecond) != nil {
			t.Fatalf("did not come: %s", what)
		}
	}
}

func logTo(to *logged) *slog.Logger {
	return slog.New(slog.NewTextHandler(to, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// command is a command of everybody's that does one thing.
func command(name string, run Handler) Command {
	return Command{Slash: "/influencer", Name: name, Who: Members, Run: run}
}

// says is a handler that answers one thing.
func says(text string) Handler {
	return func(context.Context, *Request) (*Reply, error) { return Say(Message{Text: text}), nil }
}

// opens is a handler that opens a form.
func opens(form *slack.ModalViewRequest) Handler {
	return func(context.Context, *Request) (*Reply, error) { return &Reply{Open: form}, nil }
}

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// codeForm is a form with two inputs, code and note.
func codeForm(title, meta string) *slack.ModalViewRequest {
	input := func(id, label string) slack.Block {
		element := slack.NewPlainTextInputBlockElement(nil, id)
		return slack.NewInputBlock(id, plain(label), nil, element).WithOptional(true)
	}
	return &slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "code", PrivateMetadata: meta,
		Title: plain(title), Submit: plain("Save"), Close: plain("Cancel"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{input("code", "Coupon code"), input("note", "Note")}},
	}
}

// button is a section with a button below it.
func button(text, action, label, value string) []slack.Block {
	return []slack.Block{
		slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil),
		slack.NewActionBlock("", slack.NewButtonBlockElement(action, value, plain(label))),
	}
}

// envelopeOf makes an envelope as a connection would bring it.
func envelopeOf(t testing.TB, kind string, payload any) *envelope {
	t.Helper()
	encoded, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	return &envelope{ID: "E1", Type: kind, Payload: encoded, received: time.Now()}
}
