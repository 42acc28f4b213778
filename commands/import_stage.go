package commands

import (
	"context"
	"errors"
	"fmt"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
	"codekeeper/store"

	"github.com/slack-go/slack"
)

// maxLookedAt is for how many new handles somebody known is looked for whom
// they may mean.
const maxLookedAt = 100

// reading is the reply that reads an import in its form. format is what the
// columns are when somebody said so; nil: the header tells.
func (a *App) reading(r *bot.Request, form importForm, format *chosenColumns) *bot.Reply {
	return &bot.Reply{
		Update: importWaiting("Reading…", "", form.meta),
		Live: func(ctx context.Context, show bot.Show) (*bot.Message, error) {
			view, err := a.readImport(ctx, r, form, format, show)
			if wrong, ok := errors.AsType[*bot.UserError](err); ok {
				form.said = "Nothing was read. " + esc(wrong.Error())
				view, err = form.view(), nil
			}
			if err != nil {
				return nil, err
			}
			show(ctx, view)
			return nil, nil //nolint:nilnil // the form says it all
		},
	}
}

// importWaiting is shown while something takes time.
func importWaiting(text, more string, meta importMeta) *slack.ModalViewRequest {
	blocks := []slack.Block{section(text)}
	if more != "" {
		blocks = append(blocks, fine(more))
	}
	return modal(formImport, "Import", "", encoded(meta), blocks)
}

// readImport reads and stages an import, and is what to show then: what it
// would change, or a question. What can't be read is a UserError.
func (a *App) readImport(ctx context.Context, r *bot.Request, form importForm, chosen *chosenColumns, show bot.Show) (*slack.ModalViewRequest, error) {
	m, err := a.ourImport(ctx, r, form.meta.Import)
	if err != nil {
		return nil, err
	}
	if m.State != store.ImportReading {
		return a.dryRunView(ctx, r, m, form.meta, "")
	}
	table, err := a.importTable(ctx, m)
	if err != nil {
		return nil, err
	}
	format := sheet.Recognise(table.Header)
	if !format.Known() && table.Header == nil {
		format = sheet.ByContent(table, surelyHandle)
	}
	if shop, ok := sheet.ShopByContent(table); !format.Known() && ok {
		format = shop
	}
	if chosen != nil {
		table, format = chosen.apply(table)
	}
	if !format.Known() {
		if sheet.OnlyLinks(table, surelyHandle) {
			return nil, errOnlyLinks
		}
		return columnsForm{table: table, meta: form.meta}.view(), nil
	}
	c, err := a.store.Campaign(ctx, r.TeamID, m.CampaignID)
	if err != nil {
		return nil, err
	}
	form.meta.Days = datesRead(sheet.DaysOf(table, format))
	p := showProgress(ctx, show, form.meta, "")
	m, err = a.store.StageImport(ctx, r.TeamID, m.ID, store.Staging{
		Lines: importLines(table, format, c), FromShop: fromShop(format), Today: store.DateOf(local(r)),
		Progress: func(done int) { p.tell(fmt.Sprintf("Reading: %d of %s.", done, count(len(table.Lines), "row"))) },
	})
	p.end()
	if err != nil {
		return nil, importError(err)
	}
	if err := a.lookAgain(ctx, r, m); err != nil {
		return nil, err
	}
	if err := a.proposePairs(ctx, r, m); err != nil {
		return nil, err
	}
	return a.dryRunView(ctx, r, m, form.meta, format.Name)
}

var errOnlyLinks = &bot.UserError{
	Problem: "There are links in it, and nothing that says whose they are.",
	Try:     "@maya.glow https://shop.example/maya",
	Hint:    "Put the handle before each link, or into a column Handle beside them.",
}

// importTable is what was pasted, or is in the file.
func (a *App) importTable(ctx context.Context, m store.Import) (sheet.Table, error) {
	content := []byte(m.Pasted)
	if m.FileID != "" {
		file, err := a.slack.Download(ctx, m.FileID, sheet.MaxBytes)
		if err != nil {
			return sheet.Table{}, downloadError(err)
		}
		content = file.Content
	}
	table, err := sheet.Read(content)
	if wrong, ok := errors.AsType[*sheet.Error](err); ok {
		return table, &bot.UserError{Problem: wrong.Problem, Hint: wrong.Try}
	}
	return table, err
}

// downloadError says to the person why a file can't be fetched.
func downloadError(err error) error {
	switch {
	case bot.IsSlack(err, "file_too_large"):
		return &bot.UserError{
			Problem: fmt.Sprintf("This file has more than %d MB.", sheet.MaxBytes>>20),
			Hint:    "Leave out columns that aren't needed, or split it into several files.",
		}
	case bot.IsSlack(err, "file_not_found", "file_deleted"):
		return &bot.UserError{Problem: "This file is not in Slack any more.", Hint: "Put it in again."}
	case bot.IsSlack(err, "file_foreign"):
		return &bot.UserError{Problem: "This file lies outside Slack.", Hint: "Save it on your computer, and put it in from there."}
	case bot.IsSlack(err, "missing_scope"):
		return &bot.UserError{
			Problem: "Codekeeper lacks the permission to read files in Slack.",
			Hint:    "Whoever runs it can see which with codekeeper doctor. Until then, paste lines.",
		}
	case bot.IsSlack(err):
		return fmt.Errorf("download what is imported: %w", err)
	}
	return err
}

// lookAgain doubts new handles with a link or code that look like somebody
// known: who is named in such a list is mostly known.
func (a *App) lookAgain(ctx context.Context, r *bot.Request, m store.Import) error {
	rows, err := a.store.ImportRows(ctx, r.TeamID, m.ID, store.ImportFilter{Verdicts: []store.Verdict{store.LineNew}, Unknown: true, Limit: maxLookedAt})
	if err != nil {
		return err
	}
	var unknown []string
	for _, row := range rows {
		if row.CellLink != "" || row.CellCode != "" {
			unknown = append(unknown, row.Handle)
		}
	}
	near, err := a.store.ClosestHandlesTo(ctx, r.TeamID, unknown)
	if err != nil || len(near) == 0 {
		return err
	}
	doubts := map[int]store.ImportProblem{}
	for _, row := range rows {
		if known, ok := near[row.Handle]; ok {
			doubts[row.Number] = store.ImportProblem{What: store.TroubleAlike, Handle: known}
		}
	}
	return a.store.DoubtImport(ctx, r.TeamID, m.ID, doubts)
}
