package slacksim

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

// post calls a method without a library and answers what came.
func post(t *testing.T, sim *Slack, method, contentType, token, body string) (doc, *http.Response) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, sim.APIURL()+method, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return decodeObject(raw), resp
}

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json; charset=utf-8"
)

func TestTokensAndScopes(t *testing.T) {
	sim := workspace(t, Config{Scopes: []string{"chat:write"}})
	for _, c := range []struct{ name, method, token, contentType, body, want string }{
		{"no token", "auth.test", "", formType, "", "not_authed"},
		{"an unknown token", "auth.test", "xoxb-1-2", formType, "", "invalid_auth"},
		{"the app's token for the bot", "auth.test", sim.AppToken(), formType, "", "not_allowed_token_type"},
		{"the bot's token for the app", "apps.connections.open", sim.BotToken(), formType, "", "not_allowed_token_type"},
		{"token in the header", "auth.test", sim.BotToken(), formType, "", ""},
		{"token in the form", "auth.test", "", formType, "token=" + sim.BotToken(), ""},
		{"token in JSON", "auth.test", "", jsonType, `{"token":"` + sim.BotToken() + `"}`, ""},
		{"no content type", "auth.test", sim.BotToken(), "", "", ""},
		{"an unknown method", "chat.shout", sim.BotToken(), formType, "", "unknown_method"},
		{"a scope that is missing", "users.info", sim.BotToken(), formType, "user=U1", "missing_scope"},
		{"a missing argument", "chat.postMessage", sim.BotToken(), jsonType, `{}`, "invalid_arguments"},
		{"no JSON", "chat.postMessage", sim.BotToken(), jsonType, `{`, "invalid_json"},
		{"no object", "chat.postMessage", sim.BotToken(), jsonType, `[]`, "json_not_object"},
		{"another type", "chat.postMessage", sim.BotToken(), "text/csv", `x`, "invalid_post_type"},
		{"a broken form", "chat.postMessage", sim.BotToken(), formType, "a=%zz", "invalid_form_data"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, resp := post(t, sim, c.method, c.contentType, c.token, c.body)
			if str(got, "error") != c.want || yes(got, "ok") != (c.want == "") || resp.StatusCode != http.StatusOK {
				t.Errorf("%d %v, want %q", resp.StatusCode, got, c.want)
			}
			if c.want == "missing_scope" && (got["needed"] != "users:read" || got["provided"] != "chat:write") {
				t.Errorf("needed and provided: %v", got)
			}
			if c.want == "invalid_arguments" && len(obj(got, "response_metadata")) == 0 {
				t.Errorf("nothing names the place: %v", got)
			}
		})
	}
	for _, why := range []string{"token_revoked", "account_inactive", "token_expired"} {
		sim.RevokeToken(why)
		if _, err := client(t, sim).AuthTest(); code(err) != why {
			t.Errorf("%v, want %s", err, why)
		}
	}
	sim.RevokeToken("")
	sim.GrantScope("users:read")
	if _, err := client(t, sim).GetUserInfo(sim.BotUserID()); err != nil {
		t.Error(err)
	}
	sim.RevokeScope("connections:write")
	if _, _, err := client(t, sim).StartSocketModeContext(t.Context()); code(err) != "missing_scope" {
		t.Errorf("%v, want missing_scope", err)
	}
}

func TestCallsAreRecordedWithoutTokens(t *testing.T) {
	sim := workspace(t, Config{})
	who, err := client(t, sim).AuthTest()
	if err != nil {
		t.Fatal(err)
	}
	if who.TeamID != sim.TeamID() || who.UserID != sim.BotUserID() || who.User != "codekeeper" || who.Team != "Acme" {
		t.Errorf("auth.test says %+v", who)
	}
	calls := sim.Calls("auth.test")
	if len(calls) != 1 || calls[0].Status != http.StatusOK || !strings.Contains(calls[0].Response, sim.TeamID()) {
		t.Errorf("calls %+v", calls)
	}
	if strings.Contains(calls[0].Request, "xoxb") {
		t.Error("the token is recorded")
	}
}

