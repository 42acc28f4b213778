package commands

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"unicode"

	"codekeeper/bot"
	"codekeeper/commands/sheet"
	"codekeeper/store"
)

// downloadImport is *Download*: a CSV of the rows with what becomes of each and
// why. Its columns are those that import reads, so that it can be mended and
// imported again.
func (a *App) downloadImport(ctx context.Context, r *bot.Request) (*bot.Reply, error) {
	id, err := strconv.ParseInt(r.Value, 10, 64)
	if err != nil {
		return nil, errForged
	}
	m, err := a.ourImport(ctx, r, id)
	if err != nil {
		return nil, err
	}
	return &bot.Reply{Later: func(ctx context.Context) (*bot.Message, error) {
		content, rows, err := csvOf(importHeader(), a.eachImportRow(ctx, r.TeamID, m.ID), importCells)
		if err != nil {
			return nil, err
		}
		f := bot.File{Name: fileName("import", stem(m.FileName), string(store.DateOf(local(r)))), Content: content}
		what := fmt.Sprintf("%s of an import, with what becomes of each", count(rows, "row"))
		if err := a.sendFile(ctx, r.UserID, f, what+"."); err != nil {
			return nil, err
		}
		return new(message(fmt.Sprintf("%s: %s is in %s.", what, copyable(f.Name), a.inDirect()))), nil
	}}, nil
}

// stem is a file's name without its ending, of letters, digits and hyphens.
func stem(name string) string {
	if name == "" {
		return "pasted"
	}
	if dot := strings.LastIndex(name, "."); dot > 0 {
		name = name[:dot]
	}
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, name)
	return clip(strings.Join(strings.Fields(plain), "-"), 60)
}

func importHeader() []string {
	return []string{
		"Row", "Result", "Reason", string(sheet.Handle), string(sheet.Name), string(sheet.Platform), string(sheet.Email), string(sheet.State),
		string(sheet.Link), string(sheet.Code), string(sheet.GoesLive), string(sheet.Note), string(sheet.Starts), string(sheet.Ends),
	}
}

// eachImportRow are the rows of an import, of which a page is in memory at
// once. An error is the last.
func (a *App) eachImportRow(ctx context.Context, team string, id int64) iter.Seq2[store.ImportRow, error] {
	return func(yield func(store.ImportRow, error) bool) {
		for after := 0; ; {
			page, err := a.store.ImportRows(ctx, team, id, store.ImportFilter{After: after})
			if err != nil {
				yield(store.ImportRow{}, err)
			}
			if err != nil || len(page) == 0 {
				return
			}
			for _, row := range page {
				if !yield(row, nil) {
					return
				}
				after = row.Number
			}
		}
	}
}

func importCells(row store.ImportRow) []string {
	result := string(row.Verdict)
	switch {
	case row.Outcome == store.LineLeft:
		result = "left out"
	case row.Outcome != "":
		result = string(row.Outcome)
	case row.Verdict == store.LineWaiting:
		result = "waiting for a person"
	}
	return []string{
		strconv.Itoa(row.Number), result, inFile.problems(row), row.Handle, row.Name, row.Platform, row.Email, string(row.CellState),
		row.CellLink, row.CellCode, string(row.CellLive), row.CellNote, string(row.Starts), string(row.Ends),
	}
}
