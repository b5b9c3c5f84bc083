package query

// Op says what a [Node] is.
type Op uint8

// The operations of nodes. Those from OpEq to OpIsNull compare Col (or the first of Kids, when Col is nil) with Val (or
// the second of Kids).
const (
	OpNone Op = iota

	OpEq
	OpNe
	OpLt
	OpLe
	OpGt
	OpGe
	OpIn
	OpNotIn
	OpBetween // two more Kids
	OpIsNull

	OpContains // the text matches: Val is what is looked for, not a pattern
	OpStartsWith
	OpEndsWith
	OpIExact
	OpIContains
	OpLike // Val is a pattern
	OpRegex

	// What follows up to OpSearchText compares like the text operations above: with {x} and {v}.
	OpArrayContains    // all elements of Val, an array like Kids[0], are in that
	OpArrayContainedBy // all elements of Kids[0] are in Val
	OpArrayOverlaps    // some element is in both
	OpRangeContains    // all of Val, a range like Kids[0], is in that
	OpRangeOverlaps    // some value is in both
	OpSearch           // Kids[0], a tsvector, matches Val, which is written as people write searches
	OpSearchText       // so does Kids[0], a text

	OpAnd // Kids
	OpOr
	OpNot

	OpWhere // the one related row along Path satisfies Kids
	OpAny   // some related row does
	OpAll   // every related row does
	OpNoRow // no related row does

	OpColumn // Col
	OpValue  // Val
	OpPath   // the column of Kids[0], of the row at the end of Path

	OpAdd // arithmetic on two Kids
	OpSub
	OpMul
	OpDiv

	OpCountRows // aggregates of the rows of a group
	OpCount
	OpCountDistinct
	OpSum
	OpAvg
	OpMin
	OpMax

	OpRelated // an aggregate (Kids[0]) of the rows related along Path that satisfy the other Kids

	OpYear // parts of a time
	OpMonth
	OpDay
	OpLower
	OpUpper
	OpLength
	OpCoalesce
)

// Node is one node of a statement. Nodes are made by the typed functions of this package, are never changed once made,
// and may be shared between statements. Which fields mean something depends on Op. Columns are those of the table that
// the node is evaluated on; the type parameters of the typed skin see to it that they are.
type Node struct {
	Op   Op
	Col  *Column
	Path []*Relation
	Kids []*Node
	Val  Value
}

// Aggregate reports whether n needs a group: whether it holds an aggregate that no [OpRelated] encloses.
func (n *Node) Aggregate() bool {
	switch {
	case n == nil || n.Op == OpRelated:
		return false
	case n.Op >= OpCountRows && n.Op <= OpMax:
		return true
	}
	for _, k := range n.Kids {
		if k.Aggregate() {
			return true
		}
	}
	return false
}

// Order is one key to sort by.
type Order struct {
	_     [0]func() // not comparable: how to compare Orderings would be compiled anew for every model
	Node  *Node
	Desc  bool
	Nulls Nulls
}

// Nulls says where an [Order] puts rows whose key is NULL.
type Nulls uint8

// Where NULLs go. The default is the same on every database: they are smallest, first in ascending order and last in
// descending order.
const (
	NullsDefault Nulls = iota
	NullsFirst
	NullsLast
)

func combine(op Op, kids []*Node) *Node { return &Node{Op: op, Kids: kids} }

// canBeNull reports whether a column or a relation in n makes it NULL for some row. Aggregates are not looked into: they
// skip NULLs.
func (n *Node) canBeNull() bool {
	switch {
	case n.Op == OpColumn:
		return n.Col.Nullable
	case n.Op == OpRelated, n.Op >= OpCountRows && n.Op <= OpMax:
		return false
	case n.Op == OpCoalesce:
		return n.Kids[0].canBeNull() && n.Kids[1].canBeNull()
	}
	for _, r := range n.Path {
		if r.Nullable {
			return true
		}
	}
	for _, k := range n.Kids {
		if k.canBeNull() {
			return true
		}
	}
	return false
}

// truth is the value of a condition that is the same for every row, if it is known to be. A nil condition is true.
func (n *Node) truth() (value, known bool) {
	switch {
	case n == nil:
		return true, true
	case n.Op == OpNot:
		value, known = n.Kids[0].truth()
		return !value, known
	case n.Op == OpWhere && len(n.Kids) == 0:
		for _, r := range n.Path {
			if r.Nullable {
				return false, false
			}
		}
		return true, true
	case n.Op != OpAnd && n.Op != OpOr:
		return false, false
	}
	decides := n.Op == OpOr // the value that one kid decides by
	known = true
	for _, k := range n.Kids {
		v, ok := k.truth()
		if ok && v == decides {
			return decides, true
		}
		known = known && ok
	}
	return !decides, known
}

// exactType is DecimalType when there is a decimal column in n: what is computed with one is a decimal.
func (n *Node) exactType() Type {
	if n.Col != nil {
		return n.Col.Type
	}
	for _, k := range n.Kids {
		if k.exactType() == DecimalType {
			return DecimalType
		}
	}
	return UnknownType
}
