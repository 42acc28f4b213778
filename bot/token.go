package bot

import (
	"errors"
	"fmt"
	"slices"

	"github.com/slack-go/slack"
)

// TokenRefused says whether an error code means that Slack will not take a
// token, whatever is called and however long one waits. Codes that speak of
// one place only (no_permission) or of a time only (org_login_required) are
// not among them. Source: the errors of auth.test.
func TokenRefused(code string) bool {
	return slices.Contains([]string{
		"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "not_allowed_token_type",
	}, code)
}

// A TokenError is what Run returns when Slack refuses a token. It never holds
// the token.
type TokenError struct {
	App  bool   // the app token (xapp-…), else the bot token (xoxb-…)
	Code string // Slack's own, as "token_revoked"
	Todo string // what to do about it, lower case, without a full stop
}

// Error says which token is refused, and what to do.
func (e *TokenError) Error() string {
	return fmt.Sprintf("slack refuses the %s token (%s): %s", pick(e.App, "app", "bot"), e.Code, e.Todo)
}

// botTokenError says what to do about a bot token that Slack refuses.
func botTokenError(code string) *TokenError {
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
	return &TokenError{Code: code, Todo: todo}
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
	if code == "" && TokenRefused(err.Error()) {
		code = err.Error()
	}
	todo := "make a new app token (xapp-…) with connections:write under Basic Information, App-Level Tokens"
	switch {
	case code == "missing_scope":
		todo = "the app token lacks connections:write: " + todo
	case code == "not_allowed_token_type":
		todo = "it is another kind of token: use the app token (xapp-…) under Basic Information, App-Level Tokens"
	case !TokenRefused(code):
		return nil
	}
	return &TokenError{App: true, Code: code, Todo: todo}
}
