package sqlite

import (
	"github.com/sqlc-dev/meyer/ast"
	"github.com/sqlc-dev/meyer/parser"

	"github.com/seed83105465/duet/codegen/schema"
)

// typeViews finds the types of views' columns from their queries: a column that comes from a table is of the table's type, enums
// included; of expressions the types that follow from their operators and functions. What does not follow stays as SQLite gave it.
func typeViews(s *schema.Schema) {
	for _, t := range s.Tables {
		if t.Kind != schema.KindView {
			continue
		}
		stmt, err := parser.ParseStatement(t.Query)
		sel, ok := stmt.(*ast.SelectStmt)
		if err != nil || !ok {
			continue
		}
		out := scope{schema: s}.outputs(sel)
		if len(out) != len(t.Columns) {
			continue // a star that we could not follow
		}
		for i, c := range t.Columns {
			if out[i].kind.Kind == schema.KindUnknown && c.Type.Declared == "BLOB" {
				// SQLite's word for no type at all.
				c.Type = schema.Type{Kind: schema.KindUnknown}
			}
			if kind := out[i].kind; kind.Kind != schema.KindUnknown && (out[i].column || c.Type.Declared == "") {
				declared := c.Type.Declared
				c.Type = kind
				c.Type.Declared = declared
			}
		}
	}
}

// output is one column that a query gives.
type output struct {
	name string
	kind schema.Type
	// column says that it is a table's column as it is.
	column bool
}

// from is one table, view or query that a query reads.
type from struct {
	name    string
	columns []output
}

// scope is what names mean inside a query.
type scope struct {
	schema *schema.Schema
	ctes   []from
	from   []from
	outer  *scope
}

// outputs gives the columns of a query; nil where a star cannot be followed.
func (s scope) outputs(sel *ast.SelectStmt) []output {
	if sel.With != nil {
		s = s.with(sel.With)
	}
	var all []output
	for i, core := range sel.Cores {
		out := s.core(core)
		if i == 0 {
			all = out
			continue
		}
		if len(out) != len(all) {
			return nil
		}
		for j := range all {
			all[j] = merged(all[j], out[j])
		}
	}
	return all
}

// merged is a column of a UNION: of the kind that both sides have, if they have one.
func merged(a, b output) output {
	switch {
	case a.kind.Kind == b.kind.Kind && a.kind.Enum == b.kind.Enum:
	case a.kind.IsText() && b.kind.IsText():
		a.kind = schema.Type{Kind: schema.KindText}
	default:
		a.kind = schema.Type{Kind: schema.KindUnknown}
	}
	a.column = a.column && b.column
	return a
}

func (s scope) with(w *ast.With) scope {
	for _, cte := range w.CTEs {
		f := from{name: cte.Name.Name}
		// A recursive one reads itself; its first part says what it is.
		if first := cte.Select; first != nil && len(first.Cores) > 0 {
			f.columns = s.core(first.Cores[0])
		}
		for i, c := range cte.Columns {
			if i < len(f.columns) {
				f.columns[i].name = c.Name
			}
		}
		s.ctes = append(s.ctes[:len(s.ctes):len(s.ctes)], f)
	}
	return s
}

// core gives the columns of one SELECT or VALUES.
func (s scope) core(core ast.SelectCore) []output {
	var all []output
	switch core := core.(type) {
	case *ast.ValuesClause:
		for _, e := range core.Rows[0] {
			all = append(all, output{kind: s.kind(e)})
		}
	case *ast.SelectQuery:
		outer := s
		inner := scope{schema: s.schema, ctes: s.ctes, outer: &outer}
		inner.read(core.From)
		for _, c := range core.Columns {
			if star, ok := c.Expr.(*ast.Star); ok {
				all = append(all, inner.star(star)...)
				continue
			}
			all = append(all, inner.output(c))
		}
	}
	return all
}

func (s scope) output(c *ast.ResultColumn) output {
	out := output{kind: s.kind(c.Expr)}
	switch e := c.Expr.(type) {
	case *ast.Ident:
		out.name, out.column = e.Name, true
	case *ast.QualifiedRef:
		out.name, out.column = e.Parts[len(e.Parts)-1].Name, true
	}
	if c.Alias != nil {
		out.name = c.Alias.Name
	}
	return out
}

// read adds what FROM names.
func (s *scope) read(refs []*ast.TableRef) {
	for _, ref := range refs {
		f := from{name: nameOf(ref.Alias)}
		switch {
		case ref.Select != nil:
			f.columns = s.outputs(ref.Select)
		case len(ref.List) > 0:
			s.read(ref.List)
			continue
		case ref.Name != nil:
			if f.name == "" {
				f.name = ref.Name.Name.Name
			}
			f.columns = s.named(ref.Name.Name.Name)
		}
		s.from = append(s.from, f)
	}
}

// named gives the columns of a WITH, a table or a view; nil for what is not known, like a table-valued function.
func (s *scope) named(name string) []output {
	for i := len(s.ctes) - 1; i >= 0; i-- {
		if schema.SQLite.Same(s.ctes[i].name, name) {
			return s.ctes[i].columns
		}
	}
	t := s.schema.Table(name)
	if t == nil {
		return nil
	}
	var all []output
	for _, c := range t.Columns {
		all = append(all, output{name: c.Name, kind: c.Type, column: true})
	}
	return all
}

// star gives the columns of * and t.*. Columns that USING makes one of are two here; the view is then left as SQLite has it.
func (s scope) star(n *ast.Star) []output {
	var all []output
	for _, f := range s.from {
		if n.Table == nil || schema.SQLite.Same(n.Table.Name, f.name) {
			all = append(all, f.columns...)
		}
	}
	return all
}

// column gives the type of a column by its name, and its table's if that is given.
func (s scope) column(table, name string) schema.Type {
	for _, f := range s.from {
		if table != "" && !schema.SQLite.Same(table, f.name) {
			continue
		}
		for _, c := range f.columns {
			if schema.SQLite.Same(c.name, name) {
				return c.kind
			}
		}
	}
	if s.outer != nil {
		return s.outer.column(table, name)
	}
	return schema.Type{Kind: schema.KindUnknown}
}
