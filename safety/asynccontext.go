package safety

import (
	"context"
	"time"
)

// AsyncContext is the colour of asynchronous code: a small value that async calls take where blocking calls take a
// context.Context. It is not a context.Context, so that a blocking call in async code does not compile. It comes from
// Async, an async handler or a bridge, may be used by any number of goroutines, and ends with its scope: calls made
// with it afterwards answer ErrScopeClosed and send nothing. The zero AsyncContext answers ErrNoScope to everything.
type AsyncContext struct {
	g *group
}

// Context returns a context for everyone else's libraries (HTTP clients, caches). It carries the values and the deadline of the context
// that the scope was opened with, and the async mark, with which a blocking call of Duet is rejected. It is cancelled when the
// scope ends or fails, or when the deadline of WithTimeout passes; context.Cause says which.
func (ac AsyncContext) Context() context.Context {
	if ac.g == nil {
		ctx, cancel := context.WithCancelCause(context.Background())
		cancel(ErrNoScope)
		return ctx
	}
	return ac.g.marked
}

// WithTimeout returns a child in the same scope whose futures share a deadline d from now. When it passes, those that were not sent
// are dropped, those that run are cancelled, and awaits made with the child return an error that matches
// context.DeadlineExceeded. There is nothing to release: the timer goes with the scope at the latest.
func (ac AsyncContext) WithTimeout(d time.Duration) AsyncContext {
	if ac.g == nil {
		return ac
	}
	return AsyncContext{ac.g.child(d)}
}

// Err is nil while the context can be used; afterwards ErrScopeClosed, an error that matches ErrCancelled (with the cause
// given by the owner of an outer context, if any) or one that matches context.DeadlineExceeded. It is ErrNoScope for the zero
// AsyncContext.
func (ac AsyncContext) Err() error {
	if ac.g == nil {
		return ErrNoScope
	}
	return ac.g.err()
}

// group is the futures of one AsyncContext: those of a scope, or those that share a deadline within it. Its fields are set
// when it is made, but for the ones guarded by the nursery's lock.
type group struct {
	n      *nursery
	run    context.Context // what futures run with: opened for the guard
	marked context.Context // what ac.Context() returns
	cancel context.CancelFunc
	unhook func() bool

	// Guarded by n.mu: the futures that have not ended or were not seen to, in the order of their creation.
	first, last *future
	ended       bool
}

// err is why the group has ended, or nil.
func (g *group) err() error {
	if g.n.scope.closed.Load() {
		return ErrScopeClosed
	}
	if g.run.Err() == nil {
		return nil
	}
	return endError(g.run)
}

// hook has the group's unsent futures settled when its context ends. The nursery waits for the goroutine.
func (g *group) hook() {
	g.n.hooks.Add(1)
	g.unhook = context.AfterFunc(g.run, func() {
		defer g.n.hooks.Done()
		g.end()
	})
}

// drop takes the hook away, or leaves it to run out.
func (g *group) drop() {
	if g.unhook != nil && g.unhook() {
		g.n.hooks.Done()
	}
}

// child makes a group whose context has a deadline of its own.
func (g *group) child(d time.Duration) *group {
	run, cancel := context.WithTimeout(g.run, d)
	c := &group{n: g.n, run: run, cancel: cancel, marked: context.WithValue(run, markKey{}, &g.n.scope.mark)}
	n := g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.state == closed {
		cancel()
		return c
	}
	if n.children == nil {
		n.children = map[*group]struct{}{}
	}
	n.children[c] = struct{}{}
	c.hook()
	return c
}

// end settles what of the group can be settled without waiting, when its context is done.
func (g *group) end() {
	n := g.n
	n.mu.Lock()
	g.ended = true
	var fs []*future
	for f := g.first; f != nil; f = f.next {
		fs = append(fs, f)
	}
	n.forget(g)
	n.mu.Unlock()
	err := g.err()
	for _, f := range fs {
		f.abandon(err)
	}
}
