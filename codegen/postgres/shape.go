package postgres

import (
	"slices"
	"strings"

	pg "github.com/sqlc-dev/oliphant"
)

// sqlNames are the types that SQL has words of its own for, which the parser gives a namespace.
var sqlNames = wordSet(`bool int2 int4 int8 float4 float8 numeric varchar bit varbit timestamp timestamptz time timetz interval`)

// shape turns one node, whose parts have been turned before, into the form that stands for all that mean the same.
func (c canon) shape(n *pg.Node) {
	switch of := n.GetNode().(type) {
	case *pg.Node_FuncCall:
		c.shapeCall(of.FuncCall)
	case *pg.Node_TypeCast:
		c.shapeCast(n, of.TypeCast)
	case *pg.Node_AExpr:
		of.AExpr.Name = unqualified(of.AExpr.GetName())
		c.shapeOperation(n, of.AExpr)
	case *pg.Node_BoolExpr:
		if arg := of.BoolExpr.GetArgs()[0].GetAExpr(); of.BoolExpr.GetBoolop() == pg.BoolExprType_NOT_EXPR && arg.GetKind() == pg.A_Expr_Kind_AEXPR_DISTINCT {
			arg.Kind = pg.A_Expr_Kind_AEXPR_NOT_DISTINCT
			n.Node = of.BoolExpr.GetArgs()[0].GetNode()
			return
		}
		flatten(of.BoolExpr)
	case *pg.Node_AConst:
		if f := of.AConst.GetFval(); f != nil {
			f.Fval = plainNumber(f.GetFval())
		}
		if hex, ok := strings.CutPrefix(of.AConst.GetBsval().GetBsval(), "x"); ok {
			of.AConst.GetBsval().Bsval = "b" + hexBits(hex)
		}
	case *pg.Node_AIndices:
		c.relaxText(of.AIndices.GetUidx())
	case *pg.Node_CollateClause:
		c.relaxText(of.CollateClause.GetArg())
	case *pg.Node_CaseExpr:
		if of.CaseExpr.GetDefresult() != nil && isNull(of.CaseExpr.GetDefresult()) {
			of.CaseExpr.Defresult = nil
		}
	case *pg.Node_RowExpr:
		of.RowExpr.RowFormat = pg.CoercionForm_COERCE_EXPLICIT_CALL
	case *pg.Node_ColumnRef:
		fields := of.ColumnRef.GetFields()
		if names := strs(fields); len(names) > 1 && len(names) == len(fields) && names[len(names)-2] == c.table {
			of.ColumnRef.Fields = fields[len(fields)-1:]
		}
	}
}

// unqualified leaves out the namespaces that need not be said.
func unqualified(names []*pg.Node) []*pg.Node {
	if texts := strs(names); len(texts) > 1 && (texts[0] == "pg_catalog" || texts[0] == defaultNamespace) {
		return names[1:]
	}
	return names
}

func (c canon) shapeCall(n *pg.FuncCall) {
	name := nameOf(n.GetFuncname())
	switch {
	case name.name == "timezone" && len(n.GetArgs()) == 2 && (name.namespace == "" || name.namespace == "pg_catalog"):
		// Postgres 13 and before write AT TIME ZONE so.
		n.Funcname = []*pg.Node{word("pg_catalog"), word("timezone")}
		n.Funcformat = pg.CoercionForm_COERCE_SQL_SYNTAX
	case name.name == "substring" && (len(n.GetArgs()) == 2 || len(n.GetArgs()) == 3) && (name.namespace == "" || name.namespace == "pg_catalog"):
		n.Funcname = []*pg.Node{word("pg_catalog"), word("substring")}
		n.Funcformat = pg.CoercionForm_COERCE_SQL_SYNTAX
	case n.GetFuncformat() != pg.CoercionForm_COERCE_SQL_SYNTAX:
		n.Funcname = unqualified(n.GetFuncname())
	}
}

