package bot

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

// A Client is the Web API with a bot token. It paces itself by Slack's limits,
// honours Retry-After, turns unfurling off, and wraps every error into a
// SlackError.
type Client struct {
	api     *slack.Client
	http    *http.Client
	token   string // the bot's
	apiURL  string
	log     *slog.Logger
	pace    *pace
	formKey [sha256.Size]byte // signs what forms carry; see meta.go
	watcher atomic.Pointer[watcher]
	people  atomic.Pointer[people] // the Bot's, who knows the editors; nil without one

	mu       sync.Mutex
	identity *Identity
}

// NewClient makes a client. apiURL is the Web API's base, "" for Slack's; a
// missing "/" at its end is added. Without a log nothing is logged.
func NewClient(botToken, apiURL string, log *slog.Logger) *Client {
	if apiURL == "" {
		apiURL = slack.APIURL
	}
	if !strings.HasSuffix(apiURL, "/") {
		apiURL += "/"
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	httpClient := newHTTPClient()
	return &Client{
		api: slack.New(botToken,
			slack.OptionAPIURL(apiURL),
			slack.OptionHTTPClient(httpClient),
			slack.OptionLog(debugLog{log})),
		http:    httpClient,
		token:   botToken,
		apiURL:  apiURL,
		log:     log,
		pace:    newPace(),
		formKey: sha256.Sum256([]byte("what forms carry " + botToken)),
	}
}

// newHTTPClient makes an HTTP client with its own connections, so that they
// can be closed with it.
func newHTTPClient() *http.Client {
	transport, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return &http.Client{Timeout: 30 * time.Second}
	}
	own := transport.Clone()
	own.MaxIdleConnsPerHost = 16
	return &http.Client{Transport: own, Timeout: 30 * time.Second}
}

// Close closes idle connections. The client can still be used.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// An Identity is who the bot token belongs to.
type Identity struct {
	TeamID    string   // "T…", the workspace
	Team      string   // its name
	URL       string   // its address
	BotUserID string   // "U…", the bot as a member
	BotID     string   // "B…"
	Scopes    []string // granted to the token, sorted
}

// Identify asks auth.test. Errors are SlackErrors.
func (c *Client) Identify(ctx context.Context) (Identity, error) {
	var r *slack.AuthTestResponse
	err := c.call(ctx, "auth.test", "", func(ctx context.Context) (err error) {
		r, err = c.api.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		return Identity{}, err
	}
	id := Identity{
		TeamID: r.TeamID, Team: r.Team, URL: r.URL, BotUserID: r.UserID, BotID: r.BotID,
		Scopes: scopes(r.Header.Get("X-Oauth-Scopes")),
	}
	c.mu.Lock()
	c.identity = &id
	c.mu.Unlock()
	return id, nil
}

// scopes reads the header in which Slack lists what a token may do.
func scopes(header string) []string {
	var all []string
	for s := range strings.SplitSeq(header, ",") {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	slices.Sort(all)
	return all
}

// self is the identity, asked for when it is not known yet.
func (c *Client) self(ctx context.Context) (Identity, error) {
	c.mu.Lock()
	known := c.identity
	c.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	return c.Identify(ctx)
}

// debugLog takes slack-go's own log lines to debug.
type debugLog struct{ log *slog.Logger }

// Output is what slack-go calls.
func (d debugLog) Output(_ int, line string) error {
	d.log.Debug("slack-go", "line", strings.TrimSpace(line))
	return nil
}
