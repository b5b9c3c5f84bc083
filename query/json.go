package query

import "encoding/json"

// JSONOf is a column of M that holds a JSON document. In Go it is json.RawMessage.
type JSONOf[P any] struct{ Column *Column }

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *JSONOf[P]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{isNull(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *JSONOf[P]) Set(v json.RawMessage) AssignmentOf[P] {
	return AssignmentOf[P]{c.Column, jsonNode(OpValue, nil, v)}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *JSONOf[P]) Into(dst *json.RawMessage) BindOf[P] {
	return BindOf[P](bindTo(c.Column, dst, jsonCodec))
}

// Of is the column without its typed skin.
func (c *JSONOf[P]) Of(P) *Column { return c.Column }

func (c *JSONOf[P]) typed(P, *json.RawMessage) (*Node, *codec[json.RawMessage]) {
	return columnNode(c.Column), jsonCodec
}
