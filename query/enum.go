package query

// EnumOf is a column of M that holds one of a fixed set of texts. In Go it is E.
type EnumOf[P any, E ~string] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *EnumOf[P, E]) Eq(v E) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpEq, c.Column, string(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *EnumOf[P, E]) Ne(v E) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpNe, c.Column, string(v))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *EnumOf[P, E]) In(vs ...E) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpIn, c.Column, vs, enumCodec[E]())}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *EnumOf[P, E]) NotIn(vs ...E) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpNotIn, c.Column, vs, enumCodec[E]())}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *EnumOf[P, E]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *EnumOf[P, E]) Asc() OrderingOf[P] {
	return OrderingOf[P]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *EnumOf[P, E]) Desc() OrderingOf[P] {
	return OrderingOf[P]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *EnumOf[P, E]) Set(v E) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, textNode(OpValue, nil, string(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *EnumOf[P, E]) Into(dst *E) BindOf[P] {
	return BindOf[P](bindTo(c.Column, dst, enumCodec[E]()))
}

// Of is the column without its typed skin.
func (c *EnumOf[P, E]) Of(P) *Column { return c.Column }

func (c *EnumOf[P, E]) typed(P, *E) (*Node, *codec[E]) { return columnNode(c.Column), enumCodec[E]() }