func TestFaults(t *testing.T) {
	sim := workspace(t, Config{})
	api := client(t, sim)
	sim.RateLimit("auth.test", 7*time.Second, 1)
	_, err := api.AuthTest()
	limited, ok := errors.AsType[*slack.RateLimitedError](err)
	if !ok || limited.RetryAfter != 7*time.Second {
		t.Errorf("%v, want ratelimited for 7 s", err)
	}
	sim.FailWith("", "internal_error", 2)
	for _, want := range []string{"internal_error", "internal_error", ""} {
		if _, err := api.AuthTest(); code(err) != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
	sim.Slow("auth.test", time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := api.AuthTestContext(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want a deadline exceeded", err)
	}
	sim.Slow("auth.test", 0)
	if _, err := api.AuthTest(); err != nil {
		t.Error(err)
	}
	if n := len(sim.Refusals()); n != 0 {
		t.Errorf("%d refusals: faults that were asked for are none", n)
	}
}

func TestMessages(t *testing.T) {
	sim := workspace(t, Config{})
	api := client(t, sim)
	general, _ := sim.Channel("general")
	_, ts, err := api.PostMessage(general.ID, quiet(slack.MsgOptionText("one", false))...)
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := api.PostMessage(general.ID, quiet(slack.MsgOptionText("two", false), slack.MsgOptionBlocks(section("*two*"), buttons("", "Go")))...)
	if err != nil || second <= ts {
		t.Fatalf("%v; %s after %s", err, second, ts)
	}
	if _, _, _, err := api.UpdateMessage(general.ID, second, slack.MsgOptionText("only text", false)); err != nil {
		t.Fatal(err)
	}
	ana := sim.As(t, "ana")
	if m := ana.Sees("only text"); m.Text() != "only text" || !m.Edited {
		t.Errorf("blocks stay when only text is given: %q", m.Text())
	}
	if link, err := api.GetPermalink(&slack.PermalinkParameters{Channel: general.ID, Ts: ts}); err != nil || !strings.Contains(link, "/archives/"+general.ID+"/p") {
		t.Errorf("permalink %q, %v", link, err)
	}
	history, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: general.ID, Limit: 1})
	if err != nil || len(history.Messages) != 1 || history.Messages[0].Text != "only text" || !history.HasMore {
		t.Errorf("history %+v, %v", history, err)
	}
	next, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{
		ChannelID: general.ID, Limit: 1, Cursor: history.ResponseMetaData.NextCursor,
	})
	if err != nil || len(next.Messages) != 1 || next.Messages[0].Timestamp != ts || next.HasMore {
		t.Errorf("the next page: %+v, %v", next, err)
	}
	older, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: general.ID, Latest: second})
	if err != nil || len(older.Messages) != 1 || older.Messages[0].Timestamp != ts || older.Messages[0].BotID == "" {
		t.Errorf("history before the second: %+v, %v", older, err)
	}
	if _, _, err := api.DeleteMessage(general.ID, ts); err != nil {
		t.Error(err)
	}
	if n := len(sim.Messages(general.ID)); n != 1 {
		t.Errorf("%d messages stand, want 1", n)
	}
	if _, _, err := api.PostMessage(ana.ID(), quiet(slack.MsgOptionText("to you", false))...); err != nil {
		t.Error(err)
	}
	ana.In("@codekeeper").Sees("to you")
	if n := len(sim.Refusals()); n != 0 {
		t.Errorf("refusals %v", sim.Refusals())
	}
}

