package safety

import "sync"

// waitset is where one goroutine waits for whichever of several futures moves next.
type waitset struct {
	mu    sync.Mutex
	ready []int
	head  int
	ch    chan struct{} // holds one token when ready is not empty
}

// watcher is the place of a future in a waitset.
type watcher struct {
	w *waitset
	i int
}

// newWaitset has all of n futures ready to be looked at.
func newWaitset(n int) *waitset {
	w := &waitset{ready: make([]int, n), ch: make(chan struct{}, 1)}
	for i := range w.ready {
		w.ready[i] = i
	}
	return w
}

func (w *waitset) wake(i int) {
	w.mu.Lock()
	w.ready = append(w.ready, i)
	w.mu.Unlock()
	select {
	case w.ch <- struct{}{}:
	default:
	}
}

// next is a future that has moved; false when done was closed first. A nil done waits however long it takes.
func (w *waitset) next(done <-chan struct{}) (int, bool) {
	for {
		if i, ok := w.pop(); ok {
			return i, true
		}
		select {
		case <-w.ch:
		case <-done:
			return 0, false
		}
	}
}

func (w *waitset) pop() (int, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.head == len(w.ready) {
		w.ready, w.head = w.ready[:0], 0
		return 0, false
	}
	i := w.ready[w.head]
	w.head++
	return i, true
}

// watch has w woken when the future moves; false when it has moved already. With end only its end counts, otherwise the
// end of the step of a Then does, too.
func (f *future) watch(w *waitset, i int, end bool) bool {
	n := f.g.n
	n.mu.Lock()
	defer n.mu.Unlock()
	if f.state == settled || !end && f.derived != nil && f.derived.next != nil {
		return false
	}
	f.watchers = append(f.watchers, watcher{w, i})
	return true
}

// wakeLocked wakes who watches. The lock is held; a waitset never takes it.
func (f *future) wakeLocked() {
	for _, o := range f.watchers {
		o.w.wake(o.i)
	}
}

// await waits for the end of the future, having it sent, and running what is derived, on the goroutine of the caller. It returns
// the error of g when that ends first; a nil g waits however long it takes.
func (f *future) await(g *group) error {
	var done <-chan struct{}
	if g != nil {
		done = g.run.Done()
	}
	if f.derived != nil {
		return f.awaitDerived(g, done)
	}
	n := f.g.n
	n.mu.Lock()
	if f.state == unsent && f.sender != nil {
		f.asked = true
		n.mu.Unlock()
		if g == nil || g == f.g {
			f.sender.Send(f)
		} else {
			f.sender.Send(nil) // who waits may have less time than the future, which must not run on this goroutine
		}
		n.mu.Lock()
	}
	if f.state == settled {
		n.mu.Unlock()
		return nil
	}
	ch := f.doneLocked()
	n.mu.Unlock()
	select {
	case <-ch:
		return nil
	case <-done:
		if f.isSettled() {
			return nil
		}
		return g.err()
	}
}

func (f *future) awaitDerived(g *group, done <-chan struct{}) error {
	w := newWaitset(1)
	f.watch(w, 0, true)
	for {
		if _, ok := w.next(done); !ok {
			if f.isSettled() {
				return nil
			}
			return g.err()
		}
		if f.poll(w, 0) {
			return nil
		}
	}
}

// poll moves the future on as far as it goes without waiting. It tells whether the future has ended; otherwise w is woken when
// it is worth polling again.
func (f *future) poll(w *waitset, i int) (ended bool) {
	for {
		leaf := f.advance()
		if leaf == nil {
			return true
		}
		leaf.ask()
		if leaf.watch(w, i, false) {
			return false
		}
	}
}

// ask has the future sent, if nobody has asked for that yet.
func (f *future) ask() {
	n := f.g.n
	n.mu.Lock()
	ask := f.state == unsent && !f.asked && f.sender != nil
	f.asked = f.asked || ask
	n.mu.Unlock()
	if ask {
		f.sender.Send(f)
	}
}

// askAll has all of fs sent: the queues of several sessions leave before any of them may run on this goroutine.
func askAll(fs []*future) {
	var senders []Sender
	var first *future
	for _, f := range fs {
		o := f.origin()
		n := o.g.n
		n.mu.Lock()
		if o.state == unsent && !o.asked && o.sender != nil {
			o.asked = true
			if first == nil {
				first = o
			}
			senders = addSender(senders, o.sender)
		}
		n.mu.Unlock()
	}
	if first == nil {
		return
	}
	for _, s := range senders[1:] {
		s.Send(nil)
	}
	first.sender.Send(first)
}

// follow waits until all of fs have ended, and calls visit for each as it ends, until visit returns false. When g ends first, it
// visits what has ended and returns the error of g.
func follow(g *group, fs []*future, visit func(i int) bool) error {
	if err := g.err(); err != nil {
		return visitEnded(fs, visit, err)
	}
	askAll(fs)
	w := newWaitset(len(fs))
	for i, f := range fs {
		if f.derived != nil {
			f.watch(w, i, true)
		}
	}
	over := make([]bool, len(fs))
	for left := len(fs); left > 0; {
		i, ok := w.next(g.run.Done())
		switch {
		case !ok:
			return g.err()
		case over[i] || !fs[i].poll(w, i):
			continue
		}
		over[i] = true
		left--
		if !visit(i) {
			return nil
		}
	}
	return nil
}

// visitEnded is follow where there is no waiting and no sending.
func visitEnded(fs []*future, visit func(i int) bool, err error) error {
	all := true
	for i, f := range fs {
		if !f.isSettled() {
			all = false
		} else if !visit(i) {
			return nil
		}
	}
	if all {
		return nil
	}
	return err
}
