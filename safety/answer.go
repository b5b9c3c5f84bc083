package safety

// What the typed skin of a future calls. A nil future, and one that this package did not make, is taken for one that has
// ended with ErrNoFuture.

// real tells whether the future was made by this package.
func (f *future) real() bool { return f != nil && f.g != nil }

// answer is Await.
func (f *future) answer(ac AsyncContext) (any, error) {
	switch {
	case ac.g == nil:
		return nil, ErrNoScope
	case !f.real():
		return nil, ErrNoFuture
	}
	if err := f.blocked(ac.g); err != nil {
		return nil, err
	}
	if err := f.see(ac.g); err != nil {
		return nil, err
	}
	if err := f.await(ac.g); err != nil {
		return nil, err
	}
	f.raiseIfPanicked()
	v, err, _ := f.peek()
	return v, err
}

// blocked is why waiting for the future in the scope of g could never end.
func (f *future) blocked(g *group) error {
	o := f.origin()
	if o.g.n == g.n {
		return nil
	}
	if s, ok := o.sender.(Ordered); ok {
		return s.Blocked(g.run, o)
	}
	return nil
}

// doneChannel is Done.
func (f *future) doneChannel() <-chan struct{} {
	if !f.real() {
		ch := make(chan struct{})
		close(ch)
		return ch
	}
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	return f.doneLocked()
}

// discard is Discard.
func (f *future) discard() {
	if !f.real() {
		return
	}
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	f.markSeen()
}

// peek reads the answer of a future that has ended. Whoever reads a panic hands it on.
func (f *future) peek() (any, error, *PanicError) { //nolint:staticcheck // the error is not the last result: it is not one of this call
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	f.raised = true
	return f.value, f.err, f.panicked
}

// settleWith ends the future with an answer, unless it has ended. outcome is called under the lock.
func (f *future) settleWith(outcome func() OrphanState, v any, err error) {
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if f.state == settled {
		return
	}
	if err == nil {
		f.value = v
	}
	f.settleLocked(outcome(), err)
}

// detach makes the future one that belongs to no open scope and has ended with err.
func (f *future) detach(call string, site Site, err error) {
	n := &nursery{scope: &Scope{}, state: closed}
	n.scope.closed.Store(true)
	*f = future{g: &group{n: n}, call: call, site: site, state: settled, outcome: NotSent, err: err}
}
