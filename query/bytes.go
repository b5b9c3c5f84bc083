package query

// BytesOf is a column of M that holds binary data. In Go it is []byte.
type BytesOf[P any] struct{ Column *Column }

// Eq is true where the column equals v.
func (c *BytesOf[P]) Eq(v []byte) ConditionOf[P] {
	return ConditionOf[P]{bytesNode(OpEq, c.Column, v)}
}

// Ne is true where the column is not NULL and differs from v.
func (c *BytesOf[P]) Ne(v []byte) ConditionOf[P] {
	return ConditionOf[P]{bytesNode(OpNe, c.Column, v)}
}

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *BytesOf[P]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *BytesOf[P]) Set(v []byte) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, bytesNode(OpValue, nil, v)}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *BytesOf[P]) Into(dst *[]byte) BindOf[P] {
	return BindOf[P](bindTo(c.Column, dst, bytesCodec))
}

// Of is the column without its typed skin.
func (c *BytesOf[P]) Of(P) *Column { return c.Column }

func (c *BytesOf[P]) typed(P, *[]byte) (*Node, *codec[[]byte]) {
	return columnNode(c.Column), bytesCodec
}
