package commands

import (
	"context"
	"iter"

	"codekeeper/store"
)

// openPage is how many rows are read at once of what need not be in memory
// whole.
const openPage = 1000

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

// rowsWhere are the rows that a filter wants and keep says yes to, where all of
// them are needed at once: because one request changes them all, or because who
// gets what is decided between them.
func (a *App) rowsWhere(ctx context.Context, team string, f store.Filter, keep func(store.Row) bool) ([]store.Row, error) {
	f.Limit = openPage
	var rows []store.Row
	for row, err := range a.eachRow(ctx, team, f) {
		if err != nil {
			return nil, err
		}
		if keep(row) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}
