package query

import (
	"encoding"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"
)

// Coding writes a V as the text that Postgres reads, and reads it from the text that Postgres (and psql) shows. It is how
// types travel that have no place of their own in [Row] and [Value]: arrays, ranges, addresses. Codings are made by the
// functions of this package, are never changed, and may be used by any number of goroutines.
type Coding[V any] struct {
	// Append appends the text of v to b. On an error b is of no use.
	Append func(b []byte, v V) ([]byte, error)
	// Parse reads a text. What it returns may share the text's memory.
	Parse func(text string) (V, error)
	// Unset reports whether v says nothing, so that an insert leaves a column that has a default to the database. Nil when
	// every V says something.
	Unset func(v V) bool

	isNull func(v V) bool // of elements that may be NULL; the zero V is
	array  *arrayParts[V] // of arrays
}

// errNullElement is a NULL where Go has no place for one; a column's coding adds what to set.
var errNullElement = errors.New("an element of the array is NULL")

// CodedArg is the argument for a value by its coding.
func CodedArg[V any](c *Coding[V], v V) Value {
	b, err := c.Append(nil, v)
	if err != nil {
		return Value{kind: invalidValue, str: err.Error()}
	}
	return TextArg(string(b))
}

// ScanCoded reads column i by its coding. NULL leaves dst alone.
func ScanCoded[V any](r Row, i int, c *Coding[V], dst *V) {
	if r.IsNull(i) {
		return
	}
	v, err := c.Parse(r.String(i))
	if err != nil {
		r.Fail(fmt.Errorf("query: %w", err))
		return
	}
	*dst = v
}

// unreadable is the error for a text that is not what its type says.
func unreadable(what, text string) error {
	const most = 100
	if len(text) > most {
		text = text[:most] + "..."
	}
	return fmt.Errorf("%q is no %s", text, what)
}

// IntCoding is the coding of whole numbers.
func IntCoding() *Coding[int64] {
	return &Coding[int64]{
		Append: func(b []byte, v int64) ([]byte, error) { return strconv.AppendInt(b, v, 10), nil },
		Parse: func(text string) (int64, error) {
			v, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return 0, unreadable("whole number of 64 bits", text)
			}
			return v, nil
		},
	}
}

// FloatCoding is the coding of floating point numbers, NaN and the infinities among them.
func FloatCoding() *Coding[float64] {
	return &Coding[float64]{
		Append: func(b []byte, v float64) ([]byte, error) {
			switch {
			case math.IsInf(v, 1):
				return append(b, "Infinity"...), nil
			case math.IsInf(v, -1):
				return append(b, "-Infinity"...), nil
			}
			return strconv.AppendFloat(b, v, 'g', -1, 64), nil
		},
		Parse: func(text string) (float64, error) {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return 0, unreadable("floating point number", text)
			}
			return v, nil
		},
	}
}

// BoolCoding is the coding of truth values: t and f.
func BoolCoding() *Coding[bool] {
	return &Coding[bool]{
		Append: func(b []byte, v bool) ([]byte, error) {
			if v {
				return append(b, 't'), nil
			}
			return append(b, 'f'), nil
		},
		Parse: func(text string) (bool, error) {
			switch text {
			case "t", "true":
				return true, nil
			case "f", "false":
				return false, nil
			}
			return false, unreadable("truth value", text)
		},
	}
}

// TextCoding is the coding of texts, and of every type that is kept as its text.
func TextCoding() *Coding[string] { return EnumCoding[string]() }

// EnumCoding is the coding of a type of texts.
func EnumCoding[E ~string]() *Coding[E] {
	return &Coding[E]{
		Append: func(b []byte, v E) ([]byte, error) { return append(b, v...), nil },
		Parse:  func(text string) (E, error) { return E(text), nil },
	}
}

// BytesCoding is the coding of binary data: \x and hexadecimal digits, or, when read, what servers write that are set to
// bytea_output = escape. A nil slice is empty.
func BytesCoding() *Coding[[]byte] {
	return &Coding[[]byte]{
		Append: func(b, v []byte) ([]byte, error) { return hex.AppendEncode(append(b, `\x`...), v), nil },
		Parse: func(text string) ([]byte, error) {
			digits, ok := strings.CutPrefix(text, `\x`)
			if !ok {
				return unescape(text)
			}
			v, err := hex.DecodeString(digits)
			if err != nil {
				return nil, unreadable("bytea in hexadecimal", text)
			}
			return v, nil
		},
	}
}

