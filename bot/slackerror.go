package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// A SlackError is every error of the Web API and of response urls. It never
// holds a token or a response url.
type SlackError struct {
	Method     string        // "chat.postMessage"; "response_url" for those
	Code       string        // Slack's own, as "channel_not_found"; "http_500" for a status; "" when Slack was not reached
	Messages   []string      // response_metadata.messages: the places that were wrong
	Needed     string        // missing_scope: the scope that is missing
	RetryAfter time.Duration // ratelimited: how long to wait
	Err        error         // what is below, nil when Slack answered with a code
}

// Error is for the log.
func (e *SlackError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "slack %s", e.Method)
	if e.Code != "" {
		fmt.Fprintf(&b, ": %s", e.Code)
	}
	if e.Needed != "" {
		fmt.Fprintf(&b, " (needs %s)", e.Needed)
	}
	if len(e.Messages) > 0 {
		fmt.Fprintf(&b, ": %s", strings.Join(e.Messages, "; "))
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, ", retry after %s", e.RetryAfter)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap is what is below.
func (e *SlackError) Unwrap() error { return e.Err }

// IsSlack says whether err is a SlackError with one of these codes, or with
// any code when none is given.
func IsSlack(err error, codes ...string) bool {
	e, ok := errors.AsType[*SlackError](err)
	if !ok {
		return false
	}
	return len(codes) == 0 || slices.Contains(codes, e.Code)
}

// MaybePosted says of an error whether a message may have been posted all the
// same: Slack was asked to, and nobody knows its answer.
func MaybePosted(err error) bool {
	e, ok := errors.AsType[*SlackError](err)
	if !ok || e.Method != "chat.postMessage" {
		return false
	}
	unsure := []string{"", "internal_error", "fatal_error", "request_timeout", "service_unavailable"}
	return slices.Contains(unsure, e.Code) || strings.HasPrefix(e.Code, "http_5")
}

// codeRateLimited is the code of every 429.
const codeRateLimited = "ratelimited"

// wrapSlack turns an error of slack-go into a SlackError; nil stays nil.
func wrapSlack(method string, err error) *SlackError {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*SlackError](err); ok {
		return e
	}
	if e, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return &SlackError{Method: method, Code: codeRateLimited, RetryAfter: e.RetryAfter}
	}
	if e, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return statusError(method, e.Code, "")
	}
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		code := e.Err
		if code == "rate_limited" {
			code = codeRateLimited
		}
		return &SlackError{Method: method, Code: code, Messages: e.ResponseMetadata.Messages, Needed: e.Needed}
	}
	return &SlackError{Method: method, Err: withoutURL(err)}
}

// statusError is the error of an HTTP status other than 200.
func statusError(method string, status int, retryAfter string) *SlackError {
	if status != http.StatusTooManyRequests {
		return &SlackError{Method: method, Code: "http_" + strconv.Itoa(status)}
	}
	seconds, _ := strconv.Atoi(retryAfter)
	return &SlackError{Method: method, Code: codeRateLimited, RetryAfter: time.Duration(seconds) * time.Second}
}

// withoutURL takes the address out of an HTTP client's error: a response url
// is a secret.
func withoutURL(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// outcome is the word for metrics.
func (e *SlackError) outcome() string {
	switch {
	case e == nil:
		return "ok"
	case e.Code != "":
		return e.Code
	case errors.Is(e.Err, context.Canceled), errors.Is(e.Err, context.DeadlineExceeded):
		return "timeout"
	}
	return "unreachable"
}
