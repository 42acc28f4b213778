package main

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"codekeeper/commands"
)

// description stands above the flags. Indented lines stay as they are.
const description = `Codekeeper keeps which affiliate link and coupon code each influencer shares, in Slack.

Secrets come from the environment only; each may be a file named by the variable with _FILE behind it:

  SLACK_APP_TOKEN  xapp-…, with connections:write; for serve and doctor
  SLACK_BOT_TOKEN  xoxb-…; for serve, doctor and digest
  DATABASE_URL     Postgres 15 or newer; for serve, doctor, digest and migrate
                   demo never reads any of these three

Tests alone read CODEKEEPER_TEST_DATABASE_URL, a server to make their databases on; default: a private one.`

// cli is the whole grammar of the command line.
type cli struct {
	settings

	Serve    serveCommand    `cmd:"" help:"Run the bot; applies migrations first."`
	Demo     demoCommand     `cmd:"" help:"Try everything on this machine: a private Postgres, a simulated Slack workspace, sample data, a page in the browser."`
	Migrate  migrateCommand  `cmd:"" help:"Apply migrations, take one back, or list them."`
	Doctor   doctorCommand   `cmd:"" help:"Check tokens, scopes, channels, database and migrations, and say what to do about each."`
	Manifest manifestCommand `cmd:"" help:"Print the Slack app manifest."`
	Digest   digestCommand   `cmd:"" help:"Post the digests that are due now, and exit."`
	Health   healthCommand   `cmd:"" help:"Ask the running program at LISTEN_ADDR whether it is ready."`
}

// settings are the flags that are environment variables too; a flag wins.
// Defaults stand in the help, because "" has to tell that nothing was said.
// The tag for names the commands that read a flag.
type settings struct {
	SlackAPIURL   string `name:"slack-api-url" env:"SLACK_API_URL" for:"serve doctor digest" placeholder:"URL" help:"Base of the Slack Web API, ending in /. Default: Slack's."`
	DigestAt      string `name:"digest-at" env:"DIGEST_AT" for:"serve doctor digest" placeholder:"HH:MM" help:"Time of the daily digest, until the team sets its own. Default: 09:00."`
	DigestTZ      string `name:"digest-tz" env:"DIGEST_TZ" for:"serve doctor digest" placeholder:"ZONE" help:"Its time zone, such as Europe/Berlin. Default: the zone of who made the first campaign."`
	DigestDays    string `name:"digest-days" env:"DIGEST_DAYS" for:"serve doctor digest" placeholder:"DAYS" help:"Its days: names or ranges, comma-separated, such as mon-wed,fri. Default: mon-fri."`
	DigestChannel string `name:"digest-channel" env:"DIGEST_CHANNEL" for:"serve doctor digest" placeholder:"ID" help:"Id of the channel (C… or G…) for campaigns that have none. Default: none; owners get a direct message."`
	Editors       string `name:"editors" env:"EDITORS" for:"serve doctor" placeholder:"ID" help:"Id of the Slack user group (S…) that may change things. Default: every full member."`
	ListenAddr    string `name:"listen-addr" env:"LISTEN_ADDR" for:"serve doctor health" placeholder:"HOST:PORT" help:"Where to serve /healthz, /readyz and /metrics. Default: off."`
	LogLevel      string `name:"log-level" env:"LOG_LEVEL" for:"serve doctor digest demo" placeholder:"LEVEL" help:"debug, info, warn or error. Default: info, in demo warn."`
	LogFormat     string `name:"log-format" env:"LOG_FORMAT" for:"serve doctor digest demo" placeholder:"FORMAT" help:"text or json. Default: text on a terminal, else json."`
}

// chosen is the command that was chosen, "" for none.
func chosen(parsed *kong.Context) string {
	for _, part := range parsed.Path {
		if part.Command != nil {
			return part.Command.Name
		}
	}
	return ""
}

