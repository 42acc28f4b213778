package slacksim

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// app is a small real app over the simulator's socket: it does what each test tells it.
type app struct {
	t      *testing.T
	sim    *Slack
	api    *slack.Client
	socket *socketmode.Client

	mu       sync.Mutex
	commands func(a *app, e socketmode.Event, c slack.SlashCommand)
	clicks   func(a *app, e socketmode.Event, c slack.InteractionCallback)
	events   func(a *app, e socketmode.Event)
}

// workspace is a simulator with two people and two channels.
func workspace(t *testing.T, cfg Config) *Slack {
	t.Helper()
	sim, err := Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	ana := sim.AddUser(User{Name: "ana", RealName: "Ana Example", TZ: "Europe/Berlin"})
	ben := sim.AddUser(User{Name: "ben", RealName: "Ben Example"})
	sim.AddChannel(Channel{Name: "general", Members: []string{ana.ID, ben.ID, sim.BotUserID()}})
	sim.AddChannel(Channel{Name: "influencers", Members: []string{ana.ID, ben.ID, sim.BotUserID()}})
	return sim
}

// client is a Web API client whose idle connections end with the test.
func client(t *testing.T, sim *Slack, options ...slack.Option) *slack.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	base := []slack.Option{
		slack.OptionAPIURL(sim.APIURL()), slack.OptionAppLevelToken(sim.AppToken()),
		slack.OptionHTTPClient(&http.Client{Transport: transport}),
	}
	return slack.New(sim.BotToken(), append(base, options...)...)
}

// connect starts an app with one connection.
func connect(t *testing.T, sim *Slack) *app {
	t.Helper()
	a := &app{t: t, sim: sim, api: client(t, sim)}
	sim.mu.Lock()
	before := len(sim.sockets.open)
	sim.mu.Unlock()
	a.socket = socketmode.New(a.api)
	ctx := t.Context() // ends before the clean-up waits
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := a.socket.RunContext(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Log("socket ended:", err)
		}
	})
	wg.Go(func() { a.route(ctx) })
	t.Cleanup(wg.Wait)
	within, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	if err := sim.WaitConnected(within, before+1); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *app) route(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-a.socket.Events:
			a.mu.Lock()
			commands, clicks, events := a.commands, a.clicks, a.events
			a.mu.Unlock()
			switch data := e.Data.(type) {
			case slack.SlashCommand:
				if commands != nil {
					commands(a, e, data)
				}
			case slack.InteractionCallback:
				if clicks != nil {
					clicks(a, e, data)
				}
			default:
				if events != nil {
					events(a, e)
				}
			}
		}
	}
}

func (a *app) onCommand(f func(a *app, e socketmode.Event, c slack.SlashCommand)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.commands = f
}

func (a *app) onClick(f func(a *app, e socketmode.Event, c slack.InteractionCallback)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.clicks = f
}

func (a *app) onEvent(f func(a *app, e socketmode.Event)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.events = f
}

// ack acknowledges, with or without a payload.
func (a *app) ack(e socketmode.Event, payload ...any) {
	if err := a.socket.Ack(*e.Request, payload...); err != nil {
		a.t.Error("acknowledge:", err)
	}
}

func plainText(words string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, words, false, false)
}

func mrkdwn(words string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, words, false, false)
}

func section(words string) *slack.SectionBlock { return slack.NewSectionBlock(mrkdwn(words), nil, nil) }

func buttons(blockID string, labels ...string) *slack.ActionBlock {
	var elements []slack.BlockElement
	for _, label := range labels {
		elements = append(elements, slack.NewButtonBlockElement("act:"+label, "value of "+label, plainText(label)))
	}
	return slack.NewActionBlock(blockID, elements...)
}

// input is an input block whose block and action ids are made from name.
func input(name, label string, element slack.BlockElement) *slack.InputBlock {
	return slack.NewInputBlock(name, plainText(label), nil, element)
}

func typed(name, label, initial string) *slack.InputBlock {
	e := slack.NewPlainTextInputBlockElement(nil, name)
	e.InitialValue = initial
	return input(name, label, e)
}

func modal(callback string, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainText("A form"), Submit: plainText("Save"), Close: plainText("Cancel"),
		CallbackID: callback, PrivateMetadata: "meta", Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// quiet are the options that every posted message needs.
func quiet(options ...slack.MsgOption) []slack.MsgOption {
	return append(options, slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
}

// code is Slack's error code in an error of the client.
func code(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
