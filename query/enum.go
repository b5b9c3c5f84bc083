package query

// EnumOf is a column of M that holds one of a fixed set of texts. In Go it is E.
type EnumOf[P any, E ~string] struct {
	// Column is what it is a column of.
	Column *Column

	// Eq is true where the column equals v.
	Eq func(v E) ConditionOf[P]
	// Ne is true where the column is not NULL and differs from v.
	Ne func(v E) ConditionOf[P]
	// In is true where the column equals one of vs; of none when vs is empty.
	In func(vs ...E) ConditionOf[P]
	// NotIn is true where the column is not NULL and equals none of vs.
	NotIn func(vs ...E) ConditionOf[P]
	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Asc sorts by the column, smallest first, NULLs before all.
	Asc func() OrderingOf[P]
	// Desc sorts by the column, largest first, NULLs behind all.
	Desc func() OrderingOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v E) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *E) BindOf[P]
}

// newEnum gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newEnum[P any, E ~string](c *Column) *EnumOf[P, E] {
	return &EnumOf[P, E]{
		Column: c,
		Eq:     func(v E) ConditionOf[P] { return ConditionOf[P]{textNode(OpEq, c, string(v))} },
		Ne:     func(v E) ConditionOf[P] { return ConditionOf[P]{textNode(OpNe, c, string(v))} },
		In:     func(vs ...E) ConditionOf[P] { return ConditionOf[P]{listNode(OpIn, c, vs, enumCodec[E]())} },
		NotIn:  func(vs ...E) ConditionOf[P] { return ConditionOf[P]{listNode(OpNotIn, c, vs, enumCodec[E]())} },
		IsNull: func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Asc:    func() OrderingOf[P] { return OrderingOf[P]{ascending(c)} },
		Desc:   func() OrderingOf[P] { return OrderingOf[P]{descending(c)} },
		Set:    func(v E) AssignmentOf[P] { return AssignmentOf[P]{c, textNode(OpValue, nil, string(v))} },
		Into:   func(dst *E) BindOf[P] { return BindOf[P](bindTo(c, dst, enumCodec[E]())) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *EnumOf[P, E]) Of(P) *Column {
	if c.Eq == nil {
		*c = *newEnum[P, E](c.Column)
	}
	return c.Column
}

func (c *EnumOf[P, E]) typed(P, *E) (*Node, *codec[E]) { return columnNode(c.Column), enumCodec[E]() }
