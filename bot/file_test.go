package bot

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"codekeeper/bot/slacksim"
)

const codesCSV = "\ufeffhandle,code\r\n@maya.glow,MAYA15\r\n"

func TestUploadAndDownload(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	c := client(t, sim)
	ana, _ := sim.User("ana")
	direct, err := c.DirectChannel(t.Context(), ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	f := File{Name: "summer-glow.csv", Title: "Summer Glow", Content: []byte(codesCSV)}
	if err := c.Upload(t.Context(), direct, f, "All of *Summer Glow*"); err != nil {
		t.Fatal(err)
	}
	sim.As(t, "ana").In("@codekeeper").Sees("All of *Summer Glow*")
	id := fileIn(t, sim, direct)
	got, err := c.Download(t.Context(), id, len(f.Content))
	if err != nil || got.Name != f.Name || got.Title != f.Title || !bytes.Equal(got.Content, f.Content) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := c.Download(t.Context(), id, len(f.Content)-1); !IsSlack(err, "file_too_large") {
		t.Errorf("more than asked for: %v", err)
	}
	if _, err := c.Download(t.Context(), "F0GONE", 100); !IsSlack(err, "file_not_found") {
		t.Errorf("no such file: %v", err)
	}
	if n := len(sim.Calls("files.info")); n != 3 {
		t.Errorf("files.info was called %d times", n)
	}
	sim.RevokeScope("files:read")
	if _, err := c.Download(t.Context(), id, 100); !IsSlack(err, "missing_scope") {
		t.Errorf("without the scope: %v", err)
	}
}

// fileIn is the id of the file in a place's newest message.
func fileIn(t testing.TB, sim *slacksim.Slack, channelID string) string {
	t.Helper()
	all := sim.Messages(channelID)
	if len(all) == 0 || len(all[len(all)-1].Files) != 1 {
		t.Fatalf("no file: %+v", all)
	}
	return all[len(all)-1].Files[0].ID
}

func TestACommentWithALinkIsNotUnfurled(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	c := client(t, sim)
	place, _ := sim.Channel("influencers")
	f := File{Name: "links.csv", Content: []byte("link\n")}
	if err := c.Upload(t.Context(), place.ID, f, "For `https://shop.example/maya`"); err != nil {
		t.Fatal(err)
	}
	sim.As(t, "ana").In("#influencers").Sees("https://shop.example/maya")
	posted := sim.Calls("chat.postMessage")
	if len(posted) != 1 || !strings.Contains(posted[0].Request, `"unfurl_links":"false"`) {
		t.Errorf("posted %v", posted)
	}
	if done := sim.Calls("files.completeUploadExternal"); len(done) != 1 || strings.Contains(done[0].Request, "shop.example") {
		t.Errorf("completed %v", done)
	}
	noRefusals(t, sim)
}

func TestUploadsThatFail(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	c := client(t, sim)
	place, _ := sim.Channel("influencers")
	away := sim.AddChannel(slacksim.Channel{Name: "away"})
	f := File{Name: "codes.csv", Content: []byte(codesCSV)}
	if err := c.Upload(t.Context(), place.ID, File{Name: "empty.csv"}, ""); !IsSlack(err) {
		t.Errorf("an empty file: %v", err)
	}
	if err := c.Upload(t.Context(), away.ID, f, ""); !IsSlack(err, "not_in_channel") {
		t.Errorf("where the bot is not: %v", err)
	}
	for _, method := range []string{"files.getUploadURLExternal", "files.completeUploadExternal"} {
		sim.FailWith(method, "file_uploads_disabled", 1)
		err := c.Upload(t.Context(), place.ID, f, "")
		if failed, ok := errors.AsType[*SlackError](err); !ok || failed.Code != "file_uploads_disabled" || failed.Method != method {
			t.Errorf("%s fails: %v", method, err)
		}
	}
	sim.RevokeScope("files:write")
	err := c.Upload(t.Context(), place.ID, f, "")
	if failed, ok := errors.AsType[*SlackError](err); !ok || failed.Needed != "files:write" {
		t.Errorf("without the scope: %v", err)
	}
	if all := sim.Messages(place.ID); len(all) != 0 {
		t.Errorf("posted %+v", all)
	}
}

// fileHost is a Web API that describes one file as a test wishes, and serves
// whatever the test wants at /file.
type fileHost struct {
	*httptest.Server
	*Client
	log  *logged
	info string // the members of the file beside its id

	mu     sync.Mutex
	tokens []string // what came with requests to other paths than the API's
}

func newFileHost(t *testing.T, serve http.HandlerFunc) *fileHost {
	t.Helper()
	h := &fileHost{log: &logged{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/files.info", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"ok":true,"file":{"id":"F1","name":"codes.csv","mimetype":"text/csv",%s}}`, h.info)
	})
	mux.HandleFunc("/api/files.getUploadURLExternal", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"ok":true,"file_id":"F1","upload_url":%q}`, h.info)
	})
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		h.tokens = append(h.tokens, r.Header.Get("Authorization"))
		h.mu.Unlock()
		serve(w, r)
	})
	h.Server = httptest.NewServer(mux)
	h.Client = NewClient("xoxb-secret", h.URL+"/api/", logTo(h.log))
	t.Cleanup(func() {
		h.Client.Close()
		h.Server.Close()
		if strings.Contains(h.log.String(), "xoxb-secret") {
			t.Error("the log holds the token")
		}
	})
	return h
}

func TestDownloadsThatAreNotTheFile(t *testing.T) {
	const right = "12345678"
	page := "<!DOCTYPE html><html>Sign in</html>"
	for name, test := range map[string]struct {
		info  string // %s: where the file is
		serve http.HandlerFunc
		code  string
	}{
		"right":               {`"size":8,"url_private":"%s/file"`, say("text/csv", right), ""},
		"no content type":     {`"size":8,"url_private":"%s/file"`, say("", right), ""},
		"the page to sign in": {`"size":8,"url_private":"%s/file"`, say("text/html; charset=utf-8", page), "file_wrong"},
		"as long as the file": {fmt.Sprintf(`"size":%d,"url_private":"%%s/file"`, len(page)), say("text/html", page), "file_wrong"},
		"cut short":           {`"size":9,"url_private":"%s/file"`, say("text/csv", right), "file_wrong"},
		"more than it said":   {`"size":5,"url_private":"%s/file"`, say("text/csv", right), "file_wrong"},
		"far more":            {`"size":5,"url_private":"%s/file"`, endless, "file_too_large"},
		"too large":           {`"size":41,"url_private":"%s/file"`, say("text/csv", strings.Repeat("x", 41)), "file_too_large"},
		"too large, unsaid":   {`"size":0,"url_private":"%s/file"`, say("text/csv", strings.Repeat("x", 41)), "file_too_large"},
		"refused":             {`"size":8,"url_private":"%s/file"`, status(http.StatusForbidden), "http_403"},
		"gone":                {`"size":8,"url_private":"%s/file"`, status(http.StatusNotFound), "http_404"},
		"led away":            {`"size":8,"url_private":"%s/file"`, lead("http://brand.example/login"), "file_wrong"},
		"in a circle":         {`"size":8,"url_private":"%s/file"`, lead("/file"), "file_wrong"},
		"deleted":             {`"mode":"tombstone","size":8,"url_private":"%s/file"`, say("text/csv", right), "file_deleted"},
		"elsewhere":           {`"is_external":true,"size":8,"url_private":"%s/file"`, say("text/csv", right), "file_foreign"},
		"nowhere":             {`"size":8,"url_private":""`, say("text/csv", right), "file_foreign"},
		"another's host":      {`"size":8,"url_private":"https://other.slack.com/files-pri/F1"`, nil, "file_foreign"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newFileHost(t, test.serve)
			h.info = strings.ReplaceAll(test.info, "%s", h.URL)
			f, err := h.Download(t.Context(), "F1", 40)
			if test.code == "" {
				if err != nil || string(f.Content) != right || f.Name != "codes.csv" {
					t.Errorf("got %+v, %v", f, err)
				}
				return
			}
			if !IsSlack(err, test.code) || f.Content != nil {
				t.Errorf("got %+v, %v, want %s", f, err, test.code)
			}
			if strings.Contains(fmt.Sprint(err), "xoxb") || strings.Contains(fmt.Sprint(err), "http://") {
				t.Errorf("the error says too much: %v", err)
			}
		})
	}
}

func say(kind, content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = []string{kind}
		_, _ = w.Write([]byte(content))
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func lead(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

// endless writes until nobody reads any more.
func endless(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		if _, err := w.Write(make([]byte, 64<<10)); err != nil {
			return
		}
	}
}

// The token goes to Slack's files and to the Web API's own server, nowhere else.
func TestWhereTheTokenMayGo(t *testing.T) {
	own := NewClient("xoxb-secret", "http://127.0.0.1:8080/api/", discard())
	slacks := NewClient("xoxb-secret", "", discard())
	for address, want := range map[string][2]bool{
		"http://127.0.0.1:8080/files/F1/x":                 {true, false},
		"http://127.0.0.1:8081/files/F1/x":                 {},
		"https://127.0.0.1:8080/files/F1/x":                {},
		"https://slack.com/files/F1":                       {false, true},
		"http://slack.com/files/F1":                        {},
		"https://files.slack.com/files-pri/T1-F1/x.csv":    {true, true},
		"https://FILES.slack.com/files-pri/T1-F1/x.csv":    {true, true},
		"https://files.slack-gov.com/files-pri/T1-F1/x":    {true, true},
		"http://files.slack.com/files-pri/T1-F1/x.csv":     {},
		"https://files.slack.com:8443/files-pri/x":         {},
		"https://files.slack.com@evil.example/x":           {},
		"https://user:pass@files.slack.com/x":              {},
		"https://files.slack.com.evil.example/x":           {},
		"https://evilfiles.slack.com/x":                    {},
		"https://other.slack.com/files-pri/T1-F1/x":        {},
		"https://evil.example/?u=https://files.slack.com/": {},
		"//files.slack.com/x":                              {},
		"/files/x":                                         {},
		"":                                                 {},
		"https://files.slack.com\\@evil.example/x":         {},
		"%zz": {},
	} {
		if got := [2]bool{own.trusted(address), slacks.trusted(address)}; got != want {
			t.Errorf("%q: %v, want %v", address, got, want)
		}
	}
}

func TestAnUploadGoesNowhereElseAndWithoutTheToken(t *testing.T) {
	f := File{Name: "codes.csv", Content: []byte(codesCSV)}
	var got []byte
	h := newFileHost(t, func(w http.ResponseWriter, r *http.Request) {
		b := new(bytes.Buffer)
		_, _ = b.ReadFrom(r.Body)
		got = b.Bytes()
		w.WriteHeader(http.StatusInternalServerError)
	})
	h.info = "https://evil.example/upload"
	if err := h.Upload(t.Context(), "C1", f, ""); !IsSlack(err) || !errors.Is(err, errNotSlack) {
		t.Errorf("to another's host: %v", err)
	}
	h.info = h.URL + "/file"
	if err := h.Upload(t.Context(), "C1", f, ""); !IsSlack(err, "http_500") {
		t.Errorf("error %v", err)
	}
	if string(got) != codesCSV || len(h.tokens) != 1 || h.tokens[0] != "" {
		t.Errorf("sent %q with the tokens %q", got, h.tokens)
	}
	if strings.Contains(h.log.String(), "MAYA15") {
		t.Error("the log holds what the file holds")
	}
}
