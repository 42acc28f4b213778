package slacksim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const codes = "handle,code\n@maya.glow,MAYA15\n"

// importForm is a form with a field for files, and one for text.
func importForm(most int, kinds ...string) slack.ModalViewRequest {
	element := slack.NewFileInputBlockElement("file").WithFileTypes(kinds...).WithMaxFiles(most)
	return modal("import", input("file", "File", element), typed("note", "Note", ""))
}

// opened opens a form for ana, whose app says no to the first submissions and keeps them all.
func opened(t *testing.T, a *app, view slack.ModalViewRequest, refuse int) (*Form, *[]slack.InteractionCallback) {
	t.Helper()
	saved := &[]slack.InteractionCallback{}
	a.onClick(func(a *app, e socketmode.Event, c slack.InteractionCallback) {
		if c.Type != slack.InteractionTypeViewSubmission {
			t.Errorf("the app is told of %s", c.Type)
		}
		*saved = append(*saved, c)
		if len(*saved) <= refuse {
			a.ack(e, slack.NewErrorsViewSubmissionResponse(map[string]string{"file": "Not this one."}))
			return
		}
		a.ack(e)
	})
	if _, err := a.api.OpenView(triggered(t, a, "ana"), view); err != nil {
		t.Fatal(err, a.sim.Refusals())
	}
	return a.sim.As(t, "ana").Form(), saved
}

func TestAFileInAForm(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	view := importForm(2, "csv", "TSV")
	setOptional(view, true)
	form, saved := opened(t, a, view, 1)
	if got := form.Value("File"); got != "" {
		t.Errorf("begins with %q", got)
	}
	form.Attach("File", `C:\Users\ana\codes.csv`, []byte(codes)).Attach("File", "more.tsv", []byte("x")).Fill("Note", "a")
	if got := form.Value("File"); got != "codes.csv, more.tsv" {
		t.Errorf("holds %q", got)
	}
	form.Shows("File (optional): codes.csv, more.tsv")
	form.Submit()
	if got := form.Error("File"); got != "Not this one." {
		t.Errorf("error %q", got)
	}
	if got := form.Value("File"); got != "codes.csv, more.tsv" {
		t.Errorf("after an error it holds %q", got)
	}
	form.Detach("File", "more.tsv")
	form.Submit()
	form.Closed()

	first, last := (*saved)[0].View.State.Values["file"]["file"].Files, (*saved)[1].View.State.Values["file"]["file"].Files
	if len(first) != 2 || len(last) != 1 || last[0].ID != first[0].ID {
		t.Fatalf("saved %+v, then %+v", first, last)
	}
	ana, _ := sim.User("ana")
	f := last[0]
	if f.Name != "codes.csv" || f.Size != len(codes) || f.Mimetype != "text/csv" || f.Filetype != "csv" || f.User != ana.ID {
		t.Errorf("file %+v", f)
	}
	var read bytes.Buffer
	if err := a.api.GetFile(f.URLPrivate, &read); err != nil || read.String() != codes {
		t.Errorf("read %q, %v", read.String(), err)
	}
	sim.DeleteFile(f.ID)
	if _, _, _, err := a.api.GetFileInfo(f.ID, 1, 1); code(err) != "file_deleted" {
		t.Error(err)
	}
	if err := a.api.GetFile(f.URLPrivate, io.Discard); err == nil {
		t.Error("a deleted file is still served")
	}
}

// Slack takes an empty field for files like every other, and a form that is updated keeps them.
func TestAFieldForFilesThatIsNeeded(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	view := importForm(0)
	form, saved := opened(t, a, view, 0)
	form.Fill("Note", "a").Submit()
	if got := form.Error("File"); !strings.Contains(got, "required") || len(*saved) != 0 {
		t.Errorf("error %q, %d submissions", got, len(*saved))
	}
	form.Attach("File", "notes", []byte("x"))
	if strings.Contains(form.Text(), "required") {
		t.Errorf("the error stays:\n%s", form.Text())
	}
	view.Title = plainText("Changed")
	if _, err := a.api.UpdateView(view, "", "", form.ID()); err != nil {
		t.Fatal(err)
	}
	form.Shows("# Changed")
	if got := form.Value("File"); got != "notes" {
		t.Errorf("after an update it holds %q", got)
	}
}