// unescape reads bytes of which some are written as a backslash and three octal digits, and a backslash as two.
func unescape(text string) ([]byte, error) {
	v := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch rest := text[i:]; {
		case rest[0] != '\\':
			v = append(v, rest[0])
		case strings.HasPrefix(rest, `\\`):
			v = append(v, '\\')
			i++
		default:
			n, err := strconv.ParseUint(rest[1:min(4, len(rest))], 8, 8)
			if err != nil || len(rest) < 4 {
				return nil, unreadable("bytea", text)
			}
			v = append(v, byte(n))
			i += 3
		}
	}
	return v, nil
}

// JSONCoding is the coding of JSON documents. A nil document is the JSON null.
func JSONCoding() *Coding[json.RawMessage] {
	return &Coding[json.RawMessage]{
		Append: func(b []byte, v json.RawMessage) ([]byte, error) {
			if v == nil {
				return append(b, "null"...), nil
			}
			return append(b, v...), nil
		},
		Parse: func(text string) (json.RawMessage, error) { return json.RawMessage(text), nil },
	}
}

// ScalarCoding is the coding of a type that writes and reads itself as text: ScalarCoding[decimal.Decimal]().
func ScalarCoding[V encoding.TextMarshaler, T interface {
	*V
	encoding.TextUnmarshaler
}]() *Coding[V] {
	return &Coding[V]{
		Append: func(b []byte, v V) ([]byte, error) {
			text, err := v.MarshalText()
			return append(b, text...), err
		},
		Parse: func(text string) (v V, err error) {
			err = T(&v).UnmarshalText([]byte(text))
			return v, err
		},
	}
}

// InetCoding is the coding of inet. An address without a mask is one of all its bits: 10.0.0.1 is 10.0.0.1/32, and the other
// way round. The zero Prefix is no address: an insert leaves it to the database where the column has a default, else it is an
// error.
func InetCoding() *Coding[netip.Prefix] {
	return prefixCoding(func(b []byte, v netip.Prefix) []byte {
		if v.IsSingleIP() {
			return v.Addr().AppendTo(b)
		}
		return v.AppendTo(b)
	})
}

// CIDRCoding is the coding of cidr, which has a mask always, and else is [InetCoding].
func CIDRCoding() *Coding[netip.Prefix] {
	return prefixCoding(func(b []byte, v netip.Prefix) []byte { return v.AppendTo(b) })
}

// prefixCoding writes as given, which is as Postgres does: keys are compared as text.
func prefixCoding(write func(b []byte, v netip.Prefix) []byte) *Coding[netip.Prefix] {
	return &Coding[netip.Prefix]{
		Unset: func(v netip.Prefix) bool { return v == netip.Prefix{} },
		Append: func(b []byte, v netip.Prefix) ([]byte, error) {
			if !v.IsValid() {
				return nil, errors.New("the netip.Prefix is not valid: use netip.ParsePrefix, or netip.PrefixFrom")
			}
			return write(b, v), nil
		},
		Parse: func(text string) (netip.Prefix, error) {
			if strings.Contains(text, "/") {
				p, err := netip.ParsePrefix(text)
				if err != nil {
					return p, unreadable("address", text)
				}
				return p, nil
			}
			a, err := netip.ParseAddr(text)
			if err != nil || a.Zone() != "" {
				return netip.Prefix{}, unreadable("address", text)
			}
			return netip.PrefixFrom(a, a.BitLen()), nil
		},
	}
}

// NullCoding is the coding of elements of an array that may be NULL. It means nothing elsewhere.
func NullCoding[V any](of *Coding[V]) *Coding[Null[V]] {
	return &Coding[Null[V]]{
		isNull: func(v Null[V]) bool { return !v.Valid },
		Append: func(b []byte, v Null[V]) ([]byte, error) {
			if !v.Valid {
				return nil, errNullElement
			}
			return of.Append(b, v.V)
		},
		Parse: func(text string) (Null[V], error) {
			v, err := of.Parse(text)
			return Null[V]{v, err == nil}, err
		},
	}
}
