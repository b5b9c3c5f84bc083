package query

import (
	"errors"
	"fmt"
)

// ErrUnsupported is what a database answers to that it cannot do, before anything is sent. The error names the call
// and the database.
var ErrUnsupported = errors.New("not supported by the database")

var errNullExpression = errors.New("query: the value can be NULL: read it with query.IntoNull(value, &dst), dst a query.Null")

// Error is a statement that cannot be compiled: a mistake of the program's, found before anything is sent.
type Error struct {
	Table string // the statement's table
	Msg   string // what is wrong, and what to write instead
	Err   error  // the cause, such as ErrUnsupported; may be nil
}

// Error implements error.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("query: %s: %s: %v", e.Table, e.Msg, e.Err)
	}
	return fmt.Sprintf("query: %s: %s", e.Table, e.Msg)
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }
