package postgres

import (
	"errors"
	"strings"

	pg "github.com/sqlc-dev/oliphant"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// selectPrefix makes a statement of an expression, which is all that the parser takes.
const selectPrefix = "SELECT "

// parseExpr reads an expression.
func parseExpr(text string) (*pg.Node, error) {
	tree, err := pg.Parse(selectPrefix + text)
	if err != nil {
		return nil, err
	}
	if stmts := tree.GetStmts(); len(stmts) == 1 {
		query := stmts[0].GetStmt().GetSelectStmt()
		if targets := query.GetTargetList(); len(targets) == 1 && len(query.GetFromClause()) == 0 {
			if target := targets[0].GetResTarget(); target.GetName() == "" && target.GetVal() != nil {
				return target.GetVal(), nil
			}
		}
	}
	return nil, errors.New("this is no expression")
}

// exprText writes an expression as SQL, "" for none.
func exprText(n *pg.Node) (string, error) {
	if n == nil {
		return "", nil
	}
	target := &pg.Node{Node: &pg.Node_ResTarget{ResTarget: &pg.ResTarget{Val: n}}}
	query := &pg.SelectStmt{TargetList: []*pg.Node{target}, LimitOption: pg.LimitOption_LIMIT_OPTION_DEFAULT, Op: pg.SetOperation_SETOP_NONE}
	text, err := pg.Deparse(&pg.ParseResult{Stmts: []*pg.RawStmt{{Stmt: &pg.Node{Node: &pg.Node_SelectStmt{SelectStmt: query}}}}})
	return strings.TrimPrefix(text, selectPrefix), err
}

// walk calls f for every node below n, and n itself, those below before those above. f may change what the node is.
func walk(n *pg.Node, f func(*pg.Node)) {
	if n == nil {
		return
	}
	walkMessage(n.ProtoReflect(), f)
}

func walkMessage(m protoreflect.Message, f func(*pg.Node)) {
	m.Range(func(field protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case field.Kind() != protoreflect.MessageKind:
		case field.IsList():
			for i := range v.List().Len() {
				walkMessage(v.List().Get(i).Message(), f)
			}
		default:
			walkMessage(v.Message(), f)
		}
		return true
	})
	if n, ok := m.Interface().(*pg.Node); ok {
		f(n)
	}
}

// visit calls f for n and the nodes below it, those above before those below, and stays above a node for which f gives false.
func visit(n *pg.Node, f func(*pg.Node) bool) {
	if n != nil {
		visitMessage(n.ProtoReflect(), f)
	}
}

func visitMessage(m protoreflect.Message, f func(*pg.Node) bool) {
	if n, ok := m.Interface().(*pg.Node); ok && !f(n) {
		return
	}
	m.Range(func(field protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case field.Kind() != protoreflect.MessageKind:
		case field.IsList():
			for i := range v.List().Len() {
				visitMessage(v.List().Get(i).Message(), f)
			}
		default:
			visitMessage(v.Message(), f)
		}
		return true
	})
}

// cloned gives a copy that may be changed.
func cloned(n *pg.Node) *pg.Node {
	if n == nil {
		return nil
	}
	return proto.Clone(n).(*pg.Node)
}

// columnsIn gives the names of the columns that an expression names, each once, in no order.
func columnsIn(n *pg.Node) map[string]bool {
	all := map[string]bool{}
	walk(n, func(n *pg.Node) {
		if ref := n.GetColumnRef(); ref != nil {
			if fields := ref.GetFields(); len(fields) > 0 {
				if s := fields[len(fields)-1].GetString_(); s != nil {
					all[s.GetSval()] = true
				}
			}
		}
	})
	return all
}

// renamedIn gives an expression in which a column has another name.
func renamedIn(expr, from, to string) string {
	n, err := parseExpr(expr)
	if err != nil || !columnsIn(n)[from] {
		return expr
	}
	walk(n, func(n *pg.Node) {
		fields := n.GetColumnRef().GetFields()
		if len(fields) == 0 {
			return
		}
		if s := fields[len(fields)-1].GetString_(); s != nil && s.GetSval() == from {
			s.Sval = to
		}
	})
	text, err := exprText(n)
	if err != nil {
		return expr
	}
	return text
}

// location gives the first place of a node or of one below it, 0 without any.
func location(n *pg.Node) int32 {
	var first int32
	walk(n, func(n *pg.Node) {
		inner := n.ProtoReflect()
		inner.Range(func(_ protoreflect.FieldDescriptor, v protoreflect.Value) bool {
			m, ok := v.Interface().(protoreflect.Message)
			if !ok {
				return true
			}
			if field := m.Descriptor().Fields().ByName("location"); field != nil {
				if at := int32(m.Get(field).Int()); at > 0 && (first == 0 || at < first) {
					first = at
				}
			}
			return true
		})
	})
	return first
}

// word makes a node of a name.
func word(s string) *pg.Node { return pg.MakeStrNode(s) }
