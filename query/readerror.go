package query

import (
	"errors"
	"fmt"
	"strings"
)

// ReadError is a value of the database that the type in Go cannot hold: the NaN of a numeric, which no decimal.Decimal is.
type ReadError struct {
	// Index is the column of the answer, counted from 0.
	Index int
	// Column is the column of a table that it is; nil where that is not known.
	Column *Column
	// As is the type in Go.
	As string
	// Err is what that type says.
	Err error
}

// Error implements error. It is of a bounded length, whatever the value.
func (e *ReadError) Error() string {
	const most = 200
	what, advice := fmt.Sprintf("column %d of the answer", e.Index+1), ""
	if c := e.Column; c != nil {
		table := c.Table.Name
		if c.Table.Schema != "" {
			table = c.Table.Schema + "." + table
		}
		what, advice = "column "+c.String(), fmt.Sprintf(": to read it as text, in ormgen.yaml set columns: {%s.%s: {type: text}}", table, c.Name)
	}
	msg := e.Err.Error()
	if len(msg) > most { // it may hold the whole value
		msg = strings.ToValidUTF8(msg[:most/2], "") + " ... " + strings.ToValidUTF8(msg[len(msg)-most/2:], "")
	}
	return fmt.Sprintf("query: %s cannot be read as %s: %s%s", what, e.As, msg, advice)
}

// Unwrap is what the type says.
func (e *ReadError) Unwrap() error { return e.Err }

// Locate tells an error about a column of the plan's answer which column of a table that is. Any other error, nil too, is
// left as it is.
func (p *Plan) Locate(err error) {
	var read *ReadError
	if errors.As(err, &read) && read.Column == nil && read.Index < len(p.Fields) {
		read.Column = p.Fields[read.Index]
	}
}
