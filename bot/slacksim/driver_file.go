package slacksim

import (
	"errors"
	"fmt"
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
		if f := s.files[id]; f != nil && !f.deleted {
			all = append(all, File{ID: f.id, Name: f.name, Title: f.title, Content: f.content})
		}
	}
	return all
}

// File waits until the person sees a message here that shares a file whose name or title is this, newest first.
func (p *Person) File(name string) File {
	p.t.Helper()
	var found File
	m := p.find(func(m *message) bool {
		if m.channel != p.at || !p.s.visible(m, p.user) {
			return false
		}
		for _, f := range p.s.filesOf(m) {
			if f.Name == name || f.Title == name {
				found = f
				return true
			}
		}
		return false
	})
	if m == nil {
		p.fail(fmt.Sprintf("see the file %q", name), nil)
	}
	return found
}

// DeleteFile deletes a file, as whoever uploaded it can at any time.
func (s *Slack) DeleteFile(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.files[id]; f != nil {
		f.deleted, f.content = true, nil
		s.bump()
	}
}

// Attach puts a file from the person's computer into a field for files.
func (f *Form) Attach(label, name string, content []byte) *Form {
	f.p.t.Helper()
	c := f.await(label)
	if err := f.p.s.attach(f.p.user, f.id, c.blockID(), c.actionID(), name, content); err != nil {
		f.fail(fmt.Sprintf("put %s into %q", name, label), err)
	}
	return f
}

// AttachRefused is what the client says under a field when it doesn't take a file.
func (f *Form) AttachRefused(label, name string, content []byte) string {
	f.p.t.Helper()
	c := f.await(label)
	err := f.p.s.attach(f.p.user, f.id, c.blockID(), c.actionID(), name, content)
	words, refused := errors.AsType[refusedFile](err)
	if !refused {
		f.fail(fmt.Sprintf("be refused %s in %q", name, label), err)
	}
	return string(words)
}

// Detach takes a file out of a field for files, by its name.
func (f *Form) Detach(label, name string) *Form {
	f.p.t.Helper()
	c := f.await(label)
	f.p.s.mu.Lock()
	id := ""
	for _, held := range objs(f.v.state.get(c.blockID(), c.actionID()), "files") {
		if str(held, "name") == name {
			id = str(held, "id")
		}
	}
	f.p.s.mu.Unlock()
	if err := f.p.s.detach(f.p.user, f.id, c.blockID(), c.actionID(), id); err != nil {
		f.fail(fmt.Sprintf("take %s out of %q", name, label), err)
	}
	return f
}
