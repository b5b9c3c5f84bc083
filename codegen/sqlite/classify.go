package sqlite

import (
	"strings"

	"github.com/sqlc-dev/meyer/ast"
	"github.com/sqlc-dev/meyer/parser"

	"github.com/seed83105465/duet/codegen/schema"
)

// class is what a statement means for a schema.
type class int

const (
	classShape   class = iota // it makes or changes tables, views or indexes; so does, for safety, what is not known
	classVirtual              // it makes a virtual table
	classSetting              // a PRAGMA that changes how others are understood
	classPassed               // it does not matter
	classRefused              // it matters and cannot be followed
)

// classify tells from the first words. For what is refused it gives the reason.
func (s statement) classify() (class, string) {
	if len(s.words) == 0 {
		return classShape, ""
	}
	switch s.words[0] {
	case "CREATE":
		switch {
		case s.isTrigger():
			return classPassed, ""
		case s.is("CREATE", "VIRTUAL"):
			return classVirtual, ""
		}
	case "DROP":
		if s.is("DROP", "TRIGGER") {
			return classPassed, ""
		}
	case "PRAGMA":
		// With it, RENAME leaves references in other tables alone.
		if s.is("PRAGMA", "LEGACY_ALTER_TABLE") {
			return classSetting, ""
		}
		return classPassed, ""
	case "UPDATE", "DELETE":
		for _, w := range s.words {
			if w == "SQLITE_MASTER" || w == "SQLITE_SCHEMA" {
				return classRefused, "tables that are changed by hand in " + strings.ToLower(w) + " cannot be followed; give ormgen the finished tables"
			}
		}
		return classPassed, ""
	case "INSERT", "REPLACE", "SELECT", "VALUES", "WITH", "EXPLAIN", "VACUUM", "ANALYZE", "REINDEX",
		"BEGIN", "COMMIT", "END", "SAVEPOINT", "RELEASE":
		return classPassed, ""
	case "ROLLBACK":
		return classRefused, "rollback in a schema is not followed; leave out the transaction that it undoes"
	case "ATTACH", "DETACH":
		return classRefused, strings.ToLower(s.words[0]) + " is not followed; give ormgen the schema of one database"
	case ".READ", ".IMPORT", ".OPEN", ".RESTORE":
		return classRefused, strings.ToLower(s.words[0]) + " is not followed; give ormgen the file that it names, or a folder of all files"
	}
	if strings.HasPrefix(s.words[0], ".") {
		return classPassed, ""
	}
	return classShape, ""
}

// virtualMark is the name of a constraint on the ordinary table that stands in for a virtual one, so that views may read from it
// and renaming it works, whatever modules SQLite was built with.
const virtualMark = "ormgen stands in for a virtual table"

// isVirtual reports whether a text of sqlite_schema is that of a virtual table or of its stand-in.
func isVirtual(text string) bool {
	return (splitFirst(text)).is("CREATE", "VIRTUAL") || strings.Contains(text, virtualMark)
}

func splitFirst(text string) statement {
	s := splitter{text: text, line: 1}
	st, _ := s.next()
	return st
}

// standIn gives CREATE TABLE for CREATE VIRTUAL TABLE: the columns are the first words of the arguments that are not settings.
func (s statement) standIn() (string, error) {
	stmt, err := parser.ParseStatement(s.text)
	if err != nil {
		return "", err
	}
	n, ok := stmt.(*ast.CreateVirtualTableStmt)
	if !ok {
		return "", schema.Errorf(s.pos, "create virtual table is expected here")
	}
	create := &ast.CreateTableStmt{IfNotExists: n.IfNotExists, Name: n.Name}
	// Full-text search knows texts only.
	var kind *ast.TypeName
	if strings.HasPrefix(strings.ToLower(n.Module.Name), "fts") {
		kind = &ast.TypeName{Name: "TEXT", Raw: "TEXT"}
	}
	seen := map[string]bool{}
	column := func(name string) {
		if key := schema.SQLite.Fold(name); !seen[key] && name != "" {
			seen[key] = true
			create.Columns = append(create.Columns, &ast.ColumnDef{Name: quoted(name), Type: kind})
		}
	}
	for _, arg := range n.Args {
		if strings.Contains(arg, "=") {
			continue
		}
		if toks := exprWords(arg); len(toks) > 0 {
			column(toks[0])
		}
	}
	if len(create.Columns) == 0 {
		column("content")
	}
	create.Constraints = []*ast.TableConstraint{{
		Name: quoted(virtualMark), Kind: ast.TableCheck, Expr: &ast.Literal{Kind: ast.LitInteger, Value: "1", Raw: "1"},
	}}
	return ast.String(create), nil
}

func quoted(name string) *ast.Ident {
	return &ast.Ident{Name: name, Raw: `"` + strings.ReplaceAll(name, `"`, `""`) + `"`, Quote: ast.QuoteDouble}
}
