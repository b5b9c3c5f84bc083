// Package marks has a type that can be read from a column, or not.
package marks

import "errors"

// Mark is a text. Reading Unreadable fails with ErrUnreadable, reading Explosive panics with it.
type Mark string

// The marks that are not just a text.
const (
	Unreadable Mark = "unreadable"
	Explosive  Mark = "explosive"
)

// ErrUnreadable is what reading Unreadable fails with.
var ErrUnreadable = errors.New("this mark cannot be read")

// MarshalText implements encoding.TextMarshaler.
func (m Mark) MarshalText() ([]byte, error) { return []byte(m), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (m *Mark) UnmarshalText(text []byte) error {
	switch *m = Mark(text); *m {
	case Unreadable:
		return ErrUnreadable
	case Explosive:
		panic(Explosive)
	}
	return nil
}
