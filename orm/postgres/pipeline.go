package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed83105465/duet/orm/driver"
)

// flight is one pipeline on one connection: ops that are sent in one go, and answered in order.
type flight struct {
	c   *conn
	ctx context.Context // whose round trips these are; it ends nothing by itself
	ops []*driver.Op
	// tx says that the ops are statements of a transaction: they share one Sync, and the server skips what is behind one that
	// fails. Otherwise each is a transaction of its own, with a Sync of its own, but for the reads that together puts side by side.
	tx bool
	// Reads from here up to there share a Sync.
	from, to int
	sent     []sent
	next     int // the op whose answer is read next
	pipe     *pgconn.Pipeline
	only     *pgconn.ResultReader // of an op that runs without a pipeline

	since time.Time // when the answer that is read could first have begun
	first bool      // it has the way to the server and back in it

	scanning bool  // a Scan runs; where that is found when it should have returned, it panicked or ended its goroutine
	mute     bool  // it did: no further one is called
	lost     error // why the connection broke
	failed   error // why the server skips what it was sent, up to the next Sync
	fatal    bool  // the server said that it ends the connection: what is behind never ran
	stale    error // why ops are to be run again

	nudger
}

// sent is what is sent for an op.
type sent struct {
	st      *statement
	fresh   bool // it is prepared along
	sure    bool // the server has just said what the statement is: it is not what was known for long
	runs    int  // how often it is run; 0 when nothing was sent
	altered bool // the answer is not of the shape that the statement was known to have: it is not read
	again   bool // nothing was done: the op is to be run again

	answer answer // of a read that shares a Sync, up to that
}

// answer is what the server said to an op: so many rows, of which scanned says whether they could be read, and so many that
// were changed.
type answer struct {
	there         bool
	rows, changed int64
	scanned       error
}

// run runs ops and finishes each but for those that it returns: they did nothing, because what was known of their
// statements, or the connection, was stale, or a read that they shared a Sync with failed, and are to be run again; why says
// so. A panic in a Scan goes on when all is finished.
func (c *conn) run(ctx context.Context, ops []*driver.Op, how manner) (again []*driver.Op, why error) {
	f, few := &c.single, c.few[:]
	if len(ops) > 1 {
		f, few = new(flight), make([]sent, len(ops))
	}
	few[0] = sent{}
	*f = flight{c: c, ctx: ctx, ops: ops, tx: how == inTx, sent: few}
	if how == sharing && len(ops) > 1 {
		f.ops, f.from, f.to = together(ops)
	}
	c.guard(ctx)
	unwatch := f.watch()
	defer func() {
		if f.scanning {
			f.abandon()
		}
		unwatch()
		c.unguard()
		if f.pipe != nil {
			if err := f.pipe.Close(); err != nil {
				c.doomed = true
			}
		}
		c.single = flight{} // which keeps no rows alive
	}()
	switch {
	case c.pg.IsClosed(): // pgconn's errors do not tell whether something was sent
		f.unused(errBroken)
	case f.prepare() && !f.quick():
		f.send()
		f.read()
	}
	return f.again(), f.stale
}

// again are the ops to be run once more.
func (f *flight) again() (ops []*driver.Op) {
	for i := range f.sent {
		if f.sent[i].again {
			ops = append(ops, f.ops[i])
		}
	}
	return ops
}

// retry has op i run again with nothing known of its statement, because of err; false when that was the case already. In a
// transaction it is only forgotten, and also where something was sent behind it that it must not come after.
func (f *flight) retry(i int, err error) bool {
	s, sql := &f.sent[i], f.ops[i].Plan.SQL
	if s.sure || f.ops[i].Outcome.State != driver.Pending {
		return false
	}
	f.c.prepared.drop(sql)
	f.c.db.known.forget(sql)
	if f.tx || f.overtaken(i) {
		return false
	}
	s.again, f.stale = true, &driver.Error{Kind: errStale, Err: err, Retry: true}
	return true
}

