package query

// Bytes is a column of M that holds binary data. In Go it is []byte.
type Bytes[M any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *Bytes[M]) Eq(v []byte) Condition[M] {
	return Condition[M]{compare(OpEq, c.Column, BytesArg(v))}
}

// Ne is true where the column is not NULL and differs from v.
func (c *Bytes[M]) Ne(v []byte) Condition[M] {
	return Condition[M]{compare(OpNe, c.Column, BytesArg(v))}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *Bytes[M]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *Bytes[M]) Set(v []byte) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(BytesArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *Bytes[M]) Into(dst *[]byte) Bind[M] {
	return bind[M](c.Column, into(dst, bytesCodec))
}

// Of is the column without its typed skin.
func (c *Bytes[M]) Of(*M) *Column { return c.Column }

func (c *Bytes[M]) typed(*M, *[]byte) (*Node, *codec[[]byte]) {
	return columnNode(c.Column), bytesCodec
}
