package orm

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/seed83105465/duet/orm/driver"
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
	why     error
}

// travel takes the riders to the database and back until all are over.
func (t *trip) travel() {
	t.live, t.waiting = len(t.riders), len(t.riders)
	t.ctx, t.cancel = context.WithCancelCause(context.Background())
	defer t.cancel(nil)
	defer t.fail(errStranded) // what is left when a Scan has ended the goroutine
	for i, r := range t.riders {
		r.trip = t
		r.onCancel(func(why error) { t.leave(r, why) })
		if same := func(o *rider) bool { return o.ctx == r.ctx }; !slices.ContainsFunc(t.riders[:i], same) {
			defer context.AfterFunc(r.ctx, func() { t.ended(r.ctx) })()
		}
	}
	for t.leg() {
	}
}

// ended notes that nobody waits for those riders any more whose context this is.
func (t *trip) ended(ctx context.Context) {
	for _, r := range t.riders {
		if r.ctx == ctx {
			t.leave(r, context.Cause(ctx))
		}
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
		case r.why() != nil:
			r.do(t.q, r.why)
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
		case <-t.quit(waits):
			waits.do(t.q, waits.why)
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

// leave notes that nobody waits for a rider any more, because it is over (why is nil) or was cancelled. Once that is true
// for all of them, the server ends what runs; while it is not, the driver may, where that harms no neighbour.
func (t *trip) leave(r *rider, why error) {
	t.mu.Lock()
	if why == nil {
		t.live--
	}
	if !r.gone {
		r.gone = true
		t.waiting--
		if r.quit != nil {
			close(r.quit)
		}
	}
	if why != nil {
		t.why = why
	}
	flying := r.flying
	if t.waiting == 0 && t.live > 0 {
		t.cancel(t.why)
	}
	t.mu.Unlock()
	if why != nil {
		for _, op := range flying {
			op.Abandon(why)
		}
	}
}

// quit is closed when nobody waits for a rider any more.
func (t *trip) quit(r *rider) <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r.quit == nil {
		if r.quit = make(chan struct{}); r.gone {
			close(r.quit)
		}
	}
	return r.quit
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
