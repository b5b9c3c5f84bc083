package orm

import (
	"encoding"
	"encoding/json"
	"strings"
	"time"

	"github.com/seed83105465/duet/query"
)

// How generated code reads a column that can be NULL from a row, and makes an argument of a field.

// ReadInt reads a whole number that may be NULL.
func ReadInt(r Row, i int) Null[int64] {
	if r.IsNull(i) {
		return Null[int64]{}
	}
	return Some(r.Int64(i))
}

// ReadFloat reads a floating point number that may be NULL.
func ReadFloat(r Row, i int) Null[float64] {
	if r.IsNull(i) {
		return Null[float64]{}
	}
	return Some(r.Float64(i))
}

// ReadBool reads a truth value that may be NULL.
func ReadBool(r Row, i int) Null[bool] {
	if r.IsNull(i) {
		return Null[bool]{}
	}
	return Some(r.Bool(i))
}

// ReadText reads text that may be NULL.
func ReadText(r Row, i int) Null[string] {
	if r.IsNull(i) {
		return Null[string]{}
	}
	return Some(r.String(i))
}

// ReadBytes reads binary data that may be NULL.
func ReadBytes(r Row, i int) Null[[]byte] {
	if r.IsNull(i) {
		return Null[[]byte]{}
	}
	return Some(r.Bytes(i))
}

// ReadJSON reads a JSON document that may be NULL.
func ReadJSON(r Row, i int) Null[json.RawMessage] {
	if r.IsNull(i) {
		return Null[json.RawMessage]{}
	}
	return Some(json.RawMessage(r.Bytes(i)))
}

// ReadTime reads a point in time or a day that may be NULL.
func ReadTime(r Row, i int) Null[time.Time] {
	if r.IsNull(i) {
		return Null[time.Time]{}
	}
	return Some(r.Time(i))
}

// ReadEnum reads a text of a fixed set that may be NULL.
func ReadEnum[E ~string](r Row, i int) Null[E] {
	if r.IsNull(i) {
		return Null[E]{}
	}
	return Some(E(r.String(i)))
}

// ReadScalar reads a value that reads itself from text; dst is a pointer to it. NULL leaves dst alone.
func ReadScalar(r Row, i int, dst encoding.TextUnmarshaler) { query.ScanText(r, i, dst) }

// ReadCoded reads a value by its coding: an array, a range, an address. NULL leaves dst alone.
func ReadCoded[V any](r Row, i int, c *query.Coding[V], dst *V) { query.ScanCoded(r, i, c, dst) }

// ReadCodedNull reads a value by its coding that may be NULL.
func ReadCodedNull[V any](r Row, i int, c *query.Coding[V]) (n Null[V]) {
	if !r.IsNull(i) {
		n.Valid = true
		query.ScanCoded(r, i, c, &n.V)
	}
	return n
}

// CodedOrDefault is the argument for a value by its coding, of a column that has a default: NULL, which leaves the column to
// the database, for one that says nothing, such as a nil slice.
func CodedOrDefault[V any](c *query.Coding[V], v V) Value {
	if c.Unset != nil && c.Unset(v) {
		return Value{}
	}
	return query.CodedArg(c, v)
}

// Optional is the argument for a field that may be NULL.
func Optional[T any](n Null[T], arg func(T) Value) Value {
	if !n.Valid {
		return Value{}
	}
	return arg(n.V)
}

// readValue reads a column as the argument that its value would be.
func readValue(r Row, i int, t query.Type) Value {
	if r.IsNull(i) {
		return Value{}
	}
	switch t {
	case query.IntType:
		return query.IntArg(r.Int64(i))
	case query.FloatType:
		return query.FloatArg(r.Float64(i))
	case query.BoolType:
		return query.BoolArg(r.Bool(i))
	case query.BytesType:
		return query.BytesArg(r.Bytes(i))
	case query.TimestampType:
		return query.TimeArg(r.Time(i))
	case query.DateType:
		return query.DateArg(r.Time(i))
	case query.DecimalType:
		return query.DecimalArg(r.String(i))
	case query.UUIDType:
		return query.UUIDArg(strings.ToLower(r.String(i)))
	case query.JSONType:
		return query.JSONArg(r.Bytes(i))
	default:
		return query.TextArg(r.String(i))
	}
}
