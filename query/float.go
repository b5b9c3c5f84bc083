package query

// Float is a column of M that holds a floating point number. In Go it is float64.
type Float[M any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *Float[M]) Eq(v float64) Condition[M] {
	return Condition[M]{compare(OpEq, c.Column, FloatArg(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *Float[M]) Ne(v float64) Condition[M] {
	return Condition[M]{compare(OpNe, c.Column, FloatArg(v))}
}

// Lt is true where the column is less than v.
func (c *Float[M]) Lt(v float64) Condition[M] {
	return Condition[M]{compare(OpLt, c.Column, FloatArg(v))}
}

// Le is true where the column is at most v.
func (c *Float[M]) Le(v float64) Condition[M] {
	return Condition[M]{compare(OpLe, c.Column, FloatArg(v))}
}

// Gt is true where the column is greater than v.
func (c *Float[M]) Gt(v float64) Condition[M] {
	return Condition[M]{compare(OpGt, c.Column, FloatArg(v))}
}

// Ge is true where the column is at least v.
func (c *Float[M]) Ge(v float64) Condition[M] {
	return Condition[M]{compare(OpGe, c.Column, FloatArg(v))}
}

// Between is true where the column is at least lo and at most hi.
func (c *Float[M]) Between(lo, hi float64) Condition[M] {
	return Condition[M]{between(c.Column, FloatArg(lo), FloatArg(hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *Float[M]) In(vs ...float64) Condition[M] {
	return Condition[M]{compare(OpIn, c.Column, listOf(vs, FloatArg))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *Float[M]) NotIn(vs ...float64) Condition[M] {
	return Condition[M]{compare(OpNotIn, c.Column, listOf(vs, FloatArg))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *Float[M]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *Float[M]) Asc() Ordering[M] {
	return Ordering[M]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *Float[M]) Desc() Ordering[M] {
	return Ordering[M]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *Float[M]) Set(v float64) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(FloatArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *Float[M]) Into(dst *float64) Bind[M] {
	return bind[M](c.Column, into(dst, floatCodec))
}

// Of is the column without its typed skin.
func (c *Float[M]) Of(*M) *Column { return c.Column }

func (c *Float[M]) typed(*M, *float64) (*Node, *codec[float64]) {
	return columnNode(c.Column), floatCodec
}
