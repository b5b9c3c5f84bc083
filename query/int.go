package query

// IntOf is a column of M that holds a whole number. In Go it is int64.
type IntOf[P any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *IntOf[P]) Eq(v int64) ConditionOf[P] {
	return ConditionOf[P]{intNode(OpEq, c.Column, v)}
}

// Ne is true where the column is not NULL and differs from v.
func (c *IntOf[P]) Ne(v int64) ConditionOf[P] {
	return ConditionOf[P]{intNode(OpNe, c.Column, v)}
}

// Lt is true where the column is less than v.
func (c *IntOf[P]) Lt(v int64) ConditionOf[P] {
	return ConditionOf[P]{intNode(OpLt, c.Column, v)}
}

// Le is true where the column is at most v.
func (c *IntOf[P]) Le(v int64) ConditionOf[P] {
	return ConditionOf[P]{intNode(OpLe, c.Column, v)}
}

// Gt is true where the column is greater than v.
func (c *IntOf[P]) Gt(v int64) ConditionOf[P] {
	return ConditionOf[P]{intNode(OpGt, c.Column, v)}
}

// Ge is true where the column is at least v.
func (c *IntOf[P]) Ge(v int64) ConditionOf[P] {
	return ConditionOf[P]{intNode(OpGe, c.Column, v)}
}

// Between is true where the column is at least lo and at most hi.
func (c *IntOf[P]) Between(lo, hi int64) ConditionOf[P] {
	return ConditionOf[P]{between(intNode(OpBetween, c.Column, lo), intNode(OpBetween, c.Column, hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *IntOf[P]) In(vs ...int64) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpIn, c.Column, vs, intCodec)}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *IntOf[P]) NotIn(vs ...int64) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpNotIn, c.Column, vs, intCodec)}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *IntOf[P]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *IntOf[P]) Asc() OrderingOf[P] {
	return OrderingOf[P]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *IntOf[P]) Desc() OrderingOf[P] {
	return OrderingOf[P]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *IntOf[P]) Set(v int64) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, intNode(OpValue, nil, v)}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *IntOf[P]) Into(dst *int64) BindOf[P] {
	return BindOf[P](bindTo(c.Column, dst, intCodec))
}

// Of is the column without its typed skin.
func (c *IntOf[P]) Of(P) *Column { return c.Column }

func (c *IntOf[P]) typed(P, *int64) (*Node, *codec[int64]) { return columnNode(c.Column), intCodec }
