package safety

// Future is the answer of an asynchronous call that may not be there yet. It belongs to the scope of the AsyncContext that
// it was made with, which does not end before it. It may be used by any number of goroutines. It must be seen to before its
// scope ends: awaited, gathered, raced, cancelled or discarded; see [Async] for what happens otherwise. A nil or zero Future answers
// ErrNoFuture.
type Future[T any] struct {
	core  future
	value T // written before the core is settled, under the lock of its scope
}

// Await returns the answer, waiting for it and having it sent if need be. It may be called any number of times, from any
// goroutine and with any AsyncContext that is open, and the answer is always the same. ac says how long to wait: when it ends
// first, its error is returned (ErrCancelled, context.DeadlineExceeded, ErrScopeClosed), the future goes on, and a later Await has its
// answer. A future that has ended answers under an ac that has ended, too. An await that cannot begin to wait does not count as seeing to
// the future, and sends nothing.
//
// A panic in the future is raised here, as a *PanicError with both stacks.
func (f *Future[T]) Await(ac AsyncContext) (T, error) {
	var zero T
	switch {
	case ac.g == nil:
		return zero, ErrNoScope
	case !f.real():
		return zero, ErrNoFuture
	}
	if err := f.core.see(ac.g); err != nil {
		return zero, err
	}
	if err := f.core.await(ac.g); err != nil {
		return zero, err
	}
	f.core.raiseIfPanicked()
	v, err, _ := f.peek()
	return v, err
}

// Done returns a channel that is closed when the future has ended, for select. It neither has the future sent (see [Send]) nor counts as
// seeing to it, and it does not run a Map or Then: those end only when they are awaited.
func (f *Future[T]) Done() <-chan struct{} {
	if !f.real() {
		ch := make(chan struct{})
		close(ch)
		return ch
	}
	n := f.core.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	return f.core.doneLocked()
}

// Cancel ends the future if it was not sent (it never is), and cancels it if it runs: its answer is then whatever its execution
// ends with. It does not wait. It counts as seeing to the future; "defer f.Cancel()" is the idiom for a future that may not be
// awaited on every path. On a future that has ended it does nothing else.
func (f *Future[T]) Cancel() {
	if f.real() {
		f.core.stop()
	}
}

// Discard says that the answer is not needed. It counts as seeing to the future, which is still sent, at the latest when its scope
// ends well, and waited for; its error is lost, its panic is raised at the end of the scope.
func (f *Future[T]) Discard() {
	if !f.real() {
		return
	}
	n := f.core.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	f.core.markSeen()
}

// real tells whether the future was made by this package.
func (f *Future[T]) real() bool { return f != nil && f.core.g != nil }

func (f *Future[T]) awaitable() *future {
	if !f.real() {
		return nil
	}
	return &f.core
}

// peek reads the answer of a future that has ended. Whoever reads a panic hands it on.
func (f *Future[T]) peek() (T, error, *PanicError) { //nolint:revive,staticcheck // not an error to return
	n := f.core.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	f.core.raised = true
	return f.value, f.core.err, f.core.panicked
}

// settle ends the future with an answer, unless it has ended. outcome is called under the lock.
func (f *Future[T]) settle(outcome func() OrphanState, v T, err error) {
	n := f.core.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if f.core.state == settled {
		return
	}
	f.value = v
	f.core.settleLocked(outcome(), err)
}

// none is the future of a Map or Then of no future.
func none[T any]() *Future[T] { return detached[T]("", 0, ErrNoFuture) }

// detached is a future that belongs to no open scope and has ended with err.
func detached[T any](call string, site Site, err error) *Future[T] {
	n := &nursery{scope: &Scope{}, state: closed}
	n.scope.closed.Store(true)
	return &Future[T]{core: future{
		g: &group{n: n}, call: call, site: site, state: settled, outcome: NotSent, err: err,
	}}
}
