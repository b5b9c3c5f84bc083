package query

// Enum is a column of M that holds one of a fixed set of texts. In Go it is E.
type Enum[M any, E ~string] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *Enum[M, E]) Eq(v E) Condition[M] {
	return Condition[M]{compare(OpEq, c.Column, TextArg(string(v)))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *Enum[M, E]) Ne(v E) Condition[M] {
	return Condition[M]{compare(OpNe, c.Column, TextArg(string(v)))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *Enum[M, E]) In(vs ...E) Condition[M] {
	return Condition[M]{compare(OpIn, c.Column, listOf(vs, func(v E) Value { return TextArg(string(v)) }))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *Enum[M, E]) NotIn(vs ...E) Condition[M] {
	return Condition[M]{compare(OpNotIn, c.Column, listOf(vs, func(v E) Value { return TextArg(string(v)) }))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *Enum[M, E]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *Enum[M, E]) Asc() Ordering[M] {
	return Ordering[M]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *Enum[M, E]) Desc() Ordering[M] {
	return Ordering[M]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *Enum[M, E]) Set(v E) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(TextArg(string(v)))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *Enum[M, E]) Into(dst *E) Bind[M] {
	return bind[M](c.Column, into(dst, enumCodec[E]()))
}

// Of is the column without its typed skin.
func (c *Enum[M, E]) Of(*M) *Column { return c.Column }

func (c *Enum[M, E]) typed(*M, *E) (*Node, *codec[E]) { return columnNode(c.Column), enumCodec[E]() }
