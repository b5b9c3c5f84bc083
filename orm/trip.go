package orm

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/internal/steady"
	"github.com/seed83105465/duet/safety"
)

// slow is how long a statement may take in the database, as far as its plan is known, to travel with others. One that takes
// longer has a connection of its own, so that the others never wait for it.
const slow = 5 * time.Millisecond

// trip is calls of one scope that travel together: their rounds share round trips, one for each level of what is loaded.
type trip struct {
	q      *queue
	ctx    context.Context // ends when nobody waits for anything that is under way
	cancel context.CancelCauseFunc
	riders []*rider
	alone  []*rider // calls that were started with the others, and travel by themselves
	later  []*rider // of these, the ones behind a write, which wait for it
	wrote  bool     // a write is among the riders: what is behind it travels on the same connection
	mixed  bool     // no write may join any more: something before it may end later than the first round trip

	mu      sync.Mutex
	live    int // riders that are not over
	waiting int // of these, the ones that were not cancelled
}

// rider is a call on its way.
type rider struct {
	it     *item
	trip   *trip // nil for one that travels by itself
	ctx    context.Context
	round  round
	left   atomic.Int32       // ops of the round that are not done
	told   func()             // tells observers of the round
	crash  *safety.PanicError // of a Scan
	stop   func() bool
	over   bool
	landed bool

	// Under the trip's lock:
	gone   bool         // it was cancelled, or is over
	flying []*driver.Op // what is on its way
}

// several is a call that may need more than one round.
type several interface{ several() bool }

func severalRounds(c call) bool {
	s, ok := c.(several)
	return ok && s.several()
}

// begin claims a call and makes its first round; nil when there is nothing to send.
func (q *queue) begin(it *item) *rider {
	ctx, ok := it.promise.Start()
	if !ok {
		q.finish(it)
		return nil
	}
	r := &rider{it: it, ctx: ctx, stop: func() bool { return true }}
	r.do(q, func() error {
		if err := q.session.enter(ctx); err != nil {
			return err
		}
		return r.next()
	})
	if r.over {
		return nil
	}
	return r
}

// do runs code of the call, and ends the call with its error or panic, or when it has nothing more to send.
func (r *rider) do(q *queue, f func() error) {
	defer func() {
		if p := recover(); p != nil {
			r.land()
			r.it.promise.SettlePanic(p, debug.Stack())
			r.end(q)
		}
	}()
	if err := r.ended(f()); err != nil || r.round.wait == nil && len(r.round.ops) == 0 {
		r.land()
		r.it.promise.Settle(answer(r.it.call, err))
		r.end(q)
	}
}

// next makes the next round.
func (r *rider) next() (err error) {
	r.round, err = r.it.call.next(r.ctx)
	return err
}

// ended is the error of a call, which is that of its own context where that has ended: a trip goes on without it.
func (r *rider) ended(err error) error {
	if r.ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err
	}
	cause := context.Cause(r.ctx)
	if errors.Is(cause, context.DeadlineExceeded) {
		return &driver.Error{Kind: ErrTimeout, Err: cause}
	}
	return cause
}

func (r *rider) end(q *queue) {
	if r.over {
		return
	}
	r.over = true
	r.land()
	q.finish(r.it)
}

// land notes that the rider is over, before anybody hears of its answer: who does may end the context, which is no reason to
// cancel anything, and read the rows, which the call may give back as they were.
func (r *rider) land() {
	if r.landed {
		return
	}
	r.landed = true
	r.stop()
	if r.trip != nil {
		r.trip.leave(r, true)
	}
	if e, ok := r.it.call.(ender); ok {
		e.over()
	}
}

// quick reports whether a rider may travel with others: none of its statements is known to be slow. Writes are waited for in
// any case.
func (r *rider) quick() bool {
	if r.it.call.question().apart {
		return false
	}
	for _, op := range r.round.ops {
		if !op.Plan.Write && op.Plan.Cost.Beyond(slow) && !steady.Is(r.ctx) {
			return false
		}
	}
	return r.round.wait == nil
}

// travel takes the riders to the database and back until all are over.
func (t *trip) travel() {
	t.live, t.waiting = len(t.riders), len(t.riders)
	t.ctx, t.cancel = context.WithCancelCause(context.Background())
	defer t.cancel(nil)
	defer t.fail(errStranded) // what is left when a Scan has ended the goroutine
	for _, r := range t.riders {
		r.trip = t
		r.stop = context.AfterFunc(r.ctx, func() { t.leave(r, false) })
	}
	for t.leg() {
	}
}

