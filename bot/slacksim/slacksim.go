package slacksim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Config says how the workspace begins. The zero value is a workspace on a free port with the real time.
type Config struct {
	// Log gets one line for each refusal; nil discards.
	Log *slog.Logger
	// Addr is where to listen; default "127.0.0.1:0".
	Addr string
	// TeamName is the workspace's name; default "Acme".
	TeamName string
	// AppName is the app's name, and in lower case its bot user's name; default "Codekeeper".
	AppName string
	// Scopes are the bot scopes granted at the start; nil grants all that the methods know.
	Scopes []string
	// Commands are the registered slash commands; nil is /influencer and /campaign.
	Commands []SlashCommand
	// Shortcuts are the registered global shortcuts.
	Shortcuts []GlobalShortcut
	// Start is the clock's first time; zero is real time.
	Start time.Time
	// Strict also refuses more than about one message a second in one channel, as Slack does.
	Strict bool
}

// SlashCommand is one registered command. A command that is not registered never reaches the app.
type SlashCommand struct {
	// Command is the word with its slash.
	Command string
	// Description and UsageHint are what the client offers while the command is typed.
	Description, UsageHint string
	// ShouldEscape turns @names, #channels and addresses into Slack's angle-bracket forms.
	ShouldEscape bool
}

// GlobalShortcut is one entry of the client's shortcuts menu.
type GlobalShortcut struct {
	Name, CallbackID, Description string
}

// Slack is one running workspace. All its methods may be called from any goroutine.
type Slack struct {
	cfg    Config
	log    *slog.Logger
	clock  *Clock
	ids    identity
	server *http.Server
	base   string // "http://127.0.0.1:PORT"
	port   string
	// everywhere says that it listens on all of the machine's addresses.
	everywhere bool
	methods    map[string]method
	ackLimit   time.Duration // how long a person waits for an acknowledgement
	pingTime   time.Duration // how often connections are pinged
	stop       chan struct{}
	wg         sync.WaitGroup

	mu     sync.Mutex
	closed bool
	tick   chan struct{} // closed and replaced at each change
	seq    int64         // counts changes
	serial int64         // counts ids
	lastTS int64         // microseconds of the newest timestamp

	people  people
	faults  faults
	record  record
	sockets sockets
	talk    talk
	views   views
	files   map[string]*file
}

// identity is what the workspace calls itself and the app.
type identity struct {
	team, teamDomain, app, botUser, bot string
	appToken, botToken, verification    string
}

// Start opens a workspace and serves it until [Slack.Close]. It returns the error of listening.
func Start(cfg Config) (*Slack, error) {
	fillConfig(&cfg)
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", cfg.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen for the simulated workspace: %w", err)
	}
	s := &Slack{
		cfg:      cfg,
		log:      cfg.Log,
		clock:    newClock(cfg.Start),
		ackLimit: ackWithin,
		pingTime: pingEvery,
		stop:     make(chan struct{}),
		tick:     make(chan struct{}),
		serial:   46656, // 36^3: identifiers begin at four digits, as Slack's never look like small numbers
		files:    map[string]*file{},
	}
	s.address(listener.Addr())
	s.people, s.faults, s.sockets = newPeople(), newFaults(), newSockets()
	s.talk, s.views = newTalk(), newViews()
	s.ids = s.newIdentity()
	s.methods = methodsByName()
	s.grantScopes()
	s.addBot()
	s.server = &http.Server{Handler: s.mux(), ReadHeaderTimeout: 10 * time.Second}
	s.wg.Go(func() { _ = s.server.Serve(listener) })
	s.wg.Go(s.sweep)
	return s, nil
}

func fillConfig(cfg *Config) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Addr == "" {
		cfg.Addr = "127.0.0.1:0"
	}
	if cfg.TeamName == "" {
		cfg.TeamName = "Acme"
	}
	if cfg.AppName == "" {
		cfg.AppName = "Codekeeper"
	}
	if cfg.Commands == nil {
		cfg.Commands = []SlashCommand{
			{Command: "/influencer", Description: "Links and codes of influencers", UsageHint: "[help]"},
			{Command: "/campaign", Description: "Campaigns and the daily digest", UsageHint: "[help]"},
		}
	}
}

// Close ends every connection and waits until nothing of the workspace runs any more. A second call does nothing.
func (s *Slack) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.stop)
	for _, k := range s.sockets.open {
		k.drop()
	}
	s.mu.Unlock()
	err := s.server.Close()
	s.wg.Wait()
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("close the simulated workspace: %w", err)
	}
	return nil
}

// address keeps where the workspace is reached: where it listens, and on this machine where it listens everywhere.
func (s *Slack) address(listens net.Addr) {
	at, _ := listens.(*net.TCPAddr)
	host := at.IP.String()
	s.port, s.everywhere = strconv.Itoa(at.Port), at.IP.IsUnspecified()
	if s.everywhere {
		host = "127.0.0.1"
	}
	s.base = "http://" + net.JoinHostPort(host, s.port)
}

// APIURL is the Web API's base, ending in a slash.
func (s *Slack) APIURL() string { return s.base + "/api/" }

// URL is the page for people.
func (s *Slack) URL() string { return s.base + "/" }

// NetworkURLs are the page for people on other machines: none, unless the workspace listens on all addresses.
func (s *Slack) NetworkURLs() []string {
	var urls []string
	for _, ip := range ownAddresses() {
		if s.everywhere && ip.IsGlobalUnicast() {
			urls = append(urls, "http://"+net.JoinHostPort(ip.String(), s.port)+"/")
		}
	}
	return urls
}

// AppToken is the app-level token (xapp-…) that opens connections.
func (s *Slack) AppToken() string { return s.ids.appToken }

// BotToken is the bot's token (xoxb-…).
func (s *Slack) BotToken() string { return s.ids.botToken }

// TeamID is the workspace's id.
func (s *Slack) TeamID() string { return s.ids.team }

// BotUserID is the id of the app's bot user.
func (s *Slack) BotUserID() string { return s.ids.botUser }

// Clock is the workspace's clock.
func (s *Slack) Clock() *Clock { return s.clock }

// bump counts a change and wakes everyone who waits for one. The caller holds s.mu.
func (s *Slack) bump() int64 {
	s.seq++
	close(s.tick)
	s.tick = make(chan struct{})
	return s.seq
}

// touch counts a change that something outside s.mu made.
func (s *Slack) touch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bump()
}

// await calls done, holding s.mu, now and after each change until it answers true; false when ctx ends first.
func (s *Slack) await(ctx context.Context, done func() bool) bool {
	for {
		s.mu.Lock()
		ok, tick := done(), s.tick
		s.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-tick:
		case <-ctx.Done():
			return false
		case <-s.stop:
			return false
		}
	}
}

func lowerName(name string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimSpace(name), " ", "-"))
}
