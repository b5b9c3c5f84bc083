package query

import (
	"encoding"
	"encoding/json"
	"time"
)

// What the columns' methods call. Those methods are compiled for every model, so they hold nothing but a call: each of
// these makes the whole node, and is kept from being inlined into them.

// rawBind is a BindOf before it is given its type.
type rawBind struct {
	Node *Node
	Scan func(Row, int)
	Err  error
}

//go:noinline
func intNode(op Op, c *Column, v int64) *Node { return &Node{Op: op, Col: c, Val: IntArg(v)} }

//go:noinline
func floatNode(op Op, c *Column, v float64) *Node { return &Node{Op: op, Col: c, Val: FloatArg(v)} }

//go:noinline
func textNode(op Op, c *Column, v string) *Node { return &Node{Op: op, Col: c, Val: TextArg(v)} }

//go:noinline
func boolNode(op Op, c *Column, v bool) *Node { return &Node{Op: op, Col: c, Val: BoolArg(v)} }

//go:noinline
func bytesNode(op Op, c *Column, v []byte) *Node { return &Node{Op: op, Col: c, Val: BytesArg(v)} }

//go:noinline
func jsonNode(op Op, c *Column, v json.RawMessage) *Node {
	return &Node{Op: op, Col: c, Val: JSONArg(v)}
}

//go:noinline
func timeNode(op Op, c *Column, v time.Time) *Node { return &Node{Op: op, Col: c, Val: timeArg(c, v)} }

//go:noinline
func scalarNode(op Op, c *Column, v encoding.TextMarshaler) *Node {
	return &Node{Op: op, Col: c, Val: ScalarArg(c.Type, v)}
}

// timeArg is a day or a point in time, as the column has it.
func timeArg(c *Column, v time.Time) Value {
	if c.Type == DateType {
		return DateArg(v)
	}
	return TimeArg(v)
}

//go:noinline
func isNull(c *Column) *Node { return &Node{Op: OpIsNull, Col: c} }

// between is a column between two values, each of which is the node of a comparison.
//
//go:noinline
func between(lo, hi *Node) *Node {
	return &Node{Op: OpBetween, Col: lo.Col, Kids: []*Node{{Op: OpValue, Val: lo.Val}, {Op: OpValue, Val: hi.Val}}}
}

//go:noinline
func listNode[V any](op Op, c *Column, vs []V, codec *codec[V]) *Node {
	return &Node{Op: op, Col: c, Val: listOf(vs, codec.arg)}
}

//go:noinline
func ascending(c *Column) Order { return Order{Node: columnNode(c)} }

//go:noinline
func descending(c *Column) Order { return Order{Node: columnNode(c), Desc: true} }

//go:noinline
func columnNode(c *Column) *Node { return &Node{Op: OpColumn, Col: c} }

//go:noinline
func valueNode(v Value) *Node { return &Node{Op: OpValue, Val: v} }

// bindTo refuses a plain destination for a column that can be NULL: whatever the data, so that no fixture hides it.
//
//go:noinline
func bindTo[V any](c *Column, dst *V, codec *codec[V]) rawBind {
	return rawBind{columnNode(c), func(r Row, i int) { codec.scan(r, i, dst) }, plainDestination(c)}
}
