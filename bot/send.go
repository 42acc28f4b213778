package bot

import (
	"context"
	"time"
)

// maxTries bounds how often one call is sent again after "ratelimited". No
// other error is tried again: a message might be posted twice.
const maxTries = 5

// call sends one Web API call: paced, sent again when Slack says to wait and
// ctx allows it, counted, and with its error wrapped. channelID is for the
// methods that are paced by channel.
func (c *Client) call(ctx context.Context, method, channelID string, do func(context.Context) error) error {
	for try := 1; ; try++ {
		if err := c.pace.wait(ctx, method, channelID); err != nil {
			return c.counted(method, &SlackError{Method: method, Err: err})
		}
		failed := wrapSlack(method, do(ctx))
		err := c.counted(method, failed)
		if err == nil || failed.Code != codeRateLimited || try == maxTries {
			return err
		}
		delay := max(failed.RetryAfter, time.Second)
		until := time.Now().Add(delay)
		c.pace.hold(method, channelID, until)
		if deadline, ok := ctx.Deadline(); ok && deadline.Before(until) {
			return err
		}
		c.log.Warn("slack asks to wait", "method", method, "wait", delay, "try", try)
		if sleep(ctx, delay) != nil {
			return err
		}
	}
}

// counted notes a call's outcome, and a token that Slack takes no longer.
func (c *Client) counted(method string, failed *SlackError) error {
	w := c.watcher.Load()
	if w != nil {
		w.called(method, failed)
	}
	if failed == nil {
		return nil
	}
	return failed
}

// A watcher is told of every call.
type watcher struct {
	called func(method string, failed *SlackError)
}
