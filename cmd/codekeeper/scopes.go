package main

import (
	"slices"

	"codekeeper/bot"
)

// botScopes are what the bot may do in a workspace: what the manifest asks
// for, the doctor checks and the simulator grants. They are complete from the
// first release, because a new scope makes every workspace install again.
func botScopes() []string {
	return []string{
		"commands", "chat:write", "users:read", "usergroups:read", "channels:read", "groups:read", "channels:join",
		"channels:history", "groups:history", "im:write", "files:read", "files:write",
	}
}

// missingScopes are those that the workspace has not granted.
func missingScopes(identity bot.Identity) []string {
	return slices.DeleteFunc(botScopes(), func(scope string) bool { return slices.Contains(identity.Scopes, scope) })
}

// appScope is what the app-level token may do: open Socket Mode connections.
const appScope = "connections:write"

// botEvents are the events that the app subscribes to.
func botEvents() []string { return []string{"app_home_opened"} }
