package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"codekeeper/bot/slacksim"
	"codekeeper/store/localpg/pgtest"
)

// TestScripts runs the program as a child process, by the scripts in
// testdata/script. Beside testscript's own, a script has these commands:
//
//	workspace        a simulated workspace; sets SLACK_API_URL and both tokens
//	refuse CODE      the workspace refuses the tokens from now on
//	ungrant SCOPE    it takes a scope away
//	channel ID [archived|shared|private|away]
//	group ID [USER…]
//	database [empty] a database of its own; sets DATABASE_URL
//	oldpostgres      a server that says it is Postgres 14; sets DATABASE_URL
//	complains TEXT   the last command printed one line on stderr, with TEXT, and nothing that it mustn't
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			tb, ok := env.T().(testing.TB)
			if !ok {
				return errors.New("testscript's T is no testing.TB any more")
			}
			env.Values[keyTB] = tb
			env.Values[keySim] = new(*slacksim.Slack)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"workspace": scriptWorkspace,
			"refuse":    onWorkspace(func(sim *slacksim.Slack, args []string) { sim.RevokeToken(args[0]) }),
			"ungrant":   onWorkspace(func(sim *slacksim.Slack, args []string) { sim.RevokeScope(args[0]) }),
			"channel":   onWorkspace(scriptChannel),
			"group": onWorkspace(func(sim *slacksim.Slack, args []string) {
				sim.AddGroup(slacksim.Group{ID: args[0], Handle: "editors", Members: args[1:]})
			}),
			"database":    scriptDatabase,
			"oldpostgres": scriptOldPostgres,
			"complains":   scriptComplains,
		},
	})
}

type scriptKey string

const (
	keyTB  scriptKey = "tb"
	keySim scriptKey = "workspace"
)

func scriptTB(ts *testscript.TestScript) testing.TB {
	tb, _ := ts.Value(keyTB).(testing.TB)
	return tb
}

func scriptWorkspace(ts *testscript.TestScript, _ bool, _ []string) {
	sim, err := startWorkspace("", nil)
	ts.Check(err)
	ts.Defer(func() { _ = sim.Close() })
	populate(sim)
	ts.Setenv("SLACK_API_URL", sim.APIURL())
	ts.Setenv("SLACK_APP_TOKEN", sim.AppToken())
	ts.Setenv("SLACK_BOT_TOKEN", sim.BotToken())
	if place, ok := ts.Value(keySim).(**slacksim.Slack); ok {
		*place = sim
	}
}

func onWorkspace(do func(*slacksim.Slack, []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		place, ok := ts.Value(keySim).(**slacksim.Slack)
		if !ok || *place == nil {
			ts.Fatalf("there is no workspace yet")
		}
		do(*place, args)
	}
}

func scriptChannel(sim *slacksim.Slack, args []string) {
	c := slacksim.Channel{ID: args[0], Name: strings.ToLower(args[0]), Members: []string{sim.BotUserID()}}
	for _, word := range args[1:] {
		switch word {
		case "archived":
			c.Archived = true
		case "private":
			c.Private = true
		case "shared":
			c.Shared = true
		case "away":
			c.Members = nil
		}
	}
	sim.AddChannel(c)
}

func scriptDatabase(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) > 0 {
		ts.Setenv("DATABASE_URL", pgtest.NewEmpty(scriptTB(ts)))
		return
	}
	ts.Setenv("DATABASE_URL", pgtest.New(scriptTB(ts)))
}

func scriptComplains(ts *testscript.TestScript, _ bool, args []string) {
	stderr := ts.ReadFile("stderr")
	line, more, _ := strings.Cut(stderr, "\n")
	if !strings.HasPrefix(line, "codekeeper: ") || more != "" || !strings.Contains(line, args[0]) {
		ts.Fatalf("stderr is %q, want one line with %q", stderr, args[0])
	}
	for _, name := range []string{"SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"} {
		if token := ts.Getenv(name); len(token) > len("xoxb-") && strings.Contains(stderr, token) {
			ts.Fatalf("stderr shows %s: %q", name, stderr)
		}
	}
	if strings.Contains(stderr, "s3cret") {
		ts.Fatalf("stderr shows a password: %q", stderr)
	}
}

// scriptOldPostgres is as much of a Postgres 14 as is needed to be turned away:
// it lets anybody in and answers every question with its version.
func scriptOldPostgres(ts *testscript.TestScript, _ bool, _ []string) {
	listener, err := new(net.ListenConfig).Listen(scriptTB(ts).Context(), "tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				answerAsOldPostgres(conn)
			}()
		}
	}()
	ts.Setenv("DATABASE_URL", "postgres://codekeeper:s3cret@"+listener.Addr().String()+"/codekeeper?sslmode=disable")
}

// answerAsOldPostgres speaks version 3 of the protocol, simple queries only.
func answerAsOldPostgres(conn net.Conn) {
	in := bufio.NewReader(conn)
	if _, err := readMessage(in); err != nil { // the startup message
		return
	}
	send := func(kind byte, body string) {
		frame := binary.BigEndian.AppendUint32([]byte{kind}, uint32(4+len(body)))
		_, _ = conn.Write(append(frame, body...))
	}
	send('R', "\x00\x00\x00\x00")
	send('S', "server_version\x0014.9\x00")
	send('Z', "I")
	for {
		kind, err := in.ReadByte()
		if err != nil {
			return
		}
		if _, err := readMessage(in); err != nil || kind == 'X' {
			return
		}
		// One row: the version as a number, int4, and in words, text.
		send('T', "\x00\x02"+
			"number\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x17\x00\x04\xff\xff\xff\xff\x00\x00"+
			"words\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x19\xff\xff\xff\xff\xff\xff\x00\x00")
		send('D', "\x00\x02\x00\x00\x00\x06140009\x00\x00\x00\x0414.9")
		send('C', "SELECT 1\x00")
		send('Z', "I")
	}
}

func readMessage(in io.Reader) ([]byte, error) {
	var size uint32
	if err := binary.Read(in, binary.BigEndian, &size); err != nil {
		return nil, err
	}
	if size < 4 || size > 1<<20 {
		return nil, errors.New("not a message")
	}
	body := make([]byte, size-4)
	_, err := io.ReadFull(in, body)
	return body, err
}
