package postgres

import (
	"slices"
	"strings"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/postgres/internal/overload"
)

// choice is what Postgres makes of operands: which operator or function, and of which type it takes each of them.
type choice struct {
	key   string
	types []string
}

// relaxNode leaves out the casts that one node's operands do without: those without which Postgres chooses the same operator or
// function. The server adds such casts when it writes an expression down.
func (c canon) relaxNode(n *pg.Node) {
	switch of := n.GetNode().(type) {
	case *pg.Node_TypeCast:
		// A cast to what it is already is none.
		arg := of.TypeCast.GetArg()
		if v := c.value(arg); len(of.TypeCast.GetTypeName().GetTypmods()) == 0 && arg.GetAConst() == nil &&
			v.ref != "" && v.Domain == nil && v.ref == refOf(c.db.typeOf(of.TypeCast.GetTypeName())) {
			n.Node = arg.GetNode()
		}
	case *pg.Node_AExpr:
		c.relaxOperation(of.AExpr)
	case *pg.Node_FuncCall:
		call := of.FuncCall
		if len(call.GetAggOrder()) > 0 || slices.ContainsFunc(call.GetArgs(), func(a *pg.Node) bool { return a.GetNamedArgExpr() != nil }) {
			return
		}
		name := nameOf(call.GetFuncname()).name
		c.relax(call.GetArgs(), func(given []string) (choice, bool) {
			// The server's functions alone: a live schema does not know those of its own.
			f, ok := (&overload.Set{}).Function(name, given)
			return choice{strings.Join(f.Args, ",") + ">" + f.Result, f.Args}, ok && !f.Guessed
		})
	case *pg.Node_CoalesceExpr:
		c.relax(of.CoalesceExpr.GetArgs(), common)
	case *pg.Node_MinMaxExpr:
		c.relax(of.MinMaxExpr.GetArgs(), common)
	case *pg.Node_AArrayExpr:
		c.relax(of.AArrayExpr.GetElements(), common)
	case *pg.Node_CaseExpr:
		c.relaxCase(of.CaseExpr)
	}
}

// common chooses the type that branches have together.
func common(given []string) (choice, bool) {
	t := overload.Common(given...)
	return choice{t, slices.Repeat([]string{t}, len(given))}, t != ""
}

// comparing chooses an operator between the first operand and each of the others, which are of one type.
func comparing(operator string) func([]string) (choice, bool) {
	return func(given []string) (choice, bool) {
		right := given[1]
		if len(given) > 2 {
			if right = overload.Common(given...); right == "" {
				return choice{}, false
			}
		}
		op, ok := overload.Operator(operator, given[0], right)
		if !ok {
			return choice{}, false
		}
		types := slices.Repeat([]string{op.Args[1]}, len(given))
		types[0] = op.Args[0]
		return choice{strings.Join(op.Args, ","), types}, true
	}
}

func (c canon) relaxOperation(of *pg.A_Expr) {
	name := nameOf(of.GetName()).name
	switch of.GetKind() {
	case pg.A_Expr_Kind_AEXPR_OP, pg.A_Expr_Kind_AEXPR_LIKE, pg.A_Expr_Kind_AEXPR_ILIKE, pg.A_Expr_Kind_AEXPR_DISTINCT,
		pg.A_Expr_Kind_AEXPR_NOT_DISTINCT, pg.A_Expr_Kind_AEXPR_NULLIF:
		if of.GetLexpr() == nil {
			c.relax([]*pg.Node{of.GetRexpr()}, func(given []string) (choice, bool) {
				op, ok := overload.Operator(name, overload.None, given[0])
				return choice{strings.Join(op.Args, ","), op.Args}, ok
			})
			return
		}
		c.relax([]*pg.Node{of.GetLexpr(), of.GetRexpr()}, comparing(name))
	case pg.A_Expr_Kind_AEXPR_IN:
		c.relax(append([]*pg.Node{of.GetLexpr()}, of.GetRexpr().GetList().GetItems()...), comparing(name))
	case pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
		c.relax([]*pg.Node{of.GetLexpr(), of.GetRexpr()}, func(given []string) (choice, bool) {
			elem := given[1]
			if elem != overload.Unknown {
				elem = overload.Elem(elem)
			}
			op, ok := overload.Operator(name, given[0], elem)
			if !ok {
				return choice{}, false
			}
			return choice{strings.Join(op.Args, ","), []string{op.Args[0], overload.Array(op.Args[1])}}, true
		})
	}
}

func (c canon) relaxCase(of *pg.CaseExpr) {
	var results, tests []*pg.Node
	for _, when := range of.GetArgs() {
		results = append(results, when.GetCaseWhen().GetResult())
		tests = append(tests, when.GetCaseWhen().GetExpr())
	}
	if of.GetDefresult() != nil {
		results = append(results, of.GetDefresult())
	}
	c.relax(results, common)
	if of.GetArg() != nil {
		for _, test := range tests {
			c.relax([]*pg.Node{of.GetArg(), test}, comparing("="))
		}
	}
}

