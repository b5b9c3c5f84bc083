package postgres

import (
	"strconv"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/postgres/internal/overload"
	"github.com/seed83105465/duet/codegen/schema"
)

// value gives what an expression results in, by Postgres's rules.
func (s *scope) value(n *pg.Node) value {
	switch n := n.GetNode().(type) {
	case *pg.Node_ColumnRef:
		return s.columnRef(n.ColumnRef)
	case *pg.Node_AConst:
		return s.constant(n.AConst)
	case *pg.Node_TypeCast:
		v := typed(s.db.typeOf(n.TypeCast.GetTypeName()))
		arg := s.value(n.TypeCast.GetArg())
		if overload.IsString(v.ref) && overload.IsString(arg.ref) {
			v.collation = arg.collation
		}
		return v
	case *pg.Node_CollateClause:
		v := s.value(n.CollateClause.GetArg())
		v.collation = collationOf(n.CollateClause.GetCollname(), v.Type)
		return v
	case *pg.Node_AExpr:
		return s.operation(n.AExpr)
	case *pg.Node_BoolExpr, *pg.Node_NullTest, *pg.Node_BooleanTest:
		return s.builtin("bool")
	case *pg.Node_FuncCall:
		return s.call(n.FuncCall)
	case *pg.Node_CoalesceExpr:
		return s.db.together(s.values(n.CoalesceExpr.GetArgs())...)
	case *pg.Node_MinMaxExpr:
		return s.db.together(s.values(n.MinMaxExpr.GetArgs())...)
	case *pg.Node_CaseExpr:
		return s.caseOf(n.CaseExpr)
	case *pg.Node_AArrayExpr:
		return s.array(n.AArrayExpr)
	case *pg.Node_SubLink:
		return s.subquery(n.SubLink)
	case *pg.Node_AIndirection:
		return s.indirection(n.AIndirection)
	case *pg.Node_SqlvalueFunction:
		return s.valueFunction(n.SqlvalueFunction)
	case *pg.Node_GroupingFunc:
		return s.builtin("int4")
	case *pg.Node_XmlExpr:
		if n.XmlExpr.GetOp() == pg.XmlExprOp_IS_DOCUMENT {
			return s.builtin("bool")
		}
		return s.builtin("xml")
	case *pg.Node_XmlSerialize:
		return typed(s.db.typeOf(n.XmlSerialize.GetTypeName()))
	}
	return nothing
}

// values gives what several expressions result in.
func (s *scope) values(list []*pg.Node) []value {
	all := make([]value, len(list))
	for i, n := range list {
		all[i] = s.value(n)
	}
	return all
}

func (s *scope) builtin(name string) value { return s.db.valueNamed(name) }

// constant gives a literal's type. Numbers are of the first type that they fit into.
func (s *scope) constant(n *pg.A_Const) value {
	if n.GetIsnull() {
		return literal
	}
	switch c := n.GetVal().(type) {
	case *pg.A_Const_Ival:
		return s.builtin("int4")
	case *pg.A_Const_Fval:
		if _, err := strconv.ParseInt(c.Fval.GetFval(), 10, 64); err == nil {
			return s.builtin("int8")
		}
		return s.builtin("numeric")
	case *pg.A_Const_Boolval:
		return s.builtin("bool")
	case *pg.A_Const_Bsval:
		return s.builtin("bit")
	}
	return literal
}

// operation gives the result of an operator.
func (s *scope) operation(n *pg.A_Expr) value {
	switch n.GetKind() {
	case pg.A_Expr_Kind_AEXPR_OP:
		left := value{ref: overload.None}
		if n.GetLexpr() != nil {
			left = s.value(n.GetLexpr())
		}
		right := s.value(n.GetRexpr())
		op, ok := overload.Operator(nameOf(n.GetName()).name, left.ref, right.ref)
		if !ok {
			return s.sure(nameOf(n.GetName()).name)
		}
		v := s.db.valueNamed(op.Result)
		v.collation = resultCollation(v, []value{left, right})
		return v
	case pg.A_Expr_Kind_AEXPR_NULLIF:
		v := s.value(n.GetLexpr())
		if v.ref == overload.Unknown {
			return s.builtin("text")
		}
		return v
	}
	return s.builtin("bool")
}

// sure gives the result of operators that give one type only, whatever their operands.
func (s *scope) sure(operator string) value {
	switch operator {
	case "=", "<>", "<", ">", "<=", ">=", "~", "!~", "~*", "!~*", "~~", "!~~", "~~*", "!~~*", "@>", "<@", "&&", "@@", "?", "?|", "?&", "%":
		if operator != "%" {
			return s.builtin("bool")
		}
	case "->>", "#>>":
		return s.builtin("text")
	}
	return nothing
}

// resultCollation gives the collation that a result takes from what it is made of.
func resultCollation(v value, operands []value) string {
	if !overload.IsString(v.ref) {
		return ""
	}
	return collationAmong(operands)
}

// call gives the result of a function.
func (s *scope) call(n *pg.FuncCall) value {
	f, args, ok := s.function(n)
	if !ok || f.Result == "record" && len(f.Out) != 1 {
		return nothing
	}
	v := s.db.valueNamed(f.Result)
	if len(f.Out) == 1 && f.Result == "record" {
		v = s.db.valueNamed(f.Out[0].Type)
	}
	v.collation = resultCollation(v, args)
	return v
}

