package query

import "encoding/json"

// JSONOf is a column of M that holds a JSON document. In Go it is json.RawMessage.
type JSONOf[P any] struct {
	// Column is what it is a column of.
	Column *Column

	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v json.RawMessage) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *json.RawMessage) BindOf[P]
}

// newJSON gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newJSON[P any](c *Column) *JSONOf[P] {
	return &JSONOf[P]{
		Column: c,
		IsNull: func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Set:    func(v json.RawMessage) AssignmentOf[P] { return AssignmentOf[P]{c, jsonNode(OpValue, nil, v)} },
		Into:   func(dst *json.RawMessage) BindOf[P] { return BindOf[P](bindTo(c, dst, jsonCodec)) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *JSONOf[P]) Of(P) *Column {
	if c.IsNull == nil {
		*c = *newJSON[P](c.Column)
	}
	return c.Column
}

func (c *JSONOf[P]) typed(P, *json.RawMessage) (*Node, *codec[json.RawMessage]) {
	return columnNode(c.Column), jsonCodec
}
