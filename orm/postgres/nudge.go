package postgres

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed83105465/duet/orm/driver"
)

// grace is how long a statement that nobody waits for any more is left to end by itself while others wait behind it: it is
// known to be quick, and asking the server to end it takes a connection.
const grace = 10 * time.Millisecond

// nudger has the server end a statement that nobody waits for any more while others wait behind it on the same connection,
// say because it waits for a lock. The request may reach the server when one of these runs: so it is made only where that
// can be run again, which goes for reads that can have no effect.
type nudger struct {
	at    atomic.Int32 // the op whose answer is awaited, or one of these
	asked atomic.Bool  // the server was asked to end something

	nudges sync.WaitGroup
}

const (
	nowhere    = -1
	describing = -2 // nothing is executed yet: all can be run again
)

// watch has the flight hear of ops that nobody waits for any more.
func (f *flight) watch() (unwatch func()) {
	if f.tx || len(f.ops) < 2 {
		return func() {}
	}
	turn := f.c.turn
	f.at.Store(nowhere)
	told := func(error) { f.nudges.Go(func() { f.c.nudge(turn, f) }) }
	for _, op := range f.ops {
		op.OnAbandon(told)
	}
	return func() {
		for _, op := range f.ops {
			op.OnAbandon(nil)
		}
		f.at.Store(nowhere)
		f.c.passed()
		f.nudges.Wait()
	}
}

// arrive notes which op's answer is awaited from now on, or that the server describes statements.
func (f *flight) arrive(i int) {
	if f.tx || len(f.ops) < 2 {
		return
	}
	f.c.passed()
	f.at.Store(int32(i)) //nolint:gosec // there are never so many
	if turn := f.c.turn; f.stuck() {
		f.nudges.Go(func() { f.c.nudge(turn, f) })
	}
}

// stuck reports whether what runs is awaited by nobody, and everything behind it can be run again.
func (f *flight) stuck() bool {
	at := int(f.at.Load())
	left := func(op *driver.Op) bool { return op.Abandoned() != nil }
	switch at {
	case nowhere:
		return false
	case describing:
		return slices.ContainsFunc(f.ops, left)
	}
	for _, op := range f.ops[at:] {
		if !op.Plan.Pure {
			return false
		}
	}
	end := at + 1
	if f.shared(at) {
		end = f.to // which of them runs cannot be seen
	}
	return slices.ContainsFunc(f.ops[at:end], left)
}

// nudge asks the server to end what a flight is stuck at, until its answer is there.
func (c *conn) nudge(turn int64, f *flight) {
	c.mu.Lock()
	if !c.active || c.turn != turn || c.stop != nil || c.nudging != nil || !f.stuck() {
		c.mu.Unlock()
		return
	}
	over, gone := make(chan struct{}), make(chan struct{})
	c.nudging = &canceller{over: over, gone: gone}
	c.mu.Unlock()
	defer close(gone)
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	for wait := grace; ctx.Err() == nil; wait *= 2 {
		select {
		case <-over:
			return
		case <-time.After(wait):
		}
		f.asked.Store(true)
		_ = c.pg.CancelRequest(ctx) // when it fails, the others wait
	}
}

// passed ends the nudging for what is answered now.
func (c *conn) passed() {
	c.mu.Lock()
	s := c.nudging
	c.nudging = nil
	c.mu.Unlock()
	s.end()
}

// hit finishes an op that the server has ended because it was asked to end one: this one, or one that is run again. It
// reports whether that is so.
func (f *flight) hit(i int, a answer, err error) bool {
	var pg *pgconn.PgError
	if !f.asked.Load() || !errors.As(err, &pg) || pg.Code != "57014" {
		return false
	}
	op := f.ops[i]
	switch why := op.Abandoned(); {
	case why != nil:
		f.finish(i, driver.Failed, why)
	case f.sent[i].runs > 0 && !op.Plan.Pure:
		return false // nothing is asked to end while one of these is behind: it is the statement's own error
	case a.rows > 0 && op.Scan != nil && op.Again == nil:
		f.finish(i, driver.Failed, errSkipped)
	default:
		if a.rows > 0 && op.Scan != nil {
			op.Again()
		}
		f.sent[i].again, f.stale = true, errSkipped
	}
	if f.shared(i) && f.sent[i].runs > 0 {
		f.failed = err
	}
	return true
}
