package orm

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/safety"
)

// Session is what a query runs on: a *DB or a *Tx. Only this package implements it.
type Session interface {
	root() *DB
	// enter is asked before anything is sent: whether the session can be used with this context now.
	enter(ctx context.Context) error
	conn() driver.Conn
	// hold waits for the session's lane, which one round has at a time, and is how to leave it.
	hold(ctx context.Context) (leave func(), err error)
	// lanes is how many jobs may run side by side.
	lanes() int
	// shares reports whether several jobs can share a round trip.
	shares() bool
	// apart reports whether a job can run beside others, on a connection of its own.
	apart() bool
	// inTx runs f with a session on which everything it does is one transaction.
	inTx(ctx context.Context, f func(Session) error) error
}

// job is a call in either voice, as rounds of ops: a round's ops do not depend on each other, and the next round is
// made from their answers.
type job interface {
	// question is what was asked, and where.
	question() *asked
	// next makes the next round; one that is empty ends the job. It is first called with nothing done, then when every op
	// of the round before is done well. It does no I/O.
	next(ctx context.Context) (round, error)
	// writes reports whether the job may change the database.
	writes() bool
	// atomic reports whether its rounds must be one transaction.
	atomic() bool
}

// ender is a job that is told when it is over, well or not.
type ender interface{ over() }

// rescanner is a job that can forget the rows of an op that is run again.
type rescanner interface{ again(op *driver.Op) }

// round is a number of ops, or something to wait for.
type round struct {
	ops  []*driver.Op
	wait <-chan struct{}
}

// run executes a job in the blocking way. It is what the blocking voice calls, and what a future's worker calls.
func run(ctx context.Context, s Session, j job) error {
	if t, ok := j.(*task); ok {
		return t.run(ctx)
	}
	if e, ok := j.(ender); ok {
		defer e.over()
	}
	if err := s.enter(ctx); err != nil {
		return err
	}
	if !j.atomic() {
		return runRounds(ctx, s, j)
	}
	return s.inTx(ctx, func(s Session) error { return runRounds(ctx, s, j) })
}

func runRounds(ctx context.Context, s Session, j job) error {
	r, err := j.next(ctx)
	if err != nil {
		return err
	}
	return goOn(ctx, s, j, r)
}

// goOn runs a job from a round on.
func goOn(ctx context.Context, s Session, j job, r round) (err error) {
	for ; ; r, err = j.next(ctx) {
		if err != nil {
			return err
		}
		if r.wait != nil {
			select {
			case <-r.wait:
				continue
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		if len(r.ops) == 0 {
			return nil
		}
		if err := pipeline(ctx, s, j, r.ops); err != nil {
			return err
		}
	}
}

// pipeline sends a round and reports its events.
func pipeline(ctx context.Context, s Session, j job, ops []*driver.Op) error {
	leave, err := s.hold(ctx)
	if err != nil {
		return err
	}
	defer leave()
	done := observe(ctx, s, j.question(), ops)
	s.conn().Pipeline(ctx, ops)
	if done != nil {
		done()
	}
	return roundError(ops)
}

// roundError is the error of the first op which failed by itself, rather than because of another.
func roundError(ops []*driver.Op) error {
	var first error
	for _, op := range ops {
		switch {
		case op.Outcome.State == driver.OK:
		case first == nil, op.Outcome.State != driver.Aborted:
			if err := outcomeError(op); first == nil || op.Outcome.State != driver.Aborted {
				first = err
			}
			if op.Outcome.State != driver.Aborted {
				return first
			}
		}
	}
	return first
}

func outcomeError(op *driver.Op) error {
	if op.Outcome.Err == nil {
		return fmt.Errorf("the statement was %s, and the driver does not say why", op.Outcome.State)
	}
	op.Plan.Locate(op.Outcome.Err)
	return op.Outcome.Err
}

// missing reports whether there is no session: none was given, or a nil one.
func missing(s Session) bool {
	switch s := s.(type) {
	case nil:
		return true
	case *DB:
		return s == nil
	case *Tx:
		return s == nil
	}
	return false
}

// guard is asked by every blocking call before it does anything.
func guard(ctx context.Context, s Session, c safety.Call) error {
	if missing(s) {
		return ErrNoSession
	}
	return safety.CheckBlocking(ctx, &s.root().policy, c)
}

// noContext is for the few places where nobody gave a context and nothing waits: accessors.
var noContext = context.Background()
