package query

import "time"

// TimeOf is a column of M that holds a point in time, or a calendar day. In Go it is time.Time; of a day, midnight in UTC.
type TimeOf[P any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *TimeOf[P]) Eq(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{timeNode(OpEq, c.Column, v)}
}

// Ne is true where the column is not NULL and differs from v.
func (c *TimeOf[P]) Ne(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{timeNode(OpNe, c.Column, v)}
}

// Lt is true where the column is less than v.
func (c *TimeOf[P]) Lt(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{timeNode(OpLt, c.Column, v)}
}

// Le is true where the column is at most v.
func (c *TimeOf[P]) Le(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{timeNode(OpLe, c.Column, v)}
}

// Gt is true where the column is greater than v.
func (c *TimeOf[P]) Gt(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{timeNode(OpGt, c.Column, v)}
}

// Ge is true where the column is at least v.
func (c *TimeOf[P]) Ge(v time.Time) ConditionOf[P] {
	return ConditionOf[P]{timeNode(OpGe, c.Column, v)}
}

// Between is true where the column is at least lo and at most hi.
func (c *TimeOf[P]) Between(lo, hi time.Time) ConditionOf[P] {
	return ConditionOf[P]{between(timeNode(OpBetween, c.Column, lo), timeNode(OpBetween, c.Column, hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *TimeOf[P]) In(vs ...time.Time) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpIn, c.Column, vs, timeCodec(c.Column))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *TimeOf[P]) NotIn(vs ...time.Time) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpNotIn, c.Column, vs, timeCodec(c.Column))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *TimeOf[P]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *TimeOf[P]) Asc() OrderingOf[P] {
	return OrderingOf[P]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *TimeOf[P]) Desc() OrderingOf[P] {
	return OrderingOf[P]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *TimeOf[P]) Set(v time.Time) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, timeNode(OpValue, c.Column, v)}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *TimeOf[P]) Into(dst *time.Time) BindOf[P] {
	return BindOf[P](bindTo(c.Column, dst, timeCodec(c.Column)))
}

// Of is the column without its typed skin.
func (c *TimeOf[P]) Of(P) *Column { return c.Column }

func (c *TimeOf[P]) typed(P, *time.Time) (*Node, *codec[time.Time]) {
	return columnNode(c.Column), timeCodec(c.Column)
}
