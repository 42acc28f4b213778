package slacksim

import (
	"cmp"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// maxUpload is how large a file of the app's may be here, in bytes. Slack takes a gigabyte, which this process would
// have to remember.
const maxUpload = 64 << 20

// file is one uploaded file.
type file struct {
	id, user    string // user: who uploaded it
	name, title string
	created     time.Time
	length      int
	content     []byte
	arrived     bool // its content was sent
	complete    bool // completeUploadExternal was called, or a person uploaded it
	deleted     bool
	channels    []string
}

// kind is what Slack makes of a file's name: a MIME type, and the word that it has for it.
func (f *file) kind() (mimeType, word string) {
	extension := strings.ToLower(path.Ext(f.name))
	switch extension {
	case ".csv", ".tsv":
		mimeType = "text/" + map[string]string{".csv": "csv", ".tsv": "tab-separated-values"}[extension]
	case "":
		return "application/octet-stream", "binary"
	default:
		mimeType, _, _ = mime.ParseMediaType(mime.TypeByExtension(extension))
	}
	return cmp.Or(mimeType, "application/octet-stream"), strings.TrimPrefix(extension, ".")
}

// fileDoc is a file as the Web API and messages show it; of a deleted one nothing is left but its id.
func (s *Slack) fileDoc(f *file) doc {
	if f.deleted {
		return doc{"id": f.id, "mode": "tombstone"}
	}
	address := s.base + "/files/" + f.id + "/" + url.PathEscape(f.name)
	mimeType, word := f.kind()
	channels := append([]string{}, f.channels...) // an empty list, never null
	return doc{
		"id": f.id, "name": f.name, "title": f.title, "mimetype": mimeType, "filetype": word, "size": f.length, "user": f.user,
		"created": f.created.Unix(), "timestamp": f.created.Unix(), "mode": "hosted", "is_external": false,
		"is_public": false, "channels": channels, "url_private": address, "url_private_download": address, "permalink": address,
	}
}

// serveUpload takes a file's content at the address that files.getUploadURLExternal gave.
func (s *Slack) serveUpload(w http.ResponseWriter, r *http.Request) {
	content, err := uploaded(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[r.PathValue("id")]
	switch {
	case f == nil || f.complete || err != nil:
		s.refused(Refusal{Method: "upload", Error: "invalid_upload"})
		http.Error(w, "invalid upload", http.StatusBadRequest)
	case len(content) != f.length:
		s.refused(Refusal{Method: "upload", Error: "length_mismatch"})
		http.Error(w, "the length is not the one that was announced", http.StatusBadRequest)
	default:
		f.content, f.arrived = content, true
		_, _ = io.WriteString(w, "OK")
	}
}

// uploaded is the content of a multipart upload, or else the whole body.
func uploaded(r *http.Request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return io.ReadAll(io.LimitReader(r.Body, maxUpload+1))
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for {
		p, err := parts.NextPart()
		if err != nil {
			return nil, err
		}
		if p.FileName() != "" {
			return io.ReadAll(io.LimitReader(p, maxUpload+1))
		}
	}
}

// serveFile is a private file's content, for those who show the bot's token. Everybody else gets the page on which one
// signs in, with status 200, as Slack does.
func (s *Slack) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files[r.PathValue("id")]
	allowed := r.Header.Get("Authorization") == "Bearer "+s.ids.botToken && s.faults.token == "" && s.faults.scopes["files:read"]
	var content []byte
	mimeType := "text/html; charset=utf-8"
	found := f != nil && f.complete && !f.deleted
	if found && allowed {
		content = f.content
		mimeType, _ = f.kind()
	}
	s.mu.Unlock()
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Type", mimeType)
	switch {
	case !allowed:
		_, _ = io.WriteString(w, "<!doctype html><title>Sign in</title><p>Sign in to see this file.</p>\n")
	case !found:
		http.Error(w, "There is no such file.", http.StatusNotFound)
	default:
		w.Header().Set("Content-Disposition", "attachment")
		_, _ = w.Write(content)
	}
}
