package sqlite

import (
	"context"
	"time"
)

// grace is how long after its context's end a statement is interrupted. SQLite forgets an interrupt that comes before
// the statement has begun to run, and go-sqlite3 sends only one; a statement that is about to begin when its context
// ends is running long before this has passed.
const grace = time.Millisecond

// watch is the context that go-sqlite3 is given in place of the caller's. It costs no goroutine while nothing ends,
// serves many statements one after another, and says truthfully what became of the last one: go-sqlite3 reports a
// statement as cancelled when its context has ended by the time it is done, though it may have been committed.
type watch struct {
	context.Context // ends when statements are to be interrupted; derived from the database's
	end             context.CancelFunc
	// begun is set once go-sqlite3 has looked whether the context has ended before it runs the statement. From there on
	// Err is nil: that the statement was interrupted is said by SQLite alone.
	begun bool
	over  chan struct{} // closed by the caller of follow when it no longer follows
	done  chan struct{} // closed when the one that interrupts has ended
}

func newWatch(parent context.Context) *watch {
	w := &watch{over: make(chan struct{}), done: make(chan struct{})}
	w.Context, w.end = context.WithCancel(parent)
	return w
}

// Err implements context.Context, for the one goroutine that runs the statement.
func (w *watch) Err() error {
	if w.begun {
		return nil
	}
	err := w.Context.Err()
	w.begun = err == nil
	return err
}

// follow interrupts the statements that run with w once ctx ends, until unfollow.
func (w *watch) follow(ctx context.Context) (stop func() bool) {
	if ctx.Done() == nil {
		return nil
	}
	return context.AfterFunc(ctx, func() {
		defer close(w.done)
		t := time.NewTimer(grace)
		defer t.Stop()
		select {
		case <-t.C:
			w.end()
		case <-w.over:
		}
	})
}

// unfollow ends a follow, and waits for what it may have started. It reports whether w still interrupts: it does so once.
func (w *watch) unfollow(stop func() bool) bool {
	if stop == nil || stop() {
		return true
	}
	close(w.over)
	<-w.done
	w.over, w.done = make(chan struct{}), make(chan struct{})
	return w.Context.Err() == nil
}