// relax leaves out the casts of operands without which the choice is the same, all of them if that goes, else one by one, and
// writes literals as the server does.
func (c canon) relax(operands []*pg.Node, choose func(given []string) (choice, bool)) {
	given := refs(c.values(operands))
	chosen, ok := choose(given)
	if !ok {
		for _, n := range operands {
			c.relaxText(n)
		}
		return
	}
	for {
		bare := slices.Clone(given)
		any := false
		for i, n := range operands {
			if arg := uncast(n); arg != nil {
				bare[i], any = c.value(arg).ref, true
			}
		}
		if !any {
			break
		}
		if now, ok := choose(bare); ok && now.key == chosen.key {
			for _, n := range operands {
				if arg := uncast(n); arg != nil {
					n.Node = arg.GetNode()
				}
			}
			given = bare
			continue
		}
		if !c.relaxOne(operands, given, chosen, choose) {
			break
		}
	}
	for i, n := range operands {
		if s := n.GetAConst().GetSval(); s != nil && i < len(chosen.types) {
			c.writeAs(n, s.GetSval(), concrete(chosen.types[i], chosen.types, given))
		}
	}
}

// concrete gives the type that anyrange and its like stand for, as the other operands tell.
func concrete(declared string, types, given []string) string {
	if !strings.HasPrefix(declared, "any") {
		return declared
	}
	for i, t := range types {
		if i >= len(given) || given[i] == overload.Unknown || given[i] == "" {
			continue
		}
		switch {
		case t == declared:
			return given[i]
		case declared == "anyelement" && t == "anyarray", declared == "anycompatible" && t == "anycompatiblearray":
			return overload.Elem(given[i])
		case declared == "anyarray" && t == "anyelement", declared == "anycompatiblearray" && t == "anycompatible":
			return overload.Array(given[i])
		case declared == "anyelement" && t == "anyrange":
			return rangeElems[given[i]]
		}
	}
	return declared
}

// relaxOne leaves out the first cast that can be left out, those of literals before others: it is them that the server adds casts to.
func (c canon) relaxOne(operands []*pg.Node, given []string, chosen choice, choose func([]string) (choice, bool)) bool {
	for _, literals := range []bool{true, false} {
		for i, n := range operands {
			arg := uncast(n)
			if arg == nil || literals != (arg.GetAConst() != nil) {
				continue
			}
			bare := slices.Clone(given)
			bare[i] = c.value(arg).ref
			if now, ok := choose(bare); ok && now.key == chosen.key {
				n.Node, given[i] = arg.GetNode(), bare[i]
				return true
			}
		}
	}
	return false
}

// uncast gives what a cast without modifiers is of, nil for anything else.
func uncast(n *pg.Node) *pg.Node {
	cast := n.GetTypeCast()
	if cast == nil || len(cast.GetTypeName().GetTypmods()) > 0 {
		return nil
	}
	return cast.GetArg()
}

// relaxText leaves the casts to text off where it is not known what is chosen: there the server always adds them.
func (c canon) relaxText(n *pg.Node) {
	arg := uncast(n)
	if arg == nil {
		return
	}
	ref := refOf(c.db.typeOf(n.GetTypeCast().GetTypeName()))
	literal := arg.GetAConst().GetSval() != nil
	if literal && (overload.IsString(ref) || isReg(ref)) || overload.IsString(ref) && overload.SameBytes(c.value(arg).ref, ref) {
		n.Node = arg.GetNode()
	}
}

// store leaves out the casts that storing in a column makes anyway, and writes a literal as one of its type.
func (c canon) store(n *pg.Node, target value) {
	if target.ref == "" {
		return
	}
	if list := n.GetAArrayExpr(); list != nil && overload.IsArray(target.ref) {
		elem := value{ref: overload.Elem(target.ref)}
		for _, e := range list.GetElements() {
			c.store(e, elem)
		}
		return
	}
	if arg := uncast(n); arg.GetAConst() != nil {
		ref := refOf(c.db.typeOf(n.GetTypeCast().GetTypeName()))
		literal := arg.GetAConst().GetSval() != nil || arg.GetAConst().GetIsnull()
		if ref == target.ref && (literal || overload.Assignable(c.value(arg).ref, ref)) || literal && overload.IsString(ref) && overload.IsString(target.ref) {
			n.Node = arg.GetNode()
		}
	}
	if s := n.GetAConst().GetSval(); s != nil {
		c.writeAs(n, s.GetSval(), target.ref)
		if arg := uncast(n); arg != nil && isNumber(arg) {
			n.Node = arg.GetNode()
		}
	}
}
