package query

// BoolOf is a column of M that holds a truth value. In Go it is bool.
type BoolOf[P any] struct {
	// Column is what it is a column of.
	Column *Column

	// Eq is true where the column equals v.
	Eq func(v bool) ConditionOf[P]
	// Ne is true where the column is not NULL and differs from v.
	Ne func(v bool) ConditionOf[P]
	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Asc sorts by the column, smallest first, NULLs before all.
	Asc func() OrderingOf[P]
	// Desc sorts by the column, largest first, NULLs behind all.
	Desc func() OrderingOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v bool) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *bool) BindOf[P]
}

// newBool gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newBool[P any](c *Column) *BoolOf[P] {
	return &BoolOf[P]{
		Column: c,
		Eq:     func(v bool) ConditionOf[P] { return ConditionOf[P]{boolNode(OpEq, c, v)} },
		Ne:     func(v bool) ConditionOf[P] { return ConditionOf[P]{boolNode(OpNe, c, v)} },
		IsNull: func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Asc:    func() OrderingOf[P] { return OrderingOf[P]{ascending(c)} },
		Desc:   func() OrderingOf[P] { return OrderingOf[P]{descending(c)} },
		Set:    func(v bool) AssignmentOf[P] { return AssignmentOf[P]{c, boolNode(OpValue, nil, v)} },
		Into:   func(dst *bool) BindOf[P] { return BindOf[P](bindTo(c, dst, boolCodec)) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *BoolOf[P]) Of(P) *Column {
	if c.Eq == nil {
		*c = *newBool[P](c.Column)
	}
	return c.Column
}

func (c *BoolOf[P]) typed(P, *bool) (*Node, *codec[bool]) { return columnNode(c.Column), boolCodec }
