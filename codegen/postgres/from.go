package postgres

import (
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/postgres/internal/overload"
	"github.com/seed83105465/duet/codegen/schema"
)

// add adds what an entry of FROM gives. Entries before it can be named in it, as LATERAL has it.
func (s *scope) add(n *pg.Node) {
	s.from = append(s.from, s.item(n))
}

func (s *scope) item(n *pg.Node) item {
	switch n := n.GetNode().(type) {
	case *pg.Node_RangeVar:
		return s.table(n.RangeVar)
	case *pg.Node_RangeSubselect:
		out, ok := s.inner().query(n.RangeSubselect.GetSubquery().GetSelectStmt(), false)
		return named(item{columns: out, open: !ok}, qname{}, n.RangeSubselect.GetAlias())
	case *pg.Node_JoinExpr:
		return s.join(n.JoinExpr)
	case *pg.Node_RangeFunction:
		return s.functions(n.RangeFunction)
	case *pg.Node_RangeTableSample:
		return s.item(n.RangeTableSample.GetRelation())
	case *pg.Node_RangeTableFunc:
		it := item{}
		for _, c := range n.RangeTableFunc.GetColumns() {
			col := c.GetRangeTableFuncCol()
			v := s.builtin("int4") // FOR ORDINALITY
			if !col.GetForOrdinality() {
				v = typed(s.db.typeOf(col.GetTypeName()))
			}
			it.columns = append(it.columns, output{name: col.GetColname(), value: v})
		}
		return named(it, qname{"", "xmltable"}, n.RangeTableFunc.GetAlias())
	}
	return item{open: true}
}

// table gives the columns of a WITH, a table or a view.
func (s *scope) table(n *pg.RangeVar) item {
	name := rangeName(n)
	if name.namespace == "" {
		for _, cte := range slices.Backward(s.ctes) {
			if cte.origins[0].name.name == name.name {
				return named(item{columns: slices.Clone(cte.columns), open: cte.open}, name, n.GetAlias())
			}
		}
	}
	r := s.db.relation(name)
	if r == nil {
		return named(item{open: true}, name, n.GetAlias())
	}
	it := item{}
	for _, c := range r.Columns {
		it.columns = append(it.columns, output{name: c.Name, value: valueOf(c), of: r, column: c})
	}
	if s.uses != nil {
		s.uses[use{relation: r}] = true
	}
	it = named(it, r.qname(), n.GetAlias())
	it.origins[0].of = r
	return it
}

// named gives an item the name by which it is known, and its columns the names that the alias has for them.
func named(it item, name qname, alias *pg.Alias) item {
	if alias != nil {
		name = qname{"", alias.GetAliasname()}
		it.columns = slices.Clone(it.columns)
		for i, column := range strs(alias.GetColnames()) {
			if i < len(it.columns) {
				it.columns[i].name = column
			}
		}
	}
	it.origins = []origin{{name: name, columns: it.columns}}
	return it
}

// join gives the columns of both sides; those of USING are one, and come first.
func (s *scope) join(n *pg.JoinExpr) item {
	left := s.item(n.GetLarg())
	// LATERAL sees what stands left of it.
	beside := &scope{db: s.db, ctes: s.ctes, from: append(slices.Clone(s.from), left), outer: s.outer, uses: s.uses}
	right := beside.item(n.GetRarg())
	using := strs(n.GetUsingClause())
	if n.GetIsNatural() {
		for _, o := range left.columns {
			if slices.ContainsFunc(right.columns, func(r output) bool { return r.name == o.name }) {
				using = append(using, o.name)
			}
		}
	}
	it := item{origins: append(slices.Clone(left.origins), right.origins...), open: left.open || right.open}
	for _, name := range using {
		it.columns = append(it.columns, s.merged(n.GetJointype(), name, left, right))
	}
	for _, side := range []item{left, right} {
		for _, o := range side.columns {
			if !slices.Contains(using, o.name) {
				it.columns = append(it.columns, o)
			}
		}
	}
	if n.GetQuals() != nil && s.uses != nil {
		on := &scope{db: s.db, ctes: s.ctes, from: append(slices.Clone(s.from), it), outer: s.outer, uses: s.uses}
		on.note(n.GetQuals())
	}
	if n.GetAlias() != nil {
		return named(item{columns: it.columns, open: it.open}, qname{}, n.GetAlias())
	}
	return it
}

