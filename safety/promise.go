package safety

import "context"

// Sender is the queue of one session in one scope. Package orm implements it; it must be comparable, a pointer. A Sender that also
// implements [Policed] says by which policy the orphans of its session are judged.
type Sender interface {
	// Send starts everything that is queued, in the order that its session asks for. awaited is the future that
	// somebody now waits for, as [Promise.Pending] names it, so that the sender may run it on the goroutine of the caller; nil when
	// nobody waits for one in particular. What is queued is started by and by even if awaited is nil. It is called by any
	// goroutine, for one future possibly several times, also after it was started. It must not wait for anything but
	// what it runs on this goroutine.
	Send(awaited Pending)
	// Wait returns when the sender's own goroutines have gone. The scope calls it once, when all of its futures have ended.
	Wait()
}

// Joint is implemented by a Sender whose futures stand and fall together, such as those of a transaction: cancelling one
// that runs fails the others. [Race] waits for those of its losers that were sent, and does not cancel them.
type Joint interface {
	// Joint reports whether that is so. It must not wait, nor call back into the scope.
	Joint() bool
}

// Ordered is implemented by a Sender that knows of waits which could never end.
type Ordered interface {
	// Blocked is asked before somebody waits for a future in another scope than the future's own: ctx is that of the scope of who waits. It
	// returns why the future could not end before that scope has; nil when it can.
	Blocked(ctx context.Context, awaited Pending) error
}

// Pending is the identity of a future for its sender: two are == when they are the same future.
type Pending interface {
	pending()
}

// SenderFor returns the sender of ac's scope for key, made by newSender on first use. key is compared by identity and should be a pointer to
// the session. newSender must not call back into the scope. It fails with what ac.Err() says when ac has ended, and with
// ErrScopeClosed when its scope takes no new futures.
func SenderFor(ac AsyncContext, key any, newSender func() Sender) (Sender, error) {
	if err := ac.Err(); err != nil {
		return nil, err
	}
	return ac.g.n.sender(key, newSender)
}

// Send has everything that is queued in ac's scope sent now, on every session, without waiting for it: the database works while the
// program does something else. Its futures must still be seen to. It returns what ac.Err() says when ac has ended.
func Send(ac AsyncContext) error {
	if err := ac.Err(); err != nil {
		return err
	}
	for _, s := range ac.g.n.allSenders() {
		s.Send(nil)
	}
	return nil
}

// Promise is the other end of a Future: whoever executes the call claims it with Start, and settles it once. It knows the future's type no more
// than the database does: what it is settled with must be of that type. A nil Promise, that of a future that was refused, takes
// every call and does nothing.
type Promise struct{ core *future }

// New makes a future in ac's scope, and the promise to settle it. It never blocks, and sends nothing: the caller queues
// the promise with s, whose Send is called when the answer is wanted. call ("Books.All") and site name the future in errors. A nil
// s is for a future that its maker settles unasked.
//
// When ac has ended, or its scope takes no new futures, the promise is nil and the future has ended with ac's error.
func New[T any](ac AsyncContext, call string, site Site, s Sender) (*Future[T], *Promise) {
	f := &Future[T]{}
	return f, f.core.begin(ac, call, site, s)
}

// begin links a new future into ac's scope; nil when it has ended already.
func (f *future) begin(ac AsyncContext, call string, site Site, s Sender) *Promise {
	if ac.g == nil {
		f.detach(call, site, ErrNoScope)
		return nil
	}
	*f = future{g: ac.g, sender: s, call: call, site: site}
	if err := ac.g.n.link(f); err != nil {
		f.detach(call, site, err)
		return nil
	}
	// Linked first, looked at then: a group that ends in between finds the future, or is found to have ended.
	if err := ac.g.err(); err != nil {
		f.settle(NotSent, err)
		return nil
	}
	return &Promise{f}
}

// Ready returns a future that has ended, with v and err: for an error that is found, or an answer that is known, when a call is made. It
// must be seen to like any other. To name it in errors, use New with a nil Sender and Settle.
func Ready[T any](ac AsyncContext, v T, err error) *Future[T] {
	f, p := New[T](ac, "Ready", Caller(1), nil)
	p.Settle(v, err)
	return f
}

// Start claims the future for execution: it is true once. It is false when the future was cancelled or dropped before, or its scope or
// deadline has ended; then nothing must be sent. The context ends on Cancel, at the deadline, when the scope fails and when the future is
// settled. It carries the values of the context that the scope was opened with, and a mark under which the guard lets
// everything pass, so that Duet's own blocking parts can run inside of a future: it must not reach a user's code. A scope or a cell
// opened with it lies beneath the future's scope.
func (p *Promise) Start() (context.Context, bool) {
	if p == nil {
		return nil, false
	}
	return p.core.start(nil)
}

// Cancelled is told that a future was cancelled which runs.
type Cancelled interface {
	// Cancelled is called by Cancel, on its goroutine, perhaps several times, and perhaps when the future has just ended.
	// It must not wait for the future.
	Cancelled(why error)
}

// StartTold is Start without a context of the future's own, which several futures that run together do not need: the
// context returned is that of all futures with the same deadline. It ends when their scope fails or the deadline passes; of
// Cancel, told hears.
func (p *Promise) StartTold(told Cancelled) (context.Context, bool) {
	if p == nil {
		return nil, false
	}
	return p.core.start(told)
}

// Pending is the identity of the future, as Sender.Send is given it; nil for a nil promise.
func (p *Promise) Pending() Pending {
	if p == nil {
		return nil
	}
	return p.core
}

// Ended reports whether the future has ended. A nil promise's has.
func (p *Promise) Ended() bool { return p == nil || p.core.isSettled() }

// Orphan is the future as an error names it when its session ends before it does.
func (p *Promise) Orphan() Orphan {
	if p == nil {
		return Orphan{}
	}
	c := p.core
	c.g.n.mu.Lock()
	defer c.g.n.mu.Unlock()
	return Orphan{Call: c.call, Site: c.site, State: c.became()}
}

// Settle ends the future with its answer. Calls after the first do nothing. Without a Start before, the call counts as not sent.
func (p *Promise) Settle(v any, err error) {
	if p != nil {
		p.core.settleWith(p.core.ran, v, err)
	}
}

// SettleUnknown ends the future with err and tells that nobody knows whether the call was carried out (the connection was lost after sending).
func (p *Promise) SettleUnknown(err error) {
	if p != nil {
		p.core.settle(Unknown, err)
	}
}

// SettlePanic ends the future with a panic whose value and stack the caller has: every Await raises it.
func (p *Promise) SettlePanic(value any, stack []byte) {
	if p != nil {
		c := p.core
		c.settlePanic(&PanicError{Value: value, Call: c.call, Stack: stack})
	}
}

// Recover is deferred ("defer p.Recover()") by the function that executes the call: it keeps a panic for Await, and makes
// an end without an answer (runtime.Goexit, a forgotten Settle) ErrGoexit. After a panic the deferring function returns to its
// caller; a Goexit goes on. When the future was settled before, a panic is not stopped.
func (p *Promise) Recover() {
	if p == nil || p.core.isSettled() {
		return
	}
	p.core.settleExit(recover())
}

// Run claims the future and executes it on this goroutine: it starts, calls do, and settles with what do returns, its panic, or
// ErrGoexit. It is false when there was nothing to run.
func (p *Promise) Run(do func(ctx context.Context) (any, error)) (ran bool) {
	ctx, ok := p.Start()
	if !ok {
		return false
	}
	ran = true // after a panic, too
	defer p.Recover()
	p.Settle(do(ctx))
	return ran
}
