package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed83105465/duet/orm/driver"
)

// A BEGIN waits on its connection, in conn.begin, and travels with what the transaction does first: before its Sync, so that
// the server skips what is behind a BEGIN that it refuses. Until it is answered nothing is done, and whatever becomes of
// the connection, the transaction can begin on another one.

// beginSQL is the statement for what a transaction is to be.
func beginSQL(o driver.TxOptions) string {
	sql := "BEGIN"
	switch o.Isolation {
	case driver.ReadCommitted:
		sql += " ISOLATION LEVEL READ COMMITTED"
	case driver.RepeatableRead:
		sql += " ISOLATION LEVEL REPEATABLE READ"
	case driver.Serializable:
		sql += " ISOLATION LEVEL SERIALIZABLE"
	}
	if o.ReadOnly {
		sql += " READ ONLY"
	}
	if o.Deferrable {
		sql += " DEFERRABLE"
	}
	return sql
}

// beginError is why a transaction could not begin. Each of its calls is told so.
type beginError struct{ err error }

func (e *beginError) Error() string { return "begin: " + e.err.Error() }
func (e *beginError) Unwrap() error { return e.err }

// Begin implements driver.DB. It sends nothing.
func (db *database) Begin(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	t, err := db.begin(ctx, db.inPool, beginSQL(o))
	if err != nil {
		return nil, &beginError{err}
	}
	return t, nil
}

// begin is a transaction on a connection that take gives.
func (db *database) begin(ctx context.Context, take func(context.Context) (*conn, error), sql string) (*tx, error) {
	t := &tx{db: db, take: take, begin: sql, turn: make(chan struct{}, 1), open: map[*cursor]struct{}{}}
	var err error
	if t.c, err = take(ctx); err != nil {
		return nil, err
	}
	t.c.begin = sql
	if !db.enlist(t) {
		t.c.release()
		return nil, driver.ErrClosed
	}
	return t, nil
}

// attempts runs do, which says whether the connection was lost before the transaction had begun, and why, and then on
// another connection again.
func (t *tx) attempts(ctx context.Context, do func() (lost bool, why error)) error {
	for n := 1; ; n++ {
		lost, why := do()
		if !lost {
			return why
		}
		if err := t.db.stopped(ctx); err != nil {
			return &beginError{err}
		}
		if n == 3 {
			return &beginError{retryable(why)}
		}
		t.c.doomed = true
		t.c.release()
		var err error
		if t.c, err = t.take(ctx); err != nil {
			t.c = nil
			return &beginError{err}
		}
		t.c.begin = t.begin
	}
}

// exec runs SQL without arguments that answers nothing in the transaction.
func (t *tx) exec(ctx context.Context, sql string) error {
	return t.attempts(ctx, func() (lost bool, err error) {
		if t.c.begin == "" {
			_, err = t.c.exec(ctx, sql)
			return false, err
		}
		err = t.c.start(ctx, sql)
		return t.c.begin != "" && t.c.pg.IsClosed(), err
	})
}

// start has the transaction begin, if it has not.
func (t *tx) start(ctx context.Context) error {
	return t.attempts(ctx, func() (lost bool, err error) {
		if t.c.begin != "" {
			err = t.c.start(ctx)
		}
		return t.c.begin != "" && t.c.pg.IsClosed(), err
	})
}

// start has the transaction begin, and runs statements behind it in the same round trip.
func (c *conn) start(ctx context.Context, behind ...string) error {
	_, err := c.exec(ctx, strings.Join(append([]string{c.begin}, behind...), "; "))
	if err != nil && (c.pg.IsClosed() || c.pg.TxStatus() == 'I') {
		return &beginError{err}
	}
	c.begin = ""
	return err
}

// began reads the answer to the BEGIN that travels with a flight.
func (f *flight) began() {
	results, err := f.pipe.GetResults()
	if err == nil {
		rr, ok := results.(*pgconn.ResultReader)
		if !ok {
			f.broke(errOutOfStep)
			return
		}
		_, err = rr.Close()
	}
	switch {
	case err == nil:
		f.c.begin = ""
	case broken(err):
		f.broke(err)
	default:
		f.failed = &beginError{f.c.explain(err)}
	}
}

// unbegun has the ops run again that are not finished: the connection was lost, and their transaction had not begun.
func (f *flight) unbegun() {
	f.stale = f.c.unsent(f.lost)
	for i := range f.ops {
		f.sent[i].again = f.ops[i].Outcome.State == driver.Pending
	}
}
