package postgres

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/orm/driver"
)

// conn is one connection. Whoever has taken it from its pool uses it alone; cancel may be called from anywhere.
type conn struct {
	db       *database
	pg       *pgconn.PgConn
	socket   *socket
	lease    *pgxpool.Conn // while it is out of its pool
	rested   time.Time     // since when it is in its pool
	prepared *prepared
	args     arguments
	row      row
	single   flight  // of an op alone: nobody but the connection's user sees it, so that it serves again and again
	few      [1]sent // its sent
	begin    string  // of the transaction that it is in, until the server has answered it
	doomed   bool    // it is not to be used again
	beside   bool    // it is one of the cursors', and counted as such

	stopping atomic.Bool // stop is set
	mu       sync.Mutex
	turn     int64       // counts what is guarded, so that a late cancel hits nobody else
	active   bool        // something guarded runs
	unhook   func() bool // from the context that ends it; nil when that cannot end
	stop     *canceller  // ends it
	nudging  *canceller  // ends a part of it
}

// canceller asks the server to end what runs on a connection, and asks again, because a request that arrives between two
// statements ends nothing.
type canceller struct {
	why  error
	over chan struct{} // closed when what was to end has ended
	gone chan struct{} // closed when no request is under way any more
}

// end says that what was to end has ended, and waits for the request that is under way. A nil canceller has ended.
func (s *canceller) end() {
	if s != nil {
		close(s.over)
		<-s.gone
	}
}

// patience is how long a server is asked to end a statement before its connection is cut.
const patience = 5 * time.Second

// guard has what runs from here on, until unguard, ended by the server once ctx ends or the database closes.
func (c *conn) guard(ctx context.Context) {
	c.mu.Lock()
	c.turn++
	turn := c.turn
	c.active = true
	c.mu.Unlock()
	if ctx.Done() != nil {
		c.unhook = context.AfterFunc(ctx, func() { c.cancel(turn, contextError(ctx)) })
	}
}

// unguard ends what guard began: no cancel request is under way any more when it returns.
func (c *conn) unguard() {
	if c.unhook != nil {
		c.unhook()
		c.unhook = nil
	}
	c.mu.Lock()
	s := c.stop
	c.stop, c.active = nil, false
	c.stopping.Store(false)
	c.mu.Unlock()
	s.end()
}

// cancel ends what runs, for this turn's user (0 for whoever it is), and returns when it has ended.
func (c *conn) cancel(turn int64, why error) {
	c.mu.Lock()
	if !c.active || c.stop != nil || turn != 0 && turn != c.turn {
		c.mu.Unlock()
		return
	}
	s := &canceller{why: why, over: make(chan struct{}), gone: make(chan struct{})}
	c.stop = s
	c.stopping.Store(true)
	c.mu.Unlock()
	defer close(s.gone)
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	for wait := 20 * time.Millisecond; ; wait *= 2 {
		_ = c.pg.CancelRequest(ctx) // when it fails, the connection is cut in the end
		select {
		case <-s.over:
			return
		case <-time.After(wait):
		}
		if ctx.Err() != nil {
			_ = c.pg.Conn().Close() // nobody answers
			return
		}
	}
}

// why is the reason that the running statements are being ended for, nil when they are not.
func (c *conn) why() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stop == nil {
		return nil
	}
	return c.stop.why
}

// explain makes the error to report of one that Postgres or the network gave.
func (c *conn) explain(err error) error {
	var pg *pgconn.PgError
	if why := c.why(); why != nil && (!errors.As(err, &pg) || pg.Code == "57014") {
		return why
	}
	return typed(err)
}

// exec runs SQL of the driver's own, in one round trip. ctx ends it.
func (c *conn) exec(ctx context.Context, sql string) (pgconn.CommandTag, error) {
	driver.NewRoundTrip(ctx, 0, sql)
	return c.simple(ctx, sql)
}

// simple runs SQL without arguments that answers nothing, several statements if need be. ctx ends it.
func (c *conn) simple(ctx context.Context, sql string) (tag pgconn.CommandTag, err error) {
	c.guard(ctx)
	defer c.unguard()
	results := c.pg.Exec(context.Background(), sql)
	for results.NextResult() {
		tag, _ = results.ResultReader().Close()
	}
	if err := results.Close(); err != nil {
		return tag, c.explain(err)
	}
	return tag, nil
}

// described is what the server says of a statement: what it is, or why it refuses it.
type described struct {
	st      *statement
	refused error
}

// describe prepares statements that no connection has prepared yet, all in one round trip. lost is why the connection broke.
func (c *conn) describe(ctx context.Context, sqls []string) (found map[string]described, lost error) {
	if len(sqls) == 0 {
		return nil, nil
	}
	found = make(map[string]described, len(sqls))
	pipe := c.pg.StartPipeline(context.Background())
	defer func() {
		if pipe.Close() != nil {
			c.doomed = c.doomed || c.pg.IsClosed()
		}
	}()
	names := make([]string, len(sqls))
	for i, sql := range sqls {
		if c.db.opts.named() {
			names[i] = c.prepared.name(sql)
		}
		pipe.SendPrepare(names[i], sql, nil)
		pipe.SendPipelineSync()
	}
	driver.NewRoundTrip(ctx, 0, "prepare what is new")
	if err := pipe.Flush(); err != nil {
		return nil, err
	}
	for i, sql := range sqls {
		desc, err := upToSync(pipe)
		switch {
		case err != nil && broken(err):
			return nil, err
		case err != nil:
			found[sql] = described{refused: c.explain(err)}
		case desc != nil:
			desc.Name, desc.SQL = names[i], sql
			st := newStatement(desc)
			c.db.known.add(st)
			if names[i] != "" {
				c.prepared.add(st)
			}
			found[sql] = described{st: st}
		}
	}
	return found, nil
}

// unsent is the error of a statement that was not executed because the connection broke before.
func (c *conn) unsent(err error) error {
	if why := c.why(); why != nil {
		return why
	}
	return retryable(typed(err))
}

// release gives the connection back; its pool closes it when it is broken or not idle.
func (c *conn) release() {
	lease := c.lease
	c.lease, c.begin, c.rested = nil, "", time.Now()
	if c.beside {
		c.db.reading.Add(-1)
		c.beside = false
	}
	c.db.leave(c)
	if c.doomed && !c.pg.IsClosed() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = c.pg.Close(ctx)
	}
	lease.Release()
}

// stopped is why nothing is to be sent any more, if so.
func (db *database) stopped(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		return contextError(ctx)
	case db.closed.Load():
		return driver.ErrClosed
	}
	return nil
}
