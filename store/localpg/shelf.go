package localpg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// seedsKept is how many seeds stay on this machine. Each takes some 40 MB; there
// is one for each version of Postgres and each set of migrations.
const seedsKept = 6

// plant makes data a copy of the seed, and makes the seed when it is missing. A
// machine that can't keep seeds makes one each time, which takes seconds.
func (m machine) plant(ctx context.Context, r *room, s seed, data string) error {
	began := time.Now()
	// Filled in the room, for there the server's user may write.
	made := r.path("seed-" + s.name)
	shelf, err := seedShelf()
	if err != nil {
		m.log.Debug("can't keep a prepared cluster", "err", err)
		if err := s.fill(ctx, m, r, made); err != nil {
			return err
		}
		return moveTree(made, data, m.account)
	}
	kept := filepath.Join(shelf, s.name)
	// One process makes or copies a seed at a time, or it might be removed under
	// the copying.
	lock, err := waitLock(ctx, kept+".lock")
	if err != nil {
		return err
	}
	defer func() { _ = lock.release() }()
	if copyTree(kept, data, m.account) == nil {
		now := time.Now()
		_ = os.Chtimes(kept, now, now)
		m.log.Debug("copied a prepared cluster", "seed", s.name, "took", time.Since(began))
		return nil
	}
	if err := errors.Join(os.RemoveAll(kept), os.RemoveAll(data), os.RemoveAll(made)); err != nil {
		return err
	}
	if err := s.fill(ctx, m, r, made); err != nil {
		return errors.Join(err, os.RemoveAll(made))
	}
	m.log.Debug("made a cluster", "seed", s.name, "took", time.Since(began))
	if err := keep(made, kept); err != nil {
		m.log.Debug("can't keep a prepared cluster", "err", err)
	}
	thin(shelf)
	return moveTree(made, data, m.account)
}

// seedShelf makes and returns the directory that keeps seeds. Only this process's
// user needs to read it: copies are given to the server's.
func seedShelf() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "codekeeper", "clusters")
	return dir, os.MkdirAll(dir, 0o700)
}

// keep puts a copy of the cluster at kept, whole or not at all.
func keep(cluster, kept string) error {
	half := kept + ".new"
	err := os.RemoveAll(half)
	if err == nil {
		err = copyTree(cluster, half, account{})
	}
	if err == nil {
		err = os.Rename(half, kept)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(half))
	}
	return nil
}

// thin removes the seeds that were not used for longest, but those in use.
func thin(shelf string) {
	entries, err := os.ReadDir(shelf)
	if err != nil {
		return
	}
	var seeds []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.IsDir() {
			seeds = append(seeds, info)
		}
	}
	slices.SortFunc(seeds, func(a, b fs.FileInfo) int { return cmp.Compare(b.ModTime().UnixNano(), a.ModTime().UnixNano()) })
	for _, old := range seeds[min(seedsKept, len(seeds)):] {
		path := filepath.Join(shelf, old.Name())
		lock, err := tryLock(path + ".lock")
		if err != nil {
			continue
		}
		_ = errors.Join(os.RemoveAll(path), lock.remove())
	}
}

// moveTree is a rename that works between file systems.
func moveTree(from, to string, a account) error {
	if os.Rename(from, to) == nil {
		return nil
	}
	return errors.Join(copyTree(from, to, a), os.RemoveAll(from))
}

// copyTree copies a cluster that no server runs on, and gives the copy to the
// account.
func copyTree(from, to string, a account) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, below)
		switch {
		case d.IsDir():
			err = os.Mkdir(target, 0o700)
		case d.Type().IsRegular():
			err = copyFile(path, target)
		default:
			err = fmt.Errorf("%s is neither a file nor a directory", path)
		}
		if err != nil {
			return err
		}
		return a.own(target)
	})
}

// copyFile copies through memory: the kernel's copying between files of one file
// system takes twice as long for files this small. The largest has a few MB.
func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}
