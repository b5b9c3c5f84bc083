package sqlite

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/mattn/go-sqlite3"

	"github.com/seed83105465/duet/orm/driver"
)

// conn is one connection. Whoever uses it holds its turn.
type conn struct {
	db         *database
	raw        *sqlite3.SQLiteConn
	statements *statements
	turn       lock
	watch      *watch
	guarded    bool // a context that can end is followed
	cursors    map[*cursor]struct{}
	row        row
	veto       bool // the commit under way is refused
	hooked     bool // SQLite asks veto before it commits
	tainted    bool // the open transaction holds what a failed statement did
}

func (c *conn) close() error {
	c.statements.closeAll()
	if c.watch != nil {
		c.watch.end()
	}
	return c.raw.Close()
}

// guard interrupts what runs from here on once ctx ends, until unguard.
func (c *conn) guard(ctx context.Context) (stop func() bool) {
	c.guarded = ctx.Done() != nil
	if !c.guarded {
		return nil
	}
	return c.watching().follow(ctx)
}

func (c *conn) unguard(stop func() bool) {
	if stop != nil && !c.watch.unfollow(stop) {
		c.watch = nil
	}
	c.guarded = false
}

func (c *conn) watching() *watch {
	if c.watch == nil {
		c.watch = newWatch(c.db.alive)
	}
	return c.watch
}

// context is what go-sqlite3 is given to run s with, and when s began if that is to be known. Every statement can be
// interrupted, by its own context or by Close, but for those without a context of their own that were quick lately: a
// context costs them a tenth of their time, and Close can wait for them.
func (c *conn) context(s *stmt) (w context.Context, began time.Time) {
	switch {
	case c.guarded:
		return c.watching(), began
	case s.quick > 0:
		s.quick--
		return context.Background(), began
	default:
		return c.watching(), time.Now()
	}
}

// took notes how long s took.
func (s *stmt) took(began time.Time) {
	if !began.IsZero() && time.Since(began) < time.Millisecond {
		s.quick = 100
	}
}

// prepared is a statement of this text, from the cache or prepared. give it back.
func (c *conn) prepared(ctx context.Context, sql string) (*stmt, error) {
	s := c.statements.take(sql)
	if s == nil {
		s = &stmt{sql: sql, kind: classify(sql)}
		if s.kind == script {
			s.busy, s.lone = true, true
		} else if err := c.prepare(ctx, s); err != nil {
			return nil, err
		}
	}
	if s.kind == control { // the driver's own may be in the cache
		c.statements.give(s)
		return nil, fmt.Errorf("sqlite: a transaction is begun and ended by Begin, Commit and Rollback, not by a statement")
	}
	return s, nil
}

func (c *conn) prepare(ctx context.Context, s *stmt) error {
	var p patience
	for {
		raw, err := c.raw.Prepare(s.sql) // reads the schema the first time, so it may meet a lock
		if err == nil {
			s.raw = raw.(*sqlite3.SQLiteStmt)
			break
		}
		if !isCode(err, sqlite3.ErrBusy) || !p.wait(ctx, c.db) {
			return c.explain(ctx, err)
		}
	}
	s.args = newArgs(s.raw.NumInput())
	s.writes = !s.raw.Readonly()
	c.statements.add(s)
	return nil
}

// start runs s up to its first row; w interrupts it.
func (c *conn) start(ctx, w context.Context, s *stmt) (*sqlite3.SQLiteRows, error) {
	var p patience
	for {
		if g, ok := w.(*watch); ok {
			g.begun = false
		}
		r, err := s.raw.QueryContext(w, s.args)
		if err == nil {
			rows := r.(*sqlite3.SQLiteRows)
			s.dest = raw(rows, s.dest)
			return rows, nil
		}
		if !isCode(err, sqlite3.ErrBusy) || !p.wait(ctx, c.db) {
			return nil, c.explain(ctx, err)
		}
	}
}

