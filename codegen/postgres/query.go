package postgres

import (
	"slices"
	"strconv"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/postgres/internal/overload"
)

// query gives the columns of a SELECT, false where a star cannot be followed. part says that it is a side of a UNION, whose literals may still
// become anything.
func (s *scope) query(n *pg.SelectStmt, part bool) ([]output, bool) {
	if n == nil {
		return nil, false
	}
	if n.GetWithClause() != nil {
		s.with(n.GetWithClause())
	}
	var out []output
	ok := true
	switch {
	case n.GetOp() != pg.SetOperation_SETOP_NONE && n.GetOp() != pg.SetOperation_SET_OPERATION_UNDEFINED:
		out, ok = s.union(n)
	case len(n.GetValuesLists()) > 0:
		out = s.rows(n.GetValuesLists())
	default:
		out, ok = s.core(n)
	}
	if !part {
		for i := range out {
			if out[i].value.ref == overload.Unknown {
				out[i].value = s.builtin("text")
			}
		}
	}
	return out, ok
}

// union gives the columns that both sides have together, with the names of the left one.
func (s *scope) union(n *pg.SelectStmt) ([]output, bool) {
	left, ok := s.inner().query(n.GetLarg(), true)
	right, okRight := s.inner().query(n.GetRarg(), true)
	if !ok || !okRight || len(left) != len(right) {
		return left, ok && len(left) == len(right)
	}
	for i := range left {
		left[i] = output{name: left[i].name, value: s.db.together(left[i].value, right[i].value)}
	}
	return left, true
}

// rows gives the columns of VALUES.
func (s *scope) rows(lists []*pg.Node) []output {
	var all []output
	width := len(lists[0].GetList().GetItems())
	for i := range width {
		var column []value
		for _, row := range lists {
			if items := row.GetList().GetItems(); i < len(items) {
				column = append(column, s.value(items[i]))
			}
		}
		all = append(all, output{name: "column" + strconv.Itoa(i+1), value: s.db.together(column...)})
	}
	return all
}

// with adds the queries of WITH.
func (s *scope) with(n *pg.WithClause) {
	for _, node := range n.GetCtes() {
		cte := node.GetCommonTableExpr()
		names := strs(cte.GetAliascolnames())
		query := cte.GetCtequery().GetSelectStmt()
		it := item{open: true}
		if n.GetRecursive() && query.GetLarg() != nil {
			// It reads itself; its first part says what it is.
			first, ok := s.inner().query(query.GetLarg(), false)
			s.ctes = append(slices.Clone(s.ctes), cteItem(cte.GetCtename(), names, first, ok))
		}
		if query != nil {
			out, ok := s.inner().query(query, false)
			it = cteItem(cte.GetCtename(), names, out, ok)
			if cycle := cte.GetCycleClause(); cycle != nil && ok {
				it.columns = append(it.columns, output{name: cycle.GetCycleMarkColumn(), value: s.builtin("bool")})
				it.columns = append(it.columns, output{name: cycle.GetCyclePathColumn(), value: nothing})
			}
			if search := cte.GetSearchClause(); search != nil && ok {
				it.columns = append(it.columns, output{name: search.GetSearchSeqColumn(), value: nothing})
			}
		} else {
			it.origins = []origin{{name: qname{"", cte.GetCtename()}}}
		}
		s.ctes = append(slices.Clone(s.ctes), it)
	}
}

func cteItem(name string, columns []string, out []output, ok bool) item {
	alias := &pg.Alias{Aliasname: name}
	for _, c := range columns {
		alias.Colnames = append(alias.Colnames, word(c))
	}
	return named(item{columns: out, open: !ok}, qname{}, alias)
}

// core gives the columns of one SELECT ... FROM.
func (s *scope) core(n *pg.SelectStmt) ([]output, bool) {
	inner := s.inner()
	inner.from = nil
	for _, from := range n.GetFromClause() {
		inner.add(from)
	}
	if s.uses != nil {
		inner.note(n.GetWhereClause())
		inner.note(n.GetHavingClause())
		for _, clause := range append(slices.Clone(n.GetGroupClause()), n.GetSortClause()...) {
			if !namesTarget(n, clause) {
				inner.note(clause)
			}
		}
	}
	var all []output
	for _, node := range n.GetTargetList() {
		target := node.GetResTarget()
		if ref := target.GetVal().GetColumnRef(); ref != nil && isStar(ref) {
			columns, ok := inner.star(ref)
			if !ok {
				return nil, false
			}
			all = append(all, columns...)
			continue
		}
		if many, ok := inner.spread(target.GetVal()); ok {
			all = append(all, many...)
			continue
		}
		inner.note(target.GetVal())
		name := target.GetName()
		if name == "" {
			name = columnName(target.GetVal())
		}
		if name == "" {
			name = "?column?"
		}
		all = append(all, output{name: name, value: inner.value(target.GetVal())})
	}
	return all, true
}

// namesTarget reports whether a part of GROUP BY or ORDER BY is the name of a column that the query gives.
func namesTarget(n *pg.SelectStmt, clause *pg.Node) bool {
	if sort := clause.GetSortBy(); sort != nil {
		clause = sort.GetNode()
	}
	names := strs(clause.GetColumnRef().GetFields())
	return len(names) == 1 && slices.ContainsFunc(n.GetTargetList(), func(t *pg.Node) bool { return t.GetResTarget().GetName() == names[0] })
}

// spread gives the columns of (composite).*.
func (s *scope) spread(n *pg.Node) ([]output, bool) {
	steps := n.GetAIndirection().GetIndirection()
	if len(steps) == 0 || steps[len(steps)-1].GetAStar() == nil {
		return nil, false
	}
	of := n.GetAIndirection().GetArg()
	if len(steps) > 1 {
		of = &pg.Node{Node: &pg.Node_AIndirection{AIndirection: &pg.A_Indirection{Arg: of, Indirection: steps[:len(steps)-1]}}}
	}
	var all []output
	if v := s.value(of); v.Composite != nil {
		for _, f := range v.Composite.Fields {
			all = append(all, output{name: f.Name, value: valueOf(f)})
		}
	} else if f, _, ok := s.function(of.GetFuncCall()); ok {
		for _, out := range f.Out {
			all = append(all, output{name: out.Name, value: s.db.valueNamed(out.Type)})
		}
	}
	return all, len(all) > 0
}

func isStar(n *pg.ColumnRef) bool {
	fields := n.GetFields()
	return len(fields) > 0 && fields[len(fields)-1].GetAStar() != nil
}

// note marks the columns that an expression reads, so that dropping them is noticed. Queries inside it note their own.
func (s *scope) note(n *pg.Node) {
	if n == nil || s.uses == nil {
		return
	}
	visit(n, func(n *pg.Node) bool {
		switch {
		case n.GetColumnRef() != nil && !isStar(n.GetColumnRef()):
			s.columnRef(n.GetColumnRef())
		case n.GetSubLink() != nil:
			s.note(n.GetSubLink().GetTestexpr())
			s.inner().query(n.GetSubLink().GetSubselect().GetSelectStmt(), false)
			return false
		}
		return true
	})
}