// ignores tells whether a command doesn't read a flag.
func ignores(command string, flag *kong.Flag) bool {
	return command != "" && flag.Tag.Has("for") && !slices.Contains(strings.Fields(flag.Tag.Get("for")), command)
}

// printHelp leaves out the flags that the command would ignore.
func printHelp(options kong.HelpOptions, parsed *kong.Context) error {
	for _, flag := range parsed.Model.Flags {
		flag.Hidden = ignores(chosen(parsed), flag)
	}
	return kong.DefaultHelpPrinter(options, parsed)
}

// checkRead refuses a flag that the command would ignore. A variable may be
// set for another command.
func checkRead(parsed *kong.Context) error {
	command := chosen(parsed)
	for _, part := range parsed.Path {
		if part.Flag != nil && !part.Resolved && ignores(command, part.Flag) {
			return fmt.Errorf("--%s is not for %s; see codekeeper %[2]s --help", part.Flag.Name, command)
		}
	}
	return nil
}

// forgetEnvironment keeps kong, once it has built its parser, from reading the process's environment by
// itself: fromEnvironment reads the one that run was given.
func forgetEnvironment(k *kong.Kong) error {
	return kong.Visit(k.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			flag.Tag.Envs = nil
		}
		return next(nil)
	})
}

// fromEnvironment is a flag's value from its variable; a variable set to
// nothing is not set.
func (p *program) fromEnvironment(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if value := strings.TrimSpace(p.env(name)); value != "" {
			return value, nil
		}
	}
	return nil, nil // how a kong.Resolver says that it has no value
}

// describeFlag is a flag's help with the name of its variable.
func describeFlag(value *kong.Value) string {
	if value.Flag == nil || len(value.Flag.Envs) == 0 {
		return kong.DefaultHelpValueFormatter(value)
	}
	return value.OrigHelp + " [$" + strings.Join(value.Flag.Envs, ", $") + "]"
}

// setting is the error of a variable whose value can't be used.
func setting(name, value, wrong string) error { return fmt.Errorf("%s %q: %s", name, value, wrong) }

// apiURL is where Slack's Web API is, "" for Slack's own.
func (s settings) apiURL() (string, error) {
	if s.SlackAPIURL == "" {
		return "", nil
	}
	u, err := url.Parse(s.SlackAPIURL)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"):
		return "", setting("SLACK_API_URL", s.SlackAPIURL, "not an http or https address; https://slack.com/api/ is Slack's")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", fmt.Errorf("SLACK_API_URL %q: must be an address without user, query or fragment", u.Redacted())
	case !strings.HasSuffix(u.Path, "/"):
		return "", setting("SLACK_API_URL", s.SlackAPIURL, `must end in "/": try `+s.SlackAPIURL+"/")
	}
	return s.SlackAPIURL, nil
}

// digest are the digest's defaults.
func (s settings) digest() (commands.DigestDefaults, error) {
	return commands.ParseDigestDefaults(s.DigestAt, s.DigestTZ, s.DigestDays, s.DigestChannel)
}

// groupID is what Slack's ids of user groups look like.
const groupID = `^S[A-Z0-9]{2,}$`

// editors is the group that may change things, "" for every full member.
func (s settings) editors() (string, error) {
	if s.Editors != "" && !regexp.MustCompile(groupID).MatchString(s.Editors) {
		return "", setting("EDITORS", s.Editors, "not the id of a Slack user group; it begins with S, as in S0123ABCD")
	}
	return s.Editors, nil
}

// listenAddr is where to serve health and metrics, "" for nowhere.
func (s settings) listenAddr() (string, error) {
	if s.ListenAddr == "" {
		return "", nil
	}
	_, port, err := net.SplitHostPort(s.ListenAddr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return "", setting("LISTEN_ADDR", s.ListenAddr, "not an address with a port; try :8080 or 127.0.0.1:8080")
	}
	return s.ListenAddr, nil
}
