package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"codekeeper/bot"
)

// appName is what the app and its bot user are called in Slack.
const appName = "Codekeeper"

// slackWithin bounds each question to Slack at the start.
const slackWithin = 15 * time.Second

// The two kinds of token, by how Slack begins them.
const (
	appTokenKind = "xapp-"
	botTokenKind = "xoxb-"
)

// errSwapped is the error of two tokens that stand in each other's variable.
var errSwapped = errors.New("SLACK_APP_TOKEN holds the bot token (xoxb-…) and SLACK_BOT_TOKEN the app token (xapp-…): swap them")

// tokens are both tokens, each of its own kind.
func (p *program) tokens() (app, bot string, err error) {
	if app, err = p.secret(appTokenName); err != nil {
		return "", "", err
	}
	if bot, err = p.secret(botTokenName); err != nil {
		return "", "", err
	}
	if strings.HasPrefix(app, botTokenKind) && strings.HasPrefix(bot, appTokenKind) {
		return "", "", errSwapped
	}
	if err := checkAppToken(app); err != nil {
		return "", "", err
	}
	return app, bot, checkBotToken(bot)
}

// botToken is the bot token alone, for what opens no connection.
func (p *program) botToken() (string, error) {
	token, err := p.secret(botTokenName)
	if err != nil {
		return "", err
	}
	return token, checkBotToken(token)
}

func checkAppToken(token string) error {
	const where = "take the app-level token (xapp-…) with connections:write from the app's Basic Information page"
	return checkToken(appTokenName, token, appTokenKind, where)
}

func checkBotToken(token string) error {
	const where = "take the Bot User OAuth Token (xoxb-…) from the app's OAuth & Permissions page"
	return checkToken(botTokenName, token, botTokenKind, where)
}

// checkToken tells a token's kind by its beginning, and never shows more of it.
func checkToken(name, token, kind, where string) error {
	switch {
	case token == "":
		return fmt.Errorf("%s is missing: %s", name, where)
	case strings.HasPrefix(token, kind):
		return nil
	}
	return fmt.Errorf("%s holds %s: %s", name, tokenKind(token), where)
}

func tokenKind(token string) string {
	kinds := []struct{ begins, is string }{
		{appTokenKind, "an app token (xapp-…)"},
		{botTokenKind, "a bot token (xoxb-…)"},
		{"xoxp-", "a user token (xoxp-…)"},
		{"xoxe", "a token of a rotation (xoxe…)"},
		{"https://", "an address"},
	}
	for _, k := range kinds {
		if strings.HasPrefix(token, k.begins) {
			return k.is
		}
	}
	return "something that is no Slack token"
}

// identify asks Slack who the bot is. Its error is one line that names the
// variable to mend.
func (p *program) identify(ctx context.Context, client *bot.Client) (bot.Identity, error) {
	within, cancel := context.WithTimeout(ctx, slackWithin)
	defer cancel()
	identity, err := client.Identify(within)
	if err == nil {
		return identity, nil
	}
	if refused, ok := errors.AsType[*bot.SlackError](err); ok && bot.TokenRefused(refused.Code) {
		return bot.Identity{}, fmt.Errorf("SLACK_BOT_TOKEN was %w (%s): copy the Bot User OAuth Token again "+
			"from the app's OAuth & Permissions page", errRefused, refused.Code)
	}
	return bot.Identity{}, p.unreachable(err)
}

// unreachable says that Slack's API doesn't answer as it should.
func (p *program) unreachable(err error) error {
	if p.SlackAPIURL != "" {
		return setting("SLACK_API_URL", p.SlackAPIURL, err.Error())
	}
	return fmt.Errorf("ask Slack at %s: %w", slack.APIURL, err)
}

// errRefused is wrapped by the error of a token that Slack refuses.
var errRefused = errors.New("refused by Slack")

// tokenProblem names the variable of a token that Slack takes no longer; any
// other error, and none, stays as it is.
func tokenProblem(err error) error {
	refused, ok := errors.AsType[*bot.TokenError](err)
	if !ok {
		return err
	}
	name := botTokenName
	if refused.App {
		name = appTokenName
	}
	return fmt.Errorf("%s was %w (%s): %s", name, errRefused, refused.Code, refused.Todo)
}

// openSocket asks for a Socket Mode address, which shows that the app token is
// good and may open connections. Nothing is opened.
func (p *program) openSocket(ctx context.Context, appToken, apiURL string) error {
	within, cancel := context.WithTimeout(ctx, slackWithin)
	defer cancel()
	_, _, err := newAPI("", appToken, apiURL).StartSocketModeContext(within)
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	switch {
	case err == nil:
		return nil
	case ok && refused.Err == "missing_scope":
		return fmt.Errorf("SLACK_APP_TOKEN was %w (it lacks %s): make a new app-level token with it "+
			"on the app's Basic Information page", errRefused, appScope)
	case ok && bot.TokenRefused(refused.Err):
		return fmt.Errorf("SLACK_APP_TOKEN was %w (%s): copy the app-level token again "+
			"from the app's Basic Information page, and turn Socket Mode on", errRefused, refused.Err)
	}
	return p.unreachable(err)
}

// newAPI is Slack's API for the questions that the bot itself never asks.
func newAPI(botToken, appToken, apiURL string) *slack.Client {
	options := []slack.Option{slack.OptionAppLevelToken(appToken), slack.OptionLog(slog.NewLogLogger(slog.DiscardHandler, 0))}
	if apiURL != "" {
		options = append(options, slack.OptionAPIURL(apiURL))
	}
	return slack.New(botToken, options...)
}
