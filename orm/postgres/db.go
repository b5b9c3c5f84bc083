package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/orm/driver"
)

// database implements driver.DB.
type database struct {
	opts    options
	pool    *pgxpool.Pool
	cursors *pgxpool.Pool // what cursors outside of transactions read on
	reading atomic.Int64  // how many of cursors are taken
	known   known
	way     way
	closed  atomic.Bool
	closing sync.Once

	mu    sync.Mutex
	taken map[*conn]struct{}
	open  map[closer]struct{} // transactions and cursors
}

// closer is what outlives a call: a transaction or a cursor.
type closer interface {
	// shut ends it with driver.ErrClosed, after waiting for the call that runs.
	shut()
}

// Dialect implements driver.DB.
func (db *database) Dialect() driver.Dialect { return driver.Postgres() }

// Lanes implements driver.DB.
func (db *database) Lanes() int { return int(db.pool.Config().MaxConns) }

// Pipelined implements driver.DB.
func (db *database) Pipelined() bool { return true }

// take is a connection of a pool, alive as far as can be seen without asking the server. release it.
func (db *database) take(ctx context.Context, pool *pgxpool.Pool) (*conn, error) {
	if err := db.stopped(ctx); err != nil {
		return nil, err
	}
	lease, err := pool.Acquire(ctx)
	if err != nil {
		return nil, db.unavailable(ctx, pool, err)
	}
	pg := lease.Conn().PgConn()
	c := connOf(pg)
	if c == nil {
		c = &conn{db: db, pg: pg, socket: newSocket(pg), prepared: newPrepared(db.opts.statements)}
		pg.CustomData()[connKey] = c
	}
	c.lease = lease
	db.mu.Lock()
	closed := db.taken == nil
	if !closed {
		db.taken[c] = struct{}{}
	}
	db.mu.Unlock()
	if closed {
		c.release()
		return nil, driver.ErrClosed
	}
	return c, nil
}

// inPool takes a connection of the pool.
func (db *database) inPool(ctx context.Context) (*conn, error) { return db.take(ctx, db.pool) }

// beside takes a connection beside the pool's, without waiting for others to be given back.
func (db *database) beside(ctx context.Context) (*conn, error) {
	if n := int64(db.opts.cursors); db.reading.Add(1) > n {
		db.reading.Add(-1)
		return nil, fmt.Errorf("postgres: %d iterations are open, each with a connection of its own: end some, or raise postgres.Cursors", n)
	}
	c, err := db.take(ctx, db.cursors)
	if err != nil {
		db.reading.Add(-1)
		return nil, err
	}
	c.beside = true
	return c, nil
}

const connKey = "duet"

// connOf is what was made of a connection when it was first taken; nil before.
func connOf(pg *pgconn.PgConn) *conn {
	c, _ := pg.CustomData()[connKey].(*conn)
	return c
}

// leave notes that a connection is not used any more.
func (db *database) leave(c *conn) {
	db.mu.Lock()
	defer db.mu.Unlock()
	delete(db.taken, c)
}

// unavailable is why there is no connection.
func (db *database) unavailable(ctx context.Context, pool *pgxpool.Pool, err error) error {
	if db.closed.Load() {
		return driver.ErrClosed
	}
	if ctx.Err() != nil {
		err := contextError(ctx)
		if n := pool.Config().MaxConns; pool.Stat().AcquiredConns() >= n {
			err = fmt.Errorf("waiting for one of the pool's %d connections: %w", n, err)
		}
		return err
	}
	err = typed(err)
	var e *driver.Error
	if errors.As(err, &e) {
		return retryable(err)
	}
	return &driver.Error{Kind: driver.ErrUnavailable, Err: err, Retry: true}
}

// Pipeline implements driver.Conn. All ops travel in one round trip, on one connection, each with a Sync of its own or, if
// they are quick and can have no effect, one for all: one that fails takes none along, as what was skipped is sent again.
func (db *database) Pipeline(ctx context.Context, ops []*driver.Op) {
	defer func() { // of a Scan or Done that panicked: whoever waits for the others must hear of them
		abort(ops, errPanicked)
	}()
	var why error
	for range 3 {
		if len(ops) == 0 {
			return
		}
		c, err := db.take(ctx, db.pool)
		if err != nil {
			abort(ops, err)
			return
		}
		ops, why = db.run(ctx, c, ops)
	}
	for _, op := range ops {
		op.Finish(driver.Outcome{State: driver.Failed, Err: why})
	}
}

// run runs ops on a connection, and again on the same one while it is well: what is stale there would be so on others.
func (db *database) run(ctx context.Context, c *conn, ops []*driver.Op) (again []*driver.Op, why error) {
	defer c.release()
	again = ops
	how := sharing
	for range 3 {
		if again, why = c.split(ctx, again, how); len(again) == 0 || c.doomed || db.stopped(ctx) != nil {
			break
		}
		how = apart
	}
	return again, why
}

// abort finishes the ops that are not finished.
func abort(ops []*driver.Op, err error) {
	for _, op := range ops {
		if op.Outcome.State == driver.Pending {
			op.Finish(driver.Outcome{State: driver.Aborted, Err: err})
		}
	}
}

// enlist notes what Close must shut, or reports that the database is closed.
func (db *database) enlist(x closer) bool {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.open == nil {
		return false
	}
	db.open[x] = struct{}{}
	return true
}

func (db *database) delist(x closer) {
	db.mu.Lock()
	defer db.mu.Unlock()
	delete(db.open, x)
}

// Close implements driver.DB.
func (db *database) Close() error {
	db.closing.Do(func() {
		db.closed.Store(true)
		db.mu.Lock()
		open, taken := db.open, db.taken
		db.open, db.taken = nil, nil
		db.mu.Unlock()
		var all sync.WaitGroup
		for c := range taken {
			all.Go(func() { c.cancel(0, driver.ErrClosed) })
		}
		for x := range open {
			all.Go(x.shut)
		}
		db.pool.Close()
		db.cursors.Close()
		all.Wait()
	})
	return nil
}

// rest is how long a connection has to be in its pool to be looked at before it is used again. What ends it sooner is found out
// as what ends it right after a look would be; and a busy connection is spared a system call for each statement.
const rest = time.Millisecond

// prepareConn is asked by a pool before it hands out a connection. One that nobody has used yet was opened just now.
func prepareConn(_ context.Context, c *pgx.Conn) (bool, error) {
	known := connOf(c.PgConn())
	return known == nil || time.Since(known.rested) < rest || known.socket.alive(known.pg), nil
}
