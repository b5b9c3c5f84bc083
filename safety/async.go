package safety

import (
	"context"
	"errors"
	"fmt"
)

// Async opens a scope, runs f in it, and ends it: it does not return before every future made in the scope has ended. The
// site of its caller is what errors name as the line that opened the scope.
//
// When f returns nil, futures that nobody saw to and that were not sent are never sent, those that run are waited for, discarded
// ones are sent and waited for; if any was not seen to, the error is an *OrphanFutureError. When f returns an error, it is
// returned; the rest is cancelled and waited for. When f panics or calls runtime.Goexit, the rest is cancelled and waited for, and
// the panic goes on. When ctx ends, the futures are cancelled, and still waited for. A panic in a discarded future, which
// no Await raises, is raised here when f ended well.
//
// A ctx that comes from another scope's AsyncContext.Context makes a child scope: its mark lies beneath the other's, which waits for
// it and refuses it with ErrScopeClosed after its end. f runs on the goroutine of the caller.
func Async(ctx context.Context, f func(AsyncContext) error) error {
	return AsyncAt(ctx, Caller(1), f)
}

// AsyncAt is Async for a package that wraps it: site is what errors name as the line that opened the scope.
func AsyncAt(ctx context.Context, site Site, f func(AsyncContext) error) error {
	n, err := newNursery(ctx, site)
	if err != nil {
		return err
	}
	returned := false
	defer func() {
		// No recover: a panic or a Goexit goes on with the stack that it has.
		if !returned {
			n.abort(ErrCancelled)
		}
	}()
	err = f(AsyncContext{n.root})
	returned = true
	if err != nil {
		n.abort(fmt.Errorf("%w: its scope failed: %w", ErrCancelled, err))
		return err
	}
	return n.finish(ctx)
}

// abort ends the scope of a function that failed.
func (n *nursery) abort(cause error) {
	n.mu.Lock()
	n.state = ending
	groups := n.groups()
	n.mu.Unlock()
	for _, g := range groups {
		g.drop() // ended here, not on a goroutine of its own
	}
	n.fail(cause)
	for _, g := range groups {
		g.end()
	}
	n.wait()
	n.close()
}

// finish ends the scope of a function that returned nil.
func (n *nursery) finish(ctx context.Context) error {
	for n.sweep() {
	}
	n.wait()
	orphans := n.orphans()
	lost := n.lostPanic()
	n.close()
	if lost != nil {
		lost.raise()
	}
	if len(orphans) > 0 {
		return judgeOrphans(ctx, n.scope.site, orphans)
	}
	return nil
}

// sweep drops what nobody saw to, and has the rest of what was not sent sent. It tells whether there may be more to
// sweep: a Then that it ran may have made new futures. Otherwise the scope takes no new ones from here on.
func (n *nursery) sweep() (again bool) {
	n.mu.Lock()
	var derived []*future
	var senders []Sender
	for _, f := range n.futures() {
		switch {
		case f.state == settled:
		case f.state == unsent && !f.seen && !f.wanted:
			f.settleLocked(NotSent, ErrNotSent)
		case f.derived != nil:
			derived = append(derived, f)
		case f.state == unsent:
			senders = addSender(senders, f.sender)
		}
	}
	if len(derived) == 0 {
		n.state = ending
	}
	n.mu.Unlock()
	for _, s := range senders {
		s.Send(nil)
	}
	for _, f := range derived {
		_ = f.await(nil) // nil: however long it takes
	}
	return len(derived) > 0
}

// orphans is the futures that nobody saw to, now that all have ended.
func (n *nursery) orphans() []orphaned {
	n.mu.Lock()
	defer n.mu.Unlock()
	var list []orphaned
	for _, f := range n.futures() {
		if !f.seen && f.adopters == 0 {
			list = append(list, orphaned{
				// A Map that never ran is told of by what it was made of.
				Orphan: Orphan{Call: f.call, Site: f.site, State: f.became(), Err: f.origin().err},
				sender: f.origin().sender,
			})
		}
	}
	return list
}

// lostPanic is the first panic that no Await raised, of a future that was discarded.
func (n *nursery) lostPanic() *PanicError {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, f := range n.panics {
		if f.seen && !f.raised {
			return f.panicked
		}
	}
	return nil
}

// close is the end of a scope whose futures have all ended.
func (n *nursery) close() {
	for _, s := range n.allSenders() {
		s.Wait()
	}
	n.mu.Lock()
	n.state = closed
	groups := n.groups()
	n.mu.Unlock()
	for _, g := range groups {
		g.drop()
	}
	n.fail(ErrScopeClosed)
	for _, g := range groups {
		if g.cancel != nil {
			g.cancel()
		}
	}
	n.hooks.Wait()
	n.scope.close()
	if n.parent != nil {
		n.parent.leave()
	}
}

// addSender adds s if it is not there.
func addSender(list []Sender, s Sender) []Sender {
	if s == nil {
		return list
	}
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}

// joined is errors.Join that leaves a single error as it is.
func joined(errs []error) error {
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}