// function chooses the function that a call means.
func (s *scope) function(n *pg.FuncCall) (overload.Func, []value, bool) {
	args := s.values(n.GetArgs())
	if n.GetAggWithinGroup() {
		for _, order := range n.GetAggOrder() {
			args = append(args, s.value(order.GetSortBy().GetNode()))
		}
	}
	for i, arg := range n.GetArgs() {
		if arg.GetNamedArgExpr() != nil {
			args[i] = s.value(arg.GetNamedArgExpr().GetArg())
		}
	}
	name := nameOf(n.GetFuncname()).name
	f, ok := s.db.functions.Function(name, refs(args))
	return f, args, ok
}

func (s *scope) caseOf(n *pg.CaseExpr) value {
	var branches []value
	// Postgres looks at ELSE first.
	if n.GetDefresult() != nil {
		branches = append(branches, s.value(n.GetDefresult()))
	}
	for _, when := range n.GetArgs() {
		branches = append(branches, s.value(when.GetCaseWhen().GetResult()))
	}
	v := s.db.together(branches...)
	if n.GetDefresult() == nil && v.Declared != "" {
		v = s.withoutModifiers(v) // of ELSE NULL
	}
	return v
}

// withoutModifiers gives the value of a type without length or precision.
func (s *scope) withoutModifiers(v value) value {
	if v.Domain != nil || v.ref == "" {
		return v
	}
	plain := s.db.valueNamed(v.ref)
	plain.collation = v.collation
	return plain
}

func (s *scope) array(n *pg.A_ArrayExpr) value {
	elem := s.db.together(s.values(n.GetElements())...)
	switch {
	case elem.ref == "" || len(n.GetElements()) == 0:
		return nothing
	case overload.IsArray(elem.ref): // of several dimensions
		return elem
	}
	return value{Type: arrayOf(elem.Type, 1), ref: overload.Array(elem.ref), collation: elem.collation}
}

func (s *scope) subquery(n *pg.SubLink) value {
	switch n.GetSubLinkType() {
	case pg.SubLinkType_EXPR_SUBLINK, pg.SubLinkType_ARRAY_SUBLINK:
	default:
		s.inner().query(n.GetSubselect().GetSelectStmt(), false)
		return s.builtin("bool")
	}
	out, ok := s.inner().query(n.GetSubselect().GetSelectStmt(), false)
	if !ok || len(out) != 1 {
		return nothing
	}
	v := out[0].value
	if n.GetSubLinkType() == pg.SubLinkType_ARRAY_SUBLINK && v.ref != "" && !overload.IsArray(v.ref) {
		return value{Type: arrayOf(v.Type, 1), ref: overload.Array(v.ref), collation: v.collation}
	}
	return v
}

// indirection follows subscripts and fields.
func (s *scope) indirection(n *pg.A_Indirection) value {
	v := s.value(n.GetArg())
	for _, step := range n.GetIndirection() {
		switch step := step.GetNode().(type) {
		case *pg.Node_AIndices:
			switch {
			case step.AIndices.GetIsSlice():
			case v.Kind == schema.KindArray && v.Elem != nil:
				v = value{Type: *v.Elem, ref: refOf(*v.Elem), collation: v.collation}
			case v.Kind != schema.KindJSONB:
				return nothing
			}
		case *pg.Node_String_:
			v = s.attribute(n.GetArg(), v, step.String_.GetSval())
		default:
			return nothing
		}
	}
	return v
}

// attribute gives a field of a composite, or a column of what a function gives.
func (s *scope) attribute(of *pg.Node, v value, name string) value {
	if v.Composite != nil {
		for _, f := range v.Composite.Fields {
			if f.Name == name {
				return valueOf(f)
			}
		}
	}
	for _, r := range s.db.relations { // a table's row
		if v.Kind == schema.KindUnknown && v.Declared == qualifiedIdent(r.qname()) && r.Column(name) != nil {
			return valueOf(r.Column(name))
		}
	}
	if call := of.GetFuncCall(); call != nil {
		if f, _, ok := s.function(call); ok {
			for _, out := range f.Out {
				if out.Name == name {
					return s.db.valueNamed(out.Type)
				}
			}
		}
	}
	return nothing
}

// valueFunction gives the type of CURRENT_TIMESTAMP and its like.
func (s *scope) valueFunction(n *pg.SQLValueFunction) value {
	name := "name"
	switch n.GetOp() {
	case pg.SQLValueFunctionOp_SVFOP_CURRENT_DATE:
		name = "date"
	case pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME, pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME_N:
		name = "timetz"
	case pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP, pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP_N:
		name = "timestamptz"
	case pg.SQLValueFunctionOp_SVFOP_LOCALTIME, pg.SQLValueFunctionOp_SVFOP_LOCALTIME_N:
		name = "time"
	case pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP, pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP_N:
		name = "timestamp"
	}
	switch n.GetOp() {
	case pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME_N, pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP_N, pg.SQLValueFunctionOp_SVFOP_LOCALTIME_N,
		pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP_N:
		t, _ := builtin(name, []int{int(n.GetTypmod())})
		return value{Type: t, ref: name}
	}
	return s.builtin(name)
}
