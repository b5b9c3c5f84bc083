package query

// matchNames are what messages call operations that a dialect may not have.
var matchNames = map[Op]string{
	OpContains: "Contains", OpStartsWith: "StartsWith", OpEndsWith: "EndsWith", OpIExact: "IExact", OpIContains: "IContains",
	OpLike: "Like", OpRegex: "Regex", OpArrayContains: "query.ArrayContains", OpArrayContainedBy: "query.ArrayContainedBy",
	OpArrayOverlaps: "query.ArrayOverlaps", OpRangeContains: "query.RangeContains and RangeCovers",
	OpRangeOverlaps: "query.RangeOverlaps", OpSearch: "query.Search", OpSearchText: "query.Search",
}

// expr writes a node as SQL.
func (s spot) expr(n *Node) fragment {
	switch {
	case n.Op <= OpIsNull && n.Op >= OpEq:
		return s.comparison(n)
	case n.Op >= OpContains && n.Op <= OpSearchText:
		template, ok := s.f.d.Match(n.Op)
		if !ok {
			s.f.unsupported(matchNames[n.Op])
		}
		return fill(template, s.left(n), arg(n))
	case n.Op >= OpAnd && n.Op <= OpNot:
		return s.logic(n)
	case n.Op == OpWhere:
		return s.where(n)
	case n.Op >= OpAny && n.Op <= OpNoRow:
		return s.exists(n)
	case n.Op >= OpAdd && n.Op <= OpDiv:
		sign := [...]string{" + ", " - ", " * ", " / "}[n.Op-OpAdd]
		if n.Op == OpDiv && s.f.d.Exact(n.exactType()) != "" {
			sign = " * 1.0 / " // of decimals that are whole, and kept as such
		}
		return s.exact(n, frag("(", s.expr(n.Kids[0]), sign, s.expr(n.Kids[1]), ")"))
	case n.Op >= OpCountRows && n.Op <= OpMax:
		return s.aggregate(n)
	case n.Op >= OpYear && n.Op <= OpDay:
		template, ok := s.f.d.Part(n.Op)
		if !ok {
			s.f.unsupported("this part of a time")
		}
		return fill(template, s.expr(n.Kids[0]), fragment{})
	}
	switch n.Op {
	case OpColumn:
		return s.column(n.Col)
	case OpValue:
		return arg(n)
	case OpPath:
		return s.follow(n.Path).expr(n.Kids[0])
	case OpRelated:
		return s.related(n)
	case OpLower:
		return frag("lower(", s.expr(n.Kids[0]), ")")
	case OpUpper:
		return frag("upper(", s.expr(n.Kids[0]), ")")
	case OpLength:
		return frag("length(", s.expr(n.Kids[0]), ")")
	case OpCoalesce:
		return frag("coalesce(", s.expr(n.Kids[0]), ", ", s.expr(n.Kids[1]), ")")
	}
	s.f.fail(nil, "an expression of an unknown kind (%d)", n.Op)
	return fragment{}
}

// arg is the placeholder of a node's value; a marked value holds its argument's number.
func arg(n *Node) fragment { return placeholder(&n.Val) }

func placeholder(v *Value) fragment {
	return fragment{sql: "?", args: []any{argument{n: int(v.num)}}}
}

func (s spot) column(c *Column) fragment {
	if c.Table != s.table {
		s.f.fail(nil, "column %s is not one of %s: reach it through a relation", c, s.table.Name)
		return fragment{}
	}
	return frag(columnName(s.alias, s.table, c.Index))
}

// left is what a comparison compares.
func (s spot) left(n *Node) fragment {
	if n.Col != nil {
		return s.column(n.Col)
	}
	return s.expr(n.Kids[0])
}

// leftColumn is the column whose type that has which a comparison is of; nil where it is no column's.
func leftColumn(n *Node) *Column {
	for n.Col == nil {
		if len(n.Kids) == 0 {
			return nil
		}
		n = n.Kids[0]
		switch n.Op {
		case OpColumn, OpPath, OpMin, OpMax, OpCoalesce, OpRelated:
		default: // the length of a text is no text
			return nil
		}
	}
	return n.Col
}

func (s spot) comparison(n *Node) fragment {
	left := s.left(n)
	switch n.Op {
	case OpIsNull:
		return frag(left, " IS NULL")
	case OpBetween:
		return frag(left, " BETWEEN ", s.expr(n.Kids[0]), " AND ", s.expr(n.Kids[1]))
	case OpIn, OpNotIn:
		in := fill(s.f.d.In(leftColumn(n)), left, arg(n))
		if n.Op == OpIn {
			return in
		}
		// NULL is in no list, but is not outside of an empty one either.
		return frag("(", left, " IS NOT NULL AND NOT ", in, ")")
	}
	var right fragment
	if len(n.Kids) == 2 {
		right = s.expr(n.Kids[1])
	} else {
		right = fill(s.f.d.Compared(leftColumn(n)), fragment{}, arg(n))
	}
	return frag(left, [...]string{" = ", " <> ", " < ", " <= ", " > ", " >= "}[n.Op-OpEq], right)
}

