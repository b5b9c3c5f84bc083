package query

// Int is a column of M that holds a whole number. In Go it is int64.
type Int[M any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *Int[M]) Eq(v int64) Condition[M] {
	return Condition[M]{compare(OpEq, c.Column, IntArg(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *Int[M]) Ne(v int64) Condition[M] {
	return Condition[M]{compare(OpNe, c.Column, IntArg(v))}
}

// Lt is true where the column is less than v.
func (c *Int[M]) Lt(v int64) Condition[M] {
	return Condition[M]{compare(OpLt, c.Column, IntArg(v))}
}

// Le is true where the column is at most v.
func (c *Int[M]) Le(v int64) Condition[M] {
	return Condition[M]{compare(OpLe, c.Column, IntArg(v))}
}

// Gt is true where the column is greater than v.
func (c *Int[M]) Gt(v int64) Condition[M] {
	return Condition[M]{compare(OpGt, c.Column, IntArg(v))}
}

// Ge is true where the column is at least v.
func (c *Int[M]) Ge(v int64) Condition[M] {
	return Condition[M]{compare(OpGe, c.Column, IntArg(v))}
}

// Between is true where the column is at least lo and at most hi.
func (c *Int[M]) Between(lo, hi int64) Condition[M] {
	return Condition[M]{between(c.Column, IntArg(lo), IntArg(hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *Int[M]) In(vs ...int64) Condition[M] {
	return Condition[M]{compare(OpIn, c.Column, listOf(vs, IntArg))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *Int[M]) NotIn(vs ...int64) Condition[M] {
	return Condition[M]{compare(OpNotIn, c.Column, listOf(vs, IntArg))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *Int[M]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *Int[M]) Asc() Ordering[M] {
	return Ordering[M]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *Int[M]) Desc() Ordering[M] {
	return Ordering[M]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *Int[M]) Set(v int64) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(IntArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *Int[M]) Into(dst *int64) Bind[M] {
	return bind[M](c.Column, into(dst, intCodec))
}

// Of is the column without its typed skin.
func (c *Int[M]) Of(*M) *Column { return c.Column }

func (c *Int[M]) typed(*M, *int64) (*Node, *codec[int64]) { return columnNode(c.Column), intCodec }
