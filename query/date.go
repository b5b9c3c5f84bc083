package query

import "time"

// Date is a column of M that holds a calendar day. In Go it is time.Time.
type Date[M any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *Date[M]) Eq(v time.Time) Condition[M] {
	return Condition[M]{compare(OpEq, c.Column, DateArg(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *Date[M]) Ne(v time.Time) Condition[M] {
	return Condition[M]{compare(OpNe, c.Column, DateArg(v))}
}

// Lt is true where the column is less than v.
func (c *Date[M]) Lt(v time.Time) Condition[M] {
	return Condition[M]{compare(OpLt, c.Column, DateArg(v))}
}

// Le is true where the column is at most v.
func (c *Date[M]) Le(v time.Time) Condition[M] {
	return Condition[M]{compare(OpLe, c.Column, DateArg(v))}
}

// Gt is true where the column is greater than v.
func (c *Date[M]) Gt(v time.Time) Condition[M] {
	return Condition[M]{compare(OpGt, c.Column, DateArg(v))}
}

// Ge is true where the column is at least v.
func (c *Date[M]) Ge(v time.Time) Condition[M] {
	return Condition[M]{compare(OpGe, c.Column, DateArg(v))}
}

// Between is true where the column is at least lo and at most hi.
func (c *Date[M]) Between(lo, hi time.Time) Condition[M] {
	return Condition[M]{between(c.Column, DateArg(lo), DateArg(hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *Date[M]) In(vs ...time.Time) Condition[M] {
	return Condition[M]{compare(OpIn, c.Column, listOf(vs, DateArg))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *Date[M]) NotIn(vs ...time.Time) Condition[M] {
	return Condition[M]{compare(OpNotIn, c.Column, listOf(vs, DateArg))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *Date[M]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *Date[M]) Asc() Ordering[M] {
	return Ordering[M]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *Date[M]) Desc() Ordering[M] {
	return Ordering[M]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *Date[M]) Set(v time.Time) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(DateArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *Date[M]) Into(dst *time.Time) Bind[M] {
	return bind[M](c.Column, into(dst, dateCodec))
}

// Of is the column without its typed skin.
func (c *Date[M]) Of(*M) *Column { return c.Column }

func (c *Date[M]) typed(*M, *time.Time) (*Node, *codec[time.Time]) {
	return columnNode(c.Column), dateCodec
}
