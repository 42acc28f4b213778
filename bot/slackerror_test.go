package bot

import (
	"context"
	"errors"
	"testing"
)

func TestMaybePosted(t *testing.T) {
	for _, test := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{errors.New("database"), false},
		{&SlackError{Method: "conversations.open"}, false},
		{&SlackError{Method: "chat.postMessage", Code: "channel_not_found"}, false},
		{&SlackError{Method: "chat.postMessage", Code: "ratelimited"}, false},
		{&SlackError{Method: "chat.postMessage", Err: context.DeadlineExceeded}, true},
		{&SlackError{Method: "chat.postMessage", Code: "http_502"}, true},
		{errors.Join(&SlackError{Method: "chat.postMessage", Code: "fatal_error"}), true},
	} {
		if got := MaybePosted(test.err); got != test.want {
			t.Errorf("%v: %v", test.err, got)
		}
	}
}