func (c canon) shapeCast(n *pg.Node, cast *pg.TypeCast) {
	t := cast.GetTypeName()
	t.Names = unqualified(t.GetNames())
	if names := strs(t.GetNames()); len(names) == 1 && sqlNames[names[0]] {
		t.Names = []*pg.Node{word("pg_catalog"), word(names[0])}
	}
	arg := cast.GetArg()
	// ARRAY[...]::text[] is a cast of each element.
	if list := arg.GetAArrayExpr(); list != nil && len(list.GetElements()) > 0 && len(t.GetArrayBounds()) == 1 {
		for _, e := range list.GetElements() {
			elem := cloned(&pg.Node{Node: &pg.Node_TypeName{TypeName: t}}).GetTypeName()
			elem.ArrayBounds = nil
			inner := &pg.TypeCast{Arg: &pg.Node{Node: e.GetNode()}, TypeName: elem}
			e.Node = &pg.Node_TypeCast{TypeCast: inner}
			c.shapeCast(e, inner)
		}
		n.Node = arg.GetNode()
		return
	}
	outer := c.db.typeOf(t)
	// 'x'::varchar::varchar(10), and 'x'::varchar::text, say no more than the last cast.
	if inner := arg.GetTypeCast(); inner != nil && inner.GetArg().GetAConst() != nil && len(inner.GetTypeName().GetTypmods()) == 0 {
		was := refOf(c.db.typeOf(inner.GetTypeName()))
		if was == refOf(outer) || isText(was) && isText(refOf(outer)) {
			cast.Arg = inner.GetArg()
			arg = cast.Arg
		}
	}
	if s := arg.GetAConst().GetSval(); s != nil && len(t.GetTypmods()) == 0 {
		c.write(n, s.GetSval(), refOf(outer), t)
		return
	}
	if isNumber(arg) && c.value(arg).ref == refOf(outer) && len(t.GetTypmods()) == 0 {
		n.Node = arg.GetNode() // 1::integer
	}
}

func isText(ref string) bool { return ref == "text" || ref == "varchar" }

// isNumber reports whether a node is a number as it is written.
func isNumber(n *pg.Node) bool {
	k := n.GetAConst()
	return k.GetIval() != nil || k.GetFval() != nil
}

// matchKinds are the words that operators of patterns are written with.
var matchKinds = map[string]pg.A_Expr_Kind{
	"~~": pg.A_Expr_Kind_AEXPR_LIKE, "!~~": pg.A_Expr_Kind_AEXPR_LIKE, "~~*": pg.A_Expr_Kind_AEXPR_ILIKE, "!~~*": pg.A_Expr_Kind_AEXPR_ILIKE,
}

func (c canon) shapeOperation(n *pg.Node, of *pg.A_Expr) {
	name := nameOf(of.GetName()).name
	switch of.GetKind() {
	case pg.A_Expr_Kind_AEXPR_OP:
		if parts := rowParts(of); parts != nil && (name == "=" || name == "<>") {
			n.Node = joined(pg.BoolExprType_AND_EXPR, parts...).GetNode()
			if name == "<>" {
				n.Node = joined(pg.BoolExprType_OR_EXPR, parts...).GetNode()
			}
			return
		}
		if kind, ok := matchKinds[name]; ok && of.GetLexpr() != nil {
			of.Kind = kind
			return
		}
		if call := of.GetRexpr().GetFuncCall(); (name == "~" || name == "!~") && nameOf(call.GetFuncname()).name == "similar_to_escape" {
			of.Kind = pg.A_Expr_Kind_AEXPR_SIMILAR
		}
	case pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
		list := of.GetRexpr().GetAArrayExpr()
		any := of.GetKind() == pg.A_Expr_Kind_AEXPR_OP_ANY
		if len(list.GetElements()) == 0 || !(any && name == "=" || !any && name == "<>") {
			return
		}
		of.Kind = pg.A_Expr_Kind_AEXPR_IN
		of.Rexpr = &pg.Node{Node: &pg.Node_List{List: &pg.List{Items: list.GetElements()}}}
		c.shapeOperation(n, of)
	case pg.A_Expr_Kind_AEXPR_IN:
		items := of.GetRexpr().GetList().GetItems()
		switch {
		case len(items) == 1:
			of.Kind, of.Rexpr = pg.A_Expr_Kind_AEXPR_OP, items[0]
			c.shapeOperation(n, of)
		case of.GetLexpr().GetRowExpr() != nil && name == "=":
			var rows []*pg.Node
			for _, row := range items {
				one := operation("=", of.GetLexpr(), row)
				c.shapeOperation(one, one.GetAExpr())
				rows = append(rows, one)
			}
			n.Node = joined(pg.BoolExprType_OR_EXPR, rows...).GetNode()
		}
	case pg.A_Expr_Kind_AEXPR_BETWEEN, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN, pg.A_Expr_Kind_AEXPR_BETWEEN_SYM, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN_SYM:
		shapeBetween(n, of)
	}
}

