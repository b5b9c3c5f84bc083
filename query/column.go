package query

import (
	"encoding"
	"fmt"
	"math"
)

// Valued is something of a row of M that has a value of type V: a column, a path to a column of a related row, an
// expression. Only this package implements it.
type Valued[M, V any] interface {
	typed(M, V) (*Node, func(V) Value, func(Row, int, *V))
}

// IntoNull reads a value that can be NULL to dst, row by row.
func IntoNull[M, V any](v Valued[M, V], dst *Null[V]) Bind[M] {
	var m M
	var zero V
	n, _, scan := v.typed(m, zero)
	return Bind[M]{n: n, scan: func(r Row, i int) {
		if r.IsNull(i) {
			*dst = Null[V]{}
			return
		}
		dst.Valid = true
		scan(r, i, &dst.V)
	}}
}

// SetNull assigns NULL in an update.
func SetNull[M, V any](column Valued[M, V]) Assignment[M] {
	n := nodeOf(column)
	return Assignment[M]{n.Col, &Node{Op: OpValue}}
}

// Assign assigns an expression in an update: Assign(models.Books.Stock, query.Sub(models.Books.Stock, 2)). The first
// argument is the column; an expression there is an error when the update runs.
func Assign[M, V any](column, to Valued[M, V]) Assignment[M] {
	return Assignment[M]{nodeOf(column).Col, nodeOf(to)}
}

// SetOptional assigns v, or NULL when v holds nothing.
func SetOptional[M, V any](column Valued[M, V], v Null[V]) Assignment[M] {
	var m M
	n, enc, _ := column.typed(m, v.V)
	if !v.Valid {
		return Assignment[M]{n.Col, &Node{Op: OpValue}}
	}
	return Assignment[M]{n.Col, &Node{Op: OpValue, Val: enc(v.V)}}
}

func nodeOf[M, V any](v Valued[M, V]) *Node {
	var m M
	var zero V
	n, _, _ := v.typed(m, zero)
	return n
}

// bind refuses a plain destination for a column that can be NULL: whatever the data, so that no fixture hides it.
func bind[M any](c *Column, scan func(Row, int)) Bind[M] {
	b := Bind[M]{n: &Node{Op: OpColumn, Col: c}, scan: scan}
	if c.Nullable {
		b.err = fmt.Errorf("query: column %s can be NULL: read it with query.IntoNull(%s.%s, &dst), dst a query.Null",
			c, c.Table.Var, c.Field)
	}
	return b
}

func listOf[V any](vs []V, enc func(V) Value) Value {
	list := make([]Value, len(vs))
	for i, v := range vs {
		list[i] = enc(v)
	}
	return ListArg(list)
}

// textValue makes an argument of a value that writes itself as text, for a column of type t. A value that fails to is
// reported when the statement runs.
func textValue(c *Column, v encoding.TextMarshaler) Value { return ScalarArg(c.Type, v) }

// ScalarArg is the argument for a value that writes itself as text, in a column of type t.
func ScalarArg(t Type, v encoding.TextMarshaler) Value {
	b, err := v.MarshalText()
	if err != nil {
		return Value{kind: invalidValue, str: err.Error()}
	}
	switch t {
	case DecimalType:
		return DecimalArg(string(b))
	case UUIDType:
		return UUIDArg(string(b))
	default:
		return TextArg(string(b))
	}
}

// ScanText lets dst, an encoding.TextUnmarshaler, read column i as text. NULL leaves it alone.
func ScanText(r Row, i int, dst any) {
	if r.IsNull(i) {
		return
	}
	u, ok := dst.(encoding.TextUnmarshaler)
	if !ok {
		r.Fail(fmt.Errorf("query: %T does not read itself from text (encoding.TextUnmarshaler)", dst))
		return
	}
	if err := u.UnmarshalText([]byte(r.String(i))); err != nil {
		r.Fail(fmt.Errorf("query: column %d: %w", i, err))
	}
}

func floatBits(v float64) uint64 {
	if v == 0 {
		v = 0 // -0 and 0 are one key
	}
	return math.Float64bits(v)
}

func floatFrom(bits uint64) float64 { return math.Float64frombits(bits) }

// InValues is the condition that a value is one of vs, with the vs as arguments, and the column it is about; nil when it
// is an expression.
func InValues[M, V any](v Valued[M, V], vs []V) (Condition[M], []Value, *Column) {
	var m M
	var zero V
	n, enc, _ := v.typed(m, zero)
	list := listOf(vs, enc)
	return Condition[M]{&Node{Op: OpIn, Kids: []*Node{n}, Val: list}}, list.list, n.Col
}
