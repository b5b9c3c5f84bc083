package sqlite

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"slices"

	"github.com/mattn/go-sqlite3"

	"github.com/seed83105465/duet/orm/driver"
)

var errCursorClosed = errors.New("sqlite: the cursor is closed")

// cursor implements driver.Cursor. On a file it has a connection of its own. In a transaction, and in memory, it shares
// one: there it takes the connection's turn for each Fetch, and before something is written on that connection the
// rows that are still to come are read into memory (settle), so that a loop that changes what it reads sees each row
// once, as it was when the cursor was opened.
type cursor struct {
	c     *conn
	tx    *tx // nil outside of a transaction
	own   bool
	watch *watch
	s     *stmt
	rows  *sqlite3.SQLiteRows // nil once the last row was read
	kept  [][]sqldriver.Value // rows that settle read
	next  []sqldriver.Value   // the row after the last that was fetched; nil after the end
	ended error               // why there is nothing more to fetch
}

// Cursor implements driver.Conn.
func (db *database) Cursor(ctx context.Context, plan *driver.Plan, args []driver.Value) (driver.Cursor, error) {
	if db.memory {
		if err := db.tenure.take(ctx, db); err != nil {
			return nil, err
		}
		defer db.tenure.give()
		db.writer.turn.insist()
		defer db.writer.turn.give()
		return db.writer.cursor(ctx, plan, args, &cursor{})
	}
	if ctx.Err() != nil {
		return nil, contextError(ctx)
	}
	if db.alive.Err() != nil {
		return nil, driver.ErrClosed
	}
	c, err := db.readers.extra(ctx)
	if err != nil {
		return nil, err
	}
	c.turn.insist()
	defer c.turn.give()
	cur, err := c.cursor(ctx, plan, args, &cursor{own: true})
	if err != nil {
		db.readers.giveExtra(c)
	}
	return cur, err
}

// Cursor implements driver.Conn.
func (t *tx) Cursor(ctx context.Context, plan *driver.Plan, args []driver.Value) (driver.Cursor, error) {
	if err := t.enter(ctx); err != nil {
		return nil, err
	}
	defer t.leave()
	return t.c.cursor(ctx, plan, args, &cursor{tx: t})
}

func (c *conn) cursor(ctx context.Context, plan *driver.Plan, args []driver.Value, cur *cursor) (_ driver.Cursor, err error) {
	cur.c = c
	if cur.s, err = c.prepared(ctx, plan.SQL); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			cur.end(err)
		}
	}()
	if cur.s.raw == nil || cur.s.writes {
		err = errors.New("sqlite: a cursor reads one statement: run writes and scripts as ops")
		return nil, err
	}
	if err = cur.s.bind(args); err != nil {
		return nil, err
	}
	driver.NewRoundTrip(ctx, 0, plan.SQL)
	cur.watch = newWatch(c.db.alive)
	stop := cur.watch.follow(ctx)
	defer cur.watch.unfollow(stop)
	if cur.rows, err = c.start(ctx, cur.watch, cur.s); err != nil {
		return nil, err
	}
	if err = cur.step(ctx); err != nil {
		return nil, err
	}
	if !c.db.enlist(cur) {
		err = driver.ErrClosed
		return nil, err
	}
	c.cursors[cur] = struct{}{}
	return cur, nil
}

// Fetch implements driver.Cursor.
func (cur *cursor) Fetch(ctx context.Context, n int, scan func(driver.Row) error) (more bool, err error) {
	if err := cur.c.turn.take(ctx, cur.c.db); err != nil {
		return false, err
	}
	defer cur.c.turn.give()
	if cur.ended != nil {
		return false, cur.ended
	}
	if cur.rows != nil {
		stop := cur.watch.follow(ctx)
		defer cur.watch.unfollow(stop)
	}
	for i := 0; i < n && cur.next != nil; i++ {
		if err := cur.c.stopped(ctx); err != nil {
			return false, err
		}
		r := row{vals: cur.next}
		err := scan(&r)
		if r.err != nil {
			err = r.err
		}
		if err != nil {
			return false, err
		}
		if err := cur.step(ctx); err != nil {
			cur.end(err)
			return false, err
		}
	}
	return cur.next != nil, nil
}

// step moves on to the next row. It is one ahead of what was fetched, to know whether there is more.
func (cur *cursor) step(ctx context.Context) error {
	if cur.rows == nil {
		cur.next = nil
		if len(cur.kept) > 0 {
			cur.next, cur.kept = cur.kept[0], cur.kept[1:]
		}
		return nil
	}
	switch err := cur.rows.Next(cur.s.dest); {
	case err == io.EOF: //nolint:errorlint // io.EOF itself
		cur.next = nil
		cur.drop()
	case err != nil:
		return cur.c.explain(ctx, err)
	default:
		cur.next = cur.s.dest
	}
	return nil
}

// drop ends the statement.
func (cur *cursor) drop() {
	if cur.rows != nil {
		_ = cur.rows.Close() // an error of the last step was reported by it
		cur.rows = nil
	}
	if cur.s != nil {
		cur.c.statements.give(cur.s)
		cur.s = nil
	}
}

// end leaves nothing open; why is what later calls get. The caller has the turn.
func (cur *cursor) end(why error) {
	if cur.ended != nil {
		return
	}
	cur.ended = why
	cur.drop()
	cur.next, cur.kept = nil, nil
	if cur.watch != nil {
		cur.watch.end()
	}
	if _, ok := cur.c.cursors[cur]; ok {
		delete(cur.c.cursors, cur)
		cur.c.db.delist(cur)
	}
}

// Close implements driver.Cursor.
func (cur *cursor) Close() error {
	cur.finish(errCursorClosed)
	return nil
}

// shut implements closer.
func (cur *cursor) shut() { cur.finish(driver.ErrClosed) }

func (cur *cursor) finish(why error) {
	cur.c.turn.insist()
	cur.end(why)
	own := cur.own
	cur.own = false
	cur.c.turn.give()
	if own {
		cur.c.db.readers.giveExtra(cur.c)
	}
}

// settle reads what open cursors of this connection have still to come, before something is written on it.
func (c *conn) settle(ctx context.Context) error {
	for cur := range c.cursors {
		if err := cur.keep(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (cur *cursor) keep(ctx context.Context) error {
	if cur.rows == nil {
		return nil
	}
	stop := cur.watch.follow(ctx)
	defer cur.watch.unfollow(stop)
	first := slices.Clone(cur.next)
	var kept [][]sqldriver.Value
	for cur.rows != nil {
		if err := cur.step(ctx); err != nil {
			cur.end(err)
			return err
		}
		if cur.next != nil {
			kept = append(kept, slices.Clone(cur.next))
		}
	}
	cur.next, cur.kept = first, kept
	return nil
}
