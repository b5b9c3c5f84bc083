package sqlite

import (
	"github.com/sqlc-dev/meyer/ast"
	"github.com/sqlc-dev/meyer/parser"

	"github.com/seed83105465/duet/codegen/schema"
)

// soleColumn gives the column that an expression is about if it is about one alone, "" otherwise or if it cannot be read.
func soleColumn(t *schema.Table, expr string) string {
	e, err := parser.ParseExpr(expr)
	if err != nil {
		return ""
	}
	sole, many := "", false
	noColumn := map[*ast.Ident]bool{} // names of functions, collations, tables
	ast.Walk(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncCall:
			noColumn[n.Name] = true
		case *ast.CollateExpr:
			noColumn[n.Name] = true
		case *ast.LikeExpr:
			noColumn[n.Op] = true
		case *ast.QualifiedRef:
			for _, part := range n.Parts[:len(n.Parts)-1] {
				noColumn[part] = true
			}
		case *ast.Ident:
			// What is no column is a "text" in double quotes, or a word like TRUE.
			if c := t.Column(n.Name); c != nil && !noColumn[n] {
				many = many || sole != "" && sole != c.Name
				sole = c.Name
			}
		}
		return true
	})
	if many {
		return ""
	}
	return sole
}

// addEnums finds columns of text whose CHECK lists their values, and makes enums of them.
func addEnums(s *schema.Schema) {
	for _, t := range s.Tables {
		for _, k := range t.Checks {
			c := t.Column(k.Column)
			if c == nil || c.Type.Kind != schema.KindText {
				continue
			}
			values := listed(c, k.Expr)
			if len(values) == 0 {
				continue
			}
			e := &schema.Enum{
				Schema: t.Schema, Name: t.Name + "_" + c.Name, Values: values,
				Origin: schema.EnumFromCheck, Table: t.Name, Column: c.Name, Pos: k.Pos,
			}
			s.Enums = append(s.Enums, e)
			c.Type.Kind, c.Type.Enum = schema.KindEnum, e
		}
	}
}

// listed gives the texts that a check allows for a column, nil if it says anything else. NULL may be allowed beside them.
func listed(c *schema.Column, expr string) []string {
	e, err := parser.ParseExpr(expr)
	if err != nil {
		return nil
	}
	l := lister{column: c, seen: map[string]bool{}}
	if !l.read(e) {
		return nil
	}
	return l.values
}

// lister gathers the values of an expression of =, IN, IS NULL and OR on one column.
type lister struct {
	column *schema.Column
	values []string
	seen   map[string]bool
}

// read reports whether the expression is nothing but a list of values.
func (l *lister) read(e ast.Expr) bool {
	switch e := bare(e).(type) {
	case *ast.BinaryExpr:
		switch e.Op {
		case ast.OpOr:
			return l.read(e.X) && l.read(e.Y)
		case ast.OpEq:
			return l.isColumn(e.X) && l.value(e.Y)
		}
	case *ast.NullCheckExpr:
		return e.Test == ast.TestIsNull && l.isColumn(e.X)
	case *ast.IsExpr:
		lit, ok := bare(e.Y).(*ast.Literal)
		return ok && !e.Not && lit.Kind == ast.LitNull && l.isColumn(e.X)
	case *ast.InExpr:
		if e.Not || e.Select != nil || e.Table != nil || !l.isColumn(e.X) {
			return false
		}
		for _, v := range e.List {
			if !l.value(v) {
				return false
			}
		}
		return true
	}
	return false
}

func (l *lister) isColumn(e ast.Expr) bool {
	switch e := bare(e).(type) {
	case *ast.Ident:
		return schema.SQLite.Same(e.Name, l.column.Name)
	case *ast.QualifiedRef:
		return schema.SQLite.Same(e.Parts[len(e.Parts)-1].Name, l.column.Name)
	}
	return false
}

// value takes a text; "a" in double quotes is one too where it can be no column.
func (l *lister) value(e ast.Expr) bool {
	var text string
	switch e := bare(e).(type) {
	case *ast.Literal:
		if e.Kind == ast.LitNull {
			return true
		}
		if e.Kind != ast.LitString {
			return false
		}
		text = e.Value
	case *ast.Ident:
		if e.Quote != ast.QuoteDouble {
			return false
		}
		text = e.Name
	default:
		return false
	}
	if !l.seen[text] {
		l.seen[text] = true
		l.values = append(l.values, text)
	}
	return true
}

// bare takes parentheses and COLLATE off an expression.
func bare(e ast.Expr) ast.Expr {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.CollateExpr:
			e = x.X
		default:
			return e
		}
	}
}