func TestFilesThatAClientDoesNotTake(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	form, _ := opened(t, a, importForm(1, "csv", "tsv"), 0)
	for name, row := range map[string]struct {
		content []byte
		want    string
	}{
		"codes.xlsx":   {[]byte("x"), "codes.xlsx can't be added here, only files of the kind .csv, .tsv."},
		"csv":          {[]byte("x"), "csv can't be added here"},
		"codes.csv.sh": {[]byte("x"), "can't be added here"},
		"empty.csv":    {nil, "empty.csv is empty."},
		"large.CSV":    {make([]byte, 10<<20+1), "large.CSV is larger than 10 MB."},
	} {
		if got := form.AttachRefused("File", name, row.content); !strings.Contains(got, row.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	form.Attach("File", "full.CSV", make([]byte, 10<<20))
	if got := form.AttachRefused("File", "two.csv", []byte("x")); got != "At most 1 file can be added. Remove one first." {
		t.Errorf("a second: %q", got)
	}
	for what, act := range map[string]func(f *Form){
		"put codes.txt":   func(f *Form) { f.Attach("File", "codes.txt", []byte("x")) },
		"take two.csv":    func(f *Form) { f.Detach("File", "two.csv") },
		"be refused":      func(f *Form) { f.Detach("File", "full.CSV").AttachRefused("File", "codes.csv", []byte("x")) },
		"such field":      func(f *Form) { f.Attach("Note", "codes.csv", []byte("x")) },
		"nothing can be ": func(f *Form) { f.Fill("File", "codes.csv") },
	} {
		said := failing(t, func(tb TB) { act(sim.As(tb, "ana").Form()) })
		if !strings.Contains(said, what) {
			t.Errorf("%s: %q", what, said)
		}
	}
	form.Close()
	ben, _ := sim.User("ben")
	if err := sim.attach(ben.ID, form.ID(), "file", "file", "codes.csv", []byte("x")); err == nil {
		t.Error("into a form that is closed, and another's")
	}
}

func TestFieldsForFilesThatSlackRefuses(t *testing.T) {
	element := func(more string) string { return `{"type":"file_input","action_id":"a"` + more + `}` }
	at := "[json-pointer:/view/blocks/0/element"
	for more, want := range map[string]string{
		`,"max_files":0`:                        "must be greater than 0 " + at + "/max_files]",
		`,"max_files":11`:                       "must be less than 11 " + at + "/max_files]",
		`,"max_files":"1"`:                      "must provide an integer " + at + "/max_files]",
		`,"filetypes":[]`:                       "must provide at least 1 items " + at + "/filetypes]",
		`,"filetypes":"csv"`:                    "must provide an array " + at + "/filetypes]",
		`,"filetypes":[".csv"]`:                 "input must be a valid: file extension " + at + "/filetypes/0]",
		`,"filetypes":["csv",""]`:               "must be more than 0 characters " + at + "/filetypes/1]",
		`,"focus_on_load":true`:                 "invalid additional property: focus_on_load " + at + "]",
		`,"placeholder":` + plainJSON(1):        "invalid additional property: placeholder " + at + "]",
		`,"confirm":` + confirmJSON(1, 1, 1, 1): "invalid additional property: confirm " + at + "]",
	} {
		wantRefused(t, checkView(json.RawMessage(modalJSON("", inputJSON(element(more)))), "modal"), "invalid_arguments", want)
	}
	for _, more := range []string{"", `,"max_files":1,"filetypes":["csv","tsv"]`, `,"max_files":10`} {
		wantFine(t, checkView(json.RawMessage(modalJSON("", inputJSON(element(more)))), "modal"))
	}
	wantRefused(t, checkView(json.RawMessage(`{"type":"home","blocks":[`+inputJSON(element(""))+`]}`), "home"), "invalid_arguments", "unsupported type: file_input "+at+"/type]")
	wantRefused(t, checkMessage("x", json.RawMessage(actionsJSON(element(""))), nil), "invalid_blocks", "unsupported type: file_input [json-pointer:/blocks/0/elements/0/type]")
}

// A field for files needs the right to read them, and so does its content.
func TestFilesNeedTheScope(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	form, saved := opened(t, a, importForm(1), 0)
	form.Attach("File", "codes.csv", []byte(codes)).Fill("Note", "a").Submit()
	f := (*saved)[0].View.State.Values["file"]["file"].Files[0]
	sim.RevokeScope("files:read")
	if _, err := a.api.OpenView(triggered(t, a, "ana"), importForm(1)); code(err) != "missing_scope" {
		t.Error(err)
	}
	read := func(token string) (string, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URLPrivate, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		answer, err := browse(t, sim, "ana").http.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatal(answer.StatusCode, err)
		}
		return answer.Header.Get("Content-Type"), string(body)
	}
	for _, token := range []string{sim.BotToken(), "xoxb-other", ""} {
		if kind, body := read(token); kind != "text/html; charset=utf-8" || !strings.Contains(body, "Sign in") {
			t.Errorf("%q reads %s %q", token, kind, body)
		}
	}
	sim.GrantScope("files:read")
	if kind, body := read(sim.BotToken()); kind != "text/csv" || body != codes {
		t.Errorf("read %s %q", kind, body)
	}
}

// attaches does what the page's field for files does: all that stands in the form, and the files.
func (b *browser) attaches(address string, fields map[string]string, field string, files ...string) (int, string) {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			b.t.Fatal(err)
		}
	}
	for i := 0; i < len(files); i += 2 {
		part, err := w.CreateFormFile(field, files[i])
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = io.WriteString(part, files[i+1])
	}
	_ = w.Close()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.sim.URL()+strings.TrimPrefix(address, "/"), &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("X-Simulator-Token", b.token)
	answer, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	said, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(said)
}

