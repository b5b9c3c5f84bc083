package orm

import (
	"context"

	"github.com/seed83105465/duet/safety"
)

// task is a future that is no statement, but code, and has its turn in the queue of its session like a statement: a
// transaction. It implements call.
type task struct {
	asked
	do     func(context.Context) (any, error)
	write  bool
	queue  *queue
	outer  *task // that it runs inside of
	answer any
}

type taskKey struct{}

// taskOf is the innermost task that this context is inside of.
func taskOf(ctx context.Context) *task {
	t, _ := ctx.Value(taskKey{}).(*task)
	return t
}

// enqueue makes the future of do, in the queue of a session. As a write it is a barrier.
func enqueue[T any](ac AsyncContext, on Session, call string, site safety.Site, write bool, do func(context.Context) (T, error)) *Future[T] {
	if missing(on) {
		return failed[T](ac, call, site, ErrNoSession)
	}
	q := queueOf(ac, on)
	if q == nil { // the scope has ended, as New says
		return failed[T](ac, call, site, nil)
	}
	f, p := safety.New[T](ac, call, site, q)
	if p != nil {
		t := &task{write: write, queue: q, do: func(ctx context.Context) (any, error) { return do(ctx) }}
		q.add(&item{promise: p, call: t, write: write})
	}
	return f
}

// run runs the code, with a context that says so.
func (t *task) run(ctx context.Context) (err error) {
	t.outer = taskOf(ctx)
	t.answer, err = t.do(context.WithValue(ctx, taskKey{}, t))
	return err
}

func (t *task) next(context.Context) (round, error) { return round{}, nil }
func (t *task) writes() bool                        { return t.write }
func (t *task) atomic() bool                        { return true } // it shares no round trip
func (t *task) wrap(err error) error                { return err }
func (t *task) result() (any, error)                { return t.answer, nil }

// Blocked implements safety.Ordered: code does not wait for what is queued behind itself.
func (q *queue) Blocked(ctx context.Context, awaited safety.Pending) error {
	for t := taskOf(ctx); t != nil; t = t.outer {
		if t.queue == q && q.behind(t, awaited) {
			return ErrWaitsForItself
		}
	}
	return nil
}

// behind reports whether a future is that of t, or cannot run before t has ended.
func (q *queue) behind(t *task, awaited safety.Pending) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	found, barrier := false, false
	for _, it := range q.items {
		found = found || it.call == call(t)
		if !found {
			continue
		}
		if it.promise.Pending() == awaited {
			return it.call == call(t) || barrier || it.write
		}
		barrier = barrier || it.write
	}
	return false
}
