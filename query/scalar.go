package query

import "encoding"

// ScalarOf is a column of M that holds a value that reads and writes itself as text (a decimal number, a UUID). In Go it is V.
type ScalarOf[P any, V encoding.TextMarshaler] struct {
	// Column is what it is a column of.
	Column *Column

	// Eq is true where the column equals v.
	Eq func(v V) ConditionOf[P]
	// Ne is true where the column is not NULL and differs from v.
	Ne func(v V) ConditionOf[P]
	// Lt is true where the column is less than v.
	Lt func(v V) ConditionOf[P]
	// Le is true where the column is at most v.
	Le func(v V) ConditionOf[P]
	// Gt is true where the column is greater than v.
	Gt func(v V) ConditionOf[P]
	// Ge is true where the column is at least v.
	Ge func(v V) ConditionOf[P]
	// Between is true where the column is at least lo and at most hi.
	Between func(lo, hi V) ConditionOf[P]
	// In is true where the column equals one of vs; of none when vs is empty.
	In func(vs ...V) ConditionOf[P]
	// NotIn is true where the column is not NULL and equals none of vs.
	NotIn func(vs ...V) ConditionOf[P]
	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Asc sorts by the column, smallest first, NULLs before all.
	Asc func() OrderingOf[P]
	// Desc sorts by the column, largest first, NULLs behind all.
	Desc func() OrderingOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v V) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *V) BindOf[P]
}

// newScalar gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newScalar[P any, V encoding.TextMarshaler](c *Column) *ScalarOf[P, V] {
	return &ScalarOf[P, V]{
		Column: c,
		Eq:     func(v V) ConditionOf[P] { return ConditionOf[P]{scalarNode(OpEq, c, v)} },
		Ne:     func(v V) ConditionOf[P] { return ConditionOf[P]{scalarNode(OpNe, c, v)} },
		Lt:     func(v V) ConditionOf[P] { return ConditionOf[P]{scalarNode(OpLt, c, v)} },
		Le:     func(v V) ConditionOf[P] { return ConditionOf[P]{scalarNode(OpLe, c, v)} },
		Gt:     func(v V) ConditionOf[P] { return ConditionOf[P]{scalarNode(OpGt, c, v)} },
		Ge:     func(v V) ConditionOf[P] { return ConditionOf[P]{scalarNode(OpGe, c, v)} },
		Between: func(lo, hi V) ConditionOf[P] {
			return ConditionOf[P]{between(scalarNode(OpBetween, c, lo), scalarNode(OpBetween, c, hi))}
		},
		In:     func(vs ...V) ConditionOf[P] { return ConditionOf[P]{listNode(OpIn, c, vs, scalarCodec[V](c))} },
		NotIn:  func(vs ...V) ConditionOf[P] { return ConditionOf[P]{listNode(OpNotIn, c, vs, scalarCodec[V](c))} },
		IsNull: func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Asc:    func() OrderingOf[P] { return OrderingOf[P]{ascending(c)} },
		Desc:   func() OrderingOf[P] { return OrderingOf[P]{descending(c)} },
		Set:    func(v V) AssignmentOf[P] { return AssignmentOf[P]{c, scalarNode(OpValue, c, v)} },
		Into:   func(dst *V) BindOf[P] { return BindOf[P](bindTo(c, dst, scalarCodec[V](c))) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *ScalarOf[P, V]) Of(P) *Column {
	if c.Eq == nil {
		*c = *newScalar[P, V](c.Column)
	}
	return c.Column
}

func (c *ScalarOf[P, V]) typed(P, *V) (*Node, *codec[V]) {
	return columnNode(c.Column), scalarCodec[V](c.Column)
}
