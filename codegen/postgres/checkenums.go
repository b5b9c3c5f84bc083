package postgres

import (
	"cmp"
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// addEnums finds columns of text whose CHECK lists their values, and makes enums of them. Where several do, a value has to be in all of them.
func addEnums(s *schema.Schema) {
	for _, t := range s.Tables {
		for _, c := range t.Columns {
			if c.Type.Kind != schema.KindText || c.Type.Domain != nil {
				continue
			}
			values, at := allowed(t, c)
			if len(values) == 0 {
				continue
			}
			e := &schema.Enum{
				Schema: t.Schema, Name: t.Name + "_" + c.Name, Values: values,
				Origin: schema.EnumFromCheck, Table: t.Name, Column: c.Name, Pos: at,
			}
			s.Enums = append(s.Enums, e)
			c.Type.Kind, c.Type.Enum = schema.KindEnum, e
		}
	}
}

// allowed gives the values that all lists allow for a column, in the order of the shortest list; the order of the checks does not matter.
func allowed(t *schema.Table, c *schema.Column) (values []string, at schema.Pos) {
	var lists [][]string
	name := ""
	for _, k := range t.Checks {
		if k.Column != c.Name {
			continue
		}
		list := listed(c.Name, k.Expr)
		if len(list) == 0 {
			continue
		}
		lists = append(lists, list)
		if values == nil || cmp.Or(cmp.Compare(len(list), len(values)), cmp.Compare(k.Name, name)) < 0 {
			values, name, at = list, k.Name, k.Pos
		}
	}
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool {
		return slices.ContainsFunc(lists, func(list []string) bool { return !slices.Contains(list, v) })
	}), at
}

// listed gives the texts that a check allows for a column, nil if it says anything else. NULL may be allowed beside them.
func listed(column, expr string) []string {
	n, err := parseExpr(expr)
	if err != nil {
		return nil
	}
	l := lister{column: column}
	if !l.read(n) {
		return nil
	}
	return l.values
}

// lister gathers the values of an expression of =, IN, IS NULL and OR on one column.
type lister struct {
	column string
	values []string
}

// read reports whether the expression is nothing but a list of values.
func (l *lister) read(n *pg.Node) bool {
	switch n := n.GetNode().(type) {
	case *pg.Node_BoolExpr:
		return n.BoolExpr.GetBoolop() == pg.BoolExprType_OR_EXPR &&
			!slices.ContainsFunc(n.BoolExpr.GetArgs(), func(arg *pg.Node) bool { return !l.read(arg) })
	case *pg.Node_NullTest:
		return n.NullTest.GetNulltesttype() == pg.NullTestType_IS_NULL && l.isColumn(n.NullTest.GetArg())
	case *pg.Node_AExpr:
		if !l.isColumn(n.AExpr.GetLexpr()) || nameOf(n.AExpr.GetName()).name != "=" {
			return false
		}
		switch n.AExpr.GetKind() {
		case pg.A_Expr_Kind_AEXPR_OP:
			return l.value(n.AExpr.GetRexpr())
		case pg.A_Expr_Kind_AEXPR_IN:
			return !slices.ContainsFunc(n.AExpr.GetRexpr().GetList().GetItems(), func(item *pg.Node) bool { return !l.value(item) })
		}
	}
	return false
}

func (l *lister) isColumn(n *pg.Node) bool {
	names := strs(n.GetColumnRef().GetFields())
	return len(names) == 1 && names[0] == l.column
}

// value takes a text.
func (l *lister) value(n *pg.Node) bool {
	for n.GetTypeCast() != nil {
		n = n.GetTypeCast().GetArg()
	}
	switch {
	case n.GetAConst().GetIsnull():
		return true
	case n.GetAConst().GetSval() == nil:
		return false
	}
	if text := n.GetAConst().GetSval().GetSval(); !slices.Contains(l.values, text) {
		l.values = append(l.values, text)
	}
	return true
}
