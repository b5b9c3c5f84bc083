package query

// FloatOf is a column of M that holds a floating point number. In Go it is float64.
type FloatOf[P any] struct {
	// Column is what it is a column of.
	Column *Column

	// Eq is true where the column equals v.
	Eq func(v float64) ConditionOf[P]
	// Ne is true where the column is not NULL and differs from v.
	Ne func(v float64) ConditionOf[P]
	// Lt is true where the column is less than v.
	Lt func(v float64) ConditionOf[P]
	// Le is true where the column is at most v.
	Le func(v float64) ConditionOf[P]
	// Gt is true where the column is greater than v.
	Gt func(v float64) ConditionOf[P]
	// Ge is true where the column is at least v.
	Ge func(v float64) ConditionOf[P]
	// Between is true where the column is at least lo and at most hi.
	Between func(lo, hi float64) ConditionOf[P]
	// In is true where the column equals one of vs; of none when vs is empty.
	In func(vs ...float64) ConditionOf[P]
	// NotIn is true where the column is not NULL and equals none of vs.
	NotIn func(vs ...float64) ConditionOf[P]
	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Asc sorts by the column, smallest first, NULLs before all.
	Asc func() OrderingOf[P]
	// Desc sorts by the column, largest first, NULLs behind all.
	Desc func() OrderingOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v float64) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *float64) BindOf[P]
}

// newFloat gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newFloat[P any](c *Column) *FloatOf[P] {
	return &FloatOf[P]{
		Column: c,
		Eq:     func(v float64) ConditionOf[P] { return ConditionOf[P]{floatNode(OpEq, c, v)} },
		Ne:     func(v float64) ConditionOf[P] { return ConditionOf[P]{floatNode(OpNe, c, v)} },
		Lt:     func(v float64) ConditionOf[P] { return ConditionOf[P]{floatNode(OpLt, c, v)} },
		Le:     func(v float64) ConditionOf[P] { return ConditionOf[P]{floatNode(OpLe, c, v)} },
		Gt:     func(v float64) ConditionOf[P] { return ConditionOf[P]{floatNode(OpGt, c, v)} },
		Ge:     func(v float64) ConditionOf[P] { return ConditionOf[P]{floatNode(OpGe, c, v)} },
		Between: func(lo, hi float64) ConditionOf[P] {
			return ConditionOf[P]{between(floatNode(OpBetween, c, lo), floatNode(OpBetween, c, hi))}
		},
		In:     func(vs ...float64) ConditionOf[P] { return ConditionOf[P]{listNode(OpIn, c, vs, floatCodec)} },
		NotIn:  func(vs ...float64) ConditionOf[P] { return ConditionOf[P]{listNode(OpNotIn, c, vs, floatCodec)} },
		IsNull: func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Asc:    func() OrderingOf[P] { return OrderingOf[P]{ascending(c)} },
		Desc:   func() OrderingOf[P] { return OrderingOf[P]{descending(c)} },
		Set:    func(v float64) AssignmentOf[P] { return AssignmentOf[P]{c, floatNode(OpValue, nil, v)} },
		Into:   func(dst *float64) BindOf[P] { return BindOf[P](bindTo(c, dst, floatCodec)) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *FloatOf[P]) Of(P) *Column {
	if c.Eq == nil {
		*c = *newFloat[P](c.Column)
	}
	return c.Column
}

func (c *FloatOf[P]) typed(P, *float64) (*Node, *codec[float64]) {
	return columnNode(c.Column), floatCodec
}
