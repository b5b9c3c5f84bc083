package orm

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/internal/steady"
	"github.com/seed83105465/duet/safety"
)

// rider is a call on its way. It implements safety.Cancelled.
type rider struct {
	it     *item
	trip   *trip           // nil for one that travels by itself
	ctx    context.Context // of its scope or deadline; why says whether it goes on
	round  round
	left   atomic.Int32       // ops of the round that are not done
	told   func()             // tells observers of the round
	crash  *safety.PanicError // of a Scan
	over   bool
	landed bool

	mu        sync.Mutex
	cancelled error       // why it was
	cancel    func(error) // who is to hear of it

	// Under the trip's lock:
	gone   bool          // it was cancelled, or is over
	quit   chan struct{} // closed when it is gone; nil until somebody looks
	flying []*driver.Op  // what is on its way
}

// several is a call that may need more than one round.
type several interface{ several() bool }

func severalRounds(c call) bool {
	s, ok := c.(several)
	return ok && s.several()
}

// begin claims a call and makes its first round; nil when there is nothing to send.
func (q *queue) begin(it *item) *rider {
	r := &rider{it: it}
	ctx, ok := it.promise.StartTold(r)
	if !ok {
		q.finish(it)
		return nil
	}
	r.ctx = ctx
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

// Cancelled implements safety.Cancelled.
func (r *rider) Cancelled(why error) {
	r.mu.Lock()
	cancel := r.cancel
	if r.cancelled == nil {
		r.cancelled = why
	}
	r.mu.Unlock()
	if cancel != nil {
		cancel(why)
	}
}

// onCancel has cancel hear of it when the future is cancelled, or was. It must not wait.
func (r *rider) onCancel(cancel func(error)) {
	r.mu.Lock()
	r.cancel = cancel
	why := r.cancelled
	r.mu.Unlock()
	if why != nil {
		cancel(why)
	}
}

// why is why nobody waits for the call any more; nil when somebody does.
func (r *rider) why() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cancelled == nil && r.ctx.Err() != nil {
		return context.Cause(r.ctx)
	}
	return r.cancelled
}

// own gives the rider a context that ends when it is cancelled, for what it does by itself. end it.
func (r *rider) own() (end func()) {
	ctx, cancel := context.WithCancelCause(r.ctx)
	r.ctx = ctx
	r.onCancel(cancel)
	return func() { cancel(nil) }
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

// ended is the error of a call, which is why nobody waits for it where that is so: a trip goes on without it.
func (r *rider) ended(err error) error {
	if !errors.Is(err, context.Canceled) {
		return err
	}
	why := r.why()
	switch {
	case why == nil:
		return err
	case errors.Is(why, context.DeadlineExceeded):
		return &driver.Error{Kind: ErrTimeout, Err: why}
	}
	return why
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
	if r.trip != nil {
		r.trip.leave(r, nil)
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
