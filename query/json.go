package query

import "encoding/json"

// JSON is a column of M that holds a JSON document. In Go it is json.RawMessage.
type JSON[M any] struct{ Column *Column }

// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
func (c *JSON[M]) IsNull() Condition[M] {
	return Condition[M]{isNull(c.Column)}
}

// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
func (c *JSON[M]) Set(v json.RawMessage) Assignment[M] {
	return Assignment[M]{c.Column, valueNode(JSONArg(v))}
}

// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
func (c *JSON[M]) Into(dst *json.RawMessage) Bind[M] {
	return bind[M](c.Column, into(dst, jsonCodec))
}

// Of is the column without its typed skin.
func (c *JSON[M]) Of(*M) *Column { return c.Column }

func (c *JSON[M]) typed(*M, *json.RawMessage) (*Node, *codec[json.RawMessage]) {
	return columnNode(c.Column), jsonCodec
}
