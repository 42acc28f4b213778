package commands

import (
	"context"
	"iter"

	"codekeeper/store"
)

// eachRow are all rows that a filter wants, of which a page is in memory at
// once; who stays as they are meanwhile is there once. An error is the last.
func (a *App) eachRow(ctx context.Context, team string, f store.Filter) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		for {
			page, err := a.store.Rows(ctx, team, f)
			if err != nil {
				yield(store.Row{}, err)
				return
			}
			for _, row := range page.Rows {
				if !yield(row, nil) {
					return
				}
			}
			if f.After = page.Next; f.After == "" {
				return
			}
		}
	}
}

// everyRow reads the first maxOpen rows that a filter wants.
func (a *App) everyRow(ctx context.Context, team string, f store.Filter) ([]store.Row, error) {
	var rows []store.Row
	for row, err := range a.eachRow(ctx, team, f) {
		if err != nil {
			return nil, err
		}
		if rows = append(rows, row); len(rows) == maxOpen {
			break
		}
	}
	return rows, nil
}