func (s spot) logic(n *Node) fragment {
	if n.Op == OpNot {
		return frag("(", s.expr(n.Kids[0]), ") IS NOT TRUE")
	}
	sep, empty := " AND ", "1 = 1"
	if n.Op == OpOr {
		sep, empty = " OR ", "1 = 0"
	}
	if len(n.Kids) == 0 {
		return frag(empty)
	}
	parts := make([]fragment, len(n.Kids))
	for i, k := range n.Kids {
		parts[i] = s.expr(k)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return frag("(", joinFragments(parts, sep), ")")
}

// where is the condition on the row at the end of a to-one path. A row that is absent satisfies nothing, so that the
// condition and its complement share all rows between them.
func (s spot) where(n *Node) fragment {
	end := s.follow(n.Path)
	if s.f.err != nil {
		return fragment{}
	}
	var parts []fragment
	if end.nullable {
		last := n.Path[len(n.Path)-1]
		parts = append(parts, frag(columnName(end.alias, end.table, last.TargetColumns[0])+" IS NOT NULL"))
	}
	for _, k := range n.Kids {
		parts = append(parts, end.expr(k))
	}
	if len(parts) == 0 {
		return frag("1 = 1")
	}
	return frag("(", joinFragments(parts, " AND "), ")")
}

func (s spot) exists(n *Node) fragment {
	kids := n.Kids
	if n.Op == OpAll {
		kids = []*Node{combine(OpNot, []*Node{combine(OpAnd, kids)})}
	}
	sub := s.subselect(n.Path, frag("1"), nil, kids)
	if n.Op == OpAny {
		return frag("EXISTS (", sub, ")")
	}
	return frag("NOT EXISTS (", sub, ")")
}

func (s spot) related(n *Node) fragment {
	return frag("(", s.subselect(n.Path, fragment{}, n.Kids[0], n.Kids[1:]), ")")
}

// subselect is a SELECT of the rows at the end of a path from here: of want, or of value evaluated on those rows.
func (s spot) subselect(path []*Relation, want fragment, value *Node, conditions []*Node) fragment {
	inner := s.f.newFrame(path[0].Target)
	at := inner.root()
	parts := []fragment{frag(inner.link(path[0], func(columns []int) []string {
		return columnNames(s.alias, s.table, columns)
	}))}
	for _, r := range path[1:] {
		at = inner.chainTo(at, r)
	}
	for _, k := range conditions {
		parts = append(parts, at.expr(k))
	}
	if value != nil {
		want = at.expr(value)
	}
	out := frag("SELECT ", want, " FROM "+tableName(inner.table)+" AS "+inner.alias)
	for _, j := range inner.from() {
		out.add(" " + j)
	}
	out.add(" WHERE ", joinFragments(parts, " AND "))
	return out
}

func (s spot) aggregate(n *Node) fragment {
	if n.Op == OpCountRows {
		return frag("COUNT(*)")
	}
	x := s.expr(n.Kids[0])
	name := [...]string{"COUNT(", "COUNT(DISTINCT ", "SUM(", "AVG(", "MIN(", "MAX("}[n.Op-OpCount]
	if n.Op == OpSum {
		return s.exact(n, frag(name, x, ")"))
	}
	return frag(name, x, ")")
}

// exact makes the result of arithmetic what its type promises.
func (s spot) exact(n *Node, x fragment) fragment {
	if template := s.f.d.Exact(n.exactType()); template != "" {
		return fill(template, x, fragment{})
	}
	return x
}

// order writes one key to sort by.
func (s spot) order(o Order, reverse bool) fragment {
	desc := o.Desc != reverse
	out := s.expr(o.Node)
	if desc {
		out.add(" DESC")
	}
	first := !desc // NULLs are smallest
	switch {
	case o.Nulls == NullsFirst:
		first = !reverse
	case o.Nulls == NullsLast:
		first = reverse
	case s.f.d.NullsAreSmall() || s.never(o.Node):
		return out // without a word about NULLs an index serves
	}
	if first {
		out.add(" NULLS FIRST")
	} else {
		out.add(" NULLS LAST")
	}
	return out
}

// never reports whether a key to sort by is known never to be NULL here.
func (s spot) never(n *Node) bool {
	switch n.Op {
	case OpColumn:
		return !s.nullable && !n.Col.Nullable
	case OpPath:
		for _, r := range n.Path {
			if r.Nullable {
				return false
			}
		}
		return s.never(n.Kids[0])
	case OpCountRows, OpCount, OpCountDistinct:
		return true
	case OpRelated:
		return n.Kids[0].Op >= OpCountRows && n.Kids[0].Op <= OpCountDistinct
	}
	return false
}
