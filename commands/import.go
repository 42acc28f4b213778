package commands

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"codekeeper/bot"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// /influencer import [campaign]
// [lines]
//
// Many at once, by a CSV file or pasted lines. It shows first what would
// change; nothing is changed before Apply. Lines that follow the campaign are
// read at once, as if they were pasted into the form.

const (
	formImport        = "import"
	formImportColumns = "import.columns"
	formImportDry     = "import.dry"

	routeImportOpen     = "import.open" // value: a campaign's id, "" for none
	routeImportCampaign = "import.campaign"
	routeImportDownload = "import.download" // value: the import's id
	routeImportOrder    = "import.order"    // value: the import's id
	routeImportPeople   = "import.people"
)

const (
	copyImport       = "Import"
	copyDownloadRows = "Download"
	copyInOrder      = "Give out in this order"
)

func (a *App) imports() bot.Command {
	return bot.Command{
		Slash:   slashInfluencer,
		Name:    "import",
		Usage:   "import [campaign]",
		Summary: "Add and change many at once, by a CSV file or pasted lines. You see first what would change.",
		Who:     bot.Editors,
		Examples: []string{
			"/influencer import",
			"/influencer import summer-glow",
			"/influencer import summer-glow\n@maya.glow MAYA20\n@leo.moves LEO20",
		},
		Parse: func(text string) error { _, err := parseImport(text); return err },
		Run:   a.runImport,
		Clicks: []bot.Route{
			{ID: routeImportOpen, Who: bot.Editors, Run: a.openImport},
			{ID: routeImportDownload, Who: bot.Editors, Run: a.downloadImport},
			{ID: routeImportOrder, Who: bot.Editors, Run: a.giveInOrder},
		},
		Forms: []bot.Route{
			{ID: formImport, Who: bot.Editors, Run: a.saveImport},
			{ID: formImportColumns, Who: bot.Editors, Run: a.saveImportColumns},
			{ID: formImportDry, Who: bot.Editors, Run: a.applyImport},
		},
		Options: []bot.Route{
			{ID: routeImportCampaign, Who: bot.Editors, Run: a.campaignOptions},
			{ID: routeImportPeople, Who: bot.Editors, Run: a.importPeople},
		},
	}
}

type importArgs struct{ campaign, pasted string }

// parseImport reads the campaign, whose name needs no quotes, and the lines
// that follow it: those below, and on the first line what begins with a handle.
func parseImport(text string) (importArgs, error) {
	first, below, _ := strings.Cut(strings.TrimSpace(text), "\n")
	w := words{first}
	var in importArgs
	var name []string
	for !w.empty() {
		rest := w.rest
		next, err := w.next()
		if err != nil {
			return in, err
		}
		if next.handle() {
			below = strings.TrimSpace(rest) + "\n" + below
			break
		}
		if next.quoted && next.text == "" {
			return in, &bot.UserError{Problem: "The name of the campaign is empty.", Try: "/influencer import summer-glow"}
		}
		name = append(name, next.text)
	}
	in.campaign, in.pasted = strings.Join(name, " "), strings.TrimSpace(below)
	if n := utf8.RuneCountInString(in.pasted); n > store.MaxPasted {
		return in, &bot.UserError{
			Problem: fmt.Sprintf("These lines have %d characters, and up to %d can be pasted. Put them in a file instead.", n, store.MaxPasted),
			Try:     strings.TrimSpace("/influencer import " + clip(in.campaign, 100)),
		}
	}
	return in, nil
}

func (a *App) runImport(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	in, err := parseImport(r.Text)
	if err != nil {
		return nil, err
	}
	form, err := a.newImportForm(ctx, r)
	if err != nil {
		return nil, err
	}
	form.pasted = in.pasted
	if in.campaign != "" {
		c, err := pickCampaign(form.all, in.campaign, "/influencer import %s")
		if err != nil {
			return nil, err
		}
		form.campaign = &c
	}
	if form.campaign == nil || form.pasted == "" {
		return &bot.Reply{Open: form.view()}, nil
	}
	reply, err := a.readInForm(ctx, r, form, store.ImportSource{Pasted: form.pasted})
	if err != nil {
		return nil, err
	}
	reply.Open, reply.Update = reply.Update, nil
	return reply, nil
}

// openImport is *Import* of a campaign or the menu.
func (a *App) openImport(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	form, err := a.newImportForm(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Value == "" {
		return &bot.Reply{Open: form.view()}, nil
	}
	c, _, err := a.clickedCampaign(ctx, r)
	if err != nil {
		return nil, err
	}
	if c.Archived() {
		return nil, archivedError(c)
	}
	form.campaign = &c
	return &bot.Reply{Open: form.view()}, nil
}

// importButton is *Import* of a campaign.
func importButton(c store.Campaign) slack.BlockElement {
	return button(copyImport, routeImportOpen, "campaign", campaignID(c))
}
