package orm

import (
	"context"
	"sync"

	"github.com/seed83105465/duet/safety"
)

// spawned runs a future that is no statement, and that may wait for long, on a goroutine of its own beside the queue of its
// session.
type spawned struct {
	policy *safety.Policy
	gone   sync.WaitGroup

	mu  sync.Mutex
	run func() // nil before the future is made, and when it was sent: the scope keeps this, and must not keep its answer
}

// Send implements safety.Sender.
func (s *spawned) Send(safety.Pending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run != nil {
		s.gone.Go(s.run)
		s.run = nil
	}
}

// Policy implements safety.Policed.
func (s *spawned) Policy() *safety.Policy { return s.policy }

// Wait implements safety.Sender.
func (s *spawned) Wait() { s.gone.Wait() }

// spawn makes the future of do, on a session.
func spawn[T any](ac AsyncContext, on Session, call string, site safety.Site, do func(context.Context) (T, error)) *Future[T] {
	sp := &spawned{}
	if !missing(on) {
		sp.policy = &on.root().policy
	}
	if _, err := safety.SenderFor(ac, sp, func() safety.Sender { return sp }); err != nil {
		return failed[T](ac, call, site, err)
	}
	f, p := safety.New[T](ac, call, site, sp)
	if p == nil {
		return f // it has ended with its scope
	}
	sp.mu.Lock()
	defer sp.mu.Unlock()
	sp.run = func() {
		perform(p, func(ctx context.Context) (any, error) { return do(ctx) })
	}
	return f
}
