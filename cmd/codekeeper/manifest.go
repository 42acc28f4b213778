package main

import (
	"encoding/json"
	"fmt"

	"codekeeper/commands"
)

// manifestCommand prints what a workspace's admin pastes under "Create New
// App", "From a manifest".
type manifestCommand struct{}

// Run prints the manifest as JSON.
func (*manifestCommand) Run(p *program) error {
	out := json.NewEncoder(p.stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(newManifest()); err != nil {
		return fmt.Errorf("print the manifest: %w", err)
	}
	return nil
}

// manifest has the shape that Slack's "App manifest reference" describes.
type manifest struct {
	Metadata struct {
		Major int `json:"major_version"`
		Minor int `json:"minor_version"`
	} `json:"_metadata"`
	Display struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	} `json:"display_information"`
	Features features `json:"features"`
	OAuth    struct {
		Scopes struct {
			Bot []string `json:"bot"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings appSettings `json:"settings"`
}

type features struct {
	Home struct {
		HomeTab  bool `json:"home_tab_enabled"`
		Messages bool `json:"messages_tab_enabled"`
		ReadOnly bool `json:"messages_tab_read_only_enabled"`
	} `json:"app_home"`
	BotUser struct {
		Name         string `json:"display_name"`
		AlwaysOnline bool   `json:"always_online"`
	} `json:"bot_user"`
	Shortcuts []globalShortcut `json:"shortcuts"`
	Slashes   []slashCommand   `json:"slash_commands"`
}

type globalShortcut struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"`
	Description string `json:"description"`
}

// slashCommand always says should_escape: true would turn @names and addresses
// into Slack's own forms before the bot sees them.
type slashCommand struct {
	Command      string `json:"command"`
	Description  string `json:"description"`
	UsageHint    string `json:"usage_hint"`
	ShouldEscape bool   `json:"should_escape"`
}

type appSettings struct {
	Events struct {
		Bot []string `json:"bot_events"`
	} `json:"event_subscriptions"`
	Interactivity struct {
		Enabled bool `json:"is_enabled"`
	} `json:"interactivity"`
	OrgDeploy     bool `json:"org_deploy_enabled"`
	SocketMode    bool `json:"socket_mode_enabled"`
	TokenRotation bool `json:"token_rotation_enabled"`
}

func newManifest() manifest {
	var m manifest
	m.Metadata.Major, m.Metadata.Minor = 1, 1
	m.Display.Name = appName
	m.Display.Description = "Keeps which affiliate link and coupon code each influencer shares, and what is still TBD."
	m.Features.Home.HomeTab = true
	m.Features.Home.Messages = true // writable, so that commands can be typed there
	m.Features.BotUser.Name = appName
	m.Features.BotUser.AlwaysOnline = true
	for _, s := range commands.Shortcuts() {
		m.Features.Shortcuts = append(m.Features.Shortcuts,
			globalShortcut{Name: s.Name, Type: "global", CallbackID: s.CallbackID, Description: s.Description})
	}
	for _, s := range commands.Slashes() {
		m.Features.Slashes = append(m.Features.Slashes,
			slashCommand{Command: s.Command, Description: s.Description, UsageHint: s.Hint})
	}
	m.OAuth.Scopes.Bot = botScopes()
	m.Settings.Events.Bot = botEvents()
	m.Settings.Interactivity.Enabled = true
	m.Settings.SocketMode = true
	return m
}
