package orm

import (
	"errors"
	"fmt"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// The errors of package orm, matched with errors.Is. Those of the database are the driver's, under one name here.
var (
	// ErrNotFound is a Get, First, Last or Save for which there is no row.
	ErrNotFound = errors.New("no row matches")
	// ErrMultiple is a Get for which there are several rows.
	ErrMultiple = errors.New("more than one row matches")
	// ErrAllRows is an Update or Delete without a condition; AllRows says that it is meant.
	ErrAllRows = errors.New("no condition: call Filter first, or AllRows() to write every row")
	// ErrNoSession is a query that was not given a session with Using.
	ErrNoSession = errors.New("no session: give the query a *orm.DB or *orm.Tx with Using")
	// ErrRootInAtomic is a call on the DB with the context of one of its transactions: with a small pool that waits for
	// itself. Use the tx.
	ErrRootInAtomic = errors.New("the DB is used with the context of its own transaction: use the tx that Atomic gave you")
	// ErrSavepointOpen is a call on a transaction, or a savepoint, inside of which a savepoint is open.
	ErrSavepointOpen = errors.New("a savepoint is open inside this transaction: use the tx that the inner Atomic gave you, or let it end first")
	// ErrWaitsForItself is an Await, inside of AtomicAsync, of a future that is queued behind that very transaction.
	ErrWaitsForItself = errors.New("the future cannot begin before the transaction that awaits it has ended: make it before AtomicAsync is called, or inside with the AsyncContext and the tx that the function was given")

	// ErrNotOutermost is an option of transactions, Durable among them, given to a savepoint: give it to db.Atomic.
	ErrNotOutermost = errors.New("options are of the outermost transaction: give them to db.Atomic")

	ErrClosed        = driver.ErrClosed
	ErrTxDone        = driver.ErrTxDone
	ErrTimeout       = driver.ErrTimeout
	ErrUnavailable   = driver.ErrUnavailable
	ErrSerialization = driver.ErrSerialization
	ErrDeadlock      = driver.ErrDeadlock
	ErrReadOnly      = driver.ErrReadOnly
	ErrTxFailed      = driver.ErrTxFailed
	ErrSchema        = driver.ErrSchema
	ErrLocked        = driver.ErrLocked
	ErrFull          = driver.ErrFull
	ErrCommitUnknown = driver.ErrCommitUnknown
	// ErrTooManyConnections is also ErrUnavailable.
	ErrTooManyConnections = driver.ErrTooManyConnections
	ErrUnsupported        = query.ErrUnsupported
)

// wrap names the operation once: "Books.All: ...".
func wrap(t *query.Table, call string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", t.QueryName(call), err)
}