// merged is a column of USING: of the side that always has it, or of the type that both have together.
func (s *scope) merged(kind pg.JoinType, name string, left, right item) output {
	of := func(it item) output {
		for _, o := range it.columns {
			if o.name == name {
				return o
			}
		}
		return output{name: name, value: nothing}
	}
	l, r := of(left), of(right)
	s.read(l)
	s.read(r)
	switch {
	case l.value.Declared != r.value.Declared || kind == pg.JoinType_JOIN_FULL:
		return output{name: name, value: s.db.together(l.value, r.value)}
	case kind == pg.JoinType_JOIN_RIGHT:
		return r
	}
	return l
}

// functions gives the columns of functions in FROM.
func (s *scope) functions(n *pg.RangeFunction) item {
	it := item{}
	name := ""
	for _, entry := range n.GetFunctions() {
		parts := entry.GetList().GetItems()
		if len(parts) == 0 {
			return item{open: true}
		}
		call := parts[0].GetFuncCall()
		called := nameOf(call.GetFuncname()).name
		if call == nil {
			called = columnName(parts[0])
		}
		if name == "" {
			name = called
		}
		if len(parts) > 1 && len(parts[1].GetList().GetItems()) > 0 {
			it.columns = append(it.columns, s.declared(parts[1].GetList().GetItems())...)
			continue
		}
		if call == nil {
			it.columns = append(it.columns, output{name: called, value: s.value(parts[0])})
			continue
		}
		out, ok := s.functionColumns(call, called, n)
		if !ok {
			it.open = it.open || len(n.GetColdeflist()) == 0
		}
		it.columns = append(it.columns, out...)
	}
	if len(n.GetColdeflist()) > 0 {
		it.columns = s.declared(n.GetColdeflist())
	}
	if n.GetOrdinality() {
		it.columns = append(it.columns, output{name: "ordinality", value: s.builtin("int8")})
	}
	return named(it, qname{"", name}, n.GetAlias())
}

// functionColumns gives the columns of one function: those of its row, or one with the function's name or, if there is one, the alias.
func (s *scope) functionColumns(call *pg.FuncCall, called string, n *pg.RangeFunction) ([]output, bool) {
	if called == "unnest" && len(call.GetArgs()) > 1 {
		var all []output
		for _, arg := range s.values(call.GetArgs()) {
			v := nothing
			if arg.Kind == schema.KindArray {
				v = typed(*arg.Elem)
			}
			all = append(all, output{name: called, value: v})
		}
		return all, true
	}
	f, _, ok := s.function(call)
	if !ok || f.Result == "record" && len(f.Out) == 0 {
		return nil, false
	}
	if len(f.Out) > 0 && (f.Result == "record" || len(f.Out) > 1) {
		var all []output
		for _, o := range f.Out {
			all = append(all, output{name: o.Name, value: s.db.valueNamed(o.Type)})
		}
		return all, true
	}
	v := s.db.valueNamed(f.Result)
	if v.Composite != nil {
		var all []output
		for _, field := range v.Composite.Fields {
			all = append(all, output{name: field.Name, value: valueOf(field)})
		}
		return all, true
	}
	name := called
	if len(f.Out) == 1 && f.Out[0].Name != "" {
		name = f.Out[0].Name
	} else if alias := n.GetAlias(); alias != nil && len(n.GetFunctions()) == 1 {
		name = alias.GetAliasname()
	}
	return []output{{name: name, value: v}}, v.ref != "" && v.ref != overload.Unknown
}

// declared gives the columns of AS t (a integer, b text).
func (s *scope) declared(list []*pg.Node) []output {
	var all []output
	for _, n := range list {
		def := n.GetColumnDef()
		all = append(all, output{name: def.GetColname(), value: typed(s.db.typeOf(def.GetTypeName()))})
	}
	return all
}
