package query

import "time"

// DateOf is a column of M that holds a calendar day. In Go it is time.Time.
type DateOf[P any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *DateOf[P]) Eq(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{compare(OpEq, c.Column, DateArg(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *DateOf[P]) Ne(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{compare(OpNe, c.Column, DateArg(v))}
}

// Lt is true where the column is less than v.
func (c *DateOf[P]) Lt(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{compare(OpLt, c.Column, DateArg(v))}
}

// Le is true where the column is at most v.
func (c *DateOf[P]) Le(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{compare(OpLe, c.Column, DateArg(v))}
}

// Gt is true where the column is greater than v.
func (c *DateOf[P]) Gt(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{compare(OpGt, c.Column, DateArg(v))}
}

// Ge is true where the column is at least v.
func (c *DateOf[P]) Ge(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{compare(OpGe, c.Column, DateArg(v))}
}

// Between is true where the column is at least lo and at most hi.
func (c *DateOf[P]) Between(lo, hi time.Time) ConditionOf[P] {
	return ConditionOf[P]{between(c.Column, DateArg(lo), DateArg(hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *DateOf[P]) In(vs ...time.Time) ConditionOf[P] {
	return ConditionOf[P]{compare(OpIn, c.Column, listOf(vs, DateArg))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *DateOf[P]) NotIn(vs ...time.Time) ConditionOf[P] {
	return ConditionOf[P]{compare(OpNotIn, c.Column, listOf(vs, DateArg))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *DateOf[P]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *DateOf[P]) Asc() OrderingOf[P] {
	return OrderingOf[P]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *DateOf[P]) Desc() OrderingOf[P] {
	return OrderingOf[P]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *DateOf[P]) Set(v time.Time) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, valueNode(DateArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *DateOf[P]) Into(dst *time.Time) BindOf[P] {
	return bind[P](c.Column, into(dst, dateCodec))
}

// Of is the column without its typed skin.
func (c *DateOf[P]) Of(P) *Column { return c.Column }

func (c *DateOf[P]) typed(P, *time.Time) (*Node, *codec[time.Time]) {
	return columnNode(c.Column), dateCodec
}
