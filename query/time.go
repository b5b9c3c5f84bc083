package query

import "time"

// TimeOf is a column of M that holds a point in time, or a calendar day. In Go it is time.Time; of a day, midnight in UTC.
type TimeOf[P any] struct {
	// Column is what it is a column of.
	Column *Column

	// Eq is true where the column equals v.
	Eq func(v time.Time) ConditionOf[P]
	// Ne is true where the column is not NULL and differs from v.
	Ne func(v time.Time) ConditionOf[P]
	// Lt is true where the column is less than v.
	Lt func(v time.Time) ConditionOf[P]
	// Le is true where the column is at most v.
	Le func(v time.Time) ConditionOf[P]
	// Gt is true where the column is greater than v.
	Gt func(v time.Time) ConditionOf[P]
	// Ge is true where the column is at least v.
	Ge func(v time.Time) ConditionOf[P]
	// Between is true where the column is at least lo and at most hi.
	Between func(lo, hi time.Time) ConditionOf[P]
	// In is true where the column equals one of vs; of none when vs is empty.
	In func(vs ...time.Time) ConditionOf[P]
	// NotIn is true where the column is not NULL and equals none of vs.
	NotIn func(vs ...time.Time) ConditionOf[P]
	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Asc sorts by the column, smallest first, NULLs before all.
	Asc func() OrderingOf[P]
	// Desc sorts by the column, largest first, NULLs behind all.
	Desc func() OrderingOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v time.Time) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *time.Time) BindOf[P]
}

// newTime gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newTime[P any](c *Column) *TimeOf[P] {
	return &TimeOf[P]{
		Column: c,
		Eq:     func(v time.Time) ConditionOf[P] { return ConditionOf[P]{timeNode(OpEq, c, v)} },
		Ne:     func(v time.Time) ConditionOf[P] { return ConditionOf[P]{timeNode(OpNe, c, v)} },
		Lt:     func(v time.Time) ConditionOf[P] { return ConditionOf[P]{timeNode(OpLt, c, v)} },
		Le:     func(v time.Time) ConditionOf[P] { return ConditionOf[P]{timeNode(OpLe, c, v)} },
		Gt:     func(v time.Time) ConditionOf[P] { return ConditionOf[P]{timeNode(OpGt, c, v)} },
		Ge:     func(v time.Time) ConditionOf[P] { return ConditionOf[P]{timeNode(OpGe, c, v)} },
		Between: func(lo, hi time.Time) ConditionOf[P] {
			return ConditionOf[P]{between(timeNode(OpBetween, c, lo), timeNode(OpBetween, c, hi))}
		},
		In:     func(vs ...time.Time) ConditionOf[P] { return ConditionOf[P]{listNode(OpIn, c, vs, timeCodec(c))} },
		NotIn:  func(vs ...time.Time) ConditionOf[P] { return ConditionOf[P]{listNode(OpNotIn, c, vs, timeCodec(c))} },
		IsNull: func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Asc:    func() OrderingOf[P] { return OrderingOf[P]{ascending(c)} },
		Desc:   func() OrderingOf[P] { return OrderingOf[P]{descending(c)} },
		Set:    func(v time.Time) AssignmentOf[P] { return AssignmentOf[P]{c, timeNode(OpValue, c, v)} },
		Into:   func(dst *time.Time) BindOf[P] { return BindOf[P](bindTo(c, dst, timeCodec(c))) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *TimeOf[P]) Of(P) *Column {
	if c.Eq == nil {
		*c = *newTime[P](c.Column)
	}
	return c.Column
}

func (c *TimeOf[P]) typed(P, *time.Time) (*Node, *codec[time.Time]) {
	return columnNode(c.Column), timeCodec(c.Column)
}
