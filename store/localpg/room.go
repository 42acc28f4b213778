package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	// port is part of the socket's name; no port is opened.
	port = "5432"
	// longestSocket is what macOS allows, in bytes; Linux allows 107.
	longestSocket = 103
	// memoryDir is kept in memory, on Linux.
	memoryDir = "/dev/shm"
	// memoryNeeded is the free space, in bytes, from which on data goes there:
	// 40 MB for a cluster, 8 for a database. A container often has 64 MB in all.
	memoryNeeded = 512 << 20
)

// room is the directory of one running server: its socket and, unless it is
// kept elsewhere, its data. Beside it are a lock, held as long as the process
// lives that made it, and the server's log.
type room struct {
	dir  string
	lock *fileLock
}

// newRoom makes a room, and removes those whose processes are gone.
func newRoom(ctx context.Context, m machine, inMemory bool) (*room, error) {
	var errs []error
	for _, parent := range parents(inMemory) {
		r, err := newRoomIn(ctx, parent, m)
		if err == nil {
			return r, nil
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("no place for the server's files: %s: set TMPDIR to a folder that can be written to, with a short path", reasons(errs))
}

// parents returns where a room may be, best first.
func parents(inMemory bool) []string {
	dirs := []string{filepath.Clean(os.TempDir())}
	for _, dir := range []string{"/tmp", "/var/tmp"} {
		if dir != dirs[0] {
			dirs = append(dirs, dir)
		}
	}
	if inMemory && freeBytes(memoryDir) >= memoryNeeded {
		dirs = append([]string{memoryDir}, dirs...)
	}
	return dirs
}

func newRoomIn(ctx context.Context, parent string, m machine) (*room, error) {
	dir, err := lobby(parent, m.account)
	if err != nil {
		return nil, err
	}
	// Whoever makes or sweeps rooms does so alone, or a room would be swept
	// between its making and its locking.
	turn, err := waitLock(ctx, filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = turn.release() }()
	sweep(dir, m.log)

	path, err := os.MkdirTemp(dir, "r")
	if err != nil {
		return nil, err
	}
	r := &room{dir: path}
	if r.lock, err = tryLock(path + ".lock"); err != nil {
		return nil, errors.Join(err, os.RemoveAll(path))
	}
	if err := m.account.own(path); err != nil {
		return nil, errors.Join(err, r.leave())
	}
	return r, nil
}

// lobby makes the directory that holds all rooms of this user below parent.
func lobby(parent string, a account) (string, error) {
	dir := filepath.Join(parent, "codekeeper-"+strconv.Itoa(os.Geteuid()))
	socket := filepath.Join(dir, "r4294967295", ".s.PGSQL."+port)
	if len(socket) > longestSocket {
		return "", fmt.Errorf("%s makes a socket's path of %d bytes, over %d", parent, len(socket), longestSocket)
	}
	if err := os.Mkdir(dir, 0o711); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if !info.IsDir() || ownerOf(info) != os.Geteuid() || info.Mode().Perm()&0o022 != 0 {
		return "", fmt.Errorf("%s is not a directory that only this user can change", dir)
	}
	return dir, a.reaches(dir)
}

func (r *room) path(name string) string { return filepath.Join(r.dir, name) }

func (r *room) log() string { return r.dir + ".log" }

// leave removes the room.
func (r *room) leave() error {
	return errors.Join(os.RemoveAll(r.dir), os.RemoveAll(r.log()), r.lock.remove())
}

// logTail returns the last lines of the server's log, for an error.
func (r *room) logTail() string {
	text, err := os.ReadFile(r.log())
	if err != nil || len(text) == 0 {
		return "no log"
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "; ")
}