// overtaken reports whether something was sent behind op i that it must not be run after.
func (f *flight) overtaken(i int) bool {
	for j := i + 1; j < len(f.ops); j++ {
		if f.sent[j].runs > 0 && (f.ops[i].Plan.Write || f.ops[j].Plan.Write) {
			return true
		}
	}
	return false
}

// pending reports whether op i is neither finished nor to be run again.
func (f *flight) pending(i int) bool {
	return !f.sent[i].again && f.ops[i].Outcome.State == driver.Pending
}

func (f *flight) finish(i int, state driver.State, err error) {
	if f.pending(i) {
		f.ops[i].Finish(driver.Outcome{State: state, Err: err})
	}
}

// abort finishes all ops that nothing was sent for.
func (f *flight) abort(err error) {
	for i := range f.ops {
		if f.sent[i].runs == 0 {
			f.finish(i, driver.Aborted, err)
		}
	}
}

// prepare finds out what must be known of each op's statement before its arguments can be written. It reports whether
// anything is left to be sent.
func (f *flight) prepare() bool {
	var unknown []string
	for i, op := range f.ops {
		s := &f.sent[i]
		if s.st = f.c.prepared.find(op.Plan.SQL); s.st == nil {
			s.st = f.c.db.known.find(op.Plan.SQL)
		}
		if s.st == nil && !slices.Contains(unknown, op.Plan.SQL) {
			unknown = append(unknown, op.Plan.SQL)
		}
	}
	if len(unknown) > 0 {
		f.arrive(describing)
	}
	found, lost := f.c.describe(f.ctx, unknown)
	f.arrive(nowhere)
	if lost != nil {
		f.unused(lost)
		return false
	}
	for i, op := range f.ops {
		err := found[op.Plan.SQL].refused
		if err != nil && f.hit(i, answer{}, err) {
			continue
		}
		if err == nil {
			err = f.find(i, found)
		}
		if err == nil || f.sent[i].again {
			continue
		}
		f.finish(i, driver.Failed, err)
		if f.tx {
			f.abort(txFailed(err))
			return false
		}
	}
	for i := range f.ops {
		if f.pending(i) {
			return true
		}
	}
	return false
}

// unused ends a flight whose connection broke before anything was executed.
func (f *flight) unused(lost error) {
	f.c.doomed = true
	err := f.c.unsent(lost)
	for i := range f.ops {
		switch {
		case !f.tx || f.c.begin != "":
			f.sent[i].again, f.stale = true, err
		case i == 0:
			f.finish(i, driver.Failed, err)
		default:
			f.finish(i, driver.Aborted, txFailed(err))
		}
	}
}

// txFailed is what the calls behind a failed one are told.
func txFailed(err error) error {
	if begin := (*beginError)(nil); errors.As(err, &begin) || errors.Is(err, driver.ErrTxFailed) {
		return err
	}
	return &driver.Error{Kind: driver.ErrTxFailed, Err: err}
}

// find notes an op's statement, and checks that its plan and its arguments fit.
func (f *flight) find(i int, found map[string]described) error {
	op, s := f.ops[i], &f.sent[i]
	if s.st == nil {
		if s.st, s.sure = found[op.Plan.SQL].st, true; s.st == nil {
			return errOutOfStep
		}
	}
	if st := f.c.prepared.find(op.Plan.SQL); st != nil {
		s.st = st
	} else { // another one of the flight may have taken its place
		s.st, s.fresh = s.st.named(""), true
	}
	if err := s.st.check(op.Plan, len(op.Args), max(op.Times, 1)); err != nil {
		return err
	}
	if runs(op) > 1 { // no run may be sent when one of them cannot
		for run := range op.Times {
			if err := f.bind(i, run); err != nil {
				f.retry(i, err)
				return err
			}
		}
	}
	return nil
}
