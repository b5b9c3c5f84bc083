package orm

import (
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// What ordinary code needs of packages query, safety and driver, so that it imports orm and models alone.
type (
	// Null is a value that may be absent; see [query.Null].
	Null[T any] = query.Null[T]
	// Future is the answer of an asynchronous call; see [safety.Future].
	Future[T any] = safety.Future[T]
	// AsyncContext is the colour of asynchronous code; see [safety.AsyncContext].
	AsyncContext = safety.AsyncContext
	// Row is one row of an answer, as generated code reads it.
	Row = query.Row
	// Value is one argument of a statement.
	Value = query.Value
	// ConstraintError is a write that a constraint of the database refused.
	ConstraintError = driver.ConstraintError
	// RoundTrip is one way to the database and back; see [driver.RoundTrip].
	RoundTrip = driver.RoundTrip
	// ConstraintKind says what kind of constraint a ConstraintError is about.
	ConstraintKind = driver.ConstraintKind
)

// The kinds of constraints.
const (
	Unique     = driver.Unique
	ForeignKey = driver.ForeignKey
	Check      = driver.Check
	NotNull    = driver.NotNull
	Exclusion  = driver.Exclusion
)

// Some is a Null that holds v.
func Some[T any](v T) Null[T] { return query.Some(v) }
