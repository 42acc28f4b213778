package slacksim

import (
	"slices"
	"strconv"
)

// method is one Web API method.
type method struct {
	name string
	// scopes allow it, any one of them; none is needed when there are none.
	scopes []string
	// scopeOf narrows the scopes by the arguments; nil leaves them. The caller holds s.mu.
	scopeOf func(s *Slack, args arguments) []string
	// tier is Slack's rate tier: calls a minute are 1+, 20+, 50+, 100+, or "special". Calls are not counted here:
	// RateLimit refuses them when a test wants that, and Config.Strict paces messages.
	tier string
	// appToken says that it takes the app's token, not the bot's.
	appToken bool
	// required arguments.
	required []string
	// run does it and answers the fields beside "ok". The caller holds s.mu.
	run func(s *Slack, args arguments) (doc, *apiError)
}

// methodsByName are all that the workspace knows; one file holds each.
func methodsByName() map[string]method {
	list := []method{
		authTest(), appsConnectionsOpen(),
		chatPostMessage(), chatUpdate(), chatDelete(), chatGetPermalink(),
		viewsOpen(), viewsPush(), viewsUpdate(), viewsPublish(),
		conversationsInfo(), conversationsJoin(), conversationsOpen(), conversationsHistory(),
		usersInfo(), usersList(), usergroupsUsersList(),
		filesGetUploadURL(), filesCompleteUpload(), filesInfo(),
	}
	byName := make(map[string]method, len(list))
	for _, m := range list {
		byName[m.name] = m
	}
	return byName
}

// byChannelKind picks the scope for the kind of channel that the call names: scopes for public, private and direct.
func byChannelKind(public, private, direct string) func(*Slack, arguments) []string {
	return func(s *Slack, args arguments) []string {
		c := s.channel(args.str("channel"))
		switch {
		case c == nil:
			return []string{public, private, direct}
		case c.im != "":
			return []string{direct}
		case c.Private:
			return []string{private}
		default:
			return []string{public}
		}
	}
}

// pageOf cuts a list by the arguments limit and cursor, and answers the next cursor.
func pageOf[T any](args arguments, list []T, most int) ([]T, string, *apiError) {
	size, failed := args.number("limit", most)
	if failed != nil {
		return nil, "", failed
	}
	size = min(size, most)
	from := 0
	if args.has("cursor") {
		n, err := strconv.Atoi(args.str("cursor"))
		if err != nil || n < 0 || n > len(list) {
			return nil, "", fail("invalid_cursor")
		}
		from = n
	}
	to := min(from+size, len(list))
	next := ""
	if to < len(list) {
		next = strconv.Itoa(to)
	}
	return slices.Clone(list[from:to]), next, nil
}
