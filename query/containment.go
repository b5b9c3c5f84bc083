package query

// contain is a comparison of a value with another of its type.
func contain[P, V any](op Op, a ValuedOf[P, V], v V) ConditionOf[P] {
	n, codec := a.typed(*new(P), nil)
	return ConditionOf[P]{&Node{Op: op, Kids: []*Node{n}, Val: codec.arg(v)}}
}

// ArrayContains is true where all of vs are elements of the array a; always where vs is empty and a not NULL. It is @> of
// Postgres, and served by a GIN index.
func ArrayContains[P, V any](a ValuedOf[P, []V], vs ...V) ConditionOf[P] {
	return contain(OpArrayContains, a, elements(vs))
}

// ArrayContainedBy is true where all elements of the array a are among vs: where a is empty, too. It is <@ of Postgres.
func ArrayContainedBy[P, V any](a ValuedOf[P, []V], vs ...V) ConditionOf[P] {
	return contain(OpArrayContainedBy, a, elements(vs))
}

// ArrayOverlaps is true where some of vs is an element of the array a; never where vs is empty. It is && of Postgres.
func ArrayOverlaps[P, V any](a ValuedOf[P, []V], vs ...V) ConditionOf[P] {
	return contain(OpArrayOverlaps, a, elements(vs))
}

// elements are vs, an array without elements where there are none.
func elements[V any](vs []V) []V {
	if vs == nil {
		return []V{}
	}
	return vs
}

// RangeContains is true where v is in the range a. It is @> of Postgres.
func RangeContains[P, V any](a ValuedOf[P, Range[V]], v V) ConditionOf[P] {
	return contain(OpRangeContains, a, ClosedRange(v, v)) // the range of v alone
}

// RangeCovers is true where all of the range r is in the range a; where r is empty, too. It is @> of Postgres.
func RangeCovers[P, V any](a ValuedOf[P, Range[V]], r Range[V]) ConditionOf[P] {
	return contain(OpRangeContains, a, r)
}

// RangeOverlaps is true where the ranges a and r have something in common. It is && of Postgres.
func RangeOverlaps[P, V any](a ValuedOf[P, Range[V]], r Range[V]) ConditionOf[P] {
	return contain(OpRangeOverlaps, a, r)
}

// Search is true where a, a tsvector or a text, matches a search as people write it: several words, "a phrase", or, -not. It is
// the full-text search of Postgres by websearch_to_tsquery, in the language that the database is set to. A search without
// a word that counts matches nothing.
func Search[P any](a ValuedOf[P, string], search string) ConditionOf[P] {
	n := nodeOf(a)
	op := OpSearchText
	if c := n.column(); c != nil && c.Cast == "tsvector" {
		op = OpSearch
	}
	return ConditionOf[P]{&Node{Op: op, Kids: []*Node{n}, Val: TextArg(search)}}
}

// column is the column that n is the value of, along whatever path; nil when n is computed.
func (n *Node) column() *Column {
	for n.Op == OpPath {
		n = n.Kids[0]
	}
	if n.Op == OpColumn {
		return n.Col
	}
	return nil
}
