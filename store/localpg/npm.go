package localpg

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const (
	packScope   = "@embedded-postgres/"
	packVersion = "17.10.0-beta.17"
	// packWithin bounds the download, some 10 to 25 MB.
	packWithin = 3 * time.Minute
)

// pack is one system's npm package of Postgres' programs.
type pack struct {
	name   string // without its scope
	sha512 string // of the tarball, in base64
}

// packFor returns the package for a system, by Go's names for it; ok is false
// when there is none.
func packFor(goos, goarch string) (_ pack, ok bool) {
	switch goos + "/" + goarch {
	case "linux/amd64":
		return pack{"linux-x64", "hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg=="}, true
	case "linux/arm64":
		return pack{"linux-arm64", "mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig=="}, true
	case "darwin/amd64":
		return pack{"darwin-x64", "gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg=="}, true
	case "darwin/arm64":
		return pack{"darwin-arm64", "E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ=="}, true
	}
	return pack{}, false
}

// packer fetches the npm package once and keeps it, unpacked.
type packer struct {
	account account
	log     *slog.Logger
	shelf   string // where it is kept; empty: the first of shelves that the account reaches
}

// programs returns the directory of the package's programs, fetching the
// package when it isn't there yet.
func (p packer) programs(ctx context.Context) (string, error) {
	of, ok := packFor(runtime.GOOS, runtime.GOARCH)
	if !ok {
		return "", fmt.Errorf("no npm package of Postgres for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	shelf, err := p.place()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(shelf, "postgres-"+packVersion+"-"+of.name)
	bin := filepath.Join(dir, "bin")
	if exists(bin) {
		return bin, nil
	}
	lock, err := waitLock(ctx, dir+".lock")
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.release() }()
	if exists(bin) {
		return bin, nil
	}
	return bin, p.fetch(ctx, of, dir)
}

// place makes and returns the directory in which packages are kept.
func (p packer) place() (string, error) {
	candidates := []string{p.shelf}
	if p.shelf == "" {
		candidates = shelves()
	}
	var errs []error
	for _, shelf := range candidates {
		err := os.MkdirAll(shelf, 0o755)
		if err == nil {
			err = p.account.reaches(shelf)
		}
		if err == nil {
			return shelf, nil
		}
		errs = append(errs, err)
	}
	return "", fmt.Errorf("no place to keep the npm package of Postgres: %s", reasons(errs))
}

// shelves returns where a package may be kept, best first. Root's own cache is
// closed to the user that the server runs as, hence the second; and that one to
// everybody but root.
func shelves() []string {
	var dirs []string
	if cache, err := os.UserCacheDir(); err == nil {
		dirs = append(dirs, filepath.Join(cache, "codekeeper"))
	}
	return append(dirs, "/var/cache/codekeeper")
}

// fetch downloads the package, checks it, and unpacks it to dir.
func (p packer) fetch(ctx context.Context, of pack, dir string) error {
	began := time.Now()
	work, err := os.MkdirTemp(filepath.Dir(dir), "fetch")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	p.log.Info("fetching Postgres, this once", "package", packScope+of.name, "version", packVersion)
	tarball, err := download(ctx, of, work)
	if err != nil {
		return err
	}
	if err := checkSum(tarball, of); err != nil {
		return err
	}
	if err := unpack(tarball, filepath.Join(work, "unpacked")); err != nil {
		return fmt.Errorf("unpack %s: %w", of.name, err)
	}
	if err := os.Rename(filepath.Join(work, "unpacked"), dir); err != nil {
		return err
	}
	p.log.Debug("fetched Postgres", "dir", dir, "took", time.Since(began))
	return nil
}

// download has npm put the tarball into dir, and returns its path.
func download(ctx context.Context, of pack, dir string) (string, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", fmt.Errorf("fetch Postgres: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, packWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, npm, "pack", packScope+of.name+"@"+packVersion,
		"--ignore-scripts", "--prefer-offline", "--fetch-retries=1", "--pack-destination", dir)
	cmd.Dir, cmd.Env = dir, packerEnvironment()
	// npm's own children may hold its output open after it was ended.
	cmd.WaitDelay = time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		return "", fmt.Errorf("npm pack %s%s: %w: %s", packScope, of.name, err, strings.Join(lines[max(0, len(lines)-3):], "; "))
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("npm pack %s%s left %d tarballs, not 1", packScope, of.name, len(found))
	}
	return found[0], nil
}

// checkSum refuses a tarball that is not the one this program was written for.
func checkSum(tarball string, of pack) error {
	file, err := os.Open(tarball)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	sum := sha512.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if got := base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != of.sha512 {
		return fmt.Errorf("the package %s%s has the SHA-512 %s, not %s: not used", packScope, of.name, got, of.sha512)
	}
	return nil
}
