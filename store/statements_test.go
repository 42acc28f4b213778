package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"codekeeper/store"
)

// Every constant of SQL is prepared, so that a mistake in it shows at Open;
// none reads the server's clock, or casts in Postgres' own way.
func TestEveryStatementIsPrepared(t *testing.T) {
	names := map[string]bool{}
	listed := map[string]bool{}
	paths, err := filepath.Glob("*.go")
	must(t, err)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		must(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.ValueSpec:
				for _, name := range node.Names {
					if strings.HasPrefix(name.Name, "sql") && name.Name != "sqlServerVersion" {
						names[name.Name] = true
					}
				}
			case *ast.FuncDecl:
				if node.Name.Name == "statements" {
					ast.Inspect(node, func(inner ast.Node) bool {
						if name, ok := inner.(*ast.Ident); ok {
							listed[name.Name] = true
						}
						return true
					})
				}
			}
			return true
		})
	}
	for name := range names {
		if !listed[name] {
			t.Errorf("%s is not among the statements", name)
		}
	}
	if len(names) != len(store.Statements()) {
		t.Errorf("%d constants and %d statements", len(names), len(store.Statements()))
	}
	for _, query := range store.Statements() {
		for _, clock := range []string{"now()", "current_timestamp", "current_date", "clock_timestamp", "localtime", "::"} {
			if strings.Contains(strings.ToLower(query), clock) {
				t.Errorf("%q in %.80q", clock, query)
			}
		}
		if !strings.Contains(query, "team_id") && !strings.HasPrefix(query, "DELETE FROM requests") && !strings.HasPrefix(query, "DELETE FROM imports") {
			t.Errorf("no team in %.80q", query)
		}
	}
}
