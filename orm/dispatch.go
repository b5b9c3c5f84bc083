package orm

import (
	"context"
	"sync"

	"github.com/seed83105465/duet/safety"
)

// queue is what one scope has asked of one session and not been answered yet. It implements safety.Sender: nothing is
// sent before somebody waits, or it has become much. Reads overlap, at most one for each lane; a write is a barrier.
type queue struct {
	session Session

	mu      sync.Mutex
	changed *sync.Cond
	items   []*item // queued or running, in order of creation
	unsent  int     // of these, the ones that nobody waits for
	bytes   int     // which these take as arguments, about
	workers int
	busy    int // workers that run an item
	gone    sync.WaitGroup
}

// item is a queued call.
type item struct {
	promise *safety.Promise
	call    call
	write   bool
	sent    bool // somebody waits for it, or for one behind it
	started bool
	trip    *trip // that it joined
}

// inline reports whether the item may run on the goroutine of whoever waits for it. The program's own code may not: it may
// take for ever, or end the goroutine.
func (it *item) inline() bool {
	_, code := it.call.(*task)
	return !code
}

func newQueue(s Session) *queue {
	q := &queue{session: s}
	q.changed = sync.NewCond(&q.mu)
	return q
}

// Policy implements safety.Policed.
func (q *queue) Policy() *safety.Policy { return &q.session.root().policy }

// Joint implements safety.Joint.
func (q *queue) Joint() bool { return !q.session.apart() }

// What is queued is sent, though nobody waits for it, once it is so many calls or takes so many bytes: it would not be quicker
// for being more.
const (
	manyCalls = 256
	manyBytes = 1 << 20
)

func (q *queue) add(it *item) {
	weight := it.call.weight()
	q.mu.Lock()
	q.items = append(q.items, it)
	q.unsent++
	q.bytes += weight
	full := q.unsent >= manyCalls || q.bytes >= manyBytes
	q.mu.Unlock()
	if full {
		q.Send(nil)
	}
}

// Send implements safety.Sender. A single statement that its awaiter waits for runs on the awaiter's goroutine; else
// workers run what is queued.
func (q *queue) Send(awaited safety.Pending) {
	q.mu.Lock()
	q.unsent, q.bytes = 0, 0
	unstarted, apart := 0, 0
	for _, it := range q.items {
		it.sent = true
		if !it.started {
			unstarted++
			if it.call.atomic() {
				apart++
			}
		}
	}
	if unstarted == 0 {
		q.mu.Unlock()
		return
	}
	if it := q.items[0]; len(q.items) == 1 && awaited != nil && it.promise.Pending() == awaited && it.inline() {
		it.started = true
		q.mu.Unlock()
		q.execute(it)
		return
	}
	if q.session.shares() {
		unstarted = min(unstarted, 1+apart) // the first worker takes along what can be, and finds others for the rest
	}
	for q.workers < q.session.lanes() && q.workers-q.busy < unstarted {
		q.hire(nil)
	}
	q.mu.Unlock()
}

// Wait implements safety.Sender.
func (q *queue) Wait() {
	q.gone.Wait()
	if tx, ok := q.session.(*Tx); ok {
		tx.disown(q)
	}
}

// work goes on with r, if it is given one, and runs what was sent until nothing is left. A worker that is killed by
// runtime.Goexit is replaced.
func (q *queue) work(r *rider) {
	defer q.gone.Done()
	finished := false
	defer func() {
		if finished {
			return
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		q.workers--
		q.busy--
		if len(q.items) > 0 {
			q.hire(nil)
		}
	}()
	if r != nil {
		q.goOn(r)
		q.rest()
	}
	for {
		it := q.take()
		if it == nil {
			finished = true
			return
		}
		q.run(it)
		q.rest()
	}
}

// hire starts a worker. The lock is held.
func (q *queue) hire(r *rider) {
	q.workers++
	if r != nil {
		q.busy++
	}
	q.gone.Add(1)
	go q.work(r)
}

// rest notes that a worker is free.
func (q *queue) rest() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.busy--
}

// run runs an item and, where round trips can be shared, what may travel with it.
func (q *queue) run(it *item) {
	if !q.session.shares() || it.call.atomic() {
		q.execute(it)
		return
	}
	t := &trip{q: q}
	q.mu.Lock()
	it.trip = t
	q.mu.Unlock()
	for it := it; it != nil; it = q.join(t) {
		q.board(t, it)
	}
	mine := q.sendOff(t.alone, len(t.riders) == 0)
	defer func() { q.goOnAll(append(mine, q.sendOff(t.later, len(mine) == 0)...)) }()
	if len(t.riders) > 0 {
		t.travel()
	}
}

// sendOff finds workers for riders that travel alone, and returns those that there are none for. The first one stays, if it is
// to be for this worker.
func (q *queue) sendOff(rs []*rider, first bool) (mine []*rider) {
	for i, r := range rs {
		if i == 0 && first || !q.spare(r) {
			mine = append(mine, r)
		}
	}
	return mine
}

// goOnAll runs the rest of calls one after another, in order: one may wait for what one before it loads. Whatever ends
// this goroutine, it runs them all.
func (q *queue) goOnAll(rs []*rider) {
	if len(rs) > 0 {
		defer q.goOnAll(rs[1:])
		q.goOn(rs[0])
	}
}

// board starts a call and gives it a place.
func (q *queue) board(t *trip, it *item) {
	r := q.begin(it)
	switch {
	case r == nil:
	case t.wrote && !it.write && q.session.apart() && !r.quick():
		t.later = append(t.later, r)
		t.mixed = true
	case r.quick() || t.wrote || !q.session.apart():
		t.riders = append(t.riders, r)
		t.wrote = t.wrote || it.write
		t.mixed = t.mixed || severalRounds(it.call)
	default:
		t.alone = append(t.alone, r)
		t.mixed = true
	}
}

// join is the next item that may travel along, claimed; nil when there is none. A read may, if no write that has not ended
// elsewhere is before it; a write may, if everything before it is in the trip and needs this one round trip.
func (q *queue) join(t *trip) *item {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, it := range q.items {
		switch {
		case it.started && it.trip == t && it.write && severalRounds(it.call):
			return nil // it may write in a later round
		case it.started && it.trip == t:
		case it.started && !it.write:
			t.mixed = true
		case it.started, !it.sent, it.write && (t.mixed || it.call.atomic()):
			return nil
		case it.call.atomic():
			t.mixed = true
		default:
			it.started, it.trip = true, t
			return it
		}
	}
	return nil
}

// spare finds another worker for a rider; false when the session has no more lanes.
func (q *queue) spare(r *rider) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.workers >= q.session.lanes() {
		return false
	}
	q.hire(r)
	return true
}

// goOn runs the rest of a call that travels alone.
func (q *queue) goOn(r *rider) {
	defer r.end(q)
	defer r.it.promise.Recover()
	defer r.land()
	defer r.own()()
	err := goOn(r.ctx, q.session, r.it.call, r.round)
	r.land()
	r.it.promise.Settle(answer(r.it.call, err))
}

// take is the next item that may run, or nil when there is none to come: then the worker counts as gone, so that who sends
// something a moment later hires another.
func (q *queue) take() *item {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		it, wait := q.next()
		if it != nil {
			it.started = true
			q.busy++
			return it
		}
		if !wait {
			q.workers--
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
	perform(it.promise, func(ctx context.Context) (any, error) {
		return answer(it.call, run(ctx, q.session, it.call))
	})
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
