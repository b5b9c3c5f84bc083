package query

// TextOf is a column of M that holds text. In Go it is string.
type TextOf[P any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *TextOf[P]) Eq(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpEq, c.Column, v)}
}

// Ne is true where the column is not NULL and differs from v.
func (c *TextOf[P]) Ne(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpNe, c.Column, v)}
}

// Lt is true where the column is less than v.
func (c *TextOf[P]) Lt(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpLt, c.Column, v)}
}

// Le is true where the column is at most v.
func (c *TextOf[P]) Le(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpLe, c.Column, v)}
}

// Gt is true where the column is greater than v.
func (c *TextOf[P]) Gt(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpGt, c.Column, v)}
}

// Ge is true where the column is at least v.
func (c *TextOf[P]) Ge(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpGe, c.Column, v)}
}

// Between is true where the column is at least lo and at most hi.
func (c *TextOf[P]) Between(lo, hi string) ConditionOf[P] {
	return ConditionOf[P]{between(textNode(OpBetween, c.Column, lo), textNode(OpBetween, c.Column, hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *TextOf[P]) In(vs ...string) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpIn, c.Column, vs, textCodec)}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *TextOf[P]) NotIn(vs ...string) ConditionOf[P] {
	return ConditionOf[P]{listNode(OpNotIn, c.Column, vs, textCodec)}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *TextOf[P]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Contains is true where v occurs in the column, upper and lower case told apart.
func (c *TextOf[P]) Contains(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpContains, c.Column, v)}
}

// StartsWith is true where the column begins with v, upper and lower case told apart.
func (c *TextOf[P]) StartsWith(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpStartsWith, c.Column, v)}
}

// EndsWith is true where the column ends with v, upper and lower case told apart.
func (c *TextOf[P]) EndsWith(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpEndsWith, c.Column, v)}
}

// IExact is true where the column equals v but for upper and lower case.
func (c *TextOf[P]) IExact(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpIExact, c.Column, v)}
}

// IContains is true where v occurs in the column, whatever its case.
func (c *TextOf[P]) IContains(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpIContains, c.Column, v)}
}

// Like is true where the column matches the SQL pattern v, in which % stands for any text and _ for one character; case is told apart.
func (c *TextOf[P]) Like(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpLike, c.Column, v)}
}

// Regex is true where the regular expression v matches somewhere in the column, in the dialect of the database.
func (c *TextOf[P]) Regex(v string) ConditionOf[P] {
	return ConditionOf[P]{textNode(OpRegex, c.Column, v)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *TextOf[P]) Asc() OrderingOf[P] {
	return OrderingOf[P]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *TextOf[P]) Desc() OrderingOf[P] {
	return OrderingOf[P]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *TextOf[P]) Set(v string) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, textNode(OpValue, nil, v)}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *TextOf[P]) Into(dst *string) BindOf[P] {
	return BindOf[P](bindTo(c.Column, dst, textCodec))
}

// Of is the column without its typed skin.
func (c *TextOf[P]) Of(P) *Column { return c.Column }

func (c *TextOf[P]) typed(P, *string) (*Node, *codec[string]) { return columnNode(c.Column), textCodec }
