package orm

import (
	"context"
	"sync"

	"github.com/seed83105465/duet/safety"
)

// queue is what one scope has asked of one session and not been answered yet. It implements safety.Sender: nothing is
// sent before somebody waits. Reads overlap, at most one for each lane; a write is a barrier.
type queue struct {
	session Session

	mu      sync.Mutex
	changed *sync.Cond
	items   []*item // queued or running, in order of creation
	workers int
	gone    sync.WaitGroup
}

// item is a queued call.
type item struct {
	pending safety.Pending
	write   bool
	sent    bool // somebody waits for it, or for one behind it
	started bool
	// run claims the future, executes do and settles with its outcome.
	run func(do func(ctx context.Context) error)
	job job
}

func newQueue(s Session) *queue {
	q := &queue{session: s}
	q.changed = sync.NewCond(&q.mu)
	return q
}

// Policy implements safety.Policed.
func (q *queue) Policy() *safety.Policy { return &q.session.root().policy }

func (q *queue) add(it *item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, it)
}

// Send implements safety.Sender. A single future that its awaiter waits for runs on the awaiter's goroutine; else
// workers run what is queued.
func (q *queue) Send(awaited safety.Pending) {
	q.mu.Lock()
	unstarted := 0
	for _, it := range q.items {
		it.sent = true
		if !it.started {
			unstarted++
		}
	}
	if unstarted == 0 {
		q.mu.Unlock()
		return
	}
	if len(q.items) == 1 && awaited != nil && q.items[0].pending == awaited {
		it := q.items[0]
		it.started = true
		q.mu.Unlock()
		q.execute(it)
		return
	}
	for q.workers < min(q.session.lanes(), unstarted) {
		q.workers++
		q.gone.Add(1)
		go q.work()
	}
	q.mu.Unlock()
}

// Wait implements safety.Sender.
func (q *queue) Wait() { q.gone.Wait() }

// work runs what was sent until nothing is left. A worker that is killed by runtime.Goexit is replaced.
func (q *queue) work() {
	defer q.gone.Done()
	finished := false
	defer func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.workers--
		if !finished && len(q.items) > 0 {
			q.workers++
			q.gone.Add(1)
			go q.work()
		}
	}()
	for {
		it := q.take()
		if it == nil {
			finished = true
			return
		}
		q.execute(it)
	}
}

// take is the next item that may run, or nil when there is none to come.
func (q *queue) take() *item {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		it, wait := q.next()
		if it != nil {
			it.started = true
			return it
		}
		if !wait {
			return nil
		}
		q.changed.Wait()
	}
}

// next finds the first item that is sent and not started. It may start when no write is before it, and a write when
// nothing is.
func (q *queue) next() (it *item, wait bool) {
	for i, it := range q.items {
		if it.started && it.write {
			return nil, q.waiting(i + 1)
		}
		if it.started || !it.sent {
			continue
		}
		if it.write && i > 0 {
			return nil, true
		}
		return it, false
	}
	return nil, false
}

// waiting reports whether an item from i on is sent and not started.
func (q *queue) waiting(i int) bool {
	for _, it := range q.items[i:] {
		if it.sent && !it.started {
			return true
		}
	}
	return false
}

func (q *queue) execute(it *item) {
	defer q.finish(it)
	it.run(func(ctx context.Context) error { return run(ctx, q.session, it.job) })
}

func (q *queue) finish(it *item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i := range q.items {
		if q.items[i] == it {
			q.items = append(q.items[:i], q.items[i+1:]...)
			break
		}
	}
	q.changed.Broadcast()
}

// start makes the future of a job: the asynchronous voice of what run does in the blocking one. result is asked for
// the answer when the job has ended well.
func start[T any](ac AsyncContext, s Session, a *asked, j job, result func() (T, error)) *Future[T] {
	var zero T
	call := a.table.QueryName(a.call)
	if s == nil {
		return failed[T](ac, call, a.site, ErrNoSession)
	}
	sender, err := safety.SenderFor(ac, s, func() safety.Sender { return newQueue(s) })
	if err != nil {
		return failed[T](ac, call, a.site, err)
	}
	q := sender.(*queue)
	f, p := safety.New[T](ac, call, a.site, q)
	if p == nil {
		return f
	}
	q.add(&item{pending: p.Pending(), write: j.writes(), job: j, run: func(do func(context.Context) error) {
		p.Run(func(ctx context.Context) (T, error) {
			if err := do(ctx); err != nil {
				return zero, a.wrap(err)
			}
			v, err := result()
			return v, a.wrap(err)
		})
	}})
	return f
}

// failed is a future that has ended with an error.
func failed[T any](ac AsyncContext, call string, site safety.Site, err error) *Future[T] {
	var zero T
	f, p := safety.New[T](ac, call, site, nil)
	p.Settle(zero, err)
	return f
}
