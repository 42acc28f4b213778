package slacksim

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// heldFile is a file in a field of a form, ready for its template.
type heldFile struct{ Name, Size, Drop string }

// files shows a field for files; fields are those of its address.
func (c *controlShown) files(e doc, held any, fields url.Values) {
	c.Kind, c.Accept = "file", strings.Join(extensions(e), ",")
	most, limited := num(e, "max_files")
	c.Many = !limited || most > 1
	c.Post = "/page/attach?" + fields.Encode()
	for _, f := range objects(held) {
		fields.Set("value", str(f, "id"))
		length, _ := f["size"].(int)
		c.Files = append(c.Files, heldFile{Name: turnless(str(f, "name")), Size: size(length), Drop: "/page/detach?" + fields.Encode()})
	}
}

// serveAttach puts the files that somebody chose on their computer into a field of a form, after keeping what stands
// in the other fields. What the client doesn't take is said under the field.
func (p *page) serveAttach(w http.ResponseWriter, r *http.Request) {
	err := r.ParseMultipartForm(maxBody)
	var tooLarge *http.MaxBytesError
	f := r.URL.Query()
	switch {
	case errors.As(err, &tooLarge):
		err = p.underField(f, "The files are larger than 10 MB.")
	case err != nil:
		http.Error(w, "The request can't be read.", http.StatusBadRequest)
		return
	default:
		if err = p.keep(f.Get("as"), r.Form); err == nil {
			err = p.attachAll(f, r)
		}
	}
	if err != nil {
		http.Error(w, sentence(err), http.StatusUnprocessableEntity)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (p *page) attachAll(f url.Values, r *http.Request) error {
	field := "file:" + fieldName(f.Get("block"), f.Get("action"))
	for _, header := range r.MultipartForm.File[field] {
		opened, err := header.Open()
		if err != nil {
			return errors.New("the file can't be read")
		}
		content, err := io.ReadAll(opened)
		_ = opened.Close()
		if err != nil {
			return errors.New("the file can't be read")
		}
		err = p.s.attach(f.Get("as"), f.Get("where"), f.Get("block"), f.Get("action"), header.Filename, content)
		if words, refused := errors.AsType[refusedFile](err); refused {
			return p.underField(f, string(words))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// underField says something under a field, as the client does before it sends anything.
func (p *page) underField(f url.Values, words string) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	_, v, err := s.openView(f.Get("as"), f.Get("where"))
	if err != nil {
		return err
	}
	if v.errors == nil {
		v.errors = map[string]string{}
	}
	v.errors[f.Get("block")] = words
	v.seq = s.bump()
	return nil
}

// detach takes a file out of a field, after keeping what stands in the others.
func (p *page) detach(as string, f url.Values) error {
	if err := p.keep(as, f); err != nil {
		return err
	}
	return p.s.detach(as, f.Get("where"), f.Get("block"), f.Get("action"), f.Get("value"))
}

// serveDownload is a file for somebody who can see a message that shares it.
func (p *page) serveDownload(w http.ResponseWriter, r *http.Request) {
	s, userID := p.s, r.URL.Query().Get("as")
	s.mu.Lock()
	f := s.files[r.PathValue("id")]
	seen := f != nil && !f.deleted && slices.ContainsFunc(s.talk.messages, func(m *message) bool {
		return slices.Contains(m.files, f.id) && s.visible(m, userID)
	})
	var name string
	var content []byte
	if seen {
		name, content = f.name, f.content
	}
	s.mu.Unlock()
	if !seen {
		http.Error(w, "This file isn't shared with you.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, _ = w.Write(content)
}
