package driver

import (
	"errors"
	"fmt"
	"strings"
)

// The errors every driver gives, matched with errors.Is. The database's own error stays reachable with errors.As.
var (
	// ErrClosed is any call on a database that was closed.
	ErrClosed = errors.New("the database is closed")
	// ErrTxDone is any call on a transaction that was committed or rolled back.
	ErrTxDone = errors.New("the transaction has ended")
	// ErrTimeout is a statement that took longer than its context or the database allows, or waited too long for a lock.
	ErrTimeout = errors.New("timed out")
	// ErrUnavailable is a database that cannot be reached, opened, or written to: missing, no database file, read-only,
	// full.
	ErrUnavailable = errors.New("the database is unavailable")
	// ErrSerialization is a transaction that cannot be ordered with others; running it again may succeed.
	ErrSerialization = errors.New("the transaction conflicts with another")
	// ErrDeadlock is a transaction that was chosen to end a deadlock; running it again may succeed.
	ErrDeadlock = errors.New("deadlock")
	// ErrReadOnly is a write where only reading is allowed.
	ErrReadOnly = errors.New("read-only")
	// ErrFull is a database that has no room left. It is also ErrUnavailable.
	ErrFull = fmt.Errorf("no room left: %w", ErrUnavailable)
	// ErrLocked is a lock that was asked for without waiting, or for longer than lock_timeout. It is also ErrTimeout.
	ErrLocked = fmt.Errorf("a lock is not available: %w", ErrTimeout)
	// ErrTooManyConnections is a server that takes no further connection. It is also ErrUnavailable.
	ErrTooManyConnections = fmt.Errorf("too many connections: %w", ErrUnavailable)
	// ErrSchema is a statement about a table or column that the database does not have: it is another one than the models
	// were made of, or its migrations have not run.
	ErrSchema = errors.New("the database has no such table or column")
	// ErrTxFailed is a statement in a transaction in which one has failed before: nothing but rolling back, to a savepoint or
	// altogether, is possible.
	ErrTxFailed = errors.New("a statement of the transaction has failed before")
	// ErrCommitUnknown is a COMMIT whose answer never came.
	ErrCommitUnknown = errors.New("the outcome of the commit is unknown")
)

// Error is a failure with what it means and what the database said. It matches both with errors.Is and errors.As.
type Error struct {
	Kind error // one of this package's sentinels
	Err  error // the database's own error
	// Retry says that the same call may be made again: nothing was done. See [CanRetry].
	Retry bool
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%v: %v", e.Kind, e.Err) }

// Unwrap makes both reachable.
func (e *Error) Unwrap() []error { return []error{e.Kind, e.Err} }

// CanRetry reports whether the call that gave err may be made again without doing anything twice: a read that lost its
// connection, a statement that was never sent, a transaction that was rolled back for a conflict or a deadlock.
func CanRetry(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Retry || errors.Is(err, ErrSerialization) || errors.Is(err, ErrDeadlock)
}

// ConstraintKind says what kind of constraint was violated.
type ConstraintKind uint8

// The kinds of constraints.
const (
	OtherConstraint ConstraintKind = iota
	Unique
	ForeignKey
	Check
	NotNull
	Exclusion
)

// String names the kind.
func (k ConstraintKind) String() string {
	switch k {
	case Unique:
		return "unique"
	case ForeignKey:
		return "foreign key"
	case Check:
		return "check"
	case NotNull:
		return "not null"
	case Exclusion:
		return "exclusion"
	default:
		return "constraint"
	}
}

// ConstraintError is a write that a constraint of the database refused. Nothing was written. What the database does not
// tell is left empty: SQLite does not say which foreign key was violated.
type ConstraintError struct {
	Kind       ConstraintKind
	Table      string
	Columns    []string
	Constraint string
	Err        error // the database's own error
}

// Error implements error.
func (e *ConstraintError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s constraint violated", e.Kind)
	if e.Table != "" {
		fmt.Fprintf(&b, " on %s", e.Table)
	}
	if len(e.Columns) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(e.Columns, ", "))
	}
	if e.Constraint != "" {
		fmt.Fprintf(&b, " [%s]", e.Constraint)
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	return b.String()
}

// Unwrap is the database's own error.
func (e *ConstraintError) Unwrap() error { return e.Err }
