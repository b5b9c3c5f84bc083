package query

// IntOf is a column of M that holds a whole number. In Go it is int64.
type IntOf[P any] struct {
	// Column is what it is a column of.
	Column *Column

	// Eq is true where the column equals v.
	Eq func(v int64) ConditionOf[P]
	// Ne is true where the column is not NULL and differs from v.
	Ne func(v int64) ConditionOf[P]
	// Lt is true where the column is less than v.
	Lt func(v int64) ConditionOf[P]
	// Le is true where the column is at most v.
	Le func(v int64) ConditionOf[P]
	// Gt is true where the column is greater than v.
	Gt func(v int64) ConditionOf[P]
	// Ge is true where the column is at least v.
	Ge func(v int64) ConditionOf[P]
	// Between is true where the column is at least lo and at most hi.
	Between func(lo, hi int64) ConditionOf[P]
	// In is true where the column equals one of vs; of none when vs is empty.
	In func(vs ...int64) ConditionOf[P]
	// NotIn is true where the column is not NULL and equals none of vs.
	NotIn func(vs ...int64) ConditionOf[P]
	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Asc sorts by the column, smallest first, NULLs before all.
	Asc func() OrderingOf[P]
	// Desc sorts by the column, largest first, NULLs behind all.
	Desc func() OrderingOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v int64) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *int64) BindOf[P]
}

// newInt gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newInt[P any](c *Column) *IntOf[P] {
	return &IntOf[P]{
		Column: c,
		Eq:     func(v int64) ConditionOf[P] { return ConditionOf[P]{intNode(OpEq, c, v)} },
		Ne:     func(v int64) ConditionOf[P] { return ConditionOf[P]{intNode(OpNe, c, v)} },
		Lt:     func(v int64) ConditionOf[P] { return ConditionOf[P]{intNode(OpLt, c, v)} },
		Le:     func(v int64) ConditionOf[P] { return ConditionOf[P]{intNode(OpLe, c, v)} },
		Gt:     func(v int64) ConditionOf[P] { return ConditionOf[P]{intNode(OpGt, c, v)} },
		Ge:     func(v int64) ConditionOf[P] { return ConditionOf[P]{intNode(OpGe, c, v)} },
		Between: func(lo, hi int64) ConditionOf[P] {
			return ConditionOf[P]{between(intNode(OpBetween, c, lo), intNode(OpBetween, c, hi))}
		},
		In:     func(vs ...int64) ConditionOf[P] { return ConditionOf[P]{listNode(OpIn, c, vs, intCodec)} },
		NotIn:  func(vs ...int64) ConditionOf[P] { return ConditionOf[P]{listNode(OpNotIn, c, vs, intCodec)} },
		IsNull: func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Asc:    func() OrderingOf[P] { return OrderingOf[P]{ascending(c)} },
		Desc:   func() OrderingOf[P] { return OrderingOf[P]{descending(c)} },
		Set:    func(v int64) AssignmentOf[P] { return AssignmentOf[P]{c, intNode(OpValue, nil, v)} },
		Into:   func(dst *int64) BindOf[P] { return BindOf[P](bindTo(c, dst, intCodec)) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *IntOf[P]) Of(P) *Column {
	if c.Eq == nil {
		*c = *newInt[P](c.Column)
	}
	return c.Column
}

func (c *IntOf[P]) typed(P, *int64) (*Node, *codec[int64]) { return columnNode(c.Column), intCodec }
