package query

import "encoding"

// ScalarOf is a column of M that holds a value that reads and writes itself as text (a decimal number, a UUID). In Go it is V.
type ScalarOf[P any, V encoding.TextMarshaler] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *ScalarOf[P, V]) Eq(v V) ConditionOf[P] {
	return ConditionOf[P]{scalarNode(OpEq, c.Column, v)}
}

// Ne is true where the column is not NULL and differs from v.
func (c *ScalarOf[P, V]) Ne(v V) ConditionOf[P] {
	return ConditionOf[P]{scalarNode(OpNe, c.Column, v)}
}

// Lt is true where the column is less than v.
func (c *ScalarOf[P, V]) Lt(v V) ConditionOf[P] {
	return ConditionOf[P]{scalarNode(OpLt, c.Column, v)}
}

// Le is true where the column is at most v.
func (c *ScalarOf[P, V]) Le(v V) ConditionOf[P] {
	return ConditionOf[P]{scalarNode(OpLe, c.Column, v)}
}

// Gt is true where the column is greater than v.
func (c *ScalarOf[P, V]) Gt(v V) ConditionOf[P] {
	return ConditionOf[P]{scalarNode(OpGt, c.Column, v)}
}

// Ge is true where the column is at least v.
func (c *ScalarOf[P, V]) Ge(v V) ConditionOf[P] {
	return ConditionOf[P]{scalarNode(OpGe, c.Column, v)}
}

// Between is true where the column is at least lo and at most hi.
func (c *ScalarOf[P, V]) Between(lo, hi V) ConditionOf[P] {
	return ConditionOf[P]{between(scalarNode(OpBetween, c.Column, lo), scalarNode(OpBetween, c.Column, hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *ScalarOf[P, V]) In(vs ...V) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpIn, c.Column, vs, scalarCodec[V](c.Column))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *ScalarOf[P, V]) NotIn(vs ...V) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpNotIn, c.Column, vs, scalarCodec[V](c.Column))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *ScalarOf[P, V]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *ScalarOf[P, V]) Asc() OrderingOf[P] {
	return OrderingOf[P]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *ScalarOf[P, V]) Desc() OrderingOf[P] {
	return OrderingOf[P]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *ScalarOf[P, V]) Set(v V) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, scalarNode(OpValue, c.Column, v)}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *ScalarOf[P, V]) Into(dst *V) BindOf[P] {
	return BindOf[P](bindTo(c.Column, dst, scalarCodec[V](c.Column)))
}

// Of is the column without its typed skin.
func (c *ScalarOf[P, V]) Of(P) *Column { return c.Column }

func (c *ScalarOf[P, V]) typed(P, *V) (*Node, *codec[V]) {
	return columnNode(c.Column), scalarCodec[V](c.Column)
}
