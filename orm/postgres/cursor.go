package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/seed83105465/duet/orm/driver"
)

// cursor implements driver.Cursor by a cursor of the server. Outside of a transaction it has a connection, and on that a
// transaction, of its own.
type cursor struct {
	t     *tx
	own   bool // t is the cursor's alone
	name  string
	ctx   context.Context // that it was opened with; it ends nothing
	st    *statement
	depth int   // savepoints it was opened inside of
	over  bool  // all was read
	err   error // why it cannot be read any more
}

// names counts cursors; a name is used once in a process.
var names atomic.Int64

// Cursor implements driver.Conn. It reads on a connection beside the pool's, so that a loop over its rows can run other
// statements whatever the size of the pool.
func (db *database) Cursor(ctx context.Context, plan *driver.Plan, args []driver.Value) (driver.Cursor, error) {
	if err := db.stopped(ctx); err != nil {
		return nil, err
	}
	t, err := db.begin(ctx, db.beside, "BEGIN READ ONLY")
	if err != nil {
		return nil, err
	}
	cur, err := t.cursor(ctx, plan, args)
	if err != nil {
		_ = t.Rollback(ctx)
		return nil, err
	}
	cur.own = true
	return cur, nil
}

// Cursor implements driver.Conn.
func (t *tx) Cursor(ctx context.Context, plan *driver.Plan, args []driver.Value) (driver.Cursor, error) {
	cur, err := t.cursor(ctx, plan, args)
	if err != nil {
		return nil, err
	}
	return cur, nil
}

func (t *tx) cursor(ctx context.Context, plan *driver.Plan, args []driver.Value) (*cursor, error) {
	if err := t.enter(ctx); err != nil {
		return nil, err
	}
	defer t.leave()
	if err := t.db.stopped(ctx); err != nil {
		return nil, err
	}
	if t.failed != nil {
		return nil, txFailed(t.failed)
	}
	if err := t.start(ctx); err != nil {
		t.failed = err
		return nil, err
	}
	t.c.guard(ctx)
	defer t.c.unguard()
	st, err := t.statement(ctx, plan.SQL)
	if err != nil {
		t.failed = err
		return nil, err
	}
	if err := st.check(plan, len(args), 1); err != nil {
		return nil, err
	}
	if err := t.c.args.bind(st.desc.ParamOIDs, args); err != nil {
		return nil, err
	}
	cur := &cursor{t: t, ctx: context.WithoutCancel(ctx), name: "duet_" + strconv.FormatInt(names.Add(1), 10), st: st, depth: len(t.points)}
	a := &t.c.args
	declare := "DECLARE " + cur.name + " NO SCROLL CURSOR FOR " + plan.SQL
	driver.NewRoundTrip(ctx, 0, declare)
	if _, err := t.c.pg.ExecParams(context.Background(), declare, a.values, st.desc.ParamOIDs, a.formats, nil).Close(); err != nil {
		return nil, t.fail(err)
	}
	t.open[cur] = struct{}{}
	return cur, nil
}

// statement is what is known of a statement, or what the server says of it now.
func (t *tx) statement(ctx context.Context, sql string) (*statement, error) {
	if st := t.db.known.find(sql); st != nil {
		return st.named(""), nil
	}
	found, lost := t.c.describe(ctx, []string{sql})
	switch d := found[sql]; {
	case lost != nil:
		t.c.doomed = true
		return nil, t.c.unsent(lost)
	case d.refused != nil:
		return nil, d.refused
	case d.st == nil:
		return nil, errOutOfStep
	default:
		return d.st.named(""), nil
	}
}

// fail notes what the server said, which ends the transaction.
func (t *tx) fail(err error) error {
	if broken(err) {
		t.c.doomed = true
		t.failed = t.c.unsent(err)
	} else {
		t.failed = t.c.explain(err)
	}
	return t.failed
}

// Fetch implements driver.Cursor.
func (cur *cursor) Fetch(ctx context.Context, n int, scan func(driver.Row) error) (more bool, err error) {
	t := cur.t
	if err := t.enter(ctx); err != nil {
		return false, cur.why(err)
	}
	defer t.leave()
	switch err := t.db.stopped(ctx); {
	case err != nil:
		return false, err
	case cur.err != nil:
		return false, cur.err
	case t.failed != nil:
		return false, txFailed(t.failed)
	case cur.over || n < 1:
		return !cur.over, nil
	}
	return cur.fetch(ctx, n, scan)
}

func (cur *cursor) fetch(ctx context.Context, n int, scan func(driver.Row) error) (more bool, err error) {
	c := cur.t.c
	c.guard(ctx)
	defer c.unguard()
	returned := false
	sql := "FETCH " + strconv.Itoa(n) + " FROM " + cur.name
	driver.NewRoundTrip(ctx, 0, sql)
	rr := c.pg.ExecParams(context.Background(), sql, nil, nil, nil, cur.st.formats)
	defer func() {
		if !returned { // scan panicked
			c.doomed, cur.t.failed = true, errPanicked
		}
	}()
	rows := 0
	c.row.kinds = cur.st.kinds
	for ; rr.NextRow(); rows++ {
		if err != nil {
			continue
		}
		c.row.vals, c.row.err = rr.Values(), nil
		if err = scan(&c.row); c.row.err != nil {
			err = c.row.err
		}
	}
	returned = true
	if _, e := rr.Close(); e != nil {
		return false, cur.t.fail(e)
	}
	if err != nil {
		cur.err = fmt.Errorf("the cursor lost rows that could not be read: %w", err)
		return false, err
	}
	cur.over = rows < n
	return !cur.over, nil
}

// why is what a call on a cursor is told whose transaction does not let it in.
func (cur *cursor) why(err error) error {
	if cur.own && errors.Is(err, driver.ErrTxDone) {
		return errors.New("postgres: the cursor was closed")
	}
	return err
}

// fail notes why the cursor cannot be read any more.
func (cur *cursor) fail(err error) {
	if cur.err == nil {
		cur.err = err
	}
}

// Close implements driver.Cursor.
func (cur *cursor) Close() error {
	if cur.own {
		return cur.t.Rollback(cur.ctx)
	}
	t := cur.t
	if t.over.Load() || t.enter(context.Background()) != nil {
		return nil // it has ended with its transaction
	}
	defer t.leave()
	if _, there := t.open[cur]; !there {
		return nil
	}
	delete(t.open, cur)
	if cur.err == nil && t.failed == nil {
		if _, err := t.c.exec(cur.ctx, "CLOSE "+cur.name); err != nil {
			t.failed = err
			return err
		}
	}
	cur.fail(errors.New("postgres: the cursor was closed"))
	return nil
}
