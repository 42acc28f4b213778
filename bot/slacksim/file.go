package slacksim

import (
	"io"
	"net/http"
	"strings"
)

// File is a file as people find it in a message.
type File struct {
	ID, Name, Title string
	Content         []byte
}

// filesOf are the files of a message. The caller holds s.mu.
func (s *Slack) filesOf(m *message) []File {
	var all []File
	for _, id := range m.files {
		if f := s.files[id]; f != nil {
			all = append(all, File{ID: f.id, Name: f.name, Title: f.title, Content: f.content})
		}
	}
	return all
}

// file is one uploaded file.
type file struct {
	id, name, title string
	length          int
	content         []byte
	arrived         bool // its content was sent
	complete        bool // completeUploadExternal was called
	channels        []string
}

// fileDoc is a file as the Web API and messages show it.
func (s *Slack) fileDoc(f *file) doc {
	address := s.base + "/files/" + f.id + "/" + f.name
	return doc{
		"id": f.id, "name": f.name, "title": f.title, "size": f.length, "user": s.ids.botUser,
		"created": s.clock.Now().Unix(), "mode": "hosted", "is_external": false, "channels": f.channels,
		"url_private": address, "url_private_download": address, "permalink": address,
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
		return readBody(r)
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
			return io.ReadAll(io.LimitReader(p, maxBody))
		}
	}
}

// serveFile is a private file's content, for those who show the bot's token.
func (s *Slack) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[r.PathValue("id")]
	if r.Header.Get("Authorization") != "Bearer "+s.ids.botToken || !s.faults.scopes["files:read"] {
		http.Error(w, "sign in", http.StatusForbidden)
		return
	}
	if f == nil || !f.complete {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(f.content)
}
