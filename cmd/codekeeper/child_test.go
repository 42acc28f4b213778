package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// comesWithin is how long a test waits for a child process to say something.
const comesWithin = 30 * time.Second

// child is the program as a process of its own.
type child struct {
	t    *testing.T
	name string
	cmd  *exec.Cmd

	mu    sync.Mutex
	lines []string
	more  chan struct{} // closed and replaced at each line, closed for good at the end
	ended bool

	gone chan struct{}
	err  error // of Wait, once gone is closed
}

// start runs the program with this environment and nothing else. Whatever
// happens, it does not outlive the test.
func start(t *testing.T, env environment, args ...string) *child {
	t.Helper()
	path, err := exec.LookPath("codekeeper")
	if err != nil {
		t.Fatal(err)
	}
	c := &child{t: t, name: args[0], more: make(chan struct{}), gone: make(chan struct{})}
	c.cmd = exec.CommandContext(context.WithoutCancel(t.Context()), path, args...)
	c.cmd.Env = []string{}
	for name, value := range env {
		c.cmd.Env = append(c.cmd.Env, name+"="+value)
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c.cmd.Stdout, c.cmd.Stderr = writer, writer
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = writer.Close()
	read := make(chan struct{})
	go func() { defer close(read); c.read(reader) }()
	go func() { c.err = c.cmd.Wait(); close(c.gone) }()
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		<-c.gone
		_ = reader.Close() // a grandchild may hold the other end
		<-read
		if t.Failed() {
			t.Logf("%s printed:\n%s", c.name, c.printed())
		}
	})
	return c
}

func (c *child) read(from io.Reader) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		c.mu.Lock()
		c.lines = append(c.lines, lines.Text())
		close(c.more)
		c.more = make(chan struct{})
		c.mu.Unlock()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	close(c.more)
}

func (c *child) printed() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.lines, "\n")
}

// says waits for a line that holds the text.
func (c *child) says(text string) string {
	c.t.Helper()
	late := time.After(comesWithin)
	for seen := 0; ; {
		c.mu.Lock()
		lines, more, ended := c.lines, c.more, c.ended
		c.mu.Unlock()
		for ; seen < len(lines); seen++ {
			if strings.Contains(lines[seen], text) {
				return lines[seen]
			}
		}
		if ended {
			c.t.Fatalf("%s ended without saying %q", c.name, text)
		}
		select {
		case <-more:
		case <-late:
			c.t.Fatalf("%s does not say %q", c.name, text)
		}
	}
}

// logs waits for a record of the program's log.
func (c *child) logs(message string) map[string]any {
	c.t.Helper()
	line := c.says(`"msg":"` + message + `"`)
	var record map[string]any
	if err := json.Unmarshal([]byte(line), &record); err != nil {
		c.t.Fatalf("%s logs %q: %v", c.name, line, err)
	}
	return record
}

// ends waits until the program is gone and returns its exit code.
func (c *child) ends() int {
	c.t.Helper()
	select {
	case <-c.gone:
	case <-time.After(comesWithin):
		c.t.Fatalf("%s does not end", c.name)
	}
	if _, ok := errors.AsType[*exec.ExitError](c.err); c.err != nil && !ok {
		c.t.Fatalf("%s: %v", c.name, c.err)
	}
	return c.cmd.ProcessState.ExitCode()
}

func (c *child) signal(s syscall.Signal) {
	c.t.Helper()
	if err := c.cmd.Process.Signal(s); err != nil {
		c.t.Fatal(err)
	}
}

// asks gets a page and returns its status and body.
func asks(t *testing.T, address string) (int, string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: comesWithin}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}
