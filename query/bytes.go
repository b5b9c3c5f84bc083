package query

// BytesOf is a column of M that holds binary data. In Go it is []byte.
type BytesOf[P any] struct {
	// Column is what it is a column of.
	Column *Column

	// Eq is true where the column equals v.
	Eq func(v []byte) ConditionOf[P]
	// Ne is true where the column is not NULL and differs from v.
	Ne func(v []byte) ConditionOf[P]
	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v []byte) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *[]byte) BindOf[P]
}

// newBytes gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newBytes[P any](c *Column) *BytesOf[P] {
	return &BytesOf[P]{
		Column: c,
		Eq:     func(v []byte) ConditionOf[P] { return ConditionOf[P]{bytesNode(OpEq, c, v)} },
		Ne:     func(v []byte) ConditionOf[P] { return ConditionOf[P]{bytesNode(OpNe, c, v)} },
		IsNull: func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Set:    func(v []byte) AssignmentOf[P] { return AssignmentOf[P]{c, bytesNode(OpValue, nil, v)} },
		Into:   func(dst *[]byte) BindOf[P] { return BindOf[P](bindTo(c, dst, bytesCodec)) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *BytesOf[P]) Of(P) *Column {
	if c.Eq == nil {
		*c = *newBytes[P](c.Column)
	}
	return c.Column
}

func (c *BytesOf[P]) typed(P, *[]byte) (*Node, *codec[[]byte]) {
	return columnNode(c.Column), bytesCodec
}
