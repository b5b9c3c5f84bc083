package query

import (
	"encoding/json"
	"fmt"
)

// Range is a range of values as Postgres has it. The zero Range has no bounds: every value is in it. Its JSON is
// {"lower": 1, "upper": 5, "bounds": "[)"}, with null where there is no bound, or {"empty": true}.
type Range[V any] struct {
	Lower, Upper Bound[V]
	// Empty says that nothing is in the range; then the bounds mean nothing.
	Empty bool
}

// Bound is one end of a [Range].
type Bound[V any] struct {
	V    V // the zero V when Unbounded
	Kind BoundKind
}

// BoundKind says whether a bound is there, and in the range.
type BoundKind uint8

// The kinds of bounds.
const (
	Unbounded BoundKind = iota
	Inclusive
	Exclusive
)

// NewRange is the range from lower up to, but without, upper: [lower,upper). It is the form that Postgres gives every
// range of whole numbers or days.
func NewRange[V any](lower, upper V) Range[V] {
	return Range[V]{Lower: Bound[V]{lower, Inclusive}, Upper: Bound[V]{upper, Exclusive}}
}

// ClosedRange is the range from lower up to upper, both in it: [lower,upper].
func ClosedRange[V any](lower, upper V) Range[V] {
	return Range[V]{Lower: Bound[V]{lower, Inclusive}, Upper: Bound[V]{upper, Inclusive}}
}

// RangeFrom is the range of lower and everything above: [lower,).
func RangeFrom[V any](lower V) Range[V] { return Range[V]{Lower: Bound[V]{lower, Inclusive}} }

// RangeUntil is the range of everything below upper: (,upper).
func RangeUntil[V any](upper V) Range[V] { return Range[V]{Upper: Bound[V]{upper, Exclusive}} }

// EmptyRange is the range that nothing is in.
func EmptyRange[V any]() Range[V] { return Range[V]{Empty: true} }

// rangeJSON is a Range in JSON.
type rangeJSON[V any] struct {
	Lower  *V     `json:"lower"`
	Upper  *V     `json:"upper"`
	Bounds string `json:"bounds"`
	Empty  bool   `json:"empty,omitempty"`
}

// MarshalJSON writes the range as an object.
func (r Range[V]) MarshalJSON() ([]byte, error) {
	if r.Empty {
		return []byte(`{"empty":true}`), nil
	}
	out := rangeJSON[V]{Bounds: string([]byte{r.Lower.opening(), r.Upper.closing()})}
	if r.Lower.Kind != Unbounded {
		out.Lower = &r.Lower.V
	}
	if r.Upper.Kind != Unbounded {
		out.Upper = &r.Upper.V
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes; bounds that are left out are "[)". On an error r is as it was.
func (r *Range[V]) UnmarshalJSON(b []byte) error {
	in := rangeJSON[V]{Bounds: "[)"}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	if in.Empty {
		*r = EmptyRange[V]()
		return nil
	}
	if len(in.Bounds) != 2 || in.Bounds[0] != '[' && in.Bounds[0] != '(' || in.Bounds[1] != ']' && in.Bounds[1] != ')' {
		return fmt.Errorf(`the bounds of a range are %q: write one of "[)", "[]", "()", "(]"`, in.Bounds)
	}
	var out Range[V]
	if in.Lower != nil {
		out.Lower = Bound[V]{*in.Lower, kindOf(in.Bounds[0] == '[')}
	}
	if in.Upper != nil {
		out.Upper = Bound[V]{*in.Upper, kindOf(in.Bounds[1] == ']')}
	}
	*r = out
	return nil
}

func kindOf(inclusive bool) BoundKind {
	if inclusive {
		return Inclusive
	}
	return Exclusive
}

func (b Bound[V]) opening() byte {
	if b.Kind == Inclusive {
		return '['
	}
	return '('
}

func (b Bound[V]) closing() byte {
	if b.Kind == Inclusive {
		return ']'
	}
	return ')'
}
