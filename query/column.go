package query

import (
	"encoding"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// ValuedOf is something of a row of M that has a value of type V: a column, a path to a column of a related row, an
// expression. Only this package implements it.
type ValuedOf[P, V any] interface {
	typed(P, *V) (*Node, *codec[V])
}

// codec makes an argument of a V, and reads a V from a row.
type codec[V any] struct {
	arg  func(V) Value
	scan func(Row, int, *V)
}

var (
	intCodec   = &codec[int64]{IntArg, func(r Row, i int, dst *int64) { *dst = r.Int64(i) }}
	floatCodec = &codec[float64]{FloatArg, func(r Row, i int, dst *float64) { *dst = r.Float64(i) }}
	textCodec  = &codec[string]{TextArg, func(r Row, i int, dst *string) { *dst = r.String(i) }}
	boolCodec  = &codec[bool]{BoolArg, func(r Row, i int, dst *bool) { *dst = r.Bool(i) }}
	bytesCodec = &codec[[]byte]{BytesArg, func(r Row, i int, dst *[]byte) { *dst = r.Bytes(i) }}
	jsonCodec  = &codec[json.RawMessage]{
		func(v json.RawMessage) Value { return JSONArg(v) },
		func(r Row, i int, dst *json.RawMessage) { *dst = r.Bytes(i) },
	}
)

// timeCodec is the codec of points in time or, for a column of days, of days.
func timeCodec(c *Column) *codec[time.Time] {
	return &codec[time.Time]{func(v time.Time) Value { return timeArg(c, v) }, func(r Row, i int, dst *time.Time) { *dst = r.Time(i) }}
}

func enumCodec[E ~string]() *codec[E] {
	return &codec[E]{func(v E) Value { return TextArg(string(v)) }, func(r Row, i int, dst *E) { *dst = E(r.String(i)) }}
}

func scalarCodec[V encoding.TextMarshaler](c *Column) *codec[V] {
	return &codec[V]{func(v V) Value { return ScalarArg(c.Type, v) }, func(r Row, i int, dst *V) { ScanText(r, i, dst) }}
}

// IntoNull reads a value that can be NULL to dst, row by row.
func IntoNull[P, V any](v ValuedOf[P, V], dst *Null[V]) BindOf[P] {
	n, codec := v.typed(*new(P), nil)
	return BindOf[P]{Node: n, Scan: func(r Row, i int) {
		if r.IsNull(i) {
			*dst = Null[V]{}
			return
		}
		dst.Valid = true
		codec.scan(r, i, &dst.V)
	}}
}

// SetNull assigns NULL in an update.
func SetNull[P, V any](column ValuedOf[P, V]) AssignmentOf[P] {
	n := nodeOf(column)
	return AssignmentOf[P]{n.Col, &Node{Op: OpValue}}
}

// Assign assigns an expression in an update: Assign(models.Books.Stock, query.Sub(models.Books.Stock, 2)). The first
// argument is the column; an expression there is an error when the update runs.
func Assign[P, V any](column, to ValuedOf[P, V]) AssignmentOf[P] {
	return AssignmentOf[P]{nodeOf(column).Col, nodeOf(to)}
}

// SetOptional assigns v, or NULL when v holds nothing.
func SetOptional[P, V any](column ValuedOf[P, V], v Null[V]) AssignmentOf[P] {
	n, codec := column.typed(*new(P), nil)
	if !v.Valid {
		return AssignmentOf[P]{n.Col, &Node{Op: OpValue}}
	}
	return AssignmentOf[P]{n.Col, &Node{Op: OpValue, Val: codec.arg(v.V)}}
}

func nodeOf[P, V any](v ValuedOf[P, V]) *Node {
	n, _ := v.typed(*new(P), nil)
	return n
}

func plainDestination(c *Column) error {
	if !c.Nullable {
		return nil
	}
	return fmt.Errorf("query: column %s can be NULL: read it with query.IntoNull(%s.%s, &dst), dst a query.Null",
		c, c.Table.Var, c.Field)
}

func listOf[V any](vs []V, enc func(V) Value) Value {
	list := make([]Value, len(vs))
	for i, v := range vs {
		list[i] = enc(v)
	}
	return ListArg(list)
}

// ScalarArg is the argument for a value that writes itself as text, in a column of type t.
func ScalarArg(t Type, v encoding.TextMarshaler) Value {
	if s, ok := v.(fmt.Stringer); ok && (t == DecimalType || t == UUIDType) { // the same text, without a detour
		return scalarText(t, s.String())
	}
	b, err := v.MarshalText()
	if err != nil {
		return Value{kind: invalidValue, str: err.Error()}
	}
	return scalarText(t, string(b))
}

func scalarText(t Type, text string) Value {
	switch t {
	case DecimalType:
		return DecimalArg(text)
	case UUIDType:
		return UUIDArg(text)
	default:
		return TextArg(text)
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
		r.Fail(&ReadError{Index: i, As: strings.TrimPrefix(fmt.Sprintf("%T", dst), "*"), Err: err})
	}
}

// InValues is the condition that a value is one of vs, with the vs as arguments, and the column it is about; nil when it
// is an expression.
func InValues[P, V any](v ValuedOf[P, V], vs []V) (ConditionOf[P], []Value, *Column) {
	n, codec := v.typed(*new(P), nil)
	list := listOf(vs, codec.arg)
	return ConditionOf[P]{&Node{Op: OpIn, Kids: []*Node{n}, Val: list}}, list.List(), n.Col
}