// shapeBetween writes BETWEEN as the comparisons that it is.
func shapeBetween(n *pg.Node, of *pg.A_Expr) {
	bounds := of.GetRexpr().GetList().GetItems()
	if len(bounds) != 2 {
		return
	}
	compare := func(op string, bound *pg.Node) *pg.Node { return operation(op, of.GetLexpr(), bound) }
	const and, or = pg.BoolExprType_AND_EXPR, pg.BoolExprType_OR_EXPR
	low, high := bounds[0], bounds[1]
	var whole *pg.Node
	switch of.GetKind() {
	case pg.A_Expr_Kind_AEXPR_BETWEEN:
		whole = joined(and, compare(">=", low), compare("<=", high))
	case pg.A_Expr_Kind_AEXPR_NOT_BETWEEN:
		whole = joined(or, compare("<", low), compare(">", high))
	case pg.A_Expr_Kind_AEXPR_BETWEEN_SYM:
		whole = joined(or, joined(and, compare(">=", low), compare("<=", high)), joined(and, compare(">=", high), compare("<=", low)))
	default:
		whole = joined(and, joined(or, compare("<", low), compare(">", high)), joined(or, compare("<", high), compare(">", low)))
	}
	n.Node = whole.GetNode()
}

// operation makes a node of two operands, which are copied.
func operation(op string, left, right *pg.Node) *pg.Node {
	return &pg.Node{Node: &pg.Node_AExpr{AExpr: &pg.A_Expr{
		Kind: pg.A_Expr_Kind_AEXPR_OP, Name: []*pg.Node{word(op)}, Lexpr: cloned(left), Rexpr: cloned(right),
	}}}
}

// joined makes a node of several ones with AND or OR between them.
func joined(op pg.BoolExprType, parts ...*pg.Node) *pg.Node {
	b := &pg.BoolExpr{Boolop: op, Args: parts}
	flatten(b)
	return &pg.Node{Node: &pg.Node_BoolExpr{BoolExpr: b}}
}

// rowParts gives the comparisons that a comparison of two rows is, nil for anything else.
func rowParts(of *pg.A_Expr) []*pg.Node {
	left, right := of.GetLexpr().GetRowExpr().GetArgs(), of.GetRexpr().GetRowExpr().GetArgs()
	if len(left) < 2 || len(left) != len(right) {
		return nil
	}
	var parts []*pg.Node
	for i := range left {
		parts = append(parts, operation(nameOf(of.GetName()).name, left[i], right[i]))
	}
	return parts
}

// flatten takes AND within AND, and OR within OR, together.
func flatten(b *pg.BoolExpr) {
	if b.GetBoolop() == pg.BoolExprType_NOT_EXPR {
		return
	}
	var args []*pg.Node
	for _, arg := range b.GetArgs() {
		if inner := arg.GetBoolExpr(); inner != nil && inner.GetBoolop() == b.GetBoolop() {
			args = append(args, inner.GetArgs()...)
			continue
		}
		args = append(args, arg)
	}
	b.Args = args
}

// publicName leaves the default namespace out of the name of a table in a text: 'public.books_id_seq'::regclass.
func publicName(text string) string {
	rest, ok := strings.CutPrefix(text, defaultNamespace+".")
	if !ok || rest == "" {
		return text
	}
	return rest
}

// regTypes are the types whose literals are names.
var regTypes = []string{"regclass", "regproc", "regtype", "regconfig", "regdictionary"}

func isReg(ref string) bool { return slices.Contains(regTypes, ref) }
