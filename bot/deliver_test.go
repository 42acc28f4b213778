package bot

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// hanging is Slack when its response urls answer nothing: what is sent to them
// waits for its end, and the Web API takes all.
type hanging struct{ methods []string }

func (h *hanging) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host == "hooks.slack.example" {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	method := strings.TrimPrefix(req.URL.Path, "/api/")
	h.methods = append(h.methods, method)
	body := map[string]string{
		"conversations.open": `{"ok":true,"channel":{"id":"D1"}}`,
		"chat.postMessage":   `{"ok":true,"channel":"D1","ts":"1.2"}`,
	}[method]
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

func TestADirectMessageTakesThePlaceOfAResponseURLThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := &hanging{}
		client := NewClient("xoxb-1", "https://slack.example/api/", discard())
		client.http.Transport = slow
		b, err := New(Config{AppToken: "xapp-1", Client: client})
		if err != nil {
			t.Fatal(err)
		}
		a := &act{env: &envelope{}, response: newResponse("https://hooks.slack.example/commands/1", time.Now()), Request: &Request{
			Kind: KindSubmission, UserID: "U1", At: time.Now(),
		}}
		var d delivery
		b.answer(a, &d, Message{Text: "Saved."}, false)
		for _, s := range d.steps {
			if err := b.step(t.Context(), s); err != nil {
				t.Error(err)
			}
		}
		if want := []string{"conversations.open", "chat.postMessage"}; !slices.Equal(slow.methods, want) {
			t.Errorf("calls %q, want %q", slow.methods, want)
		}
	})
}
