package query

// Bool is a column of M that holds a truth value. In Go it is bool.
type Bool[M any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *Bool[M]) Eq(v bool) Condition[M] {
	return Condition[M]{compare(OpEq, c.Column, BoolArg(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *Bool[M]) Ne(v bool) Condition[M] {
	return Condition[M]{compare(OpNe, c.Column, BoolArg(v))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *Bool[M]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *Bool[M]) Asc() Ordering[M] {
	return Ordering[M]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *Bool[M]) Desc() Ordering[M] {
	return Ordering[M]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *Bool[M]) Set(v bool) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(BoolArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *Bool[M]) Into(dst *bool) Bind[M] {
	return bind[M](c.Column, into(dst, boolCodec))
}

// Of is the column without its typed skin.
func (c *Bool[M]) Of(*M) *Column { return c.Column }

func (c *Bool[M]) typed(*M, *bool) (*Node, *codec[bool]) { return columnNode(c.Column), boolCodec }
