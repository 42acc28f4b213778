package store

import "github.com/jmoiron/sqlx"

// RowsSQL is the statement that Rows runs for a filter.
func RowsSQL(f Filter) string { return f.query() }

// RowsArguments are that statement's arguments for the first page.
func RowsArguments(team string, f Filter) []any {
	return f.arguments(team, pageKey{}, defaultRows)
}

// Statements are all that Open prepares.
func Statements() []string { return statements() }

// DB is the store's pool.
func (s *Store) DB() *sqlx.DB { return s.db }
