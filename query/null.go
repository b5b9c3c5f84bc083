package query

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Null is a value that may be absent: the Go form of a column that can be NULL. The zero Null is NULL. Its JSON is the
// value's, or null. It has no pointer, so a row with Nulls is still one allocation.
type Null[T any] struct {
	V     T    // the value; the zero T when not Valid
	Valid bool // whether there is one
}

// Some is a Null that holds v.
func Some[T any](v T) Null[T] { return Null[T]{V: v, Valid: true} }

// Get is the value and whether there is one.
func (n Null[T]) Get() (T, bool) { return n.V, n.Valid }

// Or is the value, or other when there is none.
func (n Null[T]) Or(other T) T {
	if n.Valid {
		return n.V
	}
	return other
}

// String is the value as fmt prints it, or "" when there is none: what a template shows.
func (n Null[T]) String() string {
	if !n.Valid {
		return ""
	}
	return fmt.Sprint(n.V)
}

// MarshalJSON writes the value, or null.
func (n Null[T]) MarshalJSON() ([]byte, error) {
	if !n.Valid {
		return []byte("null"), nil
	}
	return json.Marshal(n.V)
}

// UnmarshalJSON reads a value, or null.
func (n *Null[T]) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		*n = Null[T]{}
		return nil
	}
	if err := json.Unmarshal(b, &n.V); err != nil {
		return err
	}
	n.Valid = true
	return nil
}
