package query

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// ValueKind says what a [Value] holds.
type ValueKind uint8

// The kinds of a [Value].
const (
	NullValue ValueKind = iota // SQL NULL
	IntValue
	FloatValue
	BoolValue
	TextValue
	BytesValue
	TimeValue    // a point in time, with microseconds
	DateValue    // a calendar day
	DecimalValue // an exact decimal number, as text
	JSONValue    // a JSON document, as text
	UUIDValue    // a UUID, as text
	ListValue    // several values, for In
	invalidValue // could not be made; Text says why
)

// Value is one argument of a statement: a tagged union, so that arguments are neither boxed nor reflected upon. The
// zero Value is SQL NULL. Text and bytes are copied when a Value is made, so that a statement which is sent later (an
// asynchronous one) sends what the caller gave and not what became of it.
type Value struct {
	_    [0]func() // not comparable: Equal knows what is equal
	kind ValueKind
	nsec int32 // of TimeValue, and of an infinite DateValue
	num  int64 // int, bool, float's bits, seconds since 1970
	str  string
	list *[]Value // of ListValue: behind a pointer, because there are few lists and many values
}

// NullArg is SQL NULL as a [Value].
func NullArg() Value { return Value{} }

// IntArg is an integer argument.
func IntArg(v int64) Value { return Value{kind: IntValue, num: v} }

// FloatArg is a floating point argument.
func FloatArg(v float64) Value { return Value{kind: FloatValue, num: int64(math.Float64bits(v))} }

// BoolArg is a boolean argument.
func BoolArg(v bool) Value {
	if v {
		return Value{kind: BoolValue, num: 1}
	}
	return Value{kind: BoolValue}
}

// TextArg is a text argument.
func TextArg(v string) Value { return Value{kind: TextValue, str: v} }

// BytesArg is a binary argument; the bytes are copied. A nil slice is SQL NULL, an empty one is not.
func BytesArg(v []byte) Value {
	if v == nil {
		return Value{}
	}
	return Value{kind: BytesValue, str: string(v)}
}

// TimeArg is a point in time.
func TimeArg(v time.Time) Value {
	return Value{kind: TimeValue, num: v.Unix(), nsec: int32(v.Nanosecond())}
}

// DateArg is the calendar day of v, in v's own zone; an infinite v (see [IsInfinite]) stays as it is.
func DateArg(v time.Time) Value {
	if IsInfinite(v) != 0 {
		return Value{kind: DateValue, num: v.Unix(), nsec: int32(v.Nanosecond())}
	}
	y, m, d := v.Date()
	return Value{kind: DateValue, num: time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()}
}

// DecimalArg is an exact decimal number, written as text ("12.30").
func DecimalArg(text string) Value { return Value{kind: DecimalValue, str: text} }

// JSONArg is a JSON document. A nil document is SQL NULL; the JSON value null is `null`.
func JSONArg(doc []byte) Value {
	if doc == nil {
		return Value{}
	}
	return Value{kind: JSONValue, str: string(doc)}
}

// UUIDArg is a UUID in its usual text form.
func UUIDArg(text string) Value { return Value{kind: UUIDValue, str: text} }

// ListArg is a list of values of one kind, for In. It is never NULL: an empty list matches nothing.
func ListArg(vs []Value) Value { return Value{kind: ListValue, list: &vs} }

// Kind says what v holds.
func (v Value) Kind() ValueKind { return v.kind }

// IsNull reports whether v is SQL NULL.
func (v Value) IsNull() bool { return v.kind == NullValue }

// Int is the integer of an IntValue, 0 or 1 of a BoolValue.
func (v Value) Int() int64 { return v.num }

// Float is the number of a FloatValue.
func (v Value) Float() float64 { return math.Float64frombits(uint64(v.num)) }

// Bool is the truth of a BoolValue.
func (v Value) Bool() bool { return v.num != 0 }

// Text is the text of a TextValue, DecimalValue, JSONValue or UUIDValue, and the bytes of a BytesValue as a string.
func (v Value) Text() string { return v.str }

// Time is the time of a TimeValue or DateValue, in UTC.
func (v Value) Time() time.Time { return time.Unix(v.num, int64(v.nsec)).UTC() }

// List is what a ListValue holds. It must not be changed.
func (v Value) List() []Value {
	if v.list == nil {
		return nil
	}
	return *v.list
}

// Equal reports whether two values are of one kind and hold the same. NULL equals NULL here: it is the equality of
// keys, not of SQL.
func (v Value) Equal(o Value) bool {
	if v.kind != o.kind || v.keyNum() != o.keyNum() || v.nsec != o.nsec || v.keyText() != o.keyText() {
		return false
	}
	mine, others := v.List(), o.List()
	if len(mine) != len(others) {
		return false
	}
	for i := range mine {
		if !mine[i].Equal(others[i]) {
			return false
		}
	}
	return true
}

// keyNum is the number that keys compare: 0 and -0 are one, and so is NaN, of which there are many.
func (v Value) keyNum() int64 {
	switch {
	case v.kind != FloatValue:
		return v.num
	case v.num == math.MinInt64: // the bits of -0
		return 0
	case math.IsNaN(math.Float64frombits(uint64(v.num))):
		return int64(math.Float64bits(math.NaN()))
	}
	return v.num
}

// keyText is the text that keys compare: 1.50 and 1.5 are one number.
func (v Value) keyText() string {
	if v.kind != DecimalValue || !strings.Contains(v.str, ".") || strings.ContainsAny(v.str, "eE") {
		return v.str
	}
	text := strings.TrimSuffix(strings.TrimRight(v.str, "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}

// AppendKey appends what tells v from every other value, for use as (a part of) a map key.
func (v Value) AppendKey(b []byte) []byte {
	b = append(b, byte(v.kind))
	b = strconv.AppendInt(b, v.keyNum(), 36)
	b = append(b, ':')
	b = strconv.AppendInt(b, int64(v.nsec), 36)
	b = append(b, ':')
	text := v.keyText()
	b = strconv.AppendInt(b, int64(len(text)), 36)
	b = append(b, ':')
	b = append(b, text...)
	if v.kind != ListValue {
		return b
	}
	list := v.List()
	b = strconv.AppendInt(b, int64(len(list)), 36)
	b = append(b, ':')
	for i := range list {
		b = list[i].AppendKey(b)
	}
	return b
}

// String is v for a log or an error message, never for SQL text.
func (v Value) String() string {
	switch v.kind {
	case NullValue:
		return "NULL"
	case IntValue:
		return strconv.FormatInt(v.num, 10)
	case FloatValue:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case BoolValue:
		return strconv.FormatBool(v.Bool())
	case TimeValue, DateValue:
		return v.timeString()
	case BytesValue:
		return strconv.Itoa(len(v.str)) + " bytes"
	case ListValue:
		return strconv.Itoa(len(v.List())) + " values"
	default:
		return strconv.Quote(v.str)
	}
}

func (v Value) timeString() string {
	t := v.Time()
	switch sign := IsInfinite(t); {
	case sign > 0:
		return "infinity"
	case sign < 0:
		return "-infinity"
	case v.kind == DateValue:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}