func TestMessagesThatAreRefused(t *testing.T) {
	sim := workspace(t, Config{})
	api := client(t, sim)
	general, _ := sim.Channel("general")
	open := sim.AddChannel(Channel{Name: "open"})
	secret := sim.AddChannel(Channel{Name: "secret", Private: true})
	old := sim.AddChannel(Channel{Name: "old", Archived: true, Members: []string{sim.BotUserID()}})
	ana := sim.As(t, "ana")
	hi := slack.MsgOptionText("hi", false)
	say := func(channel string, options ...slack.MsgOption) func() error {
		return func() error {
			_, _, err := api.PostMessage(channel, options...)
			return err
		}
	}
	ana.Types("hello")
	said := ana.Sees("hello")
	update := func(ts string, options ...slack.MsgOption) func() error {
		return func() error {
			_, _, _, err := api.UpdateMessage(general.ID, ts, options...)
			return err
		}
	}
	_, ts, err := api.PostMessage(general.ID, quiet(hi)...)
	if err != nil {
		t.Fatal(err)
	}
	wrong := slack.MsgOptionBlocks(section(strings.Repeat("x", 3001)))
	for _, c := range []struct {
		name string
		call func() error
		want string
	}{
		{"unknown channel", say("C999", quiet(hi)...), "channel_not_found"},
		{"not a member", say(open.ID, quiet(hi)...), "not_in_channel"},
		{"private", say(secret.ID, quiet(hi)...), "channel_not_found"},
		{"archived", say(old.ID, quiet(hi)...), "is_archived"},
		{"previews by default", say(general.ID, hi), "invalid_arguments"},
		{"media previews", say(general.ID, hi, slack.MsgOptionDisableLinkUnfurl()), "invalid_arguments"},
		{"nothing", say(general.ID, quiet()...), "no_text"},
		{"wrong blocks", say(general.ID, quiet(hi, wrong)...), "invalid_blocks"},
		{"somebody else's", update(said.TS, hi), "cant_update_message"},
		{"no such message", update("1.000001", hi), "message_not_found"},
		{"deleting somebody else's", func() error {
			_, _, err := api.DeleteMessage(general.ID, said.TS)
			return err
		}, "cant_delete_message"},
		{"wrong blocks in an update", update(ts, hi, wrong), "invalid_blocks"},
	} {
		if err := c.call(); code(err) != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	last := sim.Refusals()[len(sim.Refusals())-1]
	if last.Method != "chat.update" || len(last.Messages) == 0 || !strings.Contains(last.Body, "xxx") {
		t.Errorf("refusal %+v", last)
	}
	got, _ := post(t, sim, "chat.postMessage", formType, sim.BotToken(), url.Values{
		"channel": {general.ID}, "text": {"x"}, "blocks": {"{not JSON"}, "unfurl_links": {"false"}, "unfurl_media": {"0"},
	}.Encode())
	if str(got, "error") != "invalid_blocks_format" {
		t.Errorf("blocks that are no JSON: %v", got)
	}
}

func TestStrictPacing(t *testing.T) {
	sim := workspace(t, Config{Strict: true})
	api := client(t, sim)
	general, _ := sim.Channel("general")
	var failed error
	for range 5 {
		if _, _, err := api.PostMessage(general.ID, quiet(slack.MsgOptionText("x", false))...); err != nil {
			failed = err
		}
	}
	if _, ok := errors.AsType[*slack.RateLimitedError](failed); !ok {
		t.Errorf("five messages at once: %v, want ratelimited", failed)
	}
}

func TestPeopleAndPlaces(t *testing.T) {
	sim := workspace(t, Config{})
	api := client(t, sim)
	guest := sim.AddUser(User{Name: "gus", SingleChannelGuest: true})
	other := sim.AddUser(User{Name: "sam", TeamID: "T0OTHER"})
	ana, _ := sim.User("ana")
	info := func(id string) *slack.User {
		u, err := api.GetUserInfo(id)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	if u := info(ana.ID); u.TZ != "Europe/Berlin" || u.IsRestricted || u.IsStranger || u.TeamID != sim.TeamID() || u.Profile.DisplayName != "ana" {
		t.Errorf("ana %+v", u)
	}
	if u := info(guest.ID); !u.IsRestricted || !u.IsUltraRestricted {
		t.Errorf("guest %+v", u)
	}
	if u := info(other.ID); !u.IsStranger || u.TeamID != "T0OTHER" {
		t.Errorf("stranger %+v", u)
	}
	if _, err := api.GetUserInfo("U999"); code(err) != "user_not_found" {
		t.Error(err)
	}
	group := sim.AddGroup(Group{Handle: "editors", Members: []string{ana.ID}})
	members, err := api.GetUserGroupMembers(group.ID)
	if diff := cmp.Diff([]string{ana.ID}, members); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := api.GetUserGroupMembers("S999"); code(err) != "no_such_subteam" {
		t.Error(err)
	}
	group.Members = append(group.Members, guest.ID)
	sim.SetGroup(group)
	if members, _ := api.GetUserGroupMembers(group.ID); !slices.Contains(members, guest.ID) {
		t.Errorf("members %v", members)
	}
}

func TestConversations(t *testing.T) {
	sim := workspace(t, Config{})
	api := client(t, sim)
	ana, _ := sim.User("ana")
	open := sim.AddChannel(Channel{Name: "open", Shared: true, Members: []string{ana.ID}})
	private := sim.AddChannel(Channel{Name: "private", Private: true, Members: []string{ana.ID}})
	c, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: open.ID, IncludeNumMembers: true})
	if err != nil || c.IsMember || !c.IsExtShared || c.Name != "open" || c.NumMembers != 1 {
		t.Errorf("info %+v, %v", c, err)
	}
	if _, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: private.ID}); code(err) != "channel_not_found" {
		t.Error(err)
	}
	if _, _, _, err := api.JoinConversation(private.ID); code(err) != "channel_not_found" {
		t.Error(err)
	}
	for range 2 { // the second time says already_in_channel
		if c, _, _, err := api.JoinConversation(open.ID); err != nil || !c.IsMember {
			t.Errorf("join %+v, %v", c, err)
		}
	}
	joined, _ := sim.Channel("open")
	if diff := cmp.Diff([]string{ana.ID, sim.BotUserID()}, joined.Members); diff != "" {
		t.Error(diff)
	}
	open.Archived, open.Members = true, nil
	sim.SetChannel(open)
	if _, _, _, err := api.JoinConversation(open.ID); code(err) != "is_archived" {
		t.Error(err)
	}
	dm, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{ana.ID}})
	if err != nil || !strings.HasPrefix(dm.ID, "D") {
		t.Fatalf("dm %+v, %v", dm, err)
	}
	again, noOp, open2, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{ana.ID}, ReturnIM: true})
	if err != nil || again.ID != dm.ID || !noOp || !open2 || again.User != ana.ID {
		t.Errorf("again %+v %v %v, %v", again, noOp, open2, err)
	}
	if _, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U999"}}); code(err) != "user_not_found" {
		t.Error(err)
	}
	sim.RevokeScope("groups:read")
	if _, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: private.ID}); code(err) != "missing_scope" {
		t.Errorf("%v, want missing_scope for a private channel", err)
	}
}
