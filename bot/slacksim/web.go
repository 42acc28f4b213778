package slacksim

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"
)

// maxBody is the most of one request that is read, in bytes: the largest file that fits into a form, and more.
const maxBody = maxFormFile + 2<<20

// apiError is one of Slack's errors as an answer.
type apiError struct {
	code       string
	messages   []string      // response_metadata.messages
	retryAfter time.Duration // ratelimited only
	extra      doc           // further fields of the answer
}

// fail is an error with nothing but its code.
func fail(code string) *apiError { return &apiError{code: code} }

// no is the answer that a check's refusal becomes.
func no(r *refusal) *apiError {
	if r == nil {
		return nil
	}
	return &apiError{code: r.Error, messages: r.Messages}
}

// badArgument is the answer to an argument that is missing or not of its type.
func badArgument(format string, args ...any) *apiError {
	return &apiError{code: "invalid_arguments", messages: []string{"[ERROR] " + fmt.Sprintf(format, args...)}}
}

// answer is the error as Slack's JSON.
func (e *apiError) answer() doc {
	out := doc{"ok": false, "error": e.code}
	if len(e.messages) > 0 {
		out["response_metadata"] = doc{"messages": e.messages}
	}
	maps.Copy(out, e.extra)
	return out
}

func (s *Slack) mux() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveMethod)
	mux.HandleFunc("GET /link/", s.serveSocket)
	mux.HandleFunc("POST /commands/{id}", s.serveResponseURL)
	mux.HandleFunc("POST /actions/{id}", s.serveResponseURL)
	mux.HandleFunc("POST /upload/{id}", s.serveUpload)
	mux.HandleFunc("GET /files/{id}/{name}", s.serveFile)
	s.pageRoutes(mux)
	return mux
}

// serveMethod answers one Web API call.
func (s *Slack) serveMethod(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	at := s.clock.Now()
	name := r.PathValue("method")
	args, token, bad := readArguments(r)

	s.mu.Lock()
	wait, instead := s.fault(name)
	s.mu.Unlock()
	if !s.pause(r, wait) {
		return
	}

	// Who sees what a call did sees the call, too.
	s.mu.Lock()
	out, failed := s.dispatch(name, token, args, bad, instead)
	status := http.StatusOK
	if failed != nil {
		out = failed.answer()
		if failed.code == "ratelimited" {
			status = http.StatusTooManyRequests
			w.Header().Set("Retry-After", fmt.Sprint(int(math.Ceil(failed.retryAfter.Seconds()))))
		}
	} else {
		out["ok"] = true
	}
	body := encode(out)
	request := string(encode(doc(args)))
	if failed != nil && failed != instead {
		s.refused(Refusal{Method: name, Error: failed.code, Messages: failed.messages, Body: request})
	}
	s.called(Call{
		Method: name, At: at, Duration: time.Since(began), Request: request, Response: string(body), Status: status,
	})
	w.Header().Set("X-OAuth-Scopes", strings.Join(s.granted(), ","))
	s.mu.Unlock()

	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// pause waits, and answers false when the caller has gone or the workspace closes.
func (s *Slack) pause(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.stop:
	}
	return false
}

// dispatch checks the method, the token, the scope and the arguments' presence, then runs the method. bad is what was
// wrong with reading the request, instead an answer that was asked for. The caller holds s.mu.
func (s *Slack) dispatch(name, token string, args arguments, bad, instead *apiError) (doc, *apiError) {
	m, known := s.methods[name]
	switch {
	case instead != nil:
		return nil, instead
	case !known:
		return nil, &apiError{code: "unknown_method", extra: doc{"req_method": name}}
	case bad != nil:
		return nil, bad
	}
	if failed := s.authorize(m, token, args); failed != nil {
		return nil, failed
	}
	for _, field := range m.required {
		if !args.has(field) {
			return nil, badArgument("missing required field: %s", field)
		}
	}
	return m.run(s, args)
}

// authorize checks the token, its kind and the scope. The caller holds s.mu.
func (s *Slack) authorize(m method, token string, args arguments) *apiError {
	isApp := token == s.ids.appToken
	switch {
	case token == "":
		return fail("not_authed")
	case !isApp && token != s.ids.botToken:
		return fail("invalid_auth")
	case s.faults.token != "":
		return fail(s.faults.token)
	case isApp != m.appToken:
		return fail("not_allowed_token_type")
	}
	needed := m.scopes
	if m.scopeOf != nil {
		needed = m.scopeOf(s, args)
	}
	if len(needed) == 0 || slices.ContainsFunc(needed, func(scope string) bool { return s.faults.scopes[scope] }) {
		return nil
	}
	return &apiError{code: "missing_scope", extra: doc{
		"needed": needed[0], "provided": strings.Join(s.granted(), ","),
	}}
}

// readBody reads a whole body, at most maxBody bytes.
func readBody(r *http.Request) (json.RawMessage, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return nil, fmt.Errorf("read a request: %w", err)
	}
	return body, nil
}
