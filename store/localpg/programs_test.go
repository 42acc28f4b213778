package localpg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pretend makes programs that say they are a version, and returns their
// directory.
func pretend(t *testing.T, dir, says string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"initdb", "postgres"} {
		script := "#!/bin/sh\necho '" + says + "'\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFindGoesInOrder(t *testing.T) {
	root := t.TempDir()
	onPath := pretend(t, filepath.Join(root, "path"), "postgres (PostgreSQL) 15.1")
	oldOnPath := pretend(t, filepath.Join(root, "old"), "postgres (PostgreSQL) 14.9")
	broken := pretend(t, filepath.Join(root, "broken"), "no version")
	pretend(t, filepath.Join(root, "lib", "9.6", "bin"), "postgres (PostgreSQL) 9.6.24")
	pretend(t, filepath.Join(root, "lib", "16", "bin"), "postgres (PostgreSQL) 16.9 (Debian 16.9-1)")
	newest := pretend(t, filepath.Join(root, "lib", "17", "bin"), "postgres (PostgreSQL) 17.2")
	brewed := pretend(t, filepath.Join(root, "opt", "postgresql@18", "bin"), "postgres (PostgreSQL) 18.0 (Homebrew)")
	packed := pretend(t, filepath.Join(root, "packed"), "postgres (PostgreSQL) 17.10")
	lib, opt := filepath.Join(root, "lib", "*", "bin"), filepath.Join(root, "opt", "postgresql*", "bin")
	empty := filepath.Join(root, "nothing")
	link := filepath.Join(root, "links")
	if err := errors.Join(os.Mkdir(link, 0o755), os.Symlink(filepath.Join(onPath, "postgres"), filepath.Join(link, "postgres"))); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path, globs []string
		want        string
	}{
		"PATH before all":             {[]string{empty, onPath}, []string{lib, opt}, onPath},
		"a link on PATH":              {[]string{link}, []string{lib, opt}, onPath},
		"past an old one on PATH":     {[]string{oldOnPath, onPath}, []string{lib, opt}, onPath},
		"the newest installed":        {[]string{oldOnPath, broken}, []string{lib, opt}, newest},
		"a relative PATH is not used": {[]string{"", "."}, []string{lib, opt}, newest},
		"Homebrew after Debian":       {nil, []string{filepath.Join(empty, "*"), opt}, brewed},
		"npm last":                    {[]string{empty, oldOnPath}, []string{filepath.Join(empty, "*")}, packed},
	} {
		t.Run(name, func(t *testing.T) {
			f := finder{path: c.path, globs: c.globs, log: slog.New(slog.DiscardHandler)}
			f.pack = func(context.Context) (string, error) { return packed, nil }
			got, err := f.find(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if want, err := filepath.EvalSymlinks(c.want); err != nil || got.dir != want {
				t.Errorf("found %s (%s), want %s", got.dir, got.version.text, want)
			}
		})
	}
}

func TestFindNothingSaysWhatToInstall(t *testing.T) {
	old := pretend(t, t.TempDir(), "postgres (PostgreSQL) 14.9")
	f := finder{path: []string{old}, log: slog.New(slog.DiscardHandler)}
	f.pack = func(context.Context) (string, error) { return "", errors.New("npm is not here") }
	_, err := f.find(t.Context())
	if !errors.Is(err, ErrNoPrograms) {
		t.Fatalf("got %v, want ErrNoPrograms", err)
	}
	for _, part := range []string{"Postgres 14, older than 15", "npm is not here", "apt-get install postgresql", "brew install"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}

func TestParseVersion(t *testing.T) {
	for text, want := range map[string]string{
		"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)": "15.18",
		"postgres (PostgreSQL) 18beta1":                        "18.0",
		"postgres (PostgreSQL) 9.6.24":                         "9.6",
		"postgres (PostgreSQL) 17.10":                          "17.10",
		"postgres (PostgreSQL) ":                               "error",
		"postgres (PostgreSQL) 99999999999999999999":           "9999.0",
		"":                                  "error",
		"bash: postgres: command not found": "error",
	} {
		v, err := parseVersion(text)
		got := fmt.Sprintf("%d.%d", v.major, v.minor)
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("parseVersion(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestAccountReaches(t *testing.T) {
	open := openDir(t)
	closed := filepath.Join(open, "closed")
	below := filepath.Join(closed, "below")
	if err := errors.Join(os.MkdirAll(below, 0o755), os.Chmod(closed, 0o700)); err != nil {
		t.Fatal(err)
	}
	stranger := account{name: "stranger", uid: 1 << 30, gid: 1 << 30, other: true}
	if err := stranger.reaches(open); err != nil {
		t.Errorf("an open directory: %v", err)
	}
	err := stranger.reaches(below)
	if err == nil || !strings.Contains(err.Error(), closed+" is closed to others") {
		t.Errorf("below a closed directory: %v, want an error that names %s", err, closed)
	}
	if err := (account{}).reaches(below); err != nil {
		t.Errorf("this process's own user: %v", err)
	}
}
