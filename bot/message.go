package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// responseURLMethod names posts to response urls in errors and metrics.
const responseURLMethod = "response_url"

var errNoText = errors.New("message without a text")

// Post posts a message in a channel, with unfurling off. Errors are
// SlackErrors: not_in_channel, channel_not_found, is_archived and more.
func (c *Client) Post(ctx context.Context, channelID string, m Message) (MessageRef, error) {
	if m.Text == "" {
		return MessageRef{}, &SlackError{Method: "chat.postMessage", Err: errNoText}
	}
	ref := MessageRef{ChannelID: channelID}
	err := c.call(ctx, "chat.postMessage", channelID, func(ctx context.Context) error {
		channel, ts, err := c.api.PostMessageContext(ctx, channelID, options(m)...)
		if err == nil {
			ref = MessageRef{ChannelID: channel, Timestamp: ts}
		}
		return err
	})
	return ref, err
}

// Rewrite puts another message in the place of one that the bot posted.
// Errors are SlackErrors: message_not_found, cant_update_message and more.
func (c *Client) Rewrite(ctx context.Context, ref MessageRef, m Message) error {
	if m.Text == "" {
		return &SlackError{Method: "chat.update", Err: errNoText}
	}
	return c.call(ctx, "chat.update", ref.ChannelID, func(ctx context.Context) error {
		_, _, _, err := c.api.UpdateMessageContext(ctx, ref.ChannelID, ref.Timestamp, options(m)...)
		return err
	})
}

func options(m Message) []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.Text, false),
		slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
	}
}

// Permalink is the address of a message. Errors are SlackErrors.
func (c *Client) Permalink(ctx context.Context, ref MessageRef) (string, error) {
	var link string
	err := c.call(ctx, "chat.getPermalink", ref.ChannelID, func(ctx context.Context) (err error) {
		link, err = c.api.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: ref.ChannelID, Ts: ref.Timestamp})
		return err
	})
	return link, err
}

// Posted finds the newest message of our own in a channel, posted at or after
// since, that holds a block with this id; nil when there is none. A digest
// asks it after a crash, so that it is never posted twice. Errors are
// SlackErrors.
func (c *Client) Posted(ctx context.Context, channelID, blockID string, since time.Time) (*MessageRef, error) {
	self, err := c.self(ctx)
	if err != nil {
		return nil, err
	}
	page := &slack.GetConversationHistoryParameters{
		ChannelID: channelID, Oldest: timestamp(since), Inclusive: true, Limit: 200,
	}
	for {
		var history *slack.GetConversationHistoryResponse
		err := c.call(ctx, "conversations.history", channelID, func(ctx context.Context) (err error) {
			history, err = c.api.GetConversationHistoryContext(ctx, page)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, m := range history.Messages {
			if (m.User == self.BotUserID || m.BotID != "" && m.BotID == self.BotID) && holdsBlock(m.Blocks, blockID) {
				return &MessageRef{ChannelID: channelID, Timestamp: m.Timestamp}, nil
			}
		}
		page.Cursor = history.ResponseMetaData.NextCursor
		if !history.HasMore || page.Cursor == "" {
			return nil, nil
		}
	}
}

func holdsBlock(blocks slack.Blocks, id string) bool {
	for _, b := range blocks.BlockSet {
		if b.ID() == id {
			return true
		}
	}
	return false
}

// timestamp is Slack's form of a time: seconds with six decimals.
func timestamp(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}

// An answer is a message as acknowledgements and response urls carry it.
type answer struct {
	ResponseType    string        `json:"response_type"`
	Text            string        `json:"text"`
	Blocks          []slack.Block `json:"blocks,omitempty"`
	ReplaceOriginal bool          `json:"replace_original"`
	UnfurlLinks     bool          `json:"unfurl_links"`
	UnfurlMedia     bool          `json:"unfurl_media"`
}

func newAnswer(m Message, replace bool) answer {
	return answer{ResponseType: "ephemeral", Text: m.Text, Blocks: m.Blocks, ReplaceOriginal: replace}
}

// respond answers through a response url, visible only to whom it belongs.
// replace puts the message in the place of the one that was pressed. Errors
// are SlackErrors with the code that Slack wrote (expired_url, used_url) or
// "http_404".
func (c *Client) respond(ctx context.Context, responseURL string, m Message, replace bool) error {
	if m.Text == "" {
		return &SlackError{Method: responseURLMethod, Err: errNoText}
	}
	body, err := json.Marshal(newAnswer(m, replace))
	if err != nil {
		return &SlackError{Method: responseURLMethod, Err: err}
	}
	return c.call(ctx, responseURLMethod, "", func(ctx context.Context) error {
		return c.postJSON(ctx, responseURL, body)
	})
}

// postJSON posts to a response url and reads what Slack thinks of it.
func (c *Client) postJSON(ctx context.Context, address string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errors.New("response url is not an address")
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	if err != nil {
		return err
	}
	code := responseCode(said)
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		return statusError(responseURLMethod, resp.StatusCode, resp.Header.Get("Retry-After"))
	case code != "":
		return &SlackError{Method: responseURLMethod, Code: code}
	case resp.StatusCode != http.StatusOK:
		return statusError(responseURLMethod, resp.StatusCode, "")
	}
	return nil
}

// responseCode reads Slack's code out of a response url's answer, which is
// JSON with ok and error, or the bare code; "" when it was taken.
func responseCode(body []byte) string {
	var r struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &r) == nil {
		if r.OK != nil && !*r.OK {
			return r.Error
		}
		return ""
	}
	word := strings.TrimSpace(string(body))
	bare := len(word) <= 60 && strings.Contains(word, "_") && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz_") == ""
	if !bare {
		return ""
	}
	return word
}
