package query

// Text is a column of M that holds text. In Go it is string.
type Text[M any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *Text[M]) Eq(v string) Condition[M] {
	return Condition[M]{compare(OpEq, c.Column, TextArg(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *Text[M]) Ne(v string) Condition[M] {
	return Condition[M]{compare(OpNe, c.Column, TextArg(v))}
}

// Lt is true where the column is less than v.
func (c *Text[M]) Lt(v string) Condition[M] {
	return Condition[M]{compare(OpLt, c.Column, TextArg(v))}
}

// Le is true where the column is at most v.
func (c *Text[M]) Le(v string) Condition[M] {
	return Condition[M]{compare(OpLe, c.Column, TextArg(v))}
}

// Gt is true where the column is greater than v.
func (c *Text[M]) Gt(v string) Condition[M] {
	return Condition[M]{compare(OpGt, c.Column, TextArg(v))}
}

// Ge is true where the column is at least v.
func (c *Text[M]) Ge(v string) Condition[M] {
	return Condition[M]{compare(OpGe, c.Column, TextArg(v))}
}

// Between is true where the column is at least lo and at most hi.
func (c *Text[M]) Between(lo, hi string) Condition[M] {
	return Condition[M]{between(c.Column, TextArg(lo), TextArg(hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *Text[M]) In(vs ...string) Condition[M] {
	return Condition[M]{compare(OpIn, c.Column, listOf(vs, TextArg))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *Text[M]) NotIn(vs ...string) Condition[M] {
	return Condition[M]{compare(OpNotIn, c.Column, listOf(vs, TextArg))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *Text[M]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Contains is true where v occurs in the column, upper and lower case told apart.
func (c *Text[M]) Contains(v string) Condition[M] {
	return Condition[M]{compare(OpContains, c.Column, TextArg(v))}
}

// StartsWith is true where the column begins with v, upper and lower case told apart.
func (c *Text[M]) StartsWith(v string) Condition[M] {
	return Condition[M]{compare(OpStartsWith, c.Column, TextArg(v))}
}

// EndsWith is true where the column ends with v, upper and lower case told apart.
func (c *Text[M]) EndsWith(v string) Condition[M] {
	return Condition[M]{compare(OpEndsWith, c.Column, TextArg(v))}
}

// IExact is true where the column equals v but for upper and lower case.
func (c *Text[M]) IExact(v string) Condition[M] {
	return Condition[M]{compare(OpIExact, c.Column, TextArg(v))}
}

// IContains is true where v occurs in the column, whatever its case.
func (c *Text[M]) IContains(v string) Condition[M] {
	return Condition[M]{compare(OpIContains, c.Column, TextArg(v))}
}

// Like is true where the column matches the SQL pattern v, in which % stands for any text and _ for one character; case is told apart.
func (c *Text[M]) Like(v string) Condition[M] {
	return Condition[M]{compare(OpLike, c.Column, TextArg(v))}
}

// Regex is true where the regular expression v matches somewhere in the column, in the dialect of the database.
func (c *Text[M]) Regex(v string) Condition[M] {
	return Condition[M]{compare(OpRegex, c.Column, TextArg(v))}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *Text[M]) Asc() Ordering[M] {
	return Ordering[M]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *Text[M]) Desc() Ordering[M] {
	return Ordering[M]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *Text[M]) Set(v string) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(TextArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *Text[M]) Into(dst *string) Bind[M] {
	return bind[M](c.Column, into(dst, textCodec))
}

// Of is the column without its typed skin.
func (c *Text[M]) Of(*M) *Column { return c.Column }

func (c *Text[M]) typed(*M, *string) (*Node, *codec[string]) { return columnNode(c.Column), textCodec }
