package query

import "encoding"

// Scalar is a column of M that holds a value that reads and writes itself as text (a decimal number, a UUID). In Go it is V.
type Scalar[M any, V encoding.TextMarshaler] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *Scalar[M, V]) Eq(v V) Condition[M] {
	return Condition[M]{compare(OpEq, c.Column, textValue(c.Column, v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *Scalar[M, V]) Ne(v V) Condition[M] {
	return Condition[M]{compare(OpNe, c.Column, textValue(c.Column, v))}
}

// Lt is true where the column is less than v.
func (c *Scalar[M, V]) Lt(v V) Condition[M] {
	return Condition[M]{compare(OpLt, c.Column, textValue(c.Column, v))}
}

// Le is true where the column is at most v.
func (c *Scalar[M, V]) Le(v V) Condition[M] {
	return Condition[M]{compare(OpLe, c.Column, textValue(c.Column, v))}
}

// Gt is true where the column is greater than v.
func (c *Scalar[M, V]) Gt(v V) Condition[M] {
	return Condition[M]{compare(OpGt, c.Column, textValue(c.Column, v))}
}

// Ge is true where the column is at least v.
func (c *Scalar[M, V]) Ge(v V) Condition[M] {
	return Condition[M]{compare(OpGe, c.Column, textValue(c.Column, v))}
}

// Between is true where the column is at least lo and at most hi.
func (c *Scalar[M, V]) Between(lo, hi V) Condition[M] {
	return Condition[M]{between(c.Column, textValue(c.Column, lo), textValue(c.Column, hi))}
}

// In is true where the column equals one of vs; of none when vs is empty.
func (c *Scalar[M, V]) In(vs ...V) Condition[M] {
	return Condition[M]{compare(OpIn, c.Column, listOf(vs, func(v V) Value { return textValue(c.Column, v) }))}
}

// NotIn is true where the column is not NULL and equals none of vs.
func (c *Scalar[M, V]) NotIn(vs ...V) Condition[M] {
	return Condition[M]{compare(OpNotIn, c.Column, listOf(vs, func(v V) Value { return textValue(c.Column, v) }))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *Scalar[M, V]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Asc sorts by the column, smallest first, NULLs before all.
func (c *Scalar[M, V]) Asc() Ordering[M] {
	return Ordering[M]{ascending(c.Column)}
}

// Desc sorts by the column, largest first, NULLs behind all.
func (c *Scalar[M, V]) Desc() Ordering[M] {
	return Ordering[M]{descending(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *Scalar[M, V]) Set(v V) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(textValue(c.Column, v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *Scalar[M, V]) Into(dst *V) Bind[M] {
	return bind[M](c.Column, into(dst, scalarCodec[V](c.Column)))
}

// Of is the column without its typed skin.
func (c *Scalar[M, V]) Of(*M) *Column { return c.Column }

func (c *Scalar[M, V]) typed(*M, *V) (*Node, *codec[V]) {
	return columnNode(c.Column), scalarCodec[V](c.Column)
}
