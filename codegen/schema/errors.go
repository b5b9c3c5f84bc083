package schema

import (
	"fmt"
	"strings"
)

// Pos is a place in the source. The zero Pos is no place: what has it came from a live database.
type Pos struct {
	File string
	// Line counts from 1; 0 is the file as a whole.
	Line int
}

// IsZero reports whether the place is unknown.
func (p Pos) IsZero() bool { return p == Pos{} }

// String gives file:line, the file alone without a line, "" for the zero Pos.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// prefix gives what stands before a message: file:line and a colon, nothing for the zero Pos.
func (p Pos) prefix() string {
	if p.IsZero() {
		return ""
	}
	return p.String() + ": "
}

// Error is one mistake in a schema.
type Error struct {
	// File and Line say where; they are zero for a schema from a live database.
	File string
	Line int
	// Msg says what is wrong and, where that is known, what to write instead. Lower case, without a full stop.
	Msg string
}

// Error gives file:line: message.
func (e *Error) Error() string {
	return e.Pos().prefix() + e.Msg
}

// Pos gives the place of the mistake.
func (e *Error) Pos() Pos { return Pos{File: e.File, Line: e.Line} }

// Errorf makes an Error at a place; the rest is as for fmt.Sprintf.
func Errorf(at Pos, format string, args ...any) *Error {
	return &Error{File: at.File, Line: at.Line, Msg: fmt.Sprintf(format, args...)}
}

// Errors are all mistakes that were found in one go, in the order of the source. It is never returned empty.
type Errors []*Error

// Error gives the messages, one per line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the mistakes one by one, for errors.As.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// Err gives e as an error, nil if it is empty.
func (e Errors) Err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// Warning is something in a schema that models can be made without, but that a person should know.
type Warning struct {
	Pos Pos
	// Table and Column say what it is about; Column is "" for a whole table, both are for a whole file.
	Table  string
	Column string
	// Msg says what is odd, and what to do about it. Lower case, without a full stop.
	Msg string
}

// String gives file:line: message.
func (w Warning) String() string {
	return w.Pos.prefix() + w.Msg
}
