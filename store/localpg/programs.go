package localpg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldestMajor is the oldest Postgres that Codekeeper works with.
const oldestMajor = 15

// ErrNoPrograms is wrapped by the error of a Start that found no Postgres to
// run. That error says what was looked at and what to install.
var ErrNoPrograms = errors.New("no Postgres found")

// version is what `postgres --version` says.
type version struct {
	major, minor int
	text         string // the whole line
}

// programs is a directory that holds initdb and postgres.
type programs struct {
	dir     string
	version version
}

func (p programs) path(name string) string { return filepath.Join(p.dir, name) }

// finder says where programs are looked for, in this order.
type finder struct {
	path    []string                              // directories; the first usable one is taken
	globs   []string                              // patterns of directories; the newest usable one of each is taken
	pack    func(context.Context) (string, error) // the npm package's directory
	account account                               // who has to be able to run them
	log     *slog.Logger
}

func newFinder(a account, log *slog.Logger) finder {
	return finder{
		path: filepath.SplitList(os.Getenv("PATH")),
		globs: []string{
			"/usr/lib/postgresql/*/bin",
			"/opt/homebrew/opt/postgresql*/bin",
			"/usr/local/opt/postgresql*/bin",
			"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
		},
		pack:    packer{account: a, log: log}.programs,
		account: a,
		log:     log,
	}
}

// find returns the first programs that are new enough and run.
func (f finder) find(ctx context.Context) (programs, error) {
	var refused []error
	for _, dir := range f.path {
		if !filepath.IsAbs(dir) || !exists(filepath.Join(dir, "postgres")) {
			continue
		}
		p, err := f.look(ctx, dir)
		if err == nil {
			return p, nil
		}
		refused = append(refused, err)
	}
	for _, glob := range f.globs {
		p, errs := f.newest(ctx, glob)
		if p != nil {
			return *p, nil
		}
		refused = append(refused, errs...)
	}
	dir, err := f.pack(ctx)
	if err == nil {
		var p programs
		if p, err = f.look(ctx, dir); err == nil {
			return p, nil
		}
	}
	refused = append(refused, err)
	return programs{}, fmt.Errorf("%w: install Postgres %d or newer (Debian and Ubuntu: apt-get install postgresql; "+
		"macOS: brew install postgresql@17), or npm, which can fetch one. Looked at: %s",
		ErrNoPrograms, oldestMajor, reasons(refused))
}

// newest returns the newest usable programs of a pattern; nil when none is, and
// why not.
func (f finder) newest(ctx context.Context, glob string) (*programs, []error) {
	dirs, err := filepath.Glob(glob)
	if err != nil {
		return nil, []error{err}
	}
	var found []programs
	var refused []error
	for _, dir := range dirs {
		p, err := f.look(ctx, dir)
		if err != nil {
			refused = append(refused, err)
			continue
		}
		found = append(found, p)
	}
	if len(found) == 0 {
		return nil, refused
	}
	p := slices.MaxFunc(found, func(a, b programs) int {
		return cmp.Or(cmp.Compare(a.version.major, b.version.major), cmp.Compare(a.version.minor, b.version.minor))
	})
	return &p, nil
}

// look returns the programs in dir, or why they can't be used.
func (f finder) look(ctx context.Context, dir string) (programs, error) {
	// A link may point to one program and not to those beside it.
	resolved, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres"))
	if err != nil {
		return programs{}, err
	}
	p := programs{dir: filepath.Dir(resolved)}
	for _, name := range []string{"initdb", "postgres"} {
		if err := f.account.reaches(p.path(name)); err != nil {
			return programs{}, err
		}
	}
	if p.version, err = versionOf(ctx, p.path("postgres")); err != nil {
		return programs{}, err
	}
	if p.version.major < oldestMajor {
		return programs{}, fmt.Errorf("%s is Postgres %d, older than %d", p.dir, p.version.major, oldestMajor)
	}
	f.log.Debug("found Postgres", "dir", p.dir, "version", p.version.text)
	return p, nil
}

func versionOf(ctx context.Context, path string) (version, error) {
	cmd := exec.CommandContext(ctx, path, "--version")
	cmd.Env = serverEnvironment()
	out, err := cmd.CombinedOutput()
	text := strings.TrimSpace(string(out))
	if err != nil {
		return version{}, fmt.Errorf("%s --version: %w: %s", path, err, text)
	}
	v, err := parseVersion(text)
	if err != nil {
		return version{}, fmt.Errorf("%s --version: %w", path, err)
	}
	return v, nil
}

// versionPattern matches `postgres (PostgreSQL) 15.18 (Debian …)`, and the
// `17beta1` of a version that is not out yet.
const versionPattern = `\(PostgreSQL\) (\d{1,4})(?:\.(\d{1,4}))?`

func parseVersion(text string) (version, error) {
	found := regexp.MustCompile(versionPattern).FindStringSubmatch(text)
	if found == nil {
		return version{}, fmt.Errorf("can't read a version from %q", text)
	}
	major, err := strconv.Atoi(found[1])
	if err != nil {
		return version{}, err
	}
	v := version{major: major, text: text}
	if found[2] != "" {
		v.minor, err = strconv.Atoi(found[2])
	}
	return v, err
}

// reasons puts errors into one line.
func reasons(errs []error) string {
	var texts []string
	for _, err := range errs {
		texts = append(texts, err.Error())
	}
	return strings.Join(texts, "; ")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
