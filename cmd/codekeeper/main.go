// Codekeeper is a Slack bot for a brand's influencer team: it keeps which
// affiliate link and which coupon code each influencer shares, and posts every
// day what is still TBD.
//
// This package is the program: its flags and environment, and the wiring of
// the bot, the commands and the store.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // a small image has no time zones of its own

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(withGoRun(ctx, os.Getppid), os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// program is one run of Codekeeper: what it reads and where it writes.
type program struct {
	settings
	env            func(string) string
	stdout, stderr io.Writer
}

// run is the whole program. It returns the exit code: 0 when done, 1 with one
// line on stderr when something was wrong. When ctx ends, it stops cleanly.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) int {
	p := &program{env: env, stdout: stdout, stderr: stderr}
	if err := p.parseAndRun(ctx, args); err != nil {
		fmt.Fprintln(stderr, "codekeeper: "+oneLine(err.Error()))
		return 1
	}
	return 0
}

// oneLine keeps an error of several lines from looking like several errors.
func oneLine(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "; ")
}

func (p *program) parseAndRun(ctx context.Context, args []string) error {
	var grammar cli
	helped := false
	parser, err := kong.New(&grammar,
		kong.Name("codekeeper"),
		kong.Description(description),
		kong.Writers(p.stdout, p.stderr),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Help(printHelp),
		kong.Resolvers(kong.ResolverFunc(p.fromEnvironment)),
		kong.ValueFormatter(describeFlag),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p),
		kong.Vars{"demoAddr": demoAddr},
	)
	if err == nil {
		err = forgetEnvironment(parser)
	}
	if err != nil {
		return fmt.Errorf("read the program's own flags: %w", err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if helped {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w; see codekeeper --help", err)
	}
	if err := checkRead(parsed); err != nil {
		return err
	}
	p.settings = grammar.settings
	return parsed.Run()
}
