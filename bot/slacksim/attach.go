package slacksim

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Slack's limits for files in forms. Source: its page on the file input element.
const (
	maxFormFiles = 10       // in one field, also when it doesn't say how many
	maxFormFile  = 10 << 20 // bytes
)

// refusedFile is what the client says under a field when it doesn't take a file. Nothing is sent then.
type refusedFile string

func (r refusedFile) Error() string { return string(r) }

// attach puts a file from a person's computer into a field of a form: the client uploads it at once, and the app hears
// of it when the form is saved. It returns a refusedFile for a file that the field doesn't take.
func (s *Slack) attach(userID, viewID, blockID, actionID, name string, content []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, c, held, err := s.fileField(userID, viewID, blockID, actionID)
	if err != nil {
		return err
	}
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if wrong := wrongFile(c.element, name, len(content), len(held)); wrong != "" {
		return refusedFile(wrong)
	}
	f := &file{
		id: s.newID("F"), user: userID, name: name, title: name, length: len(content), content: content,
		arrived: true, complete: true, created: s.clock.Now(),
	}
	s.files[f.id] = f
	s.hold(v, c, append(slices.Clone(held), any(s.fileDoc(f))))
	return nil
}

// detach takes a file out of a field again.
func (s *Slack) detach(userID, viewID, blockID, actionID, fileID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, c, held, err := s.fileField(userID, viewID, blockID, actionID)
	if err != nil {
		return err
	}
	left := slices.DeleteFunc(slices.Clone(held), func(one any) bool { return isFile(one, fileID) })
	if len(left) == len(held) {
		return errors.New("the file is not there any more")
	}
	s.hold(v, c, left)
	return nil
}

func isFile(held any, id string) bool {
	d, _ := held.(doc)
	return str(d, "id") == id
}

// hold puts files into a field. Slack tells the app of none before the form is saved. The caller holds s.mu, here and
// below.
func (s *Slack) hold(v *view, c control, files []any) {
	v.state.set(c.blockID(), c.actionID(), doc{"type": c.kind(), "files": files})
	delete(v.errors, c.blockID())
	v.seq = s.bump()
}

// fileField finds a field for files, and what is in it.
func (s *Slack) fileField(userID, viewID, blockID, actionID string) (*view, control, []any, error) {
	_, v, err := s.openView(userID, viewID)
	if err != nil {
		return nil, control{}, nil, err
	}
	c, ok := findControl(v.blocks(), blockID, actionID)
	if !ok || c.kind() != "file_input" {
		return nil, control{}, nil, errors.New("the form has no such field for files any more")
	}
	held, _ := v.state.get(blockID, actionID)["files"].([]any)
	return v, c, held, nil
}

// wrongFile is what the client says of a file, "" when it takes it; held is how many the field holds.
func wrongFile(element doc, name string, length, held int) string {
	kinds, _ := element["filetypes"].([]any)
	extension := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	most, limited := num(element, "max_files")
	if !limited {
		most = maxFormFiles
	}
	switch {
	case held >= int(most):
		return fmt.Sprintf("At most %v can be added. Remove one first.", count(int(most), "file"))
	case len(kinds) > 0 && !slices.ContainsFunc(kinds, func(k any) bool { return strings.EqualFold(fmt.Sprint(k), extension) }):
		return fmt.Sprintf("%s can't be added here, only files of the kind %s.", name, strings.Join(extensions(element), ", "))
	case length == 0:
		return name + " is empty."
	case length > maxFormFile:
		return name + " is larger than 10 MB."
	}
	return ""
}

// extensions are the kinds of files that a field takes, each with its dot; none when it takes all.
func extensions(element doc) []string {
	kinds, _ := element["filetypes"].([]any)
	all := make([]string, 0, len(kinds))
	for _, k := range kinds {
		all = append(all, fmt.Sprint(".", k))
	}
	return all
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprint(n, " ", what, "s")
}