// once runs one statement from its arguments to its last row, and says how many rows it returned or changed.
func (c *conn) once(ctx context.Context, s *stmt, plan *driver.Plan, args []driver.Value, scan func(driver.Row) error) (n int64, err error) {
	if s.kind == script {
		return 0, c.script(ctx, plan, args)
	}
	if err := s.allowed(plan); err != nil {
		return 0, err
	}
	if err := s.bind(args); err != nil {
		return 0, err
	}
	w, began := c.context(s)
	rows, err := c.start(ctx, w, s)
	if err != nil {
		return 0, err
	}
	ended := false
	defer func() {
		if ended && w.Done() == nil {
			return // a statement that has ended holds nothing; resetting it is left to its next run
		}
		if ended || !plan.Write {
			_ = rows.Close()
			return
		}
		c.undo(rows)
	}()
	for ; ; n++ {
		switch e := rows.Next(s.dest); {
		case e == io.EOF: //nolint:errorlint // io.EOF itself, for each statement
			ended = true
			s.took(began)
			if len(s.dest) == 0 && s.kind == changes {
				return c.changes()
			}
			return n, nil
		case e != nil:
			ended = true // SQLite has undone the statement
			return 0, c.explain(ctx, e)
		case len(s.dest) == 0 || scan == nil:
		default:
			if err := c.scan(s, scan); err != nil {
				return 0, err
			}
		}
		if !plan.Write { // what was written before the first row came must not be said to have failed
			if err := c.stopped(ctx); err != nil {
				return 0, err
			}
		}
	}
}

// undo ends a write whose rows could not be scanned. Closing its rows would keep what it did: where it is a transaction
// of its own, its commit is refused; in a larger one it taints that.
func (c *conn) undo(rows *sqlite3.SQLiteRows) {
	if !c.raw.AutoCommit() {
		c.tainted = true
	} else if !c.hooked {
		c.hooked = true
		c.raw.RegisterCommitHook(func() int {
			if c.veto {
				return 1
			}
			return 0
		})
	}
	c.veto = !c.tainted
	_ = rows.Close()
	c.veto = false
}

func (c *conn) scan(s *stmt, scan func(driver.Row) error) error {
	c.row.vals, c.row.err = s.dest, nil
	err := scan(&c.row)
	if c.row.err != nil {
		err = c.row.err
	}
	return err
}

// changes is how many rows the last statement changed.
func (c *conn) changes() (int64, error) {
	var n int64
	s, err := c.prepared(context.Background(), "SELECT changes()")
	if err != nil {
		return 0, err
	}
	defer c.statements.give(s)
	rows, err := c.start(context.Background(), context.Background(), s)
	if err != nil {
		return 0, err
	}
	if err := rows.Next(s.dest); err != nil {
		return 0, err
	}
	n, _ = s.dest[0].(int64)
	return n, rows.Close()
}

// run runs a statement of the driver's own, such as COMMIT; nothing stops it but a lock that stays.
func (c *conn) run(ctx context.Context, sql string) error {
	s := c.statements.take(sql)
	if s == nil {
		s = &stmt{sql: sql, kind: classify(sql)}
		if err := c.prepare(ctx, s); err != nil {
			return err
		}
	}
	defer c.statements.give(s)
	rows, err := c.start(ctx, context.Background(), s)
	if err != nil {
		return err
	}
	return rows.Close()
}

// stopped is why no further row is to be read, if so.
func (c *conn) stopped(ctx context.Context) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if c.db.alive.Err() != nil {
		return driver.ErrClosed
	}
	return nil
}

// explain makes the error to report of one that go-sqlite3 gave.
func (c *conn) explain(ctx context.Context, err error) error {
	if isCode(err, sqlite3.ErrInterrupt) || err == context.Canceled { //nolint:errorlint // the watch's own
		if err := c.stopped(ctx); err != nil {
			return err
		}
	}
	if isCode(err, sqlite3.ErrBusy) && ctx.Err() != nil {
		return contextError(ctx)
	}
	return c.db.typed(err)
}