func TestPageFiles(t *testing.T) {
	sim := workspace(t, Config{})
	a := connect(t, sim)
	_, saved := opened(t, a, importForm(2, "csv"), 0)
	b := browse(t, sim, "ana")
	page := b.at("#general")
	b.has(page, `type="file" accept=".csv" multiple`, `<label for="c-`, `aria-label="Added files"></ul>`)
	address := html.UnescapeString(b.find(page, `hx-post="(/page/attach[^"]*)"`))
	attach := func(want int, files ...string) string {
		t.Helper()
		status, said := b.attaches(address, map[string]string{"f:note/note": "kept"}, "file:file/file", files...)
		if status != want {
			t.Fatalf("status %d %s", status, said)
		}
		return b.at("#general")
	}
	page = attach(http.StatusNoContent, "codes.csv", codes)
	b.has(page, `<span>codes.csv <small>30 B</small></span>`, `aria-label="Remove codes.csv"`, `value="kept"`)
	page = attach(http.StatusNoContent, "a<b>.txt", "x")
	b.has(page, "a&lt;b&gt;.txt can&#39;t be added here", `aria-invalid="true"`)
	page = attach(http.StatusNoContent, "two.csv", "2", "three.csv", "3")
	b.has(page, "Remove two.csv", "At most 2 files can be added.")
	page = attach(http.StatusNoContent, "large.csv", strings.Repeat("x", maxBody))
	b.has(page, "larger than 10 MB")

	drop := b.find(page, `hx-post="(/page/detach[^"]*)" aria-label="Remove codes.csv"`)
	if status, said := b.does(strings.TrimPrefix(drop, "/page/")); status != http.StatusNoContent {
		t.Fatalf("status %d %s", status, said)
	}
	if status, _ := b.does(strings.TrimPrefix(drop, "/page/")); status != http.StatusUnprocessableEntity {
		t.Errorf("dropped twice: status %d", status)
	}
	page = b.at("#general")
	if strings.Contains(page, "codes.csv") || strings.Contains(page, "larger than") {
		t.Error("what was dropped, or the error, is still there")
	}
	b.did("submit", "where", b.find(page, `data-view="(V[^"]*)"`), "f:note/note", "")
	b.did("submit", "where", b.find(page, `data-view="(V[^"]*)"`), "f:note/note", "said")
	if len(*saved) != 1 {
		t.Fatalf("%d submissions", len(*saved))
	}
	if files := (*saved)[0].View.State.Values["file"]["file"].Files; len(files) != 1 || files[0].Name != "two.csv" {
		t.Errorf("saved %+v", files)
	}
	for _, address := range []string{address, strings.Replace(address, "where=V", "where=X", 1), "page/attach"} {
		if status, _ := b.attaches(address, nil, "file:file/file", "codes.csv", codes); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d after the form is closed", address, status)
		}
	}
	if status, _ := b.does("attach"); status != http.StatusBadRequest {
		t.Errorf("no multipart form: status %d", status)
	}
}

// What the app uploads stands in the person's direct messages, with its comment, and can be downloaded there by them alone.
func TestPageDownloadsWhatTheAppUploads(t *testing.T) {
	sim := workspace(t, Config{})
	api := client(t, sim)
	ana, _ := sim.User("ana")
	place, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{ana.ID}})
	if err != nil {
		t.Fatal(err)
	}
	up, err := api.UploadFile(slack.UploadFileParameters{
		Filename: "summer glow.csv", Title: "Summer & Glow", FileSize: len(codes), Content: codes, Channel: place.ID,
		InitialComment: "All 3 of *Summer Glow*",
	})
	if err != nil {
		t.Fatal(err)
	}
	if f := sim.As(t, "ana").In("@codekeeper").File("Summer & Glow"); string(f.Content) != codes || f.Name != "summer glow.csv" || f.ID != up.ID {
		t.Errorf("file %+v", f)
	}
	b := browse(t, sim, "ana")
	page := b.at(place.ID)
	b.has(page, "All 3 of <strong>Summer Glow</strong>", `download="summer glow.csv">Summer &amp; Glow</a> <small>summer glow.csv, 30 B</small>`)
	path := strings.TrimPrefix(b.find(page, `href="(/page/files/[^"]*)"`), "/")
	if status, got := b.request(http.MethodGet, path, "", nil, nil); status != http.StatusOK || got != codes {
		t.Errorf("status %d %q", status, got)
	}
	ben, _ := sim.User("ben")
	if status, _ := b.request(http.MethodGet, fmt.Sprintf("page/files/%s?as=%s", up.ID, ben.ID), "", nil, nil); status != http.StatusNotFound {
		t.Errorf("ben gets it: status %d", status)
	}
	if _, err := api.UploadFile(slack.UploadFileParameters{
		Filename: "x.csv", FileSize: 1, Content: "x", Channel: place.ID, InitialComment: "See https://shop.example/maya",
	}); code(err) != "invalid_arguments" {
		t.Errorf("a comment that would show a preview: %v", err)
	}
	sim.DeleteFile(up.ID)
	if status, _ := b.request(http.MethodGet, path, "", nil, nil); status != http.StatusNotFound {
		t.Errorf("a deleted file: status %d", status)
	}
}
