package slacksim

import (
	"bytes"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

func TestAFileIsUploadedSharedAndRead(t *testing.T) {
	sim := workspace(t, Config{})
	api := client(t, sim)
	general, _ := sim.Channel("general")
	const content = "handle,code\n@maya.glow,MAYA15\n"
	up, err := api.UploadFile(slack.UploadFileParameters{
		Filename: "codes.csv", Title: "Codes", FileSize: len(content), Content: content, Channel: general.ID,
		InitialComment: "All codes",
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := sim.As(t, "ana").Sees("All codes").Text(); got != "All codes\n[file: Codes]" {
		t.Errorf("shown as %q", got)
	}
	f, _, _, err := api.GetFileInfo(up.ID, 1, 1)
	if err != nil || f.Name != "codes.csv" || f.Size != len(content) {
		t.Errorf("info %+v, %v", f, err)
	}
	var read bytes.Buffer
	if err := api.GetFile(f.URLPrivateDownload, &read); err != nil || read.String() != content {
		t.Errorf("read %q, %v", read.String(), err)
	}
	if _, _, _, err := api.GetFileInfo("F999", 1, 1); code(err) != "file_not_found" {
		t.Error(err)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	sim := workspace(t, Config{})
	api := client(t, sim)
	u, err := api.GetUploadURLExternalContext(t.Context(), slack.GetUploadURLExternalParameters{FileName: "a.csv", FileSize: 5})
	if err != nil {
		t.Fatal(err)
	}
	complete := func() error {
		_, err := api.CompleteUploadExternalContext(t.Context(), slack.CompleteUploadExternalParameters{Files: []slack.FileSummary{{ID: u.FileID}}})
		return err
	}
	if err := complete(); code(err) != "file_update_failed" {
		t.Errorf("completed before it was sent: %v", err)
	}
	upload := func(content string) error {
		return api.UploadToURL(t.Context(), slack.UploadToURLParameters{UploadURL: u.UploadURL, Content: content, Filename: "a.csv"})
	}
	if err := upload("too long for it"); err == nil {
		t.Error("more than was announced is taken")
	}
	if err := upload("12345"); err != nil {
		t.Error(err)
	}
	if err := complete(); err != nil {
		t.Error(err)
	}
	if err := upload("12345"); err == nil {
		t.Error("a complete file is taken again")
	}
	got, _ := post(t, sim, "files.getUploadURLExternal", formType, sim.BotToken(), "filename=x&length=many")
	if str(got, "error") != "invalid_arguments" {
		t.Errorf("a length that is no number: %v", got)
	}
}

// Where a file is shared is named by a channel's id; people's are only taken among several.
func TestWhereAFileIsShared(t *testing.T) {
	sim := workspace(t, Config{})
	api := client(t, sim)
	ana, _ := sim.User("ana")
	general, _ := sim.Channel("general")
	share := func(channel, thread string, channels ...string) error {
		u, err := api.GetUploadURLExternalContext(t.Context(), slack.GetUploadURLExternalParameters{FileName: "a.csv", FileSize: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := api.UploadToURL(t.Context(), slack.UploadToURLParameters{UploadURL: u.UploadURL, Content: "x", Filename: "a.csv"}); err != nil {
			t.Fatal(err)
		}
		_, err = api.CompleteUploadExternalContext(t.Context(), slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: u.FileID}}, Channel: channel, Channels: channels, ThreadTimestamp: thread,
		})
		return err
	}
	for _, id := range []string{ana.ID, "#general", "general"} {
		if err := share(id, ""); code(err) != "invalid_arguments" {
			t.Errorf("channel_id %s: %v", id, err)
		}
	}
	if err := share("C0NOWHERE", ""); code(err) != "channel_not_found" {
		t.Error(err)
	}
	if err := share("", "1.2", ana.ID, general.ID); code(err) != "invalid_arguments" {
		t.Errorf("in a thread of two channels: %v", err)
	}
	if err := share("", "", ana.ID, general.ID); err != nil {
		t.Error(err)
	}
	sim.As(t, "ana").In("@codekeeper").File("a.csv")
	sim.As(t, "ben").In("#general").File("a.csv")
	if err := share("", "", strings.Split(strings.Repeat(general.ID+",", 100)+ana.ID, ",")...); code(err) != "invalid_arguments" {
		t.Errorf("in 101 channels: %v", err)
	}
	got, _ := post(t, sim, "files.getUploadURLExternal", formType, sim.BotToken(), "filename=x&length=0")
	if str(got, "error") != "missing_argument" {
		t.Errorf("an empty file: %v", got)
	}
}
