package query

// BoolOf is a column of M that holds a truth value. In Go it is bool.
type BoolOf[P any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *BoolOf[P]) Eq(v bool) ConditionOf[P] {
	return ConditionOf[P]{boolNode(OpEq, c.Column, v)}
}

// Ne is true where the column is not NULL and differs from v.
func (c *BoolOf[P]) Ne(v bool) ConditionOf[P] {
	return ConditionOf[P]{boolNode(OpNe, c.Column, v)}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *BoolOf[P]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *BoolOf[P]) Asc() OrderingOf[P] {
	return OrderingOf[P]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *BoolOf[P]) Desc() OrderingOf[P] {
	return OrderingOf[P]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *BoolOf[P]) Set(v bool) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, boolNode(OpValue, nil, v)}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *BoolOf[P]) Into(dst *bool) BindOf[P] {
	return BindOf[P](bindTo(c.Column, dst, boolCodec))
}

// Of is the column without its typed skin.
func (c *BoolOf[P]) Of(P) *Column { return c.Column }

func (c *BoolOf[P]) typed(P, *bool) (*Node, *codec[bool]) { return columnNode(c.Column), boolCodec }
