package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/slack-go/slack"

	"codekeeper/bot"
)

// inBrowserWith starts a workspace with another bot than Codekeeper's, and a
// browser for it: for what the local Slack can do and Codekeeper doesn't ask of
// it everywhere.
func inBrowserWith(t *testing.T, other func(*bot.Client) bot.Config) *stage {
	t.Helper()
	t.Parallel()
	s := &stage{t: t, downloads: t.TempDir()}
	s.browser = chromium(t, s.downloads)
	sim, err := startWorkspace("", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.sim = sim
	populate(sim)
	client := bot.NewClient(sim.BotToken(), sim.APIURL(), nil)
	config := other(client)
	config.AppToken, config.Client, config.Clock = sim.AppToken(), client, sim.Clock()
	b, err := bot.New(config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		client.Close()
		_ = sim.Close()
	})
	if err := sim.WaitConnected(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.notRefused)
	return s
}

func words(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// returning is a bot that sends back what is put into its form.
func returning(client *bot.Client) bot.Config {
	form := func() *slack.ModalViewRequest {
		file := slack.NewFileInputBlockElement("file").WithFileTypes("csv", "tsv").WithMaxFiles(2)
		note := slack.NewPlainTextInputBlockElement(nil, "note")
		return &slack.ModalViewRequest{
			Type: slack.VTModal, CallbackID: "return", Title: words("Return a file"), Submit: words("Save"), Close: words("Cancel"),
			Blocks: slack.Blocks{BlockSet: []slack.Block{
				slack.NewInputBlock("file", words("File"), words("CSV or TSV, up to 10 MB."), file),
				slack.NewInputBlock("note", words("Note"), nil, note),
			}},
		}
	}
	opens := func(context.Context, *bot.Request) (*bot.Reply, error) { return &bot.Reply{Open: form()}, nil }
	returns := func(_ context.Context, r *bot.Request) (*bot.Reply, error) {
		return &bot.Reply{After: func(ctx context.Context) error {
			place, err := client.DirectChannel(ctx, r.UserID)
			for _, ref := range r.Form.Files("file") {
				f, failed := client.Download(ctx, ref.ID, 10<<20)
				if failed != nil {
					return failed
				}
				if err == nil {
					err = client.Upload(ctx, place, f, "Here is "+ref.Name+": "+r.Form.Text("note"))
				}
			}
			return err
		}}, nil
	}
	return bot.Config{Commands: []bot.Command{{
		Slash: "/influencer", Name: "import", Who: bot.Members, Run: opens,
		Forms: []bot.Route{{ID: "return", Who: bot.Members, Run: returns}},
	}}}
}

// A file goes into a form, is taken out again, and comes back as a download.
func TestBrowserFiles(t *testing.T) {
	s := inBrowserWith(t, returning)
	ana := s.sits("ana", "#influencers")
	ana.types("/influencer import")
	ana.form("Return a file")
	ana.shot("file-none")
	ana.attaches("File", map[string]string{"notes.txt": "no table"})
	ana.errs("File", "notes.txt can't be added here, only files of the kind .csv, .tsv.")
	ana.tabsTo("Note")
	ana.writes("what is typed stays")
	ana.attaches("File", map[string]string{"codes.csv": "handle,code\n", "more.tsv": "handle\tcode\n"})
	ana.sees("codes.csv")
	ana.sees("more.tsv")
	ana.holds("Note", "what is typed stays")
	ana.shot("file-two")

	ana.tabsBack("Remove more.tsv")
	ana.hits("Enter")
	ana.until("the file to be gone", `!document.querySelector("dialog[open]").innerText.includes("more.tsv")`)
	ana.isAt("File")
	ana.attaches("File", map[string]string{"empty.csv": ""})
	ana.errs("File", "empty.csv is empty.")
	ana.shot("file-wrong")
	ana.presses("Save")
	ana.noForm()

	ana.opensNews()
	ana.sees("Here is codes.csv: what is typed stays")
	ana.shot("file-back")
	ana.presses("codes.csv")
	ana.downloaded(s.downloads, "codes.csv", "handle,code\n")
}

// attaches chooses files of these names and contents for a field.
func (c *client) attaches(label string, files map[string]string) {
	c.t.Helper()
	folder := c.t.TempDir()
	var paths []string
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			c.t.Fatal(err)
		}
		paths = append(paths, path)
	}
	c.until("find the field "+label, field(label)+" != null")
	id, err := chromedp.Run(c.tab, chromedp.Evaluate[string](field(label)+".id"))
	if err != nil {
		c.t.Fatal(err)
	}
	c.run("choose files for "+label, chromedp.SetUploadFiles("#"+id, paths))
}

// downloaded waits until a file of this name and content lies in the folder
// that downloads come into.
func (c *client) downloaded(folder, name, content string) {
	c.t.Helper()
	var got []byte
	for late := time.Now().Add(comesWithin / 2); time.Now().Before(late); time.Sleep(25 * time.Millisecond) {
		got, _ = os.ReadFile(filepath.Join(folder, name))
		if string(got) == content {
			return
		}
	}
	c.t.Fatalf("%s holds %q, want %q\n%s", name, got, content, c.shows())
}
