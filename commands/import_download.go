package commands

import (
	"bytes"
	"context"
	"fmt"
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
		content, rows, err := a.importFile(ctx, r.TeamID, m)
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

// importFile writes the rows of an import, a page at a time, and counts them.
func (a *App) importFile(ctx context.Context, team string, m store.Import) (content []byte, rows int, err error) {
	var file bytes.Buffer
	w := sheet.NewWriter(&file)
	if err := w.Row(importHeader()...); err != nil {
		return nil, 0, err
	}
	for after := 0; ; {
		page, err := a.store.ImportRows(ctx, team, m.ID, store.ImportFilter{After: after})
		if err != nil {
			return nil, 0, err
		}
		for _, row := range page {
			if err := w.Row(importCells(row)...); err != nil {
				return nil, 0, err
			}
			after = row.Number
		}
		if rows += len(page); len(page) == 0 {
			break
		}
	}
	err = w.Flush()
	return file.Bytes(), rows, err
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
