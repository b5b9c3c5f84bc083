package orm

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/safety"
)

// Tx is a transaction, or a savepoint inside of one: a session whose statements are done together or not at all. It is
// what the function given to Atomic gets, and ends when that function does. Its calls run one after another on one
// connection, whichever goroutines make them.
type Tx struct {
	db     *DB
	tx     driver.Tx
	parent *Tx    // of a savepoint
	name   string // of the savepoint

	lane lane // of the connection, shared by the whole transaction; nil for whoever holds it
	turn lane // of savepoints opened by AtomicAsync, which wait for each other

	mu       sync.Mutex
	depth    *atomic.Int64 // of savepoints ever opened, shared by the whole transaction
	child    *Tx           // the savepoint that is open inside
	done     bool
	onCommit []func(context.Context)
	queues   map[*queue]struct{} // of scopes that have not ended
}

// lane is what one holds at a time.
type lane chan struct{}

func newLane() lane { return make(lane, 1) }

// take waits for the lane until ctx ends, and is how to leave it.
func (l lane) take(ctx context.Context) (leave func(), err error) {
	if l == nil {
		return func() {}, nil
	}
	select {
	case l <- struct{}{}:
		return func() { <-l }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

type txKey struct{}

// txFrom is the transaction whose function was given this context.
func txFrom(ctx context.Context) *Tx {
	tx, _ := ctx.Value(txKey{}).(*Tx)
	return tx
}

// Atomic runs f in a transaction: it commits when f returns nil, and rolls back when f returns an error, panics (the
// panic goes on) or ends its goroutine. f must use the tx, and the context, it is given; with the DB it gets
// ErrRootInAtomic. Futures of the tx that were sent are waited for; with one that was not, it rolls back
// (*safety.OrphanFutureError). When the context ends, the statement that runs is stopped and nothing is committed.
func (db *DB) Atomic(ctx context.Context, f func(ctx context.Context, tx *Tx) error, options ...TxOption) error {
	if err := guard(ctx, db, safety.Call{On: "db", Name: "Atomic", Twin: "AtomicAsync", Site: safety.Caller(1)}); err != nil {
		return err
	}
	if err := db.enter(ctx); err != nil {
		return fmt.Errorf("db.Atomic: %w", err)
	}
	return db.retry(ctx, txOptions(options), func(ctx context.Context, tx *Tx) error {
		return f(safety.WithCell(ctx), tx)
	})
}

// AtomicAsync runs f in a transaction, as a future. f gets a scope of its own: the transaction ends after every future
// of it has ended, and a future that nobody saw to rolls it back. In the scope of ac it is a write, with its turn among the
// DB's other futures: it begins when those made before it have ended, and those made after it wait for its end; a ReadOnly
// one is a read. So f must make its futures with the ac and the tx that it is given. Awaiting there what waits for the
// transaction is ErrWaitsForItself; with the ac of the outside it is a wait for ever.
func (db *DB) AtomicAsync(ac AsyncContext, f func(ac AsyncContext, tx *Tx) error, options ...TxOption) *Future[struct{}] {
	site := safety.Caller(1)
	o := txOptions(options)
	return enqueue(ac, db, "db.AtomicAsync", site, !o.ReadOnly, func(ctx context.Context) (struct{}, error) {
		if err := db.enter(ctx); err != nil {
			return struct{}{}, fmt.Errorf("db.AtomicAsync: %w", err)
		}
		return struct{}{}, db.retry(ctx, o, func(ctx context.Context, tx *Tx) error {
			return safety.AsyncAt(ctx, site, func(ac AsyncContext) error { return f(ac, tx) })
		})
	})
}

// atomic is Atomic without the guard.
func (db *DB) atomic(ctx context.Context, o driver.TxOptions, f func(context.Context, *Tx) error) error {
	dtx, err := db.driver.Begin(ctx, o)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	tx := &Tx{db: db, tx: dtx, lane: newLane(), turn: newLane(), depth: new(atomic.Int64)}
	committed := false
	defer func() {
		_ = tx.end() // what went wrong is on its way out already
		if !committed {
			_ = dtx.Rollback(context.WithoutCancel(ctx)) // a panic or an error goes on, and says more
		}
	}()
	if err := f(context.WithValue(ctx, txKey{}, tx), tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("commit: %w", context.Cause(ctx))
	}
	if err := tx.left(ctx); err != nil {
		return err
	}
	if err := tx.end(); err != nil {
		return err
	}
	if err := dtx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	committed = true
	for _, f := range tx.onCommit {
		f(safety.WithCell(ctx))
	}
	return nil
}

// Atomic runs f in a savepoint: what f did is kept when it returns nil, and undone when it returns an error or panics;
// the transaction goes on in either case. While it runs, only the inner tx may be used. Options are of the outermost
// transaction: any is ErrNotOutermost here.
func (tx *Tx) Atomic(ctx context.Context, f func(ctx context.Context, tx *Tx) error, options ...TxOption) error {
	if err := guard(ctx, tx, safety.Call{On: "tx", Name: "Atomic", Twin: "AtomicAsync", Site: safety.Caller(1)}); err != nil {
		return err
	}
	if len(options) > 0 {
		return fmt.Errorf("tx.Atomic: %w", ErrNotOutermost)
	}
	return tx.savepoint(ctx, func(ctx context.Context, tx *Tx) error { return f(safety.WithCell(ctx), tx) })
}

// AtomicAsync runs f in a savepoint, as a future, with its turn among the transaction's other futures as with
// [DB.AtomicAsync]. Savepoints made by AtomicAsync in different scopes wait for each other, too.
func (tx *Tx) AtomicAsync(ac AsyncContext, f func(ac AsyncContext, tx *Tx) error, options ...TxOption) *Future[struct{}] {
	site := safety.Caller(1)
	return enqueue(ac, tx, "tx.AtomicAsync", site, true, func(ctx context.Context) (struct{}, error) {
		if len(options) > 0 {
			return struct{}{}, fmt.Errorf("tx.AtomicAsync: %w", ErrNotOutermost)
		}
		// Siblings run one after another. From inside of one of them, that would be a wait for itself.
		if txFrom(ctx).inside(tx) {
			return struct{}{}, fmt.Errorf("tx.AtomicAsync: %w", ErrSavepointOpen)
		}
		leave, err := tx.turn.take(ctx)
		if err != nil {
			return struct{}{}, err
		}
		defer leave()
		return struct{}{}, tx.savepoint(ctx, func(ctx context.Context, tx *Tx) error {
			return safety.AsyncAt(ctx, site, func(ac AsyncContext) error { return f(ac, tx) })
		})
	})
}

func (tx *Tx) savepoint(ctx context.Context, f func(context.Context, *Tx) error) error {
	sp, err := tx.open()
	if err != nil {
		return fmt.Errorf("tx.Atomic: %w", err)
	}
	if err := tx.control(ctx, sp.name, tx.tx.Savepoint); err != nil {
		tx.close(sp, false)
		return fmt.Errorf("savepoint: %w", err)
	}
	kept := false
	defer func() {
		_ = sp.end()
		if !kept {
			_ = tx.control(context.WithoutCancel(ctx), sp.name, tx.tx.RollbackTo) // an error or a panic goes on, and says more
		}
		tx.close(sp, kept)
	}()
	if err := f(context.WithValue(ctx, txKey{}, sp), sp); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return fmt.Errorf("release: %w", context.Cause(ctx))
	}
	if err := sp.left(ctx); err != nil {
		return err
	}
	if err := sp.end(); err != nil {
		return err
	}
	if err := tx.control(ctx, sp.name, tx.tx.Release); err != nil {
		return fmt.Errorf("release: %w", err)
	}
	kept = true
	return nil
}

// control sends a statement about a savepoint when whatever runs has ended.
func (tx *Tx) control(ctx context.Context, name string, send func(context.Context, string) error) error {
	leave, err := tx.lane.take(ctx)
	if err != nil {
		return err
	}
	defer leave()
	return send(ctx, name)
}

// inside reports whether tx is a savepoint inside of outer.
func (tx *Tx) inside(outer *Tx) bool {
	from := tx
	for tx != nil && tx != outer {
		tx = tx.parent
	}
	return tx == outer && outer != nil && from != outer
}

// open notes the savepoint that is about to be opened, so that nobody comes in between.
func (tx *Tx) open() (*Tx, error) {
	tx.mu.Lock()
	defer tx.mu.Unlock()
	if err := tx.usable(); err != nil {
		return nil, err
	}
	tx.child = &Tx{db: tx.db, tx: tx.tx, parent: tx, name: tx.nextName(), lane: tx.lane, turn: newLane(), depth: tx.depth}
	return tx.child, nil
}

// close forgets the savepoint; what it has to do after the commit becomes its parent's.
func (tx *Tx) close(sp *Tx, kept bool) {
	tx.mu.Lock()
	defer tx.mu.Unlock()
	tx.child = nil
	if kept {
		tx.onCommit = append(tx.onCommit, sp.onCommit...)
	}
}

// end makes the session unusable. It fails when a savepoint is still open, of a goroutine that goes on by itself.
func (tx *Tx) end() error {
	tx.mu.Lock()
	defer tx.mu.Unlock()
	tx.done = true
	if tx.child != nil {
		return ErrSavepointOpen
	}
	return nil
}

func (tx *Tx) ended() bool {
	tx.mu.Lock()
	defer tx.mu.Unlock()
	return tx.done
}

func (tx *Tx) usable() error {
	switch {
	case tx.done:
		return ErrTxDone
	case tx.child != nil:
		return ErrSavepointOpen
	}
	return nil
}

// OnCommit has f called after the outermost transaction was committed, in order; not at all when it, or the savepoint
// that f was given to, is rolled back. f gets the context of the outermost Atomic and may use the DB.
func (tx *Tx) OnCommit(f func(ctx context.Context)) {
	tx.mu.Lock()
	defer tx.mu.Unlock()
	tx.onCommit = append(tx.onCommit, f)
}

func (tx *Tx) root() *DB         { return tx.db }
func (tx *Tx) conn() driver.Conn { return tx.tx }
func (tx *Tx) lanes() int        { return 1 }
func (tx *Tx) shares() bool      { return tx.db.shares() }
func (tx *Tx) apart() bool       { return false }

func (tx *Tx) enter(context.Context) error {
	tx.mu.Lock()
	defer tx.mu.Unlock()
	return tx.usable()
}

// hold looks again once it has the lane: a savepoint may have been opened since the call began, and what ran inside of it
// would be undone with it.
func (tx *Tx) hold(ctx context.Context) (func(), error) {
	leave, err := tx.lane.take(ctx)
	if err != nil {
		return nil, err
	}
	if err := tx.enter(ctx); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

func (tx *Tx) nextName() string { return "sp" + strconv.FormatInt(tx.depth.Add(1), 10) }

// inTx runs f in a savepoint that nobody sees, and that keeps the lane to itself: what another goroutine does on the same
// transaction is neither refused nor undone with it.
func (tx *Tx) inTx(ctx context.Context, f func(Session) error) (err error) {
	leave, err := tx.hold(ctx)
	if err != nil {
		return err
	}
	defer leave()
	name := tx.nextName()
	if err := tx.tx.Savepoint(ctx, name); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	kept := false
	defer func() {
		if !kept {
			_ = tx.tx.RollbackTo(context.WithoutCancel(ctx), name) // an error or a panic goes on, and says more
		}
	}()
	if err := f(&Tx{db: tx.db, tx: tx.tx, parent: tx, depth: tx.depth}); err != nil {
		return err
	}
	if err := tx.tx.Release(ctx, name); err != nil {
		return fmt.Errorf("release: %w", err)
	}
	kept = true
	return nil
}
