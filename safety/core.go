package safety

import (
	"context"
	"runtime/debug"
)

// future is what a Future is but for its value: a state that goes from unsent over running to settled, once.
// Its fields from state on are guarded by the lock of its nursery.
type future struct {
	g       *group
	sender  Sender // nil: whoever made it settles it unasked
	call    string
	site    Site
	derived *derived // nil but for Map and Then

	state     futureState
	outcome   OrphanState
	seen      bool // awaited, gathered, raced, cancelled or discarded
	wanted    bool // somebody awaits a Map or Then of it
	adopters  int  // Map and Then futures that answer for it
	asked     bool // its sender was told to send it
	cancelled bool
	raised    bool // its panic, if any, was raised or handed on
	linked    bool
	number    uint64
	prev      *future
	next      *future
	done      chan struct{} // made when somebody waits
	watchers  []watcher
	cancel    context.CancelCauseFunc // of the context that it runs with
	told      Cancelled               // or who hears of Cancel instead
	value     any                     // the answer, when it is settled well
	err       error
	panicked  *PanicError
}

type futureState uint8

const (
	unsent futureState = iota
	running
	settled
)

func (f *future) pending() {}

// settleLocked ends the future. The lock is held, and the caller has seen that it was not settled.
func (f *future) settleLocked(outcome OrphanState, err error) {
	n := f.g.n
	f.state, f.outcome, f.err = settled, outcome, err
	if f.done != nil {
		close(f.done)
	}
	f.wakeLocked()
	f.watchers = nil
	if f.cancel != nil {
		f.cancel(nil)
		f.cancel = nil
	}
	f.told = nil
	if f.linked {
		n.ended()
		n.unlink(f)
	}
}

// ran is the outcome of a future that its maker settles: what was not started was not sent.
func (f *future) ran() OrphanState {
	if f.state == unsent {
		return NotSent
	}
	return Executed
}

// settle ends the future, unless it has ended.
func (f *future) settle(outcome OrphanState, err error) {
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if f.state != settled {
		f.settleLocked(outcome, err)
	}
}

// settlePanic ends the future with a panic, unless it has ended.
func (f *future) settlePanic(p *PanicError) {
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if f.state == settled {
		return
	}
	f.panicked = p
	n.panics = append(n.panics, f)
	f.settleLocked(Unknown, p)
}

// settleExit ends a future whose work came to its end without settling it: by a panic with value r, or by
// runtime.Goexit when r is nil.
func (f *future) settleExit(r any) {
	if r == nil {
		f.settle(Unknown, ErrGoexit)
		return
	}
	f.settlePanic(&PanicError{Value: r, Call: f.call, Stack: debug.Stack()})
}

// start claims the future for execution, with a context of its own or, if somebody hears of Cancel, with its group's.
func (f *future) start(told Cancelled) (context.Context, bool) {
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if f.state != unsent {
		return nil, false
	}
	if err := f.g.err(); err != nil {
		f.settleLocked(NotSent, err)
		return nil, false
	}
	f.state = running
	if told != nil {
		f.told = told
		return f.g.run, true
	}
	ctx, cancel := context.WithCancelCause(f.g.run)
	f.cancel = cancel
	return ctx, true
}

// abandon ends what does not run, because its group has ended; what runs sees its context cancelled and ends by itself.
func (f *future) abandon(err error) {
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if f.waits() {
		f.settleLocked(f.became(), err)
	}
}

// waits tells whether no code of the future is running: it was not started, or it is a Then whose second future is not
// there yet. The lock is held.
func (f *future) waits() bool {
	return f.state == unsent || f.state == running && f.derived != nil && f.derived.next != nil
}

// stop is Cancel: it counts as seen to, ends what does not run, and cancels what does.
func (f *future) stop() { f.letGo(false) }

// letGo is stop, and returns what was stopped: the future, and what it was derived from. With spare, what runs is not
// cancelled where that would be felt by others.
func (f *future) letGo(spare bool) []*future {
	stopped := []*future{f}
	if !f.real() {
		return nil
	}
	n := f.g.n
	n.mu.Lock()
	f.seen = true
	var also []*future
	var told Cancelled
	if f.state != settled {
		f.cancelled = true
		if f.derived != nil {
			also = f.derived.release()
		}
		switch {
		case f.waits():
			f.settleLocked(f.became(), ErrCancelled)
		case f.cancel != nil && !(spare && joint(f.sender)):
			f.cancel(ErrCancelled)
		case f.told != nil && !(spare && joint(f.sender)):
			told = f.told
		}
	}
	n.unlink(f)
	n.mu.Unlock()
	if told != nil {
		told.Cancelled(ErrCancelled)
	}
	for _, o := range also {
		stopped = append(stopped, o.letGo(spare)...)
	}
	return stopped
}

func joint(s Sender) bool {
	j, ok := s.(Joint)
	return ok && j.Joint()
}

// see marks the future as seen to by somebody who waits for it until g ends. One that has not ended is not seen to by
// an await that cannot wait.
func (f *future) see(g *group) error {
	ended := g.err()
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if f.state != settled && ended != nil {
		return ended
	}
	f.markSeen()
	return nil
}

// markSeen marks the future as seen to, and what it is derived from as wanted. The lock is held.
func (f *future) markSeen() {
	f.seen = true
	f.g.n.unlink(f)
	for d := f.derived; d != nil; d = d.src.derived {
		d.src.wanted = true
	}
}

// isSettled tells whether the future has ended.
func (f *future) isSettled() bool {
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	return f.state == settled
}

// doneLocked is the channel that is closed when the future ends. The lock is held.
func (f *future) doneLocked() chan struct{} {
	if f.done == nil {
		f.done = make(chan struct{})
		if f.state == settled {
			close(f.done)
		}
	}
	return f.done
}

// origin is the future that is sent: the one that a Map or Then began with, or the future itself.
func (f *future) origin() *future {
	for f.derived != nil {
		f = f.derived.src
	}
	return f
}

// became is what the database has seen of the future. The lock is held.
func (f *future) became() OrphanState {
	o := f.origin()
	switch {
	case o.state == unsent:
		return NotSent
	case o.state == running:
		return Unknown
	}
	return o.outcome
}

// raiseIfPanicked raises the panic that the future ended with.
func (f *future) raiseIfPanicked() {
	n := f.g.n
	n.mu.Lock()
	p := f.panicked
	f.raised = true
	n.mu.Unlock()
	if p != nil {
		p.raise()
	}
}

// executed is the outcome of a step that ran.
func (f *future) executed() OrphanState { return Executed }
