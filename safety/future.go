package safety

// Future is the answer of an asynchronous call that may not be there yet. It belongs to the scope of the AsyncContext that
// it was made with, which does not end before it. It may be used by any number of goroutines. It must be seen to before its
// scope ends: awaited, gathered, raced, cancelled or discarded; see [Async] for what happens otherwise. A nil or zero Future answers
// ErrNoFuture.
//
// It is a typed skin, one line a method: what a generic type says is compiled anew for every model.
type Future[T any] struct{ core future }

// Await returns the answer, waiting for it and having it sent if need be. It may be called any number of times, from any
// goroutine and with any AsyncContext that is open, and the answer is always the same. ac says how long to wait: when it ends
// first, its error is returned (ErrCancelled, context.DeadlineExceeded, ErrScopeClosed), the future goes on, and a later Await has its
// answer. A future that has ended answers under an ac that has ended, too. An await that cannot begin to wait does not count as seeing to
// the future, and sends nothing.
//
// A panic in the future is raised here, as a *PanicError with both stacks.
func (f *Future[T]) Await(ac AsyncContext) (T, error) {
	v, err := f.awaitable().answer(ac)
	t, _ := v.(T) // the zero T beside an error
	return t, err
}

// Done returns a channel that is closed when the future has ended, for select. It neither has the future sent (see [Send]) nor counts as
// seeing to it, and it does not run a Map or Then: those end only when they are awaited.
func (f *Future[T]) Done() <-chan struct{} { return f.awaitable().doneChannel() }

// Cancel ends the future if it was not sent (it never is), and cancels it if it runs: its answer is then whatever its execution
// ends with. It does not wait. It counts as seeing to the future; "defer f.Cancel()" is the idiom for a future that may not be
// awaited on every path. On a future that has ended it does nothing else.
func (f *Future[T]) Cancel() { f.awaitable().stop() }

// Discard says that the answer is not needed. It counts as seeing to the future, which is still sent, at the latest when its scope
// ends well, and waited for; its error is lost, its panic is raised at the end of the scope.
func (f *Future[T]) Discard() { f.awaitable().discard() }

func (f *Future[T]) awaitable() *future {
	if f == nil {
		return nil
	}
	return &f.core
}

// typed is an answer with its type. Await has the same written out, which is compiled once less for every model.
func typed[T any](v any, err error) (T, error) {
	t, _ := v.(T) // the zero T beside an error
	return t, err
}

// none is the future of a Map or Then of no future.
func none[T any]() *Future[T] { return detached[T]("", 0, ErrNoFuture) }

// detached is a future that belongs to no open scope and has ended with err.
func detached[T any](call string, site Site, err error) *Future[T] {
	f := &Future[T]{}
	f.core.detach(call, site, err)
	return f
}
