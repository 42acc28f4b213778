package bot

import (
	"errors"
	"fmt"
	"slices"

	"github.com/slack-go/slack"
)

// deadToken says whether an error code means that Slack will not take this
// token again, whatever is called.
func deadToken(code string) bool {
	return slices.Contains([]string{
		"invalid_auth", "token_revoked", "account_inactive", "not_authed", "token_expired",
	}, code)
}

// botTokenError says what to do about a bot token that Slack refuses.
func botTokenError(code string) error {
	todo := "install the app again under OAuth & Permissions, and use the new bot token (xoxb-…)"
	switch code {
	case "account_inactive":
		todo = "the app was removed or its workspace closed: install it again, and use the new bot token (xoxb-…)"
	case "not_authed":
		todo = "the bot token is empty: use the one under OAuth & Permissions (xoxb-…)"
	case "token_expired":
		todo = "token rotation is on, which is not supported: turn it off under OAuth & Permissions, and use the new bot token"
	case "not_allowed_token_type":
		todo = "it is another kind of token: use the bot token under OAuth & Permissions (xoxb-…)"
	}
	return fmt.Errorf("slack refuses the bot token (%s): %s", code, todo)
}

// appTokenError says what to do when Socket Mode can't be opened and never
// will be; nil when it is worth trying again. slack-go tries again for ever
// with some tokens that will never do.
func appTokenError(err error) error {
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == 404 {
		return errors.New("slack's apps.connections.open was not found: is the Slack API address right?")
	}
	failed := wrapSlack("apps.connections.open", err)
	if failed == nil {
		return nil
	}
	code := failed.Code
	if code == "" && deadToken(err.Error()) {
		code = err.Error()
	}
	todo := "make a new app token (xapp-…) with connections:write under Basic Information, App-Level Tokens"
	switch {
	case deadToken(code):
	case code == "missing_scope":
		todo = "the app token lacks connections:write: " + todo
	case code == "not_allowed_token_type":
		todo = "it is another kind of token: use the app token (xapp-…) under Basic Information, App-Level Tokens"
	default:
		return nil
	}
	return fmt.Errorf("slack refuses the app token (%s): %s", code, todo)
}
