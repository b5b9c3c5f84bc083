package safety_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/seed83105465/duet/safety"
)

// session is a database as these tests need one: it starts what is queued on so many workers, or, with none, on the
// goroutine that awaits.
type session struct {
	workers int
	spot    bool // an awaited call that has not started runs on the goroutine that awaits
	policy  *safety.Policy
	joint   bool

	sent   atomic.Int32 // calls that were started
	waited atomic.Int32 // senders whose Wait has returned
}

// sender is the queue of one scope on a session.
type sender struct {
	s  *session
	wg sync.WaitGroup

	mu      sync.Mutex
	queue   []job
	running int
}

type job struct {
	id  safety.Pending
	run func()
}

func (s *session) in(ac safety.AsyncContext) (*sender, error) {
	snd, err := safety.SenderFor(ac, s, func() safety.Sender { return &sender{s: s} })
	if err != nil {
		return nil, err
	}
	return snd.(*sender), nil
}

func (q *sender) Joint() bool { return q.s.joint }

func (q *sender) Policy() *safety.Policy { return q.s.policy }

func (q *sender) Send(awaited safety.Pending) {
	if q.s.workers == 0 {
		for j, ok := q.take(nil); ok; j, ok = q.take(nil) {
			j.run()
		}
		return
	}
	q.mu.Lock()
	for i := len(q.queue); i > 0 && q.running < q.s.workers; i-- {
		q.running++
		q.wg.Add(1)
		go q.work()
	}
	q.mu.Unlock()
	if q.s.spot && awaited != nil {
		if j, ok := q.take(awaited); ok {
			j.run()
		}
	}
}

func (q *sender) Wait() {
	q.wg.Wait()
	q.s.waited.Add(1)
}

func (q *sender) work() {
	defer q.wg.Done()
	for {
		// Run keeps panics; a Goexit ends this worker, and another must take over.
		exited := true
		func() {
			defer func() {
				if !exited {
					return
				}
				q.mu.Lock()
				defer q.mu.Unlock()
				q.running--
				if len(q.queue) > 0 {
					q.running++
					q.wg.Add(1)
					go q.work()
				}
			}()
			if j, ok := q.take(nil); ok {
				j.run()
				exited = false
			}
		}()
		if exited {
			return
		}
	}
}

// take removes one job, or the job of id.
func (q *sender) take(id safety.Pending) (job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if id == nil && len(q.queue) > 0 {
		j := q.queue[0]
		q.queue[0], q.queue = job{}, q.queue[1:]
		return j, true
	}
	for i, j := range q.queue {
		if j.id == id {
			q.queue = append(q.queue[:i:i], q.queue[i+1:]...)
			return j, true
		}
	}
	return job{}, false
}

// call queues do on the session.
func call[T any](ac safety.AsyncContext, s *session, name string, do func(context.Context) (T, error)) *safety.Future[T] {
	q, err := s.in(ac)
	if err != nil {
		var zero T
		return safety.Ready(ac, zero, err)
	}
	f, p := safety.New[T](ac, name, safety.Caller(1), q)
	if p == nil {
		return f
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.queue = append(q.queue, job{p.Pending(), func() {
		p.Run(func(ctx context.Context) (any, error) {
			s.sent.Add(1)
			return do(ctx)
		})
	}})
	return f
}

// value is a call that answers v.
func value[T any](ac safety.AsyncContext, s *session, v T) *safety.Future[T] {
	return call(ac, s, "value", func(context.Context) (T, error) { return v, nil })
}

// fails is a call that fails with err.
func fails(ac safety.AsyncContext, s *session, err error) *safety.Future[int] {
	return call(ac, s, "fails", func(context.Context) (int, error) { return 0, err })
}

// hangs is a call that runs until it is cancelled; started is closed when it runs.
func hangs(ac safety.AsyncContext, s *session) (f *safety.Future[int], started chan struct{}) {
	started = make(chan struct{})
	return call(ac, s, "hangs", func(ctx context.Context) (int, error) {
		close(started)
		<-ctx.Done()
		return 0, context.Cause(ctx)
	}), started
}

// sessions runs a test on each kind of session.
func sessions(t *testing.T, test func(t *testing.T, s *session)) {
	t.Helper()
	for name, s := range map[string]*session{
		"inline":       {},
		"one worker":   {workers: 1},
		"workers":      {workers: 4},
		"on the spot":  {workers: 2, spot: true},
		"many workers": {workers: 64},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, s)
		})
	}
}