// leg is one round trip: the rounds of all riders. It reports whether there was anything to do.
func (t *trip) leg() bool {
	var ops []*driver.Op
	var waits *rider
	ctx := t.ctx
	for _, r := range t.riders {
		switch {
		case r.over:
		case r.ctx.Err() != nil:
			r.do(t.q, func() error { return context.Cause(r.ctx) })
		case r.round.wait != nil:
			waits = r
		default:
			t.fly(r, r.round.ops)
			r.left.Store(int32(len(r.round.ops)))
			if r.told = observe(r.ctx, t.q.session, r.it.call.question(), r.round.ops); r.told != nil {
				ctx = driver.OnBehalfOf(ctx, r.ctx)
			}
			for _, op := range r.round.ops {
				if op.Scan != nil {
					op.Scan = r.guarded(op.Scan)
				}
				if j, ok := r.it.call.(rescanner); ok {
					op.Again = func() { j.again(op) }
				}
				op.Done = func(*driver.Op) {
					if r.left.Add(-1) == 0 {
						t.answered(r)
					}
				}
			}
			ops = append(ops, r.round.ops...)
		}
	}
	switch {
	case len(ops) > 0:
		leave, err := t.q.session.hold(t.ctx)
		if err != nil {
			t.fail(err)
			return false
		}
		defer leave()
		t.send(ctx, ops)
	case waits == nil:
		return false
	default:
		select {
		case <-waits.round.wait:
		case <-waits.ctx.Done():
			waits.do(t.q, func() error { return context.Cause(waits.ctx) })
		}
	}
	for _, r := range t.riders { // what they waited for may be there
		if r.round.wait != nil && !r.over {
			select {
			case <-r.round.wait:
				r.do(t.q, r.next)
			default:
			}
		}
	}
	return true
}

// send runs ops. Lookups by key go as one; if that fails, each by itself.
func (t *trip) send(ctx context.Context, ops []*driver.Op) {
	ops, all := merge(ops, !t.q.session.apart())
	t.q.session.conn().Pipeline(ctx, ops)
	var again []*driver.Op
	for _, l := range all {
		again = append(again, l.apart()...)
	}
	if len(again) > 0 {
		t.q.session.conn().Pipeline(ctx, again)
	}
}

// guarded is a Scan whose panic is its own call's, and not that of those it travels with.
func (r *rider) guarded(scan func(Row) error) func(Row) error {
	return func(row Row) (err error) {
		defer func() {
			if p := recover(); p != nil {
				r.crash = &safety.PanicError{Value: p, Stack: debug.Stack()}
				err = errCrashed
			}
		}()
		return scan(row)
	}
}

// answered takes a rider on whose round is done. It runs as soon as the answer is there, while others are still read.
func (t *trip) answered(r *rider) {
	t.fly(r, nil)
	r.do(t.q, func() error {
		if r.told != nil {
			r.told()
		}
		if r.crash != nil {
			r.land()
			r.it.promise.SettlePanic(r.crash.Value, r.crash.Stack)
		}
		if err := roundError(r.round.ops); err != nil {
			if slices.ContainsFunc(r.round.ops, func(op *driver.Op) bool { return op.Outcome.State == driver.Unknown }) {
				r.land()
				r.it.promise.SettleUnknown(r.it.call.wrap(err))
			}
			return err
		}
		return r.next()
	})
}

// leave notes that nobody waits for a rider any more, because it is over or was cancelled. Once that is true for all of
// them, the server ends what runs; while it is not, the driver may, where that harms no neighbour.
func (t *trip) leave(r *rider, over bool) {
	t.mu.Lock()
	if over {
		t.live--
	}
	if !r.gone {
		r.gone = true
		t.waiting--
	}
	flying := r.flying
	if t.waiting == 0 && t.live > 0 {
		t.cancel(context.Cause(r.ctx))
	}
	t.mu.Unlock()
	if !over {
		for _, op := range flying {
			op.Abandon(context.Cause(r.ctx))
		}
	}
}

// fly notes what is on its way for a rider.
func (t *trip) fly(r *rider, ops []*driver.Op) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r.flying = ops
}

func (t *trip) fail(err error) {
	for _, r := range t.riders {
		if !r.over {
			r.do(t.q, func() error { return err })
		}
	}
}

var errCrashed = errors.New("a Scan panicked")

var errStranded = errors.New("the goroutine that ran the call was ended by a Scan or an observer of another one that it travelled with")
