package slacksim

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The page loads, sends and runs nothing from elsewhere, and is in no other site's frame.
func TestPageAllowsNoOtherOrigin(t *testing.T) {
	sim := workspace(t, Config{})
	b := browse(t, sim, "ana")
	for _, path := range []string{"", "page/page.js", "page/style.css"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sim.URL()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := b.http.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		allowed := map[string]string{}
		for part := range strings.SplitSeq(answer.Header.Get("Content-Security-Policy"), ";") {
			name, sources, _ := strings.Cut(strings.TrimSpace(part), " ")
			allowed[name] = sources
			if sources != "'self'" && sources != "'none'" {
				t.Errorf("/%s allows %s %s", path, name, sources)
			}
		}
		for _, name := range []string{"default-src", "base-uri", "frame-ancestors"} {
			if allowed[name] != "'none'" {
				t.Errorf("/%s allows %s %q, want 'none'", path, name, allowed[name])
			}
		}
		if allowed["form-action"] != "'self'" { // default-src doesn't stand for it
			t.Errorf("/%s allows form-action %q, want 'self'", path, allowed["form-action"])
		}
	}
}

// Nobody reads a file of more than 400 lines.
func TestFilesAreShort(t *testing.T) {
	var read int
	for _, pattern := range []string{"*.go", "page/*.html", "page/*.css", "page/*.js"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %q, %v", pattern, paths, err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if lines := bytes.Count(content, []byte("\n")); lines > 400 {
				t.Errorf("%s has %d lines", path, lines)
			}
			read++
		}
	}
	if read < 50 {
		t.Errorf("only %d files were looked at", read)
	}
}
