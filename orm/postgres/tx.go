package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed83105465/duet/orm/driver"
)

// tx implements driver.Tx. It has its connection until it ends. What it holds changes under its turn.
type tx struct {
	db     *database
	c      *conn // nil when it was lost before the transaction had begun, and there is no other
	take   func(context.Context) (*conn, error)
	begin  string
	turn   chan struct{} // of whoever uses the connection
	over   atomic.Bool
	ended  error    // why no call is possible any more; set before over
	failed error    // what nothing but rolling back is possible after
	points []string // savepoints, the outermost first
	open   map[*cursor]struct{}
}

// enter waits for the calls before this one. leave after it, unless it fails.
func (t *tx) enter(ctx context.Context) error {
	if t.over.Load() {
		return t.ended
	}
	select {
	case t.turn <- struct{}{}:
	default:
		select {
		case t.turn <- struct{}{}:
		case <-ctx.Done():
			return contextError(ctx)
		}
	}
	if t.ended != nil {
		t.leave()
		return t.ended
	}
	return nil
}

func (t *tx) leave() { <-t.turn }

// Pipeline implements driver.Conn. All ops travel in one round trip, with one Sync.
func (t *tx) Pipeline(ctx context.Context, ops []*driver.Op) {
	defer abort(ops, errPanicked)
	err := t.enter(ctx)
	if err == nil {
		defer t.leave()
		if err = t.db.stopped(ctx); err == nil && t.failed != nil {
			err = txFailed(t.failed)
		}
	}
	if err != nil {
		abort(ops, err)
		return
	}
	defer t.check(ops)
	err = t.attempts(ctx, func() (lost bool, why error) {
		ops, why = t.c.split(ctx, ops, inTx)
		return len(ops) > 0 && t.c.begin != "", why
	})
	if err == nil {
		err = retryable(typed(errBroken))
	}
	abort(ops, err) // none is run again in a transaction that has begun
}

// check looks whether the transaction has failed with one of these ops.
func (t *tx) check(ops []*driver.Op) {
	for _, op := range ops {
		if s := op.Outcome.State; s != driver.OK && t.failed == nil {
			t.failed = op.Outcome.Err
			if s == driver.Pending {
				t.failed = errPanicked
			}
		}
	}
}

// Savepoint implements driver.Tx.
func (t *tx) Savepoint(ctx context.Context, name string) error {
	return t.control(ctx, "savepoint "+name, "SAVEPOINT "+identifier(name), func() { t.points = append(t.points, name) })
}

// Release implements driver.Tx.
func (t *tx) Release(ctx context.Context, name string) error {
	return t.control(ctx, "release "+name, "RELEASE SAVEPOINT "+identifier(name), func() { t.pop(name, nil) })
}

// pop forgets a savepoint and those inside of it. Cursors opened since are the server's no more when err says so; else they
// belong to what is around the savepoint.
func (t *tx) pop(name string, err error) {
	at := len(t.points) - 1
	for at >= 0 && t.points[at] != name {
		at--
	}
	if at < 0 {
		return
	}
	t.points = t.points[:at]
	for cur := range t.open {
		if cur.depth > at {
			cur.depth = at
			if err != nil {
				cur.fail(err)
			}
		}
	}
}

func identifier(name string) string { return pgx.Identifier{name}.Sanitize() }

func (t *tx) control(ctx context.Context, what, sql string, done func()) error {
	if err := t.enter(ctx); err != nil {
		return err
	}
	defer t.leave()
	err := t.db.stopped(ctx)
	if err == nil && t.failed != nil {
		err = txFailed(t.failed)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if err := t.exec(ctx, sql); err != nil {
		t.failed = err
		return fmt.Errorf("%s: %w", what, err)
	}
	done()
	return nil
}

// RollbackTo implements driver.Tx.
func (t *tx) RollbackTo(ctx context.Context, name string) error {
	ctx, cancel := t.insist(ctx)
	defer cancel()
	if err := t.enter(ctx); err != nil {
		return err
	}
	defer t.leave()
	if t.c == nil {
		return t.failed
	}
	n := identifier(name)
	if _, err := t.c.exec(ctx, "ROLLBACK TO SAVEPOINT "+n+"; RELEASE SAVEPOINT "+n); err != nil {
		t.failed = err
		return fmt.Errorf("roll back to %s: %w", name, err)
	}
	t.pop(name, fmt.Errorf("the savepoint that the cursor was opened in was rolled back: %w", driver.ErrTxDone))
	t.failed = nil
	return nil
}

// insist is a context for what must be done though the caller's has ended; it takes no longer than a commit may.
func (t *tx) insist(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), t.db.opts.commitTimeout)
}

