package query

// FloatOf is a column of M that holds a floating point number. In Go it is float64.
type FloatOf[P any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *FloatOf[P]) Eq(v float64) ConditionOf[P] {
	return ConditionOf[P]{floatNode(OpEq, c.Column, v)}
}

// Ne is true where the column is not NULL and differs from v.
func (c *FloatOf[P]) Ne(v float64) ConditionOf[P] {
	return ConditionOf[P]{floatNode(OpNe, c.Column, v)}
}

// Lt is true where the column is less than v.
func (c *FloatOf[P]) Lt(v float64) ConditionOf[P] {
	return ConditionOf[P]{floatNode(OpLt, c.Column, v)}
}

// Le is true where the column is at most v.
func (c *FloatOf[P]) Le(v float64) ConditionOf[P] {
	return ConditionOf[P]{floatNode(OpLe, c.Column, v)}
}

// Gt is true where the column is greater than v.
func (c *FloatOf[P]) Gt(v float64) ConditionOf[P] {
	return ConditionOf[P]{floatNode(OpGt, c.Column, v)}
}

// Ge is true where the column is at least v.
func (c *FloatOf[P]) Ge(v float64) ConditionOf[P] {
	return ConditionOf[P]{floatNode(OpGe, c.Column, v)}
}

// Between is true where the column is at least lo and at most hi.
func (c *FloatOf[P]) Between(lo, hi float64) ConditionOf[P] {
	return ConditionOf[P]{between(floatNode(OpBetween, c.Column, lo), floatNode(OpBetween, c.Column, hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *FloatOf[P]) In(vs ...float64) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpIn, c.Column, vs, floatCodec)}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *FloatOf[P]) NotIn(vs ...float64) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpNotIn, c.Column, vs, floatCodec)}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *FloatOf[P]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *FloatOf[P]) Asc() OrderingOf[P] {
	return OrderingOf[P]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *FloatOf[P]) Desc() OrderingOf[P] {
	return OrderingOf[P]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *FloatOf[P]) Set(v float64) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, floatNode(OpValue, nil, v)}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *FloatOf[P]) Into(dst *float64) BindOf[P] {
	return BindOf[P](bindTo(c.Column, dst, floatCodec))
}

// Of is the column without its typed skin.
func (c *FloatOf[P]) Of(P) *Column { return c.Column }

func (c *FloatOf[P]) typed(P, *float64) (*Node, *codec[float64]) {
	return columnNode(c.Column), floatCodec
}
