package bot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// What Slack allows. Source: "Handling user interaction", response_url; and
// the view object's private_metadata.
const (
	responseUses     = 5
	responseLifetime = 30 * time.Minute
	maxMetadata      = 3000
	maxOwnMetadata   = 2000
)

// A response is a response url with what is left of it. Its age is measured
// by the Clock.
type response struct {
	url  string
	at   time.Time
	left int
}

// newResponse is a response url as Slack gives it out; url may be "".
func newResponse(url string, at time.Time) response {
	return response{url: url, at: at, left: responseUses}
}

// usable says whether Slack would still take an answer.
func (r response) usable(now time.Time) bool {
	return r.url != "" && r.left > 0 && now.Before(r.at.Add(responseLifetime))
}

// carried is what a form carries beside the handler's own metadata.
type carried struct {
	URL  string `json:"u,omitempty"`
	At   int64  `json:"t,omitempty"` // seconds since 1970
	Left int    `json:"n,omitempty"`
}

var errMetadata = errors.New("private metadata is not ours")

// seal makes a form's private metadata: a signature, a full stop, what is
// carried as JSON, a line break, and the handler's own text as it is. The
// signature is over all that and the callback id, so that nobody makes the bot
// post to another address or save what no form showed.
func (c *Client) seal(callback, own string, r response) (string, error) {
	if len(own) > maxOwnMetadata {
		return "", fmt.Errorf("private metadata of %d bytes, at most %d", len(own), maxOwnMetadata)
	}
	head := carried{URL: r.url, Left: r.left}
	if r.url != "" {
		head.At = r.at.Unix()
	}
	encoded, err := json.Marshal(head)
	if err != nil {
		return "", fmt.Errorf("private metadata: %w", err)
	}
	body := string(encoded) + "\n" + own
	sealed := c.signature(callback, body) + "." + body
	if len(sealed) > maxMetadata {
		return "", fmt.Errorf("private metadata of %d bytes with what it carries, at most %d", len(sealed), maxMetadata)
	}
	return sealed, nil
}

// unseal reads a form's private metadata; errMetadata when it is not what
// seal made for this callback id.
func (c *Client) unseal(callback, sealed string) (own string, r response, err error) {
	signature, body, _ := strings.Cut(sealed, ".")
	if !hmac.Equal([]byte(signature), []byte(c.signature(callback, body))) {
		return "", response{}, errMetadata
	}
	encoded, own, _ := strings.Cut(body, "\n")
	var head carried
	if json.Unmarshal([]byte(encoded), &head) != nil {
		return "", response{}, errMetadata
	}
	return own, response{url: head.URL, at: time.Unix(head.At, 0), left: head.Left}, nil
}

func (c *Client) signature(callback, body string) string {
	h := hmac.New(sha256.New, c.formKey[:])
	_, _ = fmt.Fprintf(h, "%d:%s%s", len(callback), callback, body) // a hash takes everything
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:15])
}

// sealed is a handler's form as it goes to Slack. The handler's own stays as
// it is.
func (c *Client) sealed(form *slack.ModalViewRequest, r response) (slack.ModalViewRequest, error) {
	v := *form
	v.Type = slack.VTModal
	if v.Blocks.BlockSet == nil {
		v.Blocks.BlockSet = []slack.Block{}
	}
	metadata, err := c.seal(v.CallbackID, v.PrivateMetadata, r)
	if err != nil {
		return v, fmt.Errorf("form %q: %w", v.CallbackID, err)
	}
	v.PrivateMetadata = metadata
	return v, nil
}
