package safety

// derived is what makes a future a Map or a Then: it is run by whoever awaits it, on that goroutine, when its source has
// ended. It is in the scope of its source.
type derived struct {
	src    *future
	step   func() *future // settles the future and returns nil, or returns the future whose answer is the answer
	finish func()         // copies the answer of next

	// Guarded by the lock of the nursery.
	next     *future // set when step has returned it
	released bool
}

// derive makes f a future derived from src, and marks src as answered for.
func (f *future) derive(src *future, step func() *future, finish func()) {
	*f = future{g: src.g, call: src.call, site: src.site, derived: &derived{src: src, step: step, finish: finish}}
	n := src.g.n
	if err := n.link(f); err != nil {
		f.settle(NotSent, err)
		return
	}
	n.mu.Lock()
	src.adopters++
	n.unlink(src)
	n.mu.Unlock()
	// As in newFuture: linked first, so that the end of the group is not missed.
	if err := f.g.err(); err != nil {
		f.abandon(err)
	}
}

// release lets go of what a cancelled future was waiting for, and returns what nobody else wants. The lock is held.
func (d *derived) release() []*future {
	if d.released {
		return nil
	}
	d.released = true
	var also []*future
	d.src.adopters--
	if d.src.adopters == 0 && !d.src.seen {
		also = append(also, d.src)
	}
	if d.next != nil {
		also = append(also, d.next)
	}
	return also
}

// advance moves the future on as far as it goes without waiting, and returns the future that it waits for: nil when it has
// ended, itself when it is plain or when another goroutine runs its step.
func (f *future) advance() (leaf *future) {
	if f.isSettled() {
		return nil
	}
	d := f.derived
	if d == nil {
		return f
	}
	if leaf := d.src.advance(); leaf != nil {
		return leaf
	}
	if f.claimStep() {
		f.runStep()
	}
	n := f.g.n
	n.mu.Lock()
	over, next := f.state == settled, d.next
	n.mu.Unlock()
	switch {
	case over:
		return nil
	case next == nil:
		return f
	}
	if leaf := next.advance(); leaf != nil {
		return leaf
	}
	d.finish()
	return nil
}

func (f *future) claimStep() bool {
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if f.state != unsent {
		return false
	}
	f.state = running
	return true
}

// runStep calls the user's function. Its panic is kept for Await, its Goexit is an error and goes on.
func (f *future) runStep() {
	returned := false
	defer func() {
		if !returned {
			f.settleExit(recover())
		}
	}()
	next := f.derived.step()
	returned = true
	if next == nil {
		return
	}
	next.g.n.seeNext(next)
	n := f.g.n
	n.mu.Lock()
	cancelled := f.cancelled || f.state == settled
	if f.state != settled {
		f.derived.next = next
		if cancelled {
			f.settleLocked(f.became(), ErrCancelled)
		} else if err := f.g.err(); err != nil {
			f.settleLocked(f.became(), err)
		} else {
			f.wakeLocked()
		}
	}
	n.mu.Unlock()
	if cancelled {
		next.stop()
	}
}

// seeNext marks the future that a Then continues with as seen to.
func (n *nursery) seeNext(f *future) {
	n.mu.Lock()
	defer n.mu.Unlock()
	f.markSeen()
}

// Map returns a future whose answer is g of f's. g runs when the future is first awaited (or gathered or raced), once, on the
// goroutine that awaits and after f has ended well; f's error is the future's own. A panic in g is raised at Await. The future belongs to the
// scope of f, is named as f is, and answers for f: f itself need not be awaited any more. Cancelling it cancels f, unless something
// else was made of f or f was seen to. When the scope of f has ended it answers ErrScopeClosed.
func Map[T, U any](f *Future[T], g func(T) (U, error)) *Future[U] {
	if !f.awaitable().real() {
		return none[U]()
	}
	m := &Future[U]{}
	m.core.derive(&f.core, m.core.step(&f.core, func(v any) *future {
		t, _ := v.(T)
		u, err := g(t)
		m.core.settleWith(m.core.executed, u, err)
		return nil
	}), nil)
	return m
}

// Then returns a future whose answer is that of the future that g makes of f's answer. It is like Map in everything else; g is
// given an AsyncContext of f's scope. A nil future from g is ErrNoFuture.
func Then[T, U any](f *Future[T], g func(AsyncContext, T) *Future[U]) *Future[U] {
	if !f.awaitable().real() {
		return none[U]()
	}
	var next *future
	m := &Future[U]{}
	m.core.derive(&f.core, m.core.step(&f.core, func(v any) *future {
		t, _ := v.(T)
		if next = g(AsyncContext{f.core.g}, t).awaitable(); next.real() {
			return next
		}
		m.core.settleWith(m.core.executed, nil, ErrNoFuture)
		return nil
	}), func() {
		v, err, p := next.peek()
		if p != nil {
			m.core.settlePanic(p)
			return
		}
		m.core.settleWith(m.core.executed, v, err)
	})
	return m
}

// step goes on with the answer of src, or hands its error or panic on.
func (f *future) step(src *future, goOn func(any) *future) func() *future {
	return func() *future {
		v, err, p := src.peek()
		switch {
		case p != nil:
			f.settlePanic(p)
		case err != nil:
			f.settleWith(f.became, nil, err)
		default:
			return goOn(v)
		}
		return nil
	}
}
