package slacksim

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"time"
)

// The life of a response_url.
const (
	responseURLUses = 5
	responseURLLife = 30 * time.Minute // by the workspace's clock
)

// responseURL is one address for answers to what somebody did.
type responseURL struct {
	channel string
	user    string
	source  *message // the message whose button was pressed; nil for a command
	expires time.Time
	used    int
}

// newResponseURL gives out an address. kind is "commands" or "actions". The caller holds s.mu.
func (s *Slack) newResponseURL(kind string, u responseURL) string {
	id := s.newID("R") + secret(12)
	u.expires = s.clock.Now().Add(responseURLLife)
	s.talk.urls[id] = &u
	return s.base + "/" + kind + "/" + id
}

// serveResponseURL takes one answer.
func (s *Slack) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(r)
	if err != nil {
		http.Error(w, "no_text", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	wait, instead := s.fault("response_url")
	s.mu.Unlock()
	if !s.pause(r, wait) {
		return
	}
	s.mu.Lock()
	failed := instead
	if failed == nil {
		failed = s.respond(r.PathValue("id"), body)
	}
	note := ""
	if failed != nil {
		note = failed.code
	}
	if failed != nil && failed != instead {
		s.refused(Refusal{Method: "response_url", Error: failed.code, Messages: failed.messages, Body: string(body)})
	}
	s.passed("response_url", r.URL.Path, string(body), note)
	s.mu.Unlock()

	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	switch {
	case failed == nil:
		_, _ = w.Write(encode(doc{"ok": true}))
	case failed.code == "ratelimited":
		w.Header().Set("Retry-After", fmt.Sprint(int(math.Ceil(failed.retryAfter.Seconds()))))
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = w.Write(encode(failed.answer()))
	case failed.code == "expired_url" || failed.code == "used_url":
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write(encode(failed.answer()))
	default:
		_, _ = w.Write(encode(failed.answer()))
	}
}

// respond does what an answer asks for. It answers expired_url, used_url, or the code of what is wrong in the answer,
// which uses the address up too. The caller holds s.mu.
func (s *Slack) respond(id string, body json.RawMessage) *apiError {
	u := s.talk.urls[id]
	switch {
	case u == nil || s.clock.Now().After(u.expires):
		return fail("expired_url")
	case u.used >= responseURLUses:
		return fail("used_url")
	}
	u.used++
	return s.answerTo(u, body)
}

// answerTo says an answer where somebody did something, or changes the message they did it in. Being a member is not
// needed. The caller holds s.mu.
func (s *Slack) answerTo(u *responseURL, body json.RawMessage) *apiError {
	if failed := no(checkResponse(body)); failed != nil {
		return failed
	}
	d := decodeObject(body)
	if d == nil {
		return fail("no_text")
	}
	args := arguments(d)
	replace, _ := args.yes("replace_original")
	remove, _ := args.yes("delete_original")
	if u.source != nil && (replace || remove) {
		if u.source.deleted {
			return fail("message_not_found")
		}
		if remove {
			s.erase(u.source)
			return nil
		}
		s.rewrite(u.source, args.str("text"), decodeObjects(args.raw("blocks")), args.raw("attachments"))
		return nil
	}
	if remove {
		return nil // there is no original
	}
	w := words{
		text: args.str("text"), blocks: args.raw("blocks"), attachments: args.raw("attachments"),
		thread: args.str("thread_ts"), meta: args["metadata"],
	}
	m := w.message(u.channel, s.ids.botUser)
	if args.str("response_type") == "in_channel" {
		if failed := unfurlsNothing(args); failed != nil {
			return failed
		}
	} else {
		m.only = u.user
	}
	s.say(m)
	return nil
}
