package localpg

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// tarballOf writes a package with the given files.
func tarballOf(t *testing.T, files map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pack.tgz")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	zipped := gzip.NewWriter(file)
	archive := tar.NewWriter(zipped)
	for name, text := range files {
		if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o755, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, closing := range []func() error{archive.Close, zipped.Close, file.Close} {
		if err := closing(); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestUnpackRestoresLinks(t *testing.T) {
	tarball := tarballOf(t, map[string]string{
		"package/package.json":            "{}",
		"package/native/bin/postgres":     "program",
		"package/native/lib/libx.so.1.2":  "library",
		"package/native/pg-symlinks.json": `[{"source":"native/lib/libx.so.1.2","target":"native/lib/libx.so.1"}]`,
	})
	dir := filepath.Join(t.TempDir(), "unpacked")
	if err := unpack(tarball, dir); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "lib", "libx.so.1")); err != nil || string(text) != "library" {
		t.Errorf("through the link: %q, %v", text, err)
	}
	if info, err := os.Stat(filepath.Join(dir, "bin", "postgres")); err != nil || info.Mode().Perm()&0o111 == 0 {
		t.Errorf("the program: %v, %v; want it executable", info, err)
	}
	if exists(filepath.Join(dir, "package.json")) {
		t.Error("what is for Node was unpacked too")
	}
}

func TestUnpackStaysInItsDirectory(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"a file outside":         {"package/native/../../../outside": "x"},
		"a link outside":         {"package/native/pg-symlinks.json": `[{"source":"native/../../outside","target":"native/lib/x"}]`},
		"a link of another kind": {"package/native/pg-symlinks.json": `[{"source":"/etc/passwd","target":"native/x"}]`},
		"a list of no links":     {"package/native/pg-symlinks.json": `{`},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			if err := unpack(tarballOf(t, files), filepath.Join(root, "a", "b")); err == nil {
				t.Error("unpacked, want an error")
			}
			if exists(filepath.Join(root, "outside")) {
				t.Error("a file was written outside")
			}
		})
	}
}

func TestCheckSumRefusesAnotherTarball(t *testing.T) {
	of, ok := packFor("linux", "amd64")
	if !ok {
		t.Fatal("no package for linux/amd64")
	}
	err := checkSum(tarballOf(t, map[string]string{"package/native/bin/postgres": "other"}), of)
	if err == nil || !strings.Contains(err.Error(), "not used") {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestNoPackageForOtherSystems(t *testing.T) {
	if of, ok := packFor("plan9", "mips"); ok {
		t.Errorf("got %v", of)
	}
}

// The package as it is served, from the download to a running server.
func TestPackageRuns(t *testing.T) {
	of, ok := packFor(runtime.GOOS, runtime.GOARCH)
	if !ok {
		t.Skipf("no package of Postgres for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	view := exec.CommandContext(ctx, "npm", "view", packScope+of.name+"@"+packVersion, "dist.integrity", "--fetch-retries=0")
	view.WaitDelay = time.Second
	if out, err := view.Output(); err != nil || strings.TrimSpace(string(out)) != "sha512-"+of.sha512 {
		t.Skipf("npm does not reach the package: %v: %s", err, out)
	}
	log := slog.New(slog.DiscardHandler)
	a, err := serverAccount()
	if err != nil {
		t.Fatal(err)
	}
	fetch := packer{account: a, log: log, shelf: openDir(t)}
	dir, err := fetch.programs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := fetch.programs(t.Context()); err != nil || again != dir {
		t.Errorf("the second time: %q, %v; want %q", again, err, dir)
	}
	p, err := finder{account: a, log: log}.look(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	m := machine{account: a, programs: p, log: log}
	r, err := newRoom(t.Context(), m, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.leave(); err != nil {
			t.Error(err)
		}
	})
	if err := fillBare(t.Context(), m, r, r.path("data")); err != nil {
		t.Fatal(err)
	}
	err = m.during(t.Context(), r, r.path("data"), func(url urlFor) error {
		if got := ask(t, url(role, database), "show server_version"); !strings.HasPrefix(packVersion, got+".") {
			t.Errorf("the server is %s, want %s", got, packVersion)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
