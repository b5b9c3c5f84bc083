package query

// FloatOf is a column of M that holds a floating point number. In Go it is float64.
type FloatOf[P any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *FloatOf[P]) Eq(v float64) ConditionOf[P] {
	return ConditionOf[P]{compare(OpEq, c.Column, FloatArg(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *FloatOf[P]) Ne(v float64) ConditionOf[P] {
	return ConditionOf[P]{compare(OpNe, c.Column, FloatArg(v))}
}

// Lt is true where the column is less than v.
func (c *FloatOf[P]) Lt(v float64) ConditionOf[P] {
	return ConditionOf[P]{compare(OpLt, c.Column, FloatArg(v))}
}

// Le is true where the column is at most v.
func (c *FloatOf[P]) Le(v float64) ConditionOf[P] {
	return ConditionOf[P]{compare(OpLe, c.Column, FloatArg(v))}
}

// Gt is true where the column is greater than v.
func (c *FloatOf[P]) Gt(v float64) ConditionOf[P] {
	return ConditionOf[P]{compare(OpGt, c.Column, FloatArg(v))}
}

// Ge is true where the column is at least v.
func (c *FloatOf[P]) Ge(v float64) ConditionOf[P] {
	return ConditionOf[P]{compare(OpGe, c.Column, FloatArg(v))}
}

// Between is true where the column is at least lo and at most hi.
func (c *FloatOf[P]) Between(lo, hi float64) ConditionOf[P] {
	return ConditionOf[P]{between(c.Column, FloatArg(lo), FloatArg(hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *FloatOf[P]) In(vs ...float64) ConditionOf[P] {
	return ConditionOf[P]{compare(OpIn, c.Column, listOf(vs, FloatArg))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *FloatOf[P]) NotIn(vs ...float64) ConditionOf[P] {
	return ConditionOf[P]{compare(OpNotIn, c.Column, listOf(vs, FloatArg))}
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
	return AssignmentOf[P]{c.Column, valueNode(FloatArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *FloatOf[P]) Into(dst *float64) BindOf[P] {
	return bind[P](c.Column, into(dst, floatCodec))
}

// Of is the column without its typed skin.
func (c *FloatOf[P]) Of(P) *Column { return c.Column }

func (c *FloatOf[P]) typed(P, *float64) (*Node, *codec[float64]) {
	return columnNode(c.Column), floatCodec
}
