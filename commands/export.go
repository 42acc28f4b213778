package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer export [campaign]
//
// A CSV of a campaign, archived or not, or of all live ones, to the person's
// direct messages. *Download CSV* of a list is the same of what is listed.

const routeExport = "export" // value: an exporting as JSON; "" for all live campaigns

// The words people see.
const (
	copyExport   = "Export"
	copyDownload = "Download CSV"
)

func (a *App) export() bot.Command {
	return bot.Command{
		Slash:    slashInfluencer,
		Name:     "export",
		Usage:    "export [campaign]",
		Summary:  "A CSV of a campaign, or of all live ones, as a direct message. Import takes it back.",
		Who:      bot.Members,
		Examples: []string{"/influencer export summer-glow", "/influencer export"},
		Parse:    func(text string) error { _, err := parseExport(text); return err },
		Run:      a.runExport,
		Clicks:   []bot.Route{{ID: routeExport, Who: bot.Members, Run: a.clickExport}},
	}
}

// parseExport reads the campaign, "" for none. Its name needs no quotes.
func parseExport(text string) (string, error) {
	w := words{text}
	first, err := w.next()
	if err != nil {
		return "", err
	}
	if first.quoted {
		if first.text == "" {
			return "", &bot.UserError{Problem: "The name of the campaign is empty.", Try: "/influencer export summer-glow"}
		}
		return first.text, w.noMore("/influencer export summer-glow")
	}
	return strings.TrimSpace(bot.Visible(text)), nil
}

// An exporting is what is exported: what a list lists, of one kind only where
// what is TBD is listed.
type exporting struct {
	listing
	Kind kind `json:"k,omitempty"`
}

// valid says whether some button carries this.
func (e exporting) valid() bool {
	return e.listing.valid() && (e.Kind == "" || slices.Contains(kinds, e.Kind))
}

// value is what a button carries, "" when it is too long for one.
func (e exporting) value() string {
	e.listing = e.start()
	if text := encoded(e); len(text) <= maxButtonValue {
		return text
	}
	return ""
}

// allOf is all that is exported, as the store reads it. An archived campaign is
// left out unless it is the one that was asked for.
func (a *App) allOf(ctx context.Context, r *bot.Request, e exporting) (store.Filter, error) {
	f, err := a.filterOf(ctx, r, e.listing)
	f.After, f.Limit, f.Order = "", exportPage, store.ByHandle
	f.Archived = e.Campaign != 0
	f.TBDLink, f.TBDCode = e.Kind == aLink, e.Kind == aCode
	return f, err
}

// downloads is *Download CSV*, where a button can carry what is listed.
func downloads(e exporting) []slack.BlockElement {
	value := e.value()
	if value == "" {
		return nil
	}
	return []slack.BlockElement{button(copyDownload, routeExport, "list", value)}
}

// exportCampaign is *Export* of a campaign.
func exportCampaign(c store.Campaign) slack.BlockElement {
	return button(copyExport, routeExport, "campaign", exporting{listing: listing{Campaign: c.ID}}.value())
}

func (a *App) runExport(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	text, err := parseExport(r.Text)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return a.exported(r, exporting{}, nil), nil
	}
	campaigns, err := a.store.Campaigns(ctx, r.TeamID)
	if err != nil {
		return nil, err
	}
	c, err := pickAny(campaigns, text, "/influencer export %s", live)
	if err != nil {
		return nil, err
	}
	return a.exported(r, exporting{listing: listing{Campaign: c.ID}}, &c), nil
}

// clickExport is *Export* and *Download CSV*.
func (a *App) clickExport(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	var e exporting
	if r.Value != "" {
		if err := json.Unmarshal([]byte(r.Value), &e); err != nil || !e.valid() {
			return nil, errForged
		}
	}
	if e.Campaign == 0 {
		return a.exported(r, e, nil), nil
	}
	c, err := a.store.Campaign(ctx, r.TeamID, e.Campaign)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errForged
	}
	if err != nil {
		return nil, err
	}
	return a.exported(r, e, &c), nil
}

// exported answers when the file is sent.
func (a *App) exported(r *bot.Request, e exporting, c *store.Campaign) *bot.Reply {
	return &bot.Reply{Later: func(ctx context.Context) (*bot.Message, error) {
		f, err := a.allOf(ctx, r, e)
		if err != nil {
			return nil, err
		}
		content, rows, err := csvOf(exportHeader(), a.eachRow(ctx, r.TeamID, f), exportCells)
		if err != nil {
			return nil, err
		}
		if rows == 0 {
			return new(nothingToExport(e, c)), nil
		}
		file := bot.File{Name: e.fileName(c, local(r)), Content: content}
		what := e.counted(rows, c)
		if err := a.sendFile(ctx, r.UserID, file, what); err != nil {
			return nil, err
		}
		return new(message(fmt.Sprintf("%s: %s is in %s.", what, copyable(file.Name), a.inDirect()))), nil
	}}
}

// fileName says what is in the file, and of which day it is.
func (e exporting) fileName(c *store.Campaign, now time.Time) string {
	words := []string{"influencers"}
	if c != nil {
		words[0] = c.Slug
	}
	if e.Filter != "" {
		words = append(words, e.Filter)
	}
	if e.Kind != "" {
		words = append(words, string(e.Kind))
	}
	return fileName(append(words, string(store.DateOf(now)))...)
}

// nothingToExport says that there would be nothing in the file.
func nothingToExport(e exporting, c *store.Campaign) bot.Message {
	if e.Mine && e.Filter == "tbd" || e.Kind != "" {
		return message("There is nothing to export: nothing of this is TBD any more.")
	}
	return message("There is nothing to export.", emptyList(e.listing, c).Blocks...)
}
