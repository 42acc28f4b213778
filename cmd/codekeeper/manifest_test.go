package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"codekeeper/commands"
)

// The limits are those of Slack's app manifest reference.
func TestManifestIsWhatSlackTakes(t *testing.T) {
	got := runHere(t, environment{}, "manifest")
	if got.code != 0 || got.stderr != "" {
		t.Fatalf("exit %d, stderr %q", got.code, got.stderr)
	}
	var m slack.Manifest
	in := json.NewDecoder(bytes.NewReader([]byte(got.stdout)))
	in.DisallowUnknownFields()
	if err := in.Decode(&m); err != nil {
		t.Fatal(err)
	}
	if m.Display.Name != "Codekeeper" || len(m.Display.Description) > 140 {
		t.Errorf("display %+v", m.Display)
	}
	if diff := cmp.Diff(botScopes(), m.OAuthConfig.Scopes.Bot); diff != "" {
		t.Errorf("scopes (-want +got):\n%s", diff)
	}
	if len(m.Features.SlashCommands) != 2 || len(m.Features.SlashCommands) != len(commands.Slashes()) {
		t.Errorf("slash commands %+v", m.Features.SlashCommands)
	}
	for _, s := range m.Features.SlashCommands {
		if s.Command == "" || s.Description == "" || len(s.Description) > 2000 || len(s.UsageHint) > 1000 || s.ShouldEscape {
			t.Errorf("slash command %+v", s)
		}
	}
	if len(m.Features.Shortcuts) != 3 {
		t.Errorf("shortcuts %+v", m.Features.Shortcuts)
	}
	for _, s := range m.Features.Shortcuts {
		if s.Type != slack.GlobalShortcut || s.Name == "" || len(s.Name) > 24 || len(s.Description) > 150 || s.CallbackID == "" {
			t.Errorf("shortcut %+v", s)
		}
	}
}

func TestManifestSettings(t *testing.T) {
	got := runHere(t, environment{}, "manifest")
	var m map[string]any
	if err := json.Unmarshal([]byte(got.stdout), &m); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"event_subscriptions": map[string]any{"bot_events": []any{"app_home_opened"}},
		"interactivity":       map[string]any{"is_enabled": true},
		"org_deploy_enabled":  false, "socket_mode_enabled": true, "token_rotation_enabled": false,
	}
	if diff := cmp.Diff(want, m["settings"]); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}