// Commit implements driver.Tx. Once COMMIT was sent no context stops it: only its answer says what became of it.
func (t *tx) Commit(ctx context.Context) error {
	if err := t.enter(ctx); err != nil {
		if t.over.Load() {
			return err
		}
		return fmt.Errorf("commit: %w", errors.Join(err, t.Rollback(ctx)))
	}
	err := t.db.stopped(ctx)
	if err == nil && t.failed != nil {
		err = txFailed(t.failed)
	}
	if err != nil {
		t.rollback(ctx, driver.ErrTxDone)
		return fmt.Errorf("commit: %w", err)
	}
	if t.c.begin == "" { // else nothing was done
		err = t.commit(ctx)
	}
	t.end(driver.ErrTxDone)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (t *tx) commit(ctx context.Context) error {
	if t.c.doomed || t.c.pg.IsClosed() {
		return retryable(typed(errBroken))
	}
	// Nothing cancels a COMMIT: a server that does not answer in time is not waited for any longer, that is all.
	cut := time.AfterFunc(t.db.opts.commitTimeout, func() { _ = t.c.pg.Conn().Close() })
	defer func() { t.c.doomed = t.c.doomed || !cut.Stop() }()
	driver.NewRoundTrip(ctx, 0, "COMMIT")
	results := t.c.pg.Exec(context.Background(), "COMMIT")
	tag := ""
	for results.NextResult() {
		done, _ := results.ResultReader().Close()
		tag = done.String()
	}
	err := results.Close()
	switch {
	case err == nil && tag == "COMMIT":
		return nil
	case err == nil: // a statement has failed, and the server remembers: it answers ROLLBACK
		return &driver.Error{Kind: driver.ErrTxFailed, Err: fmt.Errorf("postgres: the server rolled back (%s)", tag)}
	case dismissed(err): // the COMMIT was not come to
		t.c.doomed = true
		return retryable(typed(err))
	case broken(err):
		t.c.doomed = true
		return &driver.Error{Kind: driver.ErrCommitUnknown, Err: typed(err)}
	}
	return typed(err)
}

// Rollback implements driver.Tx.
func (t *tx) Rollback(ctx context.Context) error {
	if t.over.Load() {
		return nil
	}
	t.turn <- struct{}{}
	if t.ended != nil {
		t.leave()
		return nil
	}
	t.rollback(ctx, driver.ErrTxDone)
	return nil
}

// shut implements closer.
func (t *tx) shut() {
	t.turn <- struct{}{}
	if t.ended != nil {
		t.leave()
		return
	}
	t.rollback(context.Background(), driver.ErrClosed)
}

// rollback ends the transaction. Where that cannot be said to the server, it finds out when the connection closes.
func (t *tx) rollback(ctx context.Context, why error) {
	if t.c != nil && t.c.begin == "" && !t.c.doomed && !t.c.pg.IsClosed() {
		ctx, cancel := t.insist(ctx)
		if _, err := t.c.exec(ctx, "ROLLBACK"); err != nil {
			t.c.doomed = true
		}
		cancel()
	}
	t.end(why)
}

// end gives the connection back, and with it the turn.
func (t *tx) end(why error) {
	t.ended = why
	for cur := range t.open {
		cur.fail(why)
	}
	t.over.Store(true)
	t.db.delist(t)
	if t.c != nil {
		t.c.release()
	}
	t.leave()
}
