package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"codekeeper/bot"
	"codekeeper/store"
)

// doctorCommand checks everything that serve needs, and goes on after what is
// wrong.
type doctorCommand struct{}

// errWrong ends a doctor's visit that found something.
var errWrong = errors.New("something needs fixing: see the lines that begin with fix")

// Run prints one line for each thing looked at: "ok" or "fix", with what to
// do. It answers an error when anything needs fixing.
func (*doctorCommand) Run(ctx context.Context, p *program) error {
	d := &doctor{program: p}
	defer d.close()
	d.settings()
	d.slack(ctx)
	d.database(ctx)
	d.group(ctx)
	d.channels(ctx)
	if d.wrong {
		return errWrong
	}
	return nil
}

// doctor is one visit: what was found so far.
type doctor struct {
	*program
	wrong    bool
	log      *slog.Logger
	base     string      // the Web API's, "" for Slack's
	astray   bool        // base is no address, so Slack isn't asked anything
	client   *bot.Client // nil while the bot token isn't good
	token    string
	identity bot.Identity
	places   []place // where digests go
}

func (d *doctor) close() {
	if d.client != nil {
		d.client.Close()
	}
}

// place is a channel that a digest goes to, and who says so.
type place struct{ id, because string }

func (d *doctor) ok(what, found string) { fmt.Fprintf(d.stdout, "ok   %s: %s\n", what, found) }

// fix prints what is wrong, unless nothing is; it tells whether something was.
func (d *doctor) fix(what string, err error) bool {
	if err == nil {
		return false
	}
	d.wrong = true
	text := oneLine(err.Error())
	if !strings.HasPrefix(text, what) {
		text = what + ": " + text
	}
	fmt.Fprintf(d.stdout, "fix  %s\n", text)
	return true
}

// settings looks at what needs neither Slack nor a database.
func (d *doctor) settings() {
	var err error
	d.base, err = d.apiURL()
	d.astray = d.fix("SLACK_API_URL", err)
	if d.log, err = d.logger(defaultLevel); d.fix("LOG", err) {
		d.log = slog.New(slog.DiscardHandler)
	}
	_, err = d.listenAddr()
	d.fix("LISTEN_ADDR", err)
	if digest, err := d.digest(); !d.fix("DIGEST", err) {
		d.ok("DIGEST", "until the team sets its own, "+digest.String())
	}
}

// slack looks at both tokens and the scopes.
func (d *doctor) slack(ctx context.Context) {
	if _, _, err := d.tokens(); errors.Is(err, errSwapped) {
		d.fix(appTokenName, err)
		return
	}
	d.bot(ctx)
	d.app(ctx)
}

func (d *doctor) app(ctx context.Context) {
	token, err := d.secret(appTokenName)
	if err == nil {
		err = checkAppToken(token)
	}
	if d.fix(appTokenName, err) || d.astray {
		return
	}
	if !d.fix(appTokenName, d.openSocket(ctx, token, d.base)) {
		d.ok(appTokenName, "an app token that may open connections")
	}
}

func (d *doctor) bot(ctx context.Context) {
	token, err := d.botToken()
	if d.fix(botTokenName, err) || d.astray {
		return
	}
	client := bot.NewClient(token, d.base, d.log)
	identity, err := d.identify(ctx, client)
	if d.fix(botTokenName, err) {
		client.Close()
		return
	}
	d.client, d.token, d.identity = client, token, identity
	d.ok(botTokenName, fmt.Sprintf("the bot %s in %s (%s)", identity.BotUserID, identity.Team, identity.TeamID))
	if missing := missingScopes(identity); len(missing) > 0 {
		d.fix("scopes", fmt.Errorf("missing %s: paste codekeeper manifest into the app's App Manifest page, then install the app again",
			strings.Join(missing, ", ")))
		return
	}
	d.ok("scopes", fmt.Sprintf("all %d granted", len(botScopes())))
}

// database looks at the database, its migrations, and where its digests go.
func (d *doctor) database(ctx context.Context) {
	address, err := d.databaseURL()
	if d.fix(databaseName, err) {
		return
	}
	schema, err := openSchema(ctx, address)
	if d.fix(databaseName, err) {
		return
	}
	defer func() { _ = schema.Close() }()
	server, err := schema.Server(ctx)
	if d.fix(databaseName, err) {
		return
	}
	d.ok(databaseName, withoutPassword(address)+", Postgres "+server)
	if d.fix("migrations", schema.Check(ctx)) {
		return
	}
	_, known, err := schema.Version(ctx)
	if d.fix("migrations", err) {
		return
	}
	d.ok("migrations", fmt.Sprintf("all %d applied", known))
	if d.client == nil {
		return
	}
	keeper, err := openStore(ctx, address)
	if d.fix(databaseName, err) {
		return
	}
	defer func() { _ = keeper.Close() }()
	d.fix(databaseName, d.findPlaces(ctx, keeper))
}

// findPlaces collects the channels of the team's settings and campaigns.
func (d *doctor) findPlaces(ctx context.Context, keeper *store.Store) error {
	settings, err := keeper.Settings(ctx, d.identity.TeamID)
	if err != nil {
		return fmt.Errorf("read the digest's settings: %w", err)
	}
	if settings.Channel != "" {
		d.places = append(d.places, place{settings.Channel, "the digest's default channel"})
	}
	campaigns, err := keeper.Campaigns(ctx, d.identity.TeamID)
	if err != nil {
		return fmt.Errorf("read the campaigns: %w", err)
	}
	for _, c := range campaigns {
		if !c.Archived() && c.ChannelID != "" {
			d.places = append(d.places, place{c.ChannelID, "the digest channel of " + c.Slug})
		}
	}
	return nil
}
