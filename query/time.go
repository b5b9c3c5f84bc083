package query

import "time"

// Time is a column of M that holds a point in time. In Go it is time.Time.
type Time[M any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *Time[M]) Eq(v time.Time) Condition[M] {
	return Condition[M]{compare(OpEq, c.Column, TimeArg(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *Time[M]) Ne(v time.Time) Condition[M] {
	return Condition[M]{compare(OpNe, c.Column, TimeArg(v))}
}

// Lt is true where the column is less than v.
func (c *Time[M]) Lt(v time.Time) Condition[M] {
	return Condition[M]{compare(OpLt, c.Column, TimeArg(v))}
}

// Le is true where the column is at most v.
func (c *Time[M]) Le(v time.Time) Condition[M] {
	return Condition[M]{compare(OpLe, c.Column, TimeArg(v))}
}

// Gt is true where the column is greater than v.
func (c *Time[M]) Gt(v time.Time) Condition[M] {
	return Condition[M]{compare(OpGt, c.Column, TimeArg(v))}
}

// Ge is true where the column is at least v.
func (c *Time[M]) Ge(v time.Time) Condition[M] {
	return Condition[M]{compare(OpGe, c.Column, TimeArg(v))}
}

// Between is true where the column is at least lo and at most hi.
func (c *Time[M]) Between(lo, hi time.Time) Condition[M] {
	return Condition[M]{between(c.Column, TimeArg(lo), TimeArg(hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *Time[M]) In(vs ...time.Time) Condition[M] {
	return Condition[M]{compare(OpIn, c.Column, listOf(vs, TimeArg))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *Time[M]) NotIn(vs ...time.Time) Condition[M] {
	return Condition[M]{compare(OpNotIn, c.Column, listOf(vs, TimeArg))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *Time[M]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *Time[M]) Asc() Ordering[M] {
	return Ordering[M]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *Time[M]) Desc() Ordering[M] {
	return Ordering[M]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *Time[M]) Set(v time.Time) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(TimeArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *Time[M]) Into(dst *time.Time) Bind[M] {
	return bind[M](c.Column, into(dst, timeCodec))
}

// Of is the column without its typed skin.
func (c *Time[M]) Of(*M) *Column { return c.Column }

func (c *Time[M]) typed(*M, *time.Time) (*Node, *codec[time.Time]) {
	return columnNode(c.Column), timeCodec
}
