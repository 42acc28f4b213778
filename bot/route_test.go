package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/slack-go/slack"

	"codekeeper/bot/slacksim"
)

func TestRoutesAreChecked(t *testing.T) {
	ok := says("x")
	config := func(commands ...Command) Config {
		return Config{AppToken: "xapp-1", Client: NewClient("xoxb-1", "", discard()), Commands: commands}
	}
	for want, c := range map[string]Config{
		`command "/influencer Code" is there twice`: config(command("code", ok), command("Code", ok)),
		`command "/influencer" is there twice`:      config(command("", ok), command("", ok)),
		`command "/influencer code" has no handler`: config(command("code", nil)),
		`must begin with /`:                         config(Command{Slash: "influencer", Run: ok}),
		`route of a click "x" is there twice`:       config(Command{Clicks: []Route{{ID: "x", Run: ok}}}, Command{Clicks: []Route{{ID: "x", Run: ok}}}),
		`route of a submission "x" is there twice`:  config(Command{Forms: []Route{{ID: "x", Run: ok}, {ID: "x", Run: ok}}}),
		`a route of a options has no id`:            config(Command{Options: []Route{{Run: ok}}}),
		`route of a shortcut "s" has no handler`:    config(Command{Shortcuts: []Route{{ID: "s"}}}),
		`route of a click "x:y" holds a colon`:      config(Command{Clicks: []Route{{ID: "x:y", Run: ok}}}),
		"no client":                                 {AppToken: "xapp-1"},
		"no app token":                              {Client: NewClient("xoxb-1", "", discard())},
	} {
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	double := config(command("code", ok), command("code", ok))
	double.Commands = append(double.Commands, Command{Forms: []Route{{ID: "", Run: ok}}})
	if _, err := New(double); err == nil || !strings.Contains(err.Error(), "twice") || !strings.Contains(err.Error(), "no id") {
		t.Errorf("not all is named: %v", err)
	}
	if _, err := New(config(command("code", ok), Command{Forms: []Route{{ID: "code", Run: ok}}, Clicks: []Route{{ID: "code", Run: ok}}})); err != nil {
		t.Error(err)
	}
}

func TestMetrics(t *testing.T) {
	sim := workspace(t, slacksim.Config{})
	registry := prometheus.NewRegistry()
	start(t, sim, Config{Metrics: registry, Commands: []Command{command("", says("x")), command("wrong", func(context.Context, *Request) (*Reply, error) {
		return nil, &UserError{Problem: "No."}
	})}})
	ana := sim.As(t, "ana")
	ana.Types("/influencer")
	ana.Types("/influencer wrong")
	ana.Sees("No.")
	want := map[string]bool{
		`codekeeper_requests_total kind=command name=/influencer outcome=ok 1`:               true,
		`codekeeper_requests_total kind=command name=/influencer wrong outcome=user_error 1`: true,
		`codekeeper_slack_calls_total method=users.info outcome=ok 1`:                        true,
		`codekeeper_connections 1`:                          true,
		`codekeeper_queue_length 0`:                         true,
		`codekeeper_acknowledgement_seconds kind=command 2`: true,
	}
	eventually(t, "the metrics", func() bool {
		seen := gathered(t, registry)
		for line := range want {
			if !seen[line] {
				return false
			}
		}
		return true
	})
	if _, err := New(Config{AppToken: "xapp-1", Client: NewClient("xoxb-1", "", discard()), Metrics: registry}); err == nil {
		t.Error("two bots share one registry")
	}
}

// gathered is each metric on a line; of a histogram, its count.
func gathered(t *testing.T, from prometheus.Gatherer) map[string]bool {
	t.Helper()
	families, err := from.Gather()
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			line := []string{f.GetName()}
			for _, l := range m.GetLabel() {
				line = append(line, l.GetName()+"="+l.GetValue())
			}
			n := m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
			lines[fmt.Sprintf("%s %g", strings.Join(line, " "), n)] = true
		}
	}
	return lines
}

func TestSections(t *testing.T) {
	if n := len(sections(strings.Repeat("ä", 2*maxSection+1))); n != 3 {
		t.Errorf("%d sections", n)
	}
	if n := len(sections(strings.Repeat("x", 100*maxSection))); n != 10 {
		t.Errorf("%d sections", n)
	}
	if n := len(sections("  \n")); n != 0 {
		t.Errorf("%d sections of nothing", n)
	}
}

func TestAppTokenErrors(t *testing.T) {
	for _, err := range []error{
		errors.New("dial tcp: refused"),
		slack.StatusCodeError{Code: 500},
		&slack.RateLimitedError{},
		slack.SlackErrorResponse{Err: "internal_error"},
		nil,
	} {
		if got := appTokenError(err); got != nil {
			t.Errorf("%v is taken for dead: %v", err, got)
		}
	}
	if got := appTokenError(slack.StatusCodeError{Code: 404}); got == nil {
		t.Error("a wrong address is tried again for ever")
	}
}
