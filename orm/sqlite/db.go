package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/seed83105465/duet/orm/driver"
)

// database implements driver.DB.
type database struct {
	opts   options
	path   string // absolute; "" in memory
	name   string // for messages
	memory bool   // one connection for everything: the writer

	alive context.Context // ends when the database closes, and interrupts what runs
	kill  context.CancelFunc

	tenure  lock // who holds it has the writer
	writer  *conn
	readers readers

	mu   sync.Mutex
	open map[closer]struct{} // transactions and cursors; nil once closed
}

// closer is what outlives a call: a transaction or a cursor.
type closer interface {
	// shut ends it with driver.ErrClosed, after waiting for the call that runs.
	shut()
}

// Dialect implements driver.DB.
func (db *database) Dialect() driver.Dialect { return driver.SQLite() }

// Lanes implements driver.DB.
func (db *database) Lanes() int {
	if db.memory {
		return 1
	}
	return db.opts.readers
}

// Pipelined implements driver.DB.
func (db *database) Pipelined() bool { return false }

// take is the connection for a write or a read. give it back.
func (db *database) take(ctx context.Context, write bool) (*conn, error) {
	if !write && !db.memory {
		return db.readers.take(ctx)
	}
	if err := db.tenure.take(ctx, db); err != nil {
		return nil, err
	}
	return db.writer, nil
}

func (db *database) give(c *conn) {
	if c == db.writer {
		db.tenure.give()
		return
	}
	db.readers.give(c)
}

// Pipeline implements driver.Conn. Neighbouring reads run on one reader, one after another; writes run on the writer.
func (db *database) Pipeline(ctx context.Context, ops []*driver.Op) {
	done := 0
	defer func() { // of a scan or Done that panicked: whoever waits for the others must hear of them
		abort(ops[done:], errAborted)
	}()
	for done < len(ops) {
		end := done + 1
		for end < len(ops) && (db.memory || ops[end].Plan.Write == ops[done].Plan.Write) {
			end++
		}
		if err := db.pipeline(ctx, ops[:end], &done); err != nil {
			rest := ops[done:]
			done = len(ops)
			abort(rest, err)
		}
	}
}

// pipeline runs ops from *done on, on one connection.
func (db *database) pipeline(ctx context.Context, ops []*driver.Op, done *int) error {
	c, err := db.take(ctx, ops[*done].Plan.Write)
	if err != nil {
		return err
	}
	defer db.give(c)
	c.turn.insist() // of a reader and of the writer it is free; in memory, a cursor gives it back soon
	defer c.turn.give()
	stop := c.guard(ctx)
	defer c.unguard(stop)
	for *done < len(ops) {
		if err := c.stopped(ctx); err != nil {
			return err
		}
		op := ops[*done]
		*done++
		c.perform(ctx, op)
	}
	return nil
}

func abort(ops []*driver.Op, err error) {
	for _, op := range ops {
		op.Finish(driver.Outcome{State: driver.Aborted, Err: err})
	}
}

// Begin implements driver.DB. A transaction that writes waits for its turn on the writer.
func (db *database) Begin(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if db.opts.readOnly && !o.ReadOnly { // SQLite would begin one that reads, without a word
		return nil, &driver.Error{Kind: driver.ErrReadOnly, Err: errors.New("begin: the database was opened with sqlite.ReadOnly(): begin a read-only transaction")}
	}
	c, err := db.take(ctx, !o.ReadOnly)
	if err != nil {
		return nil, err
	}
	t := &tx{db: db, c: c, readOnly: o.ReadOnly}
	c.turn.insist()
	err = t.begin(ctx)
	if err == nil && !db.enlist(t) {
		err = errors.Join(driver.ErrClosed, c.run(context.Background(), "ROLLBACK"))
	}
	c.turn.give()
	if err != nil {
		db.give(c)
		return nil, fmt.Errorf("begin: %w", err)
	}
	return t, nil
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
	db.mu.Lock()
	open := db.open
	db.open = nil
	db.mu.Unlock()
	if open == nil {
		return nil
	}
	db.kill()
	for x := range open {
		x.shut()
	}
	// The writer last: the last connection to close copies the write-ahead log into the file and removes it.
	err := db.readers.close()
	db.tenure.insist()
	if e := db.writer.close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("sqlite: close %s: %w", db.name, db.typed(err))
	}
	return nil
}
