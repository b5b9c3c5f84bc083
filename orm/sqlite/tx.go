package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/seed83105465/duet/orm/driver"
)

// tx implements driver.Tx. It has its connection until it ends; its state changes under the connection's turn.
type tx struct {
	db       *database
	c        *conn
	readOnly bool
	over     atomic.Bool
	ended    error // why no call is possible any more; set before over
	lost     error // why SQLite rolled back; nothing but Rollback is possible
	failed   error // the statement that failed; nothing but rolling back is possible
}

func (t *tx) begin(ctx context.Context) error {
	driver.NewRoundTrip(ctx, 0, "BEGIN")
	if !t.readOnly {
		return t.c.run(ctx, "BEGIN IMMEDIATE")
	}
	if t.db.memory { // the one connection writes, too
		if err := t.c.run(ctx, "PRAGMA query_only=1"); err != nil {
			return err
		}
	}
	err := t.c.run(ctx, "BEGIN")
	if err != nil {
		t.writable()
	}
	return err
}

// writable undoes what begin made of the connection in memory.
func (t *tx) writable() {
	if t.readOnly && t.db.memory {
		_ = t.c.run(context.Background(), "PRAGMA query_only=0")
	}
}

// enter waits for the calls before this one. leave after it, unless it fails.
func (t *tx) enter(ctx context.Context) error {
	if t.over.Load() { // the connection is somebody else's by now
		return t.ended
	}
	if err := t.c.turn.take(ctx, t.db); err != nil {
		return err
	}
	err := t.ended
	if err == nil {
		err = t.lost
	}
	if err != nil {
		t.c.turn.give()
	}
	return err
}

func (t *tx) leave() { t.c.turn.give() }

// Pipeline implements driver.Conn.
func (t *tx) Pipeline(ctx context.Context, ops []*driver.Op) {
	done := 0
	defer func() { abort(ops[done:], errAborted) }() // as in database.Pipeline
	if err := t.pipeline(ctx, ops, &done); err != nil {
		rest := ops[done:]
		done = len(ops)
		abort(rest, err)
	}
}

func (t *tx) pipeline(ctx context.Context, ops []*driver.Op, done *int) error {
	if err := t.enter(ctx); err != nil {
		return err
	}
	defer t.leave()
	stop := t.c.guard(ctx)
	defer t.c.unguard(stop)
	for *done < len(ops) {
		if t.failed != nil {
			return t.refusal()
		}
		if err := t.c.stopped(ctx); err != nil {
			return err
		}
		op := ops[*done]
		*done++
		failed := true
		func() {
			defer func() {
				if failed {
					t.failed = op.Outcome.Err
					t.check(op)
				}
			}()
			failed = t.c.perform(ctx, op)
		}()
		if t.lost != nil {
			return t.lost
		}
	}
	return nil
}

// refusal is what calls behind a failed one are told. SQLite would let them go on; but whoever did not look at the error
// would commit a part of what was meant to be whole.
func (t *tx) refusal() error { return &driver.Error{Kind: driver.ErrTxFailed, Err: t.failed} }

// check looks whether the transaction outlived a failed op. SQLite rolls back by itself when a write is interrupted,
// when the disk is full, and after read and write errors; else only the statement is undone, and the transaction goes on.
func (t *tx) check(op *driver.Op) {
	if t.c.tainted {
		t.c.tainted = false
		_ = t.c.run(context.Background(), "ROLLBACK")
	}
	if t.c.raw.AutoCommit() {
		err := fmt.Errorf("sqlite: the transaction was rolled back when a statement failed: %w", op.Outcome.Err)
		t.lost = &driver.Error{Kind: driver.ErrTxFailed, Err: err}
	}
}

// Savepoint implements driver.Tx.
func (t *tx) Savepoint(ctx context.Context, name string) error {
	return t.control(ctx, "savepoint "+name, false, "SAVEPOINT "+identifier(name))
}

// Release implements driver.Tx.
func (t *tx) Release(ctx context.Context, name string) error {
	return t.control(ctx, "release "+name, false, "RELEASE "+identifier(name))
}

// RollbackTo implements driver.Tx.
func (t *tx) RollbackTo(ctx context.Context, name string) error {
	return t.control(context.WithoutCancel(ctx), "roll back to "+name, true,
		"ROLLBACK TO "+identifier(name), "RELEASE "+identifier(name))
}

// control runs statements about savepoints; those that undo are possible after a failure, and mend it.
func (t *tx) control(ctx context.Context, what string, undo bool, sql ...string) error {
	if err := t.enter(ctx); err != nil {
		return err
	}
	defer t.leave()
	if t.failed != nil && !undo {
		return fmt.Errorf("%s: %w", what, t.refusal())
	}
	if err := t.c.settle(ctx); err != nil {
		return err
	}
	driver.NewRoundTrip(ctx, 0, strings.Join(sql, "; "))
	for _, s := range sql {
		if err := t.c.run(context.Background(), s); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	t.failed = nil
	return nil
}

// Commit implements driver.Tx. A commit that fails rolls back: SQLite would leave the transaction open, of a deferred
// foreign key for instance, and with it the writer.
func (t *tx) Commit(ctx context.Context) error {
	if err := t.enter(context.WithoutCancel(ctx)); err != nil {
		if err == t.lost { //nolint:errorlint // that very one
			return errors.Join(err, t.Rollback(ctx))
		}
		return err
	}
	var err error
	switch {
	case ctx.Err() != nil:
		err = contextError(ctx)
	case t.failed != nil:
		err = t.refusal()
	default:
		driver.NewRoundTrip(ctx, 0, "COMMIT")
		err = t.c.run(context.Background(), "COMMIT")
	}
	if err == nil {
		t.end(driver.ErrTxDone)
		return nil
	}
	return fmt.Errorf("commit: %w", errors.Join(err, t.rollback(ctx, driver.ErrTxDone)))
}

// Rollback implements driver.Tx.
func (t *tx) Rollback(ctx context.Context) error {
	if t.over.Load() {
		return nil
	}
	t.c.turn.insist()
	if t.ended != nil {
		t.leave()
		return nil
	}
	if err := t.rollback(ctx, driver.ErrTxDone); err != nil {
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}

// shut implements closer.
func (t *tx) shut() {
	t.c.turn.insist()
	if t.ended != nil {
		t.leave()
		return
	}
	_ = t.rollback(context.Background(), driver.ErrClosed) // closing the connection rolls back in any case
}

func (t *tx) rollback(ctx context.Context, why error) error {
	err := t.c.settle(context.Background())
	if !t.c.raw.AutoCommit() {
		driver.NewRoundTrip(ctx, 0, "ROLLBACK")
		err = errors.Join(err, t.c.run(context.Background(), "ROLLBACK"))
	}
	t.end(why)
	return err
}

// end gives the connection back, and with it the turn.
func (t *tx) end(why error) {
	t.ended = why
	for cur := range t.c.cursors {
		if cur.tx == t {
			cur.end(why)
		}
	}
	t.over.Store(true)
	t.writable()
	t.db.delist(t)
	t.leave()
	t.db.give(t.c)
}
