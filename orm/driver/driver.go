package driver

import (
	"context"
	"sync"

	"github.com/seed83105465/duet/query"
)

// Aliases of what a driver needs of package query, so that it imports this package alone.
type (
	// Plan is a compiled statement; see [query.Plan].
	Plan = query.Plan
	// Value is an argument; see [query.Value].
	Value = query.Value
	// ValueKind says what a Value holds; see [query.ValueKind].
	ValueKind = query.ValueKind
	// Row is a row of an answer, as scan functions read it; see [query.Row].
	Row = query.Row
	// Column describes a column of a table; see [query.Column].
	Column = query.Column
	// Dialect is what SQL a database speaks; see [query.Dialect].
	Dialect = query.Dialect
)

// Conn runs statements. A DB and a Tx are Conns, safe for use by several goroutines at once.
type Conn interface {
	// Pipeline runs ops in order and returns when every op's Outcome is set. Ops are independent: on a DB each is its own
	// transaction, and one that fails does not keep the next from running; on a Tx, whatever follows a failed op, in the
	// same call or a later one, is Aborted with ErrTxFailed, until Rollback or RollbackTo. A driver that can sends all of them in one round trip; reads may overtake each
	// other, nothing overtakes a write. When ctx ends, the op that runs is cancelled in the database, and those that were
	// not sent yet are Aborted with the context's error; one that was sent is cancelled too, and is OK if it was quicker.
	Pipeline(ctx context.Context, ops []*Op)
	// Cursor starts to read the plan's rows piece by piece. The caller closes it.
	Cursor(ctx context.Context, plan *Plan, args []Value) (Cursor, error)
}

// DB is an opened database.
type DB interface {
	Conn
	// Begin opens a transaction. A transaction that is not read-only may write at once: it does not have to be
	// promoted, which could fail. A driver may send nothing before the transaction does something: then that is told why it could
	// not begin, and a transaction that did nothing is committed without the database hearing of it.
	Begin(ctx context.Context, o TxOptions) (Tx, error)
	// Dialect is what SQL the database speaks.
	Dialect() Dialect
	// Lanes is how many pipelines the database runs side by side. Where it is 1, everything waits its turn.
	Lanes() int
	// Pipelined reports whether ops of one Pipeline call share round trips. Where they do not, ops that may overlap are
	// better given to several calls.
	Pipelined() bool
	// Close ends running statements, waits for them and closes every connection. The second Close does nothing. After
	// it every call is ErrClosed.
	Close() error
}

// TxOptions says what a transaction is to be.
type TxOptions struct {
	ReadOnly   bool // writing fails
	Isolation  Isolation
	Deferrable bool // wait until the transaction, which is Serializable and ReadOnly, can meet no conflict
}

// Isolation is how much a transaction sees of others.
type Isolation uint8

// The isolation levels. A database may give more than was asked for: SQLite's transactions are always serializable.
const (
	DefaultIsolation Isolation = iota // the database's own
	ReadCommitted                     // each statement sees what was committed before it
	RepeatableRead                    // every statement sees what the first one saw
	Serializable                      // as if transactions ran one after another; may fail with ErrSerialization
)

// Tx is a transaction. Its methods may be called from several goroutines and run one after another. After Commit or
// Rollback every call is ErrTxDone.
type Tx interface {
	Conn
	// Savepoint opens a savepoint with this name inside the transaction or its innermost savepoint.
	Savepoint(ctx context.Context, name string) error
	// Release keeps what was done since the savepoint.
	Release(ctx context.Context, name string) error
	// RollbackTo undoes what was done since the savepoint, and closes it. It works after a failed statement, and does not
	// stop for a context that has ended.
	RollbackTo(ctx context.Context, name string) error
	// Commit makes everything durable. After a failed op it rolls back, and says so. It is not stopped by ctx once it was begun. When it returns an error, nothing
	// was committed, unless the error says that the outcome is unknown.
	Commit(ctx context.Context) error
	// Rollback undoes everything. It does not stop for a context that has ended; after Commit it does nothing.
	Rollback(ctx context.Context) error
}

// Op is one statement to run.
type Op struct {
	Plan *Plan
	// Args are the arguments in the order of the placeholders (see query.Plan.Arguments).
	Args []Value
	// Times runs the plan that often, all or nothing, each run with the next Args: len(Args) is Times times the number of
	// placeholders. Rows of all runs go to Scan, one run after another. 0 means 1. With Plan.Lists it is one statement, which
	// takes the Args of all runs and answers a row for each.
	Times int
	// Source, if not nil, gives the arguments of one run after another, until it says that there are no more: they take the
	// place of Args and Times. Its error fails the op. Rows of the answer are dropped. It must not run statements.
	Source func() (args []Value, more bool, err error)
	// Run is which of Times runs is under way, from 0. The driver sets it.
	Run int
	// Scan is given each row of the answer. Its error fails the op; where a write was done by then and cannot be undone, the
	// op is Unread. Nil drops the rows. It must not run statements.
	Scan func(Row) error
	// Again, if not nil, has the receiver of Scan forget the rows that it was given: the op is run once more. Without it, one
	// that has had rows fails instead.
	Again func()
	// Trip is the round trip that the op travelled in: the last one, of an op that was sent again. The driver sets it.
	Trip RoundTrip
	// Merged is how many ops were sent as one statement, this one among them; 0 where it was sent by itself. Whoever merges
	// sets it: no driver does.
	Merged int
	// Done, if not nil, is called once with the op when Outcome is set, before Pipeline returns, from any goroutine.
	Done func(*Op)

	Outcome Outcome

	mu        sync.Mutex
	abandoned error
	told      func(error)
}

// Finish sets the outcome and tells Done. Drivers call it once for each op.
func (o *Op) Finish(out Outcome) {
	o.Outcome = out
	if o.Done != nil {
		o.Done(o)
	}
}

// State says what became of an op.
type State uint8

// What can become of an op.
const (
	Pending State = iota // not finished
	OK                   // done; on a DB also committed
	Failed               // refused by the database, or stopped: it changed nothing
	Aborted              // never run, because of an op before it, the context, or a closed database
	Unknown              // sent, and the answer never came: it may or may not have been done
	Unread               // done, but Scan refused its rows: what it wrote stands (in a transaction, until that is rolled back)
)

// String names the state.
func (s State) String() string {
	switch s {
	case OK:
		return "ok"
	case Failed:
		return "failed"
	case Aborted:
		return "aborted"
	case Unknown:
		return "unknown"
	case Unread:
		return "done, but its rows could not be read"
	default:
		return "pending"
	}
}

// Outcome is what became of an op.
type Outcome struct {
	State State
	Err   error // nil exactly when State is OK
	Rows  int64 // rows returned by a statement that returns rows; else rows changed
}

// Cursor reads the rows of one statement piece by piece.
type Cursor interface {
	// Fetch hands at most n rows to scan, and reports whether there may be more. Between calls nothing is held that
	// keeps other statements of the same Conn from running.
	Fetch(ctx context.Context, n int, scan func(Row) error) (more bool, err error)
	// Close ends the statement. The second Close does nothing.
	Close() error
}
